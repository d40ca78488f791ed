//! The specification curve against an outside witness and against the alignment stage's own scores.

use std::collections::BTreeMap;

use alignment_analyses::{Options, SpecificationOptions, score, specification_curve};
use serde_json::{Value, json};
use survey_model::{AnalysisCell, AnalysisTable};

use crate::{frozen, invented};

/// Columns of the long table before the claims: number, eight decisions, reference, score of everybody.
const CHOICES: std::ops::Range<usize> = 1..9;
const REFERENCE: usize = 9;
const OVERALL: usize = 10;

fn options(written: &Value) -> Options {
    let specification_curve = serde_json::from_value(written.clone()).unwrap();
    Options { specification_curve, ..Options::default() }
}

fn tables(study: &mut invented::Invented, written: &Value) -> Vec<AnalysisTable> {
    study.options = options(written);
    specification_curve(&study.study("none", 0)).unwrap()
}

fn key(row: &[AnalysisCell]) -> String {
    row[CHOICES].iter().filter_map(AnalysisCell::as_text).collect::<Vec<_>>().join("|")
}

#[test]
fn every_specification_is_the_witness_s() {
    let expected = frozen::results("specification_curve");
    let tables = tables(&mut frozen::study(), &expected["options"]);
    tables.iter().for_each(|table| table.check().unwrap());
    let [claims, _, rows] = &tables[..] else { panic!("three tables") };
    assert_eq!(rows.rows.len() as u64, expected["specifications"].as_u64().unwrap());
    let found: BTreeMap<String, &Vec<AnalysisCell>> =
        rows.rows.iter().map(|row| (key(row), row)).collect();
    assert_eq!(found.len(), rows.rows.len(), "no specification stands twice");
    for expected in expected["rows"].as_array().unwrap() {
        let words: Vec<&str> =
            expected["choices"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
        let row = found[&words.join("|")];
        frozen::assert_witnessed(&words.join("|"), row[OVERALL].as_number(), &expected["overall"]);
        for (claim, margin) in expected["margins"].as_object().unwrap() {
            let what = format!("{claim} in {}", words.join("|"));
            let cell = &row[rows.column(claim).unwrap()];
            frozen::assert_witnessed(&what, cell.as_number(), margin);
        }
    }
    let all = claims.rows.iter().filter(|row| row[1].as_text() == Some("all models"));
    for row in all {
        let expected = &expected["holds"][row[0].as_text().unwrap()];
        assert_eq!(json!(row[2]), expected["specifications"]);
        frozen::assert_witnessed("share", row[3].as_number(), &expected["share"]);
    }
}

#[test]
fn the_reference_row_holds_the_study_s_own_score() {
    let mut invented = frozen::study();
    let written = frozen::results("specification_curve")["options"].clone();
    let rows = tables(&mut invented, &written).pop().unwrap();
    let study = invented.study("none", 0);
    let references: Vec<_> =
        rows.rows.iter().filter(|row| row[REFERENCE] == AnalysisCell::Count(1)).collect();
    assert_eq!(references.len(), study.models.len());
    for (row, model) in references.iter().zip(&study.models) {
        let means = study.histograms[study.everybody].means(0);
        let own = score(&means, &model.targets).0.unwrap();
        assert!((row[OVERALL].as_number().unwrap() - own).abs() < 1e-12);
    }
}

#[test]
fn a_claim_about_a_group_that_does_not_exist_is_named() {
    let claim = json!({ "name": "men", "text": "", "source": "",
        "holds_if": { "descending": { "factor": "gender", "groups": ["9", "1"] } } });
    let mut invented = frozen::study();
    invented.options = options(&json!({ "claims": [claim] }));
    let error = specification_curve(&invented.study("none", 0)).unwrap_err().to_string();
    assert_eq!(
        error,
        "analysis `specification_curve`: claim `men`: the factor `gender` has no group `9`; \
         correct it in the study file"
    );
}

#[test]
fn a_claim_about_a_country_that_is_not_in_the_file_is_undecided() {
    let claim = json!({ "name": "atlantis", "text": "Atlantis is the closest", "source": "",
        "holds_if": { "highest": { "factor": "country", "groups": ["ATL"] } } });
    let mut invented = frozen::study();
    invented.options = options(&json!({ "claims": [claim] }));
    let claims = specification_curve(&invented.study("none", 0)).unwrap().remove(0);
    let column = |name: &str| claims.columns.iter().position(|known| known.name == name).unwrap();
    let (decided, share) = (column("specifications"), column("share_holds"));
    assert!(!claims.rows.is_empty());
    for row in &claims.rows {
        assert_eq!((&row[decided], &row[share]), (&AnalysisCell::Count(0), &AnalysisCell::Empty));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    /// A claim and its opposite never both hold, and a specification's score is a share.
    #[test]
    fn a_claim_and_its_opposite_exclude_each_other(seed in 0_u64..1_000) {
        let claim = |name: &str, groups: [&str; 2]| json!({ "name": name, "text": name, "source": "",
            "holds_if": { "descending": { "factor": "gender", "groups": groups } } });
        let options: SpecificationOptions = serde_json::from_value(json!({
            "compare": ["mean_consensus", "mode_consensus", "distribution"],
            "metrics": ["absolute", "squared", "cliff", "kolmogorov", "jensen_shannon"],
            "missing": ["omit", "midpoint"],
            "claims": [claim("up", ["1", "2"]), claim("down", ["2", "1"])],
        })).unwrap();
        let mut invented = invented::Invented::new(invented::drawn(seed, 60, 6));
        invented.options = Options { specification_curve: options, ..Options::default() };
        let rows = specification_curve(&invented.study("none", 0)).unwrap().pop().unwrap();
        for row in &rows.rows {
            let (up, down) = (row[OVERALL + 1].as_number(), row[OVERALL + 2].as_number());
            proptest::prop_assert!((up.unwrap() + down.unwrap()).abs() < 1e-12);
            proptest::prop_assert!((-1e-12..=1.0 + 1e-12).contains(&row[OVERALL].as_number().unwrap()));
        }
    }
}
