//! Worst-case bounds and imputations for what models refused to answer.

use alignment_core::Target;
use bootstrap::{Scheme, Settings, from_fn, interval, resample};
use survey_model::{AnalysisColumn, AnalysisTable, GroupScore, Partition};

use crate::refusals::{Bounds, Completed};
use crate::score::{LEVEL, percentile, score};
use crate::{AnalysisError, Study};

/// Draws of each imputation.
const DRAWS: u64 = 10_000;

/// What the last column says of an order that no answers could turn around, and of any other.
const HOLDS: &str = "holds";
const DEPENDS: &str = "depends on refusals";

const PARAGRAPH: &str = "A refused question drops out of a model's score, as if the model would have agreed with \
people there as much as elsewhere. Nobody knows that. Here every refused question is put back. The widest bar says \
what the score could be if the refused questions scored anything from 0 to 1, the next what any answers on the scales \
could make it (people disagree among themselves, so no answer scores 0 or 1 with all of them), and the two narrow ones \
what it would be if the model had answered at random, or as it did on the other questions of the same topic. Where two \
models' bars overlap, their order in the paper's table rests on what is assumed about refusals, not on what the \
models said.";

const PAIRS: &str = "For each pair of models: by how much the first scores higher on its own questions, and between \
which ends that lead lies once each model may have given any answer to what it refused. A lead whose bar crosses zero \
is not identified: some answers to the refused questions would turn the order around, and no larger survey could tell.";

const GAPS: &str = "The widest gap of each factor, and what it could be if the model had given any answer to the \
questions that it refused; both groups are compared with the same answer. A bar that does not reach zero says that the \
gap's direction does not depend on refusals. It says nothing about chance: the gap's own interval does.";

const SOURCE: &str = "Manski (1989), Journal of Human Resources 24(3), and Manski (2003), Partial Identification of \
Probability Distributions, chapter 1; intervals for the bounds as in Horowitz and Manski (2000), Journal of the \
American Statistical Association 95(449).";

/// Three tables: each model's score under five readings of its refusals, each pair of models, each factor's widest gap.
///
/// # Errors
/// Whatever resampling reports.
pub fn refusal_bounds(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    Ok(vec![readings(study)?, pairs(study), gaps(study)])
}

fn everybody(study: &Study<'_>) -> Vec<Option<f64>> {
    study.histograms[study.everybody].means(0)
}

fn readings(study: &Study<'_>) -> Result<AnalysisTable, AnalysisError> {
    let columns = vec![
        AnalysisColumn::text("reading", "what is assumed about the refused items"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::count("items_refused", "items", "items that the model never answered"),
        AnalysisColumn::number(
            "estimate",
            "score",
            "score with everybody; empty where only bounds are known",
        ),
        AnalysisColumn::number(
            "low",
            "score",
            "lower end: of the 95 % percentile interval on the model's own items, of the bounds, or of the central 95 % of the imputations",
        ),
        AnalysisColumn::number("high", "score", "upper end of the same"),
        AnalysisColumn::number(
            "sampling_low",
            "score",
            "lower end of a 95 % interval around the whole set between the bounds: the 2.5 % quantile of the lower bound over replicates",
        ),
        AnalysisColumn::number(
            "sampling_high",
            "score",
            "upper end of the same: the 97.5 % quantile of the upper bound",
        ),
    ];
    let title = "What if the models had answered what they refused?";
    let mut table = AnalysisTable::new("refusal_bounds", title, PARAGRAPH, SOURCE, columns);
    let means = everybody(study);
    let draws = replicated_bounds(study)?;
    for (reading, row) in READINGS {
        for (at, model) in study.models.iter().enumerate() {
            let Some(completed) = Completed::new(study.items, &means, &model.targets) else {
                continue;
            };
            let own = score(&means, &model.targets).0;
            let found = row(study, &completed, own, &draws[at]);
            table.push([
                (*reading).into(),
                model.name.as_str().into(),
                completed.refused().into(),
                found.estimate.into(),
                found.ends.map(|ends| ends.low).into(),
                found.ends.map(|ends| ends.high).into(),
                found.sampling.map(|ends| ends.low).into(),
                found.sampling.map(|ends| ends.high).into(),
            ]);
        }
    }
    Ok(table)
}

/// One reading of one model's refusals.
struct Reading {
    estimate: Option<f64>,
    ends: Option<Bounds>,
    sampling: Option<Bounds>,
}

type ReadingRow = fn(&Study<'_>, &Completed, Option<f64>, &Replicated) -> Reading;

const READINGS: &[(&str, ReadingRow)] = &[
    ("own items only, as in the paper", |_, _, own, draws| Reading {
        estimate: own,
        ends: percentile(&draws.own).map(|ends| Bounds { low: ends.low, high: ends.high }),
        sampling: None,
    }),
    ("any score from 0 to 1", |_, completed, _, draws| Reading {
        estimate: None,
        ends: Some(completed.any_score()),
        sampling: around(&draws.score_low, &draws.score_high),
    }),
    ("any answer on the scale", |_, completed, _, draws| Reading {
        estimate: None,
        ends: Some(completed.any_answer()),
        sampling: around(&draws.answer_low, &draws.answer_high),
    }),
    ("random answers", |study, completed, _, _| Reading {
        estimate: Some(completed.random()),
        ends: central(&completed.random_draws(study.seed, DRAWS)),
        sampling: None,
    }),
    ("as in the same topic", |study, completed, _, _| Reading {
        estimate: completed.by_topic(),
        ends: central(&completed.topic_draws(study.seed, DRAWS)),
        sampling: None,
    }),
];

fn central(draws: &[f64]) -> Option<Bounds> {
    percentile(draws).map(|ends| Bounds { low: ends.low, high: ends.high })
}

fn around(low: &[f64], high: &[f64]) -> Option<Bounds> {
    let tail = (1.0 - LEVEL) / 2.0;
    let end = |values: &[f64], share| interval::quantile(&mut interval::present(values), share);
    Some(Bounds { low: end(low, tail)?, high: end(high, 1.0 - tail)? })
}

/// One model's score and bounds in every replicate.
struct Replicated {
    own: Vec<f64>,
    answer_low: Vec<f64>,
    answer_high: Vec<f64>,
    score_low: Vec<f64>,
    score_high: Vec<f64>,
}

/// Outputs of each model in [`replicated_bounds`].
const OUTPUTS: usize = 5;

fn replicated_bounds(study: &Study<'_>) -> Result<Vec<Replicated>, AnalysisError> {
    let statistic = from_fn(study.models.len() * OUTPUTS, |codes, weights, out| {
        let mean = |(sum, weight): (&f64, &f64)| (*weight > 0.0).then(|| sum / weight);
        let means: Vec<Option<f64>> = codes.iter().zip(weights).map(mean).collect();
        for (model, out) in study.models.iter().zip(out.chunks_mut(OUTPUTS)) {
            out.copy_from_slice(&bounds_of(study, &means, &model.targets));
        }
    });
    let sample = study.sample(&[&study.partitions[study.everybody]])?;
    let settings = Settings::new(study.replicates as usize, study.seed);
    let draws = resample(&sample, &Scheme::Multinomial, &settings, &statistic)?;
    let of = |model: usize| {
        let values = |output| draws.values(0, 0, model * OUTPUTS + output);
        Replicated {
            own: values(0),
            answer_low: values(1),
            answer_high: values(2),
            score_low: values(3),
            score_high: values(4),
        }
    };
    Ok((0..study.models.len()).map(of).collect())
}

fn bounds_of(study: &Study<'_>, means: &[Option<f64>], targets: &[Target]) -> [f64; OUTPUTS] {
    let own = score(means, targets).0.unwrap_or(f64::NAN);
    match Completed::new(study.items, means, targets) {
        Some(completed) => {
            let (answer, any) = (completed.any_answer(), completed.any_score());
            [own, answer.low, answer.high, any.low, any.high]
        }
        None => [f64::NAN; OUTPUTS],
    }
}

fn pairs(study: &Study<'_>) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("higher", "the model with the higher score on its own items"),
        AnalysisColumn::text("other", "the other model"),
        AnalysisColumn::number("estimate", "score", "how much higher, each model on its own items"),
        AnalysisColumn::number(
            "low",
            "score",
            "the smallest lead that answers to the refused items could leave; negative if the order could turn",
        ),
        AnalysisColumn::number("high", "score", "the largest lead"),
        AnalysisColumn::text(
            "order",
            "`holds` if no answers could turn it around, else `depends on refusals`",
        ),
    ];
    let title = "Is one model ahead whatever it would have said?";
    let mut table = AnalysisTable::new("refusal_bounds_pairs", title, PAIRS, SOURCE, columns);
    let means = everybody(study);
    let mut scored: Vec<_> = study
        .models
        .iter()
        .filter_map(|model| {
            let own = score(&means, &model.targets).0?;
            let completed = Completed::new(study.items, &means, &model.targets)?;
            Some((model.name, own, completed.any_answer()))
        })
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (at, (name, own, bounds)) in scored.iter().enumerate() {
        for (other, others, theirs) in &scored[at + 1..] {
            let (low, high) = (bounds.low - theirs.high, bounds.high - theirs.low);
            table.push([
                name.as_str().into(),
                other.as_str().into(),
                (own - others).into(),
                low.into(),
                high.into(),
                if low > 0.0 { HOLDS } else { DEPENDS }.into(),
            ]);
        }
    }
    table
}

fn gaps(study: &Study<'_>) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("lowest", "the group with the lowest score on the model's own items"),
        AnalysisColumn::text("highest", "the group with the highest"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::number(
            "estimate",
            "score",
            "the highest minus the lowest score, on the model's own items",
        ),
        AnalysisColumn::number(
            "low",
            "score",
            "the smallest that the same gap could be, whatever the model would have answered",
        ),
        AnalysisColumn::number("high", "score", "the largest"),
        AnalysisColumn::text(
            "direction",
            "`holds` if no answers could turn it around, else `depends on refusals`",
        ),
    ];
    let title = "Do the gaps depend on what was refused?";
    let mut table = AnalysisTable::new("refusal_bounds_gaps", title, GAPS, SOURCE, columns);
    for (at, partition) in study.factors() {
        for model in &study.models {
            let Some(gap) = widest(study, at, partition, model.name, &model.targets) else {
                continue;
            };
            let means = |code: &str| {
                let index = partition.groups.iter().position(|group| group.group == code)?;
                Some(study.histograms[at].means(index))
            };
            let (Some(mut high), Some(mut low)) = (means(&gap.highest), means(&gap.lowest)) else {
                continue;
            };
            // A refused item on which one of the two has no mean can enter neither score.
            for ((high, low), target) in high.iter_mut().zip(&mut low).zip(&model.targets) {
                if target.answer.is_none() && (high.is_none() || low.is_none()) {
                    (*high, *low) = (None, None);
                }
            }
            let completed =
                |means: &[Option<f64>]| Completed::new(study.items, means, &model.targets);
            let Some((high, low)) = completed(&high).zip(completed(&low)) else { continue };
            let bounds = high.minus(&low);
            table.push([
                partition.factor.as_str().into(),
                gap.lowest.as_str().into(),
                gap.highest.as_str().into(),
                model.name.as_str().into(),
                gap.spread.into(),
                bounds.low.into(),
                bounds.high.into(),
                if bounds.low > 0.0 { HOLDS } else { DEPENDS }.into(),
            ]);
        }
    }
    table
}

/// The widest gap of a factor with a model, on the model's own items.
pub(crate) fn widest(
    study: &Study<'_>,
    at: usize,
    partition: &Partition,
    model: &survey_model::ModelName,
    targets: &[Target],
) -> Option<survey_model::Spread> {
    let rows: Vec<GroupScore> = partition
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let (score, items) = score(&study.histograms[at].means(index), targets);
            GroupScore {
                model: model.clone(),
                factor: partition.factor.clone(),
                group: group.group.clone(),
                label: group.label.clone(),
                respondents: 0,
                items,
                score,
                interval: None,
                replicates_absent: 0,
            }
        })
        .collect();
    alignment_core::widest_gap(&rows)
}
