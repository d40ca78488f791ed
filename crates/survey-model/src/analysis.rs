//! Finished analyses: tidy tables that explain themselves.

use serde::{Deserialize, Serialize};

/// One finished analysis as a tidy table, with what a reader needs to understand it.
///
/// If a table has number columns named `estimate`, `low` and `high`, the report draws them as dots with intervals; a row
/// without an estimate is drawn as a bar between its ends. Otherwise it draws the first column of scores or shares.
/// Text columns before the drawn one name a row, those behind it are verdicts on it; `model` gives the colour.
///
/// ```
/// use survey_model::{AnalysisColumn, AnalysisTable};
/// let columns = vec![AnalysisColumn::text("model", "the model"), AnalysisColumn::number("gap", "score", "a gap")];
/// let mut table = AnalysisTable::new("gaps", "Gaps", "How far apart two groups are.", "Paper, section 3.", columns);
/// table.push(["alpha".into(), 0.25.into()]);
/// table.push(["beta".into(), None::<f64>.into()]);
/// assert!(table.check().is_ok());
/// table.push(["gamma".into()]);
/// assert_eq!(table.check().unwrap_err().to_string(), "analysis `gaps`, row 3: 1 cells for 2 columns");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnalysisTable {
    /// The name in file names, in snake case; no other table of a run has it.
    pub name: String,
    /// The title, as a heading.
    pub title: String,
    /// One paragraph that a social scientist understands: the question, how to read the table, and what it cannot say.
    pub paragraph: String,
    /// Where the method comes from: author, year, and section, equation or page.
    pub source: String,
    /// The columns.
    pub columns: Vec<AnalysisColumn>,
    /// The rows; each has one cell for each column.
    pub rows: Vec<Vec<AnalysisCell>>,
}

/// A column of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnalysisColumn {
    /// The name, in snake case.
    pub name: String,
    /// What its cells hold.
    pub kind: CellKind,
    /// The unit of its numbers: `score`, `share`, `respondents`; empty for text.
    pub unit: String,
    /// What it says, in words, with the range and when a cell is empty.
    pub description: String,
}

/// What the cells of a column hold. Any of them may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// Names and labels.
    Text,
    /// Counts and ranks.
    Count,
    /// Measurements.
    Number,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnalysisCell {
    /// A name or a label.
    Text(String),
    /// A count or a rank.
    Count(u64),
    /// A measurement; always finite.
    Number(f64),
    /// A statistic that is undefined.
    Empty,
}

/// How a table contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisTableError {
    /// A row is longer or shorter than the header.
    #[error("analysis `{analysis}`, row {row}: {cells} cells for {columns} columns")]
    Ragged {
        /// The table's name.
        analysis: String,
        /// The row, counted from 1.
        row: usize,
        /// How many cells it has.
        cells: usize,
        /// How many columns the table has.
        columns: usize,
    },
    /// A cell is of another kind than its column, or a number that is not finite.
    #[error(
        "analysis `{analysis}`, row {row}: the cell `{cell}` does not fit the column `{column}`"
    )]
    Misfit {
        /// The table's name.
        analysis: String,
        /// The row, counted from 1.
        row: usize,
        /// The column's name.
        column: String,
        /// The cell.
        cell: String,
    },
    /// A table's or a column's name is not in snake case.
    #[error(
        "analysis `{analysis}`: `{name}` is not a name in snake case, and it becomes part of a file"
    )]
    Name {
        /// The table's name.
        analysis: String,
        /// The name that is wrong.
        name: String,
    },
}

impl AnalysisColumn {
    /// A column of names or labels.
    #[must_use]
    pub fn text(name: &str, description: &str) -> Self {
        Self::of(CellKind::Text, name, "", description)
    }

    /// A column of counts.
    #[must_use]
    pub fn count(name: &str, unit: &str, description: &str) -> Self {
        Self::of(CellKind::Count, name, unit, description)
    }

    /// A column of measurements.
    #[must_use]
    pub fn number(name: &str, unit: &str, description: &str) -> Self {
        Self::of(CellKind::Number, name, unit, description)
    }

    fn of(kind: CellKind, name: &str, unit: &str, description: &str) -> Self {
        let owned = str::to_owned;
        Self { name: owned(name), kind, unit: owned(unit), description: owned(description) }
    }
}

impl AnalysisTable {
    /// A table without rows.
    #[must_use]
    pub fn new(
        name: &str,
        title: &str,
        paragraph: &str,
        source: &str,
        columns: Vec<AnalysisColumn>,
    ) -> Self {
        let owned = str::to_owned;
        Self {
            name: owned(name),
            title: owned(title),
            paragraph: owned(paragraph),
            source: owned(source),
            columns,
            rows: Vec::new(),
        }
    }

    /// Appends a row, one cell for each column.
    pub fn push(&mut self, row: impl IntoIterator<Item = AnalysisCell>) {
        self.rows.push(row.into_iter().collect());
    }

    /// Where the column of a name stands, if there is one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Checks the table against itself.
    ///
    /// # Errors
    /// A name that is not in snake case, a ragged row, a cell that does not fit its column.
    pub fn check(&self) -> Result<(), AnalysisTableError> {
        let analysis = || self.name.clone();
        let names = self.columns.iter().map(|column| &column.name);
        if let Some(name) = names.chain([&self.name]).find(|name| !is_snake_case(name)) {
            return Err(AnalysisTableError::Name { analysis: analysis(), name: name.clone() });
        }
        let columns = self.columns.len();
        for (row, cells) in (1..).zip(&self.rows) {
            if cells.len() != columns {
                let cells = cells.len();
                return Err(AnalysisTableError::Ragged {
                    analysis: analysis(),
                    row,
                    cells,
                    columns,
                });
            }
            let misfit =
                self.columns.iter().zip(cells).find(|(column, cell)| !cell.fits(column.kind));
            if let Some((column, cell)) = misfit {
                let (column, cell) = (column.name.clone(), format!("{cell:?}"));
                return Err(AnalysisTableError::Misfit { analysis: analysis(), row, column, cell });
            }
        }
        Ok(())
    }
}

impl AnalysisCell {
    fn fits(&self, kind: CellKind) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(_) => kind == CellKind::Text,
            Self::Count(_) => kind == CellKind::Count,
            Self::Number(number) => kind == CellKind::Number && number.is_finite(),
        }
    }

    /// The measurement, if the cell holds one.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, if the cell holds one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn is_snake_case(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(good)
}

impl From<&str> for AnalysisCell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnalysisCell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A number that is not finite is an undefined statistic.
impl From<f64> for AnalysisCell {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}

impl From<Option<f64>> for AnalysisCell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::from)
    }
}

impl From<Option<u32>> for AnalysisCell {
    fn from(count: Option<u32>) -> Self {
        count.map_or(Self::Empty, Self::from)
    }
}

impl From<u32> for AnalysisCell {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for AnalysisCell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(cell: AnalysisCell) -> AnalysisTable {
        let columns = vec![AnalysisColumn::number("gap", "score", "a gap")];
        let mut table = AnalysisTable::new("gaps", "Gaps", "", "", columns);
        table.push([cell]);
        table
    }

    #[test]
    fn a_cell_fits_its_column_or_is_empty() {
        assert!(table(0.5.into()).check().is_ok());
        assert!(table(AnalysisCell::Empty).check().is_ok());
        assert!(matches!(table("a".into()).check(), Err(AnalysisTableError::Misfit { .. })));
        assert!(table(AnalysisCell::Number(f64::NAN)).check().is_err());
        assert_eq!(AnalysisCell::from(f64::NAN), AnalysisCell::Empty);
    }

    #[test]
    fn a_name_that_is_no_file_name_is_refused() {
        for name in ["", "../gaps", "Gaps", "a b"] {
            let bad = AnalysisTable { name: name.into(), ..table(AnalysisCell::Empty) };
            assert!(matches!(bad.check(), Err(AnalysisTableError::Name { .. })), "{name}");
        }
    }
}
