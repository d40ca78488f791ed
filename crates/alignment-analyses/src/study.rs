//! What every analysis is given: one study, prepared once.

use std::collections::BTreeMap;

use alignment_core::Target;
use survey_model::{
    Answer, Consensus, FactorName, ItemId, Microdata, ModelName, Outcome, Partition, StudyItem,
};

use crate::{AnalysisError, CodeMatrix, Histograms, Options, RespondentWeights, histograms};

/// What a [`Study`] is made of.
#[derive(Debug, Clone, Copy)]
pub struct StudyParts<'a> {
    /// The items, in the study's order.
    pub items: &'a [StudyItem],
    /// The respondents.
    pub microdata: &'a Microdata,
    /// The factors' partitions, then country, then everybody.
    pub partitions: &'a [Partition],
    /// The factor that is the country.
    pub country: &'a FactorName,
    /// The factor with one group.
    pub everybody: &'a FactorName,
    /// One row per model and item, models one after another, items in the study's order.
    pub consensus: &'a [Consensus],
    /// Every repetition.
    pub answers: &'a [Answer],
    /// What the study file says about its analyses.
    pub options: &'a Options,
    /// Replicates of every resampling.
    pub replicates: u32,
    /// Seed of every random draw.
    pub seed: u64,
}

/// One model's answers.
#[derive(Debug, Clone)]
pub struct ModelAnswers<'a> {
    /// The model.
    pub name: &'a ModelName,
    /// Its consensus on each item, in the study's order.
    pub consensus: &'a [Consensus],
    /// What its scores compare groups with, in the study's order: the paper's scores.
    pub targets: Vec<Target>,
    /// The outcomes of the repetitions of each item, in the study's order; empty for an item never asked.
    pub repetitions: Vec<Vec<&'a Outcome>>,
    /// The rules that read them; `None` where an answer was read elsewhere.
    pub rules: Vec<Vec<Option<&'a str>>>,
}

/// A study, prepared: its respondents as a matrix of bytes, its groups' histograms, its models' answers.
#[derive(Debug, Clone)]
pub struct Study<'a> {
    /// The items, in the study's order.
    pub items: &'a [StudyItem],
    /// The respondents' columns, for what the matrix does not hold.
    pub microdata: &'a Microdata,
    /// The respondents' valid answers.
    pub matrix: CodeMatrix,
    /// The partitions of the respondents.
    pub partitions: &'a [Partition],
    /// Which partition is the country.
    pub country: usize,
    /// Which partition is everybody.
    pub everybody: usize,
    /// The weights of the study's scores.
    pub weights: RespondentWeights,
    /// The answers of each partition's groups under the study's weights.
    pub histograms: Vec<Histograms>,
    /// The models that are compared, in display order.
    pub models: Vec<ModelAnswers<'a>>,
    /// What the study file says about its analyses.
    pub options: &'a Options,
    /// Replicates of every resampling.
    pub replicates: u32,
    /// Seed of every random draw; the draws of the bootstrap are those of the study's intervals if it is their seed.
    pub seed: u64,
}

impl<'a> Study<'a> {
    /// Prepares a study. `weights` are those of its scores.
    ///
    /// # Errors
    /// An item without a column or with too wide a scale, a factor that is no partition, weights of other respondents,
    /// a model in the options that has no answers.
    pub fn new(parts: StudyParts<'a>, weights: RespondentWeights) -> Result<Self, AnalysisError> {
        let matrix = CodeMatrix::new(parts.items, parts.microdata)?;
        if weights.respondents() != matrix.respondents() {
            let reason = format!(
                "{} weights for {} respondents; read them from the same file",
                weights.respondents(),
                matrix.respondents()
            );
            return Err(AnalysisError::Weights { weights: weights.name().to_owned(), reason });
        }
        let position = |factor: &FactorName| {
            let found = parts.partitions.iter().position(|cut| cut.factor == *factor);
            found.ok_or_else(|| AnalysisError::UnknownFactor { factor: factor.clone() })
        };
        let cut = parts.partitions.iter();
        let histograms = cut.map(|partition| histograms(&matrix, partition, &weights)).collect();
        Ok(Self {
            items: parts.items,
            microdata: parts.microdata,
            partitions: parts.partitions,
            country: position(parts.country)?,
            everybody: position(parts.everybody)?,
            models: models(&parts)?,
            options: parts.options,
            replicates: parts.replicates,
            seed: parts.seed,
            matrix,
            weights,
            histograms,
        })
    }

    /// The respondents as the bootstrap wants them: one variable for each item, the given partitions, the study's
    /// weights.
    ///
    /// # Errors
    /// None that a prepared study can meet; the bootstrap checks again.
    pub fn sample(&self, partitions: &[&Partition]) -> Result<bootstrap::Sample, AnalysisError> {
        let cut = |partition: &&Partition| {
            let members = partition.members.iter().map(|&member| usize::from(member)).collect();
            bootstrap::Partition::new(partition.groups.len(), members)
        };
        let partitions = partitions.iter().map(cut).collect::<Result<_, _>>()?;
        let sample = bootstrap::Sample::new(self.matrix.bootstrap_codes()?, partitions)?;
        Ok(match self.weights.values() {
            Some(weights) => sample.weighted(weights.to_vec())?,
            None => sample,
        })
    }

    /// The partitions with more than one group: the factors and the country, with where they stand.
    pub fn factors(&self) -> impl Iterator<Item = (usize, &'a Partition)> + '_ {
        self.partitions.iter().enumerate().filter(|(at, _)| *at != self.everybody)
    }
}

fn models<'a>(parts: &StudyParts<'a>) -> Result<Vec<ModelAnswers<'a>>, AnalysisError> {
    let mut repetitions: BTreeMap<(&ModelName, &ItemId), Vec<&'a Answer>> = BTreeMap::new();
    for answer in parts.answers {
        repetitions.entry((&answer.model, &answer.item)).or_default().push(answer);
    }
    for rows in repetitions.values_mut() {
        rows.sort_by_key(|answer| answer.repetition);
    }
    let of = |row: &'a Consensus| {
        repetitions.get(&(&row.model, &row.item)).map_or(&[][..], Vec::as_slice)
    };
    let outcomes = |row| of(row).iter().map(|answer| &answer.outcome).collect();
    let rules = |row| of(row).iter().map(|answer| answer.rule.as_deref()).collect();
    let answers = |consensus: &'a [Consensus]| ModelAnswers {
        name: &consensus[0].model,
        consensus,
        targets: alignment_core::targets(parts.items, consensus, |row| {
            row.code.map(|code| f64::from(code.0))
        }),
        repetitions: consensus.iter().map(outcomes).collect(),
        rules: consensus.iter().map(rules).collect(),
    };
    let all: Vec<_> = parts.consensus.chunks(parts.items.len().max(1)).map(answers).collect();
    let chosen = &parts.options.models;
    if let Some(unknown) = chosen.iter().find(|name| all.iter().all(|model| model.name != *name)) {
        let known: Vec<_> = all.iter().map(|model| format!("`{}`", model.name)).collect();
        let reason = format!("`{unknown}` has no answers; these have: {}", known.join(", "));
        return Err(AnalysisError::Option { analysis: "models", reason });
    }
    let kept = |model: &ModelAnswers<'_>| chosen.is_empty() || chosen.contains(model.name);
    Ok(all.into_iter().filter(kept).collect())
}
