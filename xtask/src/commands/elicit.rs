//! `cargo xtask elicit`: asks a model everything that a study asks it, and resumes where it stopped.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use llm_harness::{Call, ModelSpec, Prices, estimate};

use crate::console::{Console, print};
use crate::replies_file::{Asked, Questions};

/// Arguments of `elicit`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ElicitArgs {
    #[command(subcommand)]
    look: Option<Look>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// The model, as the study names it.
    #[arg(long, required = true)]
    pub(crate) model: Option<String>,
    /// Show calls, tokens, cost and one prompt per item, and ask nothing.
    #[arg(long)]
    dry_run: bool,
    /// The most that this model may cost in US dollars, earlier runs included.
    #[arg(long, value_name = "DOLLARS")]
    pub(crate) max_cost: Option<f64>,
    /// Ask everything anew; the old replies are kept.
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Give up batches that the provider does not know any more, and pay for their calls again.
    #[arg(long)]
    pub(crate) abandon_batches: bool,
    /// The journal; without it, `journals/STUDY.sqlite`.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// The price file; without it, the shipped one.
    #[arg(long, value_name = "FILE")]
    prices: Option<PathBuf>,
    /// A file with the key, readable by its owner alone; without it, the environment variable of the study.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Where the replies are sealed once all are there; without it, `journals/STUDY-MODEL.replies.msgpack.gz`.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
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

impl ElicitArgs {
    /// Where the journal of a study is.
    fn journal(&self, study: &str) -> PathBuf {
        self.journal.clone().unwrap_or_else(|| format!("journals/{study}.sqlite").into())
    }

    /// The price file, the user's or the shipped one.
    pub(crate) fn prices(&self) -> anyhow::Result<Prices> {
        let Some(path) = &self.prices else {
            return Ok(Prices::parse(llm_harness::SHIPPED_PRICES, "the shipped price file")?);
        };
        let file = path.display().to_string();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read `{file}`"))?;
        Ok(Prices::parse(&text, &file)?)
    }
}

pub(crate) fn run(args: &ElicitArgs) -> anyhow::Result<ExitCode> {
    if let Some(Look::Status { journal }) = &args.look {
        return network::status(journal);
    }
    let questions = args.asked.questions()?;
    let name = args.model.as_deref().context("name a model with `--model`")?;
    let (model, calls) = questions.calls(name)?;
    if args.dry_run {
        dry_run(args, &questions, model, &calls)?;
        return Ok(ExitCode::SUCCESS);
    }
    let journal = args.journal(&questions.study.name);
    network::elicit(args, (&questions.study.name, &journal), model, &calls, &Console::new())
}

/// What a run would ask and cost.
fn dry_run(
    args: &ElicitArgs,
    questions: &Questions,
    model: &ModelSpec,
    calls: &[Call],
) -> anyhow::Result<()> {
    ensure!(!calls.is_empty(), "the study asks nothing");
    let prices = args.prices()?;
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
            format!("cost               ${least:.2} to ${most:.2} at the prices of {}", prices.date)
        }
        None => "cost               not known; add the model to the price file".to_owned(),
    });
    Ok(())
}

#[cfg(feature = "full")]
use super::elicit_live as network;

#[cfg(not(feature = "full"))]
mod network {
    //! Without the network, the command says how it is reached.

    use std::path::Path;
    use std::process::ExitCode;

    use anyhow::bail;
    use llm_harness::{Call, ModelSpec};

    use super::ElicitArgs;
    use crate::console::Console;

    const ALIAS: &str =
        "this build has no network and no journal; run `cargo xtask-full elicit` instead";

    pub(super) fn status(_: &Path) -> anyhow::Result<ExitCode> {
        bail!(ALIAS)
    }

    pub(super) fn elicit(
        _: &ElicitArgs,
        _: (&str, &Path),
        _: &ModelSpec,
        _: &[Call],
        _: &Console,
    ) -> anyhow::Result<ExitCode> {
        bail!(ALIAS)
    }
}
