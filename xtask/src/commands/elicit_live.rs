//! The part of `elicit` that needs the network and the journal.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use llm_harness::{ApiKey, Call, Ended, Event, Journal, ModelSpec, Settings};

use super::elicit::ElicitArgs;
use crate::console::{Console, print};
use crate::replies_file::seal;

/// How often a run tells its progress where there is no terminal.
const PLAIN_LINE: Duration = Duration::from_secs(30);

/// Says how far each model of a journal is.
pub(super) fn status(journal: &Path) -> anyhow::Result<ExitCode> {
    for model in Journal::open_to_read(journal)?.status()? {
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
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks what is missing, and seals the replies once all are there.
pub(super) fn elicit(
    args: &ElicitArgs,
    (study, path): (&str, &Path),
    model: &ModelSpec,
    calls: &[Call],
    console: &Console,
) -> anyhow::Result<ExitCode> {
    let settings = Settings {
        key: key(args, model)?,
        fresh: args.fresh,
        price: args.prices()?.of(model).cloned(),
        dollars_max: args.max_cost,
        abandon_unknown_batches: args.abandon_batches,
        ..Settings::default()
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    let mut journal = Journal::open(path, study)?;
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
    let summary = llm_harness::elicit(model, calls, &mut journal, &settings, &mut emit)?;
    console.say(&summary.progress.to_string());
    for call in &summary.failed {
        console.say(&format!("{}: {}", call.custom_id, call.message));
    }
    match summary.ended {
        Ended::Complete => {}
        Ended::Budget => {
            console.say("the next call could go beyond `--max-cost`; raise it to go on");
            return Ok(ExitCode::FAILURE);
        }
        Ended::Incomplete => {
            console.say("some calls have no reply; start again to ask them");
            return Ok(ExitCode::FAILURE);
        }
    }
    let sealed = args.out.clone().unwrap_or_else(|| {
        let file = format!("{study}-{}.replies.msgpack.gz", model.name.as_str().replace(' ', "-"));
        path.with_file_name(file)
    });
    seal(&sealed, calls, journal.replies(model, calls)?.replies)?;
    console.say(&format!("sealed: `{}`", sealed.display()));
    Ok(ExitCode::SUCCESS)
}

/// The key from the file or from the environment; `None` for a server that takes none.
fn key(args: &ElicitArgs, model: &ModelSpec) -> anyhow::Result<Option<ApiKey>> {
    if let Some(path) = &args.key_file {
        return Ok(Some(ApiKey::from_file(path)?));
    }
    let Some(variable) = &model.key_env else { return Ok(None) };
    match std::env::var(variable) {
        Ok(key) => Ok(Some(ApiKey::new(&key, &format!("the environment variable `{variable}`"))?)),
        Err(_) => Ok(None),
    }
}
