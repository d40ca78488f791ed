//! A run: checks, preparation, and batches on all threads.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use rayon::prelude::*;

use crate::arithmetic::{FixedFactors, FixedWeights, Integers};
use crate::batch::Kernels;
use crate::draw::Draw;
use crate::engine::{Engine, Replicate};
use crate::kernel::{COUNT_MAX, InstructionSet};
use crate::plain::{Given, Plain};
use crate::sample::check_length;
use crate::{Error, Replicates, Sample, Scheme, Statistic};

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
    let set = settings.set;
    let given = match scheme {
        Scheme::Factors(rows) => Some(Given::Factors(rows)),
        Scheme::Counts(rows) if sample.weights().is_some() => Some(Given::Counts(rows)),
        _ => None,
    };
    if let Some(given) = given {
        return run(&Plain::new(sample, given, set), sample, settings, statistic);
    }
    let draw = &Draw::new(scheme, sample.units())?;
    let weights = draw.weights(sample.weights());
    let steps_max = sample.codes().steps_max();
    if weights.is_none() && draw.is_counts() {
        check_overflow(draw.takes_max(), steps_max)?;
        return run(&Kernels::new(Integers, sample, draw, set), sample, settings, statistic);
    }
    let fixed = weights.as_ref().filter(|_| draw.is_counts());
    let fixed = fixed.and_then(|w| FixedWeights::new(w, steps_max, draw.takes_max()));
    if let Some(fixed) = fixed {
        return run(&Kernels::new(fixed, sample, draw, set), sample, settings, statistic);
    }
    let factors = FixedFactors { weights, steps_max };
    run(&Kernels::new(factors, sample, draw, set), sample, settings, statistic)
}

/// Refuses counts whose sums could leave the 32 bits of the integer kernel.
fn check_overflow(takes_max: u128, steps_max: u8) -> Result<(), Error> {
    let bound = takes_max.max(u128::from(COUNT_MAX)) * u128::from(steps_max.max(1));
    let limit = i32::MAX as u128;
    if bound > limit { Err(Error::Overflow { bound, limit }) } else { Ok(()) }
}

/// Makes all batches of an engine, on all threads of the pool.
fn run<E: Engine, S: Statistic>(
    engine: &E,
    sample: &Sample,
    settings: &Settings<'_>,
    statistic: &S,
) -> Result<Replicates, Error> {
    let estimates = Plain::estimates(sample, settings.set, statistic);
    let batches = settings.replicates.div_ceil(E::BATCH);
    let mut blocks = vec![f64::NAN; batches * estimates.len() * E::BATCH];
    let done = AtomicUsize::new(0);
    let cancelled = AtomicBool::new(false);
    let idle = Mutex::new(Vec::new());
    let batch = |(index, out): (usize, &mut [f64])| {
        if cancelled.load(Ordering::Relaxed) {
            return;
        }
        let first = index * E::BATCH;
        let count = E::BATCH.min(settings.replicates - first);
        let run = Replicate { seed: settings.seed, first, count };
        let free = idle.lock().ok().and_then(|mut idle: MutexGuard<'_, Vec<_>>| idle.pop());
        let mut buffers = free.unwrap_or_else(|| engine.buffers());
        engine.batch(&mut buffers, run, statistic, out);
        if let Ok(mut idle) = idle.lock() {
            idle.push(buffers);
        }
        let done = done.fetch_add(count, Ordering::Relaxed) + count;
        if settings.progress.is_some_and(|progress| progress(done).is_break()) {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    blocks.par_chunks_exact_mut((estimates.len() * E::BATCH).max(1)).enumerate().for_each(batch);
    if cancelled.into_inner() {
        return Err(Error::Cancelled { done: done.into_inner() });
    }
    Ok(Replicates {
        count: settings.replicates,
        outputs: statistic.outputs(),
        group_starts: sample.group_starts(),
        batch: E::BATCH,
        blocks,
        estimates,
    })
}
