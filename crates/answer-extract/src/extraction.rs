//! What an extraction says: the outcome, the rule that decided, where it read, and what contradicted it.

use std::fmt;
use std::ops::Range;

use crate::option::OptionValue;

/// What a reply came to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Outcome {
    /// The reply chose this option.
    Chosen(OptionValue),
    /// The reply declined to choose; with a value when it chose an option that is marked as a refusal.
    Refused(Option<OptionValue>),
    /// The reply says that it does not know; with the value of the option that says so, where the scale has one.
    DontKnow(Option<OptionValue>),
    /// The reply names these options, in the scale's order, and settles on none of them.
    Ambiguous(Vec<OptionValue>),
    /// The reply holds no answer that a rule can read: empty, cut off, off the scale, or a stance in other words.
    Unparsable,
}

impl Outcome {
    /// The stable name of the outcome's kind, as written to files: `chosen`, `refused`, `dont_know`, `ambiguous`, `unparsable`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chosen(_) => "chosen",
            Self::Refused(_) => "refused",
            Self::DontKnow(_) => "dont_know",
            Self::Ambiguous(_) => "ambiguous",
            Self::Unparsable => "unparsable",
        }
    }

    /// The single option that the outcome carries, if any.
    #[must_use]
    pub fn value(&self) -> Option<OptionValue> {
        match self {
            Self::Chosen(value) => Some(*value),
            Self::Refused(value) | Self::DontKnow(value) => *value,
            Self::Ambiguous(_) | Self::Unparsable => None,
        }
    }

    /// The options between which an ambiguous reply hovers; empty for every other outcome.
    #[must_use]
    pub fn candidates(&self) -> &[OptionValue] {
        match self {
            Self::Ambiguous(candidates) => candidates,
            _ => &[],
        }
    }
}

/// Bytes `start..end` of the reply as it was handed in, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span as a range, for indexing the reply.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Something in the reply that speaks against the outcome; recorded, never silently dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Conflict {
    /// A number and a label stand together and mean different options ("3) Disagree" where 3 is "Agree").
    NumberAgainstLabel {
        /// The option that the number or letter means.
        number: OptionValue,
        /// The option that the label means.
        label: OptionValue,
    },
    /// The reply chose this other option too, in a weaker or an earlier place.
    OtherChoice(OptionValue),
    /// The reply restates the scale with its ends exchanged ("1 being agree and 7 being disagree").
    ScaleReversed,
    /// A number was offered as the answer that is no option of the scale.
    OffScale,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NumberAgainstLabel { number, label } => {
                write!(f, "number against label: `{number}` against the label of `{label}`")
            }
            Self::OtherChoice(value) => write!(f, "another choice: `{value}`"),
            Self::ScaleReversed => f.write_str("the reply restates the scale the other way round"),
            Self::OffScale => f.write_str("a number that is not on the scale"),
        }
    }
}

/// How far a rule's decisions can be trusted: the share that is right of its decisions over the project's labelled
/// corpus, part of which the rules were written on; measure your own replies with `cargo xtask extract --score`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Confidence {
    /// Below 0.95, or fewer than ten decisions.
    Low,
    /// At least 0.95 of ten decisions or more.
    Medium,
    /// At least 0.99 of ten decisions or more.
    High,
}

/// The answer read from one reply, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// What the reply came to.
    pub outcome: Outcome,
    /// Stable id of the rule that decided, a row of [`crate::RULES`].
    pub rule: &'static str,
    /// The bytes that the rule read; `None` when the outcome rests on what the reply does not say.
    pub span: Option<Span>,
    /// What speaks against the outcome, in the order of the rules.
    pub conflicts: Vec<Conflict>,
    /// The class of the deciding rule, one step lower when the choice is hedged or contradicted.
    pub confidence: Confidence,
}
