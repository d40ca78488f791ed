//! Rows laid side by side for the kernels, and limbs of worths times codes.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi16, _mm256_and_si256, _mm256_andnot_si256, _mm256_mulhi_epu16,
    _mm256_mullo_epi16, _mm256_or_si256, _mm256_permute2x128_si256, _mm256_set1_epi16,
    _mm256_set1_epi32, _mm256_slli_epi16, _mm256_srli_epi16, _mm256_unpackhi_epi8,
    _mm256_unpackhi_epi16, _mm256_unpacklo_epi8, _mm256_unpacklo_epi16,
};

use super::VECTOR;
use super::vectors::{AHEAD, load, load_i16, prefetch, store, store_u32};
use crate::kernel::{COUNTS_BATCH, FACTORS_STREAMS, WORTH_LIMBS};

/// Interleaves two rows of 16 limbs at a time.
#[target_feature(enable = "avx2")]
pub(super) fn pack_factors(takes: &[i16], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<16>().0.as_chunks::<{ FACTORS_STREAMS / 16 }>().0;
    let packs = order.as_chunks::<2>().0.iter().zip(words.as_chunks_mut::<FACTORS_STREAMS>().0);
    for (units, words) in packs {
        let [a, b] = units.map(|unit| &rows[unit as usize]);
        let words = words.as_chunks_mut::<VECTOR>().0.as_chunks_mut::<2>().0;
        for ((a, b), words) in a.iter().zip(b).zip(words) {
            let (a, b) = (load_i16(a), load_i16(b));
            // Streams 0-3 and 8-11, 4-7 and 12-15.
            let (low, high) = (_mm256_unpacklo_epi16(a, b), _mm256_unpackhi_epi16(a, b));
            store_u32(&mut words[0], _mm256_permute2x128_si256::<0x20>(low, high));
            store_u32(&mut words[1], _mm256_permute2x128_si256::<0x31>(low, high));
        }
    }
}

/// Interleaves four rows, 32 bytes of each at a time: bytes, then pairs of bytes, then halves of
/// vectors.
#[target_feature(enable = "avx2")]
pub(super) fn pack_counts(takes: &[u8], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<32>().0.as_chunks::<{ COUNTS_BATCH / 32 }>().0;
    let packs = order.as_chunks::<4>().0.iter().zip(words.as_chunks_mut::<COUNTS_BATCH>().0);
    for (units, words) in packs {
        let rows = units.map(|unit| &rows[unit as usize]);
        for (part, words) in words.as_chunks_mut::<32>().0.iter_mut().enumerate() {
            let [a, b, c, d] = rows.map(|row| load(&row[part]));
            let (ab_low, ab_high) = (_mm256_unpacklo_epi8(a, b), _mm256_unpackhi_epi8(a, b));
            let (cd_low, cd_high) = (_mm256_unpacklo_epi8(c, d), _mm256_unpackhi_epi8(c, d));
            // Replicates 0-3 and 16-19, 4-7 and 20-23, 8-11 and 24-27, 12-15 and 28-31.
            let fours = [
                _mm256_unpacklo_epi16(ab_low, cd_low),
                _mm256_unpackhi_epi16(ab_low, cd_low),
                _mm256_unpacklo_epi16(ab_high, cd_high),
                _mm256_unpackhi_epi16(ab_high, cd_high),
            ];
            let words = words.as_chunks_mut::<VECTOR>().0;
            store_u32(&mut words[0], _mm256_permute2x128_si256::<0x20>(fours[0], fours[1]));
            store_u32(&mut words[1], _mm256_permute2x128_si256::<0x20>(fours[2], fours[3]));
            store_u32(&mut words[2], _mm256_permute2x128_si256::<0x31>(fours[0], fours[1]));
            store_u32(&mut words[3], _mm256_permute2x128_si256::<0x31>(fours[2], fours[3]));
        }
    }
}

/// Multiplies eight lanes of four units at a time.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn limbs(worths: &[u32], order: &[u32], codes: &[u8], lanes: usize, limbs: &mut [u8]) {
    let packs = order.as_chunks::<4>().0;
    let vectors = lanes / VECTOR;
    let codes = codes.as_chunks::<32>().0.chunks_exact(vectors);
    let limbs = limbs.as_chunks_mut::<32>().0.chunks_exact_mut(WORTH_LIMBS * vectors);
    for ((units, codes), limbs) in packs.iter().zip(codes).zip(limbs) {
        let worths = units.map(|unit| worths[unit as usize]);
        let (even, odd) = ([worths[0], worths[2]], [worths[1], worths[3]]);
        let worths = [Halves::new(even), Halves::new(odd)];
        for (vector, codes) in codes.iter().enumerate() {
            prefetch(codes, AHEAD);
            for (limb, bytes) in multiply(load(codes), worths).into_iter().enumerate() {
                store(&mut limbs[limb * vectors + vector], bytes);
            }
        }
    }
}

/// The 16-bit halves of two worths, again and again.
#[derive(Clone, Copy)]
struct Halves {
    low: __m256i,
    high: __m256i,
}

impl Halves {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn new([first, second]: [u32; 2]) -> Halves {
        let side_by_side = |a: u32, b: u32| _mm256_set1_epi32((a | b << 16).cast_signed());
        Halves {
            low: side_by_side(first & 0xffff, second & 0xffff),
            high: side_by_side(first >> 16, second >> 16),
        }
    }
}

/// The four bytes of each product, one vector for each byte, in the order of the codes: units of
/// even and of odd places are multiplied apart, in 16 bits.
#[inline]
#[target_feature(enable = "avx2")]
fn multiply(codes: __m256i, [even, odd]: [Halves; 2]) -> [__m256i; WORTH_LIMBS] {
    let low_bytes = _mm256_set1_epi16(0x00ff);
    let [even_low, even_high] = product(_mm256_and_si256(codes, low_bytes), even);
    let [odd_low, odd_high] = product(_mm256_srli_epi16::<8>(codes), odd);
    let [first, second] = bytes(even_low, odd_low);
    let [third, fourth] = bytes(even_high, odd_high);
    [first, second, third, fourth]
}

/// The 16-bit halves of each product, which fits into 32 bits.
#[inline]
#[target_feature(enable = "avx2")]
fn product(codes: __m256i, worths: Halves) -> [__m256i; 2] {
    let carry = _mm256_mulhi_epu16(codes, worths.low);
    let high = _mm256_add_epi16(carry, _mm256_mullo_epi16(codes, worths.high));
    [_mm256_mullo_epi16(codes, worths.low), high]
}

/// The lower bytes of even and odd places side by side, and the upper ones.
#[inline]
#[target_feature(enable = "avx2")]
fn bytes(even: __m256i, odd: __m256i) -> [__m256i; 2] {
    let low = _mm256_set1_epi16(0x00ff);
    [
        _mm256_or_si256(_mm256_and_si256(even, low), _mm256_slli_epi16::<8>(odd)),
        _mm256_or_si256(_mm256_srli_epi16::<8>(even), _mm256_andnot_si256(low, odd)),
    ]
}
