//! Groups' whole distributions against the distribution of a model's repetitions.

use std::collections::BTreeMap;

use rayon::prelude::*;
use survey_model::{AnalysisColumn, AnalysisTable, StudyItem};

use crate::distances::{cliffs_delta, jensen_shannon, wasserstein};
use crate::draw_noise::{
    Draws, cliff_of_draws, jensen_shannon_of_draws, uniform_draws, wasserstein_of_draws,
};
use crate::votes::shares_of_votes;
use crate::{AnalysisError, Histogram, ModelAnswers, Study};

const PARAGRAPH: &str = "A mean hides whether people disagree. Here the whole distribution of a group's answers is compared \
with the distribution of the model's repetitions, in three ways that all give 1 for equal distributions: `wasserstein` (how \
far answers would have to move, in scale widths), `jensen_shannon` (1 minus the divergence to base 2, which ignores the \
order of the answers), and `ordinal` (1 minus the absolute value of Cliff's delta, which uses the order only and sees that \
one side lies higher, not that one is wider). A model gives at most as many answers as it was asked, so even one that \
answered exactly like the group would fall short of 1: the column `_chance` is the agreement expected if the model drew its \
answers at random from the group's own distribution, and `_corrected` is 1 plus agreement minus that, so that 1 means no \
farther than chance. `spread_ratio` is the standard deviation of the model's answers over that of the group's: far below 1, \
the model gives nearly always the same answer where people differ. Repetitions of one prompt show how sure the model is, \
not what a population of its users would hear. No interval is given.";

const SOURCE: &str = "Vallender (1974), Theory of Probability and Its Applications 18 (Wasserstein-1); Lin (1991), IEEE \
Transactions on Information Theory 37(1), equation 3.4; Cliff (1993), Psychological Bulletin 114(3), equation 1; \
the use of distributions: Santurkar et al. (2023), section 3; Durmus et al. (2024), section 2.";

/// Simulated sets of draws behind the expected ordinal agreement.
const SETS: u64 = 200;

/// One model's votes on each item: their shares, and how many there are.
type Votes = Vec<Option<(Vec<f64>, u32)>>;

/// Sums over items, by item weight.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    items: u32,
    weight: f64,
    /// Agreement and its expectation by chance: Wasserstein, Jensen-Shannon, ordinal.
    found: [f64; 3],
    chance: [f64; 3],
    delta: f64,
    model_variance: f64,
    group_variance: f64,
}

/// One row for each model and group: everybody first, then the factors and the country.
///
/// # Errors
/// None.
pub fn distributions(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let votes: Vec<Votes> = study.models.iter().map(|model| votes(study.items, model)).collect();
    let mut sets: BTreeMap<u32, Vec<Draws>> = BTreeMap::new();
    for (_, draws) in votes.iter().flatten().flatten() {
        sets.entry(*draws).or_insert_with(|| uniform_draws(study.seed, SETS, *draws));
    }
    let cuts = std::iter::once(study.everybody).chain(study.factors().map(|(cut, _)| cut));
    let groups: Vec<(usize, usize)> = cuts
        .flat_map(|cut| (0..study.partitions[cut].groups.len()).map(move |group| (cut, group)))
        .collect();
    let of_group = |&(cut, group): &(usize, usize)| sums(study, cut, group, &votes, &sets);
    let all: Vec<Vec<Sums>> = groups.par_iter().map(of_group).collect();
    let mut table = table();
    for (&(cut, group), of_models) in groups.iter().zip(&all) {
        let partition = &study.partitions[cut];
        for (model, sums) in study.models.iter().zip(of_models) {
            let mean = |sum: f64| (sums.items > 0).then(|| sum / sums.weight);
            let three = |at: usize| {
                let (found, chance) = (mean(sums.found[at]), mean(sums.chance[at]));
                let corrected = found.zip(chance).map(|(found, chance)| 1.0 + found - chance);
                [found.into(), chance.into(), corrected.into()]
            };
            let ratio = sums.model_variance / sums.group_variance;
            let mut row = vec![
                partition.label.as_str().into(),
                partition.groups[group].label.as_str().into(),
                model.name.as_str().into(),
                sums.items.into(),
            ];
            row.extend((0..3).flat_map(three));
            row.extend([mean(sums.delta).into(), ratio.sqrt().into()]);
            table.push(row);
        }
    }
    Ok(vec![table])
}

fn votes(items: &[StudyItem], model: &ModelAnswers<'_>) -> Votes {
    let of_item = |(item, repetitions): (&StudyItem, &Vec<_>)| shares_of_votes(item, repetitions);
    items.iter().zip(&model.repetitions).map(of_item).collect()
}

/// One group's sums with each model. What a number of draws is expected to reach does not depend on the model, so it is
/// computed once for each number.
fn sums(
    study: &Study<'_>,
    cut: usize,
    group: usize,
    votes: &[Votes],
    sets: &BTreeMap<u32, Vec<Draws>>,
) -> Vec<Sums> {
    let mut all = vec![Sums::default(); votes.len()];
    for (at, item) in study.items.iter().enumerate() {
        let Some(shares) = shares(study.histograms[cut].of(group, at)) else { continue };
        let (width, weight) = ((shares.len() - 1) as f64, item.weight.get());
        let mut chances: BTreeMap<u32, [f64; 3]> = BTreeMap::new();
        for (sums, votes) in all.iter_mut().zip(votes) {
            let Some((model, draws)) = &votes[at] else { continue };
            let chance = *chances.entry(*draws).or_insert_with(|| {
                [
                    1.0 - wasserstein_of_draws(&shares, *draws) / width,
                    1.0 - jensen_shannon_of_draws(&shares, *draws),
                    1.0 - cliff_of_draws(&shares, &sets[draws]),
                ]
            });
            let delta = cliffs_delta(model, &shares);
            let found = [
                1.0 - wasserstein(model, &shares) / width,
                1.0 - jensen_shannon(model, &shares),
                1.0 - delta.abs(),
            ];
            sums.items += 1;
            sums.weight += weight;
            sums.delta += weight * delta;
            for measure in 0..3 {
                sums.found[measure] += weight * found[measure];
                sums.chance[measure] += weight * chance[measure];
            }
            if let Some(unbiased) = unbiased_variance(model, *draws) {
                sums.model_variance += weight * unbiased / (width * width);
                sums.group_variance += weight * variance(&shares) / (width * width);
            }
        }
    }
    all
}

fn shares(histogram: Histogram<'_>) -> Option<Vec<f64>> {
    let total = histogram.total();
    (total > 0.0).then(|| histogram.weights().iter().map(|weight| weight / total).collect())
}

/// The variance of a distribution, in squared steps.
///
/// ```
/// // Half at 0 and half at 2: one step from the mean on either side.
/// assert_eq!(alignment_analyses::variance(&[0.5, 0.0, 0.5]), 1.0);
/// ```
#[must_use]
pub fn variance(shares: &[f64]) -> f64 {
    let steps = || shares.iter().enumerate().map(|(step, share)| (step as f64, share));
    let mean: f64 = steps().map(|(step, share)| step * share).sum();
    steps().map(|(step, share)| share * (step - mean).powi(2)).sum()
}

/// With divisor `n - 1`, so that its expectation is the variance of what was drawn from; `None` for one draw.
fn unbiased_variance(shares: &[f64], draws: u32) -> Option<f64> {
    let draws = f64::from(draws);
    (draws > 1.0).then(|| variance(shares) * draws / (draws - 1.0))
}

fn table() -> AnalysisTable {
    let mut columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("group", "the group"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::count("items", "items", "items that both have answered"),
    ];
    let measures = [
        ("wasserstein", "1 minus Wasserstein-1 in scale widths"),
        ("jensen_shannon", "1 minus the Jensen-Shannon divergence to base 2"),
        ("ordinal", "1 minus the absolute value of Cliff's delta"),
    ];
    for (name, words) in measures {
        let column = |suffix: &str, words: &str| {
            AnalysisColumn::number(&format!("{name}{suffix}"), "agreement", words)
        };
        columns.push(column("", &format!("{words}, mean over items")));
        columns.push(column("_chance", "the same, expected of random draws from the group itself"));
        columns.push(column(
            "_corrected",
            "1 plus agreement minus chance; 1 is no farther than chance",
        ));
    }
    let delta =
        "Cliff's delta, mean over items: above 0, the model's answers lie higher on the scales";
    columns.push(AnalysisColumn::number("delta", "probability difference", delta));
    let ratio = "spread of the model's answers over the spread of the group's; below 1 the model flattens people";
    columns.push(AnalysisColumn::number("spread_ratio", "ratio", ratio));
    let title = "Whole distributions, and whether the model flattens people";
    AnalysisTable::new("distributions", title, PARAGRAPH, SOURCE, columns)
}
