//! Any text on any of four kinds of scale: no panic, and a span inside the reply.
//!
//! `cargo +nightly fuzz run extract -- -max_total_time=600`; without a nightly compiler, `RUSTC_BOOTSTRAP=1` in front of it.
#![no_main]

use std::sync::LazyLock;

use answer_extract::{ResponseOption, ResponseScale, explain, extract};
use libfuzzer_sys::fuzz_target;

static SCALES: LazyLock<Vec<ResponseScale>> = LazyLock::new(|| {
    let labels = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"];
    let numbered = labels.iter().zip(1..).map(|(label, value)| ResponseOption::new(value, *label));
    let lettered = labels.iter().zip('A'..).map(|(label, value)| ResponseOption::new(value, *label));
    let ends = (-2..=10).map(|point| ResponseOption::new(point, if point == 10 { "Stimme voll zu" } else { "" }));
    [numbered.collect(), lettered.collect(), ends.collect::<Vec<_>>(), Vec::new()]
        .into_iter()
        .map(|options: Vec<ResponseOption>| ResponseScale::new(options).expect("the values differ"))
        .collect()
});

fuzz_target!(|reply: &str| {
    for scale in SCALES.iter() {
        let found = extract(scale, reply);
        if let Some(span) = found.span {
            assert!(span.start < span.end && reply.get(span.range()).is_some());
        }
    }
    // The reply as its own scale: any text is a label.
    let options = reply.lines().take(8).zip(1..).map(|(line, value)| ResponseOption::new(value, line));
    let own = ResponseScale::new(options).expect("the values differ").with_question(reply);
    let _ = explain(&own, reply).to_string();
});
