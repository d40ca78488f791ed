//! `cargo xtask status`: what is up to date, and why the rest is not.

use std::process::ExitCode;

use clap::Args;

use crate::console::{Console, print};
use crate::ledger::Ledger;
use crate::pipeline;
use crate::settings::{Options, Settings};

/// Arguments of `status`.
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// Options of the run to ask about; without any, those of the last run in the output folder.
    #[command(flatten)]
    options: Options,
}

pub(crate) fn run(args: &StatusArgs) -> anyhow::Result<ExitCode> {
    let mut options = args.options.clone();
    if options.only_names_the_folder()
        && let Some(ledger) = Ledger::read(&options.out)
    {
        options = Options { out: options.out, ..ledger.options };
    }
    let settings = Settings::new(options)?;
    for (stage, line) in pipeline::status(&settings, &Console::new())? {
        print(&format!("{stage:<11} {line}"));
    }
    Ok(ExitCode::SUCCESS)
}
