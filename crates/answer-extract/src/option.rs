//! One option of a scale, as the prompt shows it.

use std::fmt;

/// What stands before an option in the prompt: its number or its letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum OptionValue {
    /// A numbered option; codes of surveys are small, negative ones included.
    Number(i32),
    /// A lettered option, upper case.
    Letter(char),
}

impl From<i32> for OptionValue {
    fn from(number: i32) -> Self {
        Self::Number(number)
    }
}

impl From<char> for OptionValue {
    fn from(letter: char) -> Self {
        Self::Letter(letter.to_ascii_uppercase())
    }
}

impl fmt::Display for OptionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Letter(letter) => write!(f, "{letter}"),
        }
    }
}

/// What choosing an option means when the option is no answer ("Refused", "Don't know").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum MissingKind {
    /// The respondent declined.
    Refused,
    /// The respondent does not know.
    DontKnow,
}

/// One option as the prompt shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseOption {
    /// Number or letter.
    pub value: OptionValue,
    /// The words beside it; empty, or the number again, for the unlabelled points between two ends.
    pub label: String,
    /// Set when choosing this option is no answer.
    pub missing: Option<MissingKind>,
}

impl ResponseOption {
    /// An option that is an answer.
    #[must_use]
    pub fn new(value: impl Into<OptionValue>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), missing: None }
    }

    /// An option that is no answer.
    #[must_use]
    pub fn missing(
        value: impl Into<OptionValue>,
        label: impl Into<String>,
        kind: MissingKind,
    ) -> Self {
        Self { value: value.into(), label: label.into(), missing: Some(kind) }
    }
}
