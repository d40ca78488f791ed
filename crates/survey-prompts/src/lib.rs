//! Stage 2: renders an item in a wording, option order and persona into a prompt.
//!
//! What goes in: items, with the codebook's paragraphs as an interviewer reads them. What comes out: the text that a
//! model gets, byte for byte: the question, then one line per option with its number and label.
//! There is no instruction about the answer's format and no system prompt (paper, section 2).
//!
//! What this crate does not know: models, providers, replies, and any survey by name.
//! Interviewer's instructions are taken out by a table of rules, `data/rewrites.toml`.
#![forbid(unsafe_code)]

mod render;
mod rewrite;

pub use render::{OptionOrder, PromptError, Variant, render};
pub use rewrite::{RewriteRule, question_text, rewrite_rules};
