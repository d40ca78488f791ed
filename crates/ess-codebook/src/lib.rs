//! Reads European Social Survey codebook and microdata files into `survey-model` values: the first stage.
//!
//! What goes in: the files that the ESS Data Portal hands out. What comes out: a
//! [`Codebook`](survey_model::Codebook) and [`Microdata`](survey_model::Microdata).
//! A code that the codebook does not know stops the reading with file, row and column: nothing is read wrongly in silence.
//!
//! What this crate does not know: which variables a study asks for, prompts, models, statistics.
#![forbid(unsafe_code)]

mod convention;
mod edition;
mod error;
mod html;
mod microdata;
mod shipped;

pub use convention::with_reserved_missing_codes;
pub use edition::{citation, edition_from_title};
pub use error::EssError;
pub use html::parse_codebook;
pub use microdata::{LAYOUT, read_csv, read_file};
pub use shipped::shipped;
pub use survey_files::{CellProblem, FileError, Format, Place};
