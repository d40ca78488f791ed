//! What a model's score could be if it had answered what it refused.

use alignment_core::{Target, item_score};
use bootstrap::Stream;
use survey_model::StudyItem;

use crate::Attainable;

/// A lower and an upper end that need not be an interval of confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The score of one group with one model over all items, split into what is known and what is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Completed {
    /// Summed weight of every item on which the group has a mean.
    total: f64,
    /// Summed weighted score of the answered ones.
    known: f64,
    /// The refused ones.
    unknown: Vec<Unknown>,
}

/// One refused item.
#[derive(Debug, Clone, PartialEq)]
struct Unknown {
    weight: f64,
    attainable: Attainable,
    /// Weight and score of the items that lend theirs: the answered ones of the same topic, or all answered ones.
    donors: Vec<(f64, f64)>,
}

impl Completed {
    /// Splits the items of a study; `None` if the group has no mean on any of them.
    ///
    /// # Panics
    /// If there are not as many means and targets as items.
    #[must_use]
    pub fn new(items: &[StudyItem], means: &[Option<f64>], targets: &[Target]) -> Option<Self> {
        assert!(means.len() == items.len() && targets.len() == items.len(), "one row per item");
        let answered: Vec<(&str, f64, f64)> = items
            .iter()
            .zip(means)
            .zip(targets)
            .filter_map(|((item, mean), target)| {
                let score = item_score((*mean)?, target.answer?, target.width);
                Some((item.topic.as_str(), target.item_weight, score))
            })
            .collect();
        let donors = |topic: &str| -> Vec<(f64, f64)> {
            let near = answered.iter().filter(|(of, ..)| *of == topic);
            let near: Vec<_> = near.map(|&(_, weight, score)| (weight, score)).collect();
            let all = answered.iter().map(|&(_, weight, score)| (weight, score));
            if near.is_empty() { all.collect() } else { near }
        };
        let unknown = |((item, mean), target): ((&StudyItem, &Option<f64>), &Target)| {
            let attainable = Attainable::of((*mean)?, item);
            let refused = target.answer.is_none();
            let weight = target.item_weight;
            refused.then(|| Unknown { weight, attainable, donors: donors(&item.topic) })
        };
        let unknown: Vec<_> = items.iter().zip(means).zip(targets).filter_map(unknown).collect();
        let known = answered.iter().map(|(_, weight, score)| weight * score).sum();
        let weights = answered.iter().map(|(_, weight, _)| weight).sum::<f64>();
        let total = weights + unknown.iter().map(|item| item.weight).sum::<f64>();
        (total > 0.0).then_some(Self { total, known, unknown })
    }

    /// How many items were refused on which the group has a mean.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.unknown.len()
    }

    /// The lowest and the highest score that any answers on the scales could give. They are sharp: both are attained.
    ///
    /// ```
    /// # use alignment_analyses::{Completed, Bounds};
    /// # use alignment_core::Target;
    /// # use survey_model::*;
    /// # let item = |id: &str| {
    /// #     let option = |code| ScaleOption { code: OptionCode(code), label: String::new() };
    /// #     let scale = ResponseScale::new((1..=5).map(option).collect()).unwrap();
    /// #     let item = Item::new(ItemId::new(id).unwrap(), id.into(), vec![], scale, Default::default()).unwrap();
    /// #     StudyItem { item, question: id.into(), weight: ItemWeight::ONE, topic: "trust".into() }
    /// # };
    /// // Two items on the scale 1 to 5, with means 3 and 2.2; the model says 4 on the first and refuses the second.
    /// let (answered, refused) = (Some(4.0), None);
    /// let target = |answer| Target { answer, width: 4.0, item_weight: 1.0 };
    /// let items = [item("a"), item("b")];
    /// let means = [Some(3.0), Some(2.2)];
    /// let score = Completed::new(&items, &means, &[target(answered), target(refused)]).unwrap();
    /// // The first scores 0.75. The second scores 0.95 if the answer is 2, and 0.3 if it is 5.
    /// let Bounds { low, high } = score.any_answer();
    /// assert!((low - (0.75 + 0.3) / 2.0).abs() < 1e-12 && (high - (0.75 + 0.95) / 2.0).abs() < 1e-12);
    /// let Bounds { low, high } = score.any_score();
    /// assert_eq!((low, high), (0.375, 0.875));
    /// ```
    #[must_use]
    pub fn any_answer(&self) -> Bounds {
        Bounds {
            low: self.filled(|item| item.attainable.worst()),
            high: self.filled(|item| item.attainable.best()),
        }
    }

    /// The score if every refused item scored 0, and if every one scored 1: wider than any answers could make it.
    #[must_use]
    pub fn any_score(&self) -> Bounds {
        Bounds { low: self.filled(|_| 0.0), high: self.filled(|_| 1.0) }
    }

    /// The expected score if each refused item were answered with any code of its scale, all equally likely.
    #[must_use]
    pub fn random(&self) -> f64 {
        self.filled(|item| item.attainable.random())
    }

    /// The expected score if each refused item scored as an answered one of its topic does, picked by weight and held
    /// within what its own scale can attain. `None` without an answered item.
    #[must_use]
    pub fn by_topic(&self) -> Option<f64> {
        let lent = self.unknown.iter().all(|item| !item.donors.is_empty());
        lent.then(|| {
            self.filled(|item| {
                let weight: f64 = item.donors.iter().map(|(weight, _)| weight).sum();
                let lend = |(w, score): &(f64, f64)| w * item.within(*score);
                item.donors.iter().map(lend).sum::<f64>() / weight
            })
        })
    }

    /// Scores with each refused item answered at random, `draws` of them.
    #[must_use]
    pub fn random_draws(&self, seed: u64, draws: u64) -> Vec<f64> {
        self.drawn(seed, "refusals at random", draws, |item, share| {
            let scores = item.attainable.scores();
            scores[((share * scores.len() as f64) as usize).min(scores.len() - 1)]
        })
    }

    /// Scores with each refused item lent the score of one answered item of its topic, `draws` of them.
    #[must_use]
    pub fn topic_draws(&self, seed: u64, draws: u64) -> Vec<f64> {
        if self.by_topic().is_none() {
            return Vec::new();
        }
        self.drawn(seed, "refusals by topic", draws, |item, share| {
            let weight: f64 = item.donors.iter().map(|(weight, _)| weight).sum();
            let mut left = share * weight;
            let found = item.donors.iter().find(|(weight, _)| {
                left -= weight;
                left < 0.0
            });
            item.within(found.unwrap_or(&item.donors[item.donors.len() - 1]).1)
        })
    }

    fn filled(&self, score: impl Fn(&Unknown) -> f64) -> f64 {
        let filled = |item: &Unknown| item.weight * score(item);
        (self.known + self.unknown.iter().map(filled).sum::<f64>()) / self.total
    }

    fn drawn(
        &self,
        seed: u64,
        purpose: &str,
        draws: u64,
        score: impl Fn(&Unknown, f64) -> f64,
    ) -> Vec<f64> {
        let one = |draw| {
            let mut stream = Stream::for_purpose(seed, purpose, draw);
            let filled = |item: &Unknown| item.weight * score(item, stream.unit());
            (self.known + self.unknown.iter().map(filled).sum::<f64>()) / self.total
        };
        (0..draws).map(one).collect()
    }

    /// The lowest and the highest difference of this score minus another group's with the same model, if the model
    /// gave the same answer to both on each refused item. Sharp.
    ///
    /// # Panics
    /// If the two are not of the same items: then nothing can be said about the difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Bounds {
        assert_eq!(self.unknown.len(), other.unknown.len(), "the same items are refused");
        let fixed = self.known / self.total - other.known / other.total;
        let mut bounds = Bounds { low: fixed, high: fixed };
        for (own, theirs) in self.unknown.iter().zip(&other.unknown) {
            let of = |(a, b): (&f64, &f64)| {
                own.weight * a / self.total - theirs.weight * b / other.total
            };
            let pairs = own.attainable.scores().iter().zip(theirs.attainable.scores());
            let differences: Vec<f64> = pairs.map(of).collect();
            bounds.low += differences.iter().copied().fold(f64::INFINITY, f64::min);
            bounds.high += differences.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        }
        bounds
    }
}

impl Unknown {
    fn within(&self, score: f64) -> f64 {
        score.clamp(self.attainable.worst(), self.attainable.best())
    }
}
