//! The thin binary over the `xtask` library: parses the command line and turns the result into an exit code.
//!
//! 0: done. 1: failed, with one message on standard error. 2: wrong usage, from the parser.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match xtask::run(xtask::Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {}", xtask::message(&error));
            ExitCode::FAILURE
        }
    }
}
