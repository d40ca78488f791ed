//! `cargo xtask export-requests`: what a model is to be asked, as a file that another machine can answer.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::console::Console;
use crate::replies_file::Asked;

/// Arguments of `export-requests`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    asked: Asked,
    /// The model, as the study names it.
    #[arg(long)]
    model: String,
    /// Where to write the requests: JSONL in the shape of OpenAI's Batch API.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let questions = args.asked.questions()?;
    let (model, calls) = questions.calls(&args.model)?;
    let requests = llm_harness::export_requests(&calls);
    survey_artifact::write_atomically(&args.out, requests.as_bytes())?;
    let (calls, out) = (calls.len(), args.out.display());
    Console::new().say(&format!("{calls} requests to `{}` are in `{out}`", model.name));
    Ok(ExitCode::SUCCESS)
}
