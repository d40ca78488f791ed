//! Answers that nobody needs a model for: what they score in a model's place.

use alignment_core::{Target, item_score};
use survey_model::StudyItem;

use crate::{Attainable, Histograms, codes, score};

/// The scores with one group that reference answers get on the items that a model answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// Every item answered as far from the group's mean as the scale allows.
    pub worst: f64,
    /// Every item answered at random, all codes equally likely; an expectation.
    pub random: f64,
    /// Every item answered with the middle of its scale, whether or not a code stands there.
    pub midpoint: f64,
    /// Every item answered at the same relative position of its scale, the best one.
    pub constant: f64,
    /// That position, 0 at the lowest and 1 at the highest code.
    pub constant_position: f64,
    /// The members' own answers, each member in the model's place in turn; an expectation over members and items.
    pub person: f64,
    /// Every item answered with the code nearest to the group's mean.
    pub best: f64,
}

/// One item that counts: its mean on the scale from 0 to 1, and its weight.
struct Counted {
    position: f64,
    weight: f64,
}

impl Ladder {
    /// The ladder of one group on the items that `targets` answer; `None` if no such item has a mean.
    ///
    /// # Panics
    /// If the study's items and the targets differ in number.
    #[must_use]
    pub fn new(
        items: &[StudyItem],
        histograms: &Histograms,
        group: usize,
        targets: &[Target],
    ) -> Option<Self> {
        assert_eq!(items.len(), targets.len(), "one target per item");
        let (mut weight, mut sums) = (0.0, [0.0; 5]);
        let mut counted = Vec::new();
        for (at, (item, target)) in items.iter().zip(targets).enumerate() {
            let histogram = histograms.of(group, at);
            let (Some(mean), Some(_)) = (histogram.mean(), target.answer) else { continue };
            let attainable = Attainable::of(mean, item);
            let lowest = f64::from(item.item.scale().lowest().0);
            let middle = item_score(mean, lowest + target.width / 2.0, target.width);
            let steps = (item.item.scale().lowest().0..).map(f64::from).zip(histogram.weights());
            let own = |(code, members): (f64, &f64)| members * item_score(mean, code, target.width);
            let person = steps.map(own).sum::<f64>() / histogram.total();
            let scores =
                [attainable.worst(), attainable.random(), middle, person, attainable.best()];
            sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += target.item_weight * score);
            weight += target.item_weight;
            let position = (mean - lowest) / target.width;
            counted.push(Counted { position, weight: target.item_weight });
        }
        let [worst, random, midpoint, person, best] = sums.map(|sum| sum / weight);
        let positions: Vec<(f64, f64)> = counted.iter().map(|c| (c.position, c.weight)).collect();
        let constant_position = weighted_median(&positions)?;
        let apart = |item: &Counted| item.weight * (item.position - constant_position).abs();
        let constant = 1.0 - counted.iter().map(apart).sum::<f64>() / weight;
        Some(Self { worst, random, midpoint, constant, constant_position, person, best })
    }

    /// Where a score stands between the worst and the best attainable, 0 to 1; `None` if all answers score the same.
    ///
    /// ```
    /// # use alignment_analyses::Ladder;
    /// # let (midpoint, constant, constant_position, person) = (0.7, 0.7, 0.5, 0.7);
    /// let ladder = Ladder { worst: 0.4, random: 0.6, best: 0.9, midpoint, constant, constant_position, person };
    /// // 0.65 lies halfway from 0.4 to 0.9, and a sixth of the way from 0.6 to 0.9.
    /// assert!((ladder.share_of_attainable(0.65).unwrap() - 0.5).abs() < 1e-12);
    /// assert!((ladder.share_over_random(0.65).unwrap() - 1.0 / 6.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn share_of_attainable(&self, score: f64) -> Option<f64> {
        share(score, self.worst, self.best)
    }

    /// Where a score stands between random answers and the best attainable: 0 as good as random, 1 the best, negative
    /// worse than random; `None` if random answers are the best.
    #[must_use]
    pub fn share_over_random(&self, score: f64) -> Option<f64> {
        share(score, self.random, self.best)
    }
}

fn share(score: f64, from: f64, to: f64) -> Option<f64> {
    (to > from).then(|| (score - from) / (to - from))
}

/// The smallest value at which half of the weight is reached: it makes the summed weighted distances smallest.
/// `None` without weight.
///
/// ```
/// use alignment_analyses::weighted_median;
/// assert_eq!(weighted_median(&[(0.9, 1.0), (0.2, 1.0), (0.5, 1.0)]), Some(0.5));
/// assert_eq!(weighted_median(&[(0.9, 3.0), (0.2, 1.0), (0.5, 1.0)]), Some(0.9));
/// assert_eq!(weighted_median(&[]), None);
/// ```
#[must_use]
pub fn weighted_median(values: &[(f64, f64)]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let mut reached = 0.0;
    let reaches = |&&(_, weight): &&(f64, f64)| {
        reached += weight;
        // Thirds do not add up exactly; the slack is far below any weight.
        reached >= total / 2.0 - 1e-12
    };
    (total > 0.0).then(|| sorted.iter().find(reaches).map(|(value, _)| *value))?
}

/// The score with one group of another group's answers in a model's place: `answers` are the other group's, one for
/// each item, and count where the model answered.
#[must_use]
pub fn score_in_place(
    means: &[Option<f64>],
    answers: &[Option<f64>],
    targets: &[Target],
) -> Option<f64> {
    let swapped = |(target, answer): (&Target, &Option<f64>)| Target {
        answer: target.answer.and(*answer),
        ..*target
    };
    let swapped: Vec<Target> = targets.iter().zip(answers).map(swapped).collect();
    score(means, &swapped).0
}

/// A group's majority vote on every item: the modal code, the smallest if several are.
#[must_use]
pub fn majority_votes(histograms: &Histograms, group: usize, items: usize) -> Vec<Option<f64>> {
    (0..items).map(|item| histograms.of(group, item).mode()).collect()
}

/// A group's mean on every item, rounded to the nearest code of the scale, the lower of two as near.
#[must_use]
pub fn rounded_means(
    items: &[StudyItem],
    histograms: &Histograms,
    group: usize,
) -> Vec<Option<f64>> {
    let nearest = |(at, item): (usize, &StudyItem)| {
        let mean = histograms.of(group, at).mean()?;
        let near = |a: &f64, b: &f64| (a - mean).abs().total_cmp(&(b - mean).abs());
        codes(item).into_iter().min_by(near)
    };
    items.iter().enumerate().map(nearest).collect()
}
