//! What an answer could score at all: the worst, the best, and the expected score of a random answer.

use alignment_core::item_score;
use survey_model::StudyItem;

/// What the answers on one scale could score with one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Attainable {
    /// The score of each code of the scale, codes ascending.
    scores: Vec<f64>,
}

impl Attainable {
    /// The scores of every code with a group of this mean; `width` is `R - 1`.
    ///
    /// ```
    /// use alignment_analyses::Attainable;
    /// // Codes 1 to 5 and a mean of 2.2: the distances are 1.2, 0.2, 0.8, 1.8 and 2.8, over a width of 4.
    /// let scores = Attainable::new(2.2, &[1.0, 2.0, 3.0, 4.0, 5.0], 4.0);
    /// assert!((scores.best() - 0.95).abs() < 1e-12);
    /// assert!((scores.worst() - 0.3).abs() < 1e-12);
    /// assert!((scores.random() - 0.66).abs() < 1e-12); // 1 - 6.8 / 5 / 4
    /// ```
    #[must_use]
    pub fn new(mean: f64, codes: &[f64], width: f64) -> Self {
        Self { scores: codes.iter().map(|&code| item_score(mean, code, width)).collect() }
    }

    /// The scores of an item's codes with a group of this mean.
    #[must_use]
    pub fn of(mean: f64, item: &StudyItem) -> Self {
        Self::new(mean, &codes(item), f64::from(item.item.scale().width()))
    }

    /// The score of each code, codes ascending.
    #[must_use]
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// The lowest score that an answer on the scale can get.
    #[must_use]
    pub fn worst(&self) -> f64 {
        self.scores.iter().copied().fold(f64::INFINITY, f64::min)
    }

    /// The highest score that an answer on the scale can get; below 1 where the mean lies between two codes.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// The expected score of an answer that takes every code equally often.
    #[must_use]
    pub fn random(&self) -> f64 {
        self.scores.iter().sum::<f64>() / self.scores.len() as f64
    }
}

/// The codes of an item's scale, ascending.
#[must_use]
pub fn codes(item: &StudyItem) -> Vec<f64> {
    item.item.scale().options().iter().map(|option| f64::from(option.code.0)).collect()
}
