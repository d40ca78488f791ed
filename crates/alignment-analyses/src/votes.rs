//! A model's repetitions as a distribution.

use survey_model::{OptionCode, Outcome, Reading, StudyItem};

/// The share of a model's votes at each step of an item's scale, with the number of votes; `None` without a vote.
///
/// Only repetitions that chose a code on the scale vote.
///
/// ```
/// use survey_model::{Item, ItemId, ItemWeight, OptionCode, Outcome, ResponseScale, ScaleOption, StudyItem};
/// let option = |code| ScaleOption { code: OptionCode(code), label: code.to_string() };
/// let scale = ResponseScale::new((1..=3).map(option).collect())?;
/// let item = Item::new(ItemId::new("q")?, "q".into(), vec!["?".into()], scale, Default::default())?;
/// let item = StudyItem { item, question: "q".into(), weight: ItemWeight::one_of(1)?, topic: "t".into() };
/// let chose = |code| Outcome::Chosen { code: OptionCode(code) };
/// let outcomes = [chose(1), chose(3), Outcome::Refused, chose(3), chose(3)];
/// let repetitions: Vec<&Outcome> = outcomes.iter().collect();
/// assert_eq!(alignment_analyses::shares_of_votes(&item, &repetitions), Some((vec![0.25, 0.0, 0.75], 4)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn shares_of_votes(item: &StudyItem, repetitions: &[&Outcome]) -> Option<(Vec<f64>, u32)> {
    let scale = item.item.scale();
    let (lowest, steps) = (scale.lowest().0, usize::try_from(scale.width()).ok()? + 1);
    let mut votes = vec![0_u32; steps];
    let chosen = repetitions.iter().filter_map(|outcome| outcome.chosen());
    for OptionCode(code) in chosen.filter(|&code| item.item.read(code) == Reading::Valid) {
        if let Some(count) = usize::try_from(code - lowest).ok().and_then(|at| votes.get_mut(at)) {
            *count += 1;
        }
    }
    let total: u32 = votes.iter().sum();
    let share = |&count: &u32| f64::from(count) / f64::from(total);
    (total > 0).then(|| (votes.iter().map(share).collect(), total))
}
