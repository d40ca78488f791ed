//! How far apart two distributions of answers on one scale are.
//!
//! Every function takes the shares of two distributions at the steps 0, 1, ... of one scale; each list adds up to 1.
//!
//! | distance | range | what it asks of the scale | source |
//! |---|---|---|---|
//! | [`wasserstein`] | 0 to `R - 1` steps | equal distances | Vallender (1974) |
//! | [`wasserstein_squared`] | 0 to `(R - 1)^2` | equal distances | Vallender (1974) |
//! | [`total_variation`] | 0 to 1 | nothing, not even an order | Levin, Peres and Wilmer (2017), chapter 4 |
//! | [`jensen_shannon`] | 0 to 1 | nothing, not even an order | Lin (1991), equation 3.4 |
//! | [`kolmogorov`] | 0 to 1 | an order | Smirnov (1948) |
//! | [`cliffs_delta`] | -1 to 1 | an order | Cliff (1993), equation 1 |

/// Wasserstein-1 in steps: how far answers must move on average to turn one distribution into the other.
///
/// ```
/// // All at the lowest of three steps against half at each end: half of them move two steps.
/// assert_eq!(alignment_analyses::distances::wasserstein(&[1.0, 0.0, 0.0], &[0.5, 0.0, 0.5]), 1.0);
/// ```
#[must_use]
pub fn wasserstein(first: &[f64], second: &[f64]) -> f64 {
    cumulative_gaps(first, second).map(f64::abs).sum()
}

/// The square of Wasserstein-2: the mean squared move, in squared steps, when answers move in order.
///
/// ```
/// // As above: half of them move two steps, at a squared cost of four each.
/// assert_eq!(alignment_analyses::distances::wasserstein_squared(&[1.0, 0.0, 0.0], &[0.5, 0.0, 0.5]), 2.0);
/// ```
#[must_use]
pub fn wasserstein_squared(first: &[f64], second: &[f64]) -> f64 {
    let (mut from, mut to) = (0, 0);
    let (mut here, mut there) = (first[0], second[0]);
    let mut cost = 0.0;
    loop {
        let moved = here.min(there);
        cost += moved * (from as f64 - to as f64).powi(2);
        here -= moved;
        there -= moved;
        // The emptier of the two steps is finished; rounding leaves at most a last bit behind.
        let next = if here <= there { &mut from } else { &mut to };
        *next += 1;
        if from == first.len() || to == second.len() {
            return cost;
        }
        if here <= there {
            here = first[from];
        } else {
            there = second[to];
        }
    }
}

/// The share of answers that must change to turn one distribution into the other.
///
/// ```
/// assert_eq!(alignment_analyses::distances::total_variation(&[1.0, 0.0], &[0.25, 0.75]), 0.75);
/// ```
#[must_use]
pub fn total_variation(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(first, second)| (first - second).abs()).sum::<f64>() / 2.0
}

/// The Jensen-Shannon divergence with logarithms to base 2; its square root is the Jensen-Shannon distance.
///
/// ```
/// use alignment_analyses::distances::jensen_shannon;
/// assert_eq!(jensen_shannon(&[1.0, 0.0], &[0.0, 1.0]), 1.0);
/// // (1, 0) against (1/2, 1/2): 1/2 log2(1/0.75) + 1/4 log2(0.5/0.75) + 1/4 log2(0.5/0.25).
/// assert!((jensen_shannon(&[1.0, 0.0], &[0.5, 0.5]) - 0.311_278_124_459).abs() < 1e-12);
/// ```
#[must_use]
pub fn jensen_shannon(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(&first, &second)| jensen_shannon_term(first, second)).sum()
}

/// What one step adds to the divergence.
pub(crate) fn jensen_shannon_term(first: f64, second: f64) -> f64 {
    let middle = f64::midpoint(first, second);
    let half = |share: f64| if share > 0.0 { share * (share / middle).log2() / 2.0 } else { 0.0 };
    half(first) + half(second)
}

/// The largest difference between the two cumulative distributions.
///
/// ```
/// assert_eq!(alignment_analyses::distances::kolmogorov(&[1.0, 0.0, 0.0], &[0.5, 0.0, 0.5]), 0.5);
/// ```
#[must_use]
pub fn kolmogorov(first: &[f64], second: &[f64]) -> f64 {
    cumulative_gaps(first, second).map(f64::abs).fold(0.0, f64::max)
}

/// Cliff's delta: the probability that an answer of the first distribution is the higher one, minus the probability
/// that an answer of the second is. It sees that one distribution lies higher, not that one is wider.
///
/// ```
/// // (0, 1) against (1/2, 1/2): higher with 1/2, never lower.
/// assert_eq!(alignment_analyses::distances::cliffs_delta(&[0.0, 1.0], &[0.5, 0.5]), 0.5);
/// ```
#[must_use]
pub fn cliffs_delta(first: &[f64], second: &[f64]) -> f64 {
    dominance(second).zip(first).map(|(score, share)| score * share).sum()
}

/// For each step the share of a distribution below it minus the share above it.
pub(crate) fn dominance(shares: &[f64]) -> impl Iterator<Item = f64> + '_ {
    let total: f64 = shares.iter().sum();
    shares.iter().scan(0.0, move |below, &share| {
        let score = *below - (total - *below - share);
        *below += share;
        Some(score)
    })
}

/// The cumulative shares of the first distribution minus those of the second, at every step but the last.
fn cumulative_gaps<'a>(first: &'a [f64], second: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    debug_assert_eq!(first.len(), second.len(), "both are on one scale");
    let steps = first.len().saturating_sub(1);
    first.iter().zip(second).take(steps).scan(0.0, |gap, (first, second)| {
        *gap += first - second;
        Some(*gap)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shares() -> impl Strategy<Value = Vec<f64>> {
        let counts = prop::collection::vec(0_u32..20, 5)
            .prop_filter("somebody", |counts| counts.iter().any(|&count| count > 0));
        counts.prop_map(|counts| {
            let total: u32 = counts.iter().sum();
            counts.iter().map(|&count| f64::from(count) / f64::from(total)).collect()
        })
    }

    proptest! {
        #[test]
        fn distances_are_symmetric_bounded_and_zero_for_equals(first in shares(), second in shares()) {
            let both = [
                (wasserstein as fn(&[f64], &[f64]) -> f64, 4.0),
                (wasserstein_squared, 16.0),
                (total_variation, 1.0),
                (jensen_shannon, 1.0),
                (kolmogorov, 1.0),
            ];
            for (distance, most) in both {
                let found = distance(&first, &second);
                prop_assert!((-1e-12..=most + 1e-12).contains(&found));
                prop_assert!((found - distance(&second, &first)).abs() < 1e-12);
                prop_assert!(distance(&first, &first).abs() < 1e-12);
            }
            prop_assert!((cliffs_delta(&first, &second) + cliffs_delta(&second, &first)).abs() < 1e-12);
        }

        /// Jensen: the mean move is at most the root of the mean squared move.
        #[test]
        fn the_first_distance_is_at_most_the_second(first in shares(), second in shares()) {
            let (one, two) = (wasserstein(&first, &second), wasserstein_squared(&first, &second));
            prop_assert!(one * one <= two + 1e-9);
        }
    }
}
