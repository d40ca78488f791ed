//! One batch of replicates, from draws to the statistic's values.

use crate::aligned::Aligned;
use crate::arithmetic::{Arithmetic, FixedPoint, Integers, fix};
use crate::codes::MISSING;
use crate::draw::Draw;
use crate::kernel::{Cell, InstructionSet, Job, run_compiled};
use crate::plan::{Pass, Plan, RECOVERED};
use crate::transpose::transpose;
use crate::validity::{Base, Validity};
use crate::{LANES, Lanes, Sample, Statistic, Sums};

/// Everything that batches share and none changes.
pub(crate) struct Prepared<'a> {
    pub(crate) sample: &'a Sample,
    pub(crate) plan: Plan,
    pub(crate) passes: Vec<PassCodes>,
    pub(crate) validity: Validity,
    /// Lanes of the kernel: the variables, a lane of ones, masks, and padding to whole vectors.
    pub(crate) lanes: usize,
    pub(crate) steps_max: u8,
    pub(crate) set: InstructionSet,
}

/// The codes of a pass, laid out for the kernel.
pub(crate) struct PassCodes {
    /// Units in the order of the cells; each cell is padded to whole packs with the unit `N`,
    /// which no replicate takes.
    order: Vec<u32>,
    /// `codes[pack][lane][unit of the pack]`, missing codes as 0.
    codes: Aligned<u8>,
    /// The packs of each cell.
    cells: Vec<std::ops::Range<usize>>,
}

impl PassCodes {
    pub(crate) fn new(
        sample: &Sample,
        validity: &Validity,
        pass: &Pass,
        lanes: usize,
        pack: usize,
    ) -> PassCodes {
        let units = sample.units();
        let mut order: Vec<u32> = Vec::new();
        let mut cells = Vec::new();
        for cell in &pass.cells {
            let first = order.len() / pack;
            order.extend(&cell.units);
            order.resize(order.len().next_multiple_of(pack), units as u32);
            cells.push(first..order.len() / pack);
        }
        let columns = sample.codes().columns();
        let mut codes = Aligned::new(order.len() * lanes);
        for (order, codes) in order.chunks_exact(pack).zip(codes.chunks_exact_mut(pack * lanes)) {
            for (place, unit) in order.iter().map(|&unit| unit as usize).enumerate() {
                if unit == units {
                    continue;
                }
                for (lane, column) in columns.iter().enumerate() {
                    let steps = column.steps[unit];
                    codes[lane * pack + place] = if steps == MISSING { 0 } else { steps };
                }
                codes[columns.len() * pack + place] = 1;
                for (mask, lane) in validity.masks.iter().zip(columns.len() + 1..) {
                    codes[lane * pack + place] = u8::from(mask[unit]);
                }
            }
        }
        PassCodes { order, codes, cells }
    }
}

/// Draws a batch's takes; the two arithmetics differ here.
pub(crate) trait Draws: Arithmetic {
    /// Fills `batch.takes` for the replicates from `first`, and whatever else the takes need.
    fn draw(batch: &mut Batch<Self>, prepared: &Prepared<'_>, draw: &Draw<'_>, run: Replicate)
    where
        Self: Sized;
}

/// Which replicates a batch draws: `count` of them from `first` under `seed`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replicate {
    pub(crate) seed: u64,
    pub(crate) first: usize,
    pub(crate) count: usize,
}

/// The buffers of one batch, reused by the batches of one thread.
pub(crate) struct Batch<A: Arithmetic> {
    /// `takes[unit][stream]`; the last row is that of the padding unit, always 0.
    takes: Aligned<A::Take>,
    /// What is missing in `takes`: (unit, replicate, further count).
    excess: Vec<(usize, usize, u32)>,
    /// `rows[replicate][unit]`, counts as they are drawn.
    rows: Vec<u8>,
    /// `factors[replicate][unit]` as they are drawn, for schemes whose takes are not small counts.
    factors: Vec<f64>,
    /// What one unit of a sum is worth in each replicate.
    scales: Vec<f64>,
    words: Aligned<u32>,
    cell: Aligned<A::Sum>,
    /// `sums[group][replicate][lane]`, then everybody's.
    sums: Aligned<A::Sum>,
    /// `missing[group][variable][replicate]`, then everybody's.
    missing: Aligned<A::Sum>,
}

impl<A: Draws> Batch<A> {
    pub(crate) fn new(prepared: &Prepared<'_>) -> Batch<A> {
        let units = prepared.sample.units();
        let groups = groups(prepared) + 1;
        let variables = prepared.sample.codes().variables();
        let cells = prepared.passes.iter().flat_map(|pass| &pass.cells);
        let packs = cells.map(ExactSizeIterator::len).max();
        Batch {
            takes: Aligned::new((units + 1) * A::STREAMS),
            excess: Vec::new(),
            rows: Vec::new(),
            factors: Vec::new(),
            scales: vec![1.0; A::BATCH],
            words: Aligned::new(packs.unwrap_or(0) * A::STREAMS),
            cell: Aligned::new(A::BATCH * prepared.lanes),
            sums: Aligned::new(groups * A::BATCH * prepared.lanes),
            missing: Aligned::new(groups * A::BATCH * variables),
        }
    }

    /// Draws the batch and writes `out[group][output][replicate]`, `A::BATCH` replicates each.
    pub(crate) fn run<S: Statistic>(
        &mut self,
        prepared: &Prepared<'_>,
        draw: &Draw<'_>,
        run: Replicate,
        statistic: &S,
        out: &mut [f64],
    ) {
        let job = BatchJob { batch: self, prepared, draw, run, statistic, out };
        run_compiled(prepared.set, job);
    }

    #[inline(always)]
    fn sum_codes(&mut self, prepared: &Prepared<'_>) {
        let slab = A::BATCH * prepared.lanes;
        self.sums.fill(A::Sum::default());
        for (pass, codes) in prepared.plan.passes.iter().zip(&prepared.passes) {
            for (cell, packs) in pass.cells.iter().zip(&codes.cells) {
                // A cell's words fit into the cache, a pass's do not.
                let order = &codes.order[packs.start * A::PACK..packs.end * A::PACK];
                let words = &mut self.words[..packs.len() * A::STREAMS];
                A::pack(prepared.set, &self.takes, order, words);
                let bytes = A::PACK * prepared.lanes;
                let input = Cell {
                    codes: &codes.codes[packs.start * bytes..packs.end * bytes],
                    words,
                    lanes: prepared.lanes,
                    steps_max: prepared.steps_max,
                };
                A::cell(prepared.set, input, &mut self.cell);
                for &group in cell.groups.iter().filter(|&&group| group != RECOVERED) {
                    let group = group as usize * slab;
                    let sums = &mut self.sums[group..group + slab];
                    add(sums, &self.cell);
                }
            }
        }
        complete(&prepared.plan, slab, &mut self.sums);
    }

    #[inline(always)]
    fn sum_missing(&mut self, prepared: &Prepared<'_>) {
        let variables = prepared.sample.codes().variables();
        for group in 0..groups(prepared) {
            for variable in 0..variables {
                let start = (group * variables + variable) * A::BATCH;
                let sums = &mut self.missing[start..start + A::BATCH];
                A::list(&self.takes, prepared.validity.exceptions(group, variable), sums);
            }
        }
        complete(&prepared.plan, variables * A::BATCH, &mut self.missing);
    }

    #[inline(always)]
    fn add_excess(&mut self, prepared: &Prepared<'_>) {
        let columns = prepared.sample.codes().columns();
        let variables = columns.len();
        for &(unit, replicate, further) in &self.excess {
            for (partition, range) in prepared.sample.partitions().iter().zip(&prepared.plan.groups)
            {
                let group = range.start + partition.group_of()[unit] as usize;
                let sums = (group * A::BATCH + replicate) * prepared.lanes;
                self.sums[sums + variables] += A::times(further, 1);
                for (mask, lane) in prepared.validity.masks.iter().zip(variables + 1..) {
                    self.sums[sums + lane] += A::times(further, u8::from(mask[unit]));
                }
                for (variable, column) in columns.iter().enumerate() {
                    if column.steps[unit] != MISSING {
                        self.sums[sums + variable] += A::times(further, column.steps[unit]);
                    } else if prepared.validity.is_in_base(variable, unit) {
                        let missing = (group * variables + variable) * A::BATCH + replicate;
                        self.missing[missing] += A::times(further, 1);
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn evaluate<S: Statistic>(&self, prepared: &Prepared<'_>, statistic: &S, out: &mut [f64]) {
        let columns = prepared.sample.codes().columns();
        let variables = columns.len();
        let mut codes = vec![[0.0; LANES]; variables];
        let mut weights = vec![[0.0; LANES]; variables];
        let mut values: Vec<Lanes> = vec![[f64::NAN; LANES]; statistic.outputs()];
        for group in 0..groups(prepared) {
            for first in (0..A::BATCH).step_by(LANES) {
                let scale = |lane: usize| self.scales[first + lane];
                let sum = |lane: usize, kernel_lane: usize| {
                    self.sums[(group * A::BATCH + first + lane) * prepared.lanes + kernel_lane]
                };
                let total: Lanes =
                    std::array::from_fn(|lane| A::float(sum(lane, variables)) * scale(lane));
                for (variable, column) in columns.iter().enumerate() {
                    let missing =
                        &self.missing[(group * variables + variable) * A::BATCH + first..];
                    for lane in 0..LANES {
                        let mut valid = match prepared.validity.bases[variable] {
                            Base::Everybody | Base::Rest => sum(lane, variables),
                            Base::Mask(mask) => sum(lane, variables + 1 + mask),
                        };
                        if prepared.validity.bases[variable] == Base::Rest {
                            for mask in 0..prepared.validity.masks.len() {
                                valid -= sum(lane, variables + 1 + mask);
                            }
                        }
                        valid -= missing[lane];
                        let weight = A::float(valid) * scale(lane);
                        weights[variable][lane] = weight;
                        codes[variable][lane] = A::float(sum(lane, variable)) * scale(lane)
                            + f64::from(column.lowest) * weight;
                    }
                }
                let sums = Sums::new(&codes, &weights, &total);
                statistic.evaluate(&sums, &mut values);
                for (output, values) in values.iter().enumerate() {
                    let start = (group * statistic.outputs() + output) * A::BATCH + first;
                    out[start..start + LANES].copy_from_slice(values);
                }
            }
        }
    }
}

/// A whole batch as one job.
struct BatchJob<'a, A: Arithmetic, S> {
    batch: &'a mut Batch<A>,
    prepared: &'a Prepared<'a>,
    draw: &'a Draw<'a>,
    run: Replicate,
    statistic: &'a S,
    out: &'a mut [f64],
}

impl<A: Draws, S: Statistic> Job for BatchJob<'_, A, S> {
    #[inline(always)]
    fn run(self) {
        let BatchJob { batch, prepared, draw, run, statistic, out } = self;
        A::draw(batch, prepared, draw, run);
        batch.sum_codes(prepared);
        batch.sum_missing(prepared);
        batch.add_excess(prepared);
        batch.evaluate(prepared, statistic, out);
    }
}

/// Number of groups of all partitions.
fn groups(prepared: &Prepared<'_>) -> usize {
    prepared.plan.groups.last().map_or(0, |range| range.end)
}

#[inline(always)]
fn add<T: Copy + std::ops::AddAssign>(sums: &mut [T], more: &[T]) {
    for (sum, &more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

#[inline(always)]
fn subtract<T: Copy + std::ops::SubAssign>(sums: &mut [T], less: &[T]) {
    for (sum, &less) in sums.iter_mut().zip(less) {
        *sum -= less;
    }
}

/// Sums everybody after the last group, then every recovered group as everybody minus the others.
#[inline(always)]
fn complete<T>(plan: &Plan, slab: usize, sums: &mut [T])
where
    T: Copy + Default + std::ops::AddAssign + std::ops::SubAssign,
{
    let Some(whole) = plan.groups.get(plan.whole) else { return };
    let (groups, everybody) = sums.split_at_mut(sums.len() - slab);
    everybody.fill(T::default());
    for group in whole.clone() {
        add(everybody, &groups[group * slab..(group + 1) * slab]);
    }
    for (range, recovered) in plan.groups.iter().zip(&plan.recovered) {
        let Some(recovered) = *recovered else { continue };
        let mut rest = everybody.to_vec();
        for group in range.clone().filter(|&group| group != recovered) {
            subtract(&mut rest, &groups[group * slab..(group + 1) * slab]);
        }
        groups[recovered * slab..(recovered + 1) * slab].copy_from_slice(&rest);
    }
}

impl Draws for Integers {
    #[inline(always)]
    fn draw(batch: &mut Batch<Self>, prepared: &Prepared<'_>, draw: &Draw<'_>, run: Replicate) {
        let units = prepared.sample.units();
        let row = units.next_multiple_of(8);
        batch.excess.clear();
        batch.rows.clear();
        batch.rows.resize(row * Self::BATCH, 0);
        for replicate in 0..run.count {
            let counts = &mut batch.rows[replicate * row..][..units];
            let excess = |unit, further| batch.excess.push((unit, replicate, further));
            draw.counts(run.seed, run.first + replicate, counts, excess);
        }
        transpose(&batch.rows, row, units, &mut batch.takes);
    }
}

impl Draws for FixedPoint {
    #[inline(always)]
    fn draw(batch: &mut Batch<Self>, prepared: &Prepared<'_>, draw: &Draw<'_>, run: Replicate) {
        let units = prepared.sample.units();
        let (weights, steps_max) = (prepared.sample.weights(), prepared.steps_max);
        let takes = &mut batch.takes[..units * Self::STREAMS];
        if draw.is_counts() {
            batch.rows.clear();
            batch.rows.resize(units * Self::BATCH, 0);
            let mut has_excess = false;
            for (replicate, counts) in
                batch.rows.chunks_exact_mut(units).enumerate().take(run.count)
            {
                draw.counts(run.seed, run.first + replicate, counts, |_, _| has_excess = true);
            }
            if !has_excess {
                fix(&batch.rows, weights, steps_max, takes, &mut batch.scales);
                return;
            }
        }
        batch.factors.clear();
        batch.factors.resize(units * Self::BATCH, 0.0);
        let rows = batch.factors.chunks_exact_mut(units).enumerate();
        for (replicate, factors) in rows.take(run.count) {
            draw.factors(run.seed, run.first + replicate, factors);
        }
        fix(&batch.factors, weights, steps_max, takes, &mut batch.scales);
    }
}
