//! How often 95 % intervals cover a known truth, by simulation: one Markdown table row for each
//! kind of interval and sample size. `cargo run --release -p bootstrap --example coverage`
//!
//! A unit answers five variables on 0 to 10, all moved by a trait of its own; a population value
//! is known because the distribution is. The statistic is a distance of means to targets. Each
//! sample is new, each interval comes from 1,000 replicates.

#![expect(clippy::print_stdout, reason = "an example reports on standard output")]

use bootstrap::{Codes, Error, Partition, Sample, Scheme, Settings, Targets};
use bootstrap::{influence, interval, resample};
use rand_core::Rng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

const SAMPLES: u64 = 1_000;
const REPLICATES: usize = 1_000;
const LEVEL: f64 = 0.95;
const TARGETS: [f64; 5] = [2.0, 3.0, 4.0, 7.0, 8.0];
/// A code is the sum of a trait (0 to 4) and noise (0 to 6), both uniform: its mean is 5.
const MEAN: f64 = 5.0;

fn main() -> Result<(), Error> {
    let truth = TARGETS.iter().map(|target| 1.0 - (MEAN - target).abs() / 10.0).sum::<f64>() / 5.0;
    println!("| units | percentile | basic | BCa | analytic |\n|---|---|---|---|---|");
    for units in [20, 50, 200, 1_000] {
        let hits: Vec<[bool; 4]> = (0..SAMPLES)
            .into_par_iter()
            .map(|seed| covers(units, seed, truth))
            .collect::<Result<_, _>>()?;
        let share = |kind: usize| {
            let covered = hits.iter().filter(|hits| hits[kind]).count();
            format!("{:.1} %", 100.0 * covered as f64 / SAMPLES as f64)
        };
        println!("| {units} | {} | {} | {} | {} |", share(0), share(1), share(2), share(3));
    }
    Ok(())
}

/// Whether each kind of interval of one simulated sample covers the truth.
fn covers(units: usize, seed: u64, truth: f64) -> Result<[bool; 4], Error> {
    let random = &mut Pcg64Mcg::new(u128::from(seed) << 64 | units as u128 | 1);
    let mut below = |bound: u64| ((u128::from(random.next_u64()) * u128::from(bound)) >> 64) as i32;
    let traits: Vec<i32> = (0..units).map(|_| below(5)).collect();
    let mut codes = Codes::new(units);
    for _ in TARGETS {
        let column: Vec<_> = traits.iter().map(|&of_unit| Some(of_unit + below(7))).collect();
        codes.push(0, 10, column)?;
    }
    let sample = Sample::new(codes, vec![Partition::whole(units)])?;
    let statistic = Targets::new(&[1.0; 5], &[10.0; 5], &[TARGETS.map(Some).to_vec()])?;
    let replicates =
        resample(&sample, &Scheme::Multinomial, &Settings::new(REPLICATES, seed), &statistic)?;
    let (values, estimate) = (replicates.values(0, 0, 0), replicates.estimate(0, 0, 0));
    let influence = &influence(&sample, &statistic, 0, 0)?[0];
    let intervals = [
        interval::percentile(&values, LEVEL),
        interval::basic(&values, estimate, LEVEL),
        interval::bca(&values, estimate, influence.acceleration(), LEVEL),
        interval::analytic(estimate, influence.standard_error(), LEVEL),
    ];
    let covers = |interval: interval::Interval| interval.low <= truth && truth <= interval.high;
    Ok(intervals.map(|interval| interval.is_some_and(covers)))
}
