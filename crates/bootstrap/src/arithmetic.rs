//! The two exact arithmetics: small counts, and factors in fixed point.
//!
//! A replicate takes each unit with a *take*. Unweighted takes are small counts, summed in 32-bit
//! integers. Weighted takes are real factors, rounded once to fixed point and then summed exactly
//! in 64-bit integers. Integer sums do not depend on their order, hence neither on threads nor on
//! instruction sets, and an empty group is exactly empty.

use crate::kernel::{
    self, COUNT_MAX, COUNTS_BATCH, Cell, FACTORS_BATCH, FACTORS_STREAMS, InstructionSet, LIMBS,
};

/// What the engine needs to know about takes and their sums.
pub(crate) trait Arithmetic: Sync {
    /// A unit's take in one replicate, or a part of it: one *stream*.
    type Take: Copy + Default + Send + Sync;
    /// A sum of takes times steps.
    type Sum: Copy + Default + Send + Sync + std::ops::AddAssign + std::ops::SubAssign;
    /// Replicates in one batch, a multiple of [`crate::LANES`].
    const BATCH: usize;
    /// Streams in one batch.
    const STREAMS: usize;
    /// Units whose takes share a word of the kernel.
    const PACK: usize;

    /// Lays the rows of takes of each pack's units side by side: one word for each stream.
    fn pack(set: InstructionSet, takes: &[Self::Take], order: &[u32], words: &mut [u32]);

    /// Writes `sums[replicate][lane]` of one cell.
    fn cell(set: InstructionSet, cell: Cell<'_>, sums: &mut [Self::Sum]);

    /// Writes the sum of the units' takes for each replicate.
    fn list(takes: &[Self::Take], units: &[u32], sums: &mut [Self::Sum]);

    /// A further count of a unit whose code has the given steps, as a sum.
    fn times(further: u32, steps: u8) -> Self::Sum;

    /// A sum as a float, exact below 2^53.
    fn float(sum: Self::Sum) -> f64;
}

/// Counts of at most [`COUNT_MAX`] and their sums.
#[derive(Debug)]
pub(crate) struct Integers;

impl Arithmetic for Integers {
    type Take = u8;
    type Sum = i32;
    const BATCH: usize = COUNTS_BATCH;
    const STREAMS: usize = COUNTS_BATCH;
    const PACK: usize = 4;

    fn pack(set: InstructionSet, takes: &[u8], order: &[u32], words: &mut [u32]) {
        kernel::pack_counts(set, takes, order, words);
    }

    fn cell(set: InstructionSet, cell: Cell<'_>, sums: &mut [i32]) {
        kernel::counts(set, cell, sums);
    }

    #[inline(always)]
    fn list(takes: &[u8], units: &[u32], sums: &mut [i32]) {
        const ROWS_MAX: usize = (u8::MAX / COUNT_MAX) as usize;
        let rows = takes.as_chunks::<{ Self::STREAMS }>().0;
        let sums: &mut [i32; Self::BATCH] = sums.try_into().expect("one sum per replicate");
        let mut wide = [0; Self::BATCH];
        for units in units.chunks(ROWS_MAX) {
            let mut narrow = [0_u8; Self::BATCH];
            for &unit in units {
                let row = &rows[unit as usize];
                for replicate in 0..Self::BATCH {
                    narrow[replicate] += row[replicate];
                }
            }
            for replicate in 0..Self::BATCH {
                wide[replicate] += i32::from(narrow[replicate]);
            }
        }
        *sums = wide;
    }

    fn times(further: u32, steps: u8) -> i32 {
        further as i32 * i32::from(steps)
    }

    #[inline(always)]
    fn float(sum: i32) -> f64 {
        f64::from(sum)
    }
}

/// Factors in fixed point of [`FACTOR_BITS`] bits, and their sums.
#[derive(Debug)]
pub(crate) struct FixedPoint;

/// Bits of a factor: its limbs are signed, and the highest one does not overflow.
const FACTOR_BITS: u32 = 46;

impl Arithmetic for FixedPoint {
    type Take = i16;
    type Sum = i64;
    const BATCH: usize = FACTORS_BATCH;
    const STREAMS: usize = FACTORS_STREAMS;
    const PACK: usize = 2;

    fn pack(set: InstructionSet, takes: &[i16], order: &[u32], words: &mut [u32]) {
        kernel::pack_factors(set, takes, order, words);
    }

    fn cell(set: InstructionSet, cell: Cell<'_>, sums: &mut [i64]) {
        kernel::factors(set, cell, sums);
    }

    #[inline(always)]
    fn list(takes: &[i16], units: &[u32], sums: &mut [i64]) {
        const ROWS_MAX: usize = 1 << 15;
        let rows = takes.as_chunks::<{ Self::STREAMS }>().0;
        let sums: &mut [i64; Self::BATCH] = sums.try_into().expect("one sum per replicate");
        *sums = [0; Self::BATCH];
        for units in units.chunks(ROWS_MAX) {
            let mut narrow = [0_i32; Self::STREAMS];
            for &unit in units {
                let row = &rows[unit as usize];
                for stream in 0..Self::STREAMS {
                    narrow[stream] += i32::from(row[stream]);
                }
            }
            for limb in 0..LIMBS {
                for replicate in 0..Self::BATCH {
                    sums[replicate] +=
                        i64::from(narrow[limb * Self::BATCH + replicate]) << (16 * limb);
                }
            }
        }
    }

    fn times(further: u32, steps: u8) -> i64 {
        i64::from(further) * i64::from(steps)
    }

    #[inline(always)]
    fn float(sum: i64) -> f64 {
        sum as f64
    }
}

/// Rounds factors to fixed point, `round(factor * 2^exponent)` in limbs, and returns the exponent.
///
/// The exponent is the largest for which every factor fits into [`FACTOR_BITS`] bits and no sum of
/// factors times `steps_max` leaves 63 bits. A factor is thus off by at most 2^-46 of the largest
/// one (more only if N times `steps_max` is so large that the second condition decides).
/// `put(unit, limbs)` stores the result.
#[inline(always)]
pub(crate) fn fix(factors: &[f64], steps_max: u8, mut put: impl FnMut(usize, [i16; LIMBS])) -> i32 {
    let largest = factors.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        (0..factors.len()).for_each(|unit| put(unit, [0; LIMBS]));
        return 0;
    }
    let relative: f64 = factors.iter().map(|factor| factor / largest).sum();
    let sum_bits = exponent_of(relative * f64::from(steps_max.max(1))) + 2;
    let bits = (FACTOR_BITS as i32).min(63 - sum_bits);
    let exponent = (bits - 1 - exponent_of(largest)).clamp(-1000, 1000);
    let scale = power_of_two(exponent);
    for (unit, factor) in factors.iter().enumerate() {
        // Adding 1/2 and truncating rounds, factors being positive and far below 2^53.
        let mut rest = ((factor * scale + 0.5) as i64).min((1 << FACTOR_BITS) - 1);
        let limbs = std::array::from_fn(|_| {
            let limb = rest as i16;
            rest = (rest - i64::from(limb)) >> 16;
            limb
        });
        put(unit, limbs);
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
