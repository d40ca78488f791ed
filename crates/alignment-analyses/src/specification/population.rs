//! The respondents as one choice of weights and missing rule sees them: a distribution for each group and item.

use rayon::prelude::*;
use survey_model::Weight;

use super::MissingRule;
use crate::{AnalysisError, Histograms, RespondentWeights, Study, histograms};

/// One group's answers to one item, reduced to what every method needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GroupAnswers {
    /// Share at each step of the scale.
    pub(super) shares: Vec<f64>,
    /// Mean step.
    pub(super) mean: f64,
    /// The most frequent step, the smallest of several.
    pub(super) mode: f64,
}

/// The groups of every partition under one choice of weights and missing rule.
#[derive(Debug)]
pub(super) struct Population {
    pub(super) weights: String,
    pub(super) missing: MissingRule,
    /// For each partition and group, the answers to each item; `None` without an answer of positive weight.
    pub(super) groups: Vec<Vec<Vec<Option<GroupAnswers>>>>,
}

/// Every combination of weights and missing rule. Respondents are read here and nowhere after.
///
/// Where nobody of positive weight is complete, the rule `complete` leaves no respondent, so it makes no
/// specification; and neither does a column of weights that the file was downloaded without.
pub(super) fn populations(study: &Study<'_>) -> Result<Vec<Population>, AnalysisError> {
    let options = &study.options.specification_curve;
    let complete = complete_respondents(study);
    let mut all = Vec::new();
    let held = |name: &&String| {
        name.as_str() == RespondentWeights::NONE || study.microdata.numbers(name).is_some()
    };
    for name in options.weights.iter().filter(held) {
        let weights = if name == study.weights.name() {
            study.weights.clone()
        } else {
            RespondentWeights::named(name, study.microdata)?
        };
        let counted = counts(study, &weights);
        for &missing in &options.missing {
            let groups = match missing {
                MissingRule::Omit => reduce(study, &counted, None),
                MissingRule::Midpoint => reduce(study, &counted, Some(&totals(study, &weights))),
                MissingRule::Complete => match only(&weights, &complete) {
                    Some(weights) => reduce(study, &counts(study, &weights), None),
                    None => continue,
                },
            };
            all.push(Population { weights: name.clone(), missing, groups });
        }
    }
    Ok(all)
}

fn counts(study: &Study<'_>, weights: &RespondentWeights) -> Vec<Histograms> {
    let cut = study.partitions.iter();
    cut.map(|partition| histograms(&study.matrix, partition, weights)).collect()
}

/// Who has a valid answer to at least one form of every question.
fn complete_respondents(study: &Study<'_>) -> Vec<bool> {
    let mut questions: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, item) in study.items.iter().enumerate() {
        match questions.iter_mut().find(|(name, _)| *name == item.question) {
            Some((_, forms)) => forms.push(at),
            None => questions.push((&item.question, vec![at])),
        }
    }
    let columns = study.matrix.columns();
    let answered = |respondent: usize, forms: &[usize]| {
        forms.iter().any(|&form| columns[form].step(respondent).is_some())
    };
    let complete = |respondent| questions.iter().all(|(_, forms)| answered(respondent, forms));
    (0..study.matrix.respondents()).map(complete).collect()
}

/// The weights with 0 for everybody who is not kept; `None` if that leaves nobody of positive weight.
fn only(weights: &RespondentWeights, keep: &[bool]) -> Option<RespondentWeights> {
    let weight = |(at, &keep): (usize, &bool)| if keep { weights.of(at) } else { 0.0 };
    let kept = keep.iter().enumerate().map(weight).map(|weight| {
        Weight::new(weight).expect("a respondent's weight was checked when the weights were made")
    });
    RespondentWeights::column(weights.name(), &kept.collect::<Vec<_>>()).ok()
}

/// Summed weight of every group of every partition, valid answer or not.
fn totals(study: &Study<'_>, weights: &RespondentWeights) -> Vec<Vec<f64>> {
    let total = |partition: &survey_model::Partition| {
        let mut sums = vec![0.0; partition.groups.len()];
        for (respondent, &group) in partition.members.iter().enumerate() {
            sums[usize::from(group)] += weights.of(respondent);
        }
        sums
    };
    study.partitions.iter().map(total).collect()
}

/// Counts to shares; with totals, what is missing goes to the middle of the scale.
fn reduce(
    study: &Study<'_>,
    counted: &[Histograms],
    totals: Option<&Vec<Vec<f64>>>,
) -> Vec<Vec<Vec<Option<GroupAnswers>>>> {
    let forms = |item: usize| {
        let question = &study.items[item].question;
        study.items.iter().filter(|other| other.question == *question).count()
    };
    let filled: Vec<bool> = (0..study.items.len()).map(|item| forms(item) == 1).collect();
    let group = |cut: usize, group: usize| {
        let answers = |item: usize| {
            let mut weights = counted[cut].of(group, item).weights().to_vec();
            if let Some(totals) = totals.filter(|_| filled[item]) {
                let missing = totals[cut][group] - weights.iter().sum::<f64>();
                add_at_midpoint(&mut weights, missing.max(0.0));
            }
            group_answers(weights)
        };
        (0..study.items.len()).map(answers).collect()
    };
    let partition = |cut: usize| (0..counted[cut].groups()).map(|at| group(cut, at)).collect();
    (0..counted.len()).into_par_iter().map(partition).collect()
}

/// Puts a weight at the middle of the scale, half on either side if the middle lies between two steps.
pub(super) fn add_at_midpoint(weights: &mut [f64], weight: f64) {
    let last = weights.len() - 1;
    weights[last / 2] += weight / 2.0;
    weights[last.div_ceil(2)] += weight / 2.0;
}

fn group_answers(weights: Vec<f64>) -> Option<GroupAnswers> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
    let mut mode = 0;
    for (step, &share) in shares.iter().enumerate() {
        if share > shares[mode] {
            mode = step;
        }
    }
    Some(GroupAnswers { mean: mean_step(&shares), mode: mode as f64, shares })
}

/// The mean step of a distribution.
pub(super) fn mean_step(shares: &[f64]) -> f64 {
    shares.iter().enumerate().map(|(step, share)| step as f64 * share).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_middle_between_two_steps_is_shared() {
        let mut even = vec![1.0, 0.0, 0.0, 1.0];
        add_at_midpoint(&mut even, 2.0);
        assert_eq!(even, [1.0, 1.0, 1.0, 1.0]);
        let mut odd = vec![1.0, 0.0, 1.0];
        add_at_midpoint(&mut odd, 2.0);
        assert_eq!(odd, [1.0, 2.0, 1.0]);
    }
}
