//! Rows of a binary file on their way into columns.

use survey_model::Microdata;

use crate::cell::Cell;
use crate::columns::{Columns, cell_error};
use crate::plan::Plan;
use crate::{FileError, Place, Request};

/// A plan and the columns that fill up, cell by cell.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    pub(crate) plan: Plan,
    request: &'a Request<'a>,
    columns: Columns,
    /// The position of the row that is being read, from 1.
    record: u64,
}

impl<'a> Records<'a> {
    pub(crate) fn new(header: &[String], request: &'a Request<'a>) -> Result<Self, FileError> {
        let plan = Plan::new(header, request)?;
        let columns = Columns::new(&plan, Place::Record);
        Ok(Self { plan, request, columns, record: 1 })
    }

    /// Reads the cell of a slot in the current row.
    pub(crate) fn push(&mut self, slot: usize, cell: Cell<'_>) -> Result<(), FileError> {
        let described = &self.plan.slots[slot];
        self.columns.push(slot, &described.role, cell, self.record).map_err(|problem| {
            cell_error(problem, cell, Place::Record(self.record), described, self.request)
        })
    }

    /// Ends the current row.
    pub(crate) fn end_row(&mut self) {
        self.columns.end_row(self.record);
        self.record += 1;
    }

    pub(crate) fn finish(self) -> Result<Microdata, FileError> {
        self.columns.finish(&self.plan, self.request)
    }
}
