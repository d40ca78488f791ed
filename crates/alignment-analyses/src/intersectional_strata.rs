//! Whether people at the same crossing of several factors are alike beyond what each factor says by itself: MAIHDA.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use survey_model::{AnalysisTable, FactorName, Partition};

use crate::intersectional_strata_tables::{strata_table, summary_table};
use crate::random_intercepts::{Cell, RandomIntercepts, random_intercepts};
use crate::{AnalysisError, ModelAnswers, RespondentWeights, Study, individual_scores};

const NAME: &str = "intersectional_strata";

/// The section `[analyses.intersectional_strata]` of a study file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Lists of two or more factors; the crossings of each list are its strata. The country may be among them.
    pub strata: Vec<Vec<FactorName>>,
    /// How many strata are shown at each end, for each list and model.
    pub shown: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { strata: Vec::new(), shown: 10 }
    }
}

/// One list of factors with one model.
pub(crate) struct Crossing<'a> {
    pub(crate) model: &'a ModelAnswers<'a>,
    pub(crate) factors: Vec<&'a Partition>,
    /// Those that somebody with a score of their own is in.
    pub(crate) strata: Vec<Stratum>,
    /// Strata that differ from the grand mean; `None` if the data do not determine it.
    pub(crate) mean_only: Option<RandomIntercepts>,
    /// Strata that differ from what their parts add up to.
    pub(crate) main_effects: Option<RandomIntercepts>,
}

/// The respondents of one crossing.
pub(crate) struct Stratum {
    /// How many have a score of their own and a weight above 0.
    pub(crate) respondents: u32,
    pub(crate) mean: f64,
    /// For each factor the group they are in.
    pub(crate) groups: Vec<u16>,
    /// Their weighted squared distances from their mean.
    squares: f64,
}

/// Two tables: how much lies between strata, and the strata at the ends.
///
/// # Errors
/// A study file without strata, a factor that the study does not have, a list of fewer than two factors or with one twice.
pub fn intersectional_strata(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let options = &study.options.intersectional_strata;
    if options.strata.is_empty() {
        let reason = "the study file names no strata; list factors to cross as `strata` in \
                      `[analyses.intersectional_strata]`";
        return Err(AnalysisError::NotComputed { reason: reason.to_owned() });
    }
    let lists: Vec<Vec<&Partition>> =
        options.strata.iter().map(|names| factors(study, names)).collect::<Result<_, _>>()?;
    let scores: Vec<Vec<Option<f64>>> = study
        .models
        .par_iter()
        .map(|model| individual_scores(&study.matrix, &model.targets))
        .collect();
    let pairs: Vec<(usize, &Vec<&Partition>)> =
        lists.iter().flat_map(|list| (0..scores.len()).map(move |model| (model, list))).collect();
    let crossings: Vec<Crossing<'_>> = pairs
        .into_par_iter()
        .map(|(model, list)| {
            Crossing::new(&study.models[model], list, &scores[model], &study.weights)
        })
        .collect();
    Ok(vec![summary_table(&crossings), strata_table(&crossings, options.shown)])
}

fn factors<'a>(
    study: &Study<'a>,
    names: &[FactorName],
) -> Result<Vec<&'a Partition>, AnalysisError> {
    let wrong = |reason| AnalysisError::Option { analysis: NAME, reason };
    if names.len() < 2 {
        let named: Vec<_> = names.iter().map(FactorName::as_str).collect();
        let reason = format!(
            "the list of strata [{}] crosses nothing; name two factors or more",
            named.join(", ")
        );
        return Err(wrong(reason));
    }
    if let Some(at) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
        return Err(wrong(format!("a list of strata names `{}` twice; remove one", names[at])));
    }
    let found = |name: &FactorName| {
        let partition = study.factors().find(|(_, partition)| partition.factor == *name);
        partition
            .map(|(_, partition)| partition)
            .ok_or_else(|| AnalysisError::UnknownFactor { factor: name.clone() })
    };
    names.iter().map(found).collect()
}

impl<'a> Crossing<'a> {
    fn new(
        model: &'a ModelAnswers<'a>,
        factors: &[&'a Partition],
        scores: &[Option<f64>],
        weights: &RespondentWeights,
    ) -> Self {
        let strata = strata(factors, scores, weights);
        let cells = |with_groups: bool| -> Vec<Cell> {
            let cell = |stratum: &Stratum| Cell {
                respondents: f64::from(stratum.respondents),
                mean: stratum.mean,
                groups: if with_groups { stratum.groups.clone() } else { Vec::new() },
            };
            strata.iter().map(cell).collect()
        };
        let squares = strata.iter().map(|stratum| stratum.squares).sum();
        let widths: Vec<usize> = factors.iter().map(|factor| factor.groups.len()).collect();
        Self {
            mean_only: random_intercepts(&cells(false), squares, &[]),
            main_effects: random_intercepts(&cells(true), squares, &widths),
            model,
            factors: factors.to_vec(),
            strata,
        }
    }

    /// The factors' labels.
    pub(crate) fn label(&self) -> String {
        let labels: Vec<&str> = self.factors.iter().map(|factor| factor.label.as_str()).collect();
        labels.join(" x ")
    }

    /// Whether a stratum is in no factor's missing group.
    pub(crate) fn is_named(&self, stratum: &Stratum) -> bool {
        let mut groups = self.factors.iter().zip(&stratum.groups);
        groups.all(|(factor, &group)| factor.groups[usize::from(group)].group != Partition::MISSING)
    }

    /// The labels of a stratum's groups.
    pub(crate) fn stratum_label(&self, stratum: &Stratum) -> String {
        let groups = self.factors.iter().zip(&stratum.groups);
        let labels: Vec<&str> = groups
            .map(|(factor, &group)| factor.groups[usize::from(group)].label.as_str())
            .collect();
        labels.join(", ")
    }
}

/// The inhabited crossings, the first factor's groups first. A respondent's weight counts as its share of the stratum's,
/// times the stratum's respondents, so that a stratum says as much as it has respondents.
fn strata(
    factors: &[&Partition],
    scores: &[Option<f64>],
    weights: &RespondentWeights,
) -> Vec<Stratum> {
    let place = |respondent: usize| {
        factors.iter().fold(0_u64, |place, factor| {
            place * factor.groups.len() as u64 + u64::from(factor.members[respondent])
        })
    };
    let present = |(respondent, score): (usize, &Option<f64>)| {
        let weight = weights.of(respondent);
        score.filter(|_| weight > 0.0).map(|score| (place(respondent), respondent, weight, score))
    };
    let mut people: Vec<(u64, usize, f64, f64)> =
        scores.iter().enumerate().filter_map(present).collect();
    people.sort_unstable_by_key(|&(place, respondent, ..)| (place, respondent));
    let stratum = |people: &[(u64, usize, f64, f64)]| {
        let respondents = people.len() as f64;
        let weight: f64 = people.iter().map(|(.., weight, _)| weight).sum();
        let mean = people.iter().map(|(.., weight, score)| weight * score).sum::<f64>() / weight;
        let square = |(.., weight, score): &(u64, usize, f64, f64)| weight * (score - mean).powi(2);
        Stratum {
            respondents: people.len().try_into().expect("respondents are numbered by 32 bits"),
            mean,
            groups: factors.iter().map(|factor| factor.members[people[0].1]).collect(),
            squares: people.iter().map(square).sum::<f64>() * respondents / weight,
        }
    };
    people.chunk_by(|one, other| one.0 == other.0).map(stratum).collect()
}
