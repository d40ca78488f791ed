//! One cell, whatever the format, read as what its column is.

use crate::CellProblem;
use crate::plan::{BLANK, KnownCodes};

/// A cell as a format stores it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    not(any(test, feature = "parquet", feature = "spss", feature = "stata")),
    expect(dead_code, reason = "a CSV file holds nothing but text")
)]
pub(crate) enum Cell<'a> {
    Blank,
    /// Text without its quotes; a CSV file has no other cells.
    Text(&'a [u8]),
    Number(f64),
}

impl Cell<'_> {
    /// The cell as errors show it.
    pub(crate) fn show(self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => {
                let text = String::from_utf8_lossy(text);
                text.chars().take(60).flat_map(char::escape_debug).collect()
            }
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A code, or [`BLANK`].
#[inline]
pub(crate) fn code(cell: Cell<'_>, known: &KnownCodes) -> Result<i32, CellProblem> {
    let code = match cell {
        Cell::Blank | Cell::Text([]) => return Ok(BLANK),
        Cell::Text(text) => integer(text).ok_or_else(|| why_no_code(text, known))?,
        Cell::Number(number) => whole(number).ok_or(CellProblem::Decimal)?,
    };
    match i32::try_from(code) {
        Ok(code) if code != BLANK && known.holds(code) => Ok(code),
        _ => Err(CellProblem::UnknownCode),
    }
}

/// A respondent's number within the country.
pub(crate) fn respondent(cell: Cell<'_>) -> Result<i64, CellProblem> {
    let number = match cell {
        Cell::Blank => None,
        Cell::Text(text) => integer(text),
        Cell::Number(number) => whole(number),
    };
    number.ok_or(CellProblem::Respondent)
}

/// A weight, finite and not negative; `None` for a blank cell.
pub(crate) fn weight(cell: Cell<'_>) -> Result<Option<f64>, CellProblem> {
    let number = match cell {
        Cell::Blank | Cell::Text([]) => return Ok(None),
        Cell::Text(text) => decimal(text).ok_or(CellProblem::NotANumber)?,
        Cell::Number(number) => shortest(number),
    };
    match number {
        number if !number.is_finite() => Err(CellProblem::NotFinite),
        number if number < 0.0 => Err(CellProblem::Negative),
        number => Ok(Some(number)),
    }
}

/// Digits with an optional minus sign; 18 of them fit without overflow.
#[inline]
fn integer(text: &[u8]) -> Option<i64> {
    let (digits, sign) = match text {
        [b'-', digits @ ..] => (digits, -1),
        digits => (digits, 1),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value = 0_i64;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
    }
    Some(sign * value)
}

/// The number with the fewest digits that is stored alike.
///
/// Stata keeps the weight that the CSV file writes as `1.0081737` in single precision, which is
/// 1.0081737041473389 as a double: the same weight must be the same number in every format.
fn shortest(number: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "compared with the original below")]
    let single = number as f32;
    if f64::from(single).to_bits() == number.to_bits() {
        single.to_string().parse().expect("a number that was just printed")
    } else {
        number
    }
}

/// A whole number that a double holds exactly.
pub(crate) fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    let whole = || number as i64;
    (number.fract().abs() == 0.0 && number.abs() <= EXACT).then(whole)
}

/// A decimal number; a decimal comma is read too, for it cannot be a separator inside a cell.
fn decimal(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?;
    let number = match text.split_once(',') {
        Some((whole, fraction)) if !fraction.contains(['.', ',']) && !whole.contains('.') => {
            format!("{whole}.{fraction}").parse()
        }
        _ => text.parse(),
    };
    number.ok()
}

#[cold]
fn why_no_code(text: &[u8], known: &KnownCodes) -> CellProblem {
    let Ok(text) = std::str::from_utf8(text) else { return CellProblem::NotACode };
    match known.code_of(text) {
        Some(code) => CellProblem::Label { code },
        None if decimal(text.as_bytes()).is_some_and(f64::is_finite)
            && text.contains(['.', ',', 'e', 'E']) =>
        {
            CellProblem::Decimal
        }
        None => CellProblem::NotACode,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_in_single_precision_is_the_number_that_text_shows() {
        let single = f64::from(1.008_173_7_f32);
        assert_eq!(weight(Cell::Number(single)), Ok(Some(1.008_173_7)));
        assert_eq!(weight(Cell::Text(b"1.0081737")), Ok(Some(1.008_173_7)));
        // A double that is no single stays as it is.
        assert_eq!(weight(Cell::Number(0.1)), Ok(Some(0.1)));
        assert_eq!(weight(Cell::Number(0.5)), Ok(Some(0.5)));
    }

    #[test]
    fn only_digits_with_a_sign_are_whole_numbers() {
        assert_eq!(integer(b"-2"), Some(-2));
        assert_eq!(integer(b"007"), Some(7));
        for text in ["", "-", "+1", "1 ", "1.0", "1e3", "9999999999999999999"] {
            assert_eq!(integer(text.as_bytes()), None, "{text}");
        }
    }
}
