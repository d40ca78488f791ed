//! The respondents' valid answers, one byte each, so that thousands of passes over them take seconds.

use survey_model::{Microdata, OptionCode, Reading, StudyItem};

use crate::AnalysisError;

/// The byte of an answer that is not valid: a missing code, a code off the scale, a blank cell, a form not asked.
const INVALID: u8 = u8::MAX;

/// One item's answers, in respondent order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    lowest: i32,
    width: u8,
    /// Steps above the lowest code, or [`INVALID`].
    steps: Vec<u8>,
}

impl Column {
    /// The answer of one respondent in steps above the scale's lowest code; `None` without a valid answer.
    ///
    /// # Panics
    /// If there is no such respondent.
    #[must_use]
    #[inline]
    pub fn step(&self, respondent: usize) -> Option<u8> {
        let step = self.steps[respondent];
        (step != INVALID).then_some(step)
    }

    /// The code of one respondent, in the item's own unit.
    ///
    /// # Panics
    /// If there is no such respondent.
    #[must_use]
    #[inline]
    pub fn code(&self, respondent: usize) -> Option<f64> {
        self.step(respondent).map(|step| f64::from(self.lowest) + f64::from(step))
    }

    /// Every respondent's answer in steps above the lowest code.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = Option<u8>> + '_ {
        self.steps.iter().map(|&step| (step != INVALID).then_some(step))
    }

    /// The scale's lowest code.
    #[must_use]
    pub fn lowest(&self) -> i32 {
        self.lowest
    }

    /// `R - 1`: the scale's highest minus its lowest code, 1 to 254.
    #[must_use]
    pub fn width(&self) -> u8 {
        self.width
    }
}

/// The answers of every respondent to every item of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMatrix {
    respondents: usize,
    columns: Vec<Column>,
}

impl CodeMatrix {
    /// Reads the valid answers of the items, in the study's order.
    ///
    /// # Errors
    /// An item without a column, or a scale of more than 254 steps.
    pub fn new(items: &[StudyItem], microdata: &Microdata) -> Result<Self, AnalysisError> {
        let column = |StudyItem { item, .. }: &StudyItem| {
            let cells = microdata
                .codes(item.id().as_str())
                .ok_or_else(|| AnalysisError::MissingItem { item: item.id().clone() })?;
            let (lowest, width) = (item.scale().lowest().0, item.scale().width());
            let narrow = u8::try_from(width).ok().filter(|&width| width < INVALID);
            let width = narrow
                .ok_or_else(|| AnalysisError::WideScale { item: item.id().clone(), width })?;
            // What each step means is looked up once, not once for each respondent.
            let on_scale =
                |step: u8| item.read(OptionCode(lowest + i32::from(step))) == Reading::Valid;
            let valid: Vec<bool> = (0..=width).map(on_scale).collect();
            let step = |code: Option<OptionCode>| {
                let step = u8::try_from(code?.0.checked_sub(lowest)?).ok()?;
                valid.get(usize::from(step)).copied().unwrap_or(false).then_some(step)
            };
            let steps = cells.iter().map(|code| step(code).unwrap_or(INVALID)).collect();
            Ok::<_, AnalysisError>(Column { lowest, width, steps })
        };
        let columns = items.iter().map(column).collect::<Result<_, _>>()?;
        Ok(Self { respondents: microdata.respondents(), columns })
    }

    /// How many respondents there are.
    #[must_use]
    pub fn respondents(&self) -> usize {
        self.respondents
    }

    /// The items' columns, in the study's order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The same answers as the bootstrap wants them, one variable for each item.
    ///
    /// # Errors
    /// None that a checked matrix can meet; the bootstrap checks again.
    pub fn bootstrap_codes(&self) -> Result<bootstrap::Codes, AnalysisError> {
        let mut codes = bootstrap::Codes::new(self.respondents);
        for column in &self.columns {
            let (lowest, highest) = (column.lowest, column.lowest + i32::from(column.width));
            let valid = column.steps().map(|step| step.map(|step| lowest + i32::from(step)));
            codes.push(lowest, highest, valid)?;
        }
        Ok(codes)
    }
}
