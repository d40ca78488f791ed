//! A data file without a codebook: which one is used, and that a file which describes itself needs none.
#![cfg(feature = "full")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

use std::path::{Path, PathBuf};
use std::process::Command;

const STUDY: &str = r#"
name = "labels"
title = "A small study"
survey = "SURVEY"
repetitions = 1
weights = "none"
items = [{ id = "ppltrst", topic = "trust" }, { id = "gincdif", topic = "politics" }]
[resampling]
replicates = 20
seed = 1
[invented]
respondents = 1
seed = 1
[country]
name = "country"
label = "Country"
variable = "cntry"
[everybody]
name = "everybody"
label = "Everybody"
[[variant]]
name = "paper"
[[model]]
name = "m"
provider = "openai"
model = "m"
[[factor]]
name = "gender"
label = "Gender"
variable = "gndr"
groups = [{ group = "1", label = "Men", codes = [1] }, { group = "2", label = "Women", codes = [2] }]
"#;

fn fixture(name: &str) -> PathBuf {
    let formats = "../crates/ess-codebook/tests/data/formats";
    Path::new(env!("CARGO_MANIFEST_DIR")).join(formats).join(name)
}

/// Whether it went well, both streams, and the table of group scores without its labels: the files label no countries.
fn reproduce(survey: &str, data: &str) -> (bool, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("study.toml"), STUDY.replace("SURVEY", survey)).unwrap();
    let answers =
        "model,item,repetition,outcome,code\nm,ppltrst,1,chosen,4\nm,gincdif,1,chosen,2\n";
    std::fs::write(path("answers.csv"), answers).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["reproduce", "--study", "study.toml", "--answers", "answers.csv", "--out", "out"])
        .arg("--microdata")
        .arg(fixture(data))
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    let scores = std::fs::read_to_string(path("out/tables/group_scores.csv")).unwrap_or_default();
    let unlabelled = |line: &str| {
        let cells = line.split(',').enumerate().filter(|&(at, _)| at != 3);
        cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(",") + "\n"
    };
    let scores = scores.lines().map(unlabelled).collect();
    (output.status.success(), said.concat(), scores)
}

/// A survey without shipped facts reads SPSS and Stata files by their own labels, with the scores of the shipped facts.
#[test]
fn a_file_that_describes_itself_needs_no_codebook() {
    let (_, said, expected) = reproduce("ess11", "invented.csv");
    assert!(said.contains("codebook: the shipped facts\n"), "{said}");
    assert_eq!(expected.lines().filter(|line| line.starts_with("m,gender")).count(), 3, "{said}");
    for data in ["plain.sav.zip", "data.zsav.zip", "haven-byte.sav.zip", "haven-14.dta.zip"] {
        let (ended_well, said, scores) = reproduce("ess", data);
        assert!(ended_well, "{data}: {said}");
        assert!(said.contains("codebook: what ") && said.contains("says of itself"), "{said}");
        assert_eq!(scores, expected, "{data}");
    }
}

#[test]
fn the_shipped_facts_are_preferred_and_named() {
    let (_, _, expected) = reproduce("ess11", "invented.csv");
    let (ended_well, said, scores) = reproduce("ess11", "release-15.dta.zip");
    assert!(ended_well && said.contains("codebook: the shipped facts\n"), "{said}");
    assert_eq!(scores, expected);
}

#[test]
fn without_facts_and_labels_a_codebook_is_asked_for() {
    for data in ["invented.csv", "pandas.parquet.zip"] {
        let (ended_well, said, _) = reproduce("ess", data);
        assert!(!ended_well);
        assert!(said.contains("no codebook of the survey `ess` is shipped"), "{data}: {said}");
        assert!(said.contains("give one with `--codebook`"), "{data}: {said}");
    }
}
