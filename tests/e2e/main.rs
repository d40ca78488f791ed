//! The pipeline end to end, offline: what a user types, and the files and messages that must come of it.
#![forbid(unsafe_code)]

mod bad_input;
mod caching;
mod corners;
mod determinism;
mod golden;
mod mini;
mod shipped;
mod usage;
mod wvs;

/// The program, as cargo built it for these tests.
const PROGRAM: &str = env!("CARGO_BIN_EXE_program-under-test");
