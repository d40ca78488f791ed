//! The files of the report: whether they are still there as they were written.

use survey_artifact::{Digest, ReportManifest};

use crate::desk::Desk;

/// Why the report must be written again, if a file of it is gone or was changed.
pub(crate) fn missing(desk: &Desk<'_>) -> Option<String> {
    let manifest = desk.get::<ReportManifest>().ok()?;
    manifest.files.iter().find_map(|file| match std::fs::read(desk.settings.out.join(&file.path)) {
        Err(_) => Some(format!("`{}` is gone", file.path)),
        Ok(bytes) if Digest::of(&bytes) != file.sha256 => {
            Some(format!("`{}` was changed", file.path))
        }
        Ok(_) => None,
    })
}
