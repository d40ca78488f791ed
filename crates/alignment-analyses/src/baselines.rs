//! The ladder of baselines: how much of a score any answer would get.

use survey_model::{AnalysisColumn, AnalysisTable, Baseline, Interval};

use crate::reference_answers::{Ladder, majority_votes, rounded_means, score_in_place};
use crate::score::{percentile, replicates, score};
use crate::split_half::split_half;
use crate::{AnalysisError, ModelAnswers, Study};

const PARAGRAPH: &str = "A score has no meaning by itself: the middle of every scale, which says nothing, is close to \
the average of people who disagree. This ladder says what a model's score is worth, on the very questions that the \
model answered. At its foot stand the worst possible answers, above them random answers, then a single randomly chosen \
person, the middle of every scale, and the best that one fixed position on every scale can do; near its top stand the \
country closest to everybody's average, one half of the people speaking for the other, and the best possible answers. \
A model below random answers is farther from people than a die; a model below the middle of every scale says less about \
people than no opinion at all. The two shares put the score between worst and best, and between random and best.";

const GROUPS: &str = "Each country and each group put in the model's place: its majority vote on every question is \
scored with everybody, on the questions that the model answered, exactly as the model's majority vote is. The last \
column is the model's own score. Where most groups score higher than the model, agreement like the model's is less \
than almost any part of the public would show with the whole.";

const SOURCE: &str = "Chance-corrected agreement as in Cohen (1960), Educational and Psychological Measurement 20(1); \
split halves as in Spearman (1910), British Journal of Psychology 3(3). The ladder itself is ours.";

/// One rung: its name, its label in figures, and its score.
struct Rung {
    name: &'static str,
    label: &'static str,
    score: f64,
    interval: Option<Interval>,
    /// Whether figures show it beside the scores.
    in_figures: bool,
}

/// Two tables: the ladder of each model, and every group in each model's place.
///
/// # Errors
/// Whatever resampling reports.
pub fn baselines(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    Ok(vec![ladder_table(study)?, groups_table(study)])
}

/// The rungs that stand in every figure.
#[must_use]
pub fn baseline_scores(study: &Study<'_>) -> Vec<Baseline> {
    let halves = split_half(study);
    let of = |(model, half): (&ModelAnswers<'_>, &Option<f64>)| -> Vec<Baseline> {
        let Some((_, rungs)) = rungs(study, model, *half) else { return Vec::new() };
        let shown = rungs.into_iter().filter(|rung| rung.in_figures);
        shown
            .map(|rung| Baseline {
                model: model.name.clone(),
                name: rung.name.to_owned(),
                label: rung.label.to_owned(),
                score: rung.score,
            })
            .collect()
    };
    study.models.iter().zip(&halves).flat_map(of).collect()
}

fn ladder_table(study: &Study<'_>) -> Result<AnalysisTable, AnalysisError> {
    let columns = vec![
        AnalysisColumn::text(
            "answers",
            "whose answers are scored, in ascending order of their mean score over models",
        ),
        AnalysisColumn::text("model", "the model whose answered items count"),
        AnalysisColumn::number("estimate", "score", "score with everybody"),
        AnalysisColumn::number(
            "low",
            "score",
            "lower end of the 95 % percentile interval; the model's own row only",
        ),
        AnalysisColumn::number("high", "score", "upper end of the same"),
        AnalysisColumn::number(
            "share_of_attainable",
            "share",
            "(score - worst) / (best - worst): 0 for the worst answers, 1 for the best",
        ),
        AnalysisColumn::number(
            "share_over_random",
            "share",
            "(score - random) / (best - random): 0 for random answers, 1 for the best, negative below random",
        ),
    ];
    let title = "How much of a score would any answer get?";
    let mut table = AnalysisTable::new("baselines", title, PARAGRAPH, SOURCE, columns);
    let halves = split_half(study);
    let everybody = &study.partitions[study.everybody];
    let targets: Vec<_> = study.models.iter().map(|model| model.targets.clone()).collect();
    let draws = replicates(study, &[everybody], &targets)?;
    let means = study.histograms[study.everybody].means(0);
    let mut ladders = Vec::new();
    for (at, (model, half)) in study.models.iter().zip(&halves).enumerate() {
        let Some((ladder, mut rungs)) = rungs(study, model, *half) else { continue };
        if let Some(own) = score(&means, &model.targets).0 {
            let interval = percentile(&draws.values(0, 0, at));
            let (name, label) = ("model", "the model itself");
            rungs.push(Rung { name, label, score: own, interval, in_figures: false });
        }
        ladders.push((model, ladder, rungs));
    }
    for name in in_order(&ladders) {
        for (model, ladder, rungs) in &ladders {
            let Some(rung) = rungs.iter().find(|rung| rung.name == name) else { continue };
            table.push([
                rung.label.into(),
                model.name.as_str().into(),
                rung.score.into(),
                rung.interval.map(|ends| ends.low).into(),
                rung.interval.map(|ends| ends.high).into(),
                ladder.share_of_attainable(rung.score).into(),
                ladder.share_over_random(rung.score).into(),
            ]);
        }
    }
    Ok(table)
}

/// The rungs' names, the lowest mean score over models first.
fn in_order(ladders: &[(&ModelAnswers<'_>, Ladder, Vec<Rung>)]) -> Vec<&'static str> {
    let mut sums: Vec<(&'static str, f64, f64)> = Vec::new();
    for rung in ladders.iter().flat_map(|(_, _, rungs)| rungs) {
        match sums.iter_mut().find(|(name, ..)| *name == rung.name) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + rung.score, *count + 1.0),
            None => sums.push((rung.name, rung.score, 1.0)),
        }
    }
    sums.sort_by(|a, b| (a.1 / a.2).total_cmp(&(b.1 / b.2)));
    sums.into_iter().map(|(name, ..)| name).collect()
}

fn rungs(
    study: &Study<'_>,
    model: &ModelAnswers<'_>,
    half: Option<f64>,
) -> Option<(Ladder, Vec<Rung>)> {
    let everybody = &study.histograms[study.everybody];
    let ladder = Ladder::new(study.items, everybody, 0, &model.targets)?;
    let rung =
        |name, label, score, in_figures| Rung { name, label, score, interval: None, in_figures };
    let mut rungs = vec![
        rung("worst", "the worst possible answers", ladder.worst, false),
        rung("uniform_random", "uniform random answers", ladder.random, true),
        rung("person", "one person, picked at random", ladder.person, true),
        rung("midpoint", "the middle of every scale", ladder.midpoint, true),
        rung("best_constant", "the best one position on every scale", ladder.constant, true),
        rung("best", "the best possible answers", ladder.best, false),
    ];
    let mut countries = group_scores(study, study.country, model);
    countries.sort_by(f64::total_cmp);
    // In a survey of one country, a typical country would be the people themselves.
    if let Some(nearest) = countries.last().filter(|_| countries.len() > 1) {
        let middle = countries[(countries.len() - 1) / 2];
        rungs.push(rung(
            "median_country",
            "the country in the middle, by majority vote",
            middle,
            true,
        ));
        rungs.push(rung(
            "nearest_country",
            "the nearest country, by majority vote",
            *nearest,
            false,
        ));
    }
    if let Some(half) = half {
        rungs.push(rung("human_ceiling", "one half of the people for the other", half, true));
    }
    Some((ladder, rungs))
}

/// The scores with everybody of a partition's groups in a model's place, by majority vote.
fn group_scores(study: &Study<'_>, partition: usize, model: &ModelAnswers<'_>) -> Vec<f64> {
    let means = study.histograms[study.everybody].means(0);
    let histograms = &study.histograms[partition];
    let vote = |group| {
        let votes = majority_votes(histograms, group, study.items.len());
        score_in_place(&means, &votes, &model.targets)
    };
    (0..histograms.groups()).filter_map(vote).collect()
}

fn groups_table(study: &Study<'_>) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("group", "the group's code"),
        AnalysisColumn::text("label", "the group's label"),
        AnalysisColumn::text("model", "the model whose answered items count"),
        AnalysisColumn::number(
            "score_by_vote",
            "score",
            "score with everybody of the group's majority vote; empty if the group has no valid answer",
        ),
        AnalysisColumn::number(
            "score_by_mean",
            "score",
            "the same with the group's mean, rounded to the nearest code",
        ),
        AnalysisColumn::number("score_of_model", "score", "the model's own score with everybody"),
    ];
    let title = "Countries and groups in the model's place";
    let mut table = AnalysisTable::new("baselines_groups", title, GROUPS, SOURCE, columns);
    let means = study.histograms[study.everybody].means(0);
    // Countries first: they are what the models are most often compared with.
    let others = study.factors().filter(|(at, _)| *at != study.country);
    let country = (study.country, &study.partitions[study.country]);
    for (at, partition) in std::iter::once(country).chain(others) {
        let histograms = &study.histograms[at];
        for (index, group) in partition.groups.iter().enumerate() {
            let votes = majority_votes(histograms, index, study.items.len());
            let rounded = rounded_means(study.items, histograms, index);
            for model in &study.models {
                table.push([
                    partition.factor.as_str().into(),
                    group.group.as_str().into(),
                    group.label.as_str().into(),
                    model.name.as_str().into(),
                    score_in_place(&means, &votes, &model.targets).into(),
                    score_in_place(&means, &rounded, &model.targets).into(),
                    score(&means, &model.targets).0.into(),
                ]);
            }
        }
    }
    table
}
