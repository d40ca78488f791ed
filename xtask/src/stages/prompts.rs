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
        (
            "items without question",
            if is_asking(settings) { "refused" } else { "left out" }.to_owned(),
        ),
    ]))
}

/// Whether models were or are asked; answers that were read elsewhere need no question texts, which labels do not have.
fn is_asking(settings: &Settings) -> bool {
    settings.options.answers.is_none()
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Prompts> {
    let mut items = desk.items()?;
    if !is_asking(desk.settings) {
        items.retain(|item| !survey_prompts::question_text(item.item.texts()).is_empty());
    }
    Ok(Prompts { prompts: desk.settings.study.prompts(&items)? })
}
