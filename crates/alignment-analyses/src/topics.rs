//! Scores by topic, and what each topic and item adds to a gap.

use alignment_core::{Target, item_score};
use survey_model::{AnalysisColumn, AnalysisTable, Partition, Spread};

use crate::refusal_bounds::widest;
use crate::score::{percentile, replicates, score};
use crate::{AnalysisError, ModelAnswers, Study};

const TOPICS: &str = "An overall score averages over questions about very different things. Here it is taken apart by \
topic: a model may sit close to people on the environment and far from them on gender. Topics with few questions rest \
on little; the interval speaks of which respondents were drawn, and not of which questions a topic happens to hold.";

const GROUPS: &str = "The same for every group. A group whose order among the others changes from topic to topic is not \
\"closer to the model\" in general: it is closer on some matters.";

const GAPS: &str = "The widest gap of each factor, taken apart: what each topic adds to it. The parts of one gap sum to \
the gap. A negative part says that on this topic the group that is farther away overall is the closer one. Where one \
topic carries the gap, the gap speaks about that topic.";

const ITEMS: &str = "What each single question adds to the widest gap of each factor, the largest parts first, and what \
the gap between the same two groups would be without the question. Where leaving out one question changes a claim, the \
claim rests on that question.";

const SOURCE: &str = "An additive decomposition of a difference of weighted means; leave-one-out influence as in \
Belsley, Kuh and Welsch (1980), Regression Diagnostics, section 2.1; percentile intervals as in Efron and Tibshirani \
(1993), section 13.3.";

/// Four tables: each topic with everybody, each topic with every group, each gap by topic, and each gap by item.
///
/// # Errors
/// Whatever resampling reports.
pub fn topics(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let names = topic_names(study);
    let targets: Vec<Vec<Target>> = study
        .models
        .iter()
        .flat_map(|model| names.iter().map(|topic| on_topic(study, model, topic)))
        .collect();
    let partitions: Vec<_> = study.partitions.iter().collect();
    let draws = replicates(study, &partitions, &targets)?;
    let scored = Scored { study, names, targets, draws };
    Ok(vec![
        scored.table("topics", "Which topics make the score?", TOPICS, &[study.everybody]),
        scored.table("topics_groups", "Topics by group", GROUPS, &scored.factors()),
        scored.gaps(),
        items_table(study),
    ])
}

/// The topics in the order of their first items.
fn topic_names<'a>(study: &Study<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for item in study.items {
        if !names.contains(&item.topic.as_str()) {
            names.push(&item.topic);
        }
    }
    names
}

/// A model's targets with only a topic's items left.
fn on_topic(study: &Study<'_>, model: &ModelAnswers<'_>, topic: &str) -> Vec<Target> {
    let keep = |(target, item): (&Target, &survey_model::StudyItem)| Target {
        answer: target.answer.filter(|_| item.topic == topic),
        ..*target
    };
    model.targets.iter().zip(study.items).map(keep).collect()
}

/// Scores by topic with their replicates: output `model * topics + topic`.
struct Scored<'a> {
    study: &'a Study<'a>,
    names: Vec<&'a str>,
    targets: Vec<Vec<Target>>,
    draws: bootstrap::Replicates,
}

impl Scored<'_> {
    /// The country first, then the other factors.
    fn factors(&self) -> Vec<usize> {
        let others = self.study.factors().map(|(at, _)| at).filter(|at| *at != self.study.country);
        std::iter::once(self.study.country).chain(others).collect()
    }

    fn table(&self, name: &str, title: &str, paragraph: &str, cuts: &[usize]) -> AnalysisTable {
        let columns = vec![
            AnalysisColumn::text("topic", "the topic"),
            AnalysisColumn::text("factor", "the factor"),
            AnalysisColumn::text("group", "the group's code"),
            AnalysisColumn::text("model", "the model"),
            AnalysisColumn::count("items", "items", "items of the topic that enter the score"),
            AnalysisColumn::number(
                "estimate",
                "score",
                "score on the topic's items; empty if no item enters",
            ),
            AnalysisColumn::number("low", "score", "lower end of its 95 % percentile interval"),
            AnalysisColumn::number("high", "score", "upper end of its 95 % percentile interval"),
        ];
        let mut table = AnalysisTable::new(name, title, paragraph, SOURCE, columns);
        let study = self.study;
        for &cut in cuts {
            let partition = &study.partitions[cut];
            for (index, group) in partition.groups.iter().enumerate() {
                let means = study.histograms[cut].means(index);
                for (topic, name) in self.names.iter().enumerate() {
                    for (at, model) in study.models.iter().enumerate() {
                        let output = at * self.names.len() + topic;
                        let (score, items) = score(&means, &self.targets[output]);
                        let ends = percentile(&self.draws.values(cut, index, output));
                        table.push([
                            (*name).into(),
                            partition.factor.as_str().into(),
                            group.group.as_str().into(),
                            model.name.as_str().into(),
                            items.into(),
                            score.into(),
                            ends.map(|ends| ends.low).into(),
                            ends.map(|ends| ends.high).into(),
                        ]);
                    }
                }
            }
        }
        table
    }

    fn gaps(&self) -> AnalysisTable {
        let columns = vec![
            AnalysisColumn::text("factor", "the factor"),
            AnalysisColumn::text("topic", "the topic"),
            AnalysisColumn::text("lowest", "the group with the lowest score"),
            AnalysisColumn::text("highest", "the group with the highest score"),
            AnalysisColumn::text("model", "the model"),
            AnalysisColumn::number(
                "estimate",
                "score",
                "what the topic adds to the gap; the topics of a gap sum to it",
            ),
            AnalysisColumn::number(
                "low",
                "score",
                "lower end of its 95 % percentile interval, groups held fixed",
            ),
            AnalysisColumn::number("high", "score", "upper end of its 95 % percentile interval"),
            AnalysisColumn::number("gap", "score", "the whole gap"),
            AnalysisColumn::number(
                "share_of_gap",
                "share",
                "the part divided by the gap; beyond 1 where other topics pull the other way",
            ),
        ];
        let title = "Which topics make the gaps?";
        let mut table = AnalysisTable::new("topics_gaps", title, GAPS, SOURCE, columns);
        let study = self.study;
        for cut in self.factors() {
            for (at, model) in study.models.iter().enumerate() {
                let Some((gap, ends)) = gap_of(study, cut, model) else { continue };
                let whole =
                    ends.map(|end| weight(&study.histograms[cut].means(end), &model.targets));
                for (topic, name) in self.names.iter().enumerate() {
                    let output = at * self.names.len() + topic;
                    // The topic's share of each group's summed item weights.
                    let shares = [0, 1].map(|end| {
                        let means = study.histograms[cut].means(ends[end]);
                        weight(&means, &self.targets[output]) / whole[end]
                    });
                    let part = |scores: [f64; 2]| {
                        let [low, high] = [0, 1].map(|end| match shares[end] > 0.0 {
                            true => shares[end] * scores[end],
                            false => 0.0,
                        });
                        high - low
                    };
                    let estimate = part(ends.map(|end| self.draws.estimate(cut, end, output)));
                    let [low, high] = ends.map(|end| self.draws.values(cut, end, output));
                    let values: Vec<f64> =
                        low.iter().zip(&high).map(|(low, high)| part([*low, *high])).collect();
                    let interval = percentile(&values);
                    table.push([
                        study.partitions[cut].factor.as_str().into(),
                        (*name).into(),
                        gap.lowest.as_str().into(),
                        gap.highest.as_str().into(),
                        model.name.as_str().into(),
                        estimate.into(),
                        interval.map(|ends| ends.low).into(),
                        interval.map(|ends| ends.high).into(),
                        gap.spread.into(),
                        (estimate / gap.spread).into(),
                    ]);
                }
            }
        }
        table
    }
}

/// A model's widest gap in a partition, with the places of its lowest and highest group.
pub(crate) fn gap_of(
    study: &Study<'_>,
    cut: usize,
    model: &ModelAnswers<'_>,
) -> Option<(Spread, [usize; 2])> {
    let partition: &Partition = &study.partitions[cut];
    let gap = widest(study, cut, partition, model.name, &model.targets)?;
    let place = |code: &str| partition.groups.iter().position(|group| group.group == code);
    let ends = [place(&gap.lowest)?, place(&gap.highest)?];
    Some((gap, ends))
}

/// Summed weight of the items that enter a score.
fn weight(means: &[Option<f64>], targets: &[Target]) -> f64 {
    let enters = |(mean, target): (&Option<f64>, &Target)| {
        (mean.is_some() && target.answer.is_some()).then_some(target.item_weight)
    };
    means.iter().zip(targets).filter_map(enters).sum()
}

/// What each item adds to the difference of two groups' scores, `high` minus `low`; the parts sum to the difference.
/// An item that enters neither score adds 0.
///
/// ```
/// use alignment_analyses::item_parts;
/// use alignment_core::Target;
/// // Two items on the scale 1 to 5; the model says 2 and 4, one group's means are 2 and 3, the other's 3 and 3.
/// let target = |answer| Target { answer: Some(answer), width: 4.0, item_weight: 1.0 };
/// let parts = item_parts(&[Some(2.0), Some(3.0)], &[Some(3.0), Some(3.0)], &[target(2.0), target(4.0)]);
/// assert_eq!(parts, [0.125, 0.0]); // (1 - 0.75) / 2, and nothing
/// ```
#[must_use]
pub fn item_parts(high: &[Option<f64>], low: &[Option<f64>], targets: &[Target]) -> Vec<f64> {
    let whole = [high, low].map(|means| weight(means, targets));
    let part = |means: &[Option<f64>], at: usize, whole: f64| {
        let (Some(mean), Some(answer)) = (means[at], targets[at].answer) else { return 0.0 };
        targets[at].item_weight * item_score(mean, answer, targets[at].width) / whole
    };
    (0..targets.len()).map(|at| part(high, at, whole[0]) - part(low, at, whole[1])).collect()
}

fn items_table(study: &Study<'_>) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("item", "the item's variable"),
        AnalysisColumn::text("topic", "the item's topic"),
        AnalysisColumn::text("lowest", "the group with the lowest score"),
        AnalysisColumn::text("highest", "the group with the highest score"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::number(
            "part_of_gap",
            "score",
            "what the item adds to the gap; the items of a gap sum to it",
        ),
        AnalysisColumn::number("gap", "score", "the gap with all items"),
        AnalysisColumn::number(
            "gap_without",
            "score",
            "the gap between the same groups without the item; empty if nothing is left",
        ),
    ];
    let title = "Which questions make the gaps?";
    let mut table = AnalysisTable::new("topics_items", title, ITEMS, SOURCE, columns);
    for (cut, partition) in study.factors() {
        for model in &study.models {
            let Some((gap, [low, high])) = gap_of(study, cut, model) else { continue };
            let [low, high] = [low, high].map(|end| study.histograms[cut].means(end));
            let parts = item_parts(&high, &low, &model.targets);
            let mut order: Vec<usize> = (0..parts.len()).collect();
            order.retain(|&at| model.targets[at].answer.is_some());
            order.sort_by(|&a, &b| parts[b].abs().total_cmp(&parts[a].abs()));
            for at in order {
                let mut targets = model.targets.clone();
                targets[at].answer = None;
                let without = score(&high, &targets).0.zip(score(&low, &targets).0);
                table.push([
                    partition.factor.as_str().into(),
                    study.items[at].item.id().as_str().into(),
                    study.items[at].topic.as_str().into(),
                    gap.lowest.as_str().into(),
                    gap.highest.as_str().into(),
                    model.name.as_str().into(),
                    parts[at].into(),
                    gap.spread.into(),
                    without.map(|(high, low)| high - low).into(),
                ]);
            }
        }
    }
    table
}
