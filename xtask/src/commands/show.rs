//! `cargo xtask show FILE`: any artifact as JSON.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use crate::console::print;

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
    let mut bytes = std::fs::read(&args.file).with_context(|| format!("cannot read `{file}`"))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_end(&mut unpacked)
            .with_context(|| format!("`{file}` is a damaged gzip file"))?;
        bytes = unpacked;
    }
    let mut shown = survey_artifact::to_json(&bytes).with_context(|| format!("`{file}`"))?;
    if args.header {
        shown = shown["header"].take();
    }
    print(&serde_json::to_string_pretty(&shown)?);
    Ok(ExitCode::SUCCESS)
}
