//! Times the paper's shape on invented data; `cargo bench -p bootstrap`, or with `-- quick` only
//! the headline. Prints wall time, replicates per second and peak memory, the ratio to a
//! straightforward implementation of the same run, and growth curves.

#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

mod invented;
mod straightforward;

use std::time::Instant;

use bootstrap::{
    InstructionSet, Replicates, Sample, Scheme, Settings, Targets, interval, resample,
};

const UNITS: usize = 50_116;
const ORDINARY: usize = 44;
const REPLICATES: usize = 5_000;

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    println!(
        "{UNITS} units x {} variables, 14 partitions, 3 outputs, {}",
        ORDINARY + 9,
        instruction_set().name()
    );
    let mut fastest = f64::INFINITY;
    for (name, weighted) in [("unweighted", false), ("weighted", true)] {
        if asked(if weighted { "unweighted" } else { "weighted" }) {
            continue;
        }
        let (sample, targets) = invented::sample(UNITS, ORDINARY, weighted);
        for threads in [1, 2] {
            let best = headline(name, &sample, &targets, threads);
            fastest = if weighted { fastest } else { best };
        }
    }
    if asked("quick") {
        return;
    }
    let (sample, targets) = invented::sample(UNITS, ORDINARY, false);
    straightforward_ratio(&sample, &targets, fastest);
    growth();
}

/// Prints the best of some rounds, and returns its wall time in seconds.
fn headline(name: &str, sample: &Sample, targets: &Targets, threads: usize) -> f64 {
    const ROUNDS: usize = 3;
    let mut best = (f64::INFINITY, f64::INFINITY, f64::INFINITY);
    for _ in 0..ROUNDS {
        let before = cpu_secs();
        let (run, intervals) = on_threads(threads, || timed(sample, targets, REPLICATES));
        let cpu = cpu_secs() - before;
        best = (best.0.min(run + intervals), best.1.min(intervals), best.2.min(cpu));
    }
    let (wall, intervals, cpu) = best;
    println!(
        "{name}, {threads} threads, best of {ROUNDS}: {wall:.3} s wall (of which intervals \
         {intervals:.3} s), {cpu:.2} s CPU, {:.0} replicates/s, peak {:.0} MB",
        REPLICATES as f64 / wall,
        peak_mb()
    );
    wall
}

/// Seconds for the replicates and for the percentile intervals of all groups and outputs.
fn timed(sample: &Sample, targets: &Targets, replicates: usize) -> (f64, f64) {
    let start = Instant::now();
    let settings = Settings::new(replicates, 11).with_instruction_set(instruction_set());
    let result = resample(sample, &Scheme::Multinomial, &settings, targets).expect("valid input");
    let run = start.elapsed().as_secs_f64();
    let start = Instant::now();
    assert!(interval_widths(&result) > 0.0, "intervals have a width");
    (run, start.elapsed().as_secs_f64())
}

/// The instruction set named on the command line, such as `avx2`, or else the fastest.
fn instruction_set() -> InstructionSet {
    let supported = InstructionSet::supported();
    let named = |set: &InstructionSet| std::env::args().any(|argument| argument == set.name());
    supported.iter().copied().find(named).unwrap_or_else(InstructionSet::fastest)
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

/// CPU seconds of the process so far, all threads; 0 where `/proc` does not tell.
fn cpu_secs() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |field: usize| fields.get(field).and_then(|ticks| ticks.parse::<f64>().ok());
    // Fields 14 and 15 of proc(5), user and system time in hundredths of a second.
    (ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0)) / 100.0
}

/// The process's highest resident memory so far, in 10^6 bytes; 0 where `/proc` does not tell.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}
