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

/// An error and its causes in one line; a cause that the error's own words hold already is not said twice.
#[must_use]
pub fn message(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !message.contains(&cause) {
            let colon = if message.is_empty() { "" } else { ": " };
            message = format!("{message}{colon}{cause}");
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    #[test]
    fn no_cause_is_said_twice() {
        let error = anyhow!("no such file").context("a.csv: no such file; check the path");
        let error = error.context("stage `microdata`");
        assert_eq!(
            super::message(&error),
            "stage `microdata`: a.csv: no such file; check the path"
        );
    }
}
