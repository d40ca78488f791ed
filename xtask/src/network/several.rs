//! Asking every model of a study that can be asked, under one cap.

use std::path::PathBuf;

use anyhow::{bail, ensure};
use llm_harness::{Call, Ended, Journal, ModelSpec, Prices, Provider};

use super::live::{beside, elicit, key, open, seal_journal};
use crate::asking::{AskOptions, Order};
use crate::console::Console;
use crate::replies_file::Questions;

/// A model with its calls and what the journal knows of them.
struct Candidate<'a> {
    model: &'a ModelSpec,
    calls: Vec<Call>,
    /// Calls without a reply.
    missing: usize,
    /// US dollars that earlier runs took; 0 where the price is not known.
    spent: f64,
}

/// Asks what is missing of each model named, or of every declared model that can be asked; gives the sealed replies.
///
/// A model whose replies are all in the journal needs neither key nor server.
/// If no model is named, one without its key or its server is left out, and the user is told.
/// `--max-cost` holds for all of them together, and is demanded before anything is sent that may cost money.
///
/// # Errors
/// No model that can be asked, a price that is not known, an error that stops a model, and replies that are still missing.
pub(crate) fn ask_several(
    questions: &Questions,
    names: &[String],
    options: &AskOptions,
    console: &Console,
) -> anyhow::Result<Vec<PathBuf>> {
    let (study, prices) = (&questions.study.name, options.prices()?);
    let path = options.journal(study);
    let mut journal = open(&path, study)?;
    let mut candidates = candidates(questions, names, (&journal, &prices), console)?;
    check_money(&candidates, options, &prices)?;
    let (mut sealed, mut short) = (Vec::new(), Vec::new());
    for index in 0..candidates.len() {
        let elsewhere: f64 = candidates.iter().map(|other| other.spent).sum();
        let candidate = &mut candidates[index];
        let (model, calls) = (candidate.model, &candidate.calls);
        if candidate.missing > 0 {
            let others = elsewhere - candidate.spent;
            let max_cost = may_cost(model, &prices)
                .then_some(options.max_cost)
                .flatten()
                .map(|most| (most - others).max(0.0));
            let order = order(model, calls, max_cost);
            let summary = elicit(&mut journal, &prices, &order, console)?;
            candidate.spent = summary.progress.spent.unwrap_or(0.0);
            if summary.ended != Ended::Complete {
                let (done, calls) = (summary.progress.done, calls.len());
                let remedy = match summary.ended {
                    Ended::Budget => "raise `--max-cost`",
                    _ => "start again",
                };
                short.push(format!("`{}` has {done} of {calls} replies; {remedy}", model.name));
                continue;
            }
        }
        let file = beside(&path, study, model);
        seal_journal(&journal, model, calls, &file, console)?;
        sealed.push(file);
    }
    ensure!(short.is_empty(), "nothing was computed: {}", short.join(", "));
    Ok(sealed)
}

fn order<'a>(model: &'a ModelSpec, calls: &'a [Call], max_cost: Option<f64>) -> Order<'a> {
    let (key_file, out) = (None, None);
    Order { model, calls, key_file, fresh: false, abandon_batches: false, max_cost, out }
}

/// The models named, or those declared that are complete or can be asked.
fn candidates<'a>(
    questions: &'a Questions,
    names: &[String],
    (journal, prices): (&Journal, &Prices),
    console: &Console,
) -> anyhow::Result<Vec<Candidate<'a>>> {
    let is_asked = |model: &&ModelSpec| model.provider != Provider::Recorded;
    let declared = questions.study.models.iter().filter(is_asked);
    let declared: Vec<String> = declared.map(|model| model.name.to_string()).collect();
    let wanted = if names.is_empty() { &declared } else { names };
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for name in wanted {
        let (model, calls) = questions.calls(name)?;
        if candidates.iter().any(|other| other.model.name == model.name) {
            continue;
        }
        let missing = journal.replies(model, &calls)?.missing.len();
        let spent = llm_harness::spent(journal, model, &calls, prices.of(model))?.unwrap_or(0.0);
        if missing > 0
            && names.is_empty()
            && let Some(reason) = hindrance(model, &calls)?
        {
            console.say(&format!("{name} is left out: {reason}"));
            continue;
        }
        candidates.push(Candidate { model, calls, missing, spent });
    }
    ensure!(
        !candidates.is_empty(),
        "no model of the study can be asked; give one its key or start its server, or name it with `--model` to see what it lacks"
    );
    Ok(candidates)
}

/// What keeps a model from being asked: a key that is not set, or a server of the user's own that does not listen.
fn hindrance(model: &ModelSpec, calls: &[Call]) -> anyhow::Result<Option<String>> {
    if let (Some(variable), None) = (&model.key_env, key(&order(model, calls, None))?) {
        return Ok(Some(format!("the environment variable `{variable}` is not set")));
    }
    if model.base_url.is_none() {
        return Ok(None);
    }
    Ok(llm_harness::reach(model).err().map(|error| error.to_string()))
}

/// A server that takes no key sends no bill, unless its price says otherwise.
fn may_cost(model: &ModelSpec, prices: &Prices) -> bool {
    prices
        .of(model)
        .map_or(model.key_env.is_some(), |price| price.cost(false, 1_000_000, 1_000_000) > 0.0)
}

/// Nothing that may cost money is sent without a cap.
fn check_money(
    candidates: &[Candidate<'_>],
    options: &AskOptions,
    prices: &Prices,
) -> anyhow::Result<()> {
    let mut costly = candidates
        .iter()
        .filter(|candidate| candidate.missing > 0 && may_cost(candidate.model, prices));
    match (costly.next(), options.max_cost) {
        (Some(first), None) => bail!(
            "asking `{}` may cost money; give `--max-cost DOLLARS`, which holds for all models together, and see `elicit --dry-run` for the range",
            first.model.name
        ),
        _ => Ok(()),
    }
}
