//! Arrow record batches, in which the SPSS and the Parquet decoder hand over rows.

use arrow::array::{Array, ArrayRef, AsArray as _, Float64Array, StringArray};
use arrow::datatypes::{DataType, Float64Type};
use arrow::record_batch::RecordBatch;

use crate::cell::Cell;
use crate::records::Records;
use crate::{FileError, Format};

/// A column of a batch as numbers or as texts.
enum Cells {
    Numbers(Float64Array),
    Texts(StringArray),
}

impl Cells {
    fn of(column: &ArrayRef) -> Result<Self, arrow::error::ArrowError> {
        let cast = |target| arrow::compute::cast(column, target);
        Ok(match column.data_type() {
            number if number.is_numeric() => {
                Self::Numbers(cast(&DataType::Float64)?.as_primitive::<Float64Type>().clone())
            }
            _ => Self::Texts(cast(&DataType::Utf8)?.as_string().clone()),
        })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Numbers(numbers) if numbers.is_valid(row) => Cell::Number(numbers.value(row)),
            Self::Texts(texts) if texts.is_valid(row) => {
                Cell::Text(texts.value(row).trim().as_bytes())
            }
            _ => Cell::Blank,
        }
    }
}

/// Adds the rows of a batch; `columns` gives for each slot the column of the batch.
pub(crate) fn push_batch(
    records: &mut Records<'_>,
    batch: &RecordBatch,
    columns: &[usize],
    format: Format,
    file: &str,
) -> Result<(), FileError> {
    let cells: Vec<Cells> = columns
        .iter()
        .map(|&column| Cells::of(batch.column(column)))
        .collect::<Result<_, _>>()
        .map_err(|error| damaged(&error, format, file))?;
    for row in 0..batch.num_rows() {
        for (slot, cells) in cells.iter().enumerate() {
            records.push(slot, cells.cell(row))?;
        }
        records.end_row();
    }
    Ok(())
}

pub(crate) fn damaged(error: &dyn std::error::Error, format: Format, file: &str) -> FileError {
    FileError::Damaged { file: file.to_owned(), format, reason: error.to_string() }
}
