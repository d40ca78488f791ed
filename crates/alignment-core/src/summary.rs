//! Table 1: how often a model answered, and how steadily.

use std::collections::BTreeMap;

use survey_model::{Consensus, ModelName, ModelSummary, StudyItem};

/// What the forms of one question add up to.
#[derive(Default)]
struct Tally {
    voting: u32,
    agreeing: u32,
    repetitions: u32,
    uneven_forms: u32,
}

/// The answer statistics of one model; the scores of the row are still to be filled in.
///
/// Source: paper Table 1, in the only reading in which its rows add up to 47 questions: a question is answered if
/// any repetition of any of its forms chose a code. The votes of a question's forms are pooled, and each vote is
/// held against the consensus of its own form.
///
/// # Panics
/// If `consensus` does not hold one row per item, in the same order.
#[must_use]
pub fn answer_statistics(
    model: ModelName,
    items: &[StudyItem],
    consensus: &[Consensus],
) -> ModelSummary {
    assert_eq!(items.len(), consensus.len(), "one consensus per item");
    let mut questions: BTreeMap<&str, Tally> = BTreeMap::new();
    for (item, row) in items.iter().zip(consensus) {
        let tally = questions.entry(&item.question).or_default();
        tally.voting += row.voting;
        tally.agreeing += row.agreeing;
        tally.repetitions += row.repetitions;
        tally.uneven_forms += u32::from(row.agreeing < row.voting);
    }
    let count =
        |holds: fn(&Tally) -> bool| counted(questions.values().filter(|t| holds(t)).count());
    let answered = count(|tally| tally.voting > 0);
    let uniform = count(|tally| tally.voting > 0 && tally.uneven_forms == 0);
    let differing = |tally: &Tally| share(tally.voting - tally.agreeing, tally.voting);
    let without_choice = |tally: &Tally| share(tally.repetitions - tally.voting, tally.repetitions);
    let total = |field: fn(&Consensus) -> u32| consensus.iter().map(field).sum::<u32>();
    let (repetitions, voting) = (total(|row| row.repetitions), total(|row| row.voting));
    ModelSummary {
        model,
        questions: counted(questions.len()),
        items: counted(items.len()),
        questions_answered: answered,
        items_answered: counted(consensus.iter().filter(|row| row.voting > 0).count()),
        questions_uniform: uniform,
        uniform_share: share(uniform, answered),
        disagreement_mean: mean(questions.values().filter_map(differing)),
        refusal_share_questions: mean(questions.values().filter_map(without_choice)).unwrap_or(0.0),
        refusal_share_items: share(repetitions - voting, repetitions).unwrap_or(0.0),
        questions_all_refused: count(|tally| tally.voting == 0),
        questions_ever_refused: count(|tally| tally.voting < tally.repetitions),
        ties: counted(consensus.iter().filter(|row| row.modes.len() > 1).count()),
        overall: None,
        interval: None,
        overall_median_of_modes: None,
    }
}

fn counted(count: usize) -> u32 {
    u32::try_from(count).expect("a study has fewer than four billion items")
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

fn mean(shares: impl Iterator<Item = f64>) -> Option<f64> {
    let (total, count) = shares.fold((0.0, 0_u32), |(total, count), x| (total + x, count + 1));
    (count > 0).then(|| total / f64::from(count))
}
