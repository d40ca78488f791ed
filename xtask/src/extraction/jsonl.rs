//! `extract --jsonl`: a stream of replies to a stream of outcomes, in the same order.

use std::io::{BufRead, Write};

use answer_extract::{Extraction, extract};
use anyhow::Context as _;
use serde::Serialize;
use serde_json::Value;

use super::{Line, Scales};

/// One line of output; the order of the fields is the documented one.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a Value,
    outcome: &'static str,
    value: Value,
    candidates: Vec<Value>,
    rule: &'static str,
    span: Option<[usize; 2]>,
    conflict: Option<String>,
}

/// What became of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Lines answered.
    pub(crate) good: usize,
    /// Lines reported on `problems` and left out of the output.
    pub(crate) bad: usize,
}

/// Reads replies line by line; blank lines are skipped, a bad line is reported with its number and left out.
///
/// # Errors
/// When the input cannot be read or an output not written; a bad line is no error.
pub(crate) fn convert(
    mut replies: impl BufRead,
    mut answers: impl Write,
    mut problems: impl Write,
) -> anyhow::Result<Tally> {
    let mut scales = Scales::default();
    let mut tally = Tally { good: 0, bad: 0 };
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let read = replies.read_until(b'\n', &mut bytes);
        if read.with_context(|| format!("cannot read line {number}"))? == 0 {
            break;
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match answer(&bytes, &mut scales) {
            Ok(answer) => {
                writeln!(answers, "{answer}").context("cannot write the outcomes")?;
                tally.good += 1;
            }
            Err(error) => {
                writeln!(problems, "line {number}: {error:#}").context("cannot report a line")?;
                tally.bad += 1;
            }
        }
    }
    answers.flush().context("cannot write the outcomes")?;
    Ok(tally)
}

fn answer(bytes: &[u8], scales: &mut Scales) -> anyhow::Result<String> {
    let line = Line::parse(bytes)?;
    let found = extract(&*scales.of(&line)?, line.reply());
    Ok(serde_json::to_string(&answer_line(&line, &found))?)
}

fn answer_line<'a>(line: &'a Line, found: &Extraction) -> Answer<'a> {
    let conflicts: Vec<String> = found.conflicts.iter().map(ToString::to_string).collect();
    Answer {
        id: &line.id,
        outcome: found.outcome.name(),
        value: found.outcome.value().map_or(Value::Null, |value| line.written(value)),
        candidates: found.outcome.candidates().iter().map(|&v| line.written(v)).collect(),
        rule: found.rule,
        span: found.span.map(|span| [span.start, span.end]),
        conflict: (!conflicts.is_empty()).then(|| conflicts.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: &str = r#"[{"value":1,"label":"Agree"},{"value":"2","label":"Disagree"},{"value":8,"label":"Don't know","missing":true}]"#;

    fn check(lines: &[&str], answers: &[&str], problems: &[&str]) {
        let input = lines.join("\n").replace("OPTIONS", OPTIONS);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let tally = convert(input.as_bytes(), &mut out, &mut err).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, err) = (text(out), text(err));
        assert_eq!(out.lines().collect::<Vec<_>>(), answers);
        assert_eq!(err.lines().count(), problems.len(), "{err}");
        for (line, start) in err.lines().zip(problems) {
            assert!(line.starts_with(start), "`{line}` does not start with `{start}`");
        }
        assert_eq!(tally, Tally { good: answers.len(), bad: problems.len() });
    }

    #[test]
    fn values_come_back_as_they_were_written() {
        check(
            &[
                r#"{"id":"a","options":OPTIONS,"response":"1"}"#,
                r#"{"id":7,"options":OPTIONS,"response":"Disagree"}"#,
            ],
            &[
                r#"{"id":"a","outcome":"chosen","value":1,"candidates":[],"rule":"C010","span":[0,1],"conflict":null}"#,
                r#"{"id":7,"outcome":"chosen","value":"2","candidates":[],"rule":"C010","span":[0,8],"conflict":null}"#,
            ],
            &[],
        );
    }

    #[test]
    fn bad_line_is_reported_with_its_number_and_left_out() {
        check(
            &[
                "not json",
                "",
                r#"{"id":"b","options":OPTIONS,"response":"8"}"#,
                r#"{"id":"c","options":[{"value":"ten"}],"response":"8"}"#,
                r#"{"id":"d","options":[{"value":1},{"value":1}],"response":"1"}"#,
                r#"{"id":"e","response":"1"}"#,
            ],
            &[
                r#"{"id":"b","outcome":"dont_know","value":8,"candidates":[],"rule":"C010","span":[0,1],"conflict":null}"#,
            ],
            &[
                "line 1: expected",
                "line 4: option value `ten`",
                "line 5: option 1 repeats",
                "line 6: missing field",
            ],
        );
    }

    #[test]
    fn question_without_options_gets_no_option() {
        check(
            &[r#"{"id":1,"options":[],"response":"7","question":"How many?"}"#],
            &[
                r#"{"id":1,"outcome":"unparsable","value":null,"candidates":[],"rule":"U990","span":null,"conflict":null}"#,
            ],
            &[],
        );
    }

    #[test]
    fn candidates_of_an_ambiguous_reply_are_listed_in_the_scales_order() {
        check(
            &[r#"{"id":1,"options":OPTIONS,"response":"2 or 1"}"#],
            &[
                r#"{"id":1,"outcome":"ambiguous","value":null,"candidates":[1,"2"],"rule":"C010","span":[0,6],"conflict":null}"#,
            ],
            &[],
        );
    }
}
