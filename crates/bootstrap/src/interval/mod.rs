//! Intervals, standard errors and bias from replicates or from influence values.
//!
//! | interval | needs | cite |
//! |---|---|---|
//! | [`percentile`] | replicates | Efron and Tibshirani (1993), section 13.3 |
//! | [`basic`] | replicates, estimate | Davison and Hinkley (1997), equation 2.10 |
//! | [`bca`] | replicates, estimate, acceleration | Efron (1987) |
//! | [`analytic`] | estimate, standard error from influence values | Efron (1982), chapter 6 |
//!
//! Absent replicates (NaN) are left out and counted. Every function returns `None` where its
//! interval is undefined: no replicate is present, the estimate is NaN, or the level is not
//! between 0 and 1. A single present replicate, or a constant statistic, gives an interval of no
//! width.

mod bands;
mod bca;

pub use bands::{Bands, max_t};
pub use bca::bca;

use statrs::distribution::{ContinuousCDF, Normal};

/// An interval with the replicates behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Replicates without a value, left out of both ends.
    pub absent: usize,
}

/// The percentile interval of the given level, 0.95 for 2.5 to 97.5 %.
///
/// Its ends are quantiles of the present replicates by [`quantile`].
///
/// # Examples
/// ```
/// let values: Vec<f64> = (0..=100).map(f64::from).collect();
/// let interval = bootstrap::interval::percentile(&values, 0.95).expect("all are present");
/// assert!((interval.low - 2.5).abs() < 1e-12);
/// assert!((interval.high - 97.5).abs() < 1e-12);
/// ```
#[must_use]
pub fn percentile(values: &[f64], level: f64) -> Option<Interval> {
    between(values, (1.0 - level) / 2.0, (1.0 + level) / 2.0)
}

/// The basic interval, the percentile interval mirrored at the estimate.
///
/// # Examples
/// ```
/// use bootstrap::interval::basic;
/// let values = [1.0, 2.0, 4.0];
/// // The percentile interval of level 1 is 1 to 4; mirrored at 2 it is 0 to 3.
/// let interval = basic(&values, 2.0, 1.0).expect("three values are present");
/// assert_eq!((interval.low, interval.high), (0.0, 3.0));
/// ```
#[must_use]
pub fn basic(values: &[f64], estimate: f64, level: f64) -> Option<Interval> {
    let Interval { low, high, absent } = percentile(values, level)?;
    let mirrored = Interval { low: 2.0 * estimate - high, high: 2.0 * estimate - low, absent };
    (!estimate.is_nan()).then_some(mirrored)
}

/// The normal interval around an estimate with a known standard error.
///
/// # Examples
/// ```
/// let interval = bootstrap::interval::analytic(10.0, 2.0, 0.95).expect("both are numbers");
/// assert!((interval.low - 6.080_072_030_919_89).abs() < 1e-9); // 10 - 1.959963984540055 * 2
/// ```
#[must_use]
pub fn analytic(estimate: f64, standard_error: f64, level: f64) -> Option<Interval> {
    let usable = (0.0..1.0).contains(&level) && !estimate.is_nan() && standard_error >= 0.0;
    let half = usable.then(|| normal_quantile((1.0 + level) / 2.0) * standard_error)?;
    Some(Interval { low: estimate - half, high: estimate + half, absent: 0 })
}

/// The standard deviation of the present replicates, with divisor `n - 1`; `None` for fewer than
/// two.
#[must_use]
pub fn standard_error(values: &[f64]) -> Option<f64> {
    let present = present(values);
    if present.len() < 2 {
        return None;
    }
    let mean = mean(&present);
    let squares: f64 = present.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (present.len() - 1) as f64).sqrt())
}

/// The mean of the present replicates minus the estimate; `None` if none is present.
#[must_use]
pub fn bias(values: &[f64], estimate: f64) -> Option<f64> {
    let present = present(values);
    (!present.is_empty() && !estimate.is_nan()).then(|| mean(&present) - estimate)
}

/// The replicates of a difference between two outputs or groups of one run: absent where either
/// is.
///
/// # Examples
/// ```
/// let difference = bootstrap::interval::difference(&[3.0, f64::NAN], &[1.0, 1.0]);
/// assert!(difference[0] == 2.0 && difference[1].is_nan());
/// ```
#[must_use]
pub fn difference(values: &[f64], minus: &[f64]) -> Vec<f64> {
    values.iter().zip(minus).map(|(value, minus)| value - minus).collect()
}

/// The mean, by distances from the first value: exact for equal values.
fn mean(values: &[f64]) -> f64 {
    let first = values.first().copied().unwrap_or(f64::NAN);
    first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64
}

/// The interval between two quantiles of the present values.
fn between(values: &[f64], low: f64, high: f64) -> Option<Interval> {
    let mut present = present(values);
    let absent = values.len() - present.len();
    let low = quantile(&mut present, low)?;
    let high = quantile(&mut present, high)?;
    Some(Interval { low, high, absent })
}

fn normal() -> Normal {
    Normal::new(0.0, 1.0).expect("a standard deviation of 1 is positive")
}

fn normal_quantile(share: f64) -> f64 {
    normal().inverse_cdf(share)
}

/// The values that are not NaN.
#[must_use]
pub fn present(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| !value.is_nan()).collect()
}

/// The quantile at `share` (0 to 1) by linear interpolation between order statistics, type 7 of
/// Hyndman and Fan (1996): the value at rank `(n - 1) share`, counted from 0. Reorders `values`.
///
/// `None` without values or if the share is not between 0 and 1.
///
/// # Examples
/// ```
/// use bootstrap::interval::quantile;
/// assert_eq!(quantile(&mut [40.0, 10.0, 20.0], 0.25), Some(15.0));
/// assert_eq!(quantile(&mut [], 0.5), None);
/// ```
#[must_use]
pub fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let rank = (values.len() - 1) as f64 * share;
    let below = rank.floor() as usize;
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    Some(low + (high - low) * (rank - below as f64))
}
