//! Which format a file has, told by its first bytes and not by its name.

use std::fmt;
use std::fs::File;
use std::io::{Read, Seek as _};
use std::path::Path;

use survey_model::Microdata;

use crate::{FileError, Request, read_csv};

/// The format of a data file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// Text with one line a respondent.
    Csv,
    /// SPSS `.sav` and `.zsav`.
    Spss,
    /// Stata `.dta`.
    Stata,
    /// Apache Parquet.
    Parquet,
    /// A zip archive that holds a data file.
    Zip,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Spss => "SPSS",
            Self::Stata => "Stata",
            Self::Parquet => "Parquet",
            Self::Zip => "zip",
        })
    }
}

/// How many bytes tell a format.
const HEAD: usize = 512;

impl Format {
    /// The format that a file's first bytes announce; `None` for what is known to be no data file.
    ///
    /// ```
    /// use survey_files::Format;
    /// assert_eq!(Format::of_head(b"PAR1"), Some(Format::Parquet));
    /// assert_eq!(Format::of_head(b"idno,cntry"), Some(Format::Csv));
    /// assert_eq!(Format::of_head(b"<!DOCTYPE html>"), None);
    /// ```
    #[must_use]
    pub fn of_head(head: &[u8]) -> Option<Self> {
        let head = &head[..head.len().min(HEAD)];
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            [b'$', b'F', b'L', b'2' | b'3', ..] => Some(Self::Spss),
            // Stata before version 13: version, byte order, file type.
            [102..=115, 1 | 2, 1, ..] => Some(Self::Stata),
            _ if head.starts_with(b"<stata_dta>") => Some(Self::Stata),
            _ => foreign(head).is_none().then_some(Self::Csv),
        }
    }

    /// The format of a file, by its first bytes.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn of_file(path: &Path) -> std::io::Result<Option<Self>> {
        let mut head = Vec::new();
        File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self::of_head(&head))
    }
}

/// Reads a data file of any format that is compiled in.
///
/// # Errors
/// [`FileError`]: a format that is not compiled in, a file that holds no data, and all that is wrong inside.
pub fn read_file(path: &Path, request: &Request<'_>) -> Result<Microdata, FileError> {
    let file = || request.file.to_owned();
    let failed = |source| FileError::Io { file: file(), source };
    let mut opened = File::open(path).map_err(failed)?;
    let mut head = Vec::new();
    opened.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    opened.rewind().map_err(failed)?;
    match Format::of_head(&head) {
        #[cfg(feature = "zip")]
        Some(Format::Zip) => crate::read_zip(opened, request),
        #[cfg(feature = "parquet")]
        Some(Format::Parquet) => crate::parquet::read_parquet_file(opened, request),
        _ => read_stream(opened, request),
    }
}

/// Reads a stream of any format but an archive.
pub(crate) fn read_stream(
    mut input: impl Read + Send,
    request: &Request<'_>,
) -> Result<Microdata, FileError> {
    let file = || request.file.to_owned();
    let failed = |source| FileError::Io { file: file(), source };
    let mut head = Vec::new();
    input.by_ref().take(HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    let format = Format::of_head(&head);
    let foreign = foreign(&head);
    let input = std::io::Cursor::new(head).chain(input);
    match format {
        #[cfg(feature = "stata")]
        Some(Format::Stata) => {
            let bytes = whole(input).map_err(failed)?;
            crate::read_stata(&bytes, request).map_err(|error| error.of_size(bytes.len()))
        }
        #[cfg(feature = "spss")]
        Some(Format::Spss) => {
            let bytes = whole(input).map_err(failed)?;
            crate::read_spss(&bytes, request).map_err(|error| error.of_size(bytes.len()))
        }
        #[cfg(feature = "parquet")]
        Some(Format::Parquet) => crate::read_parquet(whole(input).map_err(failed)?, request),
        Some(Format::Csv) => read_csv(input, request),
        // Archives are opened by `read_file`, so this one lies in another.
        #[cfg(feature = "zip")]
        Some(Format::Zip) => Err(FileError::Foreign {
            file: file(),
            found: "an archive within an archive",
            remedy: "unpack the outer one and give this one",
        }),
        #[cfg(not(all(
            feature = "parquet",
            feature = "spss",
            feature = "stata",
            feature = "zip"
        )))]
        Some(format) => Err(FileError::NotCompiledIn { file: file(), format }),
        None => {
            let (found, remedy) = foreign.expect("else it would have a format");
            Err(FileError::Foreign { file: file(), found, remedy })
        }
    }
}

/// All bytes: the binary formats keep their labels or their dictionary at the end.
#[cfg(any(feature = "parquet", feature = "spss", feature = "stata"))]
fn whole(mut input: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a file is that holds no data, and what to do.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const KNOWN: [(&[u8], &str, &str); 6] = [
        (
            b"<!doctype html",
            "a web page",
            "give the data file here, and a codebook with `--codebook`",
        ),
        (b"<html", "a web page", "give the data file here, and a codebook with `--codebook`"),
        (b"<?xml", "an XML document", "download the data as CSV"),
        (b"%PDF", "a PDF document", "download the data as CSV"),
        (b"\x1f\x8b", "a gzip archive", "unpack it first"),
        (b"\xd0\xcf\x11\xe0", "an old office document", "save it as CSV"),
    ];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let starts =
        |start: &[u8]| head.get(..start.len()).is_some_and(|h| h.eq_ignore_ascii_case(start));
    let known = KNOWN.iter().find(|(start, ..)| starts(start));
    known.map(|&(_, found, remedy)| (found, remedy))
}
