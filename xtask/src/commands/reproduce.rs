//! `cargo xtask reproduce`: the whole study.

use std::process::ExitCode;

use clap::Args;

use crate::console::{Console, print};
use crate::pipeline;
use crate::settings::{Options, Settings, in_pool};
use crate::summary::Summary;

/// Arguments of `reproduce`.
#[derive(Debug, Args)]
pub(crate) struct ReproduceArgs {
    #[command(flatten)]
    options: Options,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &ReproduceArgs) -> anyhow::Result<ExitCode> {
    let settings = Settings::new(args.options.clone())?;
    let console = Console::new();
    let done = in_pool(settings.threads, || pipeline::run(&settings, &console, "report"))??;
    match done.stages_run() {
        0 => console.say("nothing to do: every stage is up to date"),
        ran => console.say(&format!(
            "{ran} of {} stages ran, {:.1} s",
            done.ledger.stages.len(),
            done.ledger.seconds
        )),
    }
    let summary = Summary::of(&settings)?;
    print(&if args.json { summary.to_json()? } else { summary.to_text() });
    Ok(ExitCode::SUCCESS)
}
