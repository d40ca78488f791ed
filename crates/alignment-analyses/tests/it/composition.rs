//! Composition against numpy with derivatives by complex steps, and by properties.

use alignment_analyses::{AnalysisError, CompositionOptions, composition, run};
use proptest::prelude::*;
use survey_model::{AnalysisTable, FactorName};

use crate::frozen::{self, assert_witnessed};
use crate::invented::{Drawn, Invented, drawn};
use crate::rows::Rows;
use crate::turned::turned;

fn options(references: &[&str]) -> CompositionOptions {
    CompositionOptions {
        references: references.iter().map(|&name| name.to_owned()).collect(),
        factors: Vec::new(),
    }
}

#[test]
fn every_number_is_that_of_least_squares_in_numpy() {
    let mut invented = frozen::study();
    invented.options.composition = options(&["BB", "others"]);
    let witness = frozen::results("composition");
    for weights in ["none", "anweight"] {
        let tables = composition(&invented.study(weights, 0)).unwrap();
        assert_eq!(tables.len(), 3);
        for table in tables {
            let expected = witness[weights][&table.name].as_array().unwrap();
            assert_eq!(table.rows.len(), expected.len(), "{}", table.name);
            let name = table.name.clone();
            let table = Rows::of(vec![table], &name);
            for row in expected {
                check_row(&table, &format!("{weights} {name}"), row.as_object().unwrap());
            }
        }
    }
}

/// Holds every number of a witness's row against the row with the same texts.
fn check_row(table: &Rows, what: &str, row: &serde_json::Map<String, serde_json::Value>) {
    let key: Vec<(&str, &str)> =
        row.iter().filter_map(|(name, cell)| Some((name.as_str(), cell.as_str()?))).collect();
    for (name, cell) in row.iter().filter(|(_, cell)| !cell.is_string()) {
        assert_witnessed(&format!("{what} {key:?} {name}"), table.number(&key, name), cell);
    }
}

/// In A three of four live in the countryside, in B one of four. City people score 0.2 more than country people in both
/// countries, and everybody in B 0.1 more than their like in A.
#[test]
fn an_example_by_hand() {
    let study = serde_json::json!({
        "items": [
            { "id": "i", "lowest": 0, "highest": 10, "question": "i", "forms": 1, "topic": "t" },
        ],
        "country": ["A", "A", "A", "A", "B", "B", "B", "B"],
        "codes": { "i": [5, 5, 5, 7, 6, 8, 8, 8] },
        "factors": { "domicile": [0, 0, 0, 1, 0, 1, 1, 1] },
        "design": {}, "numbers": {},
        "models": { "m": { "i": [10] } },
    });
    let mut invented = Invented::new(serde_json::from_value(study).unwrap());
    invented.options.composition = options(&["B"]);
    let tables = composition(&invented.study("none", 0)).unwrap();
    let near = |found: Option<f64>, expected: f64| {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} is not {expected}");
    };
    let parts = Rows::of(tables.clone(), "composition");
    // 0.55 - 0.75; half of the people would have to move to the city, for 0.2 each.
    for (column, expected) in [
        ("mean", 0.55),
        ("gap", -0.2),
        ("estimate", -0.1),
        ("unexplained", -0.1),
        ("with_own_effects", -0.1),
        ("with_reference_effects", -0.1),
        ("explained_share", 0.5),
    ] {
        near(parts.number(&[("country", "A")], column), expected);
    }
    let factors = Rows::of(tables.clone(), "composition_factors");
    near(factors.number(&[("factor", "domicile")], "unexplained"), 0.0);
    near(factors.number(&[("factor", "constant")], "unexplained"), -0.1);
    // With half of everybody in the city.
    let standardised = Rows::of(tables, "composition_standardised");
    near(standardised.number(&[("country", "A")], "estimate"), 0.6);
    near(standardised.number(&[("country", "B")], "estimate"), 0.7);
}

/// Three countries of equal size, so that each has people enough.
fn three_countries(mut drawn: Drawn) -> Drawn {
    for (at, country) in drawn.country.iter_mut().enumerate() {
        *country = ["AA", "BB", "CC"][(at / 2) % 3].to_owned();
    }
    drawn
}

fn tables_of(drawn: Drawn, references: &[&str]) -> Vec<AnalysisTable> {
    let mut invented = Invented::new(drawn);
    invented.options.composition = options(references);
    let tables = composition(&invented.study("anweight", 0)).unwrap();
    tables.iter().for_each(|table| table.check().unwrap());
    tables
}

fn numbers(table: &AnalysisTable, column: &str) -> Vec<Option<f64>> {
    let at = table.column(column).unwrap();
    table.rows.iter().map(|row| row[at].as_number()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_add_up(seed in 0_u64..1_000) {
        let tables = tables_of(three_countries(drawn(seed, 240, 5)), &["BB", "others"]);
        let of = |column| numbers(&tables[0], column);
        let (gap, explained, rest) = (of("gap"), of("estimate"), of("unexplained"));
        let factors = [numbers(&tables[1], "estimate"), numbers(&tables[1], "unexplained")];
        for at in 0..gap.len() {
            prop_assert!((gap[at].unwrap() - explained[at].unwrap() - rest[at].unwrap()).abs() < 1e-12);
            // Four factors, then the constant.
            let rows = 5 * at..5 * at + 5;
            let sum: f64 = factors[0][rows.clone()].iter().flatten().sum();
            prop_assert!((sum - explained[at].unwrap()).abs() < 1e-12);
            let sum: f64 = factors[1][rows].iter().flatten().sum();
            prop_assert!((sum - rest[at].unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn order_of_respondents_and_of_groups_changes_nothing(seed in 0_u64..1_000) {
        let study = || three_countries(drawn(seed, 240, 5));
        let first = tables_of(study(), &["BB", "others"]);
        let mut other = turned(study());
        other.numbers.values_mut().for_each(|column| column.reverse());
        let second = tables_of(other, &["BB", "others"]);
        for (one, two) in first.iter().zip(&second) {
            for column in ["estimate", "low", "high", "unexplained", "unexplained_high"] {
                if one.column(column).is_none() {
                    continue;
                }
                for (one, two) in numbers(one, column).into_iter().zip(numbers(two, column)) {
                    prop_assert_eq!(one.is_some(), two.is_some());
                    let apart = one.zip(two).map_or(0.0, |(one, two)| (one - two).abs());
                    prop_assert!(apart < 1e-9, "{} {:?} {:?}", column, one, two);
                }
            }
        }
    }

    /// If everybody stands for all countries, distances to the composition of all average to nothing.
    #[test]
    fn standardised_scores_keep_the_mean_of_all(seed in 0_u64..1_000) {
        let table = &tables_of(three_countries(drawn(seed, 240, 5)), &[])[2];
        let drawn = three_countries(drawn(seed, 240, 5));
        let weight = |country: &str| -> f64 {
            let people = drawn.country.iter().zip(&drawn.numbers["anweight"]);
            people.filter(|(name, _)| *name == country).map(|(_, weight)| weight.unwrap()).sum()
        };
        let sum = |column| -> f64 {
            let values = numbers(table, column).into_iter().take(3);
            values.zip(["AA", "BB", "CC"]).map(|(value, name)| weight(name) * value.unwrap()).sum()
        };
        prop_assert!((sum("mean") - sum("estimate")).abs() < 1e-9);
    }
}

/// Twelve people in each of thirty countries: too few for effects of their own, enough for those of all.
#[test]
fn a_country_of_few_people_is_compared_at_the_effects_of_all() {
    let tables = tables_of(drawn(5, 360, 5), &["C03"]);
    assert_eq!(tables[0].rows.len(), 3 * 29);
    assert!(numbers(&tables[0], "estimate").iter().all(Option::is_some));
    assert!(numbers(&tables[0], "with_own_effects").iter().all(Option::is_none));
    assert!(numbers(&tables[1], "unexplained").iter().all(Option::is_none));
}

#[test]
fn a_factor_that_says_nothing_explains_nothing() {
    let mut study = three_countries(drawn(5, 240, 5));
    let nobody_answered = vec![2; 240];
    study.factors.insert("gender".to_owned(), nobody_answered);
    // A factor that repeats another in other words.
    let again = study.factors["generation"].clone();
    study.factors.insert("nation".to_owned(), again);
    let tables = tables_of(study, &["others"]);
    let factor = tables[1].column("factor").unwrap();
    let estimate = tables[1].column("estimate").unwrap();
    for row in tables[1].rows.iter().filter(|row| row[factor].as_text() == Some("gender")) {
        assert!(row[estimate].as_number().unwrap().abs() < 1e-12, "{row:?}");
    }
}

#[test]
fn a_model_that_answered_nothing_has_no_rows() {
    let mut study = three_countries(drawn(5, 240, 5));
    study.models.get_mut("beta").unwrap().values_mut().for_each(|answers| answers.fill(None));
    for table in tables_of(study, &["others"]) {
        let models: Vec<_> = table.rows.iter().map(|row| row[0].as_text().unwrap()).collect();
        assert!(models.contains(&"alpha") && !models.contains(&"beta"));
    }
}

#[test]
fn a_file_without_a_second_country_or_the_reference_says_so() {
    let mut invented = frozen::study();
    invented.options.composition = options(&["SE"]);
    let tables = run("composition", &invented.study("none", 0)).unwrap();
    assert!(tables[0].rows.is_empty());
    assert!(tables[0].paragraph.contains("nobody of a reference: SE"), "{}", tables[0].paragraph);

    let mut bare = drawn(3, 60, 4);
    bare.factors.clear();
    let tables = run("composition", &Invented::new(bare).study("none", 0)).unwrap();
    assert!(tables[0].paragraph.contains("no factor but the country"), "{}", tables[0].paragraph);

    let mut one = drawn(3, 60, 4);
    one.country.fill("NL".to_owned());
    let tables = run("composition", &Invented::new(one).study("none", 0)).unwrap();
    assert!(tables[0].paragraph.contains("one country only"), "{}", tables[0].paragraph);

    invented.options.composition.references = vec!["others".to_owned()];
    let gender = FactorName::new("gender").unwrap();
    invented.options.composition.factors = vec![gender.clone(), gender];
    let error = composition(&invented.study("none", 0)).unwrap_err();
    assert!(error.to_string().contains("twice"), "{error}");
    invented.options.composition.factors = vec![FactorName::new("shoe_size").unwrap()];
    let error = composition(&invented.study("none", 0)).unwrap_err();
    assert!(matches!(error, AnalysisError::UnknownFactor { .. }));
}
