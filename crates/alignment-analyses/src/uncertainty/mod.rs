//! Total uncertainty: respondents, questions, repetitions and extraction as sources, alone and together.
//!
//! Everything is resampled jointly. The means of all groups come from one run of the bootstrap and serve every scenario;
//! what else is drawn changes item weights and targets only, which are few.

mod budget;
mod draws;
mod options;
mod replies;
mod scenario;
mod scores;
mod tables;
mod words;

pub use draws::{ReplyDraws, UncertaintyDraws, questions};
pub use options::{LabelledReadings, QuestionPool, ReadingErrors, UncertaintyOptions};
pub use replies::Misreadings;

use rayon::prelude::*;
use survey_model::AnalysisTable;

use crate::score::score;
use crate::topics::gap_of;
use crate::{AnalysisError, Study};
use budget::Budget;
use draws::item_replies;
use scenario::Source;
use scores::{Evaluation, ScenarioScores};
use tables::Line;

/// The overall scores, the leads of one model over another, the budget of the variance, what becomes of the widest gaps, every group, and the error rates.
///
/// # Errors
/// A table of errors that contradicts itself, or whatever resampling reports.
pub fn total_uncertainty(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    uncertainty_of(study, &UncertaintyDraws::new(study)?)
}

/// The same from given draws.
///
/// # Errors
/// Whatever resampling reports.
///
/// # Panics
/// If the draws are not of this study: lists of other lengths, replies or codes that it does not have.
pub fn uncertainty_of(
    study: &Study<'_>,
    draws: &UncertaintyDraws,
) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let evaluation = Evaluation::new(study, draws)?;
    let known: Vec<[bool; 4]> = draws.replies.iter().map(|replies| known(draws, replies)).collect();
    let scores = evaluation.scores(study.everybody);
    let everybody = group_lines(study, &scores, &known, study.everybody);
    let leads = lead_lines(study, &scores, &known, &everybody);
    let (mut groups, mut gaps) = (Vec::new(), Vec::new());
    for (cut, _) in study.factors() {
        let scores = evaluation.scores(cut);
        groups.extend(group_lines(study, &scores, &known, cut));
        gaps.extend(gap_lines(study, &scores, &known, cut));
    }
    let any = |source: Source| known.iter().any(|known| known[source as usize]);
    let budgets: Vec<&Line> = everybody.iter().chain(&gaps).collect();
    let mut made = vec![
        tables::overall(study, &everybody, &words::overall(study, Source::ALL.map(any))),
        tables::budget(study, &budgets),
        tables::survival(study, &gaps),
        tables::gaps(study, &gaps),
        tables::groups(study, &groups),
    ];
    if !leads.is_empty() {
        made.insert(1, tables::leads(study, &leads));
    }
    if study.options.total_uncertainty.rows().next().is_some() {
        made.push(tables::readings(study, &covered(study)));
    }
    Ok(made)
}

/// Which sources show for a model.
fn known(draws: &UncertaintyDraws, replies: &[ReplyDraws]) -> [bool; 4] {
    Source::ALL.map(|source| match source {
        Source::Respondents => true,
        Source::Questions => draws.questions.is_some(),
        Source::Repetitions => replies.iter().any(|replies| replies.taken.is_some()),
        Source::Extraction => replies.iter().any(|replies| replies.misread.is_some()),
    })
}

/// A line for each group of a partition that has a score, and model.
fn group_lines(
    study: &Study<'_>,
    scores: &ScenarioScores,
    known: &[[bool; 4]],
    cut: usize,
) -> Vec<Line> {
    let partition = &study.partitions[cut];
    let places: Vec<(usize, usize)> = (0..partition.groups.len())
        .flat_map(|group| (0..study.models.len()).map(move |model| (group, model)))
        .collect();
    let line = |&(group, model): &(usize, usize)| {
        let means = study.histograms[cut].means(group);
        let estimate = score(&means, &study.models[model].targets).0?;
        let names = vec![partition.label.clone(), partition.groups[group].label.clone()];
        let values = |scenario| scores.values(group, model, scenario);
        Some(Line { names, model, estimate, budget: Budget::new(known[model], values) })
    };
    places.par_iter().filter_map(line).collect()
}

/// A line for the widest gap of a factor with each model.
fn gap_lines(
    study: &Study<'_>,
    scores: &ScenarioScores,
    known: &[[bool; 4]],
    cut: usize,
) -> Vec<Line> {
    let partition = &study.partitions[cut];
    let line = |model: usize| {
        let (gap, [low, high]) = gap_of(study, cut, &study.models[model])?;
        let values = |scenario| {
            let [low, high] = [low, high].map(|group| scores.values(group, model, scenario));
            bootstrap::interval::difference(&high, &low)
        };
        let label = |group: usize| partition.groups[group].label.clone();
        let names = vec![partition.label.clone(), label(low), label(high)];
        Some(Line { names, model, estimate: gap.spread, budget: Budget::new(known[model], values) })
    };
    (0..study.models.len()).into_par_iter().filter_map(line).collect()
}

/// A line for each pair of models that have an overall score, from the scores of everybody: the first minus the second.
fn lead_lines(
    study: &Study<'_>,
    scores: &ScenarioScores,
    known: &[[bool; 4]],
    everybody: &[Line],
) -> Vec<Line> {
    let mut leads = Vec::new();
    for (at, first) in everybody.iter().enumerate() {
        for second in &everybody[at + 1..] {
            let either = Source::ALL.map(|source| {
                [first, second].iter().any(|line| known[line.model][source as usize])
            });
            let values = |scenario| {
                let [first, second] =
                    [first, second].map(|line| scores.values(0, line.model, scenario));
                bootstrap::interval::difference(&first, &second)
            };
            leads.push(Line {
                names: vec![study.models[second.model].name.to_string()],
                model: first.model,
                estimate: first.estimate - second.estimate,
                budget: Budget::new(either, values),
            });
        }
    }
    leads
}

/// How many replies of the compared models each row of the table of errors covers.
fn covered(study: &Study<'_>) -> Vec<u32> {
    let mut counts = vec![0; study.options.total_uncertainty.rows().count()];
    for model in &study.models {
        for item in 0..study.items.len() {
            item_replies(study, model, item).count_covered(&mut counts);
        }
    }
    counts
}
