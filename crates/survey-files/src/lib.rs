//! Reads the columns a study asks for out of a survey's data file, whatever its format: the tail of the first stage.
//!
//! What goes in: a file, its codebook, and a [`Layout`] that says where the survey keeps key, weights and edition.
//! What comes out: [`Microdata`](survey_model::Microdata) in which every code is known to the codebook,
//! or one error with file, row, column, value and remedy.
//! The same content gives the same microdata in every format.
//!
//! What this crate does not know: any survey by name, studies, prompts, models, statistics.
#![forbid(unsafe_code)]

#[cfg(feature = "zip")]
mod archive;
#[cfg(any(feature = "parquet", feature = "spss"))]
mod batches;
mod cell;
mod check;
mod columns;
mod csv;
mod error;
mod format;
mod identifiers;
mod labels;
mod layout;
#[cfg(feature = "parquet")]
mod parquet;
mod plan;
#[cfg(any(feature = "parquet", feature = "spss", feature = "stata"))]
mod records;
#[cfg(feature = "spss")]
mod spss;
#[cfg(feature = "stata")]
mod stata;

#[cfg(feature = "zip")]
pub use archive::{codebook_in_zip, data_in_zip, read_zip};
pub use check::{
    CodeCheck, CodeDifference, UnknownCode, WeightCheck, check_codes, check_weights,
    compare_codebooks, open_codebook,
};
pub use csv::read_csv;
pub use error::{CellProblem, FileError, Place};
pub use format::{Format, read_file};
pub use labels::labelled_variables;
pub use layout::{Constants, Layout, Request};
#[cfg(feature = "parquet")]
pub use parquet::read_parquet;
#[cfg(feature = "spss")]
pub use spss::{read_spss, spss_variables};
#[cfg(feature = "stata")]
pub use stata::{read_stata, stata_variables};
