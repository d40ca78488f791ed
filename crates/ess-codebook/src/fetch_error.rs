//! What can go wrong with a download.

use std::io;
use std::path::{Path, PathBuf};

use survey_files::Format;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The folder lies in a repository.
    #[error(
        "`{folder}` lies in the repository `{repository}`, and the ESS asks not to re-host its data; choose a folder outside with `--to`",
        folder = folder.display(), repository = repository.display()
    )]
    InRepository {
        /// The folder.
        folder: PathBuf,
        /// The repository's root.
        repository: PathBuf,
    },
    /// The DOI is none of the ESS.
    #[error("`{doi}` is no DOI of an ESS data file; it looks like `10.21338/ess11e04_0`")]
    Doi {
        /// The DOI.
        doi: String,
    },
    /// The user id cannot be one.
    #[error(
        "the user id is {problem}; it is the id in your profile on the ESS Data Portal, hexadecimal digits with dashes, and not your e-mail address"
    )]
    UserId {
        /// What is wrong, without the id.
        problem: &'static str,
    },
    /// The API refuses.
    #[error("the ESS API refuses with status {status}{}: {message}; {}{}",
        code.map(|code| format!(" and code {code}")).unwrap_or_default(), remedy(*status, *code),
        request.as_ref().map(|id| format!("; the ESS finds this request under the id `{id}`")).unwrap_or_default())]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The API's own code.
        code: Option<u64>,
        /// The API's words.
        message: String,
        /// The API's id of the request, for a question to its support.
        request: Option<String>,
    },
    /// The API cannot be reached.
    #[error(
        "the ESS API cannot be reached: {reason}; check the connection, or download the file with a browser, see docs/getting-the-data.md"
    )]
    Network {
        /// What went wrong, without the user id.
        reason: String,
    },
    /// The connection broke.
    #[error(
        "the download broke off after {here} bytes: {reason}; run the same command again, and it goes on from there"
    )]
    Broken {
        /// The bytes that are here.
        here: u64,
        /// What went wrong.
        reason: String,
    },
    /// The file is of another format.
    #[error("{} instead of a {wanted} file came; try `--format csv`",
        got.map_or_else(|| "something else".to_owned(), |got| format!("a {got} file")))]
    OtherFormat {
        /// The format that was asked for.
        wanted: Format,
        /// What came.
        got: Option<Format>,
    },
    /// The file is not the one that was expected.
    #[error(
        "the file's SHA-256 is {got} and not {wanted}; the ESS may have published a new edition, so compare the DOI"
    )]
    Checksum {
        /// The digest that was asked for.
        wanted: String,
        /// The digest of the file.
        got: String,
    },
    /// The disk fails.
    #[error("`{path}`: {source}; check the path, the permission and the free space", path = path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
}

/// What to do about a refusal, by the API's own code, and by its status where there is none.
///
/// What the codes mean: 101 and 205 by the API's words, 201 and 202 by the DOIs that they were observed for, 901 by its
/// words "Unexpected error". Source: the observations in davidmacro/essurvey2, `R/http.R`; not tried from here.
fn remedy(status: u16, code: Option<u64>) -> &'static str {
    const USER: &str = "check the user id in your profile on the ESS Data Portal";
    const LATER: &str = "the fault lies with the server, or the file is too large for the API; try again later, or \
         download the file with a browser, see docs/getting-the-data.md";
    match (code, status) {
        (Some(101), _) => "no user id arrived; give yours with `--user-id`",
        (Some(205), _) => USER,
        (Some(201), _) => {
            "no data file has this DOI; copy the file's own DOI from the ESS Data Portal"
        }
        (Some(202), _) => {
            "this is the DOI of a study and not of a data file; a data file's looks like `10.21338/ess11e04_0`"
        }
        // Not seen: codes from 900 on are the server's, others by their status.
        (Some(900..), _) | (_, 500..) => LATER,
        (_, 401 | 403) => USER,
        (_, 429) => "wait a while and try again",
        (_, 400 | 404 | 422) => "check the DOI, the format and the user id",
        _ => "download the file with a browser, see docs/getting-the-data.md",
    }
}

/// A file that could not be read or written, with what the system said.
pub(crate) fn disk(path: &Path, source: io::Error) -> FetchError {
    FetchError::Disk { path: path.to_owned(), source }
}
