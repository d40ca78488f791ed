//! Replies: what a model said, verbatim and uninterpreted.

use serde::{Deserialize, Serialize};

use crate::{ItemId, ModelName, PromptId};

/// Why the model stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FinishReason {
    /// It ended by itself.
    Stop,
    /// It ran into the token limit.
    Length,
    /// The provider's own refusal mechanism ended it.
    Refusal,
    /// The provider's content filter ended it.
    ContentFilter,
    /// Any other reason, as the provider names it.
    Other(String),
}

/// Token counts as the provider reports them; absent where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TokenUsage {
    /// Tokens of the prompt.
    #[serde(default)]
    pub prompt: Option<u64>,
    /// Tokens of the completion, reasoning included.
    #[serde(default)]
    pub completion: Option<u64>,
    /// Tokens of hidden reasoning.
    #[serde(default)]
    pub reasoning: Option<u64>,
}

/// One reply of one model to one prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The model as the study names it.
    pub model: ModelName,
    /// The model that says it answered, as the provider reports it.
    #[serde(default)]
    pub served_model: Option<String>,
    /// The item asked.
    pub item: ItemId,
    /// The prompt sent.
    pub prompt: PromptId,
    /// The repetition, counted from 1.
    pub repetition: u32,
    /// The reply's text, verbatim; empty if the model sent none.
    pub text: String,
    /// The provider's separate refusal text, if it sent one.
    #[serde(default)]
    pub refusal: Option<String>,
    /// Why the model stopped; absent where the provider does not say.
    #[serde(default)]
    pub finish: Option<FinishReason>,
    /// Token counts.
    #[serde(default)]
    pub usage: TokenUsage,
    /// The seed sent, if any.
    #[serde(default)]
    pub seed: Option<u64>,
}
