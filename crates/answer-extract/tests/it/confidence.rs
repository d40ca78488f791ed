//! The confidence class of each rule is measured: its precision over every labelled reply of the corpus.
//!
//! `cargo test -p answer-extract confidence -- --nocapture` after a change of the rules says which class a rule earns.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use answer_extract::{Confidence, RULES, extract};

use crate::corpus::{cases, files, scales, written};

/// Fewest decisions by which a class above the lowest is earned.
const DECISIONS_MIN: usize = 10;

/// Right and all decisions of each rule, against gold; what the rules knowingly read otherwise counts as wrong.
fn decisions() -> BTreeMap<&'static str, (usize, usize)> {
    let scales = scales();
    let mut decisions = BTreeMap::new();
    for case in files().iter().flat_map(|path| cases(path)) {
        let found = extract(&scales[&case.scale], &case.reply);
        let (right, all) = decisions.entry(found.rule).or_insert((0, 0));
        *right += usize::from(written(&found) == case.gold);
        *all += 1;
    }
    decisions
}

/// The documented thresholds: 0.99 and 0.95 of at least ten decisions.
fn class(right: usize, all: usize) -> Confidence {
    match right as f64 / all as f64 {
        _ if all < DECISIONS_MIN => Confidence::Low,
        share if share >= 0.99 => Confidence::High,
        share if share >= 0.95 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

#[test]
fn confidence_of_every_rule_is_its_measured_precision() {
    let decisions = decisions();
    let mut wrong = String::new();
    for rule in RULES {
        let (right, all) = decisions.get(rule.id).copied().unwrap_or((0, 0));
        let earned = class(right, all);
        if rule.confidence != earned {
            writeln!(
                wrong,
                "{}: {right} of {all} are right, which is {earned:?} and not {:?}",
                rule.id, rule.confidence
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
