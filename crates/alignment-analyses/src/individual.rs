//! Respondents one by one: how close each is to a model, and what the groups they belong to share of it.

use alignment_core::{Target, item_score};
use survey_model::Partition;

use crate::{CodeMatrix, RespondentWeights};

/// Each respondent's own score with one model: the mean of `1 - |x - a| / (R - 1)` over the items that both answered,
/// with the items' weights; `None` if there is no such item.
///
/// Between 0 and 1. Its mean over a group is not the group's score: that compares the model with the group's mean, in
/// which distances on both sides of the model's answer cancel, so that on one item it is never below the mean of these.
///
/// ```
/// // One item from 1 to 5 and a model that answers 2: answers 2 and 4 are 0 and 2 of 4 steps away.
/// let scores = [2.0, 4.0].map(|code| alignment_core::item_score(code, 2.0, 4.0));
/// assert_eq!(scores, [1.0, 0.5]);
/// ```
///
/// # Panics
/// If there are not as many targets as items.
#[must_use]
pub fn individual_scores(matrix: &CodeMatrix, targets: &[Target]) -> Vec<Option<f64>> {
    assert_eq!(matrix.columns().len(), targets.len(), "one target per item");
    let mut sums = vec![(0.0, 0.0); matrix.respondents()];
    for (column, target) in matrix.columns().iter().zip(targets) {
        let Some(answer) = target.answer else { continue };
        let score = |step: u8| {
            item_score(f64::from(column.lowest()) + f64::from(step), answer, target.width)
        };
        let scores: Vec<f64> = (0..=column.width()).map(score).collect();
        for ((sum, weight), step) in sums.iter_mut().zip(column.steps()) {
            if let Some(step) = step {
                *sum += target.item_weight * scores[usize::from(step)];
                *weight += target.item_weight;
            }
        }
    }
    sums.into_iter().map(|(sum, weight)| (weight > 0.0).then(|| sum / weight)).collect()
}

/// The centred cross-products of the indicators of every group but the first of each partition, and of an outcome last:
/// a square matrix, flat, over the respondents with an outcome.
///
/// # Panics
/// If outcomes, partitions and weights are of different respondents.
#[must_use]
pub fn cross_products(
    outcome: &[Option<f64>],
    partitions: &[&Partition],
    weights: &RespondentWeights,
) -> Vec<f64> {
    let mut starts = vec![0];
    for partition in partitions {
        starts.push(starts[starts.len() - 1] + partition.groups.len() - 1);
    }
    let size = starts[partitions.len()] + 1;
    let mut cross = vec![0.0; size * size];
    let (mut first, mut total) = (vec![0.0; size], 0.0);
    let present: Vec<(usize, f64, f64)> = (0..outcome.len())
        .filter_map(|at| outcome[at].map(|value| (at, weights.of(at), value)))
        .collect();
    let weight: f64 = present.iter().map(|(_, weight, _)| weight).sum();
    let mean = present.iter().map(|(_, weight, value)| weight * value).sum::<f64>() / weight;
    let mut columns = Vec::with_capacity(partitions.len());
    for &(respondent, weight, value) in &present {
        let value = value - mean;
        columns.clear();
        for (partition, start) in partitions.iter().zip(&starts) {
            let group = usize::from(partition.members[respondent]);
            columns.extend((group > 0).then(|| start + group - 1));
        }
        for (at, &row) in columns.iter().enumerate() {
            for &column in &columns[at..] {
                cross[row * size + column] += weight;
            }
            cross[row * size + size - 1] += weight * value;
            first[row] += weight;
        }
        cross[size * size - 1] += weight * value * value;
        total += weight;
    }
    for row in 0..size - 1 {
        for column in row..size - 1 {
            cross[row * size + column] -= first[row] * first[column] / total;
        }
    }
    for row in 0..size {
        for column in 0..row {
            cross[row * size + column] = cross[column * size + row];
        }
    }
    cross
}

/// What the cells of two crossed partitions explain of an outcome, and how many cells have anybody.
///
/// The share of the outcome's variation that lies between the cells' means: the `R^2` of both partitions with all their
/// interactions.
///
/// ```
/// use alignment_analyses::{RespondentWeights, explained_by_cells};
/// // Two cells, with means 1 and 5 around 3: 2 x 4 + 2 x 4 of the 20 that the outcome varies.
/// let outcome = [Some(0.0), Some(2.0), Some(4.0), Some(6.0)];
/// let cell = [0, 0, 1, 1];
/// let (share, cells) = explained_by_cells(&outcome, &cell, &[0; 4], 1, &RespondentWeights::none(4));
/// assert_eq!((share, cells), (0.8, 2));
/// ```
///
/// # Panics
/// If the lists are not of the same respondents, or a second group is not below `second_groups`.
#[must_use]
pub fn explained_by_cells(
    outcome: &[Option<f64>],
    first: &[u16],
    second: &[u16],
    second_groups: usize,
    weights: &RespondentWeights,
) -> (f64, usize) {
    let groups = first.iter().max().map_or(0, |&last| usize::from(last) + 1);
    let mut cells = vec![(0.0, 0.0); groups * second_groups];
    let (mut total, mut sum) = (0.0, 0.0);
    for (respondent, value) in outcome.iter().enumerate() {
        if let Some(value) = value {
            let (weight, cell) = (
                weights.of(respondent),
                usize::from(first[respondent]) * second_groups + usize::from(second[respondent]),
            );
            cells[cell].0 += weight;
            cells[cell].1 += weight * value;
            (total, sum) = (total + weight, sum + weight * value);
        }
    }
    let mean = sum / total;
    let squares = |(respondent, value): (usize, &Option<f64>)| {
        value.map_or(0.0, |value| weights.of(respondent) * (value - mean).powi(2))
    };
    let all: f64 = outcome.iter().enumerate().map(squares).sum();
    let inhabited = || cells.iter().filter(|(weight, _)| *weight > 0.0);
    let between: f64 =
        inhabited().map(|(weight, sum)| weight * (sum / weight - mean).powi(2)).sum();
    (between / all, inhabited().count())
}
