//! The prompt of every item of the paper's study, as it is sent.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

use survey_prompts::{Variant, render, rewrite_rules};
use xtask::study::Study;

/// What an interviewer reads or does, and a model must not see.
const INSTRUCTIONS: [&str; 7] =
    ["CARD", "READ OUT", "ASK ALL", "ASK IF", "this card", "I read out", "on a score of"];

fn study_items() -> Vec<survey_model::StudyItem> {
    Study::paper().unwrap().0.study_items(ess_codebook::shipped()).unwrap()
}

#[test]
fn every_prompt_is_as_reviewed() {
    for item in study_items() {
        let prompt = render(&item.item, &Variant::paper()).unwrap();
        insta::assert_snapshot!(prompt.id.as_str(), prompt.text);
    }
}

#[test]
fn no_prompt_holds_an_interviewers_instruction() {
    for item in study_items() {
        let text = render(&item.item, &Variant::paper()).unwrap().text;
        for instruction in INSTRUCTIONS {
            assert!(!text.contains(instruction), "`{instruction}` in: {text}");
        }
        assert!(!text.contains("..") && !text.contains("  "), "{text}");
    }
}

#[test]
fn every_rewrite_is_needed_by_an_item_of_the_study() {
    let raw: Vec<String> = study_items().iter().map(|item| item.item.texts().join(" ")).collect();
    for rule in rewrite_rules() {
        let find = regex_lite::Regex::new(&rule.find).unwrap();
        // A rule may find only what an earlier one leaves: `follow-up` begins after the show card.
        let needed = raw.iter().any(|text| {
            let bare = text.trim_start_matches(|c: char| !c.is_lowercase());
            let bare = &text[text.len() - bare.len() - 1.min(text.len() - bare.len())..];
            find.is_match(text) || find.is_match(bare)
        });
        assert!(needed, "no item of the study needs the rule `{}`", rule.id);
    }
}
