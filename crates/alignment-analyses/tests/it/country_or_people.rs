//! Country or people against numpy, and by properties.

use alignment_analyses::{country_or_people, cross_products, explained_by_subsets, shapley};
use proptest::prelude::*;

use crate::frozen::{self, assert_witnessed};
use crate::invented::{Invented, drawn};
use crate::rows::Rows;

#[test]
fn every_share_is_that_of_least_squares_in_numpy() {
    let invented = frozen::study();
    let witness = frozen::results("country_or_people");
    for weights in ["none", "anweight"] {
        let tables = country_or_people(&invented.study(weights, 0)).unwrap();
        let table = &tables[0];
        let expected = witness[weights].as_array().unwrap();
        assert_eq!(table.rows.len(), expected.len());
        for (row, expected) in table.rows.iter().zip(expected) {
            assert_eq!(row[0].as_text(), expected["model"].as_str());
            for name in
                ["shapley", "of_explained", "alone", "last", "interaction", "interaction_by_chance"]
            {
                let cell = row[table.column(name).unwrap()].as_number();
                assert_witnessed(&format!("{weights} {row:?} {name}"), cell, &expected[name]);
            }
        }
        let pairs = Rows::of(tables, "country_or_people_pairs");
        let expected = witness[format!("{weights} pairs")].as_array().unwrap();
        assert_eq!(pairs.0.rows.len(), expected.len());
        for row in expected {
            let key = ["model", "factor", "with"].map(|name| (name, row[name].as_str().unwrap()));
            for name in ["interaction", "interaction_by_chance"] {
                assert_witnessed(
                    &format!("{weights} {key:?}"),
                    pairs.number(&key, name),
                    &row[name],
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn shares_add_up_and_more_factors_never_explain_less(seed in 0_u64..1_000) {
        let invented = Invented::new(drawn(seed, 360, 6));
        let study = invented.study("anweight", 0);
        let cuts: Vec<_> = study.factors().map(|(_, partition)| partition).collect();
        let outcome = alignment_analyses::individual_scores(&study.matrix, &study.models[0].targets);
        prop_assert!(outcome.iter().flatten().all(|score| (0.0..=1.0).contains(score)));
        let widths: Vec<usize> = cuts.iter().map(|cut| cut.groups.len() - 1).collect();
        let worth =
            explained_by_subsets(&cross_products(&outcome, &cuts, &study.weights), &widths);
        for subset in 0..worth.len() {
            for factor in 0..widths.len() {
                prop_assert!(worth[subset | 1 << factor] >= worth[subset] - 1e-12);
            }
        }
        let total: f64 = shapley(&worth).iter().sum();
        prop_assert!((total - worth[worth.len() - 1]).abs() < 1e-12);
        prop_assert!(worth[worth.len() - 1] <= 1.0);
    }
}
