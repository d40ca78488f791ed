//! For given counts or factors, the engine equals the plain implementation to 1e-12.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod reference;

use bootstrap::{Codes, Partition, Sample, Scheme, Settings, Targets, resample};
use proptest::prelude::*;

/// A random sample with targets and given draws.
#[derive(Clone, Debug)]
struct Case {
    scales: Vec<(i32, i32)>,
    codes: Vec<Vec<Option<i32>>>,
    groups: Vec<usize>,
    assignments: Vec<Vec<usize>>,
    weights: Option<Vec<f64>>,
    targets: Vec<Vec<Option<f64>>>,
    counts: Vec<Vec<u32>>,
}

fn case() -> impl Strategy<Value = Case> {
    let shape = (1..60_usize, 1..12_usize, 1..5_usize, 1..4_usize, 0..35_usize);
    shape.prop_flat_map(|(units, variables, partitions, outputs, replicates)| {
        let scale =
            (-5..6_i32, prop_oneof![0..11_i32, 200..255_i32].prop_map(|span| span.min(254)));
        let scales =
            prop::collection::vec(scale.prop_map(|(low, span)| (low, low + span)), variables);
        let groups = prop::collection::vec(1..6_usize, partitions);
        (scales, groups).prop_flat_map(move |(scales, groups)| {
            let column = |&(low, high): &(i32, i32)| {
                let code = prop_oneof![4 => (low..=high).prop_map(Some), 1 => Just(None)];
                prop::collection::vec(code, units)
            };
            let target = prop_oneof![4 => (-5.0..5.0).prop_map(Some), 1 => Just(None)];
            let count = prop_oneof![8 => 0..4_u32, 1 => 14..18_u32, 1 => 250..300_u32];
            (
                Just(scales.clone()),
                scales.iter().map(column).collect::<Vec<_>>(),
                Just(groups.clone()),
                groups.iter().map(|&g| prop::collection::vec(0..g, units)).collect::<Vec<_>>(),
                prop::option::of(prop::collection::vec(weight(), units)),
                prop::collection::vec(prop::collection::vec(target, variables), outputs),
                prop::collection::vec(prop::collection::vec(count, units), replicates),
            )
                .prop_map(
                    |(scales, codes, groups, assignments, weights, targets, counts)| Case {
                        scales,
                        codes,
                        groups,
                        assignments,
                        weights,
                        targets,
                        counts,
                    },
                )
        })
    })
}

/// Weights of ratios up to a million.
fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.05..5.0_f64, 2 => (-3.0..3.0_f64).prop_map(|e| 10.0_f64.powf(e)), 1 => Just(0.0)]
}

fn sample(case: &Case) -> Sample {
    let mut codes = Codes::new(case.codes[0].len());
    for (&(lowest, highest), column) in case.scales.iter().zip(&case.codes) {
        codes.push(lowest, highest, column.iter().copied()).unwrap();
    }
    let partitions = partitions(&case.groups, &case.assignments);
    let sample = Sample::new(codes, partitions).unwrap();
    match &case.weights {
        Some(weights) => sample.weighted(weights.clone()).unwrap(),
        None => sample,
    }
}

/// The score that `Targets` documents, for one output.
fn score(
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

/// Partitions from assignments, each with as many groups as asked for.
fn partitions(groups: &[usize], assignments: &[Vec<usize>]) -> Vec<Partition> {
    let partition = |(&groups, group_of): (&usize, &Vec<usize>)| {
        Partition::new(groups, group_of.clone()).expect("groups are in range")
    };
    groups.iter().zip(assignments).map(partition).collect()
}

fn check(case: &Case, scheme: &Scheme, factors: &[Vec<f64>]) {
    let sample = sample(case);
    let widths: Vec<f64> =
        case.scales.iter().map(|&(low, high)| f64::from(high - low).max(1.0)).collect();
    let variable_weights: Vec<f64> = (0..widths.len()).map(|q| 1.0 / (1 + q % 3) as f64).collect();
    let targets = Targets::new(&variable_weights, &widths, &case.targets).unwrap();
    let settings = Settings::new(factors.len(), 0);
    let replicates = resample(&sample, scheme, &settings, &targets).unwrap();
    let once = vec![1.0; sample.units()];
    for (partition, assignment) in case.assignments.iter().enumerate() {
        for group in 0..case.groups[partition] {
            let members = reference::members(assignment, group);
            for (output, targets) in case.targets.iter().enumerate() {
                let expect = |factors: &[f64]| {
                    let sums = reference::sums(&sample, factors, &members);
                    score(&sums, &variable_weights, &widths, targets)
                };
                let same = |found: f64, expected: f64| {
                    assert!(
                        (found - expected).abs() <= 1e-12 || (found.is_nan() && expected.is_nan()),
                        "partition {partition}, group {group}: {found} is not {expected}"
                    );
                };
                same(replicates.estimate(partition, group, output), expect(&once));
                let values = replicates.values(partition, group, output);
                assert_eq!(values.len(), factors.len());
                for (value, factors) in values.iter().zip(factors) {
                    same(*value, expect(factors));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn given_counts_equal_the_plain_implementation(case in case()) {
        let as_factors = |row: &Vec<u32>| row.iter().map(|&count| f64::from(count)).collect();
        let factors: Vec<Vec<f64>> = case.counts.iter().map(as_factors).collect();
        check(&case, &Scheme::Counts(case.counts.clone()), &factors);
    }

    #[test]
    fn given_factors_equal_the_plain_implementation(case in case()) {
        let factor = |count: &u32| f64::from((*count).min(5)) * 0.3;
        let row = |row: &Vec<u32>| row.iter().map(factor).collect();
        let factors: Vec<Vec<f64>> = case.counts.iter().map(row).collect();
        check(&case, &Scheme::Factors(factors.clone()), &factors);
    }
}
