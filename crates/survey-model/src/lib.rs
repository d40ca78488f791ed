//! The nouns of every survey: codebook, item, response scale, respondent, group, prompt, reply, answer, score.
//!
//! What goes in: nothing. What comes out: the types that every stage crate takes and gives.
//! A value of one of these types is valid by construction: constructors check, and
//! deserialising goes through the constructors, so a hand-edited file cannot produce an invalid one.
//!
//! What this crate does not know: any survey by name, files, prompts' wording, models' protocols, statistics.
#![forbid(unsafe_code)]

mod answer;
mod baseline;
mod codebook;
mod edition;
mod group;
mod item;
mod microdata;
mod names;
mod prompt;
mod reply;
mod scale;
mod score;
mod study_item;
mod weight;

pub use answer::{Answer, Outcome};
pub use baseline::Baseline;
pub use codebook::{Category, Codebook, CodebookError, Reading, TextCategory, Variable};
pub use edition::{Origin, SurveyEdition};
pub use group::{CodeRange, Factor, FactorError, GroupRule, Partition, PartitionGroup};
pub use item::{Item, ItemError};
pub use microdata::{CodeColumn, Microdata, MicrodataError, NumberColumn, TextColumn};
pub use names::{FactorName, ItemId, ModelName, NameError, PromptId, VariableName};
pub use prompt::{Prompt, PromptOption};
pub use reply::{FinishReason, Reply, TokenUsage};
pub use scale::{MissingKind, OptionCode, ResponseScale, ScaleError, ScaleOption};
pub use score::{
    Consensus, GroupScore, Influence, Interval, ItemScore, MissingCount, ModelSummary, Spread,
};
pub use study_item::StudyItem;
pub use weight::{ItemWeight, Weight, WeightError};
