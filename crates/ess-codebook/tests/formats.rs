//! The same respondents out of files that other programs wrote. Origin: `data/formats/README.md`.
#![cfg(all(feature = "parquet", feature = "spss", feature = "stata", feature = "zip"))]
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use std::path::{Path, PathBuf};

use ess_codebook::{read_file, shipped, with_reserved_missing_codes};
use survey_model::{Microdata, OptionCode, Origin, VariableName};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/formats")
}

/// Every described column that has codes: items, factors, the form of the climate questions where the file has it.
fn columns(header: &str) -> Vec<VariableName> {
    let coded = shipped().variables().iter().filter(|variable| !variable.categories.is_empty());
    let names = coded.map(|variable| variable.name.clone());
    names.filter(|name| header.split(',').any(|column| column == name.as_str())).collect()
}

fn read(name: &str) -> Microdata {
    let text = std::fs::read_to_string(folder().join("invented.csv")).unwrap();
    let columns = columns(text.lines().next().unwrap());
    let codebook = with_reserved_missing_codes(shipped()).unwrap();
    let read = read_file(&folder().join(name), Origin::Invented, &codebook, &columns);
    read.unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file of the folder, by its name.
fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.ends_with(".md")).collect();
    names.sort();
    names
}

#[test]
fn every_writer_gives_the_same_microdata() {
    let expected = read("invented.csv");
    // Read off the file.
    assert_eq!(expected.respondents(), 24);
    assert_eq!(expected.code_columns().len(), 67);
    assert_eq!(expected.number_columns().len(), 5);
    assert_eq!(expected.codes("psu").unwrap().get(8), Some(OptionCode(17_002)));
    assert_eq!(expected.codes("psu").unwrap().get(9), None);
    assert_eq!(expected.numbers("anweight").unwrap()[5], None);
    assert_eq!(expected.numbers("dweight").unwrap()[7], Some(0.0));
    let names = names();
    assert_eq!(names.len(), 16, "{names:?}");
    for name in names {
        assert!(read(&name) == expected, "{name} differs from invented.csv");
    }
}
