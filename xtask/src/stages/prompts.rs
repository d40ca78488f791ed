//! Items to prompts.

use survey_artifact::Prompts;

use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let rewrites: Vec<_> =
        survey_prompts::rewrite_rules().map(|rule| (&rule.id, &rule.find, &rule.put)).collect();
    Ok(Parameters::from([
        ("items", digest_of(&settings.study.items)?),
        ("variants", digest_of(&settings.study.variants)?),
        ("rewrites", digest_of(&rewrites)?),
    ]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Prompts> {
    Ok(Prompts { prompts: desk.settings.study.prompts(&desk.items()?)? })
}
