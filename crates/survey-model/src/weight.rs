//! Weights of respondents and of items.

use serde::{Deserialize, Serialize};

/// Why a weight was rejected.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightError {
    /// A weight must be a finite number.
    #[error("the weight {value} is not a finite number")]
    NotFinite {
        /// The value as given.
        value: f64,
    },
    /// A weight must not be negative.
    #[error("the weight {value} is negative")]
    Negative {
        /// The value as given.
        value: f64,
    },
    /// An item weight of zero would drop the item in silence.
    #[error("an item's weight is zero; leave the item out of the study instead")]
    ZeroItemWeight,
}

/// A respondent's design weight: finite and not negative.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Weight(f64);

impl Weight {
    /// The weight of everybody in an unweighted analysis.
    pub const ONE: Self = Self(1.0);

    /// Checks a weight.
    ///
    /// # Errors
    /// NaN, infinite or negative values.
    pub fn new(value: f64) -> Result<Self, WeightError> {
        if !value.is_finite() {
            return Err(WeightError::NotFinite { value });
        }
        if value < 0.0 {
            return Err(WeightError::Negative { value });
        }
        Ok(Self(value))
    }

    /// The weight as a number, at least 0.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Weight {
    type Error = WeightError;
    fn try_from(value: f64) -> Result<Self, WeightError> {
        Self::new(value)
    }
}

impl From<Weight> for f64 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

/// An item's weight in the mean over items: `1 / forms`, so that several forms of a question count as one.
///
/// It is kept as the number of forms, because 1/3 has no exact decimal. Source: paper, footnote 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct ItemWeight {
    forms: u32,
}

impl ItemWeight {
    /// An item that is a question of its own.
    pub const ONE: Self = Self { forms: 1 };

    /// The weight of one of `forms` forms of a question.
    ///
    /// # Errors
    /// Zero forms.
    ///
    /// ```
    /// use survey_model::ItemWeight;
    /// let third = ItemWeight::one_of(3)?;
    /// assert!((third.get() * 3.0 - 1.0).abs() < 1e-15);
    /// # Ok::<(), survey_model::WeightError>(())
    /// ```
    pub fn one_of(forms: u32) -> Result<Self, WeightError> {
        if forms == 0 { Err(WeightError::ZeroItemWeight) } else { Ok(Self { forms }) }
    }

    /// How many forms share the question.
    #[must_use]
    pub fn forms(self) -> u32 {
        self.forms
    }

    /// The weight as a number in (0, 1].
    #[must_use]
    pub fn get(self) -> f64 {
        1.0 / f64::from(self.forms)
    }
}

impl TryFrom<u32> for ItemWeight {
    type Error = WeightError;
    fn try_from(forms: u32) -> Result<Self, WeightError> {
        Self::one_of(forms)
    }
}

impl From<ItemWeight> for u32 {
    fn from(weight: ItemWeight) -> Self {
        weight.forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_weights_that_are_not_negative_pass() {
        assert!(Weight::new(0.0).is_ok() && Weight::new(2.5).is_ok());
        assert!(matches!(Weight::new(-0.1), Err(WeightError::Negative { .. })));
        assert!(matches!(Weight::new(f64::NAN), Err(WeightError::NotFinite { .. })));
        assert!(matches!(Weight::new(f64::INFINITY), Err(WeightError::NotFinite { .. })));
    }

    #[test]
    fn an_item_has_at_least_one_form() {
        assert_eq!(ItemWeight::one_of(0), Err(WeightError::ZeroItemWeight));
    }
}
