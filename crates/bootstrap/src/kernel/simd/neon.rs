//! The kernels in NEON, which every 64-bit ARM processor has.
//!
//! The dot products of ARMv8.2 would sum four bytes in one instruction; their intrinsics are not
//! stable in Rust 1.95, so bytes are multiplied into 16 bits and summed there.

use std::arch::aarch64::{
    int16x8_t, int16x8x2_t, int32x4_t, int64x2_t, uint8x16_t, uint8x16x4_t, uint16x8_t, vaddq_s64,
    vaddq_u32, vdupq_n_s32, vdupq_n_u16, vdupq_n_u32, vget_low_s16, vget_low_u8, vget_low_u16,
    vld1q_s16, vld1q_s64, vld1q_u8, vld1q_u32, vld4q_u8, vmlal_high_s16, vmlal_high_u8, vmlal_s16,
    vmlal_u8, vmovl_high_u8, vmovl_high_u16, vmovl_u8, vmovl_u16, vmulq_u32, vpaddlq_s32,
    vpaddlq_u16, vpaddq_u32, vreinterpretq_s16_s32, vreinterpretq_s16_u16, vreinterpretq_u8_u32,
    vshlq_n_s64, vst1q_s64, vst1q_u32, vst2q_s16, vst4q_u8,
};

use crate::kernel::{
    COUNT_MAX, COUNTS_BATCH, Cell, FACTORS_BATCH, FACTORS_STREAMS, LIMBS, WORTH_LIMBS,
};

/// Lanes that a tile sums.
const TILE: usize = 8;

/// The kernel of counts.
pub(in crate::kernel) fn counts(cell: Cell<'_>, sums: &mut [i32]) {
    // SAFETY: NEON was detected, see the documentation of `simd`.
    unsafe { sum_counts(cell, sums) }
}

/// The kernel of factors.
pub(in crate::kernel) fn factors(cell: Cell<'_>, sums: &mut [i64]) {
    // SAFETY: NEON was detected, see the documentation of `simd`.
    unsafe { sum_factors(cell, sums) }
}

/// Lays rows of counts side by side, see `portable::pack_counts`.
pub(in crate::kernel) fn pack_counts(takes: &[u8], order: &[u32], words: &mut [u32]) {
    // SAFETY: NEON was detected, see the documentation of `simd`.
    unsafe { interleave_counts(takes, order, words) }
}

/// Lays rows of limbs side by side, see `portable::pack_factors`.
pub(in crate::kernel) fn pack_factors(takes: &[i16], order: &[u32], words: &mut [u32]) {
    // SAFETY: NEON was detected, see the documentation of `simd`.
    unsafe { interleave_factors(takes, order, words) }
}

/// Multiplies worths and codes, see `portable::limbs`.
pub(in crate::kernel) fn limbs(
    worths: &[u32],
    order: &[u32],
    codes: &[u8],
    lanes: usize,
    limbs: &mut [u8],
) {
    // SAFETY: NEON was detected, see the documentation of `simd`.
    unsafe { multiply(worths, order, codes, lanes, limbs) }
}

/// Products of bytes and counts are summed in 16 bits, each unit of a pack apart, exactly for as
/// many packs as `packs_max`, then widened.
#[target_feature(enable = "neon")]
fn sum_counts(cell: Cell<'_>, sums: &mut [i32]) {
    const R: usize = 4;
    let packs_max = u16::MAX as usize / (COUNT_MAX as usize * cell.steps_max.max(1) as usize);
    let tiles = cell.lanes / TILE;
    let codes = cell.codes.as_chunks::<32>().0.chunks(tiles * packs_max);
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0.chunks(packs_max);
    for (codes, words) in codes.zip(words) {
        for tile in 0..tiles {
            for replicate in (0..COUNTS_BATCH).step_by(R) {
                let mut acc = [[vdupq_n_u16(0); 4]; R];
                for (codes, words) in codes.chunks_exact(tiles).zip(words) {
                    let codes = halves(&codes[tile]);
                    for (acc, &word) in acc.iter_mut().zip(&words[replicate..replicate + R]) {
                        add_products(acc, codes, vreinterpretq_u8_u32(vdupq_n_u32(word)));
                    }
                }
                for (r, acc) in acc.iter().enumerate() {
                    let row = (replicate + r) * tiles + tile;
                    let sums = &mut sums.as_chunks_mut::<TILE>().0[row];
                    add_lanes(sums, acc);
                }
            }
        }
    }
}

/// The codes of four lanes, and of the next four.
#[inline]
#[target_feature(enable = "neon")]
fn halves(codes: &[u8; 32]) -> [uint8x16_t; 2] {
    let [first, second] = codes.as_chunks::<16>().0 else { unreachable!("32 bytes") };
    [load(first), load(second)]
}

#[inline]
#[target_feature(enable = "neon")]
fn load(bytes: &[u8; 16]) -> uint8x16_t {
    // SAFETY: 16 bytes are read from an array of 16 bytes; the load needs no alignment.
    unsafe { vld1q_u8(bytes.as_ptr()) }
}

#[inline]
#[target_feature(enable = "neon")]
fn add_products(acc: &mut [uint16x8_t; 4], codes: [uint8x16_t; 2], takes: uint8x16_t) {
    for (acc, codes) in acc.as_chunks_mut::<2>().0.iter_mut().zip(codes) {
        acc[0] = vmlal_u8(acc[0], vget_low_u8(codes), vget_low_u8(takes));
        acc[1] = vmlal_high_u8(acc[1], codes, takes);
    }
}

/// Adds the four units of each of eight lanes.
#[inline]
#[target_feature(enable = "neon")]
fn add_lanes(sums: &mut [i32; TILE], acc: &[uint16x8_t; 4]) {
    for (sums, acc) in sums.as_chunks_mut::<4>().0.iter_mut().zip(acc.as_chunks::<2>().0) {
        let lanes = vpaddq_u32(vpaddlq_u16(acc[0]), vpaddlq_u16(acc[1]));
        let pointer = sums.as_mut_ptr().cast::<u32>();
        // SAFETY: both are of the same array of four numbers of 32 bits; wrapping sums of unsigned
        // numbers are those of signed ones.
        unsafe { vst1q_u32(pointer, vaddq_u32(vld1q_u32(pointer), lanes)) };
    }
}

/// Products of bytes and `i16` limbs are summed in 32 bits, exactly for as many packs as `packs_max`.
#[target_feature(enable = "neon")]
fn sum_factors(cell: Cell<'_>, sums: &mut [i64]) {
    const R: usize = 2;
    let packs_max = i16::MAX as usize / cell.steps_max.max(1) as usize;
    let tiles = cell.lanes / TILE;
    let codes = cell.codes.as_chunks::<16>().0.chunks(tiles * packs_max);
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0.chunks(packs_max);
    for (codes, words) in codes.zip(words) {
        for tile in 0..tiles {
            for replicate in (0..FACTORS_BATCH).step_by(R) {
                let mut acc = [[[vdupq_n_s32(0); 4]; R]; LIMBS];
                for (codes, words) in codes.chunks_exact(tiles).zip(words) {
                    let codes = widen(load(&codes[tile]));
                    for (limb, acc) in acc.iter_mut().enumerate() {
                        let words = &words[limb * FACTORS_BATCH + replicate..][..R];
                        for (acc, word) in acc.iter_mut().zip(words) {
                            let takes = vreinterpretq_s16_s32(vdupq_n_s32(word.cast_signed()));
                            add_factors(acc, codes, takes);
                        }
                    }
                }
                for r in 0..R {
                    let row = (replicate + r) * tiles + tile;
                    let sums = &mut sums.as_chunks_mut::<TILE>().0[row];
                    add_limbs(sums, acc.map(|limb| limb[r]));
                }
            }
        }
    }
}

/// Bytes as numbers of 16 bits.
#[inline]
#[target_feature(enable = "neon")]
fn widen(codes: uint8x16_t) -> [int16x8_t; 2] {
    [
        vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(codes))),
        vreinterpretq_s16_u16(vmovl_high_u8(codes)),
    ]
}

#[inline]
#[target_feature(enable = "neon")]
fn add_factors(acc: &mut [int32x4_t; 4], codes: [int16x8_t; 2], takes: int16x8_t) {
    for (acc, codes) in acc.as_chunks_mut::<2>().0.iter_mut().zip(codes) {
        acc[0] = vmlal_s16(acc[0], vget_low_s16(codes), vget_low_s16(takes));
        acc[1] = vmlal_high_s16(acc[1], codes, takes);
    }
}

/// Adds the two units of each of eight lanes, `limbs[0] + 2^16 limbs[1] + 2^32 limbs[2]`.
#[inline]
#[target_feature(enable = "neon")]
fn add_limbs(sums: &mut [i64; TILE], [low, middle, high]: [[int32x4_t; 4]; LIMBS]) {
    for (at, sums) in sums.as_chunks_mut::<2>().0.iter_mut().enumerate() {
        let middle = vshlq_n_s64::<16>(vpaddlq_s32(middle[at]));
        let high = vshlq_n_s64::<32>(vpaddlq_s32(high[at]));
        let more: int64x2_t = vaddq_s64(vpaddlq_s32(low[at]), vaddq_s64(middle, high));
        // SAFETY: both are of the same array of two numbers of 64 bits.
        unsafe { vst1q_s64(sums.as_mut_ptr(), vaddq_s64(vld1q_s64(sums.as_ptr()), more)) };
    }
}

/// Four rows of bytes are stored interleaved, which is what words of four bytes are.
#[target_feature(enable = "neon")]
fn interleave_counts(takes: &[u8], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<COUNTS_BATCH>().0;
    let packs = order.as_chunks::<4>().0.iter().zip(words.as_chunks_mut::<COUNTS_BATCH>().0);
    for (units, words) in packs {
        let rows = units.map(|unit| rows[unit as usize].as_chunks::<16>().0);
        for (half, words) in words.as_chunks_mut::<16>().0.iter_mut().enumerate() {
            let [a, b, c, d] = rows.map(|row| load(&row[half]));
            // SAFETY: 64 bytes are written to an array of 16 words; the store needs no alignment.
            unsafe { vst4q_u8(words.as_mut_ptr().cast(), uint8x16x4_t(a, b, c, d)) };
        }
    }
}

/// Two rows of limbs are stored interleaved.
#[target_feature(enable = "neon")]
fn interleave_factors(takes: &[i16], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<FACTORS_STREAMS>().0;
    let packs = order.as_chunks::<2>().0.iter().zip(words.as_chunks_mut::<FACTORS_STREAMS>().0);
    for (units, words) in packs {
        let rows = units.map(|unit| rows[unit as usize].as_chunks::<8>().0);
        for (part, words) in words.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            // SAFETY: 8 numbers are read from an array of 8.
            let [a, b] = rows.map(|row| unsafe { vld1q_s16(row[part].as_ptr()) });
            // SAFETY: 32 bytes are written to an array of 8 words.
            unsafe { vst2q_s16(words.as_mut_ptr().cast(), int16x8x2_t(a, b)) };
        }
    }
}

/// Products of 32 bits, whose bytes a load with stride four takes apart.
#[target_feature(enable = "neon")]
fn multiply(worths: &[u32], order: &[u32], codes: &[u8], lanes: usize, limbs: &mut [u8]) {
    let quads = lanes / 4;
    let packs = order.as_chunks::<4>().0.iter();
    let codes = codes.as_chunks::<16>().0.chunks_exact(quads);
    let limbs = limbs.as_chunks_mut::<16>().0.chunks_exact_mut(WORTH_LIMBS * quads);
    for ((units, codes), limbs) in packs.zip(codes).zip(limbs) {
        let worths = units.map(|unit| worths[unit as usize]);
        // SAFETY: four numbers are read from an array of four.
        let worths = unsafe { vld1q_u32(worths.as_ptr()) };
        for (quad, codes) in codes.iter().enumerate() {
            let codes = load(codes);
            let halves = [vmovl_u8(vget_low_u8(codes)), vmovl_high_u8(codes)];
            let mut products = [[0_u32; 4]; 4];
            for (products, half) in products.as_chunks_mut::<2>().0.iter_mut().zip(halves) {
                let wide = [vmovl_u16(vget_low_u16(half)), vmovl_high_u16(half)];
                for (products, codes) in products.iter_mut().zip(wide) {
                    // SAFETY: four numbers are written to an array of four.
                    unsafe { vst1q_u32(products.as_mut_ptr(), vmulq_u32(codes, worths)) };
                }
            }
            // SAFETY: 64 bytes are read from an array of 16 numbers of 32 bits.
            let bytes = unsafe { vld4q_u8(products.as_ptr().cast()) };
            for (limb, bytes) in [bytes.0, bytes.1, bytes.2, bytes.3].into_iter().enumerate() {
                let limbs = &mut limbs[limb * quads + quad];
                // SAFETY: 16 bytes are written to an array of 16.
                unsafe { std::arch::aarch64::vst1q_u8(limbs.as_mut_ptr(), bytes) };
            }
        }
    }
}
