//! Respondents and answers to what the study asks beyond its scores.

use alignment_analyses::{RespondentWeights, Study, StudyParts};
use survey_artifact::{Analyses, Answers, ConsensusTable, Partitions};
use survey_model::Microdata;

use super::alignment::weights;
use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

/// The analysis whose scores also stand in every figure.
const BASELINES: &str = "baselines";

/// The analysis whose scores the page can show in place of the study's.
const COMMON_SUPPORT: &str = "common_support";

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let study = &settings.study;
    let mut parameters = Parameters::from([
        ("items", digest_of(&(&study.items, &study.questions))?),
        ("weights", study.weights.clone()),
        ("analyses", digest_of(&study.analyses)?),
    ]);
    if !study.analyses.run.is_empty() {
        parameters.insert("replicates", replicates(settings).to_string());
        parameters.insert("seed", settings.seed.to_string());
    }
    Ok(parameters)
}

/// What the command line says, else what the section says, else as many as the intervals have.
fn replicates(settings: &Settings) -> u32 {
    let section = settings.study.analyses.replicates;
    settings.options.replicates.or(section).unwrap_or(settings.replicates)
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Analyses> {
    let declared = &desk.settings.study;
    let (mut analyses, mut baselines, mut common_support) = (Vec::new(), Vec::new(), Vec::new());
    if declared.analyses.run.is_empty() {
        return Ok(Analyses { analyses, baselines, common_support });
    }
    let (microdata, partitions) = (desk.get::<Microdata>()?, desk.get::<Partitions>()?);
    let (table, answers) = (desk.get::<ConsensusTable>()?, desk.get::<Answers>()?);
    let items = desk.items()?;
    let parts = StudyParts {
        items: &items,
        microdata: &microdata,
        partitions: &partitions.partitions,
        country: &declared.country.name,
        everybody: &declared.everybody.name,
        consensus: &table.consensus,
        answers: &answers.answers,
        options: &declared.analyses,
        replicates: replicates(desk.settings),
        seed: desk.settings.seed,
    };
    let weights = match weights(desk.settings, &microdata)? {
        Some(column) => RespondentWeights::column(&declared.weights, &column)?,
        None => RespondentWeights::none(microdata.respondents()),
    };
    let study = Study::new(parts, weights)?;
    for name in &declared.analyses.run {
        desk.console.progress(&format!("analyses    {name}"));
        analyses.extend(alignment_analyses::run(name, &study)?);
        match name.as_str() {
            BASELINES => baselines = alignment_analyses::baseline_scores(&study),
            COMMON_SUPPORT => common_support = alignment_analyses::common_support_scores(&study)?,
            _ => {}
        }
    }
    for table in &analyses {
        table.check()?;
    }
    Ok(Analyses { analyses, baselines, common_support })
}
