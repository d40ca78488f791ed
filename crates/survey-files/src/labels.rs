//! What a data file says of its own variables, whatever its format.

use survey_model::Variable;

use crate::{FileError, Format, Layout};

/// The variables as the labels of an SPSS or Stata file describe them, in an archive or not: names, labels and codes,
/// but no question texts. `None` for CSV and Parquet, which describe no codes, and for what is no data file.
///
/// # Errors
/// [`FileError`]: a damaged file, an archive without exactly one data file, a format that is not compiled in.
#[cfg_attr(
    not(any(feature = "spss", feature = "stata", feature = "zip")),
    expect(unused_variables, reason = "a layout is for the formats that are compiled in")
)]
pub fn labelled_variables(
    bytes: &[u8],
    file: &str,
    layout: &Layout,
) -> Result<Option<Vec<Variable>>, FileError> {
    match Format::of_head(bytes) {
        #[cfg(feature = "spss")]
        Some(Format::Spss) => crate::spss_variables(bytes, file, layout)
            .map(Some)
            .map_err(|error| error.of_size(bytes.len())),
        #[cfg(feature = "stata")]
        Some(Format::Stata) => crate::stata_variables(bytes, file, layout)
            .map(Some)
            .map_err(|error| error.of_size(bytes.len())),
        #[cfg(feature = "zip")]
        Some(Format::Zip) => {
            let (name, bytes) = crate::data_in_zip(std::io::Cursor::new(bytes), file)?;
            labelled_variables(&bytes, &name, layout)
        }
        Some(Format::Csv | Format::Parquet) | None => Ok(None),
        #[cfg(not(all(feature = "spss", feature = "stata", feature = "zip")))]
        Some(format) => Err(FileError::NotCompiledIn { file: file.to_owned(), format }),
    }
}
