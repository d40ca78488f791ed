//! A run: checks, preparation, and batches on all threads.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::arithmetic::{FixedPoint, Integers};
use crate::batch::{Batch, Draws, PassCodes, Prepared, Replicate};
use crate::draw::Draw;
use crate::kernel::{COUNT_MAX, InstructionSet};
use crate::plan::plan;
use crate::sample::check_length;
use crate::validity::Validity;
use crate::{Error, Replicates, Sample, Scheme, Statistic};

/// Lanes of the kernel come in multiples of this.
const VECTOR: usize = 8;

/// Told the number of replicates done so far, from any thread; `Break` cancels the run.
pub type Progress<'a> = dyn Fn(usize) -> ControlFlow<()> + Sync + 'a;

/// How many replicates to draw, and from which seed.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    replicates: usize,
    seed: u64,
    progress: Option<&'a Progress<'a>>,
    set: InstructionSet,
}

impl<'a> Settings<'a> {
    /// Settings of a run without a progress callback. No replicates at all is a valid number.
    #[must_use]
    pub fn new(replicates: usize, seed: u64) -> Settings<'a> {
        Settings { replicates, seed, progress: None, set: InstructionSet::fastest() }
    }

    /// The same settings with a callback for progress and cancellation.
    #[must_use]
    pub fn with_progress(self, progress: &'a Progress<'a>) -> Settings<'a> {
        Settings { progress: Some(progress), ..self }
    }

    /// The same settings with another instruction set than the fastest. Results do not change.
    #[must_use]
    pub fn with_instruction_set(self, set: InstructionSet) -> Settings<'a> {
        Settings { set, ..self }
    }
}

impl std::fmt::Debug for Settings<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Settings { replicates, seed, progress: _, set } = self;
        formatter
            .debug_struct("Settings")
            .field("replicates", replicates)
            .field("seed", seed)
            .field("set", set)
            .finish_non_exhaustive()
    }
}

/// Draws replicates of the sample and evaluates the statistic in every group of every partition.
///
/// Runs on the current rayon thread pool. The result depends on the sample, the scheme, the
/// number of replicates, the seed and the statistic, and on nothing else; a run with more
/// replicates begins with the same ones.
///
/// # Errors
/// [`Error::Length`] if the scheme or the statistic does not fit the sample;
/// [`Error::SingleUnitStratum`], [`Error::ClusterAcrossStrata`] or [`Error::Number`] for a scheme
/// that cannot be drawn; [`Error::Overflow`] if sums could leave the exact range;
/// [`Error::Cancelled`] if the progress callback breaks.
pub fn resample<S: Statistic>(
    sample: &Sample,
    scheme: &Scheme,
    settings: &Settings<'_>,
    statistic: &S,
) -> Result<Replicates, Error> {
    if let Some(variables) = statistic.variables() {
        check_length("variables of the statistic", sample.codes().variables(), variables)?;
    }
    scheme.check(sample.units(), settings.replicates)?;
    let draw = Draw::new(scheme, sample.units())?;
    if sample.weights().is_none() && draw.is_counts() {
        check_overflow(sample, scheme)?;
        run::<Integers, S>(sample, &draw, settings, statistic)
    } else {
        run::<FixedPoint, S>(sample, &draw, settings, statistic)
    }
}

/// Refuses counts whose sums could leave the 32 bits of the integer kernel.
fn check_overflow(sample: &Sample, scheme: &Scheme) -> Result<(), Error> {
    let total = |row: &Vec<u32>| row.iter().map(|&count| u128::from(count)).sum::<u128>();
    let units = sample.units() as u128;
    let takes = match scheme {
        Scheme::Counts(rows) => rows.iter().map(total).max().unwrap_or(0).max(units),
        // A sum of N Poisson counts exceeds 2 N + 1000 with probability below 1e-100.
        Scheme::Poisson => units * 2 + 1000,
        _ => units,
    };
    let bound = takes.max(u128::from(COUNT_MAX)) * u128::from(sample.codes().steps_max().max(1));
    let limit = i32::MAX as u128;
    if bound > limit { Err(Error::Overflow { bound, limit }) } else { Ok(()) }
}

fn run<A: Draws, S: Statistic>(
    sample: &Sample,
    draw: &Draw<'_>,
    settings: &Settings<'_>,
    statistic: &S,
) -> Result<Replicates, Error> {
    let group_starts = sample.group_starts();
    let prepared = prepare::<A>(sample, &group_starts, settings.set);
    let statistics = group_starts[group_starts.len() - 1] * statistic.outputs();

    let once = Scheme::Counts(vec![vec![1; sample.units()]]);
    let mut first = vec![f64::NAN; statistics * A::BATCH];
    let only = Replicate { seed: 0, first: 0, count: 1 };
    Batch::<A>::new(&prepared).run(
        &prepared,
        &Draw::new(&once, sample.units())?,
        only,
        statistic,
        &mut first,
    );
    let estimates = first.chunks_exact(A::BATCH).map(|values| values[0]).collect();

    let batches = settings.replicates.div_ceil(A::BATCH);
    let mut blocks = vec![f64::NAN; batches * statistics * A::BATCH];
    let done = AtomicUsize::new(0);
    let cancelled = AtomicBool::new(false);
    let batch = |batch: &mut Batch<A>, (index, out): (usize, &mut [f64])| {
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        let first = index * A::BATCH;
        let count = A::BATCH.min(settings.replicates - first);
        let run = Replicate { seed: settings.seed, first, count };
        batch.run(&prepared, draw, run, statistic, out);
        let done = done.fetch_add(count, Ordering::Relaxed) + count;
        if settings.progress.is_some_and(|progress| progress(done).is_break()) {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    blocks
        .par_chunks_exact_mut((statistics * A::BATCH).max(1))
        .enumerate()
        .for_each_init(|| Batch::<A>::new(&prepared), batch);
    if cancelled.into_inner() {
        return Err(Error::Cancelled { done: done.into_inner() });
    }
    let (count, outputs) = (settings.replicates, statistic.outputs());
    Ok(Replicates { count, outputs, group_starts, batch: A::BATCH, blocks, estimates })
}

fn prepare<'a, A: Draws>(
    sample: &'a Sample,
    group_starts: &[usize],
    set: InstructionSet,
) -> Prepared<'a> {
    let plan = plan(sample.partitions(), group_starts);
    let validity = Validity::new(sample.codes(), sample.partitions(), &plan, VECTOR);
    let lanes = validity.lanes().next_multiple_of(VECTOR);
    let codes = |pass| PassCodes::new(sample, &validity, pass, lanes, A::PACK);
    let passes = plan.passes.par_iter().map(codes).collect();
    let steps_max = sample.codes().steps_max();
    Prepared { sample, plan, passes, validity, lanes, steps_max, set }
}
