//! Gaps within a factor, and what each item contributes to them.

use survey_model::{GroupScore, Influence, ItemId, Partition, Spread};

use crate::{GroupMoments, Target, group_score};

/// The widest gap between two groups of one factor with one model; the missing group takes no part.
///
/// `scores` are the rows of one model and one factor. `None` if fewer than two groups have a score.
///
/// ```
/// # use survey_model::{FactorName, GroupScore, ModelName};
/// # let row = |group: &str, score| GroupScore {
/// #     model: ModelName::new("m").unwrap(), factor: FactorName::new("gender").unwrap(),
/// #     group: group.into(), label: group.into(), respondents: 1, items: 1,
/// #     score: Some(score), interval: None, replicates_absent: 0,
/// # };
/// let scores = [row("1", 0.643), row("2", 0.654), row("missing", 0.1)];
/// let gap = alignment_core::widest_gap(&scores).expect("two groups have a score");
/// assert_eq!((gap.lowest.as_str(), gap.highest.as_str()), ("1", "2"));
/// assert!((gap.spread - 0.011).abs() < 1e-12);
/// ```
#[must_use]
pub fn widest_gap(scores: &[GroupScore]) -> Option<Spread> {
    let scored = || {
        let named = scores.iter().filter(|row| row.group != Partition::MISSING);
        named.filter_map(|row| Some((row, row.score?)))
    };
    let (lowest, low) = scored().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (highest, high) = scored().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (lowest.group != highest.group).then(|| Spread {
        model: lowest.model.clone(),
        factor: lowest.factor.clone(),
        lowest: lowest.group.clone(),
        highest: highest.group.clone(),
        spread: high - low,
        interval: None,
    })
}

/// The gap between the same two groups when one item is left out, for each item that enters a score of either.
///
/// `moments` and `targets` are those of the spread's factor and model, in the order of `items`; a gap that one item
/// alone carries has no gap without it and gives no row.
///
/// # Panics
/// If the spread's groups are not of this partition.
#[must_use]
pub fn influences(
    spread: &Spread,
    partition: &Partition,
    moments: &GroupMoments,
    targets: &[Target],
    items: &[&ItemId],
) -> Vec<Influence> {
    let moments_of = |code: &str| {
        let index = partition.groups.iter().position(|group| group.group == code);
        moments.of_group(index.expect("the spread is of this partition"))
    };
    let (low, high) = (moments_of(&spread.lowest), moments_of(&spread.highest));
    let without = |left_out: usize| {
        let mut targets = targets.to_vec();
        targets[left_out].answer = None;
        Some(group_score(high, &targets).0? - group_score(low, &targets).0?)
    };
    let enters = |&index: &usize| {
        let valid = low[index].valid > 0 || high[index].valid > 0;
        targets[index].answer.is_some() && valid
    };
    let influence = |index: usize| {
        Some(Influence {
            model: spread.model.clone(),
            factor: spread.factor.clone(),
            item: items[index].clone(),
            gap_without: without(index)?,
        })
    };
    (0..items.len()).filter(enters).filter_map(influence).collect()
}
