//! `cargo xtask extract`: the extraction rules on replies from anywhere.
//!
//! Exit code 1 when a line of `--jsonl` was bad; the lines that were good are answered all the same.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, stderr, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use answer_extract::explain;
use anyhow::Context as _;
use clap::Args;

use crate::console::print;
use crate::extraction::{Line, Scales, jsonl, score};

/// Arguments of `extract`.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ExtractArgs {
    /// Read lines `{"id", "options": [{"value", "label", "missing"?}], "response", "question"?}` from standard input,
    /// write one outcome a line to standard output.
    #[arg(long)]
    jsonl: bool,
    /// Read one such line from standard input and show what each rule saw in it.
    #[arg(long)]
    explain: bool,
    /// Compare the rules with labelled replies: such lines with a `gold` (an option's value, `refusal`, `none`, or an
    /// outcome's name) and perhaps a list `gold_alt`.
    #[arg(long, value_name = "FILE")]
    score: Option<PathBuf>,
}

pub(crate) fn run(args: &ExtractArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.score {
        let file = File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let score = score::score(BufReader::new(file));
        print(score.with_context(|| format!("`{}`", path.display()))?.to_string().trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    if args.explain {
        let mut bytes = Vec::new();
        stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let line = Line::parse(bytes.trim_ascii())
            .context("standard input is not one line of `--jsonl`")?;
        let scale = Scales::default().of(&line)?;
        print(&explain(&scale, line.reply()).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let tally = jsonl::convert(stdin().lock(), BufWriter::new(stdout().lock()), stderr().lock())?;
    Ok(if tally.bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
