//! The codebook: from the labels of the survey's own files, or from a codebook written as JSON.

use std::path::Path;

use survey_files::{FileError, Format};
use survey_model::{Category, Codebook, CodebookError, MissingKind, OptionCode, Variable};

/// The missing codes that wave 7 reserves for every question, with their labels.
const MISSING: [(i32, MissingKind, &str); 5] = [
    (-1, MissingKind::DontKnow, "Don't know"),
    (-2, MissingKind::NoAnswer, "No answer"),
    (-3, MissingKind::NotApplicable, "Not applicable"),
    (-4, MissingKind::NotAvailable, "Not asked in survey"),
    (-5, MissingKind::Other, "Missing; Unknown"),
];

/// Why a codebook was rejected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WvsError {
    /// The file cannot be read, or its labels cannot be decoded.
    #[error(transparent)]
    Data(#[from] FileError),
    /// The JSON is no codebook.
    #[error(
        "{file}: {source}; a codebook in JSON has `edition` and `variables`, as fixtures/wvs-invented/codebook.json shows"
    )]
    Json {
        /// The file.
        file: String,
        /// Line, column and reason.
        source: serde_json::Error,
    },
    /// The codebook contradicts itself.
    #[error("{file}: {source}")]
    Codebook {
        /// The file.
        file: String,
        /// What is wrong.
        source: CodebookError,
    },
}

/// Reads a codebook: JSON, or the labels of an SPSS or Stata file (features `spss`, `stata`).
///
/// The reserved missing codes, -1 to -5, are missing in every question, whether the file declares them or not.
///
/// # Errors
/// [`WvsError`].
pub fn read_codebook(path: &Path) -> Result<Codebook, WvsError> {
    let file = path.display().to_string();
    let bytes =
        std::fs::read(path).map_err(|source| FileError::Io { file: file.clone(), source })?;
    let codebook = match Format::of_head(&bytes[..bytes.len().min(512)]) {
        #[cfg(feature = "spss")]
        Some(Format::Spss) => {
            of_labels(survey_files::spss_variables(&bytes, &file, &crate::LAYOUT)?, &file)?
        }
        #[cfg(feature = "stata")]
        Some(Format::Stata) => {
            of_labels(survey_files::stata_variables(&bytes, &file, &crate::LAYOUT)?, &file)?
        }
        Some(format @ (Format::Zip | Format::Stata | Format::Spss)) => {
            return Err(FileError::NotCompiledIn { file, format }.into());
        }
        _ => serde_json::from_slice(&bytes)
            .map_err(|source| WvsError::Json { file: file.clone(), source })?,
    };
    with_missing_codes(&codebook).map_err(|source| WvsError::Codebook { file, source })
}

/// Makes the reserved codes missing in each variable that has numeric codes.
///
/// # Errors
/// None for a valid codebook: a code is added only where it is new.
pub fn with_missing_codes(codebook: &Codebook) -> Result<Codebook, CodebookError> {
    let variables = codebook.variables().iter().map(completed).collect();
    Codebook::new(codebook.edition().clone(), variables)
}

fn completed(variable: &Variable) -> Variable {
    let mut completed = variable.clone();
    if !completed.text_categories.is_empty() {
        return completed;
    }
    for (code, kind, label) in MISSING {
        let code = OptionCode(code);
        match completed.categories.iter_mut().find(|category| category.code == code) {
            Some(listed) => listed.missing = listed.missing.or(Some(kind)),
            None => {
                let label = label.to_owned();
                completed.categories.push(Category { code, label, missing: Some(kind) });
            }
        }
    }
    completed
}

#[cfg(any(feature = "spss", feature = "stata"))]
fn of_labels(variables: Vec<Variable>, file: &str) -> Result<Codebook, WvsError> {
    let edition = survey_model::SurveyEdition {
        survey: "WVS7".to_owned(),
        ..survey_model::SurveyEdition::default()
    };
    Codebook::new(edition, variables)
        .map_err(|source| WvsError::Codebook { file: file.to_owned(), source })
}
