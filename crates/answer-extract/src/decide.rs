//! The walk down the rule table.

use std::cell::Cell;

use crate::evidence::{Evidence, Finding, Scratch, gather};
use crate::extraction::{Confidence, Extraction};
use crate::rule::{Kind, Rule};
use crate::rules::RULES;
use crate::scale::ResponseScale;

/// Reads one reply on one scale.
///
/// Never fails and never panics, whatever the text; the time is linear in the reply's length.
///
/// # Examples
/// ```
/// use answer_extract::{Outcome, ResponseOption, ResponseScale, extract};
///
/// let mut options = vec![ResponseOption::new(0, "Not at all likely"), ResponseOption::new(10, "Extremely likely")];
/// options.extend((1..10).map(|point| ResponseOption::new(point, "")));
/// let scale = ResponseScale::new(options)?;
/// let answer = |reply: &str| extract(&scale, reply).outcome;
///
/// assert_eq!(answer("On a scale of 0 to 10, I'd give it a 7 out of 10."), Outcome::Chosen(7.into()));
/// assert_eq!(answer("Somewhere between 6 and 7."), Outcome::Ambiguous(vec![6.into(), 7.into()]));
/// assert_eq!(answer("As an AI, I don't have personal opinions."), Outcome::Refused(None));
/// assert_eq!(answer(""), Outcome::Unparsable);
/// # Ok::<(), answer_extract::ScaleError>(())
/// ```
#[must_use]
pub fn extract(scale: &ResponseScale, reply: &str) -> Extraction {
    // A thread that ends has no scratch left to give; its last replies allocate anew.
    let scratch = SCRATCH.try_with(Cell::take).unwrap_or_default();
    let evidence = gather(scale, reply, scratch);
    let extraction = decide(&evidence);
    let scratch = evidence.into_scratch();
    if scratch.tokens.capacity() <= TOKENS_KEPT {
        let _ = SCRATCH.try_with(|kept| kept.set(scratch));
    }
    extraction
}

/// Tokens for which a thread keeps room, 8 MB: a reply of about 1 MB.
const TOKENS_KEPT: usize = 1 << 18;

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

/// The first row of the table that finds something.
pub(crate) fn decide(evidence: &Evidence<'_>) -> Extraction {
    let found = RULES.iter().find_map(|rule| apply(rule, evidence).map(|finding| (rule, finding)));
    let (rule, finding) = found.expect("the last row of the table accepts every reply");
    let mut confidence = rule.confidence;
    if finding.doubtful || !finding.conflicts.is_empty() {
        confidence =
            if confidence == Confidence::High { Confidence::Medium } else { Confidence::Low };
    }
    Extraction {
        outcome: finding.outcome,
        rule: rule.id,
        span: finding.span,
        conflicts: finding.conflicts,
        confidence,
    }
}

/// One rule's finding.
pub(crate) fn apply(rule: &Rule, evidence: &Evidence<'_>) -> Option<Finding> {
    match rule.kind {
        Kind::Choice(cue, pick) => evidence.choice(cue, pick),
        Kind::Test(test) => test(evidence),
    }
}
