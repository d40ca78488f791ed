//! Random draws of weighted units: the weights are rounded, within the documented bound.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod reference;

use bootstrap::{Codes, Partition, Sample, Scheme, Settings, Statistic, from_fn, resample};
use proptest::prelude::*;

/// The largest error of a weight on a scale of up to 15 steps, as a share of the weight.
const BOUND: f64 = 1.0 / (1 << 25) as f64;
const STEPS: i32 = 10;

/// Each unit's code of two variables, its group, and its weight.
fn sample(units: usize, seed: usize) -> Sample {
    let mut codes = Codes::new(units);
    for variable in 0..2 {
        let code = |unit: usize| match (unit * 7 + seed + variable * 3) % 13 {
            rest if rest <= STEPS as usize => Some(rest as i32),
            _ => None,
        };
        codes.push(0, STEPS, (0..units).map(code)).unwrap();
    }
    let thirds = (0..units).map(|unit| (unit * unit + seed) % 3).collect();
    Sample::new(codes, vec![Partition::whole(units), Partition::new(3, thirds).unwrap()]).unwrap()
}

/// How often each replicate takes each unit, from a run without weights and with the same seed
/// whose groups have one unit each.
fn counts(units: usize, scheme: &Scheme, settings: &Settings<'_>) -> Vec<Vec<f64>> {
    let mut codes = Codes::new(units);
    codes.push(0, 0, vec![Some(0); units]).unwrap();
    let alone = Partition::new(units, (0..units).collect()).unwrap();
    let sample = Sample::new(codes, vec![alone]).unwrap();
    let take = from_fn(1, |_, weights, out| out[0] = weights[0]);
    let result = resample(&sample, scheme, settings, &take).unwrap();
    let of_unit: Vec<Vec<f64>> = (0..units).map(|unit| result.values(0, unit, 0)).collect();
    (0..result.count()).map(|r| of_unit.iter().map(|values| values[r]).collect()).collect()
}

/// Outputs: the mean code and the sum of weights of each variable.
fn means() -> impl Statistic {
    from_fn(4, |codes, weights, out| {
        out.copy_from_slice(&[
            codes[0] / weights[0],
            codes[1] / weights[1],
            weights[0],
            weights[1],
        ]);
    })
}

/// Holds every mean and sum of weights against a plain loop over the same draws.
fn check(seed: usize, weights: &[f64], scheme: &Scheme, replicates: usize, bound: f64) -> f64 {
    let units = weights.len();
    let settings = Settings::new(replicates, seed as u64);
    let counts = counts(units, scheme, &settings);
    let sample = sample(units, seed).weighted(weights.to_vec()).unwrap();
    let result = resample(&sample, scheme, &settings, &means()).unwrap();
    for (partition, groups) in [(0, 1), (1, 3)] {
        for group in 0..groups {
            let of_unit = |unit| sample.partitions()[partition].group(unit).unwrap();
            let group_of: Vec<usize> = (0..units).map(of_unit).collect();
            let members = reference::members(&group_of, group);
            let values: Vec<_> =
                (0..4).map(|output| result.values(partition, group, output)).collect();
            for (replicate, counts) in counts.iter().enumerate() {
                let (codes, weights) = reference::sums(&sample, counts, &members);
                for variable in 0..2 {
                    let (mean, weight) =
                        (values[variable][replicate], values[2 + variable][replicate]);
                    let expected = weights[variable];
                    assert!((weight - expected).abs() <= bound * expected, "{weight}, {expected}");
                    let expected = codes[variable] / expected;
                    let close = (mean - expected).abs() <= bound * f64::from(STEPS);
                    assert!(close || mean.is_nan() && expected.is_nan(), "{mean}, {expected}");
                }
            }
        }
    }
    counts.iter().flatten().copied().fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_mean_is_within_the_bound_whatever_the_weights(
        exponents in prop::collection::vec(-16.0..-0.01_f64, 1..700),
        zero in 0..20_usize, magnitude in -200..200_i32, seed in 0..1000_usize,
    ) {
        let scale = 2.0_f64.powi(magnitude);
        let mut weights: Vec<f64> = exponents.iter().map(|e| e.exp2() * scale).collect();
        if let Some(weight) = weights.get_mut(zero) {
            *weight = 0.0;
        }
        let strata: Vec<usize> = (0..weights.len()).map(|unit| unit % 4).collect();
        for scheme in [Scheme::Multinomial, Scheme::Poisson, Scheme::Stratified { strata }] {
            check(seed, &weights, &scheme, 40, BOUND);
        }
    }
}

#[test]
fn counts_beyond_the_kernel_s_are_added_with_their_weights() {
    let weights: Vec<f64> = (0..40).map(|unit| f64::from(1 << (unit % 12)) / 3.0).collect();
    let most = check(5, &weights, &Scheme::Poisson, 20_000, BOUND);
    assert!(most > 7.0, "no unit was taken more than seven times");
}

#[test]
fn clusters_carry_their_multiplier_and_their_weights() {
    let weights: Vec<f64> = (0..120).map(|unit| 0.1 + f64::from(unit % 17)).collect();
    let (strata, clusters) = (0..120).map(|unit| (unit / 40, unit / 5)).unzip();
    // The counts of the run without weights hold the multiplier, rounded as the weights are.
    check(8, &weights, &Scheme::Clusters { strata, clusters }, 300, 2.0 * BOUND);
}

#[test]
fn weights_of_a_wider_range_are_rounded_relative_to_the_largest() {
    let weights: Vec<f64> = (0..60).map(|unit| 10.0_f64.powi(unit % 10)).collect();
    // Off by 2^-46 of the largest, a billion times the smallest: 2^-16 of a group of that one.
    check(3, &weights, &Scheme::Multinomial, 100, 2.0_f64.powi(-16));
}

#[test]
fn long_scales_keep_another_arithmetic() {
    let mut codes = Codes::new(3);
    codes.push(0, 254, [Some(254), Some(0), Some(100)]).unwrap();
    let sample = Sample::new(codes, vec![Partition::whole(3)]).unwrap();
    let sample = sample.weighted(vec![0.3, 1.7, 40.1]).unwrap();
    let mean = from_fn(1, |codes, weights, out| out[0] = codes[0] / weights[0]);
    let settings = Settings::new(50, 4);
    let counts = counts(3, &Scheme::Multinomial, &settings);
    let result = resample(&sample, &Scheme::Multinomial, &settings, &mean).unwrap();
    for (found, counts) in result.values(0, 0, 0).iter().zip(&counts) {
        let (codes, weights) = reference::sums(&sample, counts, &[true; 3]);
        assert!((found - codes[0] / weights[0]).abs() < 1e-9);
    }
}
