//! The invented file in the layout of wave 7, counted by hand. Origin: `fixtures/wvs-invented/README.md`.
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use std::path::{Path, PathBuf};

use survey_model::{
    Codebook, Item, Microdata, MissingKind, OptionCode, Origin, Reading, VariableName,
};
use wvs_codebook::{FileError, read_codebook, read_csv, read_file};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/wvs-invented").join(name)
}

fn codebook() -> Codebook {
    read_codebook(&fixture("codebook.json")).unwrap()
}

fn columns() -> Vec<VariableName> {
    ["Q1", "Q48", "Q260", "Q262"].map(|name| VariableName::new(name).unwrap()).to_vec()
}

fn read_text(csv: &str) -> Result<Microdata, FileError> {
    read_csv(csv.as_bytes(), "wvs.csv", Origin::Invented, &codebook(), &columns())
}

#[test]
fn the_layout_of_wave_7_is_read() {
    let path = fixture("data.csv");
    let data = read_file(&path, Origin::Invented, &codebook(), &columns()).unwrap();
    assert_eq!(data.respondents(), 8);
    assert_eq!(data.countries().levels(), ["AAA", "BBB"]);
    assert_eq!(data.numbers("W_WEIGHT").unwrap()[2], Some(1.5));
    assert_eq!(data.edition().survey, "WVS7");
    assert_eq!(data.edition().doi.as_deref(), Some("10.0000/invented"));
}

#[test]
fn negative_codes_are_missing_in_every_question() {
    let codebook = codebook();
    let read = |name: &str, code| codebook.variable(name).unwrap().read(OptionCode(code));
    // Listed by the codebook, reserved by the survey, and on a measured variable.
    assert_eq!(read("Q1", -1), Reading::Missing(MissingKind::DontKnow));
    assert_eq!(read("Q48", -4), Reading::Missing(MissingKind::NotAvailable));
    assert_eq!(read("Q262", -5), Reading::Missing(MissingKind::Other));
    assert_eq!(read("Q262", 34), Reading::Valid);
    assert_eq!(read("Q1", -6), Reading::Unknown);
}

#[test]
fn an_item_is_made_as_for_any_survey() {
    let item = Item::from_variable(codebook().variable("Q48").unwrap(), &[]).unwrap();
    assert_eq!((item.scale().width(), item.missing().len()), (9, 5));
}

#[test]
fn a_code_that_the_codebook_does_not_know_is_named() {
    let csv = std::fs::read_to_string(fixture("data.csv")).unwrap();
    let error = read_text(&csv.replace(",4,7,2,-2", ",5,7,2,-2")).unwrap_err().to_string();
    assert!(error.contains("wvs.csv, line 4, column `Q1`, value `5`"), "{error}");
}

#[test]
fn a_missing_column_points_to_the_surveys_own_site() {
    let csv = std::fs::read_to_string(fixture("data.csv")).unwrap();
    let error = read_text(&csv.replacen("\"Q48\"", "\"Q49\"", 1)).unwrap_err().to_string();
    assert!(error.contains("`Q48`") && error.contains("World Values Survey"), "{error}");
}

#[test]
fn a_codebook_that_is_no_json_is_named() {
    let error = read_codebook(&fixture("data.csv")).unwrap_err().to_string();
    assert!(error.contains("data.csv") && error.contains("line 1"), "{error}");
}
