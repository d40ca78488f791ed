//! Analyses beyond the table of scores: finished scores' inputs go in, tidy tables that explain themselves come out.
//!
//! Stage 8, between intervals and report. What goes in: one [`Study`], prepared once. What comes out: for each analysis
//! that the study names, [`survey_model::AnalysisTable`]s with the paragraph that a reader needs.
//! [`ANALYSES`] is the table of everything that can be asked for.
//!
//! What this crate does not know: files, the clock, the terminal, the text of replies, how a table is drawn.
//! Every method is in `docs/methods.md` with its source.
#![forbid(unsafe_code)]

mod catalogue;
mod code_matrix;
mod common_support;
mod design;
mod error;
mod histogram;
mod options;
mod respondent_weights;
mod score;
mod study;

pub use catalogue::{ANALYSES, Analysis, check_names, run};
pub use code_matrix::{CodeMatrix, Column};
pub use common_support::{common_support, common_support_scores, on_common_items};
pub use design::Design;
pub use error::AnalysisError;
pub use histogram::{Histogram, Histograms, histograms};
pub use options::Options;
pub use respondent_weights::RespondentWeights;
pub use score::score;
pub use study::{ModelAnswers, Study, StudyParts};
