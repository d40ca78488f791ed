//! The table of codes: units by variables, one byte each.

use crate::Error;

/// The stored byte of a missing code.
pub(crate) const MISSING: u8 = u8::MAX;

/// A table of small integer codes, one column for each variable, missing codes allowed.
///
/// Codes are stored as steps above the scale's lowest code, one byte each.
#[derive(Clone, Debug)]
pub struct Codes {
    units: usize,
    columns: Vec<Column>,
}

/// One variable: its lowest code, and every unit's steps above it or [`MISSING`].
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) lowest: i32,
    pub(crate) steps: Vec<u8>,
}

impl Column {
    /// The code of a unit, `None` if it is missing.
    #[inline(always)]
    pub(crate) fn code(&self, unit: usize) -> Option<i32> {
        let steps = self.steps[unit];
        (steps != MISSING).then(|| self.lowest + i32::from(steps))
    }
}

impl Codes {
    /// An empty table for the given number of units.
    #[must_use]
    pub fn new(units: usize) -> Codes {
        Codes { units, columns: Vec::new() }
    }

    /// Appends a variable with codes from `lowest` to `highest`, one entry for each unit in order.
    ///
    /// # Errors
    /// [`Error::Scale`] if the scale is empty or has more than 254 steps, [`Error::CodeOffScale`]
    /// for a code off the scale, [`Error::Length`] if there are not as many entries as units.
    ///
    /// # Examples
    /// ```
    /// let mut codes = bootstrap::Codes::new(2);
    /// codes.push(-1, 1, [Some(-1), None])?;
    /// assert!(codes.push(1, 5, [Some(6), None]).is_err());
    /// # Ok::<(), bootstrap::Error>(())
    /// ```
    pub fn push(
        &mut self,
        lowest: i32,
        highest: i32,
        codes: impl IntoIterator<Item = Option<i32>>,
    ) -> Result<(), Error> {
        let variable = self.columns.len();
        let span = i64::from(highest) - i64::from(lowest);
        if !(0..i64::from(MISSING)).contains(&span) {
            return Err(Error::Scale { variable, lowest, highest });
        }
        let mut steps = Vec::with_capacity(self.units);
        for (unit, code) in codes.into_iter().enumerate() {
            steps.push(match code {
                None => MISSING,
                Some(code) if (lowest..=highest).contains(&code) => {
                    u8::try_from(code - lowest).expect("a scale has at most 254 steps")
                }
                Some(code) => {
                    return Err(Error::CodeOffScale { variable, unit, code, lowest, highest });
                }
            });
        }
        if steps.len() != self.units {
            return Err(Error::Length {
                what: format!("variable {variable}"),
                expected: self.units,
                found: steps.len(),
            });
        }
        self.columns.push(Column { lowest, steps });
        Ok(())
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// Number of variables.
    #[must_use]
    pub fn variables(&self) -> usize {
        self.columns.len()
    }

    /// The code of one unit on one variable, `None` if it is missing or there is no such entry.
    #[must_use]
    pub fn get(&self, unit: usize, variable: usize) -> Option<i32> {
        let column = self.columns.get(variable)?;
        if unit < self.units { column.code(unit) } else { None }
    }

    pub(crate) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The largest number of steps that occurs, which bounds every sum.
    pub(crate) fn steps_max(&self) -> u8 {
        let steps = self.columns.iter().flat_map(|column| &column.steps);
        steps.copied().filter(|&steps| steps != MISSING).max().unwrap_or(0)
    }
}
