//! SPSS `.sav` and `.zsav`, in any encoding that the file declares.

use std::io::Cursor;

use ambers::{MissingSpec, Scanner, SpssMetadata, Value, scan_sav_from_reader};
use survey_model::{Category, Microdata, OptionCode, TextCategory, Variable, VariableName};

use crate::batches::{damaged, push_batch};
use crate::records::Records;
use crate::{FileError, Format, Layout, Request};

/// Rows that are decoded at once.
const BATCH: usize = 4096;

/// Reads an SPSS file that lies in memory.
///
/// # Errors
/// [`FileError`]; a file with fewer rows than it announces is damaged.
pub fn read_spss(bytes: &[u8], request: &Request<'_>) -> Result<Microdata, FileError> {
    let damaged = |error: ambers::error::SpssError| damaged(&error, Format::Spss, request.file);
    let mut scanner = open(bytes, request.file)?;
    let mut records = Records::new(&scanner.metadata().variable_names, request)?;
    let names: Vec<String> = records.plan.slots.iter().map(|slot| slot.name.to_string()).collect();
    let selected: Vec<&str> = names.iter().map(String::as_str).collect();
    scanner.select(&selected).map_err(damaged)?;
    let mut columns = Vec::new();
    while let Some(batch) = scanner.next_batch().map_err(damaged)? {
        if columns.is_empty() {
            let column = |name: &&str| {
                batch.schema_ref().index_of(name).expect("the decoder was told to select it")
            };
            columns = selected.iter().map(column).collect();
        }
        push_batch(&mut records, &batch, &columns, Format::Spss, request.file)?;
    }
    let announced = scanner.metadata().number_rows.and_then(|rows| usize::try_from(rows).ok());
    match announced {
        Some(rows) if rows != scanner.rows_read() => Err(FileError::Damaged {
            file: request.file.to_owned(),
            format: Format::Spss,
            reason: format!("it announces {rows} rows and holds {}", scanner.rows_read()),
        }),
        _ => records.finish(),
    }
}

/// The variables as an SPSS file describes them, where no codebook is at hand.
///
/// # Errors
/// A damaged file, or a name that no variable can have.
pub fn spss_variables(
    bytes: &[u8],
    file: &str,
    layout: &Layout,
) -> Result<Vec<Variable>, FileError> {
    let scanner = open(bytes, file)?;
    let metadata = scanner.metadata();
    metadata
        .variable_names
        .iter()
        .map(|name| {
            let mut variable = Variable {
                name: VariableName::new(name.clone())
                    .map_err(|error| damaged(&error, Format::Spss, file))?,
                label: metadata.label(name).map(one_line).unwrap_or_default(),
                texts: Vec::new(),
                categories: Vec::new(),
                text_categories: Vec::new(),
            };
            describe(&mut variable, metadata, layout);
            Ok(variable)
        })
        .collect()
}

fn describe(variable: &mut Variable, metadata: &SpssMetadata, layout: &Layout) {
    let name = variable.name.as_str();
    let missing = metadata.variable_missing_values.get(name).map_or(&[][..], Vec::as_slice);
    for (value, label) in metadata.value_labels(name).into_iter().flatten() {
        let label = one_line(label);
        match value {
            Value::Numeric(number) => {
                let Some(code) = code(*number) else { continue };
                let missing = is_missing(*number, missing).then(|| (layout.missing_kind)(&label));
                variable.categories.push(Category { code, label, missing });
            }
            Value::String(text) => {
                let value = text.trim().to_owned();
                variable.text_categories.push(TextCategory { value, label });
            }
        }
    }
}

fn is_missing(number: f64, missing: &[MissingSpec]) -> bool {
    missing.iter().any(|spec| match spec {
        MissingSpec::Value(value) => value.to_bits() == number.to_bits(),
        MissingSpec::Range { lo, hi } => (*lo..=*hi).contains(&number),
        MissingSpec::StringValue(_) => false,
    })
}

/// A labelled number as a code; labels of other numbers say nothing about answers.
fn code(number: f64) -> Option<OptionCode> {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    let code = number as i32;
    (f64::from(code).to_bits() == number.to_bits() && code != i32::MIN).then_some(OptionCode(code))
}

fn open<'a>(bytes: &'a [u8], file: &str) -> Result<Scanner<Cursor<&'a [u8]>>, FileError> {
    scan_sav_from_reader(Cursor::new(bytes), BATCH)
        .map_err(|error| damaged(&error, Format::Spss, file))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
