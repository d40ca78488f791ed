//! The place where a function of one number changes its sign.

/// A root between two places where the function has different signs, to the last bits of the root.
///
/// Inverse quadratic interpolation where the last three points allow it, else the middle.
/// Source: Chandrupatla (1997), Advances in Engineering Software 28(3).
pub(crate) fn root(low: f64, high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut last, mut other) = ((high, function(high)), (low, function(low)));
    debug_assert!(last.1 * other.1 <= 0.0, "the ends bracket a root");
    let mut step = 0.5;
    loop {
        let place = last.0 + step * (other.0 - last.0);
        let found = (place, function(place));
        // Of three points, the new one and the other bracket the root.
        let before = if (found.1 > 0.0) == (last.1 > 0.0) {
            std::mem::replace(&mut last, found)
        } else {
            std::mem::replace(&mut other, std::mem::replace(&mut last, found))
        };
        let best = if last.1.abs() < other.1.abs() { last } else { other };
        let width = (other.0 - last.0).abs();
        let least = 2.0 * f64::EPSILON * best.0.abs() / width;
        if best.1 == 0.0 || width == 0.0 || least >= 0.5 {
            return best.0;
        }
        let (along, value) =
            ((last.0 - other.0) / (before.0 - other.0), (last.1 - other.1) / (before.1 - other.1));
        let smooth = value * value < along && (1.0 - value).powi(2) < 1.0 - along;
        step = if smooth {
            last.1 / (other.1 - last.1) * before.1 / (other.1 - before.1)
                + (before.0 - last.0) / (other.0 - last.0) * last.1 / (before.1 - last.1) * other.1
                    / (before.1 - other.1)
        } else {
            0.5
        };
        step = step.clamp(least, 1.0 - least);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn check(low: f64, high: f64, expected: f64, calls_max: u32, function: fn(f64) -> f64) {
        let calls = Cell::new(0);
        let found = root(low, high, |x| {
            calls.set(calls.get() + 1);
            function(x)
        });
        assert!((found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs(), "{found}");
        assert!(calls.get() <= calls_max, "{} calls", calls.get());
    }

    #[test]
    fn a_root_is_exact_to_its_last_bits() {
        check(0.0, 4.0, std::f64::consts::SQRT_2, 15, |x| x * x - 2.0);
        check(4.0, 0.0, std::f64::consts::SQRT_2, 15, |x| x * x - 2.0);
        // So steep at one end that a line through both ends would creep.
        check(-1.0, 100.0, 1.0, 40, |x| x.powi(9) - 1.0);
        check(1e-9, 1e9, 1e-3, 80, |x| (x * 1e3).ln());
    }
}
