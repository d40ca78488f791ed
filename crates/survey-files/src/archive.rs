//! The portal's `.zip`: one data file, and often the codebook beside it.

use std::io::{self, Read, Seek};

use survey_model::Microdata;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::format::{Format, read_stream};
use crate::{FileError, Request};

/// A data file larger than this is no survey: 4 GB.
const UNPACKED_MAX: u64 = 4_000_000_000;

/// A survey file shrinks to a tenth or a twentieth; a bomb shrinks a thousandfold.
const RATIO_MAX: u64 = 200;

/// The names that a data file may have.
const DATA: [&str; 6] = [".csv", ".dta", ".sav", ".zsav", ".parquet", ".zip"];

/// The names that a codebook may have.
const CODEBOOK: [&str; 2] = [".html", ".htm"];

/// Reads the data file of a zip archive.
///
/// # Errors
/// [`FileError`]: no data file or several, a password, a file that unpacks to too much, a damaged archive.
pub fn read_zip(
    archive: impl Read + Seek + Send,
    request: &Request<'_>,
) -> Result<Microdata, FileError> {
    let mut archive = open(archive, request.file)?;
    let member = data_member(&archive, request.file)?;
    let (name, unpacked) = unpacked(&mut archive, &member, request.file)?;
    read_stream(unpacked, &Request { file: &name, ..*request }).map_err(while_unpacking)
}

/// The data file of a zip archive, unpacked, with its name.
///
/// # Errors
/// As [`read_zip`].
pub fn data_in_zip(archive: impl Read + Seek, file: &str) -> Result<(String, Vec<u8>), FileError> {
    let mut archive = open(archive, file)?;
    let member = data_member(&archive, file)?;
    whole(unpacked(&mut archive, &member, file)?)
}

/// The codebook that lies in a zip archive beside the data, with its name; `None` if there is none.
///
/// # Errors
/// [`FileError`]: several codebooks, a password, a file that unpacks to too much, a damaged archive.
pub fn codebook_in_zip(
    archive: impl Read + Seek,
    file: &str,
) -> Result<Option<(String, Vec<u8>)>, FileError> {
    let mut archive = open(archive, file)?;
    let Some(member) = only_member(&archive, &CODEBOOK, file)? else { return Ok(None) };
    whole(unpacked(&mut archive, &member, file)?).map(Some)
}

fn data_member<R: Read + Seek>(archive: &ZipArchive<R>, file: &str) -> Result<String, FileError> {
    if let Some(member) = only_member(archive, &DATA, file)? {
        return Ok(member);
    }
    let is_workbook = archive.index_for_name("xl/workbook.xml").is_some();
    let file = file.to_owned();
    Err(match is_workbook {
        true => FileError::Foreign {
            file,
            found: "an Excel workbook",
            remedy: "download the data as CSV, or save the sheet as CSV in UTF-8",
        },
        false => FileError::Archive {
            file,
            found: "no CSV, SPSS, Stata or Parquet file".to_owned(),
            remedy: "download the data file, not only its documentation",
        },
    })
}

/// A member as it unpacks, and its name behind the archive's.
fn unpacked<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    member: &str,
    file: &str,
) -> Result<(String, Limited<ZipFile<'a, R>>), FileError> {
    let name = format!("{file}, {member}");
    let packed = archive.by_name(member).map_err(|error| zip_error(&error, &name))?;
    let left = packed.compressed_size().saturating_mul(RATIO_MAX).min(UNPACKED_MAX);
    Ok((name, Limited { input: packed, left }))
}

fn whole((name, mut input): (String, impl Read)) -> Result<(String, Vec<u8>), FileError> {
    let mut bytes = Vec::new();
    match input.read_to_end(&mut bytes) {
        Ok(_) => Ok((name, bytes)),
        Err(source) => Err(while_unpacking(FileError::Io { file: name, source })),
    }
}

/// An archive that cannot be read to its end is damaged or a bomb; path and permission were in order.
fn while_unpacking(error: FileError) -> FileError {
    let FileError::Io { file, source } = error else { return error };
    if source.get_ref().is_some_and(|inner| inner.is::<Bomb>()) {
        return FileError::Archive {
            file,
            found: "a file that unpacks to far more than a survey holds, as a zip bomb does"
                .to_owned(),
            remedy: "download the archive again, from the survey's own portal",
        };
    }
    FileError::Damaged { file, format: Format::Zip, reason: source.to_string() }
}

fn open<R: Read + Seek>(archive: R, file: &str) -> Result<ZipArchive<R>, FileError> {
    ZipArchive::new(archive).map_err(|error| zip_error(&error, file))
}

/// The only member with one of the endings; hidden files and the metadata of macOS do not count.
fn only_member<R: Read + Seek>(
    archive: &ZipArchive<R>,
    endings: &[&str],
    file: &str,
) -> Result<Option<String>, FileError> {
    let is_wanted = |name: &str| {
        let lower = name.to_lowercase();
        let base = lower.rsplit('/').next().unwrap_or_default();
        let hidden = lower.starts_with("__macosx/") || base.starts_with('.');
        !hidden && endings.iter().any(|ending| base.ends_with(ending))
    };
    let mut members = Vec::new();
    for name in archive.file_names() {
        let name = name.map_err(|error| zip_error(&error, file))?;
        if is_wanted(&name) {
            members.push(name.into_owned());
        }
    }
    members.sort_unstable();
    match members.as_slice() {
        [] => Ok(None),
        [member] => Ok(Some(member.clone())),
        several => Err(FileError::Archive {
            file: file.to_owned(),
            found: format!("several files to choose from, `{}`", several.join("`, `")),
            remedy: "unpack it and give one of them",
        }),
    }
}

fn zip_error(error: &ZipError, file: &str) -> FileError {
    let file = file.to_owned();
    match error {
        ZipError::UnsupportedArchive(reason) if *reason == ZipError::PASSWORD_REQUIRED => {
            FileError::Archive {
                file,
                found: "files behind a password".to_owned(),
                remedy: "unpack it with the password and give the file inside",
            }
        }
        error => FileError::Damaged { file, format: Format::Zip, reason: error.to_string() },
    }
}

/// More came out of an archive than a survey can hold.
#[derive(Debug, thiserror::Error)]
#[error("more came out of the archive than a survey can hold")]
struct Bomb;

/// A reader that fails when more comes out than a survey can hold.
struct Limited<R> {
    input: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(Bomb))?;
        Ok(read)
    }
}
