//! Baselines: how much of a score any answer would get.

use serde::{Deserialize, Serialize};

use crate::ModelName;

/// The score with everybody that some set of reference answers would get in a model's place: a row of `baselines.csv`.
///
/// A score of 0.65 says little alone, because the middle of every scale may get 0.66.
/// The reference answers stand on the items that `model` answered, so that the two scores compare like with like.
///
/// Example: two respondents answer 2 and 4 on one item with the scale 1 to 5.
/// Their mean is 3, so the scale's midpoint, 3, scores 1 - |3 - 3| / 4 = 1, and the constant answer 1 scores 1 - 2 / 4 = 0.5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The model in whose place the answers stand; it decides which items count.
    pub model: ModelName,
    /// The reference answers in snake case: `uniform_random`, `midpoint`, `best_constant`, `human_ceiling`. Once per model.
    pub name: String,
    /// The reference answers in words, as figures print them: `uniform random answers`.
    pub label: String,
    /// A(P, reference answers) in [0, 1]; an expectation where the answers are random.
    pub score: f64,
}
