//! The two exact arithmetics: small counts, and factors in fixed point.
//!
//! A replicate takes each unit with a *take*. Unweighted takes are small counts, summed in 32-bit
//! integers. Weighted takes are real factors, rounded once to fixed point and then summed exactly
//! in 64-bit integers. Integer sums do not depend on their order, hence neither on threads nor on
//! instruction sets, and an empty group is exactly empty.

use crate::kernel;

/// What the engine needs to know about takes and their sums.
pub(crate) trait Arithmetic: Sync {
    /// A unit's take in one replicate.
    type Take: Copy + Default + Send + Sync;
    /// A sum of takes times steps.
    type Sum: Copy + Default + Send + Sync + std::ops::AddAssign + std::ops::SubAssign;
    /// Replicates in one batch, a multiple of [`crate::LANES`].
    const BATCH: usize;
    /// Units whose codes lie side by side in one 32-bit lane of the kernel.
    const PACK: usize;
    /// 32-bit words that hold one pack's takes in one replicate.
    const WORDS: usize;

    /// The takes of one pack's units in one replicate as [`Self::WORDS`] words.
    fn pack(takes: impl Iterator<Item = Self::Take>, words: &mut [u32]);

    /// Sums one cell: `sums[replicate][lane]` over its packs of `codes[pack][lane][unit]` and
    /// `words[pack][replicate][word]`.
    fn cell(codes: &[u8], words: &[u32], lanes: usize, sums: &mut [Self::Sum]);

    /// A take as a sum of one.
    fn widen(take: Self::Take) -> Self::Sum;

    /// A further count of a unit whose code has the given steps, as a sum.
    fn times(further: u32, steps: u8) -> Self::Sum;

    /// A sum as a float, exact below 2^53.
    fn float(sum: Self::Sum) -> f64;
}

/// Counts of at most [`COUNT_MAX`] and their sums.
#[derive(Debug)]
pub(crate) struct Integers;

/// The largest count that a byte of the kernel holds; what exceeds it is added apart.
pub(crate) const COUNT_MAX: u32 = 15;

impl Arithmetic for Integers {
    type Take = u8;
    type Sum = i32;
    const BATCH: usize = 32;
    const PACK: usize = 4;
    const WORDS: usize = 1;

    fn pack(takes: impl Iterator<Item = u8>, words: &mut [u32]) {
        words[0] = takes.zip(0..).map(|(take, byte)| u32::from(take) << (8 * byte)).sum();
    }

    fn cell(codes: &[u8], words: &[u32], lanes: usize, sums: &mut [i32]) {
        kernel::counts(codes, words, lanes, sums);
    }

    fn widen(take: u8) -> i32 {
        i32::from(take)
    }

    fn times(further: u32, steps: u8) -> i32 {
        further as i32 * i32::from(steps)
    }

    fn float(sum: i32) -> f64 {
        f64::from(sum)
    }
}

/// Factors in fixed point of [`FACTOR_BITS`] bits, and their sums.
#[derive(Debug)]
pub(crate) struct FixedPoint;

/// Bits of a factor: three limbs of 16 bits, each a signed `i16` and the factor positive.
pub(crate) const FACTOR_BITS: u32 = 46;

impl Arithmetic for FixedPoint {
    type Take = i64;
    type Sum = i64;
    const BATCH: usize = 8;
    const PACK: usize = 2;
    const WORDS: usize = 3;

    fn pack(takes: impl Iterator<Item = i64>, words: &mut [u32]) {
        words.fill(0);
        for (mut take, half) in takes.zip(0..) {
            for word in &mut *words {
                let limb = take as i16;
                *word |= u32::from(limb as u16) << (16 * half);
                take = (take - i64::from(limb)) >> 16;
            }
        }
    }

    fn cell(codes: &[u8], words: &[u32], lanes: usize, sums: &mut [i64]) {
        kernel::factors(codes, words, lanes, sums);
    }

    fn widen(take: i64) -> i64 {
        take
    }

    fn times(further: u32, steps: u8) -> i64 {
        i64::from(further) * i64::from(steps)
    }

    fn float(sum: i64) -> f64 {
        sum as f64
    }
}

/// Rounds factors to fixed point, `take = round(factor * 2^exponent)`, and returns the exponent.
///
/// The exponent is the largest for which every take fits into [`FACTOR_BITS`] bits and no sum of
/// takes times `steps_max` leaves 62 bits. A factor is thus off by at most 2^-46 of the largest
/// one (more only if N times `steps_max` is so large that the second condition decides).
pub(crate) fn fix(factors: &[f64], steps_max: u8, takes: &mut [i64]) -> i32 {
    let largest = factors.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        takes.fill(0);
        return 0;
    }
    let relative: f64 = factors.iter().map(|factor| factor / largest).sum();
    let sum_bits = exponent_of(relative * f64::from(steps_max.max(1))) + 2;
    let bits = (FACTOR_BITS as i32).min(63 - sum_bits);
    let exponent = (bits - 1 - exponent_of(largest)).clamp(-1000, 1000);
    let scale = power_of_two(exponent);
    for (take, factor) in takes.iter_mut().zip(factors) {
        *take = ((factor * scale).round() as i64).min((1 << FACTOR_BITS) - 1);
    }
    exponent
}

/// The largest `e` with `2^e <= value`, for a positive normal value.
fn exponent_of(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

/// `2^exponent`, exactly, for exponents of normal numbers.
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}
