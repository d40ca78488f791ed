//! The alignment score of a group with a model.

use survey_model::{Consensus, StudyItem};

use crate::Moments;

/// What a group's mean on one item is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The model's answer, in the item's own unit; `None` if the model never answered.
    pub answer: Option<f64>,
    /// `R - 1`: the scale's highest minus its lowest code.
    pub width: f64,
    /// The item's weight in the mean over items, in (0, 1].
    pub item_weight: f64,
}

/// The targets of one model, in the study's item order; `answer_of` turns a consensus into an answer.
///
/// # Panics
/// If `consensus` does not hold one row per item, in the same order.
#[must_use]
pub fn targets(
    items: &[StudyItem],
    consensus: &[Consensus],
    answer_of: impl Fn(&Consensus) -> Option<f64>,
) -> Vec<Target> {
    assert_eq!(items.len(), consensus.len(), "one consensus per item");
    let target = |(item, consensus): (&StudyItem, &Consensus)| {
        assert_eq!(item.item.id(), &consensus.item, "consensus rows in item order");
        Target {
            answer: answer_of(consensus),
            width: f64::from(item.item.scale().width()),
            item_weight: item.weight.get(),
        }
    };
    items.iter().zip(consensus).map(target).collect()
}

/// `A(G,m,q) = 1 - |mean - answer| / (R - 1)`, in [0, 1] for a mean and an answer on the scale.
/// Source: paper section 2.
///
/// ```
/// // A mean of 6 and an answer of 8 on a 0-10 scale lie a fifth of the scale apart.
/// assert!((alignment_core::item_score(6.0, 8.0, 10.0) - 0.8).abs() < 1e-15);
/// ```
#[must_use]
pub fn item_score(mean: f64, answer: f64, width: f64) -> f64 {
    1.0 - (mean - answer).abs() / width
}

/// `A(G,m)`: the weighted mean of the item scores over the items that the model answered and for which the group
/// has a valid answer, with the number of those items. `None` if there is no such item.
/// Source: paper section 2 and footnote 3.
///
/// # Panics
/// If there are not as many moments as targets.
#[must_use]
pub fn group_score(moments: &[Moments], targets: &[Target]) -> (Option<f64>, u32) {
    assert_eq!(moments.len(), targets.len(), "one target per item");
    let (mut total, mut weight, mut items) = (0.0, 0.0, 0);
    for (moments, target) in moments.iter().zip(targets) {
        if let (Some(mean), Some(answer)) = (moments.mean(), target.answer) {
            total += target.item_weight * item_score(mean, answer, target.width);
            weight += target.item_weight;
            items += 1;
        }
    }
    ((items > 0).then(|| total / weight), items)
}
