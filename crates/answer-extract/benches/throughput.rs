//! Replies and megabytes a second on one core, the scale compiled once, and the growth up to 1 MB.
//!
//! `cargo bench -p answer-extract`, or `... -- short` for the lines whose name holds a word.
//! A plain harness: the figures are medians of repeated runs.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Instant;

use answer_extract::{ResponseOption, ResponseScale, extract};

const SHORT: &str = "3) Agree. However, this depends on many things, and others strongly disagree.";
const LONG: &str = "The question of how far income differences should be reduced has been debated for decades. \
    Economists point to incentives, sociologists to cohesion, and neither side has the last word. In my view the evidence \
    from the last 30 years shows that large differences weaken trust between people, which in turn makes public goods \
    harder to provide. Some people would strongly disagree, of course, and they have reasonable arguments.\n\n";
const RUNS: usize = 15;

fn main() {
    let labels = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"];
    let options = labels.iter().zip(1..).map(|(label, value)| ResponseOption::new(value, *label));
    let scale = ResponseScale::new(options).expect("the values differ");
    println!("{:<28} {:>12} {:>12} {:>10}", "reply", "bytes", "replies/s", "MB/s");
    measure(&scale, "short", SHORT);
    measure(&scale, "400 words", &format!("{}Therefore, I would choose 3.", LONG.repeat(6)));
    for kilobytes in [10, 100, 1000] {
        let text = LONG.repeat(kilobytes * 1000 / LONG.len());
        measure(&scale, &format!("{kilobytes} kB of prose"), &text);
    }
    measure(&scale, "1 MB of cues", &"I would agree 3 or 4, ".repeat(45_000));
}

fn measure(scale: &ResponseScale, name: &str, reply: &str) {
    let mut wanted =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    if wanted.peek().is_some() && !wanted.any(|word| name.contains(&word)) {
        return;
    }
    let repeats = (2_000_000 / reply.len()).clamp(1, 20_000);
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..repeats {
                black_box(extract(scale, black_box(reply)));
            }
            start.elapsed().as_secs_f64() / repeats as f64
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[RUNS / 2];
    let speed = reply.len() as f64 / median / 1e6;
    println!("{name:<28} {:>12} {:>12.0} {speed:>10.1}", reply.len(), 1.0 / median);
}
