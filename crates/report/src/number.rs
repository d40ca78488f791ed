//! Numbers for readers.

/// A number with a fixed count of decimals and a true minus sign; never `-0.000`.
///
/// `0.6544`, 3 digits: `0.654`.
pub(crate) fn fixed(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    match text.strip_prefix('-') {
        None => text,
        Some(zero) if zero.bytes().all(|byte| matches!(byte, b'0' | b'.')) => zero.to_owned(),
        Some(rest) => format!("\u{2212}{rest}"),
    }
}

/// A share in [0, 1] as percent with one decimal and no sign: `0.489` is `48.9`.
pub(crate) fn percent(share: f64) -> String {
    fixed(share * 100.0, 1)
}

/// A count with a comma at every thousand.
///
/// ```
/// assert_eq!(report::thousands(50_116), "50,116");
/// ```
#[must_use]
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_off_by_commas() {
        let written: Vec<_> = [0, 999, 1000, 50_116, 1_234_567].map(thousands).into();
        assert_eq!(written, ["0", "999", "1,000", "50,116", "1,234,567"]);
    }

    #[test]
    fn a_rounded_zero_has_no_sign() {
        assert_eq!(fixed(-0.0001, 3), "0.000");
        assert_eq!(fixed(-0.0016, 3), "\u{2212}0.002");
    }
}
