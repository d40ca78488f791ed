//! `cargo xtask codebook`: looks at a codebook, and holds a data file against it.

mod check;
mod labels;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use survey_model::Codebook;

use crate::codebook_source::CodebookSource;
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

/// What a check reads.
struct Read {
    study: Study,
    survey: &'static Survey,
    codebook: Codebook,
    /// Which codebook it is.
    sentence: String,
}

impl Source {
    /// The study, its survey, and the codebook that a run on this data file would read by.
    fn read(&self, microdata: Option<&Path>) -> anyhow::Result<Read> {
        let (study, _) = Study::read_or_paper(self.study.as_deref())?;
        let survey = survey(&study.survey)?;
        let source = CodebookSource::of(survey, &study, self.codebook.as_deref(), microdata)?;
        let (codebook, sentence) = (source.read(survey)?, source.sentence());
        Ok(Read { study, survey, codebook, sentence })
    }
}

pub(crate) fn run(args: &CodebookArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        CodebookCommand::Check(args) => check::run(args),
        CodebookCommand::Show(args) => show::run(args),
    }
}
