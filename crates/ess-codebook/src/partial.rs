//! What a broken download leaves, so that the next one can go on there.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::fetch_error::{FetchError, disk};

/// A download that is not complete: the bytes, and beside them the server's mark of the version.
pub(crate) struct Part {
    pub(crate) path: PathBuf,
    mark: PathBuf,
}

impl Part {
    pub(crate) fn of(path: &Path) -> Self {
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            PathBuf::from(name)
        };
        Self { path: beside(".part"), mark: beside(".part.etag") }
    }

    pub(crate) fn len(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |metadata| metadata.len())
    }

    pub(crate) fn mark(&self) -> Option<String> {
        fs::read_to_string(&self.mark).ok()
    }

    pub(crate) fn remember(&self, mark: Option<&str>) -> Result<(), FetchError> {
        match mark {
            // A weak mark does not promise equal bytes.
            Some(mark) if !mark.starts_with("W/") => {
                fs::write(&self.mark, mark).map_err(|source| disk(&self.mark, source))
            }
            _ => {
                let _ = fs::remove_file(&self.mark);
                Ok(())
            }
        }
    }

    pub(crate) fn open(&self, start: u64) -> Result<File, FetchError> {
        let mut options = OpenOptions::new();
        options.create(true).append(start > 0).write(true).truncate(start == 0);
        options.open(&self.path).map_err(|source| disk(&self.path, source))
    }

    /// What is left over is worth nothing; a leftover that cannot be removed does no harm.
    pub(crate) fn discard(&self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.mark);
    }

    /// Whether a partial answer is the rest of what is here: not every server heeds `if-range`.
    pub(crate) fn is_continued(
        &self,
        already: u64,
        etag: Option<String>,
        range: Option<String>,
    ) -> bool {
        let begins = range.is_some_and(|range| range.starts_with(&format!("bytes {already}-")));
        begins && already > 0 && etag.is_none_or(|etag| self.mark() == Some(etag))
    }
}
