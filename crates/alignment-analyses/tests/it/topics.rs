//! Scores and gaps by topic: against an outside witness, and by properties.

use alignment_analyses::{item_parts, score, topics};
use proptest::prelude::*;

use crate::frozen::{assert_witnessed, results, study};
use crate::invented::{Invented, drawn};
use crate::rows::Rows;

#[test]
fn topics_and_items_are_the_witnesses() {
    let (invented, expected) = (study(), results("topics"));
    for weights in ["none", "anweight"] {
        let study = invented.study(weights, 50);
        let tables = topics(&study).unwrap();
        let by_topic = Rows::of(tables.clone(), "topics");
        let gaps = Rows::of(tables.clone(), "topics_gaps");
        let items = Rows::of(tables, "topics_items");
        for (model, expected) in expected[weights].as_object().unwrap() {
            for (topic, value) in expected["topics"].as_object().unwrap() {
                let row = [("topic", topic.as_str()), ("model", model)];
                // Weighted estimates come from fixed-point sums, good to 2^-46 of the largest weight.
                assert_witnessed(topic, by_topic.number(&row, "estimate"), value);
            }
            for (factor, expected) in expected["gaps"].as_object().unwrap() {
                for (topic, value) in expected["topics"].as_object().unwrap() {
                    let row = [("factor", factor.as_str()), ("topic", topic), ("model", model)];
                    assert_witnessed(topic, gaps.number(&row, "estimate"), value);
                    assert_witnessed(topic, gaps.number(&row, "gap"), &expected["gap"]);
                }
                for row in items.0.rows.iter().filter(|row| {
                    row[0].as_text() == Some(factor) && row[5].as_text() == Some(model)
                }) {
                    let item = row[1].as_text().unwrap();
                    assert_witnessed(item, row[6].as_number(), &expected["items"][item]);
                    assert_witnessed(item, row[8].as_number(), &expected["without"][item]);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The items' parts sum to the difference of the two scores, whichever groups lack answers.
    #[test]
    fn parts_sum_to_the_gap(seed in 0_u64..10_000) {
        let invented = Invented::new(drawn(seed, 40, 9));
        let study = invented.study("none", 0);
        for (at, partition) in study.factors() {
            for model in &study.models {
                let [one, other] = [0, partition.groups.len() - 1]
                    .map(|group| study.histograms[at].means(group));
                let scores = score(&one, &model.targets).0.zip(score(&other, &model.targets).0);
                let Some((one_score, other_score)) = scores else { continue };
                let sum: f64 = item_parts(&one, &other, &model.targets).iter().sum();
                prop_assert!((sum - (one_score - other_score)).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn the_topics_of_a_gap_sum_to_it() {
    let invented = study();
    let gaps = Rows::of(topics(&invented.study("none", 50)).unwrap(), "topics_gaps").0;
    let number = |row: usize, column: &str| {
        gaps.rows[row][gaps.column(column).unwrap()].as_number().unwrap()
    };
    for first in (0..gaps.rows.len()).step_by(3) {
        let sum: f64 = (first..first + 3).map(|row| number(row, "estimate")).sum();
        assert!((sum - number(first, "gap")).abs() < 1e-12, "{:?}", gaps.rows[first]);
    }
}
