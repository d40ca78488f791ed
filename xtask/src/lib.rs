//! Wires the stages of `whose-values`, caches them, and explains every re-run.
//!
//! The only crate that knows the order of the stages, opens artifacts, and reads the clock and the environment.
//! `stages` is the table of stages, `pipeline` runs it, `commands` holds one module per command.
#![forbid(unsafe_code)]

mod answers_csv;
mod asking;
mod codebook_source;
mod commands;
mod comparison;
mod console;
mod desk;
mod extraction;
mod ledger;
mod network;
mod paper_counts;
mod pipeline;
mod recorded;
mod replies_file;
mod report_files;
pub mod settings;
mod stages;
pub mod study;
mod summary;
pub mod surveys;
mod tidy;

pub use commands::{Cli, run};
