//! How well one half of the people agrees with the other.

use bootstrap::Stream;
use rayon::prelude::*;
use survey_model::{Partition, PartitionGroup};

use crate::{Study, histograms, rounded_means, score_in_place};

/// Random splits that are averaged.
const SPLITS: u64 = 20;

/// One random split of the respondents into two halves, each respondent by a coin of their own.
///
/// Every respondent's coin is one bit of the split's stream, in respondent order.
#[must_use]
pub fn halves(seed: u64, split: u64, respondents: usize) -> Vec<u16> {
    let mut stream = Stream::for_purpose(seed, "split half", split);
    let mut members = Vec::with_capacity(respondents);
    while members.len() < respondents {
        let bits = stream.bits();
        let left = (respondents - members.len()).min(64);
        members.extend((0..left).map(|at| u16::from(bits >> at & 1 == 1)));
    }
    members
}

/// For each model the mean over splits, and over both directions, of the score that one half of the people would get
/// with the other half in the model's place, on the items that the model answered: a half answers with its mean,
/// rounded to the nearest code. `None` if no split has a score.
#[must_use]
pub fn split_half(study: &Study<'_>) -> Vec<Option<f64>> {
    let half = |name: &str| PartitionGroup { group: name.to_owned(), label: name.to_owned() };
    let one = |split: u64| -> Vec<[Option<f64>; 2]> {
        let members = halves(study.seed, split, study.matrix.respondents());
        let partition = Partition {
            groups: vec![half("a"), half("b")],
            members,
            ..study.partitions[study.everybody].clone()
        };
        let halves = histograms(&study.matrix, &partition, &study.weights);
        let answers = [0, 1].map(|group| rounded_means(study.items, &halves, group));
        let means = [0, 1].map(|group| halves.means(group));
        let both = |model: &crate::ModelAnswers<'_>| {
            [0, 1].map(|of| score_in_place(&means[1 - of], &answers[of], &model.targets))
        };
        study.models.iter().map(both).collect()
    };
    let splits: Vec<_> = (0..SPLITS).into_par_iter().map(one).collect();
    let mean = |model: usize| {
        let scores: Vec<f64> = splits.iter().flat_map(|split| split[model]).flatten().collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    };
    (0..study.models.len()).map(mean).collect()
}
