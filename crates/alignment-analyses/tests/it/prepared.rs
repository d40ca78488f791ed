//! A prepared study says the same as the pipeline's own scores.

use alignment_analyses::{Design, RespondentWeights, score};
use alignment_core::{group_moments, group_score};

use crate::frozen;

#[test]
fn scores_from_histograms_are_those_of_the_alignment_stage() {
    let invented = frozen::study();
    let study = invented.study("none", 0);
    for (partition, histograms) in invented.partitions.iter().zip(&study.histograms) {
        let moments = group_moments(partition, &invented.items, &invented.microdata, None).unwrap();
        for group in 0..partition.groups.len() {
            for model in &study.models {
                let (expected, items) = group_score(moments.of_group(group), &model.targets);
                let (found, items_found) = score(&histograms.means(group), &model.targets);
                // Sums of whole numbers are exact, so the last bit must agree too.
                assert_eq!(
                    (found.map(f64::to_bits), items_found),
                    (expected.map(f64::to_bits), items)
                );
            }
        }
    }
}

#[test]
fn the_design_has_three_strata_in_each_country_and_four_units_in_each() {
    let invented = frozen::study();
    let design = Design::new(&invented.microdata).unwrap();
    assert_eq!(design.strata.iter().max(), Some(&11));
    assert_eq!(design.clusters.iter().max(), Some(&47));
}

#[test]
fn weights_that_the_file_lacks_are_named() {
    let invented = frozen::study();
    let error = RespondentWeights::named("nweight", &invented.microdata).unwrap_err().to_string();
    assert!(error.starts_with("weights `nweight`: the microdata lack the column"), "{error}");
}
