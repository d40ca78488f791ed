//! Common support and refusal bounds: against linear programming, and by properties.

use alignment_analyses::{Completed, common_support, common_support_scores, refusal_bounds, score};
use proptest::prelude::*;

use crate::frozen::{assert_witnessed, results, study};
use crate::invented::{Invented, drawn};
use crate::rows::Rows;

const MODELS: [&str; 3] = ["alpha", "beta", "gamma"];

#[test]
fn bounds_and_imputations_are_those_of_the_linear_programs() {
    let (invented, expected) = (study(), results("refusal_bounds"));
    for weights in ["none", "anweight"] {
        let study = invented.study(weights, 50);
        let tables = refusal_bounds(&study).unwrap();
        let readings = Rows::of(tables.clone(), "refusal_bounds");
        let gaps = Rows::of(tables, "refusal_bounds_gaps");
        let common = Rows::of(common_support(&study).unwrap(), "common_support");
        for model in MODELS {
            let expected = &expected[weights][model];
            let check = |reading: &str, column: &str, value: &serde_json::Value| {
                let row = [("reading", reading), ("model", model)];
                let what = format!("{weights}, {model}, {reading}, {column}");
                assert_witnessed(&what, readings.number(&row, column), value);
            };
            check("own items only, as in the paper", "estimate", &expected["own"]);
            for (end, column) in ["low", "high"].iter().enumerate() {
                check("any answer on the scale", column, &expected["any_answer"][end]);
                check("any score from 0 to 1", column, &expected["any_score"][end]);
            }
            check("random answers", "estimate", &expected["imputed"][0]);
            check("as in the same topic", "estimate", &expected["imputed"][1]);
            let row = [("model", model)];
            assert_witnessed("common", common.number(&row, "estimate"), &expected["common"]);
            for (factor, gap) in expected["gaps"].as_object().unwrap() {
                let row = [("factor", factor.as_str()), ("model", model)];
                assert_eq!(gaps.text(&row, "lowest"), gap[0].as_str().unwrap());
                assert_eq!(gaps.text(&row, "highest"), gap[1].as_str().unwrap());
                for (column, value) in ["estimate", "low", "high"].iter().zip([2, 3, 4]) {
                    assert_witnessed(factor, gaps.number(&row, column), &gap[value]);
                }
            }
        }
    }
}

#[test]
fn the_common_scores_of_everybody_are_the_tables() {
    let invented = study();
    let study = invented.study("none", 50);
    let table = Rows::of(common_support(&study).unwrap(), "common_support");
    let scores = common_support_scores(&study).unwrap();
    for row in scores.iter().filter(|row| row.factor.as_str() == "everybody") {
        let of = [("model", row.model.as_str())];
        assert_eq!(table.number(&of, "estimate"), row.score);
        assert_eq!(table.number(&of, "low"), row.interval.map(|ends| ends.low));
    }
}

#[test]
fn a_model_that_refuses_nothing_has_no_bounds_to_speak_of() {
    let invented = study();
    let study = invented.study("none", 0);
    let means = study.histograms[study.everybody].means(0);
    let gamma = &study.models[2];
    let completed = Completed::new(study.items, &means, &gamma.targets).unwrap();
    let own = score(&means, &gamma.targets).0.unwrap();
    let bounds = completed.any_answer();
    assert!((bounds.low - own).abs() < 1e-15 && (bounds.high - own).abs() < 1e-15);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever the study: the trivial bounds hold the sharp ones, and those hold both expected imputations, every
    /// draw of them, and the score of any completion.
    #[test]
    fn the_readings_lie_within_each_other(seed in 0_u64..10_000, filler in 0.0_f64..1.0) {
        let invented = Invented::new(drawn(seed, 60, 9));
        let study = invented.study("none", 0);
        for partition in 0..study.partitions.len() {
            let means = study.histograms[partition].means(0);
            for model in &study.models {
                let Some(completed) = Completed::new(study.items, &means, &model.targets) else { continue };
                let (any, answer) = (completed.any_score(), completed.any_answer());
                let slack = 1e-12;
                prop_assert!(any.low <= answer.low + slack && answer.high <= any.high + slack);
                let inside = |value: f64| answer.low - slack <= value && value <= answer.high + slack;
                prop_assert!(inside(completed.random()));
                prop_assert!(completed.by_topic().is_none_or(inside));
                prop_assert!(completed.random_draws(seed, 50).into_iter().all(inside));
                prop_assert!(completed.topic_draws(seed, 50).into_iter().all(inside));
                let mut filled = model.targets.clone();
                for (target, item) in filled.iter_mut().zip(study.items) {
                    let codes = alignment_analyses::codes(item);
                    let code = codes[((filler * codes.len() as f64) as usize).min(codes.len() - 1)];
                    target.answer = target.answer.or(Some(code));
                }
                prop_assert!(score(&means, &filled).0.is_none_or(inside));
            }
        }
    }
}

#[test]
fn the_imputations_bands_hold_their_expectation_and_most_draws() {
    let invented = study();
    let study = invented.study("none", 0);
    let means = study.histograms[study.everybody].means(0);
    let completed = Completed::new(study.items, &means, &study.models[0].targets).unwrap();
    for (draws, expected) in [
        (completed.random_draws(1, 20_000), completed.random()),
        (completed.topic_draws(1, 20_000), completed.by_topic().unwrap()),
    ] {
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        // Two items of twelve are drawn, each score lying within 1: the mean's standard error is below 0.001.
        assert!((mean - expected).abs() < 0.004, "{mean} {expected}");
    }
}
