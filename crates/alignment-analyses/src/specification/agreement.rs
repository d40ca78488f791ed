//! Agreement of one group with one model on one item, by every method.

use survey_model::StudyItem;

use super::axes::Method;
use super::population::{GroupAnswers, add_at_midpoint, mean_step};
use super::{Compared, Metric, RefusalRule, TieRule};
use crate::ModelAnswers;
use crate::distances::{
    cliffs_delta, jensen_shannon, kolmogorov, total_variation, wasserstein, wasserstein_squared,
};
use crate::votes::shares_of_votes;

/// One model's answer to one item, in steps above the lowest code.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ModelAnswer {
    shares: Vec<f64>,
    mean: f64,
    consensus: f64,
}

/// One model's answers under a refusal rule and a tie rule; `None` for an item that does not enter.
pub(super) fn model_answers(
    items: &[StudyItem],
    model: &ModelAnswers<'_>,
    refusals: RefusalRule,
    tie: TieRule,
) -> Vec<Option<ModelAnswer>> {
    let answer = |(at, item): (usize, &StudyItem)| {
        let scale = item.item.scale();
        let modes: Vec<f64> = model.consensus[at]
            .modes
            .iter()
            .map(|code| f64::from(code.0 - scale.lowest().0))
            .collect();
        match (shares_of_votes(item, &model.repetitions[at]), tied(&modes, tie), refusals) {
            (Some((shares, _)), Some(consensus), _) => {
                Some(ModelAnswer { mean: mean_step(&shares), shares, consensus })
            }
            (_, _, RefusalRule::Omit) => None,
            (_, _, RefusalRule::Midpoint) => {
                let mut shares = vec![0.0; scale.width() as usize + 1];
                add_at_midpoint(&mut shares, 1.0);
                let middle = f64::from(scale.width()) / 2.0;
                Some(ModelAnswer { shares, mean: middle, consensus: middle })
            }
        }
    };
    items.iter().enumerate().map(answer).collect()
}

/// The modes come in ascending order.
fn tied(modes: &[f64], rule: TieRule) -> Option<f64> {
    let (first, last) = (*modes.first()?, *modes.last()?);
    Some(match rule {
        TieRule::Smallest => first,
        TieRule::Largest => last,
        TieRule::Median => f64::midpoint(modes[(modes.len() - 1) / 2], modes[modes.len() / 2]),
    })
}

/// Agreement between 0 and 1.
pub(super) fn agreement(group: &GroupAnswers, model: &ModelAnswer, method: Method) -> f64 {
    let width = (group.shares.len() - 1) as f64;
    let distance = match method.compared {
        Compared::MeanConsensus => between(group.mean, model.consensus, width, method.metric),
        Compared::MeanMean => between(group.mean, model.mean, width, method.metric),
        Compared::ModeConsensus => between(group.mode, model.consensus, width, method.metric),
        Compared::RespondentConsensus => from_each(&group.shares, model.consensus, method.metric),
        Compared::Distribution => apart(&group.shares, &model.shares, method.metric),
    };
    1.0 - distance
}

/// The distance of two places on a scale.
fn between(group: f64, model: f64, width: f64, metric: Metric) -> f64 {
    let distance = (group - model).abs() / width;
    match metric {
        Metric::Squared => distance * distance,
        // Both are whole or half steps, so that they differ by half a step or not at all.
        Metric::Different => f64::from(u8::from(distance * width > 0.25)),
        _ => distance,
    }
}

/// The mean distance of a group's members to a place on the scale.
fn from_each(shares: &[f64], model: f64, metric: Metric) -> f64 {
    let width = (shares.len() - 1) as f64;
    let steps = shares.iter().enumerate().map(|(step, share)| (step as f64, share));
    if metric == Metric::Cliff {
        let side =
            |step: f64| if (step - model).abs() < 0.25 { 0.0 } else { (step - model).signum() };
        return steps.map(|(step, share)| share * side(step)).sum::<f64>().abs();
    }
    steps.map(|(step, share)| share * between(step, model, width, metric)).sum()
}

/// The distance of two distributions.
fn apart(group: &[f64], model: &[f64], metric: Metric) -> f64 {
    let width = (group.len() - 1) as f64;
    match metric {
        Metric::Absolute => wasserstein(group, model) / width,
        Metric::Squared => wasserstein_squared(group, model) / (width * width),
        Metric::Different => total_variation(group, model),
        Metric::JensenShannon => jensen_shannon(group, model),
        Metric::Cliff => cliffs_delta(group, model).abs(),
        Metric::Kolmogorov => kolmogorov(group, model),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(compared: Compared, metric: Metric, expected: f64) {
        // Three at 0 and one at 4 of a scale 0 to 4: mean 1, mode 0. The model says 1, 1, 3, 3: modes 1 and 3.
        let shares = vec![0.75, 0.0, 0.0, 0.0, 0.25];
        let group = GroupAnswers { mean: 1.0, mode: 0.0, shares };
        let shares = vec![0.0, 0.5, 0.0, 0.5, 0.0];
        let model = ModelAnswer { mean: 2.0, consensus: 1.0, shares };
        let method = Method { compared, metric, tie: None };
        let found = agreement(&group, &model, method);
        assert!((found - expected).abs() < 1e-12, "{compared:?} {metric:?}: {found}");
    }

    #[test]
    fn every_method_by_hand() {
        check(Compared::MeanConsensus, Metric::Absolute, 1.0);
        check(Compared::MeanMean, Metric::Absolute, 0.75);
        check(Compared::MeanMean, Metric::Squared, 1.0 - 1.0 / 16.0);
        check(Compared::ModeConsensus, Metric::Absolute, 0.75);
        check(Compared::ModeConsensus, Metric::Different, 0.0);
        // Three are one step away and one is three steps away: 6/4 of 4 steps.
        check(Compared::RespondentConsensus, Metric::Absolute, 1.0 - 1.5 / 4.0);
        check(Compared::RespondentConsensus, Metric::Squared, 1.0 - 3.0 / 16.0);
        check(Compared::RespondentConsensus, Metric::Different, 0.0);
        // Three below, one above.
        check(Compared::RespondentConsensus, Metric::Cliff, 0.5);
        // Half moves one step up, a quarter three steps up, a quarter one step down: 1.5 of 4 steps.
        check(Compared::Distribution, Metric::Absolute, 1.0 - 1.5 / 4.0);
        check(Compared::Distribution, Metric::Squared, 1.0 - 3.0 / 16.0);
        check(Compared::Distribution, Metric::Different, 0.0);
        check(Compared::Distribution, Metric::JensenShannon, 0.0);
        check(Compared::Distribution, Metric::Kolmogorov, 0.25);
        check(Compared::Distribution, Metric::Cliff, 0.5);
    }

    #[test]
    fn ties_go_where_the_rule_sends_them() {
        assert_eq!(tied(&[1.0, 3.0], TieRule::Smallest), Some(1.0));
        assert_eq!(tied(&[1.0, 3.0], TieRule::Median), Some(2.0));
        assert_eq!(tied(&[1.0, 3.0], TieRule::Largest), Some(3.0));
        assert_eq!(tied(&[], TieRule::Median), None);
    }
}
