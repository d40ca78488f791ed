//! `cargo xtask import-replies`: replies that another machine gave, sealed into a `replies` artifact.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use llm_harness::Imported;

use crate::console::Console;
use crate::replies_file::{Asked, read_unpacked, seal};

/// Arguments of `import-replies`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    asked: Asked,
    /// The model, as the study names it.
    #[arg(long)]
    model: String,
    /// The answered requests: JSONL as OpenAI's Batch API and `vllm run-batch` write it, gzipped or not.
    file: PathBuf,
    /// Where to write the artifact; compressed if the name ends in `.gz`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Seal although calls are unanswered.
    #[arg(long)]
    partial: bool,
}

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let questions = args.asked.questions()?;
    let (model, calls) = questions.calls(&args.model)?;
    let content = read_unpacked(&args.file)?;
    let file = args.file.display().to_string();
    let imported = llm_harness::import_replies(model, &calls, &file, &content)?;
    let console = Console::new();
    if let Some(gap) = gap(&imported) {
        if !args.partial {
            bail!("{file}: {gap}; answer the rest, or seal what is there with `--partial`");
        }
        console.say(&gap);
    }
    let (replies, planned) = (imported.replies.len(), calls.len());
    seal(&args.out, &calls, imported.replies)?;
    let out = args.out.display();
    console.say(&format!("{replies} of {planned} replies of `{}` are in `{out}`", model.name));
    Ok(ExitCode::SUCCESS)
}

/// What a file of replies lacks, in one line.
fn gap(imported: &Imported) -> Option<String> {
    let failed = imported.failed.first().map(|call| {
        format!("{} calls failed (`{}`: {})", imported.failed.len(), call.custom_id, call.message)
    });
    let missing = imported
        .missing
        .first()
        .map(|id| format!("{} calls are unanswered (`{id}`)", imported.missing.len()));
    let parts: Vec<String> = failed.into_iter().chain(missing).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
