//! Every scheme draws from its distribution: totals, means and variances against theory.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use bootstrap::{Codes, Partition, Replicates, Sample, Scheme, Settings, from_fn, influence};
use bootstrap::{interval, resample};

const UNITS: usize = 400;
const REPLICATES: usize = 4_000;

/// Four strata of 100, clusters of 5; the code grows with the stratum and the cluster.
fn sample() -> Sample {
    let mut codes = Codes::new(UNITS);
    let code = |unit: usize| Some((unit / 100 + unit / 5 % 4 + unit * 7 % 3) as i32);
    codes.push(0, 8, (0..UNITS).map(code)).unwrap();
    Sample::new(codes, vec![Partition::whole(UNITS), Partition::new(4, strata()).unwrap()]).unwrap()
}

fn strata() -> Vec<usize> {
    (0..UNITS).map(|unit| unit / 100).collect()
}

fn clusters() -> Vec<usize> {
    (0..UNITS).map(|unit| unit / 5).collect()
}

/// Outputs: the mean code and the sum of takes.
fn run(scheme: &Scheme) -> Replicates {
    let statistic = from_fn(2, |codes, weights, out| {
        out[0] = codes[0] / weights[0];
        out[1] = weights[0];
    });
    resample(&sample(), scheme, &Settings::new(REPLICATES, 5), &statistic).unwrap()
}

/// The standard error of 4,000 replicates is known to about 1.1 %: allow 5 %.
fn check_error(values: &[f64], expected: f64) {
    let found = interval::standard_error(values).unwrap();
    assert!((found / expected - 1.0).abs() < 0.05, "{found}, not {expected}");
}

fn mean_influence() -> bootstrap::Influence {
    let mean = from_fn(1, |codes, weights, out| out[0] = codes[0] / weights[0]);
    influence(&sample(), &mean, 0, 0).unwrap().swap_remove(0)
}

#[test]
fn multinomial_totals_are_fixed_and_the_mean_varies_as_theory_says() {
    let result = run(&Scheme::Multinomial);
    assert_eq!(result.values(0, 0, 1), vec![400.0; REPLICATES]);
    check_error(&result.values(0, 0, 0), mean_influence().standard_error());
    // A group of a quarter of the units has a binomial size: variance N / 4 * 3 / 4 = 75.
    check_error(&result.values(1, 2, 1), 75.0_f64.sqrt());
}

#[test]
fn few_units_are_drawn_one_by_one_from_the_same_distribution() {
    let mut codes = Codes::new(10);
    codes.push(0, 9, (0..10).map(Some)).unwrap();
    let sample = Sample::new(codes, vec![Partition::whole(10)]).unwrap();
    let mean = from_fn(1, |codes, weights, out| out[0] = codes[0] / weights[0]);
    let settings = Settings::new(REPLICATES, 5);
    let result = resample(&sample, &Scheme::Multinomial, &settings, &mean).unwrap();
    // The variance of 0 to 9 is 8.25; of the mean of ten draws 0.825.
    check_error(&result.values(0, 0, 0), 0.825_f64.sqrt());
}

#[test]
fn stratified_totals_are_fixed_in_every_stratum() {
    let result = run(&Scheme::Stratified { strata: strata() });
    for stratum in 0..4 {
        assert_eq!(result.values(1, stratum, 1), vec![100.0; REPLICATES]);
    }
    // Without replacement of strata only the variance within them is left.
    let units: Vec<usize> = (0..UNITS).collect();
    let design = mean_influence().design_standard_error(&strata(), &units).unwrap();
    check_error(&result.values(0, 0, 0), design * (99.0_f64 / 100.0).sqrt());
}

#[test]
fn clusters_vary_as_linearisation_says() {
    let result = run(&Scheme::Clusters { strata: strata(), clusters: clusters() });
    let design = mean_influence().design_standard_error(&strata(), &clusters()).unwrap();
    check_error(&result.values(0, 0, 0), design);
    // 19 draws of 20 clusters of 5 units, each worth 20 / 19 to 2^-25: the total is fixed.
    let fixed = |total: &f64| (total / 100.0 - 1.0).abs() < 2.0_f64.powi(-25);
    assert!(result.values(1, 1, 1).iter().all(fixed));
}

#[test]
fn poisson_totals_have_the_variance_of_their_mean() {
    let result = run(&Scheme::Poisson);
    check_error(&result.values(0, 0, 1), 20.0);
    check_error(&result.values(0, 0, 0), mean_influence().standard_error());
}

#[test]
fn bayesian_totals_have_the_variance_of_exponentials() {
    let result = run(&Scheme::Bayesian);
    check_error(&result.values(0, 0, 1), 20.0);
    check_error(&result.values(0, 0, 0), mean_influence().standard_error());
    let bias = interval::bias(&result.values(0, 0, 1), 400.0).unwrap();
    assert!(bias.abs() < 4.0 * 20.0 / (REPLICATES as f64).sqrt(), "{bias}");
}
