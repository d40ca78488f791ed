//! Response scales: the codes a respondent or a model can choose, with their labels.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number a survey file stores for an answer, such as 7 on a 0-10 scale or 88 for "don't know".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionCode(pub i32);

impl fmt::Display for OptionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a code counts as no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MissingKind {
    /// The question was not put to this respondent.
    NotApplicable,
    /// The respondent refused.
    Refusal,
    /// The respondent did not know.
    DontKnow,
    /// The question was asked and no answer was recorded.
    NoAnswer,
    /// The country or the survey did not provide the value.
    NotAvailable,
    /// A real answer that lies off the ordered scale, such as "I don't think climate change is happening".
    OffScale,
    /// The codebook marks the code as missing for another reason.
    Other,
}

/// One option of a response scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleOption {
    /// The code that the file stores.
    pub code: OptionCode,
    /// The label; on a scale labelled at its ends only, a middle option's label is its number.
    pub label: String,
}

/// Why a scale was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScaleError {
    /// A scale needs two different codes to have a width.
    #[error(
        "a response scale needs at least two options, and this one has {options}; add the missing ones"
    )]
    TooShort {
        /// How many options were given.
        options: usize,
    },
    /// A code may appear once.
    #[error("code {code} stands twice in a response scale; remove one of them")]
    Repeated {
        /// The code.
        code: OptionCode,
    },
}

/// An ordered response scale: at least two options with different codes, ascending.
///
/// ```
/// use survey_model::{OptionCode, ResponseScale, ScaleOption};
/// let option = |code, label: &str| ScaleOption { code: OptionCode(code), label: label.into() };
/// let scale = ResponseScale::new(vec![option(1, "Agree"), option(2, "Neither"), option(3, "Disagree")])?;
/// assert_eq!(scale.width(), 2);
/// assert!(scale.contains(OptionCode(3)) && !scale.contains(OptionCode(8)));
/// # Ok::<(), survey_model::ScaleError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ScaleOption>", into = "Vec<ScaleOption>")]
pub struct ResponseScale {
    options: Vec<ScaleOption>,
}

impl ResponseScale {
    /// Sorts the options by code and checks them.
    ///
    /// # Errors
    /// Fewer than two options, or a repeated code.
    pub fn new(mut options: Vec<ScaleOption>) -> Result<Self, ScaleError> {
        if options.len() < 2 {
            return Err(ScaleError::TooShort { options: options.len() });
        }
        options.sort_by_key(|option| option.code);
        for pair in options.windows(2) {
            if pair[0].code == pair[1].code {
                return Err(ScaleError::Repeated { code: pair[0].code });
            }
        }
        Ok(Self { options })
    }

    /// The options in ascending order of code; at least two.
    #[must_use]
    pub fn options(&self) -> &[ScaleOption] {
        &self.options
    }

    /// The lowest code.
    #[must_use]
    pub fn lowest(&self) -> OptionCode {
        self.options[0].code
    }

    /// The highest code.
    #[must_use]
    pub fn highest(&self) -> OptionCode {
        self.options[self.options.len() - 1].code
    }

    /// `R - 1`: the highest minus the lowest code; at least 1. Source: paper section 2.
    #[must_use]
    pub fn width(&self) -> i32 {
        self.highest().0 - self.lowest().0
    }

    /// Whether the code is one of the options.
    #[must_use]
    pub fn contains(&self, code: OptionCode) -> bool {
        self.options.binary_search_by_key(&code, |option| option.code).is_ok()
    }

    /// The label of a code, if it is on the scale.
    #[must_use]
    pub fn label(&self, code: OptionCode) -> Option<&str> {
        let at = self.options.binary_search_by_key(&code, |option| option.code).ok()?;
        Some(&self.options[at].label)
    }
}

impl TryFrom<Vec<ScaleOption>> for ResponseScale {
    type Error = ScaleError;
    fn try_from(options: Vec<ScaleOption>) -> Result<Self, ScaleError> {
        Self::new(options)
    }
}

impl From<ResponseScale> for Vec<ScaleOption> {
    fn from(scale: ResponseScale) -> Self {
        scale.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(codes: &[i32]) -> Result<ResponseScale, ScaleError> {
        let option = |&code: &i32| ScaleOption { code: OptionCode(code), label: code.to_string() };
        ResponseScale::new(codes.iter().map(option).collect())
    }

    #[test]
    fn options_come_out_in_ascending_order() {
        let scale = scale(&[5, 1, 3]).unwrap();
        assert_eq!(
            (scale.lowest(), scale.highest(), scale.width()),
            (OptionCode(1), OptionCode(5), 4)
        );
    }

    #[test]
    fn one_option_is_no_scale() {
        assert_eq!(scale(&[1]), Err(ScaleError::TooShort { options: 1 }));
    }

    #[test]
    fn a_repeated_code_is_rejected() {
        assert_eq!(scale(&[1, 2, 1]), Err(ScaleError::Repeated { code: OptionCode(1) }));
    }
}
