//! `cargo xtask elicit`: asks a model everything that a study asks it, and resumes where it stopped.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use llm_harness::{Call, Dollars, ModelSpec, estimate};

use crate::asking::{AskOptions, Order};
use crate::console::{Console, print};
use crate::network;
use crate::replies_file::{Asked, Questions};

/// Arguments of `elicit`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ElicitArgs {
    #[command(subcommand)]
    look: Option<Look>,
    #[command(flatten)]
    asked: Asked,
    /// The model, as the study names it.
    #[arg(long, required = true)]
    model: Option<String>,
    /// Show calls, tokens, cost and one prompt per item, and ask nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    ask: AskOptions,
    /// Ask everything anew; the old replies are kept.
    #[arg(long)]
    fresh: bool,
    /// Give up batches that the provider does not know any more, and pay for their calls again.
    #[arg(long)]
    abandon_batches: bool,
    /// A file with the key, readable by its owner alone; without it, the environment variable of the study.
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Where the replies are sealed once all are there; without it, `journals/STUDY-MODEL.replies.msgpack.gz`.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Look {
    /// Say how far each model of a journal is.
    Status {
        /// The journal.
        #[arg(long, value_name = "FILE", default_value = "journals/paper.sqlite")]
        journal: PathBuf,
    },
}

pub(crate) fn run(args: &ElicitArgs) -> anyhow::Result<ExitCode> {
    if let Some(Look::Status { journal }) = &args.look {
        network::status(journal)?;
        return Ok(ExitCode::SUCCESS);
    }
    let questions = args.asked.questions()?;
    let name = args.model.as_deref().context("name a model with `--model`")?;
    let (model, calls) = questions.calls(name)?;
    if args.dry_run {
        dry_run(args, &questions, model, &calls)?;
        return Ok(ExitCode::SUCCESS);
    }
    let order = Order {
        model,
        calls: &calls,
        key_file: args.key_file.as_deref(),
        fresh: args.fresh,
        abandon_batches: args.abandon_batches,
        max_cost: args.ask.max_cost,
        out: args.out.as_deref(),
    };
    let is_complete = network::ask(&questions, &args.ask, &order, &Console::new())?;
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a run would ask and cost.
fn dry_run(
    args: &ElicitArgs,
    questions: &Questions,
    model: &ModelSpec,
    calls: &[Call],
) -> anyhow::Result<()> {
    ensure!(!calls.is_empty(), "the study asks nothing");
    let prices = args.ask.prices()?;
    let estimate = estimate(model, calls, prices.of(model));
    for prompt in &questions.prompts {
        print(&format!("--- {}\n{}\n", prompt.id, prompt.text));
    }
    print(&format!("model              {} ({} at {})", model.name, model.model, model.base_url()));
    print(&format!("calls              {}", estimate.calls));
    let (least, most) = estimate.prompt_tokens;
    print(&format!("prompt tokens      {least} to {most}"));
    let (least, most) = estimate.completion_tokens;
    print(&format!("completion tokens  {least} to {most}"));
    print(&match estimate.dollars {
        Some((least, most)) => {
            let (least, most) = (Dollars(least), Dollars(most));
            format!("cost               {least} to {most} at the prices of {}", prices.date)
        }
        None => "cost               not known; add the model to the price file".to_owned(),
    });
    Ok(())
}
