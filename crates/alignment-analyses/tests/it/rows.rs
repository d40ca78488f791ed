//! Rows of a table by what stands in their text columns.

use survey_model::{AnalysisCell, AnalysisTable};

/// A table whose cells are looked up by column and by the texts of a row.
pub(crate) struct Rows(pub(crate) AnalysisTable);

impl Rows {
    /// The table of a name among those that an analysis gave.
    pub(crate) fn of(tables: Vec<AnalysisTable>, name: &str) -> Self {
        let mut found = tables.into_iter().filter(|table| table.name == name);
        let table = found.next().unwrap_or_else(|| panic!("no table `{name}`"));
        table.check().unwrap();
        Self(table)
    }

    /// The cell of the one row whose columns hold these texts.
    pub(crate) fn cell(&self, row: &[(&str, &str)], column: &str) -> &AnalysisCell {
        let place =
            |name: &str| self.0.column(name).unwrap_or_else(|| panic!("no column `{name}`"));
        let holds = |cells: &&Vec<AnalysisCell>| {
            row.iter().all(|(name, text)| cells[place(name)].as_text() == Some(text))
        };
        let found: Vec<_> = self.0.rows.iter().filter(holds).collect();
        assert_eq!(found.len(), 1, "rows of {row:?} in `{}`", self.0.name);
        &found[0][place(column)]
    }

    /// The number of that cell, if it holds one.
    pub(crate) fn number(&self, row: &[(&str, &str)], column: &str) -> Option<f64> {
        self.cell(row, column).as_number()
    }

    /// The text of that cell.
    pub(crate) fn text(&self, row: &[(&str, &str)], column: &str) -> &str {
        self.cell(row, column).as_text().unwrap()
    }
}
