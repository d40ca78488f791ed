//! The bias-corrected and accelerated interval.

use statrs::distribution::ContinuousCDF;

use super::{Interval, between, normal, normal_quantile, present};

/// The BCa interval: a percentile interval whose two shares are shifted for median bias (`z0`) and
/// for a standard error that changes with the value (`acceleration`, see
/// [`crate::Influence::acceleration`]).
///
/// With `z` the normal quantile of a nominal share, the share taken is
/// `Phi(z0 + (z0 + z) / (1 - acceleration (z0 + z)))`; `z0` is the normal quantile of the share of
/// replicates below the estimate, ties counted half.
///
/// `None` also where every replicate lies on one side of the estimate, since `z0` is infinite, or
/// where the shift has no solution, `acceleration (z0 + z) >= 1`.
///
/// Source: Efron (1987), equations 2.3 and 6.6; ties as in `scipy.stats.bootstrap`.
///
/// # Examples
/// Without bias and acceleration it is the percentile interval:
/// ```
/// use bootstrap::interval::{bca, percentile};
/// let values: Vec<f64> = (0..=100).map(f64::from).collect();
/// let (found, plain) = (bca(&values, 50.0, 0.0, 0.9), percentile(&values, 0.9));
/// assert!((found.expect("defined").low - plain.expect("defined").low).abs() < 1e-6);
/// ```
#[must_use]
pub fn bca(values: &[f64], estimate: f64, acceleration: f64, level: f64) -> Option<Interval> {
    let present = present(values);
    let below = present.iter().filter(|&&value| value < estimate).count();
    let up_to = present.iter().filter(|&&value| value <= estimate).count();
    let share = (below + up_to) as f64 / (2 * present.len()) as f64;
    let usable = share > 0.0 && share < 1.0 && (0.0..1.0).contains(&level);
    if !usable || !acceleration.is_finite() {
        return None;
    }
    let median_bias = normal_quantile(share);
    let shifted = |nominal: f64| {
        let z = median_bias + normal_quantile(nominal);
        let stretch = 1.0 - acceleration * z;
        (stretch > 0.0).then(|| normal().cdf(median_bias + z / stretch))
    };
    between(values, shifted((1.0 - level) / 2.0)?, shifted((1.0 + level) / 2.0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], estimate: f64, acceleration: f64) -> Option<(f64, f64)> {
        bca(values, estimate, acceleration, 0.9).map(|interval| (interval.low, interval.high))
    }

    #[test]
    fn replicates_on_one_side_have_no_interval() {
        assert_eq!(check(&[1.0, 2.0, 3.0], 0.0, 0.0), None);
        assert_eq!(check(&[1.0, 2.0, 3.0], 4.0, 0.0), None);
        assert_eq!(check(&[], 4.0, 0.0), None);
        assert_eq!(check(&[1.0, 2.0, 3.0], f64::NAN, 0.0), None);
        assert_eq!(check(&[1.0, 2.0, 3.0], 2.0, f64::NAN), None);
    }

    #[test]
    fn a_constant_statistic_has_an_interval_of_no_width() {
        assert_eq!(check(&[2.0; 9], 2.0, 0.0), Some((2.0, 2.0)));
    }

    #[test]
    fn an_acceleration_beyond_the_solution_has_no_interval() {
        assert_eq!(check(&[1.0, 2.0, 3.0], 2.0, 1.0), None);
    }

    #[test]
    fn positive_acceleration_moves_both_ends_up() {
        let values: Vec<f64> = (0..=1000).map(f64::from).collect();
        let (low, high) = check(&values, 500.0, 0.0).expect("defined");
        let (low_up, high_up) = check(&values, 500.0, 0.1).expect("defined");
        assert!(low_up > low && high_up > high);
    }
}
