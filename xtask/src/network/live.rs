//! Asking one model, and sealing its replies once all are there.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use llm_harness::{ApiKey, Call, Ended, Event, Journal, ModelSpec, Prices, Settings, Summary};
use serde_json::Value;

use crate::asking::{AskOptions, Order};
use crate::console::{Console, print};
use crate::replies_file::{Questions, seal};

/// How often a run tells its progress where there is no terminal.
const PLAIN_LINE: Duration = Duration::from_secs(30);

/// Says how far each model of a journal is, and what its server said of itself.
pub(crate) fn status(journal: &Path) -> anyhow::Result<()> {
    let journal = Journal::open_to_read(journal)?;
    for model in journal.status()? {
        print(&format!(
            "{}: round {}, {}/{} replies, {} refused, {} attempts without a reply, {} + {} tokens",
            model.model,
            model.round,
            model.replies,
            model.calls,
            model.refusals,
            model.failed_attempts,
            model.prompt_tokens,
            model.completion_tokens
        ));
        for batch in &model.open_batches {
            print(&format!("    open batch: {batch}"));
        }
        for (name, value) in journal.facts(&model.model)? {
            let bytes = value.len();
            match String::from_utf8(value) {
                Ok(value) if bytes <= 64 => print(&format!("    {name}: {value}")),
                _ => print(&format!("    {name}: {bytes} bytes")),
            }
        }
    }
    Ok(())
}

/// Asks what is missing of one model; gives whether every call has its reply and all are sealed.
pub(crate) fn ask(
    questions: &Questions,
    options: &AskOptions,
    order: &Order<'_>,
    console: &Console,
) -> anyhow::Result<bool> {
    let study = &questions.study.name;
    let path = options.journal(study);
    let mut journal = open(&path, study)?;
    let summary = elicit(&mut journal, &options.prices()?, order, console)?;
    match summary.ended {
        Ended::Complete => {}
        Ended::Budget => {
            console.say("the next call could go beyond `--max-cost`; raise it to go on");
            return Ok(false);
        }
        Ended::Incomplete => {
            console.say("some calls have no reply; start again to ask them");
            return Ok(false);
        }
    }
    let sealed = order.out.map_or_else(|| beside(&path, study, order.model), Path::to_owned);
    seal_journal(&journal, order.model, order.calls, &sealed, console)?;
    Ok(true)
}

/// Opens a study's journal to write in it, in a folder that is made if need be.
pub(super) fn open(path: &Path, study: &str) -> anyhow::Result<Journal> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    Ok(Journal::open(path, study)?)
}

/// Asks what is missing, and says how it went.
pub(super) fn elicit(
    journal: &mut Journal,
    prices: &Prices,
    order: &Order<'_>,
    console: &Console,
) -> anyhow::Result<Summary> {
    let settings = Settings {
        key: key(order)?,
        fresh: order.fresh,
        price: prices.of(order.model).cloned(),
        dollars_max: order.max_cost,
        abandon_unknown_batches: order.abandon_batches,
        ..Settings::default()
    };
    let mut plain = None;
    let mut emit = |event: &Event| match event {
        Event::Note(line) => console.say(line),
        Event::Progress(progress) if console.is_terminal() => {
            console.progress(&progress.to_string());
        }
        Event::Progress(progress)
            if plain.is_none_or(|last: Instant| last.elapsed() >= PLAIN_LINE) =>
        {
            console.say(&progress.to_string());
            plain = Some(Instant::now());
        }
        _ => {}
    };
    let summary = llm_harness::elicit(order.model, order.calls, journal, &settings, &mut emit)?;
    console.say(&summary.progress.to_string());
    for call in &summary.failed {
        console.say(&format!("{}: {}", call.custom_id, call.message));
    }
    Ok(summary)
}

/// Where a model's replies are sealed: beside the journal, under the study's and the model's name.
pub(super) fn beside(journal: &Path, study: &str, model: &ModelSpec) -> PathBuf {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' };
    let model: String = model.name.as_str().chars().map(plain).collect();
    journal.with_file_name(format!("{study}-{model}.replies.msgpack.gz"))
}

/// Seals the replies of a journal, and writes what the server said of itself beside them.
pub(super) fn seal_journal(
    journal: &Journal,
    model: &ModelSpec,
    calls: &[Call],
    sealed: &Path,
    console: &Console,
) -> anyhow::Result<()> {
    seal(sealed, calls, journal.replies(model, calls)?.replies)?;
    console.say(&format!("sealed: `{}`", sealed.display()));
    let name = sealed.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.split(".replies.").next().unwrap_or_default();
    let stem = stem.strip_suffix(".msgpack").unwrap_or(stem);
    let facts = sealed.with_file_name(format!("{stem}.facts.json"));
    let mut text = serde_json::to_string_pretty(&facts_of(journal, model)?)?;
    text.push('\n');
    Ok(survey_artifact::write_atomically(&facts, text.as_bytes())?)
}

/// The model as the study declares it, and its server's own words by the names of the questions.
fn facts_of(journal: &Journal, model: &ModelSpec) -> anyhow::Result<Value> {
    let mut said = serde_json::Map::new();
    for (name, value) in journal.facts(model.name.as_str())? {
        let text = || Value::String(String::from_utf8_lossy(&value).into_owned());
        let value = serde_json::from_slice(&value).ok().filter(Value::is_object);
        said.insert(name, value.unwrap_or_else(text));
    }
    let address = model.base_url();
    Ok(serde_json::json!({ "declared": model, "address": address, "server_said": said }))
}

/// The key from the file or from the environment; `None` for a server that takes none.
pub(super) fn key(order: &Order<'_>) -> anyhow::Result<Option<ApiKey>> {
    if let Some(path) = order.key_file {
        return Ok(Some(ApiKey::from_file(path)?));
    }
    let Some(variable) = &order.model.key_env else { return Ok(None) };
    match std::env::var(variable) {
        Ok(key) => Ok(Some(ApiKey::new(&key, &format!("the environment variable `{variable}`"))?)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            anyhow::bail!(
                "the environment variable `{variable}` is not text; set it to the key alone"
            )
        }
    }
}
