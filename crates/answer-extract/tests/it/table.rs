//! The rule table: every row is explained, and its example and near miss hold.

use std::fmt::Write as _;

use answer_extract::{RULES, RULES_REVISION, RuleExample, extract, rules_description};

use crate::corpus::{scales, written};

/// The rule and the outcome of an example.
fn check(example: &RuleExample) -> (&'static str, String) {
    let scales = scales();
    let scale = scales.get(example.scale).unwrap_or_else(|| panic!("no scale `{}`", example.scale));
    let found = extract(scale, example.reply);
    (found.rule, written(&found))
}

#[test]
fn ids_are_a_letter_and_three_digits_and_unique() {
    for (position, rule) in RULES.iter().enumerate() {
        let (letter, digits) = rule.id.split_at(1);
        assert!(
            "CADRU".contains(letter) && digits.len() == 3 && digits.parse::<u16>().is_ok(),
            "{}",
            rule.id
        );
        assert!(RULES[..position].iter().all(|earlier| earlier.id != rule.id), "{} twice", rule.id);
    }
}

#[test]
fn ids_of_each_kind_rise_down_the_table() {
    for kind in ["C", "A", "D", "R"] {
        let ids: Vec<&str> =
            RULES.iter().map(|rule| rule.id).filter(|id| id.starts_with(kind)).collect();
        assert!(ids.is_sorted(), "{ids:?}");
    }
}

#[test]
fn every_rule_says_what_it_accepts_and_why_that_is_safe() {
    for rule in RULES {
        assert!(rule.accepts.len() > 10 && rule.safe_because.len() > 10, "{}", rule.id);
    }
}

#[test]
fn every_rule_decides_its_example() {
    let mut wrong = String::new();
    for rule in RULES {
        let (id, outcome) = check(&rule.example);
        if (id, outcome.as_str()) != (rule.id, rule.example.outcome) {
            writeln!(wrong, "{}: {:?} is {outcome} by {id}", rule.id, rule.example.reply).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_leaves_its_near_miss_to_another() {
    let mut wrong = String::new();
    for rule in RULES {
        let (id, outcome) = check(&rule.near_miss);
        if id == rule.id || outcome != rule.near_miss.outcome {
            writeln!(wrong, "{}: {:?} is {outcome} by {id}", rule.id, rule.near_miss.reply)
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn description_names_the_revision_and_every_rule() {
    let description = rules_description();
    assert!(description.starts_with(&format!("revision {RULES_REVISION}\n")));
    assert!(RULES.iter().all(|rule| description.contains(rule.accepts)));
}
