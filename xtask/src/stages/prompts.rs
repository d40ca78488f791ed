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
    let items = desk.items()?;
    let variants = &desk.settings.study.variants;
    let rendered = variants
        .iter()
        .flat_map(|variant| items.iter().map(|item| survey_prompts::render(&item.item, variant)));
    Ok(Prompts { prompts: rendered.collect::<Result<_, _>>()? })
}
