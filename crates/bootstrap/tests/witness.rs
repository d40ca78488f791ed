//! The crate against numpy and scipy: numbers frozen by `witness/witness.py`.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bootstrap::{Codes, Influence, Partition, Replicates, Sample, Scheme, Settings, Targets};
use bootstrap::{influence, interval, resample};

const UNITS: usize = 30;

fn frozen(name: &str) -> Vec<f64> {
    let line = include_str!("witness/frozen.txt").lines().find_map(|line| {
        let (key, values) = line.split_once(' ')?;
        (key == name).then_some(values)
    });
    line.unwrap().split(' ').map(|value| value.parse().unwrap()).collect()
}

fn indices(name: &str) -> Vec<usize> {
    frozen(name).iter().map(|&value| value as usize).collect()
}

fn sample() -> Sample {
    let all = frozen("codes");
    let mut codes = Codes::new(UNITS);
    for (variable, (lowest, highest)) in [(0, 10), (1, 5), (1, 4)].into_iter().enumerate() {
        let code = |unit: usize| Some(all[3 * unit + variable] as i32).filter(|&code| code >= 0);
        codes.push(lowest, highest, (0..UNITS).map(code)).unwrap();
    }
    Sample::new(codes, vec![Partition::whole(UNITS)]).unwrap()
}

fn targets() -> Targets {
    let target = vec![Some(4.0), Some(2.0), Some(3.0)];
    Targets::new(&[1.0, 1.0 / 3.0, 1.0], &[10.0, 4.0, 3.0], &[target]).unwrap()
}

fn run(sample: &Sample) -> Replicates {
    let counts: Vec<u32> = frozen("counts").iter().map(|&count| count as u32).collect();
    let rows: Vec<Vec<u32>> = counts.chunks(UNITS).map(<[u32]>::to_vec).collect();
    let settings = Settings::new(rows.len(), 0);
    resample(sample, &Scheme::Counts(rows), &settings, &targets()).unwrap()
}

fn check(found: &[f64], name: &str, tolerance: f64) {
    let expected = frozen(name);
    assert_eq!(found.len(), expected.len(), "{name}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= tolerance, "{name}: {found} is not {expected}");
    }
}

#[test]
fn scores_equal_numpy() {
    let replicates = run(&sample());
    check(&replicates.values(0, 0, 0), "scores", 1e-12);
    check(&[replicates.estimate(0, 0, 0)], "estimate", 1e-12);
}

#[test]
fn weighted_scores_equal_numpy() {
    let replicates = run(&sample().weighted(frozen("weights")).unwrap());
    check(&replicates.values(0, 0, 0), "weighted_scores", 1e-12);
    check(&[replicates.estimate(0, 0, 0)], "weighted_estimate", 1e-12);
}

#[test]
fn percentile_interval_and_standard_error_equal_numpy() {
    let values = run(&sample()).values(0, 0, 0);
    let found = interval::percentile(&values, 0.95).unwrap();
    check(&[found.low, found.high], "percentile", 1e-12);
    check(&[interval::standard_error(&values).unwrap()], "standard_error", 1e-12);
}

#[test]
fn influence_values_and_design_standard_error_equal_the_formulas() {
    let sample = sample().weighted(frozen("weights")).unwrap();
    let found: &Influence = &influence(&sample, &targets(), 0, 0).unwrap()[0];
    check(found.values(), "influence", 1e-10);
    let error = found.design_standard_error(&indices("strata"), &indices("clusters")).unwrap();
    check(&[error], "design_standard_error", 1e-9);
}

#[test]
fn bca_and_basic_intervals_equal_scipy() {
    let (values, estimate) = (frozen("bca_replicates"), frozen("bca_estimate")[0]);
    let found = interval::bca(&values, estimate, frozen("bca_acceleration")[0], 0.9).unwrap();
    check(&[found.low, found.high], "bca_interval", 1e-8);
    let found = interval::basic(&values, estimate, 0.9).unwrap();
    check(&[found.low, found.high], "basic_interval", 1e-12);
}
