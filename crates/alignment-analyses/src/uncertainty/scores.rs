//! Scores of every group in every replicate of every scenario.

use bootstrap::{LANES, Lanes, Replicates, Settings, Statistic, Sums, resample};
use rayon::prelude::*;
use survey_model::{Partition, StudyItem};

use super::draws::{ReplyDraws, UncertaintyDraws, item_replies, questions};
use super::replies::ItemReplies;
use super::scenario::{Scenario, Source, Take};
use crate::{AnalysisError, ModelAnswers, Study};

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

/// One group's means of every item. Replicates come in blocks of [`LANES`], the last one filled up with zeros.
struct GroupMeans {
    /// One entry for each item, the same in every lane.
    observed: Vec<Lanes>,
    /// `drawn[block * items + item]`.
    drawn: Vec<Lanes>,
}

/// What one model's scores compare means with in every replicate of a scenario; item weights count the times that the
/// item's question is taken, and are 0 where the model has no answer.
struct Aims {
    scenario: Scenario,
    /// `answers[block * items + item]`; 0 without an answer.
    answers: Vec<Lanes>,
    /// The item's weight divided by its width, in the same order.
    slopes: Vec<Lanes>,
    /// Summed weight of the items, for each block.
    totals: Vec<Lanes>,
}

/// Everything that the scores of any group are made of. The means of all groups are resampled once, at eight bytes for
/// each group, item and replicate, and serve every scenario.
pub(crate) struct Evaluation {
    replicates: usize,
    /// The items' `R - 1`.
    widths: Vec<f64>,
    means: Replicates,
    /// For each model the scenarios in the order of [`Scenario::all`].
    aims: Vec<Aims>,
}

/// Scores of the groups of one partition, for each model and scenario, replicate by replicate.
pub(crate) struct ScenarioScores {
    replicates: usize,
    aims: usize,
    /// `blocks[block][group * aims + aim]`.
    blocks: Vec<Vec<Lanes>>,
}

impl ScenarioScores {
    /// The scores of a group with a model in a scenario, by its place in [`Scenario::all`]; NaN where no item enters.
    pub(crate) fn values(&self, group: usize, model: usize, scenario: usize) -> Vec<f64> {
        let place = group * self.aims + model * Scenario::all().count() + scenario;
        self.blocks.iter().flat_map(|block| block[place]).take(self.replicates).collect()
    }
}

impl Evaluation {
    /// Resamples the means and takes every vote again.
    ///
    /// # Errors
    /// Whatever resampling reports.
    pub(crate) fn new(study: &Study<'_>, draws: &UncertaintyDraws) -> Result<Self, AnalysisError> {
        let partitions: Vec<&Partition> = study.partitions.iter().collect();
        let settings = Settings::new(draws.replicates, study.seed);
        let (sample, means) = (study.sample(&partitions)?, Means(study.items.len()));
        let means = resample(&sample, &draws.respondents, &settings, &means)?;
        let replies = |model: &ModelAnswers<'_>| -> Vec<ItemReplies> {
            (0..study.items.len()).map(|item| item_replies(study, model, item)).collect()
        };
        let replies: Vec<Vec<ItemReplies>> = study.models.iter().map(replies).collect();
        let scenarios: Vec<(usize, Scenario)> = (0..study.models.len())
            .flat_map(|model| Scenario::all().map(move |scenario| (model, scenario)))
            .collect();
        let aims = |&(model, scenario): &(usize, Scenario)| {
            Aims::new(study, draws, model, &replies[model], scenario)
        };
        let width = |item: &StudyItem| f64::from(item.item.scale().width());
        Ok(Self {
            replicates: draws.replicates,
            widths: study.items.iter().map(width).collect(),
            means,
            aims: scenarios.par_iter().map(aims).collect(),
        })
    }

    /// Every scenario for the groups of one partition.
    pub(crate) fn scores(&self, partition: usize) -> ScenarioScores {
        let groups: Vec<GroupMeans> = (0..self.means.groups(partition))
            .into_par_iter()
            .map(|group| self.group_means(partition, group))
            .collect();
        let block = |block: usize| {
            let of_group = |group| self.aims.iter().map(move |aims| (group, aims));
            let pairs = groups.iter().flat_map(of_group);
            pairs.map(|(group, aims)| aims.score(group, &self.widths, block)).collect()
        };
        let blocks = (0..self.replicates.div_ceil(LANES)).into_par_iter().map(block).collect();
        ScenarioScores { replicates: self.replicates, aims: self.aims.len(), blocks }
    }

    fn group_means(&self, partition: usize, group: usize) -> GroupMeans {
        let items = self.widths.len();
        let mut drawn = vec![[0.0; LANES]; self.replicates.div_ceil(LANES) * items];
        for item in 0..items {
            let values = self.means.values(partition, group, item);
            for (block, values) in values.chunks(LANES).enumerate() {
                drawn[block * items + item][..values.len()].copy_from_slice(values);
            }
        }
        let observed = |item| [self.means.estimate(partition, group, item); LANES];
        GroupMeans { observed: (0..items).map(observed).collect(), drawn }
    }
}

impl Aims {
    fn new(
        study: &Study<'_>,
        draws: &UncertaintyDraws,
        model: usize,
        replies: &[ItemReplies],
        scenario: Scenario,
    ) -> Self {
        let (items, replicates) = (study.items.len(), draws.replicates);
        let (_, question_of) = questions(study);
        let taken = |item: usize, replicate: usize| {
            let drawn = draws.questions.as_ref();
            let at = scenario.of(Source::Questions).replicate(replicate, replicates);
            drawn.zip(at).map_or(1.0, |(drawn, at)| f64::from(drawn[at][question_of[item]]))
        };
        let blocks = replicates.div_ceil(LANES);
        let mut answers = vec![[0.0; LANES]; blocks * items];
        let mut slopes = answers.clone();
        let mut totals = vec![[0.0; LANES]; blocks];
        for (item, target) in study.models[model].targets.iter().enumerate() {
            let vote = voter(&replies[item], &draws.replies[model][item], scenario, replicates);
            for replicate in 0..replicates {
                let answer = vote.as_ref().map_or(target.answer, |vote| vote(replicate));
                if let Some(answer) = answer {
                    let (block, lane) = (replicate / LANES, replicate % LANES);
                    let weight = target.item_weight * taken(item, replicate);
                    answers[block * items + item][lane] = answer;
                    slopes[block * items + item][lane] = weight / target.width;
                    totals[block][lane] += weight;
                }
            }
        }
        Self { scenario, answers, slopes, totals }
    }

    /// One group's score in each replicate of a block; NaN where no item enters.
    fn score(&self, group: &GroupMeans, widths: &[f64], block: usize) -> Lanes {
        let items = block * widths.len()..(block + 1) * widths.len();
        let means = match self.scenario.of(Source::Respondents) {
            Take::Observed => &group.observed,
            _ => &group.drawn[items.clone()],
        };
        let cells = means.iter().zip(&self.answers[items.clone()]).zip(&self.slopes[items]);
        let mut losses = [0.0; LANES];
        for ((means, answers), slopes) in cells.clone() {
            for lane in 0..LANES {
                losses[lane] += slopes[lane] * (means[lane] - answers[lane]).abs();
            }
        }
        std::array::from_fn(|lane| {
            if losses[lane].is_nan() {
                let cell =
                    |(((means, answers), slopes), width): (((&Lanes, &Lanes), &Lanes), &f64)| {
                        (means[lane], answers[lane], slopes[lane], *width)
                    };
                score_of_present(cells.clone().zip(widths).map(cell))
            } else {
                1.0 - losses[lane] / self.totals[block][lane]
            }
        })
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
    draws: &'a ReplyDraws,
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
