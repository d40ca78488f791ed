//! Times the paper's shape on invented data; `cargo bench -p bootstrap`, or with `-- quick` only
//! the headline. Prints wall time, replicates per second and peak memory, the ratio to a
//! straightforward implementation of the same run, and growth curves.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod invented;
mod straightforward;

use std::time::Instant;

use bootstrap::{Replicates, Sample, Scheme, Settings, Targets, interval, resample};

const UNITS: usize = 50_116;
const ORDINARY: usize = 44;
const REPLICATES: usize = 5_000;

fn main() {
    let quick = std::env::args().any(|argument| argument == "quick");
    println!("{UNITS} units x {} variables, 14 partitions, 3 outputs", ORDINARY + 9);
    let (sample, targets) = invented::sample(UNITS, ORDINARY, false);
    let (weighted, _) = invented::sample(UNITS, ORDINARY, true);
    let mut fastest = f64::INFINITY;
    for threads in [1, 2] {
        for (name, sample) in [("unweighted", &sample), ("weighted", &weighted)] {
            let (mut run_secs, mut interval_secs) = (f64::INFINITY, f64::INFINITY);
            for _ in 0..3 {
                let (run, intervals) = on_threads(threads, || timed(sample, &targets, REPLICATES));
                if run + intervals < run_secs + interval_secs {
                    (run_secs, interval_secs) = (run, intervals);
                }
            }
            let wall = run_secs + interval_secs;
            println!(
                "{name}, {threads} threads: {wall:.3} s ({run_secs:.3} s replicates, \
                 {interval_secs:.3} s intervals), {:.0} replicates/s, peak {:.0} MB",
                REPLICATES as f64 / wall,
                peak_mb()
            );
            if name == "unweighted" {
                fastest = wall;
            }
        }
    }
    if quick {
        return;
    }
    straightforward_ratio(&sample, &targets, fastest);
    growth();
}

/// Seconds for the replicates and for the percentile intervals of all groups and outputs.
fn timed(sample: &Sample, targets: &Targets, replicates: usize) -> (f64, f64) {
    let start = Instant::now();
    let settings = Settings::new(replicates, 11);
    let result = resample(sample, &Scheme::Multinomial, &settings, targets).expect("valid input");
    let run = start.elapsed().as_secs_f64();
    let start = Instant::now();
    assert!(interval_widths(&result) > 0.0, "intervals have a width");
    (run, start.elapsed().as_secs_f64())
}

fn interval_widths(result: &Replicates) -> f64 {
    let mut widths = 0.0;
    for partition in 0..result.partitions() {
        for group in 0..result.groups(partition) {
            for output in 0..result.outputs() {
                let values = result.values(partition, group, output);
                widths += interval::percentile(&values, 0.95).map_or(0.0, |i| i.high - i.low);
            }
        }
    }
    widths
}

fn straightforward_ratio(sample: &Sample, targets: &Targets, fastest: f64) {
    const SOME: usize = 40;
    let start = Instant::now();
    let scores = on_threads(2, || straightforward::resample(sample, targets, SOME));
    let wall = start.elapsed().as_secs_f64() * REPLICATES as f64 / scores.len() as f64;
    println!(
        "straightforward, 2 threads: {wall:.1} s (from {SOME} replicates), {:.0} times as long",
        wall / fastest
    );
}

fn growth() {
    let line = |what: &str, sample: &Sample, targets: &Targets, replicates: usize| {
        let (run, intervals) = on_threads(2, || timed(sample, targets, replicates));
        println!("{what}: {:.3} s", run + intervals);
    };
    for units in [10_000, 25_000, 50_000, 100_000, 250_000, 500_000] {
        let (sample, targets) = invented::sample(units, ORDINARY, false);
        line(&format!("growth, {units} units, 1,000 replicates"), &sample, &targets, 1_000);
    }
    for ordinary in [11, 22, 44, 88, 176] {
        let (sample, targets) = invented::sample(UNITS, ordinary, false);
        line(
            &format!("growth, {} variables, 1,000 replicates", ordinary + 9),
            &sample,
            &targets,
            1_000,
        );
    }
    let (sample, targets) = invented::sample(UNITS, ORDINARY, false);
    for replicates in [500, 1_000, 2_000, 5_000, 10_000, 20_000] {
        line(&format!("growth, {replicates} replicates"), &sample, &targets, replicates);
    }
}

fn on_threads<T: Send>(threads: usize, job: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a pool of few threads").install(job)
}

/// The process's highest resident memory so far, in 10^6 bytes; 0 where `/proc` does not tell.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}
