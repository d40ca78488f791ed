//! A plain, obviously correct implementation: loops over units, nothing shared, nothing skipped.

use bootstrap::Sample;

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

/// Which units are in the group.
pub(crate) fn members(group_of: &[usize], group: usize) -> Vec<bool> {
    group_of.iter().map(|&of_unit| of_unit == group).collect()
}
