//! An axis: its ends, its ticks, and where a value stands on it.

use crate::ReportError;

/// A linear axis whose ticks are whole multiples of `mantissa * 10^-digits`, so that a tick prints what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    /// The first tick, in steps from zero.
    first: i64,
    /// The last tick, in steps from zero.
    last: i64,
    /// The step's digits without the point: 25 for 0.025.
    mantissa: i64,
    /// Decimals of the step, and of every tick's label: 3 for 0.025.
    digits: usize,
}

impl Axis {
    /// The shortest axis that holds every value and has `ticks_max` ticks or fewer (at least 2).
    ///
    /// Steps are 1, 2, 2.5 and 5 times a power of ten, and no finer than 0.001. Without a value the axis is 0 to 1.
    pub(crate) fn around(values: impl IntoIterator<Item = f64>, ticks_max: i64) -> Self {
        let (low, high) =
            values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        STEPS
            .iter()
            .map(|&(mantissa, digits)| Self::with_step(low, high, mantissa, digits))
            .find(|axis| axis.last - axis.first < ticks_max)
            .unwrap_or_else(|| Self::with_step(low, high, 1, 0))
    }

    fn with_step(low: f64, high: f64, mantissa: i64, digits: usize) -> Self {
        let step = step_of(mantissa, digits);
        // A value that is a tick but for rounding stays one: the slack is far below a pixel.
        let first = (low / step + 1e-9).floor() as i64;
        let last = (high / step - 1e-9).ceil() as i64;
        Self { first, last: last.max(first + 1), mantissa, digits }
    }

    /// The ends.
    pub(crate) fn ends(self) -> (f64, f64) {
        let step = step_of(self.mantissa, self.digits);
        (self.first as f64 * step, self.last as f64 * step)
    }

    /// Where the value stands, 0 at the lower end and 1 at the upper.
    ///
    /// # Errors
    /// A value outside the axis: it would be drawn outside the panel, and clipping it would lie.
    pub(crate) fn share(self, value: f64, figure: &'static str) -> Result<f64, ReportError> {
        let (low, high) = self.ends();
        let share = (value - low) / (high - low);
        if (-1e-6..=1.0 + 1e-6).contains(&share) {
            Ok(share.clamp(0.0, 1.0))
        } else {
            Err(ReportError::OutsideAxis { figure, value, low, high })
        }
    }

    /// The ticks: place from 0 to 1, and label.
    pub(crate) fn ticks(self) -> Vec<(f64, String)> {
        let scale = 10_i64.pow(u32::try_from(self.digits).expect("a step has few decimals"));
        let label = |tick: i64| {
            let whole = tick * self.mantissa;
            let sign = if whole < 0 { "\u{2212}" } else { "" };
            let (units, rest) = (whole.abs() / scale, whole.abs() % scale);
            match self.digits {
                0 => format!("{sign}{units}"),
                digits => format!("{sign}{units}.{rest:0digits$}"),
            }
        };
        let place = |tick: i64| (tick - self.first) as f64 / (self.last - self.first) as f64;
        (self.first..=self.last).map(|tick| (place(tick), label(tick))).collect()
    }
}

/// From the finest step: digits without the point, and decimals.
const STEPS: &[(i64, usize)] = &[
    (1, 3),
    (2, 3),
    (25, 4),
    (5, 3),
    (1, 2),
    (2, 2),
    (25, 3),
    (5, 2),
    (1, 1),
    (2, 1),
    (25, 2),
    (5, 1),
    (1, 0),
    (2, 0),
    (5, 0),
    (10, 0),
    (25, 0),
    (100, 0),
    (1000, 0),
];

fn step_of(mantissa: i64, digits: usize) -> f64 {
    mantissa as f64 / 10_f64.powi(i32::try_from(digits).expect("a step has few decimals"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[f64], ticks_max: i64, labels: &[&str]) {
        let axis = Axis::around(values.iter().copied(), ticks_max);
        let printed: Vec<_> = axis.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(printed, labels);
        for &value in values {
            assert!(axis.share(value, "test").is_ok(), "{value} must lie on its own axis");
        }
    }

    #[test]
    fn ticks_print_what_they_are() {
        check(&[0.61, 0.69], 5, &["0.600", "0.625", "0.650", "0.675", "0.700"]);
        check(&[0.604, 0.65], 6, &["0.60", "0.61", "0.62", "0.63", "0.64", "0.65"]);
    }

    #[test]
    fn zero_and_one_are_ends_and_not_beyond_them() {
        check(&[0.0, 1.0], 5, &["0.00", "0.25", "0.50", "0.75", "1.00"]);
    }

    #[test]
    fn one_value_or_none_still_has_an_axis() {
        check(&[0.5], 5, &["0.500", "0.501"]);
        check(&[], 5, &["0.00", "0.25", "0.50", "0.75", "1.00"]);
    }

    #[test]
    fn negative_ticks_have_a_true_minus() {
        check(&[-0.02, 0.01], 5, &["\u{2212}0.02", "\u{2212}0.01", "0.00", "0.01"]);
    }

    #[test]
    fn a_value_outside_is_an_error() {
        let axis = Axis::around([0.6, 0.7], 5);
        assert!(matches!(axis.share(0.75, "figure2"), Err(ReportError::OutsideAxis { .. })));
    }
}
