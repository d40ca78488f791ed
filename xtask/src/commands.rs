//! One module per command.

mod codebook;
mod elicit;
mod export_requests;
mod extract;
mod fetch_ess;
mod import_replies;
mod reproduce;
mod run;
mod show;
mod status;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Whose values does a language model mirror? Reproduces the paper, and goes beyond it.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the whole study, from codebook and microdata to the report.
    Reproduce(reproduce::ReproduceArgs),
    /// Run the stages up to one, and keep their artifacts.
    Run(run::RunArgs),
    /// Say which stages are up to date, and why the others are not.
    Status(status::StatusArgs),
    /// Ask a model everything that a study asks it, and go on where the last run stopped.
    Elicit(elicit::ElicitArgs),
    /// Write a model's requests to a file that another machine can answer.
    ExportRequests(export_requests::ExportArgs),
    /// Seal the replies that another machine gave.
    ImportReplies(import_replies::ImportArgs),
    /// Print an artifact as JSON.
    Show(show::ShowArgs),
    /// Read answers from replies with the extraction rules, explain them, or score them.
    Extract(extract::ExtractArgs),
    /// Look at a codebook, and hold a data file against it.
    Codebook(codebook::CodebookArgs),
    /// Download the data file of the European Social Survey; needs a free user id.
    FetchEss(fetch_ess::FetchEssArgs),
    /// Check the house rules: crate arrows, file lengths, docs.
    Tidy(tidy::TidyArgs),
}

/// Runs the command that was asked for.
///
/// # Errors
/// Whatever the command reports, with what happened, where, and what to do.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Reproduce(args) => reproduce::run(&args),
        Command::Run(args) => run::run(&args),
        Command::Status(args) => status::run(&args),
        Command::Elicit(args) => elicit::run(&args),
        Command::ExportRequests(args) => export_requests::run(&args),
        Command::ImportReplies(args) => import_replies::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Extract(args) => extract::run(&args),
        Command::Codebook(args) => codebook::run(&args),
        Command::FetchEss(args) => fetch_ess::run(&args),
        Command::Tidy(args) => tidy::run(&args),
    }
}
