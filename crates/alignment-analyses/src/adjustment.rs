//! P-values of many comparisons, and the smallest gap that one of them finds.

use bootstrap::interval::standard_error;
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::erf::erfc;

use crate::score::LEVEL;

/// The two-sided p-value of an estimate that is normal around 0 with a standard error; `None` if it does not vary.
///
/// ```
/// let p = alignment_analyses::normal_p_value(1.959_963_984_540_054, 1.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-9);
/// assert_eq!(alignment_analyses::normal_p_value(1.0, 0.0), None);
/// ```
#[must_use]
pub fn normal_p_value(estimate: f64, standard_error: f64) -> Option<f64> {
    let z = estimate.abs() / standard_error;
    (standard_error > 0.0 && !z.is_nan()).then(|| erfc(z / std::f64::consts::SQRT_2))
}

/// Holm's step-down adjustment; absent p-values stay absent and are no part of the family.
///
/// Source: Holm (1979), section 3.
///
/// ```
/// // Ascending 0.01, 0.02, 0.04 times 3, 2, 1: 0.03, 0.04, and 0.04 again because adjusted values never fall.
/// let adjusted = alignment_analyses::holm(&[Some(0.02), None, Some(0.01), Some(0.04)]);
/// assert_eq!(adjusted, [Some(0.04), None, Some(0.03), Some(0.04)]);
/// ```
#[must_use]
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p_values);
    let (mut adjusted, mut most) = (vec![None; p_values.len()], 0.0_f64);
    for (rank, &(at, p)) in order.iter().enumerate() {
        most = most.max((p * (order.len() - rank) as f64).min(1.0));
        adjusted[at] = Some(most);
    }
    adjusted
}

/// Benjamini and Hochberg's step-up adjustment; absent p-values stay absent and are no part of the family.
///
/// Source: Benjamini and Hochberg (1995), section 3.1, as adjusted p-values.
///
/// ```
/// // Descending 0.04, 0.03, 0.01 times 3/3, 3/2, 3/1: 0.04, then 0.045 cut to 0.04, then 0.03.
/// let adjusted = alignment_analyses::benjamini_hochberg(&[Some(0.03), None, Some(0.01), Some(0.04)]);
/// assert_eq!(adjusted, [Some(0.04), None, Some(0.03), Some(0.04)]);
/// ```
#[must_use]
pub fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p_values);
    let (mut adjusted, mut least) = (vec![None; p_values.len()], 1.0_f64);
    for (rank, &(at, p)) in order.iter().enumerate().rev() {
        least = least.min(p * order.len() as f64 / (rank + 1) as f64);
        adjusted[at] = Some(least);
    }
    adjusted
}

fn ascending(p_values: &[Option<f64>]) -> Vec<(usize, f64)> {
    let present = p_values.iter().enumerate().filter_map(|(at, p)| Some((at, (*p)?)));
    let mut order: Vec<(usize, f64)> = present.collect();
    order.sort_by(|first, second| first.1.total_cmp(&second.1));
    order
}

/// Single-step max-T p-values: one more than the replicates whose largest `|replicate - estimate| / standard error` over
/// the family reaches the member's `|estimate| / standard error`, over one more than the replicates. They are at least
/// `1 / (replicates + 1)`. A member that does not vary has none and no part in the largest.
///
/// Source: Westfall and Young (1993), section 2.3.4; one is added as in Davison and Hinkley (1997), equation 4.11.
///
/// ```
/// // Standard error 1, distances 1, 0, 1; the estimate 0.5 is reached by two of three replicates: (1 + 2) / (1 + 3).
/// let draws = [-0.5, 0.5, 1.5];
/// assert_eq!(alignment_analyses::max_t_p_values(&[(0.5, &draws)]), [Some(0.75)]);
/// ```
#[must_use]
pub fn max_t_p_values(family: &[(f64, &[f64])]) -> Vec<Option<f64>> {
    let errors: Vec<Option<f64>> =
        family.iter().map(|(_, draws)| standard_error(draws).filter(|&se| se > 0.0)).collect();
    let replicates = family.iter().map(|(_, draws)| draws.len()).max().unwrap_or(0);
    let mut largest = vec![f64::NAN; replicates];
    for ((estimate, draws), error) in family.iter().zip(&errors) {
        let Some(error) = error else { continue };
        for (largest, draw) in largest.iter_mut().zip(*draws) {
            // `max` leaves out a draw that is absent.
            *largest = largest.max((draw - estimate).abs() / error);
        }
    }
    let mut largest = bootstrap::interval::present(&largest);
    largest.sort_by(f64::total_cmp);
    let p_value = |((estimate, _), error): (&(f64, &[f64]), &Option<f64>)| {
        let statistic = estimate.abs() / (*error)?;
        let reached = largest.len() - largest.partition_point(|&value| value < statistic);
        Some((1 + reached) as f64 / (1 + largest.len()) as f64)
    };
    family.iter().zip(&errors).map(p_value).collect()
}

/// The true gap that a two-sided test at 5 % finds with the given power: the sum of the critical value and the normal
/// quantile of the power, times the standard error. The critical value of one test is the normal quantile of 0.975.
///
/// Source: Bloom (1995), equation 1.
///
/// ```
/// // 1.959964 + 0.841621 standard errors of 0.01.
/// let gap = alignment_analyses::minimum_detectable(0.01, None, 0.8);
/// assert!((gap - 0.028_015_852).abs() < 1e-8);
/// ```
#[must_use]
pub fn minimum_detectable(standard_error: f64, critical: Option<f64>, power: f64) -> f64 {
    let normal = Normal::standard();
    let critical = critical.unwrap_or_else(|| normal.inverse_cdf(f64::midpoint(1.0, LEVEL)));
    (critical + normal.inverse_cdf(power)) * standard_error
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Benjamini and Hochberg's values lie between the p-values and Holm's, and both keep their order.
        #[test]
        fn adjustments_keep_their_order(p_values in prop::collection::vec(0.0..1.0_f64, 1..40)) {
            let raw: Vec<Option<f64>> = p_values.iter().copied().map(Some).collect();
            let (down, up) = (holm(&raw), benjamini_hochberg(&raw));
            for (at, &p) in p_values.iter().enumerate() {
                let (down_at, up_at) = (down[at].unwrap_or(-1.0), up[at].unwrap_or(-1.0));
                prop_assert!(p <= up_at + 1e-15 && up_at <= down_at + 1e-15 && down_at <= 1.0);
                for (other, &q) in p_values.iter().enumerate() {
                    prop_assert!(p > q || (down[at] <= down[other] && up[at] <= up[other]));
                }
            }
        }
    }
}
