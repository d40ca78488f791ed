//! Codebook file, or the shipped facts, to codebook.

use survey_model::Codebook;

use super::Parameters;
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let source = settings.codebook_source()?.parameter()?;
    Ok(Parameters::from([("survey", settings.survey.name.to_owned()), ("codebook file", source)]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Codebook> {
    let source = desk.settings.codebook_source()?;
    let codebook = source.read(desk.settings.survey)?;
    if desk.settings.options.microdata.is_some() {
        desk.console.say(&source.sentence());
    }
    // A study that does not fit the codebook is reported before anything long begins.
    desk.settings.study.study_items(&codebook)?;
    Ok(codebook)
}
