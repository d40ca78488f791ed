//! The plain path: sums in floating point, unit after unit in their order, nothing skipped.
//!
//! It makes the estimates on the sample itself, and the replicates of given factors and of given
//! counts of weighted units. Those are compared with other programs, so they are what a plain
//! loop gives, whatever the ratio of the weights: no sum is a difference of other sums.

use crate::engine::{Engine, Replicate};
use crate::kernel::{InstructionSet, Job, run_compiled};
use crate::{LANES, Sample, Statistic, Sums};

/// Given draws of a sample.
pub(crate) struct Plain<'a> {
    sample: &'a Sample,
    given: Given<'a>,
    set: InstructionSet,
}

/// What each replicate takes of each unit.
#[derive(Clone, Copy)]
pub(crate) enum Given<'a> {
    /// Every unit once: the sample itself.
    Once,
    Counts(&'a [Vec<u32>]),
    Factors(&'a [Vec<f64>]),
}

impl<'a> Plain<'a> {
    pub(crate) fn new(sample: &'a Sample, given: Given<'a>, set: InstructionSet) -> Plain<'a> {
        Plain { sample, given, set }
    }

    /// The statistic on the sample itself, `[group][output]`.
    pub(crate) fn estimates<S: Statistic>(
        sample: &Sample,
        set: InstructionSet,
        statistic: &S,
    ) -> Vec<f64> {
        let plain = Plain::new(sample, Given::Once, set);
        let mut buffers = plain.buffers();
        let mut out = vec![f64::NAN; plain.groups() * statistic.outputs() * LANES];
        let only = Replicate { seed: 0, first: 0, count: 1 };
        plain.batch(&mut buffers, only, statistic, &mut out);
        out.chunks_exact(LANES).map(|values| values[0]).collect()
    }

    /// Number of groups of all partitions.
    fn groups(&self) -> usize {
        self.sample.partitions().iter().map(crate::Partition::groups).sum()
    }

    /// Sums of a group: its codes and its weights of each variable, then its total.
    fn width(&self) -> usize {
        2 * self.sample.codes().variables() + 1
    }

    /// Factor times weight of a unit in a replicate.
    #[inline(always)]
    fn factor(&self, replicate: usize, unit: usize) -> f64 {
        let weight = self.sample.weights().map_or(1.0, |weights| weights[unit]);
        match self.given {
            Given::Once => weight,
            Given::Counts(rows) => f64::from(rows[replicate][unit]) * weight,
            Given::Factors(rows) => rows[replicate][unit] * weight,
        }
    }

    /// Adds one replicate to `sums[group][code sums, weight sums, total]`.
    #[inline(always)]
    fn sum(&self, replicate: usize, row: &mut [f64], sums: &mut [f64]) {
        let columns = self.sample.codes().columns();
        for unit in 0..self.sample.units() {
            let factor = self.factor(replicate, unit);
            for (variable, column) in columns.iter().enumerate() {
                let code = column.code(unit);
                row[variable] = code.map_or(0.0, f64::from);
                row[columns.len() + variable] = f64::from(u8::from(code.is_some()));
            }
            let mut first = 0;
            for partition in self.sample.partitions() {
                let group = first + partition.group_of()[unit] as usize;
                let sums = &mut sums[group * row.len()..][..row.len()];
                for (sum, entry) in sums.iter_mut().zip(&*row) {
                    *sum += factor * entry;
                }
                first += partition.groups();
            }
        }
    }
}

/// The sums of one batch.
pub(crate) struct Buffers {
    /// A unit's codes, 0 for a missing one; whether each is valid; 1.
    row: Vec<f64>,
    /// `sums[replicate][group][code sums, weight sums, total]`
    sums: Vec<f64>,
}

impl Engine for Plain<'_> {
    const BATCH: usize = LANES;
    type Buffers = Buffers;

    fn buffers(&self) -> Buffers {
        let sums = vec![0.0; LANES * self.groups() * self.width()];
        Buffers { row: vec![1.0; self.width()], sums }
    }

    fn batch<S: Statistic>(
        &self,
        buffers: &mut Buffers,
        run: Replicate,
        statistic: &S,
        out: &mut [f64],
    ) {
        run_compiled(self.set, Batch { plain: self, buffers, run, statistic, out });
    }
}

/// A whole batch as one job.
struct Batch<'a, S> {
    plain: &'a Plain<'a>,
    buffers: &'a mut Buffers,
    run: Replicate,
    statistic: &'a S,
    out: &'a mut [f64],
}

impl<S: Statistic> Job for Batch<'_, S> {
    #[inline(always)]
    fn run(self) {
        let Batch { plain, buffers: Buffers { row, sums }, run, statistic, out } = self;
        let (width, variables) = (plain.width(), plain.sample.codes().variables());
        let slab = sums.len() / LANES;
        sums.fill(0.0);
        for (lane, sums) in sums.chunks_exact_mut(slab.max(1)).enumerate().take(run.count) {
            plain.sum(run.first + lane, row, sums);
        }
        let mut lanes = vec![[0.0; LANES]; width];
        let mut values = vec![[f64::NAN; LANES]; statistic.outputs()];
        for group in 0..plain.groups() {
            for (entry, lanes) in lanes.iter_mut().enumerate() {
                *lanes = std::array::from_fn(|lane| sums[lane * slab + group * width + entry]);
            }
            let (codes, weights) = (&lanes[..variables], &lanes[variables..2 * variables]);
            let sums = Sums::new(codes, weights, &lanes[2 * variables]);
            statistic.evaluate(&sums, &mut values);
            for (output, values) in values.iter().enumerate() {
                let start = (group * statistic.outputs() + output) * LANES;
                out[start..start + LANES].copy_from_slice(values);
            }
        }
    }
}
