//! Codebook file, or the shipped facts, to codebook.

use survey_model::Codebook;

use super::{Parameters, file_digest};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let source = match &settings.options.codebook {
        Some(path) => file_digest(path)?,
        None => "shipped".to_owned(),
    };
    Ok(Parameters::from([("survey", settings.survey.name.to_owned()), ("codebook file", source)]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Codebook> {
    let codebook = desk.settings.survey.codebook(desk.settings.options.codebook.as_deref())?;
    // A study that does not fit the codebook is reported before anything long begins.
    desk.settings.study.study_items(&codebook)?;
    Ok(codebook)
}
