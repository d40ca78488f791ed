//! What evaluates replicates, a batch at a time.

use crate::Statistic;

/// Replicates made one batch at a time, by any thread in any order.
pub(crate) trait Engine: Sync {
    /// Replicates in one batch, a multiple of [`crate::LANES`].
    const BATCH: usize;
    /// What a thread reuses from batch to batch.
    type Buffers: Send;

    /// The buffers of one thread.
    fn buffers(&self) -> Self::Buffers;

    /// Makes a batch and writes `out[group][output][replicate]`, [`Engine::BATCH`] replicates each.
    fn batch<S: Statistic>(
        &self,
        buffers: &mut Self::Buffers,
        run: Replicate,
        statistic: &S,
        out: &mut [f64],
    );
}

/// Which replicates a batch draws: `count` of them from `first` under `seed`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replicate {
    pub(crate) seed: u64,
    pub(crate) first: usize,
    pub(crate) count: usize,
}
