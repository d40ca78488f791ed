//! Distribution metrics against an outside witness.

use alignment_analyses::{distributions, jensen_shannon_of_draws, wasserstein_of_draws};

use crate::{frozen, invented};

#[test]
fn every_row_is_the_witness_s() {
    let invented = frozen::study();
    let tables = distributions(&invented.study("anweight", 0)).unwrap();
    let table = &tables[0];
    table.check().unwrap();
    let expected = frozen::results("distributions");
    let expected = expected["rows"].as_array().unwrap();
    assert_eq!(table.rows.len(), expected.len());
    for (row, expected) in table.rows.iter().zip(expected) {
        let names = [&row[0], &row[1], &row[2]].map(|cell| cell.as_text().unwrap().to_owned());
        let [factor, group, model] = &names;
        assert_eq!(
            ["factor", "group", "model"].map(|key| expected[key].as_str().unwrap()),
            [factor, group, model]
        );
        let number = |name: &str| row[table.column(name).unwrap()].as_number();
        let check = |name: &str, expected| {
            frozen::assert_witnessed(&format!("{name} of {names:?}"), number(name), expected);
        };
        for (at, name) in ["wasserstein", "jensen_shannon", "ordinal"].into_iter().enumerate() {
            check(name, &expected["found"][at]);
            let corrected =
                1.0 + number(name).unwrap() - number(&format!("{name}_chance")).unwrap();
            let found = number(&format!("{name}_corrected")).unwrap();
            assert!((found - corrected).abs() < 1e-12);
        }
        check("wasserstein_chance", &expected["chance"][0]);
        check("jensen_shannon_chance", &expected["chance"][1]);
        check("delta", &expected["delta"]);
        check("spread_ratio", &expected["spread_ratio"]);
    }
}

#[test]
fn expectations_are_those_of_enumerating_every_outcome() {
    let expected = frozen::results("distributions");
    for case in expected["enumerated"].as_array().unwrap() {
        let shares: Vec<f64> = serde_json::from_value(case["shares"].clone()).unwrap();
        let draws = u32::try_from(case["draws"].as_u64().unwrap()).unwrap();
        let found = [wasserstein_of_draws(&shares, draws), jensen_shannon_of_draws(&shares, draws)];
        for (at, found) in found.into_iter().enumerate() {
            frozen::assert_witnessed(&format!("{case}"), Some(found), &case["expected"][at]);
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    /// Agreements are shares, more draws come closer by chance, and a table has a row for each group and model.
    #[test]
    fn agreements_stay_in_range(seed in 0_u64..1_000) {
        let invented = invented::Invented::new(invented::drawn(seed, 60, 6));
        let table = distributions(&invented.study("pspwght", 0)).unwrap().remove(0);
        for name in ["wasserstein", "jensen_shannon", "ordinal"] {
            for column in [name.to_owned(), format!("{name}_chance")] {
                let at = table.column(&column).unwrap();
                for row in &table.rows {
                    let found = row[at].as_number().unwrap_or(0.5);
                    proptest::prop_assert!((-1e-12..=1.0 + 1e-12).contains(&found), "{column}: {found}");
                }
            }
        }
        let shares = [0.1, 0.2, 0.3, 0.4];
        proptest::prop_assert!(wasserstein_of_draws(&shares, 20) < wasserstein_of_draws(&shares, 10));
        proptest::prop_assert!(jensen_shannon_of_draws(&shares, 20) < jensen_shannon_of_draws(&shares, 10));
    }
}
