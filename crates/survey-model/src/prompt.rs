//! Prompts: what a model is asked.

use serde::{Deserialize, Serialize};

use crate::{ItemId, OptionCode, PromptId};

/// One answer option as the prompt shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptOption {
    /// The code that the option stands for.
    pub code: OptionCode,
    /// The label as shown.
    pub label: String,
}

/// A rendered prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// `item` for the paper's rendering, `item.variant` for any other.
    pub id: PromptId,
    /// The item it asks.
    pub item: ItemId,
    /// The variant it was rendered in.
    pub variant: String,
    /// The text sent as the user's message, byte for byte.
    pub text: String,
    /// The options in the order shown.
    pub options: Vec<PromptOption>,
}
