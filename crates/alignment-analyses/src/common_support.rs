//! Scores on the items that every compared model answered.

use alignment_core::Target;
use survey_model::{AnalysisColumn, AnalysisTable, GroupScore};

use crate::score::{percentile, replicates, score};
use crate::{AnalysisError, ModelAnswers, Study};

const PARAGRAPH: &str = "A model that refuses a question is scored without it, so two models' scores may rest on \
different questions, and one that refuses where agreement is hard looks closer to people than it is. Here every model \
is scored on the same questions: those that all compared models answered. Where the order of the models changes \
between the two columns, the order in the paper's table is an order of question sets, not of models. The price is \
that the common questions may be the easy ones; nothing here says how a model would have answered what it refused.";

const SOURCE: &str = "Common support, as in Heckman, Ichimura and Todd (1997), Review of Economic Studies 64(4); \
the paper's Table 1 and its note on refusals.";

/// One row for each model: its score with everybody on its own items and on the common ones, with the interval of the
/// latter.
///
/// # Errors
/// Whatever resampling reports.
pub fn common_support(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::count("items_own", "items", "items that the model answered"),
        AnalysisColumn::number(
            "score_own",
            "score",
            "score with everybody on the model's own items",
        ),
        AnalysisColumn::count("rank_own", "rank", "rank by that score, 1 for the highest"),
        AnalysisColumn::count("items_common", "items", "items that every compared model answered"),
        AnalysisColumn::number("estimate", "score", "score with everybody on the common items"),
        AnalysisColumn::number("low", "score", "lower end of its 95 % percentile interval"),
        AnalysisColumn::number("high", "score", "upper end of its 95 % percentile interval"),
        AnalysisColumn::count("rank_common", "rank", "rank by the score on the common items"),
    ];
    let mut table = AnalysisTable::new(
        "common_support",
        "The same questions for every model",
        PARAGRAPH,
        SOURCE,
        columns,
    );
    let common = common_targets(&study.models);
    let everybody = &study.partitions[study.everybody];
    let draws = replicates(study, &[everybody], &common)?;
    let means = study.histograms[study.everybody].means(0);
    let own: Vec<_> = study.models.iter().map(|model| score(&means, &model.targets)).collect();
    let shared: Vec<_> = common.iter().map(|targets| score(&means, targets)).collect();
    for (output, model) in study.models.iter().enumerate() {
        let ends = percentile(&draws.values(0, 0, output));
        table.push([
            model.name.as_str().into(),
            own[output].1.into(),
            own[output].0.into(),
            rank(&own, output).into(),
            shared[output].1.into(),
            shared[output].0.into(),
            ends.map(|ends| ends.low).into(),
            ends.map(|ends| ends.high).into(),
            rank(&shared, output).into(),
        ]);
    }
    Ok(vec![table])
}

/// The scores of every group on the common items, in the shape of the study's own scores.
///
/// # Errors
/// Whatever resampling reports.
pub fn common_support_scores(study: &Study<'_>) -> Result<Vec<GroupScore>, AnalysisError> {
    let common = common_targets(&study.models);
    let cut: Vec<_> = study.partitions.iter().collect();
    let draws = replicates(study, &cut, &common)?;
    let mut rows = Vec::new();
    for (output, (model, targets)) in study.models.iter().zip(&common).enumerate() {
        for (at, partition) in study.partitions.iter().enumerate() {
            let sizes = partition.sizes();
            for (index, group) in partition.groups.iter().enumerate() {
                let (score, items) = score(&study.histograms[at].means(index), targets);
                let values = draws.values(at, index, output);
                let absent = values.iter().filter(|value| value.is_nan()).count();
                rows.push(GroupScore {
                    model: model.name.clone(),
                    factor: partition.factor.clone(),
                    group: group.group.clone(),
                    label: group.label.clone(),
                    respondents: sizes[index] as u64,
                    items,
                    score,
                    interval: percentile(&values),
                    replicates_absent: u32::try_from(absent).unwrap_or(u32::MAX),
                });
            }
        }
    }
    Ok(rows)
}

/// Each model's targets with only the items left that every model answered.
///
/// ```
/// # use alignment_core::Target;
/// let target = |answer| Target { answer, width: 4.0, item_weight: 1.0 };
/// let (alpha, beta) = ([target(Some(1.0)), target(Some(2.0))], [target(None), target(Some(3.0))]);
/// let common = alignment_analyses::on_common_items(&[&alpha, &beta]);
/// assert_eq!(common[0].iter().map(|t| t.answer).collect::<Vec<_>>(), [None, Some(2.0)]);
/// assert_eq!(common[1].iter().map(|t| t.answer).collect::<Vec<_>>(), [None, Some(3.0)]);
/// ```
#[must_use]
pub fn on_common_items(models: &[&[Target]]) -> Vec<Vec<Target>> {
    let answered = |item: usize| models.iter().all(|targets| targets[item].answer.is_some());
    let keep = |(item, target): (usize, &Target)| Target {
        answer: target.answer.filter(|_| answered(item)),
        ..*target
    };
    models.iter().map(|targets| targets.iter().enumerate().map(keep).collect()).collect()
}

fn common_targets(models: &[ModelAnswers<'_>]) -> Vec<Vec<Target>> {
    let targets: Vec<&[Target]> = models.iter().map(|model| model.targets.as_slice()).collect();
    on_common_items(&targets)
}

/// One more than the number of models with a higher score.
fn rank(scores: &[(Option<f64>, u32)], of: usize) -> Option<u32> {
    let own = scores[of].0?;
    let higher = scores.iter().filter(|(score, _)| score.is_some_and(|score| score > own));
    u32::try_from(higher.count() + 1).ok()
}
