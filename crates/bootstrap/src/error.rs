//! Everything that can be wrong with the caller's input, with its coordinates.

/// Why a sample, a statistic or a run was refused. Everything is checked before the first draw.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A table without units has no distribution to draw from.
    #[error("the sample has no unit; give it at least one")]
    NoUnits,
    /// A variable's scale is empty or wider than a byte can hold.
    #[error(
        "variable {variable}: the scale from `{lowest}` to `{highest}` is not usable; \
         give lowest <= highest and at most 254 steps between them"
    )]
    Scale {
        /// Index of the variable.
        variable: usize,
        /// Lowest code of the scale as given.
        lowest: i32,
        /// Highest code of the scale as given.
        highest: i32,
    },
    /// A code lies off its variable's scale.
    #[error(
        "variable {variable}, unit {unit}: code `{code}` is not on the scale from `{lowest}` to \
         `{highest}`; pass codes off the scale as missing"
    )]
    CodeOffScale {
        /// Index of the variable.
        variable: usize,
        /// Index of the unit.
        unit: usize,
        /// The code as given.
        code: i32,
        /// Lowest code of the scale.
        lowest: i32,
        /// Highest code of the scale.
        highest: i32,
    },
    /// A column, partition, weight vector or count matrix has the wrong number of entries.
    #[error("{what}: {found} entries where {expected} are needed; give one for each")]
    Length {
        /// What has the wrong length.
        what: String,
        /// Number of entries needed.
        expected: usize,
        /// Number of entries given.
        found: usize,
    },
    /// A unit is assigned to a group that its partition does not have.
    #[error(
        "unit {unit}: group `{group}` does not exist, the partition has {groups}; number groups from 0"
    )]
    Group {
        /// Index of the unit.
        unit: usize,
        /// Group as given.
        group: usize,
        /// Number of groups of the partition.
        groups: usize,
    },
    /// A weight, target, width or resampling factor is not a usable number.
    #[error("{what} {index}: `{value}` is not usable; give {need}")]
    Number {
        /// What the number is.
        what: &'static str,
        /// Index of the number among its kind.
        index: usize,
        /// The number as given.
        value: f64,
        /// What would be accepted.
        need: &'static str,
    },
    /// A stratum has one primary unit, so that nothing can be drawn in its place.
    #[error("stratum `{stratum}` has a single {unit}; merge it with a neighbouring stratum")]
    SingleUnitStratum {
        /// Number of the stratum.
        stratum: usize,
        /// What is drawn within strata: a unit or a cluster.
        unit: &'static str,
    },
    /// A cluster has units in two strata.
    #[error(
        "cluster `{cluster}` has units in strata `{first}` and `{second}`; number clusters uniquely across strata"
    )]
    ClusterAcrossStrata {
        /// Number of the cluster.
        cluster: usize,
        /// Stratum of its first unit.
        first: usize,
        /// Another stratum.
        second: usize,
    },
    /// Sums could leave the range in which they are exact.
    #[error(
        "sums could reach {bound}, beyond {limit}; use fewer units, smaller counts or narrower scales"
    )]
    Overflow {
        /// Largest sum that could occur.
        bound: u128,
        /// Largest sum that is exact.
        limit: u128,
    },
    /// The progress callback asked to stop; no partial result is returned.
    #[error("the run was cancelled by its progress callback after {done} replicates")]
    Cancelled {
        /// Replicates done when the callback asked to stop.
        done: usize,
    },
}
