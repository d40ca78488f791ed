//! `cargo xtask tidy`: the house rules that a machine can keep.

use std::process::ExitCode;

use clap::Args;

use crate::console::print;
use crate::tidy;

/// Arguments of `tidy`.
#[derive(Debug, Args)]
pub(crate) struct TidyArgs {}

pub(crate) fn run(_args: &TidyArgs) -> anyhow::Result<ExitCode> {
    let complaints = tidy::complaints()?;
    for complaint in &complaints {
        print(complaint);
    }
    if complaints.is_empty() {
        print("tidy");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}
