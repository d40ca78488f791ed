//! What a reader must know of a survey and of a study: data, not code.

use std::collections::BTreeMap;

use survey_model::{Codebook, MissingKind, Origin, SurveyEdition, VariableName};

/// The values of the columns that are the same for every respondent, by column; blank ones are absent.
pub type Constants = BTreeMap<&'static str, String>;

/// Where a survey keeps the key of a respondent, the weights and the edition.
///
/// The columns of `constants`, `numbers` and `codes` are read where the file has them.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Where users get the file, as remedies say it: `the ESS Data Portal`.
    pub source: &'static str,
    /// The column of the country, a text.
    pub country: &'static str,
    /// The column of the respondent's number within the country.
    pub respondent: &'static str,
    /// Columns that must not change from row to row, such as the edition.
    pub constants: &'static [&'static str],
    /// Columns of real numbers, finite and not negative: weights and selection probabilities.
    pub numbers: &'static [&'static str],
    /// Columns that serve any study, such as stratum and sampling unit. Those that the codebook gives no codes for are
    /// identifiers: if one of their values is no whole number of 32 bits, all are numbered from 1 in order of appearance.
    pub codes: &'static [&'static str],
    /// Reads the edition out of the constants.
    pub edition: fn(&Constants) -> SurveyEdition,
    /// Why a code with this label is missing, for files that explain themselves.
    pub missing_kind: fn(&str) -> MissingKind,
}

/// What to read and how to call it in errors.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The file's name.
    pub file: &'a str,
    /// Whether the file's respondents were observed or invented.
    pub origin: Origin,
    /// The survey's layout.
    pub layout: &'a Layout,
    /// What the codes mean; a code that it does not know is an error.
    pub codebook: &'a Codebook,
    /// The code columns that the study needs: items and factor variables. The country may be among them.
    pub columns: &'a [VariableName],
}
