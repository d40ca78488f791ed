//! `cargo xtask show FILE`: any artifact as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use crate::console::print;
use crate::replies_file::read_unpacked;

/// Arguments of `show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The artifact, gzipped or not.
    file: PathBuf,
    /// Print the header only.
    #[arg(long)]
    header: bool,
}

pub(crate) fn run(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let file = args.file.display();
    let bytes = read_unpacked(&args.file)?;
    let mut shown = survey_artifact::to_json(&bytes).with_context(|| format!("`{file}`"))?;
    if args.header {
        shown = shown["header"].take();
    }
    print(&serde_json::to_string_pretty(&shown)?);
    Ok(ExitCode::SUCCESS)
}
