//! Sums of bytes times counts.

use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi16, _mm256_add_epi32, _mm256_dpbusd_epi32, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm512_add_epi32, _mm512_dpbusd_epi32, _mm512_set1_epi32, _mm512_setzero_si512,
};

use super::vectors::{
    AHEAD, load, load_i32, load_wide, load_wide_i32, prefetch, store_i32, store_wide_i32,
};
use super::{Tile, VECTOR};
use crate::kernel::{COUNT_MAX, COUNTS_BATCH, Cell};

/// Sums of bytes times bytes are exact in 16 bits for as many packs as `packs_max`, then widened.
#[target_feature(enable = "avx2")]
pub(super) fn counts(cell: Cell<'_>, sums: &mut [i32]) {
    let packs_max = i16::MAX as usize / (2 * COUNT_MAX as usize * cell.steps_max.max(1) as usize);
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<32>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0.chunks(packs_max);
    for (codes, words) in codes.zip(words) {
        let mut first = 0;
        while first < vectors {
            let tile = Tile { vectors, first };
            first += match vectors - first {
                1 => counts_tile::<1, 8>(tile, codes, words, sums),
                _ => counts_tile::<2, 4>(tile, codes, words, sums),
            };
        }
    }
}

/// Sums `W` vectors of lanes for all replicates, `R` at a time in registers. Returns `W`.
#[inline]
#[target_feature(enable = "avx2")]
fn counts_tile<const W: usize, const R: usize>(
    tile: Tile,
    codes: &[[u8; 32]],
    words: &[[u32; COUNTS_BATCH]],
    sums: &mut [i32],
) -> usize {
    for replicate in (0..COUNTS_BATCH).step_by(R) {
        let mut acc = [[_mm256_setzero_si256(); W]; R];
        for (codes, words) in codes.chunks_exact(tile.vectors).zip(words) {
            let codes = &codes[tile.first..tile.first + W];
            if replicate == 0 {
                codes.iter().for_each(|codes| prefetch(codes, AHEAD));
            }
            let words = &words[replicate..replicate + R];
            let codes: [__m256i; W] = std::array::from_fn(|w| load(&codes[w]));
            for (acc, word) in acc.iter_mut().zip(words) {
                let takes = _mm256_set1_epi32(word.cast_signed());
                for w in 0..W {
                    acc[w] = _mm256_add_epi16(acc[w], _mm256_maddubs_epi16(codes[w], takes));
                }
            }
        }
        for (r, acc) in acc.iter().enumerate() {
            let row = (replicate + r) * tile.vectors + tile.first;
            let sums = &mut sums.as_chunks_mut::<VECTOR>().0[row..row + W];
            for w in 0..W {
                let wide = _mm256_madd_epi16(acc[w], _mm256_set1_epi16(1));
                let sum = _mm256_add_epi32(load_i32(&sums[w]), wide);
                store_i32(&mut sums[w], sum);
            }
        }
    }
    W
}

/// Dot products of four bytes and four counts are added to 32-bit sums in one instruction.
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
pub(super) fn counts_dot(cell: Cell<'_>, sums: &mut [i32]) {
    let vectors = cell.lanes / VECTOR;
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0;
    let mut first = 0;
    while first < vectors {
        let tile = Tile { vectors, first };
        first += match (vectors - first) / 2 {
            0 => counts_dot_narrow(tile, cell.codes, words, sums),
            1 => counts_dot_tile::<1, 16>(tile, cell.codes, words, sums),
            2 => counts_dot_tile::<2, 8>(tile, cell.codes, words, sums),
            3 => counts_dot_tile::<3, 8>(tile, cell.codes, words, sums),
            5 | 6 => counts_dot_tile::<3, 8>(tile, cell.codes, words, sums),
            _ => counts_dot_tile::<4, 4>(tile, cell.codes, words, sums),
        };
    }
}

/// Sums `W` pairs of vectors for all replicates, `R` at a time in registers. Returns `2 W`.
#[inline]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
fn counts_dot_tile<const W: usize, const R: usize>(
    tile: Tile,
    codes: &[u8],
    words: &[[u32; COUNTS_BATCH]],
    sums: &mut [i32],
) -> usize {
    for replicate in (0..COUNTS_BATCH).step_by(R) {
        let mut acc = [[_mm512_setzero_si512(); W]; R];
        for (codes, words) in codes.chunks_exact(32 * tile.vectors).zip(words) {
            let codes = codes[32 * tile.first..][..64 * W].as_chunks::<64>().0;
            if replicate == 0 {
                codes.iter().for_each(|codes| prefetch(codes, AHEAD));
            }
            let words = &words[replicate..replicate + R];
            let codes: [__m512i; W] = std::array::from_fn(|w| load_wide(&codes[w]));
            for (acc, word) in acc.iter_mut().zip(words) {
                let takes = _mm512_set1_epi32(word.cast_signed());
                for w in 0..W {
                    acc[w] = _mm512_dpbusd_epi32(acc[w], codes[w], takes);
                }
            }
        }
        for (r, acc) in acc.iter().enumerate() {
            let row = VECTOR * ((replicate + r) * tile.vectors + tile.first);
            let sums = sums[row..][..2 * VECTOR * W].as_chunks_mut::<{ 2 * VECTOR }>().0;
            for w in 0..W {
                let sum = _mm512_add_epi32(load_wide_i32(&sums[w]), acc[w]);
                store_wide_i32(&mut sums[w], sum);
            }
        }
    }
    2 * W
}

/// Sums one vector for all replicates. Returns 1.
#[inline]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
fn counts_dot_narrow(
    tile: Tile,
    codes: &[u8],
    words: &[[u32; COUNTS_BATCH]],
    sums: &mut [i32],
) -> usize {
    const R: usize = 16;
    for replicate in (0..COUNTS_BATCH).step_by(R) {
        let mut acc = [_mm256_setzero_si256(); R];
        let codes = codes.as_chunks::<32>().0.chunks_exact(tile.vectors);
        for (codes, words) in codes.zip(words) {
            let codes = load(&codes[tile.first]);
            for (acc, word) in acc.iter_mut().zip(&words[replicate..replicate + R]) {
                let takes = _mm256_set1_epi32(word.cast_signed());
                *acc = _mm256_dpbusd_epi32(*acc, codes, takes);
            }
        }
        for (r, &acc) in acc.iter().enumerate() {
            let row = (replicate + r) * tile.vectors + tile.first;
            let sums = &mut sums.as_chunks_mut::<VECTOR>().0[row];
            let sum = _mm256_add_epi32(load_i32(sums), acc);
            store_i32(sums, sum);
        }
    }
    1
}
