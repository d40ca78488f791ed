//! What can be wrong with a file, where, and what to do about it.

use survey_files::FileError;
use survey_model::{CodebookError, NameError};

/// Why a file was rejected. Lines and rows are counted from 1, as an editor counts them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EssError {
    /// Codebooks are UTF-8.
    #[error(
        "{file}: byte {offset} is not UTF-8; download the codebook again and save it without converting it"
    )]
    NotUtf8 {
        /// The file.
        file: String,
        /// Offset of the first byte that is wrong.
        offset: usize,
    },
    /// No variable is described.
    #[error(
        "{file}: this is no ESS codebook, for no `<h3 id=\"...\">` names a variable; download the HTML codebook from the ESS Data Portal"
    )]
    NotACodebook {
        /// The file.
        file: String,
    },
    /// The file ends before `</html>`.
    #[error(
        "{file}: the codebook breaks off at line {line}, in or after the variable `{variable}`; download it again"
    )]
    CodebookBreaksOff {
        /// The file.
        file: String,
        /// Its last line.
        line: usize,
        /// The last variable that was begun.
        variable: String,
    },
    /// A row of a code list has no code, no label, or a code that cannot be stored.
    #[error(
        "{file}, line {line}, variable `{variable}`: the row `{code}`, `{label}` is no code with its label; download the codebook again"
    )]
    CodeRow {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// The variable.
        variable: String,
        /// The code as written.
        code: String,
        /// The label as written.
        label: String,
    },
    /// A variable's name cannot be used.
    #[error("{file}, line {line}: {source}")]
    VariableName {
        /// The file.
        file: String,
        /// The line.
        line: usize,
        /// What is wrong with it.
        source: NameError,
    },
    /// The codebook contradicts itself.
    #[error("{file}: {source}")]
    Codebook {
        /// The file.
        file: String,
        /// What is wrong.
        source: CodebookError,
    },
    /// A data file cannot be read.
    #[error(transparent)]
    Data(#[from] FileError),
}
