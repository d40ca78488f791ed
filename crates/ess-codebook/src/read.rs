//! A codebook out of any file that describes its codes.

use std::path::Path;

use survey_model::Codebook;

use crate::{EssError, Format, parse_codebook};

/// Reads the codebook of the portal, or what a data file says of itself.
///
/// - the HTML codebook;
/// - a `.zip` of the portal, for the HTML codebook beside the data (feature `zip`);
/// - the labels of an SPSS or Stata file (features `spss`, `stata`): names, labels and codes, but no question texts.
///   Stata keeps no number for a missing code, so that `.a` becomes -1, `.b` -2, and so on.
///
/// # Errors
/// [`EssError`]; a CSV or Parquet file describes no codes.
pub fn read_codebook(path: &Path) -> Result<Codebook, EssError> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|source| {
        EssError::Data(survey_files::FileError::Io { file: file.clone(), source })
    })?;
    match Format::of_head(&bytes[..bytes.len().min(512)]) {
        #[cfg(feature = "zip")]
        Some(Format::Zip) => {
            match survey_files::codebook_in_zip(std::io::Cursor::new(bytes), &file)? {
                Some((name, html)) => parse_codebook(&html, &name),
                None => Err(EssError::NotACodebook { file }),
            }
        }
        #[cfg(feature = "stata")]
        Some(Format::Stata) => {
            of_labels(survey_files::stata_variables(&bytes, &file, &crate::LAYOUT)?, file)
        }
        #[cfg(feature = "spss")]
        Some(Format::Spss) => {
            of_labels(survey_files::spss_variables(&bytes, &file, &crate::LAYOUT)?, file)
        }
        Some(format @ (Format::Zip | Format::Stata | Format::Spss)) => {
            Err(survey_files::FileError::NotCompiledIn { file, format }.into())
        }
        _ => parse_codebook(&bytes, &file),
    }
}

/// The labels say nothing of the edition: the rows of the data do.
#[cfg(any(feature = "spss", feature = "stata"))]
fn of_labels(variables: Vec<survey_model::Variable>, file: String) -> Result<Codebook, EssError> {
    let edition = survey_model::SurveyEdition {
        survey: "ESS".to_owned(),
        ..survey_model::SurveyEdition::default()
    };
    Codebook::new(edition, variables).map_err(|source| EssError::Codebook { file, source })
}
