//! The paper's table of extraction errors holds what the rules do on the labelled replies that nobody tuned on.

use std::collections::BTreeMap;

use alignment_analyses::LabelledReadings;
use answer_extract::{Outcome, extract};

use super::{Line, Scales, gold};
use crate::study::Study;

const UNSEEN: &str = include_str!("../../../fixtures/extraction/unseen.jsonl");

/// Labelled replies, those that choose an option that was not read, those that choose none though one was.
type Counts = (u32, u32, u32);

/// The counts of each rule where it read an option (`true`) and where it read none.
fn counted() -> BTreeMap<(bool, &'static str), Counts> {
    let (mut counts, mut scales) = (BTreeMap::<_, Counts>::new(), Scales::default());
    for line in UNSEEN.lines().filter(|line| !line.trim().is_empty()) {
        let line = Line::parse(line.as_bytes()).unwrap();
        let found = extract(&scales.of(&line).unwrap(), line.reply());
        let accepted = gold::of(&line).unwrap();
        let chose = matches!(found.outcome, Outcome::Chosen(_));
        let wrong = !accepted.iter().any(|gold| gold.accepts(&found.outcome));
        let means_an_option = accepted[0].kind() == gold::CHOSEN;
        let count = counts.entry((chose, found.rule)).or_default();
        count.0 += 1;
        count.1 += u32::from(wrong && means_an_option);
        count.2 += u32::from(wrong && chose && !means_an_option);
    }
    counts
}

#[test]
fn rows_of_the_paper_s_study_are_what_the_rules_do_now() {
    let (study, _) = Study::paper().unwrap();
    let table = &study.analyses.total_uncertainty;
    let mut counts = counted();
    let mut check = |row: &LabelledReadings, chose: bool| {
        let of_rules = row.rules.iter().filter_map(|rule| {
            let at = *counts.keys().find(|(of, id)| *of == chose && id == rule)?;
            counts.remove(&at)
        });
        let (read, option, nothing) =
            of_rules.fold((0, 0, 0), |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2));
        let now = LabelledReadings { rules: row.rules.clone(), read, option, nothing };
        assert_eq!(
            *row, now,
            "write the counts on the right into `paper.toml`, an option read: {chose}"
        );
    };
    table.choices.iter().for_each(|row| check(row, true));
    table.non_choices.iter().for_each(|row| check(row, false));
    assert!(counts.is_empty(), "rules that read replies and stand in no row: {counts:?}");
    let revision = format!("rules revision {}", answer_extract::RULES_REVISION);
    assert!(table.source.contains(&revision), "`source` must name {revision}");
}
