//! Scores from means, and their replicates.

use alignment_core::{Target, item_score};
use bootstrap::{Replicates, Scheme, Settings, Targets, interval, resample};
use survey_model::{Interval, Partition};

use crate::{AnalysisError, Study};

/// The level of every interval.
pub(crate) const LEVEL: f64 = 0.95;

/// The 97.5 % point of the normal distribution: half a 95 % interval in standard errors.
pub(crate) const NORMAL: f64 = 1.959_963_984_540_054;

/// `A(G, m)` from a group's means, with the number of items that enter; as `alignment_core::group_score`, which starts
/// from moments.
///
/// # Panics
/// If there are not as many means as targets.
#[must_use]
pub fn score(means: &[Option<f64>], targets: &[Target]) -> (Option<f64>, u32) {
    assert_eq!(means.len(), targets.len(), "one target per item");
    let (mut total, mut weight, mut items) = (0.0, 0.0, 0);
    for (mean, target) in means.iter().zip(targets) {
        if let (Some(mean), Some(answer)) = (mean, target.answer) {
            total += target.item_weight * item_score(*mean, answer, target.width);
            weight += target.item_weight;
            items += 1;
        }
    }
    ((items > 0).then(|| total / weight), items)
}

/// Replicates of the scores of every group of some partitions; one output for each list of targets, which differ in
/// their answers only. The draws are those of the study's seed, so that every analysis sees the same replicates.
pub(crate) fn replicates(
    study: &Study<'_>,
    partitions: &[&Partition],
    targets: &[Vec<Target>],
) -> Result<Replicates, AnalysisError> {
    let weights: Vec<f64> = study.items.iter().map(|item| item.weight.get()).collect();
    let widths: Vec<f64> =
        study.items.iter().map(|item| f64::from(item.item.scale().width())).collect();
    let answers: Vec<Vec<Option<f64>>> =
        targets.iter().map(|row| row.iter().map(|target| target.answer).collect()).collect();
    let statistic = Targets::new(&weights, &widths, &answers)?;
    let settings = Settings::new(study.replicates as usize, study.seed);
    Ok(resample(&study.sample(partitions)?, &Scheme::Multinomial, &settings, &statistic)?)
}

/// The 95 % percentile interval of some replicates; `None` if none has a value.
pub(crate) fn percentile(values: &[f64]) -> Option<Interval> {
    interval::percentile(values, LEVEL).map(|found| Interval { low: found.low, high: found.high })
}
