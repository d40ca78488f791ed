//! What questions stand for, and how often replies are misread, as a study file declares it.

use serde::{Deserialize, Serialize};
use statrs::function::beta::inv_beta_reg;

use crate::AnalysisError;

/// The section `[analyses.total_uncertainty]`. Without rows of readings, extraction is no source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UncertaintyOptions {
    /// What the study's questions are a sample of.
    pub questions: QuestionPool,
    /// Where the labelled replies come from, for the reader.
    pub source: String,
    /// Which replies are misread together.
    pub errors: ReadingErrors,
    /// Labelled replies in which the rules read an option.
    pub choices: Vec<LabelledReadings>,
    /// Labelled replies in which the rules read no option: a refusal, "don't know", several options, nothing legible.
    pub non_choices: Vec<LabelledReadings>,
}

/// What the study's questions are a sample of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionPool {
    /// Questions like the study's, of which topics come up as they may.
    #[default]
    AllTopics,
    /// Questions of each topic, as many as the study has of it; a topic with one question does not vary.
    WithinTopics,
}

/// Which replies are misread together. The truth lies between the two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingErrors {
    /// Replies of one model to one item that the same rule read alike: a model repeats its words, and a rule its error.
    #[default]
    Shared,
    /// Every reply by itself.
    Independent,
}

/// What some rules made of labelled replies: one row of the table of errors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledReadings {
    /// Ids of the rules that decided.
    pub rules: Vec<String>,
    /// Labelled replies that they decided.
    pub read: u32,
    /// Of these, replies in which a careful reader finds an option that was not read.
    #[serde(default)]
    pub option: u32,
    /// Of these, replies in which a careful reader finds no option although one was read.
    #[serde(default)]
    pub nothing: u32,
}

impl LabelledReadings {
    /// The error rate at a quantile `share` of what the counts leave open: the Beta distribution of Jeffreys' prior,
    /// `Beta(wrong + 1/2, right + 1/2)`. Source: Brown, Cai and DasGupta (2001), *Statistical Science* 16(2), section 3.
    ///
    /// ```
    /// let row = alignment_analyses::LabelledReadings { read: 1, option: 1, ..Default::default() };
    /// // Beta(3/2, 1/2): the share below x is (2 / pi) (asin(sqrt x) - sqrt(x (1 - x))), 1/2 - 1/pi at x = 1/2.
    /// let share = 0.5 - std::f64::consts::FRAC_1_PI;
    /// assert!((row.rate(share) - 0.5).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn rate(&self, share: f64) -> f64 {
        let wrong = f64::from(self.option + self.nothing);
        inv_beta_reg(wrong + 0.5, f64::from(self.read) - wrong + 0.5, share)
    }

    /// The share of the errors that hide an option, with half an error added on either side; 1 where none was read.
    pub(crate) fn share_of_options(&self, chose: bool) -> f64 {
        let (option, nothing) = (f64::from(self.option), f64::from(self.nothing));
        if chose { (option + 0.5) / (option + nothing + 1.0) } else { 1.0 }
    }
}

impl UncertaintyOptions {
    /// Every row with whether its rules read an option: the choices first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&LabelledReadings, bool)> {
        let choices = self.choices.iter().map(|row| (row, true));
        choices.chain(self.non_choices.iter().map(|row| (row, false)))
    }

    /// Which row covers what a rule read.
    pub(crate) fn row_of(&self, rule: &str, chose: bool) -> Option<usize> {
        self.rows().position(|(row, of)| of == chose && row.rules.iter().any(|id| id == rule))
    }

    /// Checks the table.
    ///
    /// # Errors
    /// Rows without a source or without rules, more errors than replies, a rule in two rows of one kind, an unread
    /// option counted as read.
    pub(crate) fn check(&self) -> Result<(), AnalysisError> {
        let refuse =
            |reason: String| Err(AnalysisError::Option { analysis: "total_uncertainty", reason });
        if self.rows().next().is_some() && self.source.trim().is_empty() {
            return refuse(
                "say in `source` who labelled the replies that the counts are of".into(),
            );
        }
        for (at, (row, chose)) in self.rows().enumerate() {
            let Some(first) = row.rules.first() else {
                return refuse("a row names no rules; write their ids".into());
            };
            if u64::from(row.option) + u64::from(row.nothing) > u64::from(row.read) {
                return refuse(format!("the row of `{first}` counts more errors than replies"));
            }
            if !chose && row.nothing > 0 {
                return refuse(format!(
                    "the row of `{first}` is of replies in which no option was read; `nothing` must be 0 there"
                ));
            }
            let mut rules = row.rules.iter().enumerate();
            let twice = rules.find(|(place, rule)| {
                row.rules[..*place].contains(rule) || self.row_of(rule, chose) != Some(at)
            });
            if let Some((_, rule)) = twice {
                return refuse(format!("the rule `{rule}` stands in two places; keep one"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(rule: &str, read: u32, option: u32, nothing: u32) -> LabelledReadings {
        LabelledReadings { rules: vec![rule.to_owned()], read, option, nothing }
    }

    fn check(choices: Vec<LabelledReadings>, non_choices: Vec<LabelledReadings>) -> String {
        let source = "labelled by hand".to_owned();
        let options = UncertaintyOptions { source, choices, non_choices, ..Default::default() };
        options.check().map_or_else(|error| error.to_string(), |()| "good".to_owned())
    }

    #[test]
    fn a_rule_may_read_options_and_nothing_but_stand_once_for_each() {
        assert_eq!(check(vec![row("C060", 9, 1, 1)], vec![row("C060", 3, 1, 0)]), "good");
        let twice = check(vec![row("C060", 9, 1, 1), row("C060", 3, 0, 0)], vec![]);
        assert!(twice.contains("`C060` stands in two places"), "{twice}");
    }

    #[test]
    fn counts_that_contradict_each_other_are_refused() {
        assert!(check(vec![row("C010", 2, 2, 1)], vec![]).contains("more errors than replies"));
        assert!(check(vec![], vec![row("R310", 9, 0, 1)]).contains("`nothing` must be 0"));
        assert!(check(vec![LabelledReadings::default()], vec![]).contains("names no rules"));
        let nameless =
            UncertaintyOptions { choices: vec![row("C010", 9, 0, 0)], ..Default::default() };
        assert!(nameless.check().unwrap_err().to_string().contains("`source`"));
    }

    #[test]
    fn more_labelled_replies_narrow_the_rate() {
        let width = |row: LabelledReadings| row.rate(0.975) - row.rate(0.025);
        assert!(width(row("C010", 1_000, 10, 0)) < width(row("C010", 100, 1, 0)) / 2.0);
        assert!(row("C010", 50, 0, 0).rate(0.5) > 0.0, "no error seen is not no error");
    }
}
