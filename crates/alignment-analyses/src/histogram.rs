//! How often each group gave each answer: what every score, distribution and baseline is made of.

use rayon::prelude::*;
use survey_model::Partition;

use crate::{CodeMatrix, Column, RespondentWeights};

/// The weighted answers of one group to one item.
#[derive(Debug, Clone, Copy)]
pub struct Histogram<'a> {
    lowest: i32,
    /// Summed weight of the respondents at each step of the scale, `width + 1` entries.
    weights: &'a [f64],
}

impl<'a> Histogram<'a> {
    /// A histogram from the summed weights at each step above the lowest code.
    #[must_use]
    pub fn new(lowest: i32, weights: &'a [f64]) -> Self {
        Self { lowest, weights }
    }

    /// Summed weight at each step of the scale, `width + 1` entries.
    #[must_use]
    pub fn weights(self) -> &'a [f64] {
        self.weights
    }

    /// Summed weight of the valid answers.
    #[must_use]
    pub fn total(self) -> f64 {
        self.weights.iter().sum()
    }

    /// `R - 1`, at least 1.
    #[must_use]
    pub fn width(self) -> f64 {
        (self.weights.len() - 1) as f64
    }

    /// The mean code, in the item's own unit; `None` without a valid answer of positive weight.
    ///
    /// ```
    /// use alignment_analyses::Histogram;
    /// // One person at 1, none at 2, three at 3: (1 + 3 x 3) / 4.
    /// assert_eq!(Histogram::new(1, &[1.0, 0.0, 3.0]).mean(), Some(2.5));
    /// assert_eq!(Histogram::new(1, &[0.0, 0.0]).mean(), None);
    /// ```
    #[must_use]
    pub fn mean(self) -> Option<f64> {
        let codes = (self.lowest..).map(f64::from);
        let sum: f64 = codes.zip(self.weights).map(|(code, weight)| weight * code).sum();
        let total = self.total();
        (total > 0.0).then(|| sum / total)
    }

    /// The code with the largest weight, the smallest of them if several have it; `None` without a valid answer.
    ///
    /// ```
    /// use alignment_analyses::Histogram;
    /// assert_eq!(Histogram::new(1, &[2.0, 1.0, 2.0]).mode(), Some(1.0));
    /// ```
    #[must_use]
    pub fn mode(self) -> Option<f64> {
        let mut best: Option<(usize, f64)> = None;
        for (step, &weight) in self.weights.iter().enumerate() {
            if weight > best.map_or(0.0, |(_, most)| most) {
                best = Some((step, weight));
            }
        }
        best.map(|(step, _)| f64::from(self.lowest) + step as f64)
    }
}

/// The histograms of one partition: every group on every item.
#[derive(Debug, Clone, PartialEq)]
pub struct Histograms {
    /// For each item: lowest code, steps, and the weights of group 0, group 1, ... one after another.
    items: Vec<(i32, usize, Vec<f64>)>,
    groups: usize,
}

impl Histograms {
    /// How many groups the partition has.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// One group's answers to one item.
    ///
    /// # Panics
    /// If there is no such group or item.
    #[must_use]
    pub fn of(&self, group: usize, item: usize) -> Histogram<'_> {
        let (lowest, steps, weights) = &self.items[item];
        Histogram::new(*lowest, &weights[group * steps..(group + 1) * steps])
    }

    /// One group's mean code on every item, in the study's order.
    #[must_use]
    pub fn means(&self, group: usize) -> Vec<Option<f64>> {
        (0..self.items.len()).map(|item| self.of(group, item).mean()).collect()
    }
}

/// The histograms of a partition under some weights. Sums run in respondent order, whatever the number of threads.
///
/// # Panics
/// If partition or weights are of other respondents than the matrix.
#[must_use]
pub fn histograms(
    matrix: &CodeMatrix,
    partition: &Partition,
    weights: &RespondentWeights,
) -> Histograms {
    assert_eq!(partition.members.len(), matrix.respondents(), "the partition covers the matrix");
    let groups = partition.groups.len();
    let count = |column: &Column| {
        let steps = usize::from(column.width()) + 1;
        let mut cells = vec![0.0; groups * steps];
        let answers = column.steps().zip(&partition.members).enumerate();
        for (respondent, (step, &group)) in answers {
            if let Some(step) = step {
                cells[usize::from(group) * steps + usize::from(step)] += weights.of(respondent);
            }
        }
        (column.lowest(), steps, cells)
    };
    Histograms { items: matrix.columns().par_iter().map(count).collect(), groups }
}
