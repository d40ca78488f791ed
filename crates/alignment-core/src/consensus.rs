//! From repetitions to one answer: the modal code.

use std::collections::BTreeMap;

use survey_model::{Answer, Consensus, ItemId, ModelName, OptionCode, Outcome};

/// The consensus of one model on one item: the modal code among the repetitions that chose one.
///
/// A tie goes to the smallest of the modes; all of them are kept. Refusals, "don't know", ambiguous and
/// unparsable repetitions do not vote. Source: paper section 2 ("majority vote"); the tie rule is ours.
///
/// ```
/// use alignment_core::consensus;
/// use survey_model::{ItemId, ModelName, OptionCode, Outcome};
/// let chose = |code| Outcome::Chosen { code: OptionCode(code) };
/// // Two votes for 7, two for 3, one for 5 and a refusal: a tie of 3 and 7, which goes to 3.
/// let outcomes = [chose(7), chose(3), Outcome::Refused, chose(7), chose(3), chose(5)];
/// let result = consensus(ModelName::new("m")?, ItemId::new("i")?, &outcomes);
/// assert_eq!(result.code, Some(OptionCode(3)));
/// assert_eq!(result.modes, [OptionCode(3), OptionCode(7)]);
/// assert_eq!((result.agreeing, result.voting, result.repetitions), (2, 5, 6));
/// # Ok::<(), survey_model::NameError>(())
/// ```
#[must_use]
pub fn consensus<'a>(
    model: ModelName,
    item: ItemId,
    outcomes: impl IntoIterator<Item = &'a Outcome>,
) -> Consensus {
    let mut votes: BTreeMap<OptionCode, u32> = BTreeMap::new();
    let mut repetitions = 0;
    for outcome in outcomes {
        repetitions += 1;
        if let Some(code) = outcome.chosen() {
            *votes.entry(code).or_default() += 1;
        }
    }
    let agreeing = votes.values().copied().max().unwrap_or(0);
    let is_mode = |(&code, &count): (&OptionCode, &u32)| (count == agreeing).then_some(code);
    let modes: Vec<OptionCode> = votes.iter().filter_map(is_mode).collect();
    let voting = votes.values().sum();
    Consensus { model, item, code: modes.first().copied(), modes, agreeing, voting, repetitions }
}

/// One consensus per model and item, models in the order given and items in the study's order;
/// an item without any answer of a model gets a consensus with no repetitions.
#[must_use]
pub fn consensus_table<'a>(
    models: &[ModelName],
    items: impl IntoIterator<Item = &'a ItemId> + Clone,
    answers: &[Answer],
) -> Vec<Consensus> {
    let mut outcomes: BTreeMap<(&ModelName, &ItemId), Vec<&Outcome>> = BTreeMap::new();
    for answer in answers {
        outcomes.entry((&answer.model, &answer.item)).or_default().push(&answer.outcome);
    }
    let row = |model: &ModelName, item: &ItemId| {
        let outcomes = outcomes.get(&(model, item)).map_or(&[][..], Vec::as_slice);
        consensus(model.clone(), item.clone(), outcomes.iter().copied())
    };
    models
        .iter()
        .flat_map(|model| items.clone().into_iter().map(move |item| (model, item)))
        .map(|(model, item)| row(model, item))
        .collect()
}

/// The answer under the other common tie rule: the median of the modes, in the item's own unit.
///
/// `None` if no repetition chose. With an even number of modes it may lie between two codes.
///
/// ```
/// use alignment_core::{consensus, median_of_modes};
/// use survey_model::{ItemId, ModelName, OptionCode, Outcome};
/// let chose = |code| Outcome::Chosen { code: OptionCode(code) };
/// let tied = consensus(ModelName::new("m")?, ItemId::new("i")?, &[chose(3), chose(6)]);
/// assert_eq!(median_of_modes(&tied), Some(4.5));
/// # Ok::<(), survey_model::NameError>(())
/// ```
#[must_use]
pub fn median_of_modes(consensus: &Consensus) -> Option<f64> {
    let modes = &consensus.modes;
    let upper = modes.get(modes.len() / 2)?;
    let lower = modes.get((modes.len() - 1) / 2)?;
    Some(f64::midpoint(f64::from(lower.0), f64::from(upper.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(codes: &[Option<i32>], code: Option<i32>, counts: (u32, u32, u32)) {
        let outcome = |code: &Option<i32>| match code {
            Some(code) => Outcome::Chosen { code: OptionCode(*code) },
            None => Outcome::Unparsable,
        };
        let outcomes: Vec<Outcome> = codes.iter().map(outcome).collect();
        let result = consensus(ModelName::new("m").unwrap(), ItemId::new("i").unwrap(), &outcomes);
        assert_eq!(result.code, code.map(OptionCode));
        assert_eq!((result.agreeing, result.voting, result.repetitions), counts);
    }

    #[test]
    fn the_mode_wins() {
        check(&[Some(5), Some(2), Some(5)], Some(5), (2, 3, 3));
    }

    #[test]
    fn a_tie_goes_to_the_smallest_mode() {
        check(&[Some(5), Some(2)], Some(2), (1, 2, 2));
        check(&[Some(-1), Some(2)], Some(-1), (1, 2, 2));
    }

    #[test]
    fn without_a_vote_there_is_no_consensus() {
        check(&[None, None], None, (0, 0, 2));
        check(&[], None, (0, 0, 0));
    }

    #[test]
    fn the_table_has_a_row_for_an_item_that_was_never_answered() {
        let (model, item) = (ModelName::new("m").unwrap(), ItemId::new("i").unwrap());
        let table = consensus_table(&[model], [&item], &[]);
        assert_eq!(table.len(), 1);
        assert_eq!(table[0].repetitions, 0);
    }
}
