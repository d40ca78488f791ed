//! A plain, obviously correct implementation: loops over units, nothing shared, nothing skipped.

use bootstrap::{Partition, Sample};

/// For one group, each variable's sum of factor times code and sum of factor over valid codes.
pub(crate) fn sums(sample: &Sample, factors: &[f64], members: &[bool]) -> (Vec<f64>, Vec<f64>) {
    let codes = sample.codes();
    let mut code_sums = vec![0.0; codes.variables()];
    let mut weight_sums = vec![0.0; codes.variables()];
    for unit in (0..sample.units()).filter(|&unit| members[unit]) {
        let weight = sample.weights().map_or(1.0, |weights| weights[unit]);
        for variable in 0..codes.variables() {
            if let Some(code) = codes.get(unit, variable) {
                code_sums[variable] += factors[unit] * weight * f64::from(code);
                weight_sums[variable] += factors[unit] * weight;
            }
        }
    }
    (code_sums, weight_sums)
}

/// The score that `Targets` documents, for one output.
pub(crate) fn score(
    (codes, weights): &(Vec<f64>, Vec<f64>),
    variable_weights: &[f64],
    widths: &[f64],
    targets: &[Option<f64>],
) -> f64 {
    let mut numerator = 0.0;
    let mut denominator = 0.0;
    for variable in 0..codes.len() {
        let Some(target) = targets[variable] else { continue };
        if weights[variable] == 0.0 {
            continue;
        }
        let distance = (codes[variable] / weights[variable] - target).abs();
        numerator += variable_weights[variable] * (1.0 - distance / widths[variable]);
        denominator += variable_weights[variable];
    }
    numerator / denominator
}

/// Which units are in the group.
pub(crate) fn members(group_of: &[usize], group: usize) -> Vec<bool> {
    group_of.iter().map(|&of_unit| of_unit == group).collect()
}

/// Partitions from assignments, each with as many groups as asked for.
pub(crate) fn partitions(groups: &[usize], assignments: &[Vec<usize>]) -> Vec<Partition> {
    let partition = |(&groups, group_of): (&usize, &Vec<usize>)| {
        Partition::new(groups, group_of.clone()).expect("groups are in range")
    };
    groups.iter().zip(assignments).map(partition).collect()
}
