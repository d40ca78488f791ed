//! The same invented respondents in each format, and damaged files of each. Origin: `data/README.md`.
#![cfg(all(feature = "parquet", feature = "spss", feature = "stata", feature = "zip"))]
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

mod common;

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use common::{LAYOUT, codebook};
use survey_files::{
    FileError, Request, codebook_in_zip, labelled_variables, read_file, read_zip, spss_variables,
    stata_variables,
};
use survey_model::{Category, Microdata, MissingKind, OptionCode, Origin, Variable, VariableName};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).unwrap()
}

fn with_request<T>(name: &str, read: impl FnOnce(&Request<'_>) -> T) -> T {
    let columns = ["vote", "year"].map(|name| VariableName::new(name).unwrap());
    let (codebook, origin) = (codebook(), Origin::Invented);
    read(&Request { file: name, origin, layout: &LAYOUT, codebook: &codebook, columns: &columns })
}

fn read(name: &str) -> Result<Microdata, FileError> {
    with_request(name, |request| read_file(&fixture(name), request))
}

/// Writes the bytes to a temporary file and reads it.
fn read_bytes(bytes: &[u8]) -> Result<Microdata, FileError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    with_request("file", |request| read_file(file.path(), request))
}

fn check_error(result: Result<Microdata, FileError>, expected: &[&str]) {
    let error = result.unwrap_err().to_string();
    for words in expected {
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read_zipped(archive: Vec<u8>) -> Result<Microdata, FileError> {
    with_request("data.zip", |request| read_zip(Cursor::new(archive), request))
}

const FORMATS: [&str; 7] = [
    "invented.sav",
    "invented.zsav",
    "invented-cp866.sav",
    "invented-12.dta",
    "invented-15.dta",
    "invented.parquet",
    "invented-zstd.parquet",
];

#[test]
fn every_format_gives_the_same_microdata() {
    let expected = read("invented.csv").unwrap();
    assert_eq!(expected.respondents(), 5);
    assert_eq!(expected.codes("vote").unwrap().get(3), None);
    assert_eq!(expected.codes("year").unwrap().get(2), Some(OptionCode(7777)));
    assert_eq!(expected.numbers("weight").unwrap()[2], Some(0.8133899));
    for name in FORMATS {
        assert_eq!(read(name).unwrap(), expected, "{name}");
    }
}

#[test]
fn every_format_is_read_out_of_a_zip_archive() {
    let expected = read("invented.csv").unwrap();
    for name in FORMATS.iter().chain(&["invented.csv"]) {
        let archive = zipped(&[("readme.txt", b"hello"), (name, &bytes(name)), ("a.html", b"x")]);
        assert_eq!(read_zipped(archive).unwrap(), expected, "{name}");
    }
}

/// Not one byte may be missing without an error, and none may panic.
#[test]
fn a_truncated_file_of_any_format_is_rejected() {
    for name in FORMATS {
        let whole = bytes(name);
        for length in (0..whole.len()).step_by(whole.len() / 60).skip(1) {
            let result = read_bytes(&whole[..length]);
            assert!(result.is_err(), "{name} cut to {length} of {} bytes was read", whole.len());
        }
    }
    let whole = zipped(&[("data.csv", &bytes("invented.csv"))]);
    for length in 1..whole.len() {
        assert!(read_zipped(whole[..length].to_vec()).is_err(), "zip cut to {length} bytes");
    }
}

#[test]
fn a_truncated_file_says_so_with_its_format() {
    let whole = bytes("invented-15.dta");
    let result = read_bytes(&whole[..whole.len() / 2]);
    check_error(result, &["file: the Stata file is damaged", "download it again"]);
    let whole = bytes("invented.sav");
    let result = read_bytes(&whole[..whole.len() - 40]);
    let size = format!("in a file of {} bytes; download it again", whole.len() - 40);
    check_error(result, &["file: the SPSS file is damaged", &size]);
}

#[test]
fn a_code_in_a_binary_file_is_named_by_its_record() {
    let columns = [VariableName::new("psu").unwrap()];
    let psu = Category { code: OptionCode(11), label: "Vienna".into(), missing: None };
    let mut variables = codebook().variables().to_vec();
    variables.push(Variable {
        name: columns[0].clone(),
        label: String::new(),
        texts: Vec::new(),
        categories: vec![psu],
        text_categories: Vec::new(),
    });
    let codebook = survey_model::Codebook::new(codebook().edition().clone(), variables).unwrap();
    for file in ["invented.sav", "invented-15.dta", "invented.parquet"] {
        let (origin, layout) = (Origin::Invented, &LAYOUT);
        let request = Request { file, origin, layout, codebook: &codebook, columns: &columns };
        let result = read_file(&fixture(file), &request);
        check_error(result, &[file, "record 2, column `psu`, value `12`", "does not know"]);
    }
}

#[test]
fn a_tag_whose_label_the_codebook_does_not_know_is_rejected() {
    let mut stata = bytes("invented-15.dta");
    for at in 0..stata.len() - 7 {
        if &stata[at..at + 7] == b"Refusal" {
            stata[at..at + 7].copy_from_slice(b"Away :(");
        }
    }
    let expected = ["record 2, column `vote`, value `.a`", "no missing code `Away :(`"];
    check_error(read_bytes(&stata), &expected);
}

#[test]
fn spss_labels_stand_in_for_a_codebook() {
    let variables = spss_variables(&bytes("invented.sav"), "invented.sav", &LAYOUT).unwrap();
    let vote = variables.iter().find(|variable| variable.name.as_str() == "vote").unwrap();
    assert_eq!(vote.label, "Voted last time");
    let codes: Vec<_> = vote.categories.iter().map(|c| (c.code.0, c.missing)).collect();
    assert_eq!(codes, [(1, None), (2, None), (777, Some(MissingKind::Refusal))]);
    let year = variables.iter().find(|variable| variable.name.as_str() == "year").unwrap();
    assert!(year.is_measured() && year.categories[0].code == OptionCode(7777));
}

#[test]
fn spss_labels_are_decoded_as_the_file_declares() {
    let name = "invented-cp866.sav";
    let variables = spss_variables(&bytes(name), name, &LAYOUT).unwrap();
    assert_eq!(variables.last().unwrap().label, "Note АБ");
}

#[test]
fn stata_tags_become_negative_codes_without_a_codebook() {
    let name = "invented-15.dta";
    let variables = stata_variables(&bytes(name), name, &LAYOUT).unwrap();
    let vote = variables.iter().find(|variable| variable.name.as_str() == "vote").unwrap();
    assert_eq!(vote.label, "Voted last time");
    let codes: Vec<_> = vote.categories.iter().map(|c| (c.code.0, c.missing)).collect();
    assert_eq!(codes, [(1, None), (2, None), (-1, Some(MissingKind::Refusal))]);
}

#[test]
fn an_archive_must_hold_one_data_file() {
    let csv = bytes("invented.csv");
    let two = zipped(&[("a.csv", &csv), ("b.dta", &csv)]);
    check_error(read_zipped(two), &["data.zip", "`a.csv`, `b.dta`", "unpack it"]);
    let none = zipped(&[("codebook.html", b"<html>")]);
    check_error(read_zipped(none), &["data.zip: the archive holds no CSV", "download the data"]);
    let nested = zipped(&[("inner.zip", &zipped(&[("a.csv", &csv)]))]);
    let expected = ["data.zip, inner.zip", "an archive within an archive", "unpack the outer one"];
    check_error(read_zipped(nested), &expected);
    let workbook = zipped(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    check_error(read_zipped(workbook), &["data.zip: this is an Excel workbook", "as CSV"]);
}

#[test]
fn files_that_no_one_sees_do_not_count() {
    let csv = bytes("invented.csv");
    let archive = zipped(&[("__MACOSX/._a.csv", b"x"), ("x/.hidden.csv", b"x"), ("x/a.csv", &csv)]);
    assert!(read_zipped(archive).is_ok());
}

/// One wrong byte in what is packed, which the archive's checksum finds.
#[test]
fn a_spoilt_archive_is_called_damaged() {
    let mut archive = zipped(&[("data.csv", &bytes("invented.csv"))]);
    let middle = archive.len() / 2;
    archive[middle] ^= 1;
    check_error(read_zipped(archive), &["data.zip, data.csv", "is damaged", "download it again"]);
}

#[test]
fn a_file_that_describes_itself_does_so_in_an_archive_too() {
    for (name, described) in
        [("invented.sav", true), ("invented-15.dta", true), ("invented.csv", false)]
    {
        let plain = labelled_variables(&bytes(name), name, &LAYOUT).unwrap();
        assert_eq!(plain.is_some(), described, "{name}");
        let archive = zipped(&[(name, &bytes(name))]);
        assert_eq!(labelled_variables(&archive, "data.zip", &LAYOUT).unwrap(), plain, "{name}");
    }
    let whole = bytes("invented.sav");
    let error = labelled_variables(&whole[..200], "cut.sav", &LAYOUT).unwrap_err().to_string();
    assert!(error.contains("cut.sav") && error.contains("in a file of 200 bytes"), "{error}");
}

#[test]
fn a_zip_bomb_is_stopped() {
    let mut bomb = b"land,id,vote,year\n".to_vec();
    bomb.resize(64 << 20, b'0');
    let archive = zipped(&[("data.csv", &bomb)]);
    assert!(archive.len() < 100_000);
    let expected = ["data.zip, data.csv", "zip bomb", "download the archive again"];
    check_error(read_zipped(archive), &expected);
}

#[test]
fn a_password_is_named() {
    let mut archive = zipped(&[("data.csv", &bytes("invented.csv"))]);
    // The lowest bit of the flags, in the local and in the central header.
    for signature in [b"PK\x03\x04", b"PK\x01\x02"] {
        let at = archive.windows(4).position(|window| window == signature).unwrap();
        archive[at + if signature[2] == 3 { 6 } else { 8 }] |= 1;
    }
    check_error(read_zipped(archive), &["data.zip", "behind a password"]);
}

#[test]
fn the_codebook_is_found_beside_the_data() {
    let archive = zipped(&[("a b codebook.html", b"<html>"), ("data.csv", b"")]);
    let (name, html) = codebook_in_zip(Cursor::new(archive), "data.zip").unwrap().unwrap();
    assert_eq!((name.as_str(), html.as_slice()), ("data.zip, a b codebook.html", &b"<html>"[..]));
    let archive = zipped(&[("data.csv", b"")]);
    assert!(codebook_in_zip(Cursor::new(archive), "data.zip").unwrap().is_none());
}

#[test]
fn files_that_hold_no_data_are_told_by_their_content() {
    check_error(
        read_bytes(b"<!DOCTYPE html><html>"),
        &["a web page, which cannot be read as a data file"],
    );
    check_error(read_bytes(b"%PDF-1.7"), &["a PDF document"]);
    check_error(read_bytes(b"\x1f\x8b\x08\0"), &["a gzip archive", "unpack it first"]);
}

#[test]
fn a_path_that_does_not_exist_is_named() {
    let result = with_request("no.csv", |request| read_file(Path::new("no.csv"), request));
    check_error(result, &["no.csv", "check the path"]);
}
