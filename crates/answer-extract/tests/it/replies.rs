//! Every reply of the corpus: the outcome a careful coder gives, and snapshots for review.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use answer_extract::{RULES, extract};

use crate::corpus::{cases, files, scales, written};

#[test]
fn every_reply_reads_as_a_careful_coder_reads_it() {
    let scales = scales();
    let mut wrong = String::new();
    let mut count = 0;
    for case in files().iter().flat_map(|path| cases(path)) {
        let found = extract(&scales[&case.scale], &case.reply);
        let expected = case.known.as_ref().unwrap_or(&case.gold);
        if written(&found) != *expected {
            writeln!(wrong, "{}: {} by {}, not {expected}", case.id, written(&found), found.rule)
                .unwrap();
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count >= 400, "the corpus shrank to {count} replies");
}

#[test]
fn every_reply_has_its_own_id() {
    let ids: Vec<String> =
        files().iter().flat_map(|path| cases(path)).map(|case| case.id).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
}

#[test]
fn every_rule_decides_some_reply() {
    let scales = scales();
    let decided: BTreeSet<&str> = files()
        .iter()
        .flat_map(|path| cases(path))
        .map(|case| extract(&scales[&case.scale], &case.reply).rule)
        .collect();
    let idle: Vec<&str> =
        RULES.iter().map(|rule| rule.id).filter(|id| !decided.contains(id)).collect();
    assert!(idle.is_empty(), "no reply of the corpus is decided by {idle:?}");
}

#[test]
fn outcome_rule_and_span_of_every_reply() {
    let scales = scales();
    for path in files() {
        let mut table = String::new();
        for case in cases(&path) {
            let found = extract(&scales[&case.scale], &case.reply);
            let read = found.span.map_or("-", |span| &case.reply[span.range()]);
            let known = if case.known.is_some() {
                format!(" (gold: {})", case.gold)
            } else {
                String::new()
            };
            writeln!(
                table,
                "{} [{}]\n  {}{known}  {}  {read:?}",
                case.id,
                case.scale,
                written(&found),
                found.rule
            )
            .unwrap();
            for conflict in &found.conflicts {
                writeln!(table, "  conflict: {conflict}").unwrap();
            }
            for line in case.reply.lines() {
                writeln!(table, "  > {line}").unwrap();
            }
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::with_settings!({ input_file => &path, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, table);
        });
    }
}
