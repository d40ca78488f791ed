//! What a row of the rule table holds.

use crate::context::Cue;
use crate::evidence::{Evidence, Finding, Pick};
use crate::extraction::Confidence;

/// A reply that a rule decides, or must leave alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleExample {
    /// Name of the scale, a key of the test scales in `tests/scales`.
    pub scale: &'static str,
    /// The reply.
    pub reply: &'static str,
    /// The outcome, as its name and value: `chosen 2`, `refused`, `ambiguous 6 7`.
    pub outcome: &'static str,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable id, never reused: `C` chooses, `A` is ambiguous, `D` does not know, `R` refuses, `U` cannot be read.
    pub id: &'static str,
    /// What it accepts, in one sentence.
    pub accepts: &'static str,
    /// Why that is safe.
    pub safe_because: &'static str,
    /// A reply that it decides.
    pub example: RuleExample,
    /// A reply that looks alike and that it leaves to another rule.
    pub near_miss: RuleExample,
    /// The version that brought it.
    pub since: &'static str,
    /// Measured class of its decisions: its precision over the labelled corpus, held by the test `confidence`.
    pub confidence: Confidence,
    pub(crate) kind: Kind,
}

/// How a row decides.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// The mentions with this cue.
    Choice(Cue, Pick),
    /// A look at the whole reply.
    Test(fn(&Evidence<'_>) -> Option<Finding>),
}
