//! Damaged and foreign files of the other formats, as a user hands them over: one message that names the file, what is
//! wrong and what to do, exit code 1, and nothing written.
#![cfg(feature = "full")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn fixture(name: &str) -> Vec<u8> {
    let formats = "../crates/ess-codebook/tests/data/formats";
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(formats).join(name)).unwrap()
}

/// The one file of a zipped fixture.
fn unzipped(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchive::new(Cursor::new(fixture(&format!("{name}.zip")))).unwrap();
    archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn check(file: &str, bytes: &[u8], says: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), bytes).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["reproduce", "--replicates", "2", "--out", "out", "--microdata", file])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{file}: {said}");
    let (_, message) = said.split_once("error: stage `microdata`: ").unwrap();
    for fragment in [&[file], says].concat() {
        assert!(message.contains(fragment), "{file}: `{fragment}` is not in: {message}");
    }
    assert!(!folder.path().join("out").exists(), "{file}: something was written");
}

#[test]
fn a_truncated_file_of_every_format_is_refused_with_its_size() {
    for (name, format) in [
        ("plain.sav", "SPSS"),
        ("data.zsav", "SPSS"),
        ("release-12.dta", "Stata"),
        ("release-15.dta", "Stata"),
        ("pandas.parquet", "Parquet"),
    ] {
        let whole = unzipped(name);
        for length in [whole.len() / 2, whole.len() - 1] {
            let says = format!("the {format} file is damaged or breaks off");
            let size = format!("in a file of {length} bytes; download it again");
            check(name, &whole[..length], &[&says, &size]);
        }
    }
    let whole = fixture("pandas.parquet.zip");
    check("half.zip", &whole[..whole.len() / 2], &["the zip file is damaged", "download it again"]);
}

#[test]
fn archives_that_hold_something_else_are_refused() {
    let csv = fixture("invented.csv");
    let two = zipped(&[("a.csv", &csv), ("b.csv", &csv)]);
    check("two.zip", &two, &["`a.csv`, `b.csv`", "unpack it and give one of them"]);
    check("none.zip", &zipped(&[("readme.txt", b"")]), &["no CSV", "download the data file"]);
    let header = csv.split(|&byte| byte == b'\n').next().unwrap();
    let mut bomb = [header, b"\n"].concat();
    bomb.resize(64 << 20, b'1');
    check("bomb.zip", &zipped(&[("a.csv", &bomb)]), &["as a zip bomb does", "again"]);
    let nested = zipped(&[("inner.zip", &zipped(&[("a.csv", &csv)]))]);
    check("nested.zip", &nested, &["an archive within an archive", "unpack the outer one"]);
}
