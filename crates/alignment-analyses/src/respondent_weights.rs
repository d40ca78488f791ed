//! One weight for each respondent, under a name.

use survey_model::{Microdata, Weight};

use crate::AnalysisError;

/// The respondents' weights: a column of the survey, or 1 for everybody.
#[derive(Debug, Clone, PartialEq)]
pub struct RespondentWeights {
    name: String,
    respondents: usize,
    /// `None` weighs everybody 1.
    values: Option<Vec<f64>>,
}

impl RespondentWeights {
    /// The name of the weights that are none.
    pub const NONE: &str = "none";

    /// Everybody weighs 1.
    #[must_use]
    pub fn none(respondents: usize) -> Self {
        Self { name: Self::NONE.to_owned(), respondents, values: None }
    }

    /// The survey's weights of a name, or everybody 1 for `none`.
    ///
    /// # Errors
    /// A column that the microdata lack, a blank cell, a weight that is not one, weights that add up to nothing.
    pub fn named(name: &str, microdata: &Microdata) -> Result<Self, AnalysisError> {
        if name == Self::NONE {
            return Ok(Self::none(microdata.respondents()));
        }
        let wrong = |reason| AnalysisError::Weights { weights: name.to_owned(), reason };
        let column = microdata.numbers(name).ok_or_else(|| {
            wrong(
                "the microdata lack the column; use a file that has it, or name another".to_owned(),
            )
        })?;
        let weight = |(respondent, cell): (usize, &Option<f64>)| {
            let blank = || wrong(format!("the cell of respondent {} is blank", respondent + 1));
            let value = cell.ok_or_else(blank)?;
            Weight::new(value)
                .map_err(|error| wrong(format!("respondent {}: {error}", respondent + 1)))
        };
        let weights: Vec<_> = column.iter().enumerate().map(weight).collect::<Result<_, _>>()?;
        Self::column(name, &weights)
    }

    /// A column of weights, in respondent order.
    ///
    /// # Errors
    /// Weights that add up to nothing.
    pub fn column(name: &str, weights: &[Weight]) -> Result<Self, AnalysisError> {
        let values: Vec<f64> = weights.iter().map(|weight| weight.get()).collect();
        if values.iter().all(|&value| value <= 0.0) {
            let reason = "every weight is 0; choose another column".to_owned();
            return Err(AnalysisError::Weights { weights: name.to_owned(), reason });
        }
        Ok(Self { name: name.to_owned(), respondents: values.len(), values: Some(values) })
    }

    /// The column's name, or `none`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many respondents they weigh.
    #[must_use]
    pub fn respondents(&self) -> usize {
        self.respondents
    }

    /// One respondent's weight, finite and at least 0.
    ///
    /// # Panics
    /// If weights were given and there is none for this respondent.
    #[must_use]
    #[inline]
    pub fn of(&self, respondent: usize) -> f64 {
        self.values.as_ref().map_or(1.0, |values| values[respondent])
    }

    /// The column; `None` if everybody weighs 1.
    #[must_use]
    pub fn values(&self) -> Option<&[f64]> {
        self.values.as_deref()
    }
}
