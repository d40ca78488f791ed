//! `reproduce --live` and `elicit` as a user types them, against a server in this process.
#![cfg(feature = "full")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const KEY: &str = "sk-planted-0123456789";

/// A chat server that gives every call the answer 2, and counts them.
fn start() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let count = Arc::clone(&count);
            std::thread::spawn(move || answer(stream, &count));
        }
    });
    (port, calls)
}

/// `None` once the other side is gone, as it is after a look whether anybody listens.
fn answer(mut stream: TcpStream, calls: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let reply = if first.starts_with("POST ") {
        calls.fetch_add(1, Ordering::SeqCst);
        r#"{"model":"m","choices":[{"message":{"content":"2"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}"#
    } else {
        r#"{"object":"list","data":[]}"#
    };
    let length = reply.len();
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    stream.write_all((head + reply).as_bytes()).ok()
}

/// The mini survey with a free model, one that takes a key, and one whose server does not exist.
fn desk(port: u16) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mini = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/mini");
    for file in ["codebook.html", "microdata.csv"] {
        std::fs::copy(mini.join(file), folder.path().join(file)).unwrap();
    }
    let mut study = std::fs::read_to_string(mini.join("study.toml")).unwrap();
    for (name, port, more) in
        [("Free", port, ""), ("Keyed", port, "key_env = \"LIVE_TEST_KEY\""), ("Absent", 9, "")]
    {
        study += &format!(
            "\n[[model]]\nname = \"{name}\"\nprovider = \"openai\"\nmodel = \"m\"\nbase_url = \"http://127.0.0.1:{port}/v1\"\n{more}\n"
        );
    }
    std::fs::write(folder.path().join("study.toml"), study).unwrap();
    let price = "date = \"x\"\n[[price]]\nmodel = \"m\"\nprompt = 0.0\ncompletion = 1000000.0\nbatch_share = 0.5\ncompletion_tokens = [1, 2]\n";
    std::fs::write(folder.path().join("prices.toml"), price).unwrap();
    folder
}

fn reproduce(folder: &Path, key: bool, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder).env_remove("LIVE_TEST_KEY");
    if key {
        command.env("LIVE_TEST_KEY", KEY);
    }
    command.args(["reproduce", "--live", "--study", "study.toml", "--codebook", "codebook.html"]);
    command.args(["--microdata", "microdata.csv", "--out", "out", "--replicates", "20"]);
    command.args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// 7 prompts, 4 repetitions.
const CALLS: usize = 28;

#[test]
fn every_model_that_can_be_asked_is_asked_once_and_the_others_are_named() {
    let (port, calls) = start();
    let folder = desk(port);
    let first = reproduce(folder.path(), false, &[]);
    assert!(first.status.success(), "{}", said(&first));
    assert!(said(&first).contains("Keyed is left out: the environment variable `LIVE_TEST_KEY`"));
    assert!(said(&first).contains("Absent is left out: model `Absent`: nobody listens at"));
    assert_eq!(calls.load(Ordering::SeqCst), CALLS);
    assert!(folder.path().join("out/report.html").exists());
    assert!(folder.path().join("journals/mini-Free.facts.json").exists());
    let second = reproduce(folder.path(), false, &[]);
    assert!(said(&second).contains("nothing to do"), "{}", said(&second));
    assert_eq!(calls.load(Ordering::SeqCst), CALLS);
}

#[test]
fn a_model_that_may_cost_money_needs_a_cap_which_holds_for_all_together() {
    let (port, calls) = start();
    let folder = desk(port);
    let uncapped = reproduce(folder.path(), true, &["--model", "Keyed"]);
    assert!(said(&uncapped).contains("give `--max-cost DOLLARS`"), "{}", said(&uncapped));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    // A call costs 1 dollar and may cost 2: the free model's price is that of `m` here, so both count.
    let capped =
        ["--model", "Free", "--model", "Keyed", "--prices", "prices.toml", "--max-cost", "40"];
    let short = reproduce(folder.path(), true, &capped);
    assert!(!short.status.success());
    assert!(
        said(&short).contains("`Keyed` has 11 of 28 replies; raise `--max-cost`"),
        "{}",
        said(&short)
    );
    assert_eq!(calls.load(Ordering::SeqCst), CALLS + 11);
    assert!(!folder.path().join("out").exists(), "nothing is computed while replies are missing");
    let rest = reproduce(folder.path(), true, &[&capped[..7], &["100"]].concat());
    assert!(rest.status.success(), "{}", said(&rest));
    assert_eq!(calls.load(Ordering::SeqCst), 2 * CALLS);
}

#[test]
fn a_named_model_that_cannot_be_asked_is_an_error() {
    let (port, calls) = start();
    let folder = desk(port);
    for (model, message) in [
        ("Keyed", "set the environment variable `LIVE_TEST_KEY`"),
        ("Absent", "start the server, or correct the base URL"),
        ("Nobody", "the study declares no model `Nobody`"),
    ] {
        let arguments = ["--model", model, "--max-cost", "100", "--prices", "prices.toml"];
        let output = reproduce(folder.path(), false, &arguments);
        assert!(!output.status.success());
        assert!(said(&output).contains(message), "{}", said(&output));
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[test]
fn the_key_is_in_no_file_that_a_run_leaves() {
    let (port, _) = start();
    let folder = desk(port);
    let arguments = ["--model", "Keyed", "--max-cost", "100", "--prices", "prices.toml"];
    let output = reproduce(folder.path(), true, &arguments);
    assert!(output.status.success(), "{}", said(&output));
    let mut folders = vec![folder.path().to_owned()];
    let mut files = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes());
            assert!(!found, "the key is in {}", path.display());
        }
    }
    assert!(files > 20 && !said(&output).contains(KEY), "{files}");
}
