//! The exact arithmetics: small counts, counts of fixed weights, and factors in fixed point.
//!
//! A replicate takes each unit with a *take*. Takes are counts, or real factors rounded once to
//! fixed point. Their sums are integers, which do not depend on their order, hence neither on
//! threads nor on instruction sets; an empty group is exactly empty, and the difference of two
//! sums is exact.

mod fixed_factors;
mod fixed_weights;
mod integers;

pub(crate) use fixed_factors::FixedFactors;
pub(crate) use fixed_weights::FixedWeights;
pub(crate) use integers::Integers;

use crate::aligned::Aligned;
use crate::draw::Draw;
use crate::engine::Replicate;
use crate::kernel::InstructionSet;
use crate::transpose::transpose;

/// The most codes of a unit in lists: a vector of lanes.
pub(crate) const LIST_LANES_MAX: usize = 8;

/// What the engine needs to know about takes and their sums.
pub(crate) trait Arithmetic: Sync {
    /// A unit's take in one replicate, or a part of it: one *stream*.
    type Take: Copy + Default + Send + Sync;
    /// A sum of takes times steps.
    type Sum: Copy + Default + Send + Sync + std::ops::AddAssign + std::ops::SubAssign;
    /// What a thread reuses from block to block and from batch to batch.
    type Scratch: Send;
    /// Replicates in one batch, a multiple of [`crate::LANES`].
    const BATCH: usize;
    /// Streams in one batch.
    const STREAMS: usize;
    /// Units whose takes share a word of the kernel.
    const PACK: usize;
    /// Codes of a unit in lists, 0 if lists sum mere takes.
    const LIST_LANES: usize = 0;

    /// The class of a unit; a block has units of one class.
    fn class(&self, _unit: usize) -> usize {
        0
    }

    /// A listed unit's codes, [`Arithmetic::LIST_LANES`] of them; the padding unit has zeros.
    fn list_codes(&self, _unit: usize) -> [u8; LIST_LANES_MAX] {
        [0; LIST_LANES_MAX]
    }

    /// Buffers for blocks of at most so many units and lanes.
    fn scratch(&self, units: usize, lanes: usize) -> Self::Scratch;

    /// Draws the replicates of a batch.
    fn draw(
        &self,
        draw: &Draw<'_>,
        run: Replicate,
        scratch: &mut Self::Scratch,
        drawn: &mut Drawn<Self::Take>,
    );

    /// Adds a block's sums to `sums[replicate][lane]`.
    fn add_block(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[Self::Take],
        scratch: &mut Self::Scratch,
        sums: &mut [Self::Sum],
    );

    /// Writes the sum of the block's takes for each replicate; `block.codes` are those of
    /// [`Arithmetic::list_codes`].
    fn list(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[Self::Take],
        scratch: &mut Self::Scratch,
        sums: &mut [Self::Sum],
    );

    /// A further count of a unit whose code has the given steps, as a sum.
    fn times(&self, unit: usize, further: u32, steps: u8) -> Self::Sum;

    /// A sum as a float, exact below 2^53.
    fn float(sum: Self::Sum) -> f64;
}

/// What a batch took of each unit.
pub(crate) struct Drawn<T> {
    /// `takes[unit][stream]`; the last row is that of the padding unit, always 0.
    pub(crate) takes: Aligned<T>,
    /// What is missing in `takes`: (unit, replicate, further count).
    pub(crate) excess: Vec<(usize, usize, u32)>,
    /// What one unit of a sum is worth in each replicate.
    pub(crate) scales: Vec<f64>,
}

/// Units of one class in one cell, in whole packs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block<'a> {
    pub(crate) class: usize,
    /// The units; the padding unit `N` fills the last pack.
    pub(crate) order: &'a [u32],
    /// `codes[pack][lane][unit of the pack]`
    pub(crate) codes: &'a [u8],
    pub(crate) lanes: usize,
    pub(crate) steps_max: u8,
}

impl<'a> Block<'a> {
    /// Blocks of at most so many units, a multiple of the pack.
    #[inline(always)]
    fn chunks(self, units: usize) -> impl Iterator<Item = Block<'a>> {
        let codes = self.codes.chunks(units * self.lanes);
        self.order.chunks(units).zip(codes).map(move |(order, codes)| Block {
            order,
            codes,
            ..self
        })
    }
}

/// Draws counts: `rows[replicate][unit]`, then `drawn.takes[unit][replicate]`.
#[inline(always)]
fn draw_counts(
    draw: &Draw<'_>,
    run: Replicate,
    batch: usize,
    rows: &mut Vec<u8>,
    drawn: &mut Drawn<u8>,
) {
    let units = drawn.takes.len() / batch - 1;
    let row = units.next_multiple_of(8);
    drawn.excess.clear();
    rows.clear();
    rows.resize(row * batch, 0);
    for replicate in 0..run.count {
        let counts = &mut rows[replicate * row..][..units];
        let excess = |unit, further| drawn.excess.push((unit, replicate, further));
        draw.counts(run.seed, run.first + replicate, counts, excess);
    }
    transpose(rows, row, units, &mut drawn.takes);
}
