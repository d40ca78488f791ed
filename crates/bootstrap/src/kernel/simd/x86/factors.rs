//! Sums of bytes times factors in limbs of 16 bits.

use std::arch::x86_64::{
    __m128i, __m256i, _mm256_add_epi32, _mm256_add_epi64, _mm256_castsi256_si128,
    _mm256_cvtepi32_epi64, _mm256_dpwssd_epi32, _mm256_extracti128_si256, _mm256_madd_epi16,
    _mm256_set1_epi32, _mm256_setzero_si256, _mm256_slli_epi64,
};

use super::vectors::{load_bytes_as_i16, load_i64, store_i64};
use super::{Tile, VECTOR};
use crate::kernel::{Cell, FACTORS_BATCH, FACTORS_STREAMS, LIMBS};

/// Sums of bytes times `i16` limbs are exact in 32 bits for as many packs as `packs_max`.
#[target_feature(enable = "avx2")]
pub(super) fn factors(cell: Cell<'_>, sums: &mut [i64]) {
    let packs_max = i16::MAX as usize / cell.steps_max.max(1) as usize;
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<16>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0.chunks(packs_max);
    for (codes, words) in codes.zip(words) {
        let mut first = 0;
        while first < vectors {
            let tile = Tile { vectors, first };
            first += match vectors - first {
                1 => factors_tile::<1, 4>(tile, codes, words, sums),
                _ => factors_tile::<2, 2>(tile, codes, words, sums),
            };
        }
    }
}

/// Sums `W` vectors of lanes for all replicates, `R` at a time in registers. Returns `W`.
#[inline]
#[target_feature(enable = "avx2")]
fn factors_tile<const W: usize, const R: usize>(
    tile: Tile,
    codes: &[[u8; 16]],
    words: &[[u32; FACTORS_STREAMS]],
    sums: &mut [i64],
) -> usize {
    for replicate in (0..FACTORS_BATCH).step_by(R) {
        let mut acc = [[[_mm256_setzero_si256(); W]; R]; LIMBS];
        for (codes, words) in codes.chunks_exact(tile.vectors).zip(words) {
            let codes = &codes[tile.first..tile.first + W];
            let codes: [__m256i; W] = std::array::from_fn(|w| load_bytes_as_i16(&codes[w]));
            for (limb, acc) in acc.iter_mut().enumerate() {
                let words = &words[limb * FACTORS_BATCH + replicate..][..R];
                for (acc, word) in acc.iter_mut().zip(words) {
                    let takes = _mm256_set1_epi32(word.cast_signed());
                    for w in 0..W {
                        let products = _mm256_madd_epi16(codes[w], takes);
                        acc[w] = _mm256_add_epi32(acc[w], products);
                    }
                }
            }
        }
        flush(tile, replicate, &acc, sums);
    }
    W
}

/// Adds the limbs' sums of some replicates to the sums.
#[inline]
#[target_feature(enable = "avx2")]
fn flush<const W: usize, const R: usize>(
    tile: Tile,
    replicate: usize,
    [low, middle, high]: &[[[__m256i; W]; R]; LIMBS],
    sums: &mut [i64],
) {
    for r in 0..R {
        let row = 2 * ((replicate + r) * tile.vectors + tile.first);
        let sums = &mut sums.as_chunks_mut::<4>().0[row..row + 2 * W];
        for w in 0..W {
            let limbs = [low[r][w], middle[r][w], high[r][w]];
            let left = join(limbs.map(|limb| _mm256_castsi256_si128(limb)));
            let right = join(limbs.map(|limb| _mm256_extracti128_si256::<1>(limb)));
            for (sum, more) in sums[2 * w..2 * w + 2].iter_mut().zip([left, right]) {
                let total = _mm256_add_epi64(load_i64(sum), more);
                store_i64(sum, total);
            }
        }
    }
}

/// The same with dot products of two codes and two limbs that are added in one instruction.
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
pub(super) fn factors_dot(cell: Cell<'_>, sums: &mut [i64]) {
    let packs_max = i16::MAX as usize / cell.steps_max.max(1) as usize;
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<16>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0.chunks(packs_max);
    for (codes, words) in codes.zip(words) {
        let mut first = 0;
        while first < vectors {
            let tile = Tile { vectors, first };
            first += match vectors - first {
                1 => factors_dot_tile::<1, 8>(tile, codes, words, sums),
                _ => factors_dot_tile::<2, 4>(tile, codes, words, sums),
            };
        }
    }
}

/// Sums `W` vectors of lanes for all replicates, `R` at a time in registers. Returns `W`.
#[inline]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
fn factors_dot_tile<const W: usize, const R: usize>(
    tile: Tile,
    codes: &[[u8; 16]],
    words: &[[u32; FACTORS_STREAMS]],
    sums: &mut [i64],
) -> usize {
    for replicate in (0..FACTORS_BATCH).step_by(R) {
        let mut acc = [[[_mm256_setzero_si256(); W]; R]; LIMBS];
        for (codes, words) in codes.chunks_exact(tile.vectors).zip(words) {
            let codes = &codes[tile.first..tile.first + W];
            let codes: [__m256i; W] = std::array::from_fn(|w| load_bytes_as_i16(&codes[w]));
            for (limb, acc) in acc.iter_mut().enumerate() {
                let words = &words[limb * FACTORS_BATCH + replicate..][..R];
                for (acc, word) in acc.iter_mut().zip(words) {
                    let takes = _mm256_set1_epi32(word.cast_signed());
                    for w in 0..W {
                        acc[w] = _mm256_dpwssd_epi32(acc[w], codes[w], takes);
                    }
                }
            }
        }
        flush(tile, replicate, &acc, sums);
    }
    W
}

/// `limbs[0] + 2^16 limbs[1] + 2^32 limbs[2]` in each of four lanes.
#[inline]
#[target_feature(enable = "avx2")]
fn join(limbs: [__m128i; LIMBS]) -> __m256i {
    let [low, middle, high] = limbs.map(|limb| _mm256_cvtepi32_epi64(limb));
    let middle = _mm256_slli_epi64::<16>(middle);
    _mm256_add_epi64(low, _mm256_add_epi64(middle, _mm256_slli_epi64::<32>(high)))
}
