//! `extract --score`: how the rules do on replies that a person labelled.

use std::collections::BTreeMap;
use std::fmt;
use std::io::BufRead;

use answer_extract::{Outcome, extract};
use anyhow::Context as _;

use super::{Line, Scales, gold};

/// 97.5 % point of the standard normal distribution, for 95 % intervals.
const Z: f64 = 1.959_963_984_540_054;

/// Counts over a file of labelled replies.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Score {
    /// Replies whose gold is an option: read right, read as another option, not read.
    correct: u64,
    wrong: u64,
    missed: u64,
    /// Replies to questions with options whose gold is no option.
    non_answers: Retrieval,
    /// Refusals, over all replies.
    refusals: Retrieval,
    /// Right and all decisions of each rule.
    rules: BTreeMap<&'static str, (u64, u64)>,
    /// Gold kind and outcome.
    confusion: BTreeMap<(String, &'static str), u64>,
}

/// True positives, false positives and false negatives.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Retrieval {
    hit: u64,
    false_alarm: u64,
    miss: u64,
}

impl Retrieval {
    fn count(&mut self, gold: bool, found: bool, accepted: bool) {
        match (gold, found) {
            (true, true) => self.hit += 1,
            (false, true) if !accepted => self.false_alarm += 1,
            (true, false) if !accepted => self.miss += 1,
            _ => {}
        }
    }
}

/// Scores every line of a file.
///
/// # Errors
/// On the first line that is no labelled reply, with its number.
pub(crate) fn score(replies: impl BufRead) -> anyhow::Result<Score> {
    let mut score = Score::default();
    let mut scales = Scales::default();
    for (number, line) in (1..).zip(replies.lines()) {
        let line = line.with_context(|| format!("cannot read line {number}"))?;
        if !line.trim().is_empty() {
            score.add(line.as_bytes(), &mut scales).with_context(|| format!("line {number}"))?;
        }
    }
    Ok(score)
}

impl Score {
    fn add(&mut self, bytes: &[u8], scales: &mut Scales) -> anyhow::Result<()> {
        let line = Line::parse(bytes)?;
        let found = extract(&*scales.of(&line)?, line.reply());
        let accepted = gold::of(&line)?;
        let right = accepted.iter().any(|gold| gold.accepts(&found.outcome));
        let chosen = matches!(found.outcome, Outcome::Chosen(_));
        let kind = accepted[0].kind();
        if kind == gold::CHOSEN {
            match (right, chosen) {
                (true, _) => self.correct += 1,
                (false, true) => self.wrong += 1,
                (false, false) => self.missed += 1,
            }
        }
        if !line.options.is_empty() {
            self.non_answers.count(kind != gold::CHOSEN, !chosen, right);
        }
        let refused = matches!(found.outcome, Outcome::Refused(_));
        self.refusals.count(kind == "refused", refused, right);
        let (good, all) = self.rules.entry(found.rule).or_default();
        *good += u64::from(right);
        *all += 1;
        *self.confusion.entry((kind.to_owned(), found.outcome.name())).or_default() += 1;
        Ok(())
    }
}

/// Wilson's 95 % interval for `hits` of `all`. Source: Wilson (1927), JASA 22, 209-212.
fn wilson(hits: u64, all: u64) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (n, z2) = (all as f64, Z * Z);
    let share = hits as f64 / n;
    let centre = share + z2 / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    (((centre - half) / (1.0 + z2 / n)).max(0.0), ((centre + half) / (1.0 + z2 / n)).min(1.0))
}

fn share(f: &mut fmt::Formatter<'_>, name: &str, hits: u64, all: u64) -> fmt::Result {
    let (low, high) = wilson(hits, all);
    let share = if all == 0 { 0.0 } else { hits as f64 / all as f64 };
    writeln!(f, "{name:<28} {hits:>6} of {all:<6} {share:.3}  [{low:.3}, {high:.3}]")
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = self.correct + self.wrong + self.missed;
        writeln!(f, "replies that choose an option (95 % Wilson intervals)")?;
        share(f, "correct", self.correct, options)?;
        share(f, "wrong", self.wrong, options)?;
        share(f, "missed", self.missed, options)?;
        for (name, counts) in [("non-answers", self.non_answers), ("refusals", self.refusals)] {
            writeln!(f, "\n{name}")?;
            share(f, "precision", counts.hit, counts.hit + counts.false_alarm)?;
            share(f, "recall", counts.hit, counts.hit + counts.miss)?;
        }
        writeln!(f, "\nprecision of each rule")?;
        for (rule, &(good, all)) in &self.rules {
            share(f, rule, good, all)?;
        }
        writeln!(f, "\ngold and outcome")?;
        for ((gold, outcome), count) in &self.confusion {
            writeln!(f, "{gold:<12} {outcome:<12} {count:>6}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(response: &str, gold: &str) -> String {
        format!(
            r#"{{"id":1,"options":[{{"value":1,"label":"Agree"}},{{"value":2,"label":"Disagree"}}],"response":"{response}","gold":"{gold}"}}"#
        )
    }

    #[test]
    fn right_wrong_and_missed_choices_are_counted_apart() {
        let lines = [
            line("Agree", "1"),
            line("Agree", "2"),
            line("???", "2"),
            line("I can't help with that.", "refusal"),
        ];
        let score = score(lines.join("\n").as_bytes()).unwrap();
        assert_eq!((score.correct, score.wrong, score.missed), (1, 1, 1));
        assert_eq!(score.non_answers, Retrieval { hit: 1, false_alarm: 1, miss: 0 });
        assert_eq!(score.refusals, Retrieval { hit: 1, false_alarm: 0, miss: 0 });
        assert_eq!(score.rules["C010"], (1, 2));
    }

    #[test]
    fn line_without_gold_is_an_error_with_its_number() {
        let error = score(line("Agree", "1").replace("gold", "silver").as_bytes()).unwrap_err();
        assert_eq!(
            format!("{error:#}"),
            "line 1: the line has neither `gold` nor `outcome`; write what a careful reader reads"
        );
    }

    #[test]
    fn gold_may_be_written_as_an_outcome() {
        let gold = |text: &str| line("Agree", "1").replace(r#""gold":"1""#, text);
        let lines = [
            gold(r#""outcome":"chosen","value":1"#),
            gold(r#""outcome":"chosen","value":2,"gold_alt":[{"outcome":"chosen","value":1}]"#),
            gold(r#""outcome":"ambiguous","value":null,"candidates":[1,2]"#),
        ];
        let score = score(lines.join("\n").as_bytes()).unwrap();
        assert_eq!((score.correct, score.wrong, score.missed), (2, 0, 0));
        assert_eq!(score.non_answers, Retrieval { hit: 0, false_alarm: 0, miss: 1 });
        assert_eq!(score.confusion[&("ambiguous".to_owned(), "chosen")], 1);
    }

    #[test]
    fn wilson_interval_of_8_in_10() {
        // By hand: centre (0.8 + 3.8415/20) / 1.38415 = 0.71674,
        // half width 1.95996 * sqrt(0.016 + 3.8415/400) / 1.38415 = 0.22660.
        let (low, high) = wilson(8, 10);
        assert!((low - 0.49016).abs() < 1e-4 && (high - 0.94331).abs() < 1e-4, "{low} {high}");
    }
}
