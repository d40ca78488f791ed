//! The kernels in AVX2 and AVX-512.

mod counts;
mod factors;
mod rows;
mod vectors;

use crate::kernel::{Cell, Job};

/// Lanes of a vector of 32-bit sums.
const VECTOR: usize = 8;

/// Runs `job` compiled for AVX2 as far as it is inlined.
pub(in crate::kernel) fn run_avx2<J: Job>(job: J) {
    #[target_feature(enable = "avx2")]
    fn compiled<J: Job>(job: J) {
        job.run();
    }
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { compiled(job) }
}

/// Runs `job` compiled for AVX-512 as far as it is inlined.
pub(in crate::kernel) fn run_avx512<J: Job>(job: J) {
    #[target_feature(enable = "avx2,avx512f,avx512bw,avx512dq,avx512vl")]
    fn compiled<J: Job>(job: J) {
        job.run();
    }
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { compiled(job) }
}

/// The kernel of counts in AVX2.
pub(in crate::kernel) fn counts_avx2(cell: Cell<'_>, sums: &mut [i32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { counts::counts(cell, sums) }
}

/// The kernel of counts in AVX-512 with its dot products.
pub(in crate::kernel) fn counts_avx512(cell: Cell<'_>, sums: &mut [i32]) {
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { counts::counts_dot(cell, sums) }
}

/// The kernel of factors in AVX2.
pub(in crate::kernel) fn factors_avx2(cell: Cell<'_>, sums: &mut [i64]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { factors::factors(cell, sums) }
}

/// The kernel of factors in AVX-512 with its dot products.
pub(in crate::kernel) fn factors_avx512(cell: Cell<'_>, sums: &mut [i64]) {
    // SAFETY: AVX-512 was detected, see the module's documentation.
    unsafe { factors::factors_dot(cell, sums) }
}

/// Lays rows of counts side by side, see `portable::pack_counts`.
pub(in crate::kernel) fn pack_counts_avx2(takes: &[u8], order: &[u32], words: &mut [u32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { rows::pack_counts(takes, order, words) }
}

/// Lays rows of limbs side by side, see `portable::pack_factors`.
pub(in crate::kernel) fn pack_factors_avx2(takes: &[i16], order: &[u32], words: &mut [u32]) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { rows::pack_factors(takes, order, words) }
}

/// Multiplies worths and codes, see `portable::limbs`.
pub(in crate::kernel) fn limbs_avx2(
    worths: &[u32],
    order: &[u32],
    codes: &[u8],
    lanes: usize,
    limbs: &mut [u8],
) {
    // SAFETY: AVX2 was detected, see the module's documentation.
    unsafe { rows::limbs(worths, order, codes, lanes, limbs) }
}

/// Which vectors of each pack a tile sums: some from `first`, of `vectors`.
#[derive(Clone, Copy)]
struct Tile {
    vectors: usize,
    first: usize,
}
