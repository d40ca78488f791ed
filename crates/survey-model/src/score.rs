//! Results: consensus, scores and the rows of the paper's tables.

use serde::{Deserialize, Serialize};

use crate::{FactorName, ItemId, ModelName, OptionCode, VariableName};

/// A model's consensus on one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consensus {
    /// The model.
    pub model: ModelName,
    /// The item.
    pub item: ItemId,
    /// The modal code, the smallest of the modes; `None` if no repetition chose.
    pub code: Option<OptionCode>,
    /// The codes with the most votes, ascending; more than one is a tie.
    pub modes: Vec<OptionCode>,
    /// Repetitions that chose the consensus.
    pub agreeing: u32,
    /// Repetitions that chose any code.
    pub voting: u32,
    /// All repetitions of the item.
    pub repetitions: u32,
}

/// A 95 % interval, both ends in the statistic's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One group's score with one model: a row of `group_scores.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupScore {
    /// The model.
    pub model: ModelName,
    /// The factor.
    pub factor: FactorName,
    /// The group's code.
    pub group: String,
    /// The group's label.
    pub label: String,
    /// The group's members.
    pub respondents: u64,
    /// The items that enter the score.
    pub items: u32,
    /// A(G, m) in [0, 1]; `None` if no item enters.
    pub score: Option<f64>,
    /// Its percentile interval; `None` before resampling or if no replicate has a score.
    #[serde(default)]
    pub interval: Option<Interval>,
    /// Replicates in which the group had no score.
    #[serde(default)]
    pub replicates_absent: u32,
}

/// One group's score on one item: a row of `item_scores.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemScore {
    /// The model.
    pub model: ModelName,
    /// The factor.
    pub factor: FactorName,
    /// The group's code.
    pub group: String,
    /// The item.
    pub item: ItemId,
    /// The group's mean code; `None` without a valid answer.
    pub mean: Option<f64>,
    /// Valid answers in the group.
    pub valid: u64,
    /// A(G, m, q) in [0, 1]; `None` without a valid answer or a consensus.
    pub score: Option<f64>,
}

/// One model's row of Table 1. Shares are in [0, 1].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// The model.
    pub model: ModelName,
    /// Questions of the study, each set of forms counted once.
    pub questions: u32,
    /// Items of the study.
    pub items: u32,
    /// Questions with at least one chosen code.
    pub questions_answered: u32,
    /// Items with at least one chosen code.
    pub items_answered: u32,
    /// Answered questions all of whose answered forms are uniform.
    pub questions_uniform: u32,
    /// `questions_uniform / questions_answered`.
    pub uniform_share: Option<f64>,
    /// Mean over answered questions of the share of votes that differ from the consensus.
    pub disagreement_mean: Option<f64>,
    /// Share of all repetitions without a choice, each question weighing the same.
    pub refusal_share_questions: f64,
    /// Share of all repetitions without a choice, over all items.
    pub refusal_share_items: f64,
    /// Questions no form of which was ever answered.
    pub questions_all_refused: u32,
    /// Questions with at least one repetition without a choice.
    pub questions_ever_refused: u32,
    /// Items whose consensus was a tie.
    pub ties: u32,
    /// A(P, m): the score with everybody.
    pub overall: Option<f64>,
    /// Its percentile interval.
    #[serde(default)]
    pub interval: Option<Interval>,
    /// A(P, m) if a tie went to the median of the modes.
    pub overall_median_of_modes: Option<f64>,
}

/// One factor's row of Table 2: how many respondents are in its missing group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingCount {
    /// The factor.
    pub factor: FactorName,
    /// The factor's label.
    pub label: String,
    /// Its variable.
    pub variable: VariableName,
    /// Respondents in the missing group.
    pub missing: u64,
}

/// The widest gap between two groups of a factor. The missing group takes no part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The model.
    pub model: ModelName,
    /// The factor.
    pub factor: FactorName,
    /// The code of the group with the lowest score.
    pub lowest: String,
    /// The code of the group with the highest score.
    pub highest: String,
    /// The highest minus the lowest score, in [0, 1].
    pub spread: f64,
    /// The spread's interval, where it was resampled.
    #[serde(default)]
    pub interval: Option<Interval>,
}

/// What one item contributes to a factor's widest gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// The model.
    pub model: ModelName,
    /// The factor.
    pub factor: FactorName,
    /// The item that is left out.
    pub item: ItemId,
    /// The gap between the same two groups without the item; it may be negative.
    pub gap_without: f64,
}
