//! Answers to one consensus per model and item.

use survey_artifact::{Answers, ConsensusTable};
use survey_model::{Answer, ModelName};

use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let declared: Vec<_> = settings.study.model_names().collect();
    Ok(Parameters::from([
        ("items", digest_of(&settings.study.items)?),
        ("order of the models", digest_of(&declared)?),
    ]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<ConsensusTable> {
    let answers = desk.get::<Answers>()?;
    let items = desk.items()?;
    let models = models_in_order(desk.settings.study.model_names(), &answers.answers);
    let ids = items.iter().map(|item| item.item.id());
    let consensus = alignment_core::consensus_table(&models, ids, &answers.answers);
    Ok(ConsensusTable { consensus })
}

/// The models that have answers: those of the study first and in its order, then the others by name.
fn models_in_order<'a>(
    declared: impl Iterator<Item = &'a ModelName>,
    answers: &[Answer],
) -> Vec<ModelName> {
    let answering: std::collections::BTreeSet<_> = answers.iter().map(|a| &a.model).collect();
    let mut models: Vec<_> = declared.filter(|model| answering.contains(model)).collect();
    let others: Vec<_> =
        answering.iter().filter(|model| !models.contains(model)).copied().collect();
    models.extend(others);
    models.into_iter().cloned().collect()
}
