//! Every score and gap under each choice of weights, with intervals that know how respondents were drawn.

use alignment_core::Target;
use bootstrap::{Replicates, Scheme, Settings, Targets, interval, resample};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use survey_model::{AnalysisTable, Interval, Partition};

use crate::linearisation::Linearised;
use crate::score::{NORMAL, percentile};
use crate::weights_and_design_tables::{gaps_table, scores_table, summary_table};
use crate::{AnalysisError, PairedDesign, RespondentWeights, Study, histograms, score};

/// The section `[analyses.weights_and_design]` of a study file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The weights to compare: columns of the survey, or `none`. Empty compares `none`, `pspwght` and `anweight`, as
    /// far as the microdata hold them.
    pub weights: Vec<String>,
}

/// A score, or the difference of two, under one choice of weights.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Estimate {
    /// The weights' name.
    pub(crate) weights: String,
    /// Place of the model in the study.
    pub(crate) model: usize,
    /// What is subtracted: nothing, another group's score, or another model's.
    pub(crate) minus: Minus,
    /// Place of the partition in the study.
    pub(crate) partition: usize,
    /// Place of the group in the partition.
    pub(crate) group: usize,
    /// Score or difference.
    pub(crate) value: f64,
    /// Its variance if as many persons had been drawn one by one.
    pub(crate) simple: f64,
    /// Its variance under the design, linearised.
    pub(crate) design: f64,
    /// The Rao-Wu bootstrap's percentile interval.
    pub(crate) bootstrap: Option<Interval>,
}

/// What an estimate subtracts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Minus {
    Nothing,
    Group(usize),
    Model(usize),
}

impl Estimate {
    /// Half the width of the 95 % interval for a variance, by the normal distribution.
    fn reach(variance: f64) -> f64 {
        NORMAL * variance.sqrt()
    }

    /// The linearised 95 % interval under the design.
    pub(crate) fn interval(&self) -> Interval {
        let reach = Self::reach(self.design);
        Interval { low: self.value - reach, high: self.value + reach }
    }

    /// Whether 0 lies outside the interval for a variance.
    pub(crate) fn is_clear(&self, variance: f64) -> bool {
        self.value.abs() > Self::reach(variance)
    }

    /// The variance under the design over that of persons drawn one by one; none where nothing varies.
    pub(crate) fn design_effect(&self) -> Option<f64> {
        (self.simple > 0.0).then(|| self.design / self.simple)
    }
}

/// Three tables: what weights and design change, every score, every gap.
///
/// # Errors
/// Microdata without a design, weights that they lack, whatever resampling reports.
pub fn weights_and_design(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let design = PairedDesign::new(study.microdata)?;
    let mut estimates = Vec::new();
    for weights in chosen_weights(study)? {
        estimates.extend(under(study, &design, &weights)?);
    }
    Ok(vec![
        summary_table(study, &design, &estimates),
        scores_table(study, &estimates),
        gaps_table(study, &estimates),
    ])
}

fn chosen_weights(study: &Study<'_>) -> Result<Vec<RespondentWeights>, AnalysisError> {
    let declared = &study.options.weights_and_design.weights;
    let usual = ["none", "pspwght", "anweight"].map(str::to_owned);
    let held = |name: &&String| {
        name.as_str() == RespondentWeights::NONE || study.microdata.numbers(name).is_some()
    };
    let names: Vec<&String> = match declared.as_slice() {
        [] => usual.iter().filter(held).collect(),
        names => names.iter().collect(),
    };
    names.into_iter().map(|name| RespondentWeights::named(name, study.microdata)).collect()
}

/// Everything under one choice of weights: everybody first, then the factors, then the country.
fn under(
    study: &Study<'_>,
    design: &PairedDesign,
    weights: &RespondentWeights,
) -> Result<Vec<Estimate>, AnalysisError> {
    let cuts: Vec<&Partition> = study.partitions.iter().collect();
    let draws = design_replicates(study, design, weights, &cuts)?;
    let targets: Vec<&[Target]> = study.models.iter().map(|m| m.targets.as_slice()).collect();
    let units = design.stratum_of_unit();
    let mut order = vec![study.everybody];
    order.extend(study.factors().map(|(at, _)| at));
    let mut found = Vec::new();
    for at in order {
        let partition = &study.partitions[at];
        let counts = histograms(&study.matrix, partition, weights);
        let linear =
            Linearised::new(&study.matrix, partition, weights, &counts, &targets, &design.clusters);
        let cut = Cut { study, weights: weights.name(), at, linear: &linear, draws: &draws };
        let means: Vec<_> = (0..counts.groups()).map(|group| counts.means(group)).collect();
        let of_model = |model: usize| {
            let scores: Vec<Option<f64>> =
                means.iter().map(|means| score(means, targets[model]).0).collect();
            cut.of_model(model, &scores, &linear.between_groups(&units, model))
        };
        let models: Vec<Vec<Estimate>> = (0..targets.len()).into_par_iter().map(of_model).collect();
        found.extend(models.into_iter().flatten());
        if at == study.everybody {
            let scores: Vec<_> =
                targets.iter().map(|targets| score(&means[0], targets).0).collect();
            found.extend(cut.between_models(&scores, &linear.between_models(&units, 0)));
        }
    }
    Ok(found)
}

/// One partition under one choice of weights.
struct Cut<'a> {
    study: &'a Study<'a>,
    weights: &'a str,
    at: usize,
    linear: &'a Linearised,
    draws: &'a Replicates,
}

impl Cut<'_> {
    /// The scores of one model and the gaps between the groups that have a name.
    fn of_model(&self, model: usize, scores: &[Option<f64>], covariance: &[f64]) -> Vec<Estimate> {
        let groups = scores.len();
        let replicates: Vec<Vec<f64>> =
            (0..groups).map(|group| self.draws.values(self.at, group, model)).collect();
        let mut found = Vec::new();
        for (group, value) in scores.iter().enumerate() {
            let Some(value) = *value else { continue };
            found.push(Estimate {
                value,
                simple: self.linear.simple_variance(group, model, None),
                design: covariance[group * groups + group],
                bootstrap: percentile(&replicates[group]),
                ..self.estimate(model, group, Minus::Nothing)
            });
        }
        let named = |group: &usize| {
            self.study.partitions[self.at].groups[*group].group != Partition::MISSING
        };
        for first in (0..groups).filter(named) {
            for second in (first + 1..groups).filter(named) {
                let (Some(left), Some(right)) = (scores[first], scores[second]) else { continue };
                let of = |one: usize, two: usize| covariance[one * groups + two];
                let simple = |group| self.linear.simple_variance(group, model, None);
                let gaps = interval::difference(&replicates[first], &replicates[second]);
                found.push(Estimate {
                    value: left - right,
                    // Two groups of one factor share no respondent.
                    simple: simple(first) + simple(second),
                    design: of(first, first) + of(second, second) - 2.0 * of(first, second),
                    bootstrap: percentile(&gaps),
                    ..self.estimate(model, first, Minus::Group(second))
                });
            }
        }
        found
    }

    /// The gaps between models with everybody.
    fn between_models(&self, scores: &[Option<f64>], covariance: &[f64]) -> Vec<Estimate> {
        let models = scores.len();
        let mut found = Vec::new();
        for first in 0..models {
            for second in first + 1..models {
                let (Some(left), Some(right)) = (scores[first], scores[second]) else { continue };
                let of = |one: usize, two: usize| covariance[one * models + two];
                let values = |model| self.draws.values(self.at, 0, model);
                found.push(Estimate {
                    value: left - right,
                    simple: self.linear.simple_variance(0, first, Some(second)),
                    design: of(first, first) + of(second, second) - 2.0 * of(first, second),
                    bootstrap: percentile(&interval::difference(&values(first), &values(second))),
                    ..self.estimate(first, 0, Minus::Model(second))
                });
            }
        }
        found
    }

    fn estimate(&self, model: usize, group: usize, minus: Minus) -> Estimate {
        Estimate {
            weights: self.weights.to_owned(),
            model,
            minus,
            partition: self.at,
            group,
            value: 0.0,
            simple: 0.0,
            design: 0.0,
            bootstrap: None,
        }
    }
}

/// Replicates of every score by the Rao-Wu bootstrap of primary sampling units, under some weights.
fn design_replicates(
    study: &Study<'_>,
    design: &PairedDesign,
    weights: &RespondentWeights,
    partitions: &[&Partition],
) -> Result<Replicates, AnalysisError> {
    let values = weights.values().map_or_else(|| vec![1.0; weights.respondents()], <[f64]>::to_vec);
    let sample = study.sample(partitions)?.weighted(values)?;
    let scheme =
        Scheme::Clusters { strata: design.strata.clone(), clusters: design.clusters.clone() };
    let item_weights: Vec<f64> = study.items.iter().map(|item| item.weight.get()).collect();
    let widths: Vec<f64> =
        study.items.iter().map(|item| f64::from(item.item.scale().width())).collect();
    let answers = |targets: &[Target]| targets.iter().map(|target| target.answer).collect();
    let answers: Vec<Vec<Option<f64>>> =
        study.models.iter().map(|model| answers(&model.targets)).collect();
    let statistic = Targets::new(&item_weights, &widths, &answers)?;
    let settings = Settings::new(study.replicates as usize, study.seed);
    Ok(resample(&sample, &scheme, &settings, &statistic)?)
}
