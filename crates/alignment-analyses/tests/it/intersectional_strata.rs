//! Intersectional strata against mixed model equations in wide numbers and against lme4, and by properties.

use alignment_analyses::{
    AnalysisError, Cell, IntersectionalStrataOptions, intersectional_strata, random_intercepts, run,
};
use proptest::prelude::*;
use survey_model::{AnalysisTable, FactorName};

use crate::frozen::{self, assert_witnessed};
use crate::invented::{Drawn, Invented, drawn};
use crate::rows::Rows;
use crate::turned::turned;

const SUMMARY: &str = "intersectional_strata";
const PEOPLE: [&str; 3] = ["gender", "generation", "education"];
const ENDS: &str = "intersectional_strata_ends";

fn options(lists: &[&[&str]], shown: usize) -> IntersectionalStrataOptions {
    let names = |list: &&[&str]| list.iter().map(|name| FactorName::new(*name).unwrap()).collect();
    IntersectionalStrataOptions { strata: lists.iter().map(names).collect(), shown }
}

fn frozen_with_options() -> Invented {
    let mut invented = frozen::study();
    let lists: [&[&str]; 2] =
        [&["gender", "education", "religiosity"], &["gender", "education", "country"]];
    invented.options.intersectional_strata = options(&lists, 1_000);
    invented
}

#[test]
fn every_number_is_that_of_the_mixed_model_equations() {
    let invented = frozen_with_options();
    let witness = frozen::results("intersectional_strata");
    for weights in ["none", "anweight"] {
        let tables = intersectional_strata(&invented.study(weights, 0)).unwrap();
        let summary = Rows::of(tables.clone(), SUMMARY);
        let rows = witness[weights]["summary"].as_array().unwrap();
        assert_eq!(summary.0.rows.len(), rows.len());
        for row in rows {
            let key = ["model", "strata", "fit"].map(|name| (name, row[name].as_str().unwrap()));
            for name in [
                "estimate",
                "low",
                "high",
                "between",
                "within",
                "additive",
                "likelihood_ratio",
                "p_value",
            ] {
                let found = summary.number(&key, name);
                assert_witnessed(&format!("{weights} {key:?} {name}"), found, &row[name]);
            }
        }
        check_strata(weights, &tables, &witness[weights]["strata"]);
    }
}

/// Half of the strata without a missing group are shown at one end of the predictions and half at the other, so that all but a middle one are.
fn check_strata(weights: &str, tables: &[AnalysisTable], witness: &serde_json::Value) {
    let table = tables.iter().find(|table| table.name == ENDS).unwrap();
    table.check().unwrap();
    let place = |name: &str| table.column(name).unwrap();
    let mut seen = 0;
    for row in &table.rows {
        let text = |name: &str| row[place(name)].as_text().unwrap();
        let expected = witness.as_array().unwrap().iter().find(|expected| {
            ["model", "strata", "stratum"].iter().all(|&name| expected[name] == text(name))
        });
        let expected = expected.unwrap();
        for name in
            ["mean", "estimate", "standard_error", "additive", "interaction", "interaction_error"]
        {
            let found = row[place(name)].as_number();
            assert_witnessed(&format!("{weights} {row:?} {name}"), found, &expected[name]);
        }
        seen += usize::from(["closest", "farthest"].contains(&text("shown")));
    }
    let strata = witness.as_array().unwrap().len();
    // Six fits, each with a middle stratum if their number is odd.
    assert!(seen <= strata && seen + 6 >= strata, "{seen} of {strata}");
}

/// lme4 searches its optimum, where the likelihood is flat: the likelihoods agree to 1e-12, and variances to 1e-9 in
/// squared scores.
#[test]
fn variances_and_likelihoods_are_those_of_lme4() {
    let invented = frozen_with_options();
    let witness = frozen::results("intersectional_strata_lme4");
    let rows = witness.as_array().unwrap();
    for weights in ["none", "anweight"] {
        let summary =
            Rows::of(intersectional_strata(&invented.study(weights, 0)).unwrap(), SUMMARY);
        for row in rows.iter().filter(|row| row["weights"] == weights) {
            let key = ["model", "strata", "fit"].map(|name| (name, row[name].as_str().unwrap()));
            for name in ["between", "within", "likelihood_ratio"] {
                let found = summary.number(&key, name);
                assert_witnessed(&format!("{weights} {key:?} {name}"), found, &row[name]);
            }
        }
    }
    assert_eq!(rows.len(), 24);
}

/// What restricted maximum likelihood is for cells of equal size: an analysis of variance, cut at 0.
fn analysis_of_variance(means: &[f64], size: f64, within_squares: f64) -> (f64, f64) {
    let cells = means.len() as f64;
    let mean = means.iter().sum::<f64>() / cells;
    let between: f64 = means.iter().map(|value| size * (value - mean).powi(2)).sum();
    let (free, all) = (cells - 1.0, cells * size - 1.0);
    let (within, differs) = (within_squares / (all - free), between / free);
    if differs > within {
        ((differs - within) / size, within)
    } else {
        (0.0, (between + within_squares) / all)
    }
}

proptest! {
    #[test]
    fn cells_of_one_size_are_an_analysis_of_variance(
        means in prop::collection::vec(0.0..1.0_f64, 3..30),
        size in 2_u32..40,
        spread in 0.01..1.0_f64,
    ) {
        let respondents = f64::from(size);
        let squares = spread * respondents * means.len() as f64;
        let cell = |&mean: &f64| Cell { respondents, mean, groups: vec![] };
        let cells: Vec<Cell> = means.iter().map(cell).collect();
        let fit = random_intercepts(&cells, squares, &[]).unwrap();
        let (between, within) = analysis_of_variance(&means, respondents, squares);
        prop_assert!((fit.between - between).abs() < 1e-10 * within, "{} {between}", fit.between);
        prop_assert!((fit.within - within).abs() < 1e-10 * within);
        let (low, high) = fit.share_interval;
        prop_assert!(low <= fit.share() && fit.share() <= high && high <= 1.0);
    }

    #[test]
    fn order_of_respondents_and_of_groups_changes_nothing(seed in 0_u64..1_000) {
        let first = tables_of(drawn(seed, 300, 5), &PEOPLE);
        let turned = tables_of(turned(drawn(seed, 300, 5)), &PEOPLE);
        for name in ["estimate", "low", "high", "between", "within", "likelihood_ratio"] {
            for (one, two) in first[0].rows.iter().zip(&turned[0].rows) {
                let place = first[0].column(name).unwrap();
                let (one, two) = (one[place].as_number().unwrap(), two[place].as_number().unwrap());
                prop_assert!((one - two).abs() < 1e-9, "{} {} {}", name, one, two);
            }
        }
    }

    /// Predictions lie between the stratum's mean and what its parts add up to.
    #[test]
    fn predictions_are_drawn_towards_the_sum_of_parts(seed in 0_u64..1_000) {
        let table = &tables_of(drawn(seed, 300, 5), &PEOPLE)[1];
        let place = |name: &str| table.column(name).unwrap();
        for row in &table.rows {
            let of = |name: &str| row[place(name)].as_number().unwrap();
            let (low, high) = (of("mean").min(of("additive")), of("mean").max(of("additive")));
            prop_assert!(low - 1e-12 <= of("estimate") && of("estimate") <= high + 1e-12);
            prop_assert!((of("estimate") - of("additive") - of("interaction")).abs() < 1e-12);
        }
    }
}

fn tables_of(drawn: Drawn, factors: &[&str]) -> Vec<AnalysisTable> {
    let mut invented = Invented::new(drawn);
    invented.options.intersectional_strata = options(&[factors], 5);
    intersectional_strata(&invented.study("none", 0)).unwrap()
}

#[test]
fn a_study_that_names_no_strata_is_told_how() {
    let invented = frozen::study();
    let tables = run(SUMMARY, &invented.study("none", 0)).unwrap();
    assert!(tables[0].rows.is_empty());
    assert!(tables[0].paragraph.contains("names no strata"), "{}", tables[0].paragraph);
}

#[test]
fn lists_that_cross_nothing_are_refused() {
    let mut invented = frozen::study();
    let mut error = |lists: &[&[&str]]| {
        invented.options.intersectional_strata = options(lists, 5);
        intersectional_strata(&invented.study("none", 0)).unwrap_err()
    };
    assert!(error(&[&["gender"]]).to_string().contains("crosses nothing"));
    assert!(error(&[&["gender", "gender"]]).to_string().contains("twice"));
    assert!(matches!(error(&[&["gender", "shoe_size"]]), AnalysisError::UnknownFactor { .. }));
}

/// A file of one country, and one where everybody is in a stratum of their own.
#[test]
fn a_file_that_says_little_makes_rows_that_say_so() {
    let mut one = drawn(3, 200, 4);
    one.country.fill("NL".to_owned());
    let summary = &tables_of(one, &["gender", "generation", "country"])[0];
    let place = summary.column("estimate").unwrap();
    assert!(summary.rows.iter().all(|row| row[place].as_number().is_some()));

    let mut alone = drawn(3, 30, 4);
    alone.country = (0..30).map(|at| format!("C{at:02}")).collect();
    let tables = tables_of(alone, &["gender", "country"]);
    assert!(tables[0].rows.iter().all(|row| row[place].as_number().is_none()));
    assert!(tables[1].rows.is_empty());

    // A model that answered nothing.
    let mut silent = drawn(3, 100, 4);
    silent.models.get_mut("beta").unwrap().values_mut().for_each(|answers| answers.fill(None));
    let rows = Rows::of(tables_of(silent, &["gender", "country"]), SUMMARY);
    for fit in ["mean only", "main effects"] {
        assert!(rows.number(&[("model", "beta"), ("fit", fit)], "estimate").is_none());
        assert!(rows.number(&[("model", "gamma"), ("fit", fit)], "estimate").is_some());
    }
}
