//! A codebook out of any file that describes its codes.

use std::path::Path;

use survey_files::labelled_variables;
use survey_model::{Codebook, SurveyEdition};

use crate::{EssError, FileError, LAYOUT, parse_codebook};

/// Reads the codebook of the portal, or what a data file says of itself.
///
/// - the HTML codebook;
/// - what [`codebook_of_data`] takes.
///
/// # Errors
/// [`EssError`]; a CSV or Parquet file describes no codes.
pub fn read_codebook(path: &Path) -> Result<Codebook, EssError> {
    let (file, bytes) = read(path)?;
    match own(&bytes, &file)? {
        Some(codebook) => Ok(codebook),
        None => parse_codebook(&bytes, &file),
    }
}

/// What a data file says of itself; `None` for a file that describes no codes, as CSV and Parquet do not.
///
/// - a `.zip` of the portal: the HTML codebook beside the data, or else the data's labels (feature `zip`);
/// - the labels of an SPSS or Stata file (features `spss`, `stata`): names, labels and codes, but no question texts.
///   Stata keeps no number for a missing code, so that `.a` becomes -1, `.b` -2, and so on.
///
/// # Errors
/// [`EssError`]; a damaged file, or one whose format is not compiled in.
pub fn codebook_of_data(path: &Path) -> Result<Option<Codebook>, EssError> {
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

fn own(bytes: &[u8], file: &str) -> Result<Option<Codebook>, EssError> {
    #[cfg(feature = "zip")]
    if survey_files::Format::of_head(bytes) == Some(survey_files::Format::Zip)
        && let Some((name, html)) =
            survey_files::codebook_in_zip(std::io::Cursor::new(bytes), file)?
    {
        return parse_codebook(&html, &name).map(Some);
    }
    let Some(variables) = labelled_variables(bytes, file, &LAYOUT)? else { return Ok(None) };
    // The labels say nothing of the edition: the rows of the data do.
    let edition = SurveyEdition { survey: "ESS".to_owned(), ..SurveyEdition::default() };
    let codebook = Codebook::new(edition, variables);
    codebook.map(Some).map_err(|source| EssError::Codebook { file: file.to_owned(), source })
}
