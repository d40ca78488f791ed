//! Real factors, another one for each unit and replicate, in fixed point.

use super::{Arithmetic, Block, Drawn};
use crate::aligned::Aligned;
use crate::draw::Draw;
use crate::engine::Replicate;
use crate::kernel::{self, Cell, FACTORS_BATCH, FACTORS_STREAMS, InstructionSet, LIMBS};
use crate::powers::{exponent_of, power_of_two};

/// Bits of a factor: its limbs are signed, and the highest one does not overflow, even if the
/// largest factor is rounded up to the next power of two.
const FACTOR_BITS: u32 = 46;

/// Factors in fixed point of [`FACTOR_BITS`] bits, and their sums.
#[derive(Debug)]
pub(crate) struct FixedFactors {
    /// What multiplies each unit's draws.
    pub(crate) weights: Option<Vec<f64>>,
    pub(crate) steps_max: u8,
}

/// What a thread reuses.
pub(crate) struct Scratch {
    /// `counts[replicate][unit]` as they are drawn.
    counts: Vec<u8>,
    /// `factors[replicate][unit]` as they are drawn, where takes are not small counts.
    factors: Vec<f64>,
    words: Aligned<u32>,
}

impl Arithmetic for FixedFactors {
    type Take = i16;
    type Sum = i64;
    type Scratch = Scratch;
    const BATCH: usize = FACTORS_BATCH;
    const STREAMS: usize = FACTORS_STREAMS;
    const PACK: usize = 2;

    fn scratch(&self, units: usize, _lanes: usize) -> Scratch {
        let words = Aligned::new(units / Self::PACK * Self::STREAMS);
        Scratch { counts: Vec::new(), factors: Vec::new(), words }
    }

    #[inline(always)]
    fn draw(&self, draw: &Draw<'_>, run: Replicate, scratch: &mut Scratch, drawn: &mut Drawn<i16>) {
        let Scratch { counts, factors, .. } = scratch;
        let units = drawn.takes.len() / Self::STREAMS - 1;
        let takes = &mut drawn.takes[..units * Self::STREAMS];
        let weights = self.weights.as_deref();
        if draw.is_counts() {
            counts.clear();
            counts.resize(units * Self::BATCH, 0);
            let mut has_excess = false;
            for (replicate, counts) in counts.chunks_exact_mut(units).enumerate().take(run.count) {
                draw.counts(run.seed, run.first + replicate, counts, |_, _| has_excess = true);
            }
            if !has_excess {
                fix(counts, weights, self.steps_max, takes, &mut drawn.scales);
                return;
            }
        }
        factors.clear();
        factors.resize(units * Self::BATCH, 0.0);
        for (replicate, factors) in factors.chunks_exact_mut(units).enumerate().take(run.count) {
            draw.factors(run.seed, run.first + replicate, factors);
        }
        fix(factors, weights, self.steps_max, takes, &mut drawn.scales);
    }

    fn add_block(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[i16],
        scratch: &mut Scratch,
        sums: &mut [i64],
    ) {
        let Block { order, codes, lanes, steps_max, .. } = block;
        let words = &mut scratch.words[..order.len() / Self::PACK * Self::STREAMS];
        kernel::pack_factors(set, takes, order, words);
        kernel::factors(set, Cell { codes, words, lanes, steps_max }, sums);
    }

    #[inline(always)]
    fn list(
        &self,
        _set: InstructionSet,
        block: Block<'_>,
        takes: &[i16],
        _scratch: &mut Scratch,
        sums: &mut [i64],
    ) {
        const ROWS_MAX: usize = 1 << 15;
        let rows = takes.as_chunks::<{ Self::STREAMS }>().0;
        let sums: &mut [i64; Self::BATCH] = sums.try_into().expect("one sum per replicate");
        *sums = [0; Self::BATCH];
        for units in block.order.chunks(ROWS_MAX) {
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

    fn times(&self, _unit: usize, further: u32, steps: u8) -> i64 {
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
