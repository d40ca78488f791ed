//! The codebook: from the labels of the survey's own files, or from a codebook written as JSON.

use std::path::Path;

use survey_files::{FileError, labelled_variables};
use survey_model::{
    Category, Codebook, CodebookError, MissingKind, OptionCode, SurveyEdition, Variable,
};

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

/// Reads a codebook: JSON, or what [`codebook_of_data`] takes.
///
/// The reserved missing codes, -1 to -5, are missing in every question, whether the file declares them or not.
///
/// # Errors
/// [`WvsError`].
pub fn read_codebook(path: &Path) -> Result<Codebook, WvsError> {
    let (file, bytes) = read(path)?;
    match own(&bytes, &file)? {
        Some(codebook) => Ok(codebook),
        None => match serde_json::from_slice(&bytes) {
            Ok(codebook) => completed_codebook(&codebook, file),
            Err(source) => Err(WvsError::Json { file, source }),
        },
    }
}

/// The labels of an SPSS or Stata file (features `spss`, `stata`), zipped or not (feature `zip`);
/// `None` for a file that describes no codes.
///
/// # Errors
/// [`WvsError`].
pub fn codebook_of_data(path: &Path) -> Result<Option<Codebook>, WvsError> {
    let (file, bytes) = read(path)?;
    own(&bytes, &file)
}

fn read(path: &Path) -> Result<(String, Vec<u8>), FileError> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => Ok((file, bytes)),
        Err(source) => Err(FileError::Io { file, source }),
    }
}

fn own(bytes: &[u8], file: &str) -> Result<Option<Codebook>, WvsError> {
    let Some(variables) = labelled_variables(bytes, file, &crate::LAYOUT)? else {
        return Ok(None);
    };
    let edition = SurveyEdition { survey: "WVS7".to_owned(), ..SurveyEdition::default() };
    let file = file.to_owned();
    match Codebook::new(edition, variables) {
        Ok(codebook) => completed_codebook(&codebook, file).map(Some),
        Err(source) => Err(WvsError::Codebook { file, source }),
    }
}

fn completed_codebook(codebook: &Codebook, file: String) -> Result<Codebook, WvsError> {
    with_missing_codes(codebook).map_err(|source| WvsError::Codebook { file, source })
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
