//! Every specification: its choices, the score with everybody, and the margin of each claim.

use rayon::prelude::*;

use super::agreement::{ModelAnswer, agreement, model_answers};
use super::axes::{Method, NamedItems};
use super::claim::Test;
use super::population::{Population, populations};
use super::{ANALYSIS, Compared, ItemSet, Metric, MissingRule, RefusalRule, TieRule};
use crate::{AnalysisError, Study};

/// The names of the axes, in the order of [`Specification::choices`].
pub(super) const AXES: [&str; 8] =
    ["model", "weights", "compare", "metric", "items", "missing", "refusals", "ties"];

/// The value of the axis of ties where no consensus enters.
const NO_TIES: &str = "none";

/// One way to compute the scores, and what comes out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Specification {
    /// The value of each axis, in the order of [`AXES`].
    pub(super) choices: [String; AXES.len()],
    /// Whether these are the choices of the paper's scores, under the study's weights.
    pub(super) is_reference: bool,
    /// The score with everybody; NaN if there is none.
    pub(super) overall: f64,
    /// The margin of each claim.
    pub(super) margins: Vec<Option<f64>>,
}

/// One model under one refusal rule and one method.
struct Side {
    model: usize,
    refusals: RefusalRule,
    method: Method,
    answers: Vec<Option<ModelAnswer>>,
}

/// Every specification: weights and missing rule vary slowest, then model, refusal rule, method and item set.
pub(super) fn curve(study: &Study<'_>) -> Result<Vec<Specification>, AnalysisError> {
    let options = &study.options.specification_curve;
    check(study)?;
    let tests: Vec<Test> =
        options.claims.iter().map(|claim| claim.test(study)).collect::<Result<_, _>>()?;
    let populations = populations(study)?;
    let (sides, sets) = (sides(study), options.item_sets(study.items));
    let common: Vec<bool> = (0..study.items.len())
        .map(|item| study.models.iter().all(|model| model.targets[item].answer.is_some()))
        .collect();
    let jobs: Vec<(&Population, &Side)> = populations
        .iter()
        .flat_map(|population| sides.iter().map(move |side| (population, side)))
        .collect();
    let specifications = |&(population, side): &(&Population, &Side)| {
        let agreements = agreements(population, side);
        let fitting = sets.iter().filter(|set| set.fits(side.refusals));
        let specification = |set: &NamedItems| {
            let weight = |item: usize| {
                let enters = set.keep[item] && (set.set != ItemSet::Common || common[item]);
                if enters { study.items[item].weight.get() } else { 0.0 }
            };
            let weights: Vec<f64> = (0..study.items.len()).map(weight).collect();
            let scores = scores(&agreements, &weights);
            Specification {
                choices: choices(study, population, side, set),
                is_reference: is_reference(study, population, side, set),
                overall: scores[study.everybody][0],
                margins: tests.iter().map(|test| test.margin(&scores)).collect(),
            }
        };
        fitting.map(specification).collect::<Vec<_>>()
    };
    let found: Vec<Vec<Specification>> = jobs.par_iter().map(specifications).collect();
    Ok(found.into_iter().flatten().collect())
}

fn check(study: &Study<'_>) -> Result<(), AnalysisError> {
    let claims = &study.options.specification_curve.claims;
    let wrong = |reason: String| Err(AnalysisError::Option { analysis: ANALYSIS, reason });
    for (at, claim) in claims.iter().enumerate() {
        if claims[..at].iter().any(|other| other.name == claim.name) {
            return wrong(format!("the claim `{}` stands twice; rename one of them", claim.name));
        }
    }
    let methods = study.options.specification_curve.methods();
    if methods.is_empty() {
        return wrong(
            "no metric fits what is compared; docs/methods.md lists what goes together".into(),
        );
    }
    Ok(())
}

fn sides(study: &Study<'_>) -> Vec<Side> {
    let options = &study.options.specification_curve;
    let mut sides = Vec::new();
    for (model, answers) in study.models.iter().enumerate() {
        for &refusals in &options.refusals {
            for method in options.methods() {
                let tie = method.tie.unwrap_or(TieRule::Smallest);
                let answers = model_answers(study.items, answers, refusals, tie);
                sides.push(Side { model, refusals, method, answers });
            }
        }
    }
    sides
}

/// Agreement of every group on every item; NaN where the group or the model has no answer.
fn agreements(population: &Population, side: &Side) -> Vec<Vec<Vec<f64>>> {
    let of_group = |items: &Vec<Option<_>>| {
        let pairs = items.iter().zip(&side.answers);
        let one = |(group, model): (&Option<_>, &Option<_>)| match (group, model) {
            (Some(group), Some(model)) => agreement(group, model, side.method),
            _ => f64::NAN,
        };
        pairs.map(one).collect()
    };
    population.groups.iter().map(|groups| groups.iter().map(of_group).collect()).collect()
}

/// The weighted mean over the items that have an agreement; NaN without one.
fn scores(agreements: &[Vec<Vec<f64>>], weights: &[f64]) -> Vec<Vec<f64>> {
    let score = |items: &Vec<f64>| {
        let (mut total, mut weight) = (0.0, 0.0);
        for (agreement, item_weight) in items.iter().zip(weights) {
            if !agreement.is_nan() {
                total += item_weight * agreement;
                weight += item_weight;
            }
        }
        if weight > 0.0 { total / weight } else { f64::NAN }
    };
    agreements.iter().map(|groups| groups.iter().map(score).collect()).collect()
}

fn choices(
    study: &Study<'_>,
    population: &Population,
    side: &Side,
    set: &NamedItems,
) -> [String; AXES.len()] {
    [
        study.models[side.model].name.to_string(),
        population.weights.clone(),
        side.method.compared.name().to_owned(),
        side.method.metric.name().to_owned(),
        set.name.clone(),
        population.missing.name().to_owned(),
        side.refusals.name().to_owned(),
        side.method.tie.map_or(NO_TIES, TieRule::name).to_owned(),
    ]
}

fn is_reference(study: &Study<'_>, population: &Population, side: &Side, set: &NamedItems) -> bool {
    let method = Method {
        compared: Compared::MeanConsensus,
        metric: Metric::Absolute,
        tie: Some(TieRule::Smallest),
    };
    population.weights == study.weights.name()
        && population.missing == MissingRule::Omit
        && side.refusals == RefusalRule::Omit
        && side.method == method
        && set.set == ItemSet::Own
}
