//! `cargo xtask run STAGE`: the stages up to one.

use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;

use crate::console::Console;
use crate::pipeline;
use crate::settings::{Options, Settings, in_pool};
use crate::stages::STAGES;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The last stage to run.
    stage: String,
    #[command(flatten)]
    options: Options,
}

pub(crate) fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    ensure!(
        STAGES.iter().any(|stage| stage.name == args.stage),
        "there is no stage `{}`; the stages are {}",
        args.stage,
        STAGES.iter().map(|stage| stage.name).collect::<Vec<_>>().join(", ")
    );
    let settings = Settings::new(args.options.clone())?;
    let console = Console::new();
    let done = in_pool(settings.threads, || pipeline::run(&settings, &console, &args.stage))??;
    let total = done.ledger.stages.len();
    console.say(&match done.stages_run() {
        0 => format!("nothing to do: {total} stages are up to date"),
        ran => format!("{ran} of {total} stages ran"),
    });
    Ok(ExitCode::SUCCESS)
}
