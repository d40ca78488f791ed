//! `cargo xtask codebook`: looks at a codebook, and holds a data file against it.

mod check;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use survey_model::Codebook;

use crate::study::Study;
use crate::surveys::{Survey, survey};

/// Arguments of `codebook`.
#[derive(Debug, Args)]
pub(crate) struct CodebookArgs {
    #[command(subcommand)]
    command: CodebookCommand,
}

#[derive(Debug, Subcommand)]
enum CodebookCommand {
    /// Hold a data file, and the codebook you have, against what the study needs.
    Check(check::CheckArgs),
    /// Print what the codebook says of variables: texts, codes, missing codes.
    Show(show::ShowArgs),
}

/// Which study and which codebook.
#[derive(Debug, Args)]
struct Source {
    /// The survey's codebook; without it, the shipped facts are used.
    #[arg(long, value_name = "FILE")]
    codebook: Option<PathBuf>,
    /// The study file; without it, the paper's.
    #[arg(long, value_name = "FILE")]
    study: Option<PathBuf>,
}

impl Source {
    fn read(&self) -> anyhow::Result<(Study, &'static Survey, Codebook)> {
        let (study, _) = Study::read_or_paper(self.study.as_deref())?;
        let survey = survey(&study.survey)?;
        let codebook = survey.codebook(self.codebook.as_deref())?;
        Ok((study, survey, codebook))
    }
}

pub(crate) fn run(args: &CodebookArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        CodebookCommand::Check(args) => check::run(args),
        CodebookCommand::Show(args) => show::run(args),
    }
}
