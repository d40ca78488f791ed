//! Tidy tables as Parquet: the CSV's rows and columns, with an undefined cell as null.

use std::sync::Arc;

use parquet::{
    basic::{LogicalType, Repetition, Type as Physical},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::Type,
};

use crate::{
    ReportError, ReportFile, Results, check,
    tidy::{Cell, Column, Kind, TidyTable, tidy_tables},
};

/// Every tidy table as `tables/NAME.parquet`: text is required, counts and numbers may be null.
///
/// # Errors
/// Results that contradict themselves, or a table that the format cannot hold.
pub fn parquet_tables(results: &Results) -> Result<Vec<ReportFile>, ReportError> {
    check::check(results)?;
    let file = |table: TidyTable<'_>| {
        let path = format!("tables/{}.parquet", table.name);
        let failed = |error: ParquetError| ReportError::NotConvertible {
            path: path.clone(),
            format: "Parquet",
            reason: error.to_string(),
        };
        let bytes = encoded(&table).map_err(failed)?;
        Ok(ReportFile { path, bytes })
    };
    tidy_tables(results).into_iter().map(file).collect()
}

fn encoded(table: &TidyTable<'_>) -> Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(&table.name).with_fields(fields).build()?;
    let properties = WriterProperties::builder().build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for (at, column) in table.columns.iter().enumerate() {
        let cells: Vec<_> = table.rows.iter().map(|row| &row[at]).collect();
        let mut writer = group.next_column()?.expect("the schema has a column for each of ours");
        write_column(&mut writer, column.kind, &cells)?;
        writer.close()?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

fn field(column: &Column<'_>) -> Result<Arc<Type>, ParquetError> {
    let (physical, repetition) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Repetition::REQUIRED),
        Kind::Count => (Physical::INT64, Repetition::OPTIONAL),
        Kind::Number => (Physical::DOUBLE, Repetition::OPTIONAL),
    };
    let logical = (column.kind == Kind::Text).then_some(LogicalType::String);
    let field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    field.build().map(Arc::new)
}

fn write_column(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: &[&Cell],
) -> Result<(), ParquetError> {
    // A level of 1 says that the cell has a value, 0 that it is null.
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(**cell != Cell::Empty)).collect();
    match kind {
        Kind::Text => {
            let text = |cell: &&Cell| match cell {
                Cell::Text(text) => ByteArray::from(text.as_str()),
                _ => ByteArray::from(""),
            };
            let values: Vec<_> = cells.iter().map(text).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, None, None)?;
        }
        Kind::Count => {
            let count = |cell: &&Cell| match cell {
                Cell::Count(count) => Some(i64::try_from(*count).expect("a survey has fewer rows")),
                _ => None,
            };
            let values: Vec<_> = cells.iter().filter_map(count).collect();
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Number => {
            let number = |cell: &&Cell| match cell {
                Cell::Number(number) => Some(*number),
                _ => None,
            };
            let values: Vec<_> = cells.iter().filter_map(number).collect();
            writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}
