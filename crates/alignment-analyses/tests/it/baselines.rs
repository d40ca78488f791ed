//! The ladder of baselines: against an outside witness, and by properties.

use alignment_analyses::{
    Ladder, baseline_scores, baselines, halves, histograms, rounded_means, score, score_in_place,
    split_half,
};
use proptest::prelude::*;
use survey_model::Partition;

use crate::frozen::{assert_witnessed, results, study};
use crate::invented::{Invented, drawn};
use crate::rows::Rows;

#[test]
fn the_ladder_is_the_witnesses() {
    let (invented, expected) = (study(), results("baselines"));
    for weights in ["none", "anweight"] {
        let study = invented.study(weights, 20);
        let groups = Rows::of(baselines(&study).unwrap(), "baselines_groups");
        let everybody = &study.histograms[study.everybody];
        for model in &study.models {
            let expected = &expected[weights][model.name.as_str()];
            let ladder = Ladder::new(study.items, everybody, 0, &model.targets).unwrap();
            for (name, found) in [
                ("worst", ladder.worst),
                ("random", ladder.random),
                ("midpoint", ladder.midpoint),
                ("constant", ladder.constant),
                ("person", ladder.person),
                ("best", ladder.best),
            ] {
                assert_witnessed(name, Some(found), &expected[name]);
            }
            for (key, value) in expected["votes"].as_object().unwrap() {
                let (factor, group) = key.split_once('/').unwrap();
                let row = [("factor", factor), ("group", group), ("model", model.name.as_str())];
                assert_witnessed(key, groups.number(&row, "score_by_vote"), value);
                let rounded = &expected["rounded"][key];
                assert_witnessed(key, groups.number(&row, "score_by_mean"), rounded);
            }
        }
    }
}

#[test]
fn every_rung_of_the_figures_is_a_score_and_named_once() {
    let invented = study();
    let study = invented.study("none", 0);
    let rows = baseline_scores(&study);
    for (at, row) in rows.iter().enumerate() {
        assert!((0.0..=1.0).contains(&row.score), "{row:?}");
        assert!(
            rows[..at].iter().all(|other| (&other.model, &other.name) != (&row.model, &row.name))
        );
    }
    assert_eq!(rows.len(), 6 * 3);
}

#[test]
fn halves_are_about_half_and_repeat() {
    let members = halves(7, 0, 10_001);
    let ones = members.iter().filter(|&&half| half == 1).count();
    // Five standard deviations of a fair coin thrown 10,001 times.
    assert!(ones.abs_diff(5_000) < 250, "{ones}");
    assert_eq!(members, halves(7, 0, 10_001));
    assert_ne!(members, halves(7, 1, 10_001));
}

/// One split worked out from its members alone.
#[test]
fn the_human_ceiling_is_the_mean_over_splits_and_directions() {
    let invented = study();
    let study = invented.study("none", 0);
    let mut sums = vec![0.0; study.models.len()];
    for split in 0..20 {
        let members = halves(study.seed, split, study.matrix.respondents());
        let mut partition = Partition { members, ..study.partitions[study.everybody].clone() };
        partition.groups.push(partition.groups[0].clone());
        let halves = histograms(&study.matrix, &partition, &study.weights);
        for (sum, model) in sums.iter_mut().zip(&study.models) {
            for (one, other) in [(0, 1), (1, 0)] {
                let answers = rounded_means(study.items, &halves, one);
                *sum +=
                    score_in_place(&halves.means(other), &answers, &model.targets).unwrap() / 40.0;
            }
        }
    }
    for (found, expected) in split_half(&study).into_iter().zip(sums) {
        assert!((found.unwrap() - expected).abs() < 1e-12);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Nothing lies outside worst and best; random and one person lie between; the best constant beats every other
    /// constant, the midpoint among them.
    #[test]
    fn the_ladder_stands(seed in 0_u64..10_000, position in 0.0_f64..=1.0) {
        let invented = Invented::new(drawn(seed, 60, 9));
        let study = invented.study("none", 0);
        for model in &study.models {
            let histograms = &study.histograms[study.everybody];
            let means = histograms.means(0);
            let Some(ladder) = Ladder::new(study.items, histograms, 0, &model.targets) else { continue };
            let (low, high) = (ladder.worst - 1e-12, ladder.best + 1e-12);
            let own = score(&means, &model.targets).0.unwrap();
            for value in [own, ladder.random, ladder.person] {
                prop_assert!(low <= value && value <= high);
            }
            let answers: Vec<Option<f64>> = study.items.iter().map(|item| {
                let scale = item.item.scale();
                Some(f64::from(scale.lowest().0) + position * f64::from(scale.width()))
            }).collect();
            let constant = score_in_place(&means, &answers, &model.targets).unwrap();
            prop_assert!(constant <= ladder.constant + 1e-12);
            prop_assert!(ladder.midpoint <= ladder.constant + 1e-12);
            prop_assert_eq!(ladder.share_of_attainable(ladder.best), Some(1.0));
            prop_assert_eq!(ladder.share_over_random(ladder.random), Some(0.0));
        }
    }
}
