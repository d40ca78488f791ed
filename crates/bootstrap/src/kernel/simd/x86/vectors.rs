//! Vectors from arrays of their size, and back.

use std::arch::x86_64::{
    __m256i, __m512i, _MM_HINT_T0, _mm_loadu_si128, _mm_prefetch, _mm256_cvtepu8_epi16,
    _mm256_loadu_si256, _mm256_storeu_si256, _mm512_loadu_si512, _mm512_storeu_si512,
};

use super::VECTOR;

/// Codes are asked for so many bytes before they are used: a page, at whose end the processor's own
/// prefetching stops.
pub(super) const AHEAD: usize = 4096;

/// Asks for the cache line `distance` bytes behind the start of `bytes`. A prefetch reads nothing
/// and cannot fault, whatever the address.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn prefetch(bytes: &[u8], distance: usize) {
    _mm_prefetch::<_MM_HINT_T0>(bytes.as_ptr().wrapping_add(distance).cast());
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn load(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of 32 bytes; the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn load_i16(limbs: &[i16; 16]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of 16 `i16`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(limbs.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn load_bytes_as_i16(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: 16 bytes are read from an array of 16 bytes; the load needs no alignment.
    _mm256_cvtepu8_epi16(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn load_i32(sums: &[i32; VECTOR]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of eight `i32`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(sums.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store_i32(sums: &mut [i32; VECTOR], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of eight `i32`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store_u32(words: &mut [u32; VECTOR], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of eight `u32`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn load_i64(sums: &[i64; 4]) -> __m256i {
    // SAFETY: 32 bytes are read from an array of four `i64`; the load needs no alignment.
    unsafe { _mm256_loadu_si256(sums.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store_i64(sums: &mut [i64; 4], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of four `i64`; the store needs no alignment.
    unsafe { _mm256_storeu_si256(sums.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn store(bytes: &mut [u8; 32], vector: __m256i) {
    // SAFETY: 32 bytes are written to an array of 32 bytes; the store needs no alignment.
    unsafe { _mm256_storeu_si256(bytes.as_mut_ptr().cast(), vector) }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn load_wide(bytes: &[u8; 64]) -> __m512i {
    // SAFETY: 64 bytes are read from an array of 64 bytes; the load needs no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn load_wide_i32(sums: &[i32; 2 * VECTOR]) -> __m512i {
    // SAFETY: 64 bytes are read from an array of 16 `i32`; the load needs no alignment.
    unsafe { _mm512_loadu_si512(sums.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn store_wide_i32(sums: &mut [i32; 2 * VECTOR], vector: __m512i) {
    // SAFETY: 64 bytes are written to an array of 16 `i32`; the store needs no alignment.
    unsafe { _mm512_storeu_si512(sums.as_mut_ptr().cast(), vector) }
}
