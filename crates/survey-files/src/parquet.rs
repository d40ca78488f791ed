//! Apache Parquet.

use std::fs::File;

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::ChunkReader;
use survey_model::Microdata;

use crate::batches::{damaged, push_batch};
use crate::records::Records;
use crate::{FileError, Format, Request};

/// Reads a Parquet file that lies in memory.
///
/// # Errors
/// [`FileError`].
pub fn read_parquet(bytes: Vec<u8>, request: &Request<'_>) -> Result<Microdata, FileError> {
    let size = bytes.len();
    read(bytes::Bytes::from(bytes), request).map_err(|error| error.of_size(size))
}

/// Reads a Parquet file from the disk, and of it only the wanted columns.
pub(crate) fn read_parquet_file(file: File, request: &Request<'_>) -> Result<Microdata, FileError> {
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    read(file, request).map_err(|error| error.of_size(usize::try_from(size).unwrap_or_default()))
}

fn read(source: impl ChunkReader + 'static, request: &Request<'_>) -> Result<Microdata, FileError> {
    let damaged = |error: &dyn std::error::Error| damaged(error, Format::Parquet, request.file);
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(source).map_err(|error| damaged(&error))?;
    let header: Vec<String> =
        builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut records = Records::new(&header, request)?;
    // The slots are in the order of the file, and so are the selected columns.
    let fields = records.plan.slots.iter().map(|slot| slot.field);
    let columns: Vec<usize> = (0..records.plan.slots.len()).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), fields);
    let batches = builder.with_projection(mask).build().map_err(|error| damaged(&error))?;
    for batch in batches {
        let batch = batch.map_err(|error| damaged(&error))?;
        push_batch(&mut records, &batch, &columns, Format::Parquet, request.file)?;
    }
    records.finish()
}
