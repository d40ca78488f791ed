//! `cargo xtask reproduce`: the whole study.

use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;

use crate::asking::AskOptions;
use crate::console::{Console, print};
use crate::network;
use crate::pipeline;
use crate::replies_file::Asked;
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
    /// Ask the study's models what is missing, and use their replies.
    #[arg(long, conflicts_with = "answers")]
    live: bool,
    /// With `--live`: ask this model, as the study names it; may be given several times. Without it, every one that can be asked.
    #[arg(long, value_name = "NAME", requires = "live")]
    model: Vec<String>,
    #[command(flatten)]
    ask: AskOptions,
}

pub(crate) fn run(args: &ReproduceArgs) -> anyhow::Result<ExitCode> {
    let console = Console::new();
    let mut options = args.options.clone();
    if args.live {
        let asked = Asked { study: options.study.clone(), codebook: options.codebook.clone() };
        let questions = asked.questions()?;
        options.replies.extend(network::ask_several(&questions, &args.model, &args.ask, &console)?);
    } else {
        ensure!(
            args.ask == AskOptions::default(),
            "`--max-cost`, `--journal` and `--prices` say how models are asked; give `--live` with them"
        );
    }
    let settings = Settings::new(options)?;
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
