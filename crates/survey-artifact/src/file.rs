//! Artifacts on disk: reading, and writing so that a killed program leaves the old file or the new one.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::{Artifact, ArtifactError, Decoded, Header, Provenance, decode, encode, inspect};

/// What went wrong with which file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write `{}`: {source}; check the folder's permissions and the space left", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file's content is not what it should be.
    #[error("`{}`: {source}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: ArtifactError,
    },
}

/// Reads an artifact of one schema.
///
/// # Errors
/// Unreadable files, and everything that [`decode`] reports.
pub fn read<A: Artifact>(path: &Path) -> Result<Decoded<A>, FileError> {
    decode(&bytes_of(path)?).map_err(|source| FileError::Content { path: path.to_owned(), source })
}

/// Reads and checks an artifact of any schema, and gives its header.
///
/// # Errors
/// Unreadable files, and everything that [`inspect`] reports.
pub fn read_header(path: &Path) -> Result<Header, FileError> {
    match inspect(&bytes_of(path)?) {
        Ok((header, _)) => Ok(header),
        Err(source) => Err(FileError::Content { path: path.to_owned(), source }),
    }
}

/// Encodes and writes an artifact atomically, and gives the bytes' length.
///
/// # Errors
/// Bodies that cannot be encoded, and everything that [`write_atomically`] reports.
pub fn write<A: Artifact>(path: &Path, body: &A, provenance: Provenance) -> Result<u64, FileError> {
    let bytes = encode(body, provenance)
        .map_err(|source| FileError::Content { path: path.to_owned(), source })?;
    write_atomically(path, &bytes)?;
    Ok(bytes.len() as u64)
}

/// Writes a file so that whoever looks sees the old content or the new one, whole: temporary file, fsync, rename.
///
/// # Errors
/// A folder that cannot be made, a full disk, a file that cannot be replaced.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    write_and_rename(path, bytes)
        .map_err(|source| FileError::Write { path: path.to_owned(), source })
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(|source| FileError::Read { path: path.to_owned(), source })
}

fn write_and_rename(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".whose-values-").tempfile_in(folder)?;
    readable_by_all(file.as_file())?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The rename itself must survive a power cut: on Unix that takes an fsync of the folder.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Temporary files are made for their owner alone; results are for whoever may enter the folder.
#[cfg(unix)]
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &File) -> io::Result<()> {
    Ok(())
}
