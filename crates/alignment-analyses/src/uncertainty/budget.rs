//! From scores in every scenario to deviations, intervals and shares of the variance.

use bootstrap::interval::standard_error;
use survey_model::Interval;

use super::scenario::{Scenario, Source};
use crate::score::percentile;

/// How far a statistic moves when one source, or all of them, are drawn again.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Movement {
    /// Standard deviation over the replicates, divisor `n - 1`.
    pub(crate) deviation: Option<f64>,
    /// The central 95 % of the replicates.
    pub(crate) interval: Option<Interval>,
}

impl Movement {
    fn of(values: &[f64]) -> Self {
        Self { deviation: standard_error(values), interval: percentile(values) }
    }

    /// Whether the interval leaves 0 out.
    pub(crate) fn is_apart_from_zero(&self) -> bool {
        self.interval.is_some_and(|ends| ends.low > 0.0 || ends.high < 0.0)
    }
}

/// One source's part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// The source.
    pub(crate) source: Source,
    /// What it does alone.
    pub(crate) alone: Movement,
    /// The variance of the source alone over that of all together; `None` if nothing varies.
    pub(crate) share_alone: Option<f64>,
    /// The share of the variance that is left, on average, when all other sources are known: the total index of
    /// Homma and Saltelli, by Jansen's estimator.
    pub(crate) share_total: Option<f64>,
}

/// The budget of one statistic: a score or a gap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Budget {
    /// What all sources do together.
    pub(crate) together: Movement,
    /// The sources that are known, in display order.
    pub(crate) parts: Vec<Part>,
}

impl Budget {
    /// The budget of a statistic from its values in the scenarios, numbered as in [`Scenario::all`]. `present` says of
    /// each source whether it is drawn at all.
    pub(crate) fn new(present: [bool; 4], values: impl Fn(usize) -> Vec<f64>) -> Self {
        let together = values(0);
        let whole = Movement::of(&together);
        let variance = whole.deviation.map(|deviation| deviation * deviation);
        let share = |part: Option<f64>| {
            let (part, whole) = part.zip(variance).filter(|(_, whole)| *whole > 0.0)?;
            Some(part / whole)
        };
        let sources = Source::ALL.into_iter().filter(|source| present[*source as usize]);
        let part = |source: Source| {
            let alone = Movement::of(&values(1 + source as usize));
            let redrawn = values(1 + Source::ALL.len() + source as usize);
            Part {
                source,
                alone,
                share_alone: share(alone.deviation.map(|deviation| deviation * deviation)),
                share_total: share(variance_within(source, &together, &redrawn)),
            }
        };
        Self { together: whole, parts: sources.map(part).collect() }
    }

    /// What the shares of the sources alone leave of 1: below 0 where they are more than the whole.
    pub(crate) fn remainder(&self) -> Option<f64> {
        let shares: Option<Vec<f64>> = self.parts.iter().map(|part| part.share_alone).collect();
        shares.map(|shares| 1.0 - shares.iter().sum::<f64>())
    }

    /// One source's part, if it is known.
    pub(crate) fn part(&self, source: Source) -> Option<&Part> {
        self.parts.iter().find(|part| part.source == source)
    }
}

/// The mean variance that is left when all sources but one are known: half the mean squared difference between pairs of
/// replicates that differ in this source only. `None` without a pair.
fn variance_within(source: Source, together: &[f64], redrawn: &[f64]) -> Option<f64> {
    let squares: Vec<f64> = redrawn
        .iter()
        .enumerate()
        .map(|(own, value)| together[Scenario::partner(source, own, redrawn.len())] - value)
        .filter(|difference| !difference.is_nan())
        .map(|difference| difference * difference)
        .collect();
    (!squares.is_empty()).then(|| squares.iter().sum::<f64>() / (2 * squares.len()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two sources that add up: respondents move by 1, questions by 2, every combination once.
    #[test]
    fn sources_that_add_up_leave_no_remainder() {
        // Replicates (respondents, questions): steps so that each pair of neighbours covers each combination alike.
        let respondents = [0.0, 1.0, 1.0, 0.0];
        let questions = [0.0, 0.0, 2.0, 2.0];
        let next = |row: [f64; 4]| [row[1], row[2], row[3], row[0]];
        let sum =
            |a: [f64; 4], b: [f64; 4]| a.iter().zip(b).map(|(a, b)| a + b).collect::<Vec<_>>();
        let values = |scenario: usize| match scenario {
            1 => respondents.to_vec(),
            2 => questions.to_vec(),
            5 => sum(respondents, next(questions)),
            6 => sum(respondents, next(questions)),
            _ => sum(respondents, questions),
        };
        let budget = Budget::new([true, true, false, false], values);
        // Variances with divisor 3: 1/3 and 4/3 of 5/3.
        assert!((budget.parts[0].share_alone.unwrap() - 0.2).abs() < 1e-12);
        assert!((budget.parts[1].share_alone.unwrap() - 0.8).abs() < 1e-12);
        assert!(budget.remainder().unwrap().abs() < 1e-12);
        // Neighbours differ in respondents in two of four pairs, by 1: 2 / 4 / 2, over 5/3.
        assert!((budget.parts[0].share_total.unwrap() - 0.25 / (5.0 / 3.0)).abs() < 1e-12);
        assert!((budget.parts[1].share_total.unwrap() - 1.0 / (5.0 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn nothing_that_varies_has_no_shares() {
        let budget = Budget::new([true, false, false, false], |_| vec![0.5; 3]);
        assert_eq!(budget.together.deviation, Some(0.0));
        assert_eq!((budget.parts[0].share_alone, budget.remainder()), (None, None));
    }

    #[test]
    fn absent_replicates_take_no_part() {
        let budget = Budget::new([true; 4], |_| vec![f64::NAN; 4]);
        assert_eq!(budget.together, Movement::default());
        assert_eq!(budget.parts[0].share_total, None);
    }
}
