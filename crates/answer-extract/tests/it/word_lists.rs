//! The word lists are well formed; the compiler of the lists relies on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const LISTS: [&str; 6] = ["en", "de", "fr", "es", "it", "any"];
const VALUED: [&str; 8] =
    ["number", "ordinal", "form", "antonym", "separable", "ending", "saying", "contraction"];

fn lines(list: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/lexicon/{list}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let mut section = String::new();
    let mut lines = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(heading) => section = heading.to_owned(),
            None => lines.push((section.clone(), line.to_owned())),
        }
    }
    lines
}

fn sections(list: &str) -> BTreeSet<String> {
    lines(list).into_iter().map(|(section, _)| section).collect()
}

#[test]
fn every_list_compiles() {
    // Any extraction compiles all lists, and stops at an unknown heading or number.
    let scale = answer_extract::ResponseScale::new([]).unwrap();
    assert_eq!(answer_extract::extract(&scale, "").rule, "U010");
}

#[test]
fn only_valued_sections_hold_values() {
    for list in LISTS {
        for (section, line) in lines(list) {
            assert_eq!(line.contains(" = "), VALUED.contains(&section.as_str()), "{list}: {line}");
        }
    }
}

#[test]
fn lines_are_lower_case_with_straight_apostrophes() {
    for list in LISTS {
        for (_, line) in lines(list) {
            assert_eq!(line, line.to_lowercase().replace('\u{2019}', "'"), "{list}");
        }
    }
}

#[test]
fn elided_words_of_a_phrase_touch_the_next_word() {
    // `d' autres` would be cut into `d`, a mark and `autres`; `d'autres` is cut as in a reply.
    for list in LISTS {
        for (_, line) in lines(list) {
            let apart = line.match_indices("' ").any(|(at, _)| {
                line[at + 2..].starts_with(char::is_alphabetic) && !line[..at].ends_with("po")
            });
            assert!(!apart, "{list}: {line}");
        }
    }
}

#[test]
fn every_language_fills_the_classes_that_decide() {
    let needed = [
        "first",
        "second",
        "third",
        "negation",
        "conditional",
        "contrast",
        "turn",
        "choose",
        "say",
        "answer-noun",
        "answer-key",
        "final",
        "option-noun",
        "copula",
        "scale-noun",
        "denominator",
        "between",
        "range",
        "or",
        "filler",
        "strong",
        "moderate",
        "unit",
        "speech",
        "outright",
        "self-ai",
        "opinion-noun",
        "dont-know",
        "neutral",
        "assertion",
        "own-stance",
        "number",
        "ordinal",
    ];
    for list in &LISTS[..5] {
        let sections = sections(list);
        let missing: Vec<&str> =
            needed.into_iter().filter(|class| !sections.contains(*class)).collect();
        assert!(missing.is_empty(), "{list} has no {missing:?}");
    }
}

#[test]
fn every_translation_says_something_in_every_language() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/translations.txt");
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| line.contains('|') && !line.starts_with('#'));
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        assert_eq!(cells.len(), 5, "{row}");
        assert!(
            cells.iter().flat_map(|cell| cell.split(',')).all(|way| !way.trim().is_empty()),
            "{row}"
        );
        assert_eq!(row, row.to_lowercase(), "{row}");
    }
}
