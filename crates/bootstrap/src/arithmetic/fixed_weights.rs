//! Counts of units whose weights are the same in every replicate, rounded once to fixed point.
//!
//! A weight becomes an integer, its *worth*, times a power of two of the weight's *class*. A worth
//! times a code's steps fills at most 32 bits, hence four bytes, its *limbs*: the kernel of counts
//! sums the four limbs as if they were codes, and takes are packed for it as unweighted ones are.
//! A block has units of one class, so that its sums are shifted by one number.

use super::{Arithmetic, Block, Drawn, LIST_LANES_MAX, draw_counts};
use crate::aligned::Aligned;
use crate::draw::Draw;
use crate::engine::Replicate;
use crate::kernel::{self, COUNT_MAX, COUNTS_BATCH, Cell, InstructionSet, WORTH_LIMBS};
use crate::powers::{exponent_of, power_of_two};

/// Powers of two from a class's lightest weight to its heaviest.
const CLASS_BITS: usize = 4;
/// A weight is off by at most `2^-PRECISION_MIN` of itself, or another arithmetic takes over.
const PRECISION_MIN: usize = 24;
/// Units whose limbs and words fit into the first cache together, a multiple of the pack.
const CHUNK: usize = 128;
/// Units of a block whose limbs are summed exactly in 32 bits.
const UNITS_MAX: usize =
    i32::MAX as usize / (COUNT_MAX as usize * u8::MAX as usize) / CHUNK * CHUNK;
/// Weights are not scaled beyond these powers of two, to stay among normal numbers.
const EXPONENTS: std::ops::RangeInclusive<i32> = -900..=900;

/// Every unit's worth and class.
#[derive(Debug)]
pub(crate) struct FixedWeights {
    /// The worth of each unit, and 0 for the padding unit.
    worths: Vec<u32>,
    classes: Vec<u8>,
    /// The class of the lightest weight.
    class_max: usize,
    /// What one unit of a sum is worth.
    scale: f64,
}

impl FixedWeights {
    /// Rounds the weights: those from `2^(E - 4 c - 4)` to below `2^(E - 4 c)` are in class `c`, with
    /// `2^E` just above the heaviest one, and become `round(weight * 2^(B - E + 4 c))`, `B` such that
    /// `2^B steps_max` fits into 32 bits.
    ///
    /// A positive weight is thus off by at most `2^-(B - 3)` of itself: 2^-25 for scales of up to
    /// 15 steps, 2^-24 for up to 31. A weighted mean of codes is off by no more than that share of
    /// the width of their scale, in any group of any replicate.
    ///
    /// `None` if the bound would be above 2^-24 or a sum of so many takes could leave 63 bits:
    /// scales of more than 31 steps, or weights of more than 16 binary orders of magnitude (fewer
    /// for more than 500,000 units).
    pub(crate) fn new(weights: &[f64], steps_max: u8, takes_max: u128) -> Option<FixedWeights> {
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let least = weights.iter().copied().filter(|&weight| weight > 0.0).fold(largest, f64::min);
        if largest <= 0.0 || !EXPONENTS.contains(&exponent_of(largest)) {
            return None;
        }
        let top = exponent_of(largest) + 1;
        let class_of = |weight: f64| (top - 1 - exponent_of(weight)) as usize / CLASS_BITS;
        let worth_bits = 32 - bits(u128::from(steps_max.max(1)));
        let class_max = class_of(least);
        let sum_bits = 32 + class_max * CLASS_BITS + bits(takes_max);
        if worth_bits < PRECISION_MIN + CLASS_BITS - 1 || sum_bits > 63 {
            return None;
        }
        let classes: Vec<u8> = weights
            .iter()
            .map(|&weight| if weight > 0.0 { class_of(weight) as u8 } else { 0 })
            .collect();
        let exponent = |class: usize| (worth_bits + class * CLASS_BITS) as i32 - top;
        let worth = |(weight, &class): (&f64, &u8)| {
            (weight * power_of_two(exponent(usize::from(class)))).round() as u32
        };
        let worths = weights.iter().zip(&classes).map(worth).chain([0]).collect();
        Some(FixedWeights { worths, classes, class_max, scale: power_of_two(-exponent(class_max)) })
    }

    /// By how many bits a class's worths are shifted in sums.
    fn shift(&self, class: usize) -> usize {
        (self.class_max - class) * CLASS_BITS
    }
}

/// Binary digits of a number.
fn bits(number: u128) -> usize {
    (u128::BITS - number.leading_zeros()) as usize
}

/// What a thread reuses.
pub(crate) struct Scratch {
    /// `rows[replicate][unit]`, counts as they are drawn.
    rows: Vec<u8>,
    words: Aligned<u32>,
    /// `limbs[pack][limb][lane][unit of the pack]` of a chunk.
    limbs: Aligned<u8>,
    /// `sums[replicate][limb][lane]` of a block.
    sums: Aligned<i32>,
}

impl Arithmetic for FixedWeights {
    type Take = u8;
    type Sum = i64;
    type Scratch = Scratch;
    const BATCH: usize = COUNTS_BATCH;
    const STREAMS: usize = COUNTS_BATCH;
    const PACK: usize = 4;
    const LIST_LANES: usize = LIST_LANES_MAX;

    fn class(&self, unit: usize) -> usize {
        usize::from(self.classes[unit])
    }

    fn scratch(&self, _units: usize, lanes: usize) -> Scratch {
        Scratch {
            rows: Vec::new(),
            words: Aligned::new(CHUNK / Self::PACK * Self::STREAMS),
            limbs: Aligned::new(CHUNK * WORTH_LIMBS * lanes),
            sums: Aligned::new(Self::BATCH * WORTH_LIMBS * lanes),
        }
    }

    #[inline(always)]
    fn draw(&self, draw: &Draw<'_>, run: Replicate, scratch: &mut Scratch, drawn: &mut Drawn<u8>) {
        draw_counts(draw, run, Self::BATCH, &mut scratch.rows, drawn);
        drawn.scales.fill(self.scale);
    }

    #[inline(always)]
    fn add_block(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[u8],
        scratch: &mut Scratch,
        sums: &mut [i64],
    ) {
        let lanes = block.lanes;
        let shift = self.shift(block.class);
        for part in block.chunks(UNITS_MAX) {
            scratch.sums.fill(0);
            for Block { order, codes, .. } in part.chunks(CHUNK) {
                let packs = order.len() / Self::PACK;
                let words = &mut scratch.words[..packs * Self::STREAMS];
                kernel::pack_counts(set, takes, order, words);
                let limbs = &mut scratch.limbs[..packs * WORTH_LIMBS * lanes * Self::PACK];
                kernel::limbs(set, &self.worths, order, codes, lanes, limbs);
                let lanes = WORTH_LIMBS * lanes;
                let cell = Cell { codes: limbs, words, lanes, steps_max: u8::MAX };
                kernel::counts(set, cell, &mut scratch.sums);
            }
            let replicates = scratch.sums.chunks_exact(WORTH_LIMBS * lanes);
            for (sums, limbs) in sums.chunks_exact_mut(lanes).zip(replicates) {
                add_joined(shift, limbs, sums);
            }
        }
    }

    fn list_codes(&self, unit: usize) -> [u8; LIST_LANES_MAX] {
        let worth = u64::from(self.worths[unit]);
        let class = self.classes.get(unit).map_or(0, |&class| usize::from(class));
        (worth << self.shift(class)).to_le_bytes()
    }

    #[inline(always)]
    fn list(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[u8],
        scratch: &mut Scratch,
        sums: &mut [i64],
    ) {
        const LANES: usize = FixedWeights::LIST_LANES;
        sums.fill(0);
        for part in block.chunks(UNITS_MAX) {
            let limb_sums = &mut scratch.sums[..Self::BATCH * LANES];
            limb_sums.fill(0);
            for Block { order, codes, lanes, steps_max, .. } in part.chunks(CHUNK) {
                let words = &mut scratch.words[..order.len() / Self::PACK * Self::STREAMS];
                kernel::pack_counts(set, takes, order, words);
                kernel::counts(set, Cell { codes, words, lanes, steps_max }, limb_sums);
            }
            for (sum, limbs) in sums.iter_mut().zip(limb_sums.as_chunks::<LANES>().0) {
                *sum += (0..LANES).map(|limb| i64::from(limbs[limb]) << (8 * limb)).sum::<i64>();
            }
        }
    }

    fn times(&self, unit: usize, further: u32, steps: u8) -> i64 {
        let worth = i64::from(self.worths[unit]) << self.shift(self.class(unit));
        i64::from(further) * worth * i64::from(steps)
    }

    #[inline(always)]
    fn float(sum: i64) -> f64 {
        sum as f64
    }
}

/// Adds what four sums of limbs stand for, shifted, to each lane's sum.
#[inline(always)]
fn add_joined(shift: usize, limbs: &[i32], sums: &mut [i64]) {
    let lanes = sums.len();
    let (low, high) = limbs[..WORTH_LIMBS * lanes].split_at(2 * lanes);
    let ((a, b), (c, d)) = (low.split_at(lanes), high.split_at(lanes));
    for lane in 0..lanes {
        let [a, b, c, d] = [a[lane], b[lane], c[lane], d[lane]].map(i64::from);
        sums[lane] += (a + (b << 8) + (c << 16) + (d << 24)) << shift;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worths_are_weights_times_a_power_of_two_of_their_class() {
        let fixed = FixedWeights::new(&[1.0, 0.0, 0.01], 10, 3).expect("a narrow range");
        // 2^1 is above the largest weight and ten steps leave 28 bits: 1 becomes 2^27, and 0.01,
        // more than 2^4 below, 0.01 * 2^31 = 21474836.48.
        assert_eq!(fixed.worths, [1 << 27, 0, 21_474_836, 0]);
        assert_eq!((fixed.class(0), fixed.class(1), fixed.class(2)), (0, 0, 1));
        assert_eq!((fixed.shift(0), fixed.shift(1)), (4, 0));
        assert_eq!(fixed.scale.to_bits(), 2.0_f64.powi(-31).to_bits());
        // The limbs of 2^27 * 2^4 = 2^31.
        assert_eq!(fixed.list_codes(0), [0, 0, 0, 0x80, 0, 0, 0, 0]);
        assert_eq!(fixed.list_codes(3), [0; 8], "the padding unit");
    }

    #[test]
    fn what_would_miss_the_bound_or_overflow_is_left_to_another_arithmetic() {
        let is_some = |weights: &[f64], steps_max, takes_max| {
            FixedWeights::new(weights, steps_max, takes_max).is_some()
        };
        assert!(is_some(&[1.0, 1.0], 31, 2) && !is_some(&[1.0, 1.0], 32, 2));
        assert!(is_some(&[1.0, 3.1e-5], 10, 2) && !is_some(&[1.0, 1e-6], 10, 1 << 18));
        assert!(is_some(&[1.0, 3.1e-5], 10, (1 << 19) - 1));
        assert!(!is_some(&[1.0, 3.1e-5], 10, 1 << 19));
        assert!(!is_some(&[0.0], 10, 1) && !is_some(&[1e-290], 10, 1));
    }

    /// As many units as 32 bits hold, and one pack more, all taken as often as can be.
    #[test]
    fn the_largest_limbs_of_a_million_units_do_not_overflow() {
        const UNITS: usize = UNITS_MAX + FixedWeights::PACK;
        let fixed = FixedWeights {
            worths: vec![u32::MAX / 15; UNITS],
            classes: vec![0; UNITS],
            class_max: 0,
            scale: 1.0,
        };
        let order: Vec<u32> = (0..UNITS as u32).collect();
        let takes = vec![COUNT_MAX; UNITS * FixedWeights::STREAMS];
        let block =
            |codes, steps_max| Block { class: 0, order: &order, codes, lanes: 8, steps_max };
        let set = InstructionSet::fastest();
        let scratch = &mut fixed.scratch(UNITS, 8);
        let expected = UNITS as i64 * i64::from(COUNT_MAX) * i64::from(u32::MAX);

        let codes = vec![15; UNITS * 8];
        let mut sums = vec![0; FixedWeights::BATCH * 8];
        fixed.add_block(set, block(&codes, 15), &takes, scratch, &mut sums);
        assert_eq!(sums, vec![expected; FixedWeights::BATCH * 8]);

        // In lists the limbs are given: four of them, of every unit of a pack.
        let codes = [[u8::MAX; 16], [0; 16]].concat().repeat(UNITS / FixedWeights::PACK);
        let mut sums = vec![0; FixedWeights::BATCH];
        fixed.list(set, block(&codes, u8::MAX), &takes, scratch, &mut sums);
        assert_eq!(sums, vec![expected; FixedWeights::BATCH]);
    }
}
