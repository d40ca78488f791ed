//! Answers: what a reply was read as.

use serde::{Deserialize, Serialize};

use crate::{ItemId, ModelName, OptionCode};

/// What came of one repetition. Only `Chosen` votes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// The reply chose an option.
    Chosen {
        /// The option's code.
        code: OptionCode,
    },
    /// The reply refused or talked about the question without choosing.
    Refused,
    /// The reply said that it does not know.
    DontKnow,
    /// The reply named several options and chose none.
    Ambiguous {
        /// The options it named; may be empty where only the outcome is known.
        candidates: Vec<OptionCode>,
    },
    /// The reply could not be read.
    Unparsable,
}

impl Outcome {
    /// The code that was chosen, if one was.
    #[must_use]
    pub fn chosen(&self) -> Option<OptionCode> {
        match self {
            Self::Chosen { code } => Some(*code),
            _ => None,
        }
    }

    /// The outcome's name in files: `chosen`, `refused`, `dont_know`, `ambiguous`, `unparsable`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Chosen { .. } => "chosen",
            Self::Refused => "refused",
            Self::DontKnow => "dont_know",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Unparsable => "unparsable",
        }
    }
}

/// One repetition's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The model.
    pub model: ModelName,
    /// The item.
    pub item: ItemId,
    /// The repetition, counted from 1.
    pub repetition: u32,
    /// What the reply was read as.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The rule that decided; absent where the answer was read elsewhere.
    #[serde(default)]
    pub rule: Option<String>,
    /// Byte range of the reply that the rule read.
    #[serde(default)]
    pub span: Option<(u64, u64)>,
    /// A contradiction that the rule saw, in words.
    #[serde(default)]
    pub conflict: Option<String>,
}
