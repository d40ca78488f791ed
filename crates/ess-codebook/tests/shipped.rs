//! The shipped codebook against a list that was collected by hand from the same codebooks and checked against data.
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use std::collections::BTreeMap;

use ess_codebook::shipped;
use serde_json::Value;
use survey_model::{MissingKind, OptionCode, Reading, Variable};

/// `1=Yes; 2=No` as code and label; a label may hold `; ` itself.
fn pairs(list: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in list.split("; ").filter(|part| !part.is_empty()) {
        let code = |code: &str| {
            !code.is_empty() && code.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        };
        match part.split_once('=') {
            Some((before, label)) if code(before) => pairs.push((before.into(), label.into())),
            _ => {
                let last = pairs.last_mut().unwrap();
                last.1 = format!("{}; {part}", last.1);
            }
        }
    }
    pairs
}

fn answers(variable: &Variable) -> Vec<(String, String)> {
    let numbers = variable.categories.iter().filter(|category| category.missing.is_none());
    let numbers = numbers.map(|category| (category.code.to_string(), category.label.clone()));
    let texts = variable.text_categories.iter();
    numbers.chain(texts.map(|text| (text.value.clone(), text.label.clone()))).collect()
}

fn missing(variable: &Variable) -> Vec<(String, String)> {
    let starred = variable.categories.iter().filter(|category| category.missing.is_some());
    starred.map(|category| (category.code.to_string(), category.label.clone())).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_label_scale_text_and_missing_list_agrees_with_the_hand_checked_list() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/ess/variables.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: the hand-checked list {path} is not here");
        return;
    };
    let listed: Vec<BTreeMap<String, Value>> = serde_json::from_str(&text).unwrap();
    assert_eq!(listed.len(), shipped().variables().len());
    for row in &listed {
        let field = |name: &str| row[name].as_str().unwrap_or_default();
        let name = field("name");
        let variable =
            shipped().variable(name).unwrap_or_else(|| panic!("`{name}` is not shipped"));
        assert_eq!(variable.label, one_line(field("label")), "{name}");
        assert_eq!(
            one_line(&variable.texts.join(" || ")),
            one_line(field("question_text")),
            "{name}"
        );
        assert_eq!(missing(variable), pairs(field("missing_codes")), "{name}");
        if field("answer_labels") == "590 categories, see codebook JSON" {
            assert_eq!(answers(variable).len(), 590, "{name}");
        } else {
            assert_eq!(answers(variable), pairs(field("answer_labels")), "{name}");
        }
    }
}

#[test]
fn missing_codes_belong_to_their_variable_only() {
    let read = |name: &str, code| shipped().variable(name).unwrap().read(OptionCode(code));
    assert_eq!(read("ppltrst", 7), Reading::Valid);
    assert_eq!(read("gincdif", 7), Reading::Missing(MissingKind::Refusal));
    assert_eq!(read("ccnthum", 55), Reading::Valid);
    assert_eq!(read("ccnthum", 56), Reading::Unknown);
    assert_eq!(read("rlgdnm", 66), Reading::Missing(MissingKind::NotApplicable));
    assert_eq!(read("yrbrn", 1987), Reading::Valid);
    assert_eq!(read("yrbrn", 8888), Reading::Missing(MissingKind::DontKnow));
}

#[test]
fn countries_have_names() {
    let country = shipped().variable("cntry").unwrap();
    assert_eq!(country.text_categories.len(), 40);
    assert!(country.text_categories.iter().any(|t| t.value == "UA" && t.label == "Ukraine"));
}
