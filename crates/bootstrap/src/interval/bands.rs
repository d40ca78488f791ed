//! Simultaneous intervals for a family of statistics from the same replicates.

use super::{Interval, quantile, standard_error};

/// Simultaneous intervals: with probability near the level, all of them cover at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// The common multiple of the standard errors.
    pub critical: f64,
    /// One interval for each member; `None` for a member whose standard error is undefined.
    pub intervals: Vec<Option<Interval>>,
}

/// Max-T bands: every member's estimate plus and minus a common multiple of its standard error.
///
/// The multiple is the quantile at `level` of the largest `|replicate - estimate| / standard
/// error` over the members, taken replicate by replicate. A replicate's largest value runs over
/// the members present in it; a member that does not vary has an interval of no width and no part
/// in the multiple. `None` if no member varies, or the level is not between 0 and 1.
///
/// `family` holds an estimate and its replicates for each member, all of one run.
///
/// Source: Westfall and Young (1993), section 2.3.4, inverted to intervals.
///
/// # Examples
/// One member whose five replicates have a standard error of sqrt(2.5):
/// ```
/// let replicates = [1.0, 2.0, 3.0, 4.0, 5.0];
/// let bands = bootstrap::interval::max_t(&[(3.0, &replicates)], 0.5).expect("it varies");
/// // The distances are 2, 1, 0, 1, 2; their median is 1.
/// assert!((bands.critical - 1.0 / 2.5_f64.sqrt()).abs() < 1e-12);
/// let interval = bands.intervals[0].expect("it varies");
/// assert!((interval.low - 2.0).abs() < 1e-12 && (interval.high - 4.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn max_t(family: &[(f64, &[f64])], level: f64) -> Option<Bands> {
    let error = |&(estimate, replicates): &(f64, &[f64])| {
        standard_error(replicates).filter(|_| !estimate.is_nan())
    };
    let errors: Vec<Option<f64>> = family.iter().map(error).collect();
    let replicates = family.iter().map(|(_, replicates)| replicates.len()).max().unwrap_or(0);
    let largest = |replicate: usize| {
        let members = family.iter().zip(&errors);
        let distances = members.filter_map(|(&(estimate, replicates), error)| {
            let error = error.filter(|&error| error > 0.0)?;
            let value = replicates.get(replicate).filter(|value| !value.is_nan())?;
            Some((value - estimate).abs() / error)
        });
        distances.max_by(f64::total_cmp)
    };
    let mut largest: Vec<f64> = (0..replicates).filter_map(largest).collect();
    let critical = quantile(&mut largest, level)?;
    let intervals = family.iter().zip(&errors).map(|((estimate, replicates), error)| {
        let half = critical * (*error)?;
        let absent = replicates.iter().filter(|value| value.is_nan()).count();
        Some(Interval { low: estimate - half, high: estimate + half, absent })
    });
    Some(Bands { critical, intervals: intervals.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_multiple_is_of_the_largest_distance() {
        // Standard errors 1 and 2; distances in standard errors (1, 0, 1) and (0, 1, 1).
        let (narrow, wide) = ([-1.0, 0.0, 1.0], [0.0, -2.0, 2.0]);
        let bands = max_t(&[(0.0, &narrow), (0.0, &wide)], 0.0).expect("both vary");
        assert!((bands.critical - 1.0).abs() < 1e-12, "the smallest of the largest distances");
        let wide = bands.intervals[1].expect("it varies");
        assert!((wide.high - 2.0).abs() < 1e-12);
    }

    #[test]
    fn constant_and_undefined_members_stand_aside() {
        let family: [(f64, &[f64]); 3] =
            [(0.0, &[-1.0, 0.0, 1.0]), (7.0, &[7.0; 3]), (f64::NAN, &[f64::NAN; 3])];
        let bands = max_t(&family, 0.9).expect("one varies");
        let constant = bands.intervals[1].expect("a constant has an interval");
        assert_eq!((constant.low, constant.high), (7.0, 7.0));
        assert_eq!(bands.intervals[2], None);
        assert_eq!(max_t(&family[1..], 0.9), None);
        assert_eq!(max_t(&[], 0.9), None);
    }
}
