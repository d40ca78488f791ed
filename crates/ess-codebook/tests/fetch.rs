//! The download, against a stand-in for the API on the loopback interface.
#![cfg(feature = "fetch")]
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc;

use ess_codebook::{Download, Downloaded, FetchError, Format, fetch};

const CSV: &str = "idno,cntry\n1,AT\n2,AT\n";

/// Answers one connection per answer, in order, and hands back the heads of the requests.
struct StandIn {
    api: String,
    requests: mpsc::Receiver<String>,
}

impl StandIn {
    /// In an answer, `{host}` stands for the stand-in's own address.
    fn new(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let (sender, requests) = mpsc::channel();
        let api = format!("http://{host}/v1/data/dataFile");
        std::thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = String::new();
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                while lines.read_line(&mut head).unwrap() > 2 {}
                sender.send(head).unwrap();
                stream.write_all(answer.replace("{host}", &host).as_bytes()).unwrap();
            }
        });
        Self { api, requests }
    }

    fn fetch(&self, folder: &Path, sha256: Option<&str>) -> Result<Downloaded, FetchError> {
        let (user_id, doi) = ("0000-secret", "10.21338/ess11e04_0");
        let (api, format) = (self.api.as_str(), Format::Csv);
        fetch(&Download { api, user_id, doi, format, folder, sha256 }, |_, _| {})
    }
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

fn redirect() -> String {
    answer("307 Temporary Redirect", "location: http://{host}/signed?key=1\r\n", "")
}

#[test]
fn the_redirect_to_the_signed_address_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let stand_in = StandIn::new(vec![redirect(), answer("200 OK", "", CSV)]);
    let downloaded = stand_in.fetch(folder.path(), None).unwrap();
    assert_eq!(downloaded.path, folder.path().join("ess11e04_0.csv"));
    assert_eq!(std::fs::read_to_string(&downloaded.path).unwrap(), CSV);
    assert_eq!((downloaded.bytes, downloaded.resumed_from), (CSV.len() as u64, 0));
    let asked = stand_in.requests.recv().unwrap();
    let line = asked.lines().next().unwrap();
    assert_eq!(
        line,
        "GET /v1/data/dataFile/10.21338/ess11e04_0?userId=0000-secret&fileFormat=csv HTTP/1.1"
    );
    assert!(stand_in.requests.recv().unwrap().starts_with("GET /signed?key=1"));
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing else is left behind");
}

#[test]
fn a_broken_download_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let mut half = answer("200 OK", "etag: \"v1\"\r\n", CSV);
    half.truncate(half.len() - 10);
    let rest = &CSV[CSV.len() - 10..];
    let range =
        format!("content-range: bytes {}-{}/{}\r\n", CSV.len() - 10, CSV.len() - 1, CSV.len());
    let second = answer("206 Partial Content", &range, rest);
    let stand_in = StandIn::new(vec![redirect(), half, redirect(), second]);
    let error = stand_in.fetch(folder.path(), None).unwrap_err().to_string();
    assert!(
        error.contains("broke off after 11 bytes") && error.contains("run the same"),
        "{error}"
    );
    assert!(!folder.path().join("ess11e04_0.csv").exists());
    let downloaded = stand_in.fetch(folder.path(), None).unwrap();
    assert_eq!(downloaded.resumed_from, 11);
    assert_eq!(std::fs::read_to_string(&downloaded.path).unwrap(), CSV);
    let requests: Vec<String> = stand_in.requests.iter().collect();
    let resumed = requests[3].to_lowercase();
    assert!(
        resumed.contains("range: bytes=11-") && resumed.contains("if-range: \"v1\""),
        "{resumed}"
    );
}

#[test]
fn a_file_that_changed_meanwhile_is_downloaded_anew() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ess11e04_0.csv.part"), "old bytes").unwrap();
    std::fs::write(folder.path().join("ess11e04_0.csv.part.etag"), "\"v0\"").unwrap();
    let stand_in = StandIn::new(vec![answer("200 OK", "etag: \"v1\"\r\n", CSV)]);
    let downloaded = stand_in.fetch(folder.path(), None).unwrap();
    assert_eq!(downloaded.resumed_from, 0);
    assert_eq!(std::fs::read_to_string(&downloaded.path).unwrap(), CSV);
}

#[test]
fn a_rest_of_another_file_is_not_appended() {
    for (etag, range) in [("\"v2\"", "bytes 9-21/22"), ("\"v1\"", "bytes 5-21/22")] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ess11e04_0.csv.part"), "old bytes").unwrap();
        std::fs::write(folder.path().join("ess11e04_0.csv.part.etag"), "\"v1\"").unwrap();
        let headers = format!("etag: {etag}\r\ncontent-range: {range}\r\n");
        let rest = answer("206 Partial Content", &headers, "of another file");
        let stand_in = StandIn::new(vec![rest, answer("200 OK", "", CSV)]);
        let downloaded = stand_in.fetch(folder.path(), None).unwrap();
        assert_eq!(std::fs::read_to_string(&downloaded.path).unwrap(), CSV);
        assert!(!stand_in.requests.iter().nth(1).unwrap().to_lowercase().contains("range:"));
    }
}

/// What the program says when the API answers so.
fn refusal(status: &str, body: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let stand_in = StandIn::new(vec![answer(status, "", body)]);
    let error = stand_in.fetch(&folder.path().join("data"), None).unwrap_err().to_string();
    assert!(!error.contains("secret"), "the user id is in: {error}");
    assert!(!folder.path().join("data").exists(), "not even a folder is left behind");
    error
}

/// The codes and words that others observed at the real API: see `fetch_error.rs`.
#[test]
fn each_code_of_the_api_has_its_own_advice() {
    let observed = [
        (101, "userId query parameter missing", "give yours with `--user-id`"),
        (201, "DOI URL resolution error", "no data file has this DOI; copy the file's own DOI"),
        (202, "DOI ID resolution error", "the DOI of a study and not of a data file"),
        (205, "Error registering download. Is the user ID valid?", "check the user id in your"),
        (901, "Unexpected error", "lies with the server, or the file is too large for the API"),
    ];
    for (code, words, advice) in observed {
        let body = format!(r#"{{"code": {code}, "message": "{words}", "requestId": "r-{code}"}}"#);
        let error = refusal("400 Bad Request", &body);
        let said = format!("refuses with status 400 and code {code}: {words}; ");
        assert!(error.contains(&said) && error.contains(advice), "{error}");
        assert!(error.ends_with(&format!("under the id `r-{code}`")), "{error}");
    }
}

#[test]
fn a_refusal_without_a_code_is_explained_by_its_status() {
    let by_status = [
        ("503 Service Unavailable", "sorry", "status 503: no explanation; the fault lies with"),
        ("404 Not Found", "<html>", "status 404: no explanation; check the DOI, the format"),
        ("401 Unauthorized", "", "status 401: no explanation; check the user id"),
        ("429 Too Many Requests", "", "status 429: no explanation; wait a while"),
        ("418 I'm a teapot", "{}", "status 418: no explanation; download the file with a browser"),
        ("400 Bad Request", r#"{"message": "0000-secret"}"#, "status 400: USER-ID; check the"),
    ];
    for (status, body, said) in by_status {
        let error = refusal(status, body);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn what_can_be_no_user_id_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    for (user_id, problem) in
        [("", "is empty"), ("me@example.org", "an e-mail address"), ("a b", "not made of letters")]
    {
        let (api, doi, format) = ("http://127.0.0.1:9", "10.21338/ess11e04_0", Format::Csv);
        let download = Download { api, user_id, doi, format, folder: folder.path(), sha256: None };
        let error = fetch(&download, |_, _| {}).unwrap_err().to_string();
        assert!(error.contains(problem) && error.contains("in your profile"), "{error}");
        assert!(user_id.is_empty() || !error.contains(user_id), "{error}");
    }
}

#[test]
fn the_checksum_is_held_against_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let stand_in = StandIn::new(vec![answer("200 OK", "", CSV), answer("200 OK", "", CSV)]);
    let error = stand_in.fetch(folder.path(), Some("00")).unwrap_err().to_string();
    assert!(error.contains("SHA-256"), "{error}");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
    // Witness: `printf 'idno,cntry\n1,AT\n2,AT\n' | sha256sum`.
    let sha256 = "974cefb4acef8b3b6c68af8f8459d87cbfacf3c6a465bbfefeea5f65db0002e7";
    assert_eq!(stand_in.fetch(folder.path(), Some(sha256)).unwrap().sha256, sha256);
}

#[test]
fn a_web_page_instead_of_data_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let stand_in = StandIn::new(vec![answer("200 OK", "", "<!DOCTYPE html><p>Log in</p>")]);
    let error = stand_in.fetch(folder.path(), None).unwrap_err().to_string();
    assert!(error.contains("something else instead of a CSV file"), "{error}");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
fn nothing_is_downloaded_into_a_repository() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let stand_in = StandIn::new(Vec::new());
    let error = stand_in.fetch(&folder.path().join("data/ess"), None).unwrap_err().to_string();
    assert!(error.contains("not to re-host"), "{error}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn an_api_that_cannot_be_reached_is_named_without_the_user_id() {
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (user_id, doi) = ("0000-secret", "10.21338/ess11e04_0");
    let (api, format, sha256) = (&*format!("http://{free}"), Format::Csv, None);
    let download = Download { api, user_id, doi, format, folder: folder.path(), sha256 };
    let error = fetch(&download, |_, _| {}).unwrap_err().to_string();
    assert!(error.contains("cannot be reached") && !error.contains("secret"), "{error}");
    let wrong = Download { doi: "../../etc/passwd", ..download };
    assert!(matches!(fetch(&wrong, |_, _| {}), Err(FetchError::Doi { .. })));
}
