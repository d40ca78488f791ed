//! What agreement a finite number of draws reaches with the distribution that they are drawn from.

use bootstrap::Stream;

use crate::distances::{dominance, jensen_shannon_term};

/// The probabilities of 0, 1, ..., `draws` successes.
fn binomial(draws: u32, share: f64) -> Vec<f64> {
    if share <= 0.0 || share >= 1.0 {
        let certain = if share <= 0.0 { 0 } else { draws };
        return (0..=draws).map(|count| f64::from(u8::from(count == certain))).collect();
    }
    let odds = (share / (1.0 - share)).ln();
    let mut log = f64::from(draws) * (1.0 - share).ln();
    let mut probabilities = vec![log.exp()];
    for count in 1..=draws {
        log += (f64::from(draws - count + 1) / f64::from(count)).ln() + odds;
        probabilities.push(log.exp());
    }
    probabilities
}

/// The expected Wasserstein-1 distance, in steps, between a distribution and the shares of `draws` independent draws from
/// it: the mean absolute deviations of the binomial cumulative counts, added over the steps. Exact.
///
/// ```
/// // Two draws from (1/2, 1/2): the first step's share is 0, 1/2 or 1 with 1/4, 1/2, 1/4; half of the time it is 1/2 off.
/// assert!((alignment_analyses::wasserstein_of_draws(&[0.5, 0.5], 2) - 0.25).abs() < 1e-15);
/// ```
#[must_use]
pub fn wasserstein_of_draws(shares: &[f64], draws: u32) -> f64 {
    let mut below = 0.0;
    let mut total = 0.0;
    for share in &shares[..shares.len() - 1] {
        below = (below + share).min(1.0);
        let off = |(count, probability): (usize, f64)| {
            probability * (count as f64 / f64::from(draws) - below).abs()
        };
        total += binomial(draws, below).into_iter().enumerate().map(off).sum::<f64>();
    }
    total
}

/// The expected Jensen-Shannon divergence (base 2) between a distribution and the shares of `draws` independent draws from
/// it: it adds over the steps, and each step's count is binomial. Exact.
///
/// ```
/// // Two draws from (1/2, 1/2): half of the time all are at one step, 0.311278 away; else the shares agree.
/// let expected = alignment_analyses::jensen_shannon_of_draws(&[0.5, 0.5], 2);
/// assert!((expected - 0.155_639_062).abs() < 1e-9);
/// ```
#[must_use]
pub fn jensen_shannon_of_draws(shares: &[f64], draws: u32) -> f64 {
    let of_step = |&share: &f64| {
        let term = |(count, probability): (usize, f64)| {
            probability * jensen_shannon_term(count as f64 / f64::from(draws), share)
        };
        binomial(draws, share).into_iter().enumerate().map(term).sum::<f64>()
    };
    shares.iter().map(of_step).sum()
}

/// Uniform numbers of one simulated set of draws, in ascending order.
pub(crate) type Draws = Vec<f64>;

/// Sets of uniform draws, each from a stream of its own; every distribution is simulated from the same sets, so that
/// groups differ by their distributions only.
pub(crate) fn uniform_draws(seed: u64, sets: u64, draws: u32) -> Vec<Draws> {
    let set = |number: u64| {
        let mut stream = Stream::for_purpose(seed, "draw_noise", number);
        let mut numbers: Draws = (0..draws).map(|_| stream.unit()).collect();
        numbers.sort_by(f64::total_cmp);
        numbers
    };
    (0..sets).map(set).collect()
}

/// The mean absolute value of Cliff's delta between a distribution and simulated draws from it.
pub(crate) fn cliff_of_draws(shares: &[f64], sets: &[Draws]) -> f64 {
    let scores: Vec<f64> = dominance(shares).collect();
    let delta = |draws: &Draws| {
        let (mut below, mut cumulative, mut sum) = (0, 0.0, 0.0);
        for (step, (share, score)) in shares.iter().zip(&scores).enumerate() {
            cumulative += share;
            // Whatever rounding leaves above the last cumulative share belongs to the last step.
            let up_to = if step + 1 == shares.len() {
                draws.len()
            } else {
                draws.partition_point(|&number| number < cumulative)
            };
            sum += (up_to - below) as f64 * score;
            below = up_to;
        }
        (sum / draws.len() as f64).abs()
    };
    sets.iter().map(delta).sum::<f64>() / sets.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certain_answer_has_no_noise() {
        assert!(wasserstein_of_draws(&[0.0, 1.0, 0.0], 20).abs() < 1e-15);
        assert!(jensen_shannon_of_draws(&[0.0, 1.0, 0.0], 20).abs() < 1e-15);
        assert!(cliff_of_draws(&[0.0, 1.0, 0.0], &uniform_draws(1, 50, 20)).abs() < 1e-15);
    }

    #[test]
    fn simulation_and_formula_agree() {
        // One draw from (1/2, 1/2) has a delta of 1/2 either way.
        let found = cliff_of_draws(&[0.5, 0.5], &uniform_draws(1, 50, 1));
        assert!((found - 0.5).abs() < 1e-12);
        // Two draws: 0 half of the time, else 1/2.
        let found = cliff_of_draws(&[0.5, 0.5], &uniform_draws(1, 20_000, 2));
        assert!((found - 0.25).abs() < 0.01, "{found}");
    }
}
