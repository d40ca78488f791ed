//! How much of a country's distance from another is who lives there: decompositions and standardised scores.

mod decomposition;
mod influence;
mod people;
mod region;
mod standardised;
mod tables;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use survey_model::{AnalysisTable, FactorName, Partition};

use self::decomposition::{Decomposition, Estimate, Side, decompose};
use self::influence::Pooled;
use self::people::{People, Sums};
use self::region::Region;
use self::standardised::standardised;
use crate::cholesky::dot;
use crate::{AnalysisError, ModelAnswers, Study, individual_scores};

/// The reference that is all other countries together.
const OTHERS: &str = "others";

/// The section `[analyses.composition]` of a study file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Codes of countries that every other is compared with, or `others` for all others together; empty is `others`.
    /// One that the file lacks is left out.
    pub references: Vec<String>,
    /// The factors that make the composition; empty is all of the study's.
    pub factors: Vec<FactorName>,
}

/// What the tables show of one model.
struct OfModel<'a> {
    model: &'a ModelAnswers<'a>,
    countries: Vec<Standardised>,
    compared: Vec<Compared>,
}

/// A country's mean, and what that would be with everybody's composition.
struct Standardised {
    country: usize,
    respondents: usize,
    mean: f64,
    standardised: Estimate,
}

/// A country and a reference, `None` being all others.
struct Compared {
    country: usize,
    respondents: usize,
    reference: Option<usize>,
    reference_mean: f64,
    parts: Decomposition,
}

/// Three tables: decompositions of each country's distance from each reference, the same by factor, and scores
/// standardised to everybody's composition.
///
/// # Errors
/// A factor that the study does not have or that is named twice. A file of one country or without any reference is no error of the run but
/// [`AnalysisError::NotComputed`].
pub fn composition(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let factors = factors(study)?;
    if factors.is_empty() {
        let reason = "the study has no factor but the country, so nothing makes a composition";
        return Err(AnalysisError::NotComputed { reason: reason.to_owned() });
    }
    let country = &study.partitions[study.country];
    let lived_in = |group: &usize| {
        let group = u16::try_from(*group).expect("groups are numbered by 16 bits");
        country.members.contains(&group)
    };
    let inhabited: Vec<usize> = (0..country.groups.len()).filter(lived_in).collect();
    if inhabited.len() < 2 {
        let reason =
            "the file has people of one country only, and this analysis compares countries";
        return Err(AnalysisError::NotComputed { reason: reason.to_owned() });
    }
    let references = references(study, &inhabited)?;
    let made: Vec<OfModel<'_>> = study
        .models
        .par_iter()
        .filter_map(|model| of_model(study, model, &factors, &references))
        .collect();
    Ok(vec![
        tables::decompositions(country, &made),
        tables::by_factor(country, &factors, &made),
        tables::standardised(country, &made),
    ])
}

fn factors<'a>(study: &Study<'a>) -> Result<Vec<&'a Partition>, AnalysisError> {
    let chosen = &study.options.composition.factors;
    if let Some(at) = (1..chosen.len()).find(|&at| chosen[..at].contains(&chosen[at])) {
        let reason = format!("`factors` names `{}` twice; remove one", chosen[at]);
        return Err(AnalysisError::Option { analysis: "composition", reason });
    }
    let people = || study.factors().filter(|(at, _)| *at != study.country).map(|(_, cut)| cut);
    if chosen.is_empty() {
        return Ok(people().collect());
    }
    let found = |name: &FactorName| {
        let factor = people().find(|partition| partition.factor == *name);
        factor.ok_or_else(|| AnalysisError::UnknownFactor { factor: name.clone() })
    };
    chosen.iter().map(found).collect()
}

/// The references that the file has; `None` is all others.
fn references(study: &Study<'_>, inhabited: &[usize]) -> Result<Vec<Option<usize>>, AnalysisError> {
    let named = &study.options.composition.references;
    if named.is_empty() {
        return Ok(vec![None]);
    }
    let groups = &study.partitions[study.country].groups;
    let place = |name: &String| inhabited.iter().copied().find(|&at| groups[at].group == *name);
    let found: Vec<Option<usize>> = named
        .iter()
        .map(|name| (name == OTHERS, place(name)))
        .filter(|(others, place)| *others || place.is_some())
        .map(|(_, place)| place)
        .collect();
    if found.is_empty() {
        let reason = format!(
            "the file has nobody of a reference: {}; name another country, or `{OTHERS}`, as `references` in \
             `[analyses.composition]`",
            named.join(", ")
        );
        return Err(AnalysisError::NotComputed { reason });
    }
    Ok(found)
}

/// `None` if the file does not determine the regression of everybody.
fn of_model<'a>(
    study: &'a Study<'_>,
    model: &'a ModelAnswers<'a>,
    factors: &[&Partition],
    references: &[Option<usize>],
) -> Option<OfModel<'a>> {
    let scores = individual_scores(&study.matrix, &model.targets);
    let country = &study.partitions[study.country];
    let people = People::new(&scores, factors, country, &study.weights);
    let sums: Vec<Option<Sums>> = (0..people.countries.len())
        .into_par_iter()
        .map(|at| (!people.countries[at].is_empty()).then(|| people.sums(at)))
        .collect();
    let pooled = pooled(&people, &sums).filter(|pooled| pooled.region.determined)?;
    let composition = pooled.region.shares.as_slice();
    let region = |countries: &[usize]| {
        let sums: Vec<&Sums> = countries.iter().filter_map(|&at| sums[at].as_ref()).collect();
        Region::new(&sums, &people.factors, Some(composition))
    };
    let inhabited: Vec<usize> = (0..sums.len()).filter(|&at| sums[at].is_some()).collect();
    let regions: Vec<Region> = inhabited.par_iter().map(|&at| region(&[at])).collect();
    let compared = |(reference, place): (Option<usize>, usize)| {
        let country = inhabited[place];
        let others: Vec<usize> = match reference {
            Some(reference) => vec![reference],
            None => inhabited.iter().copied().filter(|&at| at != country).collect(),
        };
        let (own, other) = ([country], region(&others));
        let one = Side { countries: &own, region: &regions[place] };
        let two = Side { countries: &others, region: &other };
        let parts = decompose(&pooled, &one, &two);
        let respondents = people.countries[country].len();
        Compared { country, respondents, reference, reference_mean: other.mean, parts }
    };
    let usable = |reference: &Option<usize>| match reference {
        Some(reference) => inhabited.contains(reference),
        None => inhabited.len() > 1,
    };
    let pairs: Vec<(Option<usize>, usize)> = references
        .iter()
        .filter(|reference| usable(reference))
        .flat_map(|&reference| (0..inhabited.len()).map(move |place| (reference, place)))
        .filter(|&(reference, place)| reference != Some(inhabited[place]))
        .collect();
    let of_country = |(&country, region): (&usize, &Region)| Standardised {
        country,
        respondents: people.countries[country].len(),
        mean: region.mean,
        standardised: standardised(&pooled, country, region),
    };
    Some(OfModel {
        model,
        countries: inhabited.par_iter().zip(&regions).map(of_country).collect(),
        compared: pairs.into_par_iter().map(compared).collect(),
    })
}

/// The regression of everybody with a constant for each country; `None` without anybody.
fn pooled<'a>(people: &'a People, sums: &[Option<Sums>]) -> Option<Pooled<'a>> {
    let all: Vec<&Sums> = sums.iter().flatten().collect();
    if all.is_empty() {
        return None;
    }
    let region = Region::new(&all, &people.factors, None);
    let mut residuals = Vec::with_capacity(people.scores.len());
    for (members, sums) in people.countries.iter().zip(sums) {
        let Some(sums) = sums else { continue };
        let constant = sums.mean - dot(&sums.shares, &region.effects);
        residuals.extend(members.clone().map(|at| {
            let fitted: f64 = people.columns(at).map(|column| region.effects[column]).sum();
            people.scores[at] - constant - fitted
        }));
    }
    let countries = sums
        .iter()
        .map(|sums| sums.as_ref().map(|sums| (sums.shares.clone(), sums.mean)))
        .collect();
    Some(Pooled { people, region, countries, residuals })
}
