//! Downloads a data file through the API of the ESS Data Portal.
//!
//! `GET {base}/{doi}?userId={id}&fileFormat={format}` answers with a redirect to a signed address.
//! `recodeMissingValues` is left out, because any value of it switches the recoding on.
//! The user id comes from the caller, is sent to the API, and is neither stored nor printed.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use survey_files::Format;

use crate::fetch_error::{FetchError, disk};
use crate::partial::Part;

/// The API's address.
pub const API: &str = "https://api.ess.sikt.no/v1/data/dataFile";

const CONNECT: Duration = Duration::from_secs(30);
const BUFFER: usize = 1 << 16;
const OK: u16 = 200;
const PARTIAL: u16 = 206;
const RANGE_NOT_SATISFIABLE: u16 = 416;

/// What to download, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    /// The API's address: [`API`], or a stand-in in tests.
    pub api: &'a str,
    /// The free id that the portal gives to a registered user.
    pub user_id: &'a str,
    /// The DOI of the edition, such as `10.21338/ess11e04_0`.
    pub doi: &'a str,
    /// The format: CSV, SPSS, Stata or Parquet.
    pub format: Format,
    /// The folder to write to; it must lie outside of any repository.
    pub folder: &'a Path,
    /// The digest that the file must have, as 64 hexadecimal digits, if it is known.
    pub sha256: Option<&'a str>,
}

/// A file that was downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Its digest, as 64 hexadecimal digits.
    pub sha256: String,
    /// How much of it an earlier, broken download had left.
    pub resumed_from: u64,
}

/// Downloads a file; a broken download goes on where it stopped when the same call is repeated.
///
/// `progress` is told the bytes that are here and the bytes that are expected.
///
/// # Errors
/// [`FetchError`]. The file appears under its name only when it is complete and is what was asked for.
pub fn fetch(
    download: &Download<'_>,
    mut progress: impl FnMut(u64, Option<u64>),
) -> Result<Downloaded, FetchError> {
    check_user_id(download.user_id)?;
    outside_repositories(download.folder)?;
    let path = download.folder.join(file_name(download)?);
    let part = Part::of(&path);
    let already = part.len();
    let response = request(download, &part, already)?;
    let (status, headers) = (response.status().as_u16(), response.headers());
    let text =
        |name: &str| headers.get(name).and_then(|value| Some(value.to_str().ok()?.to_owned()));
    let (start, expected) = match status {
        OK => (0, text("content-length").and_then(|length| length.parse().ok())),
        PARTIAL if part.is_continued(already, text("etag"), text("content-range")) => {
            (already, text("content-range").and_then(|range| total(&range)))
        }
        // Without a range in the request the answer is the whole file, so that this happens once at most.
        PARTIAL => {
            part.discard();
            return fetch(download, progress);
        }
        RANGE_NOT_SATISFIABLE
            if text("content-range").and_then(|range| total(&range)) == Some(already) =>
        {
            return finish(download, &path, &part, already);
        }
        _ => return Err(refused(status, response, download.user_id)),
    };
    fs::create_dir_all(download.folder).map_err(|source| disk(download.folder, source))?;
    if status == OK {
        part.remember(text("etag").as_deref())?;
    }
    let mut file = part.open(start)?;
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; BUFFER];
    let mut here = start;
    loop {
        let read = match body.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) => return Err(FetchError::Broken { here, reason: error.to_string() }),
        };
        file.write_all(&buffer[..read]).map_err(|source| disk(&part.path, source))?;
        here += read as u64;
        progress(here, expected);
    }
    file.sync_all().map_err(|source| disk(&part.path, source))?;
    match expected {
        Some(expected) if here != expected => {
            let reason = format!("{expected} bytes were announced");
            Err(FetchError::Broken { here, reason })
        }
        _ => finish(download, &path, &part, start),
    }
}

fn request(
    download: &Download<'_>,
    part: &Part,
    already: u64,
) -> Result<ureq::http::Response<ureq::Body>, FetchError> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(CONNECT))
        .user_agent("whose-values")
        .build()
        .into();
    let mut request = agent
        .get(format!("{}/{}", download.api.trim_end_matches('/'), download.doi))
        .query("userId", download.user_id)
        .query("fileFormat", extension(download.format)?);
    // Without the server's mark of the version it cannot be known that both halves are of one file.
    if let Some(mark) = part.mark().filter(|_| already > 0) {
        request = request.header("range", format!("bytes={already}-")).header("if-range", mark);
    }
    // The error's text may hold the address and with it the user id.
    request.call().map_err(|error| FetchError::Network {
        reason: error.to_string().replace(download.user_id, "USER-ID"),
    })
}

/// Checks that the file is what was asked for, and gives it its name.
fn finish(
    download: &Download<'_>,
    path: &Path,
    part: &Part,
    resumed_from: u64,
) -> Result<Downloaded, FetchError> {
    let (bytes, sha256, head) = digest(&part.path).map_err(|source| disk(&part.path, source))?;
    let got = Format::of_head(&head);
    if got != Some(download.format) && got != Some(Format::Zip) {
        part.discard();
        return Err(FetchError::OtherFormat { wanted: download.format, got });
    }
    if let Some(wanted) = download.sha256.filter(|wanted| !wanted.eq_ignore_ascii_case(&sha256)) {
        part.discard();
        return Err(FetchError::Checksum { wanted: wanted.to_owned(), got: sha256 });
    }
    let path = match got {
        Some(Format::Zip) => path.with_extension("zip"),
        _ => path.to_owned(),
    };
    fs::rename(&part.path, &path).map_err(|source| disk(&path, source))?;
    part.discard();
    Ok(Downloaded { path, bytes, sha256, resumed_from })
}

/// Size, digest and first bytes of a file.
fn digest(path: &Path) -> io::Result<(u64, String, Vec<u8>)> {
    let mut file = File::open(path)?;
    let (mut hash, mut head, mut bytes) = (Sha256::new(), Vec::new(), 0);
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            let digest = hash.finalize();
            return Ok((bytes, digest.iter().map(|byte| format!("{byte:02x}")).collect(), head));
        }
        if bytes == 0 {
            head = buffer[..read.min(512)].to_vec();
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

fn refused(status: u16, response: ureq::http::Response<ureq::Body>, user_id: &str) -> FetchError {
    let mut text = String::new();
    let limited = response.into_body().into_reader().take(4096).read_to_string(&mut text);
    let answer: serde_json::Value =
        limited.ok().and_then(|_| serde_json::from_str(&text).ok()).unwrap_or_default();
    let code = ["code", "errorCode"].iter().find_map(|name| {
        let code = &answer[name];
        code.as_u64().or_else(|| code.as_str()?.parse().ok())
    });
    let message = ["message", "error"].iter().find_map(|name| answer[name].as_str());
    let message = message.unwrap_or("no explanation");
    // Neither the API's words nor a proxy's may repeat the user id.
    let request = answer["requestId"].as_str().map(str::to_owned);
    FetchError::Refused { status, code, message: message.replace(user_id, "USER-ID"), request }
}

/// An e-mail address or nothing at all is no id; it is not even sent.
fn check_user_id(user_id: &str) -> Result<(), FetchError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let problem = match user_id {
        "" => "empty",
        id if id.contains('@') => "an e-mail address",
        id if !id.chars().all(plain) => "not made of letters, digits and dashes",
        _ => return Ok(()),
    };
    Err(FetchError::UserId { problem })
}

/// The ESS asks not to re-host its data: a repository is where files are re-hosted by accident.
fn outside_repositories(folder: &Path) -> Result<(), FetchError> {
    let absolute = std::path::absolute(folder).map_err(|source| disk(folder, source))?;
    // Of a folder that does not exist yet, the part that does is followed through links.
    let real = absolute.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    let all = real.iter().flat_map(|real| real.ancestors()).chain(absolute.ancestors());
    match all.into_iter().find(|ancestor| ancestor.join(".git").exists()) {
        Some(repository) => Err(FetchError::InRepository {
            folder: absolute.clone(),
            repository: repository.to_owned(),
        }),
        None => Ok(()),
    }
}

/// `10.21338/ess11e04_0` becomes `ess11e04_0.csv`.
fn file_name(download: &Download<'_>) -> Result<String, FetchError> {
    let suffix = download.doi.strip_prefix("10.21338/").unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if suffix.is_empty() || !suffix.chars().all(plain) {
        return Err(FetchError::Doi { doi: download.doi.to_owned() });
    }
    Ok(format!("{suffix}.{}", extension(download.format)?))
}

fn extension(format: Format) -> Result<&'static str, FetchError> {
    match format {
        Format::Csv => Ok("csv"),
        Format::Spss => Ok("sav"),
        Format::Stata => Ok("dta"),
        Format::Parquet => Ok("parquet"),
        other => Err(FetchError::OtherFormat { wanted: other, got: None }),
    }
}

/// The total of `bytes 100-199/200`, or of `bytes */200`.
fn total(range: &str) -> Option<u64> {
    range.rsplit_once('/')?.1.parse().ok()
}
