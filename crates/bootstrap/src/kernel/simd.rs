//! The kernels in AVX2 and AVX-512, and the crate's only `unsafe` code.
//!
//! Two kinds of operation need it. Calling a function compiled for AVX2 or AVX-512 is sound on a
//! processor that has it; an `InstructionSet` of that kind exists only where all its features were
//! detected, and this module is called through such values only. Loading and storing vectors takes pointers; each is
//! made from a reference to an array of the vector's size on the line before. Neither reads nor
//! writes memory that safe code has not checked.

#![expect(unsafe_code, reason = "vector loads, stores and calls of detected instructions")]

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi16, _mm256_add_epi32, _mm256_add_epi64,
    _mm256_castsi256_si128, _mm256_cvtepi32_epi64, _mm256_cvtepu8_epi16, _mm256_dpbusd_epi32,
    _mm256_dpwssd_epi32, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_permute2x128_si256, _mm256_set1_epi16, _mm256_set1_epi32,
    _mm256_setzero_si256, _mm256_slli_epi64, _mm256_storeu_si256, _mm256_unpackhi_epi8,
    _mm256_unpackhi_epi16, _mm256_unpacklo_epi8, _mm256_unpacklo_epi16,
};

use super::{COUNT_MAX, COUNTS_BATCH, Cell, FACTORS_BATCH, FACTORS_STREAMS, Job, LIMBS};

/// Lanes of a vector of 32-bit sums.
const VECTOR: usize = 8;

/// Runs `job` compiled for AVX2 as far as it is inlined.
pub(super) fn run_avx2<J: Job>(job: J) {
    #[target_feature(enable = "avx2")]
    fn compiled<J: Job>(job: J) {
        job.run();
    }
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { compiled(job) }
}

/// Runs `job` compiled for AVX-512 as far as it is inlined.
pub(super) fn run_avx512<J: Job>(job: J) {
    #[target_feature(enable = "avx2,avx512f,avx512bw,avx512dq,avx512vl")]
    fn compiled<J: Job>(job: J) {
        job.run();
    }
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { compiled(job) }
}

/// The kernel of counts in AVX2.
pub(super) fn counts_avx2(cell: Cell<'_>, sums: &mut [i32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { counts(cell, sums) }
}

/// The kernel of counts in AVX-512 with its dot products.
pub(super) fn counts_avx512(cell: Cell<'_>, sums: &mut [i32]) {
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { counts_dot(cell, sums) }
}

/// The kernel of factors in AVX2.
pub(super) fn factors_avx2(cell: Cell<'_>, sums: &mut [i64]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { factors(cell, sums) }
}

/// The kernel of factors in AVX-512 with its dot products.
pub(super) fn factors_avx512(cell: Cell<'_>, sums: &mut [i64]) {
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { factors_dot(cell, sums) }
}

/// Lays rows of counts side by side, see `portable::pack_counts`.
pub(super) fn pack_counts_avx2(takes: &[u8], order: &[u32], words: &mut [u32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { pack_counts(takes, order, words) }
}

/// Lays rows of limbs side by side, see `portable::pack_factors`.
pub(super) fn pack_factors_avx2(takes: &[i16], order: &[u32], words: &mut [u32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { pack_factors(takes, order, words) }
}

/// Interleaves two rows of 16 limbs at a time.
#[target_feature(enable = "avx2")]
fn pack_factors(takes: &[i16], order: &[u32], words: &mut [u32]) {
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

/// Interleaves four rows of 32 bytes: bytes, then pairs of bytes, then halves of vectors.
#[target_feature(enable = "avx2")]
fn pack_counts(takes: &[u8], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<COUNTS_BATCH>().0;
    let packs = order.as_chunks::<4>().0.iter().zip(words.as_chunks_mut::<COUNTS_BATCH>().0);
    for (units, words) in packs {
        let [a, b, c, d] = units.map(|unit| load(&rows[unit as usize]));
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

/// Sums of bytes times bytes are exact in 16 bits for as many packs as `packs_max`, then widened.
#[target_feature(enable = "avx2")]
fn counts(cell: Cell<'_>, sums: &mut [i32]) {
    let packs_max = i16::MAX as usize / (2 * COUNT_MAX as usize * cell.steps_max.max(1) as usize);
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<32>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0.chunks(packs_max);
    sums.fill(0);
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

/// Which vectors of each pack a tile sums: some from `first`, of `vectors`.
#[derive(Clone, Copy)]
struct Tile {
    vectors: usize,
    first: usize,
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
fn counts_dot(cell: Cell<'_>, sums: &mut [i32]) {
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<32>().0;
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0;
    let mut first = 0;
    while first < vectors {
        let tile = Tile { vectors, first };
        first += match vectors - first {
            1 => counts_dot_tile::<1, 8>(tile, codes, words, sums),
            2 => counts_dot_tile::<2, 8>(tile, codes, words, sums),
            3 => counts_dot_tile::<3, 8>(tile, codes, words, sums),
            _ => counts_dot_tile::<4, 4>(tile, codes, words, sums),
        };
    }
}

/// Sums `W` vectors of lanes for all replicates, `R` at a time in registers. Returns `W`.
#[inline]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vnni")]
fn counts_dot_tile<const W: usize, const R: usize>(
    tile: Tile,
    codes: &[[u8; 32]],
    words: &[[u32; COUNTS_BATCH]],
    sums: &mut [i32],
) -> usize {
    for replicate in (0..COUNTS_BATCH).step_by(R) {
        let mut acc = [[_mm256_setzero_si256(); W]; R];
        for (codes, words) in codes.chunks_exact(tile.vectors).zip(words) {
            let codes = &codes[tile.first..tile.first + W];
            let words = &words[replicate..replicate + R];
            let codes: [__m256i; W] = std::array::from_fn(|w| load(&codes[w]));
            for (acc, word) in acc.iter_mut().zip(words) {
                let takes = _mm256_set1_epi32(word.cast_signed());
                for w in 0..W {
                    acc[w] = _mm256_dpbusd_epi32(acc[w], codes[w], takes);
                }
            }
        }
        for (r, acc) in acc.iter().enumerate() {
            let row = (replicate + r) * tile.vectors + tile.first;
            let sums = &mut sums.as_chunks_mut::<VECTOR>().0[row..row + W];
            for w in 0..W {
                store_i32(&mut sums[w], acc[w]);
            }
        }
    }
    W
}

/// Sums of bytes times `i16` limbs are exact in 32 bits for as many packs as `packs_max`.
#[target_feature(enable = "avx2")]
fn factors(cell: Cell<'_>, sums: &mut [i64]) {
    let packs_max = i16::MAX as usize / cell.steps_max.max(1) as usize;
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<16>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0.chunks(packs_max);
    sums.fill(0);
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
fn factors_dot(cell: Cell<'_>, sums: &mut [i64]) {
    let packs_max = i16::MAX as usize / cell.steps_max.max(1) as usize;
    let vectors = cell.lanes / VECTOR;
    let codes = cell.codes.as_chunks::<16>().0.chunks(vectors * packs_max);
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0.chunks(packs_max);
    sums.fill(0);
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
fn join(limbs: [std::arch::x86_64::__m128i; LIMBS]) -> __m256i {
    let [low, middle, high] = limbs.map(|limb| _mm256_cvtepi32_epi64(limb));
    let middle = _mm256_slli_epi64::<16>(middle);
    _mm256_add_epi64(low, _mm256_add_epi64(middle, _mm256_slli_epi64::<32>(high)))
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of 32 bytes; the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_i16(limbs: &[i16; 16]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of 16 `i16`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(limbs.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_bytes_as_i16(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: 16 bytes are read from an array of 16 bytes; the load needs no alignment.
    _mm256_cvtepu8_epi16(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_i32(sums: &[i32; VECTOR]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of eight `i32`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(sums.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store_i32(sums: &mut [i32; VECTOR], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of eight `i32`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store_u32(words: &mut [u32; VECTOR], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of eight `u32`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn load_i64(sums: &[i64; 4]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of four `i64`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(sums.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
fn store_i64(sums: &mut [i64; 4], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of four `i64`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), vector) }
}
