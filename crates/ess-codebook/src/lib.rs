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
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "fetch")]
mod fetch_error;
mod html;
mod microdata;
#[cfg(feature = "fetch")]
mod partial;
mod read;
mod shipped;

pub use convention::with_reserved_missing_codes;
pub use edition::{citation, edition_from_title};
pub use error::EssError;
#[cfg(feature = "fetch")]
pub use fetch::{API, Download, Downloaded, fetch};
#[cfg(feature = "fetch")]
pub use fetch_error::FetchError;
pub use html::parse_codebook;
pub use microdata::{LAYOUT, read_csv, read_file};
pub use read::{codebook_of_data, read_codebook};
pub use shipped::shipped;
pub use survey_files::{
    CellProblem, CodeCheck, CodeDifference, FileError, Format, Place, UnknownCode, WeightCheck,
    check_codes, check_weights, compare_codebooks, open_codebook,
};
