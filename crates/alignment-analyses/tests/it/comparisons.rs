//! Many comparisons against an outside witness.

use alignment_analyses::{
    POWER, benjamini_hochberg, comparisons, holm, max_t_p_values, minimum_detectable,
    normal_p_value,
};
use bootstrap::interval::{max_t, standard_error};
use serde_json::Value;

use crate::frozen;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[test]
fn adjustments_are_those_of_statsmodels() {
    let expected = frozen::results("comparisons");
    let estimates = numbers(&expected["estimates"]);
    let draws: Vec<Vec<f64>> = expected["draws"].as_array().unwrap().iter().map(numbers).collect();
    let family: Vec<(f64, &[f64])> =
        estimates.iter().zip(&draws).map(|(&estimate, draws)| (estimate, &draws[..])).collect();
    let errors: Vec<f64> = draws.iter().map(|draws| standard_error(draws).unwrap()).collect();
    let p: Vec<Option<f64>> =
        estimates.iter().zip(&errors).map(|(&e, &s)| normal_p_value(e, s)).collect();
    let critical = max_t(&family, 0.95).unwrap().critical;
    frozen::assert_witnessed("critical", Some(critical), &expected["critical"]);
    let detectable = |critical| -> Vec<Option<f64>> {
        errors.iter().map(|&error| Some(minimum_detectable(error, critical, POWER))).collect()
    };
    let found = [
        ("p", p.clone()),
        ("holm", holm(&p)),
        ("benjamini_hochberg", benjamini_hochberg(&p)),
        ("max_t", max_t_p_values(&family)),
        ("detectable", detectable(None)),
        ("detectable_band", detectable(Some(critical))),
    ];
    for (name, values) in found {
        for (value, expected) in values.into_iter().zip(expected[name].as_array().unwrap()) {
            frozen::assert_witnessed(name, value, expected);
        }
    }
}

#[test]
fn every_pair_of_named_groups_has_a_row_inside_its_band() {
    let invented = frozen::study();
    let tables = comparisons(&invented.study("none", 200)).unwrap();
    tables.iter().for_each(|table| table.check().unwrap());
    let [summary, pairs] = &tables[..] else { panic!("two tables") };
    // Gender, education, religiosity and country have 2, 4, 5 and 4 groups: 1 + 6 + 10 + 6 pairs, for three models.
    assert_eq!((summary.rows.len(), pairs.rows.len()), (12, 69));
    let number = |row: &Vec<_>, name: &str| -> f64 {
        let cell: &survey_model::AnalysisCell = &row[pairs.column(name).unwrap()];
        cell.as_number().unwrap()
    };
    for row in &pairs.rows {
        let [p, step_up, down] =
            ["p", "p_benjamini_hochberg", "p_holm"].map(|name| number(row, name));
        // Multiplying and dividing by the same number may cost a last bit.
        assert!(p <= step_up + 1e-15 && step_up <= down + 1e-15);
        assert!(number(row, "band_low") < number(row, "estimate"));
        assert!(number(row, "estimate") < number(row, "band_high"));
        // With one pair in the family the two multiples differ by chance alone.
        let alone = row[0].as_text() == Some("gender");
        assert!(alone || number(row, "detectable") < number(row, "detectable_band"));
    }
    let expected = &frozen::results("comparisons")["gaps"];
    for row in pairs.rows.iter().filter(|row| row[0].as_text() == Some("gender")) {
        let model = row[3].as_text().unwrap();
        frozen::assert_witnessed(model, Some(number(row, "estimate")), &expected[model]);
    }
}
