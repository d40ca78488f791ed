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

/// Bits of a factor: its limbs are signed, and the highest one does not overflow, even if the
/// largest factor is rounded up to the next power of two.
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

/// Rounds a batch's factors to fixed point: `takes[unit][limb][replicate]` from
/// `rows[replicate][unit]` times the units' weights, if there are any.
///
/// A factor becomes `round(factor * 2^exponent)`, ties to even, in limbs; `scales[replicate]` is
/// set to `2^-exponent`. The exponent is the largest for which every factor of the replicate fits
/// into [`FACTOR_BITS`] bits and no sum of factors times `steps_max` leaves 63 bits. A factor is
/// thus off by at most 2^-46 of the replicate's largest one (more only if N times `steps_max` is
/// so large that the second condition decides).
#[inline(always)]
pub(crate) fn fix<T: Copy + Into<f64>>(
    rows: &[T],
    weights: Option<&[f64]>,
    steps_max: u8,
    takes: &mut [i16],
    scales: &mut [f64],
) {
    const BLOCK: usize = 8;
    let units = takes.len() / FACTORS_STREAMS;
    // What a block of units contributes to each replicate, weights included.
    let block = |first: usize| {
        let mut factors = [[0.0; FACTORS_BATCH]; BLOCK];
        let size = BLOCK.min(units - first);
        for (replicate, row) in rows.chunks_exact(units).enumerate() {
            for (factors, &value) in factors.iter_mut().zip(&row[first..first + size]) {
                factors[replicate] = value.into();
            }
        }
        if let Some(weights) = weights {
            for (factors, &weight) in factors.iter_mut().zip(&weights[first..first + size]) {
                factors.iter_mut().for_each(|factor| *factor *= weight);
            }
        }
        factors
    };
    let mut largest = [0.0_f64; FACTORS_BATCH];
    let mut sums = [0.0_f64; FACTORS_BATCH];
    for first in (0..units).step_by(BLOCK) {
        for factors in block(first) {
            for replicate in 0..FACTORS_BATCH {
                largest[replicate] = largest[replicate].max(factors[replicate]);
                sums[replicate] += factors[replicate];
            }
        }
    }
    let mut scale = [0.0; FACTORS_BATCH];
    for replicate in 0..FACTORS_BATCH {
        let exponent = exponent(largest[replicate], sums[replicate], steps_max);
        scale[replicate] = power_of_two(exponent);
        scales[replicate] = power_of_two(-exponent);
    }
    let takes = takes.as_chunks_mut::<FACTORS_STREAMS>().0;
    for (block_takes, first) in takes.chunks_mut(BLOCK).zip((0..units).step_by(BLOCK)) {
        let factors = block(first);
        for (takes, factors) in block_takes.iter_mut().zip(&factors) {
            split(factors, &scale, takes);
        }
    }
}

/// The limbs of one unit's scaled factors, replicates side by side.
#[inline(always)]
fn split(
    factors: &[f64; FACTORS_BATCH],
    scale: &[f64; FACTORS_BATCH],
    takes: &mut [i16; FACTORS_STREAMS],
) {
    // Added to a number below 2^51, it leaves the rounded number in the last bits.
    const ROUNDER: f64 = (1_u64 << 52) as f64;
    // Makes the two lower limbs of a number unsigned: 2^15 above their signed values.
    const BIAS: u64 = (1 << 15) + (1 << 31);
    let mut biased = [0_u64; FACTORS_BATCH];
    for replicate in 0..FACTORS_BATCH {
        let rounded = factors[replicate] * scale[replicate] + ROUNDER;
        biased[replicate] = rounded.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(BIAS);
    }
    for replicate in 0..FACTORS_BATCH {
        let [low, middle, high] = [0, 16, 32].map(|shift| (biased[replicate] >> shift) as u16);
        takes[replicate] = (low ^ (1 << 15)).cast_signed();
        takes[FACTORS_BATCH + replicate] = (middle ^ (1 << 15)).cast_signed();
        takes[2 * FACTORS_BATCH + replicate] = high.cast_signed();
    }
}

/// The exponent of a replicate's fixed point, from its largest factor and their sum.
fn exponent(largest: f64, sum: f64, steps_max: u8) -> i32 {
    if largest <= 0.0 {
        return 0;
    }
    let sum_bits = exponent_of(sum / largest * f64::from(steps_max.max(1))) + 2;
    let bits = (FACTOR_BITS as i32).min(63 - sum_bits);
    (bits - 1 - exponent_of(largest)).clamp(-1000, 1000)
}

/// The largest `e` with `2^e <= value`, for a positive normal value.
fn exponent_of(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

/// `2^exponent`, exactly, for exponents of normal numbers.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}
