//! Powers of two, exactly.

/// The largest `e` with `2^e <= value`, for a positive normal value; -1023 for a smaller one.
#[inline(always)]
pub(crate) fn exponent_of(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1023
}

/// `2^exponent`, for exponents of normal numbers.
#[inline(always)]
pub(crate) fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_and_powers_are_inverse() {
        for exponent in [-1022, -1, 0, 1, 1023] {
            assert_eq!(power_of_two(exponent).to_bits(), 2.0_f64.powi(exponent).to_bits());
            assert_eq!(exponent_of(power_of_two(exponent)), exponent);
            assert_eq!(exponent_of(power_of_two(exponent) * 1.75), exponent);
        }
    }
}
