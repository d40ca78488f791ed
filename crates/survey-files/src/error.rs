//! What can be wrong with a data file, where, and what to do about it.

use std::fmt;

use survey_model::{MicrodataError, VariableName};

use crate::Format;

/// The place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// The line of a text file, as an editor counts it; the header is line 1.
    Line(u64),
    /// The respondent's position in a binary file, counted from 1.
    Record(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Record(record) => write!(f, "record {record}"),
        }
    }
}

/// What is wrong with one cell, and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CellProblem {
    /// The codebook does not list the code.
    #[error(
        "the codebook does not know this code; use the codebook that belongs to the file, or correct the cell"
    )]
    UnknownCode,
    /// The cell holds a label of the variable.
    #[error(
        "this is the label of code {code}, so the file is a labelled export; download it again with codes instead of labels"
    )]
    Label {
        /// The code that the label belongs to.
        code: i32,
    },
    /// The cell holds a code with decimals.
    #[error(
        "a code is a whole number without decimals; another program has saved the file anew, so use the file as it was downloaded"
    )]
    Decimal,
    /// The cell holds something else.
    #[error("a code is a whole number; correct the cell or download the file again")]
    NotACode,
    /// Stata's tagged missing value has no meaning that the codebook knows.
    #[error(
        "{}; use the codebook that belongs to the file, or the file in another format",
        match label {
            Some(label) => format!("the codebook has no missing code `{label}`, or several, for this variable"),
            None => "the file gives no label to this missing value".to_owned(),
        }
    )]
    Tag {
        /// The tag's label in the file.
        label: Option<String>,
    },
    /// A weight is no number.
    #[error("a weight is a number; correct the cell or download the file again")]
    NotANumber,
    /// A weight is negative.
    #[error("a weight must not be negative; correct the cell or download the file again")]
    Negative,
    /// A weight is infinite or not a number.
    #[error("a weight must be finite; correct the cell or download the file again")]
    NotFinite,
    /// The cell's bytes are not UTF-8.
    #[error("the text is not UTF-8; save the file as UTF-8, or download it again")]
    NotUtf8,
    /// The country is blank, or the codebook does not list it.
    #[error("the codebook does not know this country; use the codebook that belongs to the file")]
    UnknownCountry,
    /// The cell holds the label of a country.
    #[error(
        "this is the label of the country `{value}`, so the file is a labelled export; download it again with codes instead of labels"
    )]
    CountryLabel {
        /// The country as a file with codes has it.
        value: String,
    },
    /// The respondent's number is blank or not whole.
    #[error("a respondent's number is a whole number; correct the cell or download the file again")]
    Respondent,
    /// Two rows come from different editions.
    #[error(
        "{first_place} has `{first}`, so two editions are mixed in one file; keep the rows of one edition"
    )]
    Mixed {
        /// The value that was read first.
        first: String,
        /// Its row.
        first_place: Place,
    },
}

/// Why a data file was rejected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file cannot be read from the disk.
    #[error("{file}: {source}; check the path and the permission")]
    Io {
        /// The file.
        file: String,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The file is of a format whose reader was not compiled in.
    #[error(
        "{file}: this is a {format} file, and its reader is not compiled in; run the same command with `cargo xtask-full` instead of `cargo xtask`"
    )]
    NotCompiledIn {
        /// The file.
        file: String,
        /// The format.
        format: Format,
    },
    /// The file is no data file.
    #[error("{file}: this is {found}, which cannot be read as a data file; {remedy}")]
    Foreign {
        /// The file.
        file: String,
        /// What it is.
        found: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A binary file cannot be decoded.
    #[error("{file}: the {format} file is damaged or breaks off: {reason}; download it again")]
    Damaged {
        /// The file.
        file: String,
        /// The format.
        format: Format,
        /// Where and what, in the words of the decoder.
        reason: String,
    },
    /// An archive does not hold exactly one data file that can be unpacked.
    #[error("{file}: the archive holds {found}; {remedy}")]
    Archive {
        /// The archive.
        file: String,
        /// What it holds.
        found: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The file holds nothing, or nothing but a header.
    #[error("{file}: the file holds no respondent; check that the download is complete")]
    NoRespondent {
        /// The file.
        file: String,
    },
    /// The first line cannot be split into columns.
    #[error(
        "{file}, line 1: the header `{header}` is not separated by commas, semicolons or tabs; save the file as CSV with commas"
    )]
    Delimiter {
        /// The file.
        file: String,
        /// The beginning of the header.
        header: String,
    },
    /// The file's bytes are not UTF-8 text.
    #[error("{file}: the text is encoded as {found}; save the file as UTF-8")]
    Encoding {
        /// The file.
        file: String,
        /// What it seems to be.
        found: &'static str,
    },
    /// Wanted columns are not there.
    #[error(
        "{file}: these columns are not in the file: `{columns}`; download it from {origin} with these variables{}",
        if *key { "; without country and number nobody can tell respondents apart" } else { ", or remove them from the study file" }
    )]
    MissingColumns {
        /// The file.
        file: String,
        /// The missing columns, joined by commas.
        columns: String,
        /// Where to get the file.
        origin: &'static str,
        /// Whether country or number are among them, which no study can do without.
        key: bool,
    },
    /// A wanted column stands twice.
    #[error("{file}: the column `{column}` stands twice in the header; remove one of them")]
    RepeatedColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
    },
    /// The codebook does not describe a wanted column, so its missing codes are not known.
    #[error(
        "the codebook does not describe `{variable}`, which {file} is to be read for; use a codebook with that variable, or remove it from the study file"
    )]
    Undescribed {
        /// The data file.
        file: String,
        /// The variable.
        variable: VariableName,
    },
    /// A row has too few or too many fields.
    #[error(
        "{file}, line {line}: {fields} fields where the header has {expected}; the file breaks off or is damaged there, so download it again"
    )]
    Fields {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The row's fields.
        fields: usize,
        /// The header's fields.
        expected: usize,
    },
    /// A quote is opened and never closed.
    #[error(
        "{file}, line {line}: a quote is opened and not closed; the file breaks off or is damaged there, so download it again"
    )]
    UnclosedQuote {
        /// The file.
        file: String,
        /// The line in which the row begins.
        line: u64,
    },
    /// A cell cannot be read.
    #[error("{file}, {place}, column `{column}`, value `{value}`: {problem}")]
    Cell {
        /// The file.
        file: String,
        /// The row.
        place: Place,
        /// The column.
        column: String,
        /// The cell as the file has it.
        value: String,
        /// What is wrong with it, and the remedy.
        problem: Box<CellProblem>,
    },
    /// A respondent stands twice.
    #[error(
        "{file}, {second}: respondent {id} of country `{country}` stands in {first} already; remove one of the two rows"
    )]
    Duplicate {
        /// The file.
        file: String,
        /// The country.
        country: String,
        /// The respondent's number.
        id: i64,
        /// The first row.
        first: Place,
        /// The second row.
        second: Place,
    },
    /// The columns do not fit together.
    #[error("{file}: {source}")]
    Microdata {
        /// The file.
        file: String,
        /// What is wrong.
        source: MicrodataError,
    },
}

#[cfg(any(feature = "parquet", feature = "spss", feature = "stata"))]
impl FileError {
    /// A damaged file with its size, which can be held against the size that the portal names.
    pub(crate) fn of_size(mut self, bytes: usize) -> Self {
        if let Self::Damaged { reason, .. } = &mut self {
            reason.push_str(&format!(", in a file of {bytes} bytes"));
        }
        self
    }
}
