//! Intervals from replicates.

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
/// Absent replicates (NaN) are left out and counted. `None` if no replicate is present or the
/// level is not between 0 and 1. One present replicate gives an interval of no width.
///
/// Source: Efron and Tibshirani (1993), section 13.3; ends by [`quantile`].
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
    let mut present = present(values);
    let absent = values.len() - present.len();
    let low = quantile(&mut present, (1.0 - level) / 2.0)?;
    let high = quantile(&mut present, (1.0 + level) / 2.0)?;
    Some(Interval { low, high, absent })
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
