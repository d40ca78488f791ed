//! Scores of every group in every replicate of every scenario.

use std::ops::Range;

use bootstrap::{Lanes, Replicates, Settings, Statistic, Sums, resample};
use rayon::prelude::*;
use survey_model::Partition;

use super::draws::{UncertaintyDraws, item_replies, questions};
use super::replies::ItemReplies;
use super::scenario::{Scenario, Source, Take};
use crate::{AnalysisError, ModelAnswers, Study};

/// Replicates that are evaluated at once: what one group needs stays in the fastest cache.
const CHUNK: usize = 32;

/// A group's means, one output for each item; NaN without a valid answer.
struct Means(usize);

impl Statistic for Means {
    fn outputs(&self) -> usize {
        self.0
    }

    fn variables(&self) -> Option<usize> {
        Some(self.0)
    }

    #[inline(always)]
    fn evaluate(&self, sums: &Sums<'_>, out: &mut [Lanes]) {
        for ((out, codes), weights) in out.iter_mut().zip(sums.codes()).zip(sums.weights()) {
            for lane in 0..codes.len() {
                out[lane] = codes[lane] / weights[lane];
            }
        }
    }
}

/// One group's means of every item: as observed, repeated for a chunk, and in every replicate.
struct GroupMeans {
    /// `observed[item * CHUNK + lane]`, the same in every lane.
    observed: Vec<f64>,
    /// `drawn[item * replicates + replicate]`.
    drawn: Vec<f64>,
}

/// What one model's scores compare means with in every replicate of a scenario; item weights count the times that the
/// item's question is taken, and are 0 where the model has no answer.
struct Aims {
    scenario: Scenario,
    /// `answers[item * replicates + replicate]`; 0 without an answer.
    answers: Vec<f64>,
    /// The item's weight divided by its width.
    slopes: Vec<f64>,
    /// Summed weight of the items, for each replicate.
    totals: Vec<f64>,
}

/// Scores of every group, for each model and scenario, replicate by replicate.
pub(crate) struct ScenarioScores {
    replicates: usize,
    aims: usize,
    /// `chunks[chunk][(group * aims + aim) * CHUNK + lane]`.
    chunks: Vec<Vec<f64>>,
}

impl ScenarioScores {
    /// The scores of group `group` (counted over all partitions) with model `model` in a scenario, by its place in
    /// [`Scenario::all`]; NaN where no item enters.
    pub(crate) fn values(&self, group: usize, model: usize, scenario: usize) -> Vec<f64> {
        let start = (group * self.aims + model * Scenario::all().count() + scenario) * CHUNK;
        let chunks = self.chunks.iter().flat_map(|chunk| &chunk[start..start + CHUNK]);
        chunks.copied().take(self.replicates).collect()
    }
}

/// Evaluates every scenario. The means of all groups are resampled once and serve all of them; they are held in memory,
/// eight bytes for each group, item and replicate, twice while they are rearranged.
///
/// # Errors
/// Whatever resampling reports.
pub(crate) fn scenario_scores(
    study: &Study<'_>,
    draws: &UncertaintyDraws,
) -> Result<ScenarioScores, AnalysisError> {
    let groups = group_means(study, draws)?;
    let scenarios: Vec<(usize, Scenario)> = (0..study.models.len())
        .flat_map(|model| Scenario::all().map(move |scenario| (model, scenario)))
        .collect();
    let replies: Vec<Vec<ItemReplies>> = study
        .models
        .iter()
        .map(|model| (0..study.items.len()).map(|item| item_replies(study, model, item)).collect())
        .collect();
    let aims: Vec<Aims> = scenarios
        .par_iter()
        .map(|&(model, scenario)| {
            Aims::new(
                study,
                draws,
                &study.models[model],
                &replies[model],
                &draws.replies[model],
                scenario,
            )
        })
        .collect();
    let widths: Vec<f64> =
        study.items.iter().map(|item| f64::from(item.item.scale().width())).collect();
    let chunk = |chunk: usize| {
        let at = chunk * CHUNK..((chunk + 1) * CHUNK).min(draws.replicates);
        let mut scores = vec![f64::NAN; groups.len() * aims.len() * CHUNK];
        let mut out = scores.chunks_exact_mut(CHUNK);
        for group in &groups {
            for (aims, out) in aims.iter().zip(&mut out) {
                aims.score(group, &widths, at.clone(), &mut out[..at.len()]);
            }
        }
        scores
    };
    let chunks = (0..draws.replicates.div_ceil(CHUNK)).into_par_iter().map(chunk).collect();
    Ok(ScenarioScores { replicates: draws.replicates, aims: aims.len(), chunks })
}

fn group_means(
    study: &Study<'_>,
    draws: &UncertaintyDraws,
) -> Result<Vec<GroupMeans>, AnalysisError> {
    let partitions: Vec<&Partition> = study.partitions.iter().collect();
    let settings = Settings::new(draws.replicates, study.seed);
    let items = study.items.len();
    let sample = study.sample(&partitions)?;
    let means: Replicates = resample(&sample, &draws.respondents, &settings, &Means(items))?;
    let groups: Vec<(usize, usize)> = partitions
        .iter()
        .enumerate()
        .flat_map(|(cut, partition)| (0..partition.groups.len()).map(move |group| (cut, group)))
        .collect();
    let of_group = |&(cut, group): &(usize, usize)| GroupMeans {
        observed: (0..items).flat_map(|item| [means.estimate(cut, group, item); CHUNK]).collect(),
        drawn: (0..items).flat_map(|item| means.values(cut, group, item)).collect(),
    };
    Ok(groups.par_iter().map(of_group).collect())
}

impl Aims {
    fn new(
        study: &Study<'_>,
        draws: &UncertaintyDraws,
        model: &ModelAnswers<'_>,
        replies: &[ItemReplies],
        reply_draws: &[super::draws::ReplyDraws],
        scenario: Scenario,
    ) -> Self {
        let replicates = draws.replicates;
        let (_, question_of) = questions(study);
        let taken = |item: usize, replicate: usize| {
            let drawn = draws.questions.as_ref();
            let at = scenario.of(Source::Questions).replicate(replicate, replicates);
            drawn.zip(at).map_or(1.0, |(drawn, at)| f64::from(drawn[at][question_of[item]]))
        };
        let cells = study.items.len() * replicates;
        let (mut answers, mut slopes) = (Vec::with_capacity(cells), Vec::with_capacity(cells));
        let mut totals = vec![0.0; replicates];
        for (item, target) in model.targets.iter().enumerate() {
            let vote = voter(&replies[item], &reply_draws[item], scenario, replicates);
            for (replicate, total) in totals.iter_mut().enumerate() {
                let answer = vote.as_ref().map_or(target.answer, |vote| vote(replicate));
                let weight = match answer {
                    Some(_) => target.item_weight * taken(item, replicate),
                    None => 0.0,
                };
                answers.push(answer.unwrap_or(0.0));
                slopes.push(weight / target.width);
                *total += weight;
            }
        }
        Self { scenario, answers, slopes, totals }
    }

    /// Writes one group's score in each replicate of `at`.
    fn score(&self, group: &GroupMeans, widths: &[f64], at: Range<usize>, out: &mut [f64]) {
        let replicates = self.totals.len();
        let drawn = self.scenario.of(Source::Respondents) != Take::Observed;
        let means = |item: usize| match drawn {
            true => &group.drawn[item * replicates..][at.clone()],
            false => &group.observed[item * CHUNK..][..at.len()],
        };
        out.fill(0.0);
        for item in 0..widths.len() {
            let answers = &self.answers[item * replicates..][at.clone()];
            let slopes = &self.slopes[item * replicates..][at.clone()];
            for (((loss, mean), answer), slope) in
                out.iter_mut().zip(means(item)).zip(answers).zip(slopes)
            {
                *loss += slope * (mean - answer).abs();
            }
        }
        for (lane, loss) in out.iter_mut().enumerate() {
            *loss = if loss.is_nan() {
                let items = widths.iter().enumerate().map(|(item, width)| {
                    let cell = item * replicates + at.start + lane;
                    (means(item)[lane], self.answers[cell], self.slopes[cell], *width)
                });
                score_of_present(items)
            } else {
                1.0 - *loss / self.totals[at.start + lane]
            };
        }
    }
}

/// The score over the items that have a mean: `(mean, answer, slope, width)` of each; NaN if none has weight.
fn score_of_present(items: impl Iterator<Item = (f64, f64, f64, f64)>) -> f64 {
    let (mut loss, mut total) = (0.0, 0.0);
    for (mean, answer, slope, width) in items.filter(|item| !item.0.is_nan()) {
        loss += slope * (mean - answer).abs();
        total += slope * width;
    }
    1.0 - loss / total
}

/// The model's answer to one item in each replicate of a scenario; `None` where no replicate differs from what was
/// observed.
fn voter<'a>(
    replies: &'a ItemReplies,
    draws: &'a super::draws::ReplyDraws,
    scenario: Scenario,
    replicates: usize,
) -> Option<impl Fn(usize) -> Option<f64> + 'a> {
    let taken = draws.taken.as_ref().filter(|_| scenario.of(Source::Repetitions) != Take::Observed);
    let misread =
        draws.misread.as_ref().filter(|_| scenario.of(Source::Extraction) != Take::Observed);
    let count = replies.len();
    (taken.is_some() || misread.is_some()).then_some(move |replicate: usize| {
        let at = |source: Source| scenario.of(source).replicate(replicate, replicates);
        let taken =
            taken.zip(at(Source::Repetitions)).map(|(taken, at)| &taken[at * count..][..count]);
        let misread =
            misread.zip(at(Source::Extraction)).map_or(&[][..], |(misread, at)| &misread[at]);
        replies.vote(taken, misread)
    })
}
