//! Weights and design against R's survey package, against the bootstrap, and by properties.

use alignment_analyses::{PairedDesign, design_covariance, weights_and_design};
use proptest::prelude::*;
use serde_json::Value;
use survey_model::{AnalysisCell, AnalysisTable};

use crate::frozen::{self, assert_witnessed};
use crate::invented::{Invented, drawn};

/// The row whose first cells are these labels.
fn row<'a>(table: &'a AnalysisTable, labels: &[&str]) -> &'a [AnalysisCell] {
    let is = |row: &&Vec<AnalysisCell>| {
        row.iter().zip(labels).all(|(cell, label)| cell.as_text() == Some(*label))
    };
    table.rows.iter().find(is).unwrap_or_else(|| panic!("no row {labels:?}"))
}

#[test]
fn every_score_and_gap_is_that_of_the_survey_package() {
    let invented = frozen::study();
    let study = invented.study("none", 10);
    let tables = weights_and_design(&study).unwrap();
    let witness = frozen::results("weights_and_design");
    let label = |factor: &str, group: &Value| {
        let partition = study.partitions.iter().find(|cut| cut.factor.as_str() == factor).unwrap();
        let at = usize::try_from(group.as_u64().unwrap()).unwrap();
        partition.groups[at].clone()
    };
    let mut compared = 0;
    for expected in witness.as_array().unwrap() {
        let text = |key: &str| expected[key].as_str().unwrap();
        let group = label(text("factor"), &expected["group"]);
        let mut labels = vec![text("model"), text("factor"), group.label.as_str()];
        let minus = match (&expected["minus"], &expected["against"]) {
            (Value::Null, Value::Null) => None,
            (Value::Null, model) => Some(model.as_str().unwrap().to_owned()),
            (other, _) => Some(label(text("factor"), other).label),
        };
        if minus.as_deref() == Some("missing") || (minus.is_some() && group.label == "missing") {
            continue;
        }
        labels.extend(minus.as_deref());
        labels.push(text("weights"));
        let table = &tables[if minus.is_some() { 2 } else { 1 }];
        let found = row(table, &labels);
        for column in ["estimate", "error_design", "error_simple"] {
            let cell = found[table.column(column).unwrap()].as_number();
            assert_witnessed(&format!("{labels:?} {column}"), cell, &expected[column]);
        }
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn the_bootstrap_of_units_has_the_linearised_error() {
    let invented = Invented::new(drawn(3, 4_320, 12));
    let tables = weights_and_design(&invented.study("none", 2_000)).unwrap();
    let table = &tables[1];
    let found = row(table, &["beta", "everybody", "all", "anweight"]);
    let cell = |name: &str| found[table.column(name).unwrap()].as_number().unwrap();
    let ratio = (cell("high_bootstrap") - cell("low_bootstrap")) / (cell("high") - cell("low"));
    // Four standard errors of a quantile's distance from 2,000 replicates.
    assert!((ratio - 1.0).abs() < 0.12, "{ratio}");
}

#[test]
fn a_microdata_table_without_a_design_is_refused() {
    let mut bare = drawn(1, 120, 6);
    bare.design.clear();
    let invented = Invented::new(bare);
    let error = weights_and_design(&invented.study("none", 2)).unwrap_err().to_string();
    assert!(error.contains("the microdata lack `stratum` and `psu`"), "{error}");
}

proptest! {
    #[test]
    fn joining_leaves_no_stratum_of_one_unit(
        units in prop::collection::vec((0_i32..4, 0_i32..3), 8..40),
    ) {
        // Every respondent twice, so that no country has a single one.
        let mut made = drawn(1, units.len() * 2, 4);
        made.country = (0..units.len() * 2).map(|at| format!("C{}", at % units.len() % 3)).collect();
        let column = |of: fn(&(i32, i32)) -> i32| -> Vec<Option<i32>> {
            units.iter().chain(&units).map(|unit| Some(of(unit))).collect()
        };
        made.design.insert("stratum".to_owned(), column(|unit| unit.0));
        made.design.insert("psu".to_owned(), column(|unit| unit.1));
        let invented = Invented::new(made);
        let design = PairedDesign::new(&invented.microdata).unwrap();
        let strata = design.stratum_of_unit();
        for stratum in &strata {
            prop_assert!(strata.iter().filter(|other| *other == stratum).count() > 1);
        }
        // A unit lies in one stratum, and a stratum in one country.
        let countries = invented.microdata.countries().cells();
        for (at, stratum) in design.strata.iter().enumerate() {
            prop_assert_eq!(strata[design.clusters[at]], *stratum);
            let same = design.strata.iter().position(|other| other == stratum).unwrap();
            prop_assert_eq!(countries[at], countries[same]);
        }
    }

    #[test]
    fn a_covariance_ignores_what_all_units_of_a_stratum_share(
        totals in prop::collection::vec(-9.0_f64..9.0, 12),
        shift in -9.0_f64..9.0,
    ) {
        let strata = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3];
        let plain = design_covariance(&strata, 1, |unit, _| totals[unit])[0];
        let moved = |unit: usize, _| totals[unit] + shift * strata[unit] as f64;
        prop_assert!(plain >= 0.0);
        prop_assert!((design_covariance(&strata, 1, moved)[0] - plain).abs() < 1e-9);
    }
}
