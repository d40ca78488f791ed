//! Times every analysis at the paper's size on invented data: `cargo bench -p alignment-analyses`, with names to choose.
#![expect(clippy::print_stdout, reason = "a benchmark reports on standard output")]

#[path = "../tests/it/invented.rs"]
mod invented;

use std::time::Instant;

use alignment_analyses::{
    ANALYSES, IntersectionalStrataOptions, SpecificationOptions, UncertaintyOptions, run,
};

const RESPONDENTS: usize = 50_116;
const ITEMS: usize = 53;
const REPLICATES: u32 = 1_000;

fn main() {
    let chosen: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut invented = invented::Invented::new(invented::drawn(1, RESPONDENTS, ITEMS));
    invented.options.specification_curve = specifications();
    invented.options.total_uncertainty = errors();
    invented.options.intersectional_strata = strata();
    invented.options.composition.references = vec!["C00".to_owned(), "others".to_owned()];
    let begun = Instant::now();
    let study = invented.study("none", REPLICATES);
    println!("{RESPONDENTS} respondents x {ITEMS} items, {REPLICATES} replicates");
    println!("{:<24} {:7.3} s", "preparation", begun.elapsed().as_secs_f64());
    for analysis in ANALYSES {
        if !chosen.is_empty() && !chosen.iter().any(|name| name == analysis.name) {
            continue;
        }
        let begun = Instant::now();
        let tables = run(analysis.name, &study).expect("the invented study fits every analysis");
        let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
        println!("{:<24} {:7.3} s   {rows} rows", analysis.name, begun.elapsed().as_secs_f64());
    }
}

/// The axes of the paper's study file, with one claim of each cost.
fn specifications() -> SpecificationOptions {
    let axes = serde_json::json!({
        "weights": ["none", "pspwght", "anweight"],
        "compare": ["mean_consensus", "mode_consensus", "distribution"],
        "metrics": ["absolute", "squared", "jensen_shannon", "cliff"],
        "items": ["own", "common", "each_topic_out"],
        "missing": ["omit", "midpoint"],
        "refusals": ["omit", "midpoint"],
        "ties": ["smallest", "median"],
        "claims": [
            { "name": "women", "text": "", "source": "",
              "holds_if": { "descending": { "factor": "gender", "groups": ["2", "1"] } } },
            { "name": "widest", "text": "", "source": "", "holds_if": { "widest": { "factor": "country" } } },
        ],
    });
    serde_json::from_value(axes).expect("the axes are those of a study file")
}

/// A table of errors that covers every invented reply.
fn errors() -> UncertaintyOptions {
    let rules = serde_json::json!({
        "source": "made up",
        "choices": [{ "rules": [invented::CHOICE_RULE], "read": 200, "option": 2, "nothing": 2 }],
        "non_choices": [{ "rules": [invented::REFUSAL_RULE], "read": 100, "option": 5 }],
    });
    serde_json::from_value(rules).expect("the rows are those of a study file")
}

/// As many strata as the paper's study file has.
fn strata() -> IntersectionalStrataOptions {
    let lists = serde_json::json!({ "strata": [
        ["gender", "generation", "education", "religiosity"],
        ["gender", "generation", "education", "country"],
    ] });
    serde_json::from_value(lists).expect("the lists are those of a study file")
}
