//! The result of a run: estimates on the sample and the replicates' values.

/// A statistic's value on the sample itself and in every replicate, for every group and output.
///
/// Groups are addressed by partition and number, outputs by number, all from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicates {
    pub(crate) count: usize,
    pub(crate) outputs: usize,
    /// First group of each partition in the list of all groups, and the list's length.
    pub(crate) group_starts: Vec<usize>,
    /// Replicates in one block of `blocks`.
    pub(crate) batch: usize,
    /// `blocks[batch][group][output][replicate of the batch]`.
    pub(crate) blocks: Vec<f64>,
    /// `estimates[group][output]`.
    pub(crate) estimates: Vec<f64>,
}

impl Replicates {
    /// Number of replicates drawn.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Number of outputs of the statistic.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Number of partitions.
    #[must_use]
    pub fn partitions(&self) -> usize {
        self.group_starts.len() - 1
    }

    /// Number of groups of a partition.
    ///
    /// # Panics
    /// If there is no such partition.
    #[must_use]
    pub fn groups(&self, partition: usize) -> usize {
        self.group_starts[partition + 1] - self.group_starts[partition]
    }

    /// The statistic on the sample itself, every unit taken once; NaN if it is undefined.
    ///
    /// # Panics
    /// If there is no such partition, group or output.
    #[must_use]
    pub fn estimate(&self, partition: usize, group: usize, output: usize) -> f64 {
        self.estimates[self.index(partition, group, output)]
    }

    /// The statistic in every replicate in order; NaN where the replicate is absent.
    ///
    /// # Panics
    /// If there is no such partition, group or output.
    #[must_use]
    pub fn values(&self, partition: usize, group: usize, output: usize) -> Vec<f64> {
        let statistic = self.index(partition, group, output);
        let block = self.estimates.len() * self.batch;
        let mut values = Vec::with_capacity(self.count.next_multiple_of(self.batch));
        for block in self.blocks.chunks_exact(block) {
            values.extend_from_slice(&block[statistic * self.batch..(statistic + 1) * self.batch]);
        }
        values.truncate(self.count);
        values
    }

    fn index(&self, partition: usize, group: usize, output: usize) -> usize {
        assert!(group < self.groups(partition), "partition {partition} has no group {group}");
        assert!(output < self.outputs, "the statistic has no output {output}");
        (self.group_starts[partition] + group) * self.outputs + output
    }
}
