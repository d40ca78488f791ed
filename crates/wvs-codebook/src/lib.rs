//! Reads World Values Survey wave 7 files into `survey-model` values: the first stage, for a second survey.
//!
//! What goes in: a codebook and a data file in the layout of wave 7. What comes out: a
//! [`Codebook`](survey_model::Codebook) and [`Microdata`](survey_model::Microdata).
//! What sets the survey apart is data: where it keeps key, weights and edition, and that negative codes are missing.
//!
//! What this crate does not know: file formats, which variables a study asks for, prompts, models, statistics.
#![forbid(unsafe_code)]

mod codebook;
mod layout;

pub use codebook::{WvsError, codebook_of_data, read_codebook, with_missing_codes};
pub use layout::{LAYOUT, read_csv, read_file};
pub use survey_files::{FileError, Format};
