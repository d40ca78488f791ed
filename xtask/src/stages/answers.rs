//! Replies to answers, or a file of answers that were read elsewhere.

use std::collections::BTreeMap;

use answer_extract::{OptionValue, ResponseOption, ResponseScale, extract};
use anyhow::Context as _;
use survey_artifact::{Answers, Prompts, Replies};
use survey_model::{Answer, FinishReason, OptionCode, Outcome, Prompt, PromptId, Reply};

use super::{Parameters, digest_of, file_digest};
use crate::answers_csv;
use crate::desk::Desk;
use crate::settings::Settings;

/// The rule id of a reply that the provider itself marks as a refusal; the extraction's rules do not see those.
const PROVIDER_REFUSAL: &str = "provider";

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let mut parameters = Parameters::from([("items", digest_of(&settings.study.items)?)]);
    match &settings.options.answers {
        Some(path) => {
            parameters.insert("answers file", file_digest(path)?);
        }
        None => {
            let rules = digest_of(&answer_extract::rules_description())?;
            let revision = answer_extract::RULES_REVISION;
            parameters.insert("rule table", format!("revision {revision} ({rules})"));
        }
    }
    Ok(parameters)
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Answers> {
    if let Some(path) = &desk.settings.options.answers {
        let declared = desk.settings.study.model_names();
        let (answers, notes) = answers_csv::read(path, &desk.items()?, declared)?;
        notes.iter().for_each(|note| desk.console.say(note));
        return Ok(Answers { answers });
    }
    let (prompts, replies) = (desk.get::<Prompts>()?, desk.get::<Replies>()?);
    let mut scales = BTreeMap::new();
    for prompt in &prompts.prompts {
        scales.insert(&prompt.id, scale_of(prompt)?);
    }
    let answers = replies.replies.iter().map(|reply| answer(reply, &scales));
    Ok(Answers { answers: answers.collect::<anyhow::Result<_>>()? })
}

fn scale_of(prompt: &Prompt) -> anyhow::Result<ResponseScale> {
    let options =
        prompt.options.iter().map(|option| ResponseOption::new(option.code.0, &option.label));
    let scale = ResponseScale::new(options).with_context(|| format!("prompt `{}`", prompt.id))?;
    // With the prompt an echo of it is told from the reply's own words.
    Ok(scale.with_question(&prompt.text))
}

fn answer(reply: &Reply, scales: &BTreeMap<&PromptId, ResponseScale>) -> anyhow::Result<Answer> {
    let refused = reply.finish == Some(FinishReason::Refusal) || reply.refusal.is_some();
    let (outcome, rule, span, conflict) = if refused && reply.text.trim().is_empty() {
        (Outcome::Refused, PROVIDER_REFUSAL, None, None)
    } else {
        let scale = scales
            .get(&reply.prompt)
            .with_context(|| format!("the study does not ask the prompt `{}`", reply.prompt))?;
        let read = extract(scale, &reply.text);
        let conflicts: Vec<String> = read.conflicts.iter().map(ToString::to_string).collect();
        let span = read.span.map(|span| (span.start as u64, span.end as u64));
        let conflict = (!conflicts.is_empty()).then(|| conflicts.join("; "));
        (outcome_of(&read.outcome), read.rule, span, conflict)
    };
    Ok(Answer {
        model: reply.model.clone(),
        item: reply.item.clone(),
        repetition: reply.repetition,
        outcome,
        rule: Some(rule.to_owned()),
        span,
        conflict,
    })
}

fn outcome_of(read: &answer_extract::Outcome) -> Outcome {
    use answer_extract::Outcome as Read;
    match read {
        Read::Chosen(value) => match code_of(*value) {
            Some(code) => Outcome::Chosen { code },
            None => Outcome::Unparsable,
        },
        Read::Refused(_) => Outcome::Refused,
        Read::DontKnow(_) => Outcome::DontKnow,
        Read::Ambiguous(values) => {
            Outcome::Ambiguous { candidates: values.iter().copied().filter_map(code_of).collect() }
        }
        _ => Outcome::Unparsable,
    }
}

/// The pipeline's prompts number their options; a letter cannot come out of such a scale.
fn code_of(value: OptionValue) -> Option<OptionCode> {
    match value {
        OptionValue::Number(code) => Some(OptionCode(code)),
        OptionValue::Letter(_) => None,
    }
}
