//! Linearisation: how much each respondent moves a score, and what that says under the survey's design.

use alignment_core::Target;
use rayon::prelude::*;
use survey_model::Partition;

use crate::{CodeMatrix, Histograms, RespondentWeights};

/// What a respondent with code `x` adds to the influence value of a group's score, by item: `slope (x - mean)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemSlope {
    /// `-omega sign(mean - answer) / ((R - 1) Omega N)`: 0 for an item that does not enter, or whose mean is the answer.
    pub slope: f64,
    /// The group's mean.
    pub mean: f64,
}

/// The derivative of a group's score with respect to each respondent's weight, item by item.
///
/// `A = sum omega_q (1 - |mean_q - a_q| / (R_q - 1)) / Omega`, and the mean of `N` weighted answers moves by
/// `(x - mean) / N` when the weight of one with code `x` grows by 1. Where a mean equals the model's answer the score
/// has a kink, and the slope there is taken as 0.
///
/// `means` and `totals` (summed weight of the valid answers) have one entry for each target. Source: Binder (1983),
/// International Statistical Review 51, section 4; Woodruff (1971).
///
/// ```
/// use alignment_analyses::score_slopes;
/// use alignment_core::Target;
/// // Codes 1, 2, 6 on a scale ten wide, the model answers 0: the score is 1 - 3 / 10.
/// let target = Target { answer: Some(0.0), width: 10.0, item_weight: 1.0 };
/// let slope = score_slopes(&[Some(3.0)], &[3.0], &[target])[0];
/// // Whoever answers 6 pulls the mean up by 3 / 3, and the score down by a tenth of it.
/// assert!((slope.slope * (6.0 - slope.mean) - -0.1).abs() < 1e-15);
/// ```
///
/// # Panics
/// If the three lists are not of one length.
#[must_use]
pub fn score_slopes(means: &[Option<f64>], totals: &[f64], targets: &[Target]) -> Vec<ItemSlope> {
    assert!(means.len() == targets.len() && totals.len() == targets.len(), "one entry per item");
    let enters = |at: usize| means[at].zip(targets[at].answer);
    let omega: f64 = (0..targets.len())
        .filter(|&at| enters(at).is_some())
        .map(|at| targets[at].item_weight)
        .sum();
    let slope = |at: usize| match enters(at) {
        Some((mean, answer)) => {
            let target = &targets[at];
            let side = (mean - answer).partial_cmp(&0.0).map_or(0.0, |side| f64::from(side as i8));
            let slope = -target.item_weight * side / (target.width * omega * totals[at]);
            ItemSlope { slope, mean }
        }
        None => ItemSlope { slope: 0.0, mean: 0.0 },
    };
    (0..targets.len()).map(slope).collect()
}

/// The linearised scores of the groups of one partition, each with every model.
#[derive(Debug, Clone, PartialEq)]
pub struct Linearised {
    /// Totals of influence values: `unit_totals[unit][group * models + model]`, flat.
    unit_totals: Vec<f64>,
    /// `V` of a simple random sample of as many persons, and what two models share of it: `[group][model][model]`, flat.
    simple: Vec<f64>,
    groups: usize,
    models: usize,
}

impl Linearised {
    /// Sums each respondent's influence values into units and squares.
    ///
    /// # Panics
    /// If partition, weights and design are not of the matrix's respondents.
    #[must_use]
    pub fn new(
        matrix: &CodeMatrix,
        partition: &Partition,
        weights: &RespondentWeights,
        histograms: &Histograms,
        targets: &[&[Target]],
        units: &[usize],
    ) -> Self {
        let (groups, models) = (partition.groups.len(), targets.len());
        let added = additions(matrix, histograms, targets);
        let mut influence = vec![0.0; matrix.respondents() * models];
        influence.par_chunks_mut(4_096 * models).enumerate().for_each(|(chunk, rows)| {
            let first = chunk * 4_096;
            for (column, added) in matrix.columns().iter().zip(&added) {
                let steps = usize::from(column.width()) + 1;
                for (at, row) in rows.chunks_exact_mut(models).enumerate() {
                    let Some(step) = column.step(first + at) else { continue };
                    let group = usize::from(partition.members[first + at]);
                    let from = (group * steps + usize::from(step)) * models;
                    for (value, added) in row.iter_mut().zip(&added[from..from + models]) {
                        *value += added;
                    }
                }
            }
        });
        let clusters = units.iter().max().map_or(0, |last| last + 1);
        let mut unit_totals = vec![0.0; clusters * groups * models];
        let mut simple = vec![0.0; groups * models * models];
        let (mut persons, mut total) = (0_u32, 0.0);
        for (respondent, row) in influence.chunks_exact(models).enumerate() {
            let weight = weights.of(respondent);
            if weight <= 0.0 {
                continue;
            }
            (persons, total) = (persons + 1, total + weight);
            let group = usize::from(partition.members[respondent]);
            let unit = &mut unit_totals[(units[respondent] * groups + group) * models..][..models];
            let square = &mut simple[group * models * models..][..models * models];
            for (model, value) in row.iter().enumerate() {
                unit[model] += weight * value;
                for (other, second) in row.iter().enumerate() {
                    square[model * models + other] += weight * value * second;
                }
            }
        }
        // The influence values add up to 0, so that no mean has to be taken off.
        let scale = total / (f64::from(persons) - 1.0);
        simple.iter_mut().for_each(|square| *square *= scale);
        Self { unit_totals, simple, groups, models }
    }

    /// The variance of the difference of two models' scores in one group (or of one score, without a second) if as
    /// many persons had been drawn one by one from all, `sum w e^2 / (W (n - 1))` with `e = W d(score)/d(w)`.
    ///
    /// # Panics
    /// If there is no such group or model.
    #[must_use]
    pub fn simple_variance(&self, group: usize, model: usize, minus: Option<usize>) -> f64 {
        let of =
            |one: usize, two: usize| self.simple[(group * self.models + one) * self.models + two];
        match minus {
            None => of(model, model),
            Some(other) => of(model, model) + of(other, other) - 2.0 * of(model, other),
        }
    }

    /// The design-based covariances of the groups' scores with one model: a matrix of groups by groups, flat.
    #[must_use]
    pub fn between_groups(&self, design: &[usize], model: usize) -> Vec<f64> {
        let value = |unit: usize, group: usize| {
            self.unit_totals[(unit * self.groups + group) * self.models + model]
        };
        design_covariance(design, self.groups, value)
    }

    /// The design-based covariances of the models' scores in one group: a matrix of models by models, flat.
    #[must_use]
    pub fn between_models(&self, design: &[usize], group: usize) -> Vec<f64> {
        let value = |unit: usize, model: usize| {
            self.unit_totals[(unit * self.groups + group) * self.models + model]
        };
        design_covariance(design, self.models, value)
    }
}

/// For each item what a step of a group adds to the influence value of each model: `[group][step][model]`, flat.
fn additions(matrix: &CodeMatrix, histograms: &Histograms, targets: &[&[Target]]) -> Vec<Vec<f64>> {
    let models = targets.len();
    let items = matrix.columns().len();
    let mut added: Vec<Vec<f64>> = matrix
        .columns()
        .iter()
        .map(|column| vec![0.0; histograms.groups() * (usize::from(column.width()) + 1) * models])
        .collect();
    for group in 0..histograms.groups() {
        let means = histograms.means(group);
        let totals: Vec<f64> = (0..items).map(|item| histograms.of(group, item).total()).collect();
        for (model, targets) in targets.iter().enumerate() {
            for (item, slope) in score_slopes(&means, &totals, targets).into_iter().enumerate() {
                let column = &matrix.columns()[item];
                for step in 0..=column.width() {
                    let code = f64::from(column.lowest()) + f64::from(step);
                    let steps = usize::from(column.width()) + 1;
                    added[item][(group * steps + usize::from(step)) * models + model] =
                        slope.slope * (code - slope.mean);
                }
            }
        }
    }
    added
}

/// `sum_h n_h / (n_h - 1) sum_c (t_hc - mean t_h)(t_hc - mean t_h)'` over strata `h` and their `n_h` units `c`, drawn
/// with replacement: the covariances of estimated totals, a matrix of `outputs` by `outputs`, flat.
///
/// `stratum_of_unit` has one entry for each unit; `total(unit, output)` is its total. A stratum of one unit adds
/// nothing; [`crate::PairedDesign`] leaves none. Source: Wolter (2007), Introduction to Variance Estimation, section 6.
///
/// ```
/// // Two strata of two units: totals 1, 3 and 5, 5. The first adds 2 / 1 x (1 + 1), the second nothing.
/// let totals = [1.0, 3.0, 5.0, 5.0];
/// let variance = alignment_analyses::design_covariance(&[0, 0, 1, 1], 1, |unit, _| totals[unit]);
/// assert_eq!(variance, [4.0]);
/// ```
pub fn design_covariance(
    stratum_of_unit: &[usize],
    outputs: usize,
    total: impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    let strata = stratum_of_unit.iter().max().map_or(0, |last| last + 1);
    let mut sizes = vec![0_u32; strata];
    let mut means = vec![0.0; strata * outputs];
    for (unit, &stratum) in stratum_of_unit.iter().enumerate() {
        sizes[stratum] += 1;
        for output in 0..outputs {
            means[stratum * outputs + output] += total(unit, output);
        }
    }
    for (stratum, &size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
        for mean in &mut means[stratum * outputs..(stratum + 1) * outputs] {
            *mean /= f64::from(size);
        }
    }
    let mut covariance = vec![0.0; outputs * outputs];
    let mut moved = Vec::with_capacity(outputs);
    for (unit, &stratum) in stratum_of_unit.iter().enumerate() {
        let size = f64::from(sizes[stratum]);
        if size < 2.0 {
            continue;
        }
        moved.clear();
        for output in 0..outputs {
            let distance = total(unit, output) - means[stratum * outputs + output];
            // Most units have nobody in most groups.
            if distance != 0.0 {
                moved.push((output, distance));
            }
        }
        for &(one, first) in &moved {
            for &(two, second) in &moved {
                covariance[one * outputs + two] += size / (size - 1.0) * first * second;
            }
        }
    }
    covariance
}
