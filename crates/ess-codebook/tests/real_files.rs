//! Real files of round 11, where they are at hand. They never enter the repository.
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::fs::File;
use std::path::{Path, PathBuf};

use ess_codebook::{parse_codebook, read_csv, shipped};
use survey_model::{Origin, VariableName};

/// A file of the shared folder beside the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/ess").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}

#[test]
fn the_dutch_respondents_of_edition_4_are_read_without_an_unknown_code() {
    let Some(path) = shared("ESS11e04_0-NL.csv") else { return };
    let columns: Vec<VariableName> = shipped()
        .variables()
        .iter()
        .filter(|variable| !variable.categories.is_empty())
        .map(|variable| variable.name.clone())
        .collect();
    let file = File::open(path).unwrap();
    let microdata = read_csv(file, "NL.csv", Origin::Observed, shipped(), &columns).unwrap();
    assert_eq!(microdata.respondents(), 1695);
    assert_eq!(microdata.countries().levels(), ["NL"]);
    assert_eq!(microdata.numbers("anweight").unwrap().len(), 1695);
    let edition = microdata.edition();
    assert_eq!(edition.survey, "ESS11");
    assert_eq!(edition.doi.as_deref(), Some("10.21338/ess11e04_0"));
    assert_eq!(edition.production_date.as_deref(), Some("19.11.2025"));
}

#[test]
fn the_full_codebook_of_edition_1_holds_the_shipped_facts() {
    let Some(path) = shared("ESS11e01-codebook.html") else { return };
    let codebook = parse_codebook(&std::fs::read(path).unwrap(), "codebook.html").unwrap();
    assert_eq!(codebook.variables().len(), 558);
    for variable in shipped().variables() {
        match codebook.variable(variable.name.as_str()) {
            Some(described) => assert_eq!(described, variable),
            None => assert!(["pspwght", "anweight"].contains(&variable.name.as_str())),
        }
    }
}
