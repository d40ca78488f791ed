//! Microdata file, or the generator of invented respondents, to microdata.

use anyhow::{Context as _, bail};
use survey_model::{Codebook, Microdata};

use super::{Parameters, digest_of, file_digest};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let invented = &settings.study.invented;
    let source = match &settings.options.microdata {
        Some(path) => file_digest(path)?,
        None => format!("{} invented respondents, seed {}", invented.respondents, invented.seed),
    };
    Ok(Parameters::from([
        ("microdata file", source),
        ("columns", digest_of(&settings.study.variables())?),
        ("weights", settings.study.weights.clone()),
    ]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Microdata> {
    let study = &desk.settings.study;
    let codebook = desk.get::<Codebook>()?;
    let microdata = match (&desk.settings.options.microdata, desk.settings.survey.invent) {
        (Some(path), _) => {
            (desk.settings.survey.read_microdata)(path, &codebook, &study.variables())?
        }
        (None, Some(invent)) => invent(study.invented.seed, study.invented.respondents),
        (None, None) => bail!(
            "there are no invented respondents for the survey `{}`; give a file with `--microdata`",
            desk.settings.survey.name
        ),
    };
    if let Some(weights) = study.weight_variable() {
        microdata.numbers(weights).with_context(|| {
            format!("the study weighs by `{weights}`, which the microdata lack; use a file that has it, or set `weights = \"none\"` in the study file")
        })?;
    }
    Ok(microdata)
}
