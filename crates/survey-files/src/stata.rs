//! Stata `.dta`, of any release.
//!
//! Stata writes a missing code as a tag from `.a` to `.z` and keeps its meaning in the variable's value labels.
//! The tag is turned back into the code of the codebook's missing category with the same label.

use std::io::Cursor;

use dta::stata::dta::dta_error::DtaError;
use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::record_reader::RecordReader;
use dta::stata::dta::value::Value;
use dta::stata::dta::value_label_table::ValueLabelTable;
use dta::stata::dta::variable::Variable as StataVariable;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_byte::StataByte;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_float::StataFloat;
use dta::stata::stata_int::StataInt;
use dta::stata::stata_long::StataLong;
use survey_model::{Category, Microdata, OptionCode, Variable, VariableName};

use crate::cell::Cell;
use crate::columns::cell_error;
use crate::plan::{Role, Slot};
use crate::records::Records;
use crate::{CellProblem, FileError, Format, Layout, Place, Request};

/// The system missing value and the tags `.a` to `.z`.
const TAGS: usize = 27;

/// Value labels store the system missing value as this number, `.a` as the next, and so on.
const SYSTEM_MISSING: i32 = 0x7fff_ffe5;

/// Reads a Stata file that lies in memory.
///
/// # Errors
/// [`FileError`]; [`CellProblem::Tag`] for a tag whose label the codebook does not have as a missing category.
pub fn read_stata(bytes: &[u8], request: &Request<'_>) -> Result<Microdata, FileError> {
    let damaged = |error| damaged(&error, request.file);
    // Releases since 117 close with a tag, which the decoder does not need and a truncated file lacks.
    if bytes.starts_with(b"<stata_dta>") && !bytes.trim_ascii_end().ends_with(b"</stata_dta>") {
        return Err(damaged_because("its last tag is missing".to_owned(), request.file));
    }
    let (mut reader, labels) = open(bytes).map_err(damaged)?;
    let variables = reader.schema().variables().to_vec();
    let header: Vec<String> = variables.iter().map(|variable| variable.name().to_owned()).collect();
    let mut records = Records::new(&header, request)?;
    let slots = records.plan.slots.clone();
    let tags: Vec<[Option<i32>; TAGS]> =
        slots.iter().map(|slot| codes_of_tags(slot, &variables[slot.field], &labels)).collect();
    let mut row = 0;
    // A row is decoded cell by cell, and only where a column is wanted: a file has nine others for each of these.
    while let Some(record) = reader.read_lazy_record().map_err(damaged)? {
        row += 1;
        for (index, slot) in slots.iter().enumerate() {
            let value = &record.value(slot.field).map_err(damaged)?;
            let cell = match number(value) {
                Some(Ok(number)) => Cell::Number(number),
                Some(Err(MissingValue::System)) => Cell::Blank,
                Some(Err(tag)) => match (&slot.role, tags[index][usize::from(tag.code())]) {
                    (Role::Code(_), Some(code)) => Cell::Number(code.into()),
                    (Role::Code(_), None) => {
                        let tag_text = tag.to_string();
                        let label = labels.label_for(&variables[slot.field], entry(tag));
                        let problem = CellProblem::Tag { label: label.map(str::to_owned) };
                        let (cell, place) = (Cell::Text(tag_text.as_bytes()), Place::Record(row));
                        return Err(cell_error(problem, cell, place, slot, request));
                    }
                    _ => Cell::Blank,
                },
                None => match value {
                    Value::String(text) => Cell::Text(text.trim().as_bytes()),
                    _ => Cell::Blank,
                },
            };
            records.push(index, cell)?;
        }
        records.end_row();
    }
    records.finish()
}

/// The variables as a Stata file describes them, where no codebook is at hand.
///
/// Stata keeps no number for a tagged missing value: `.a` becomes the code -1, `.b` -2, and so on.
///
/// # Errors
/// A damaged file, or a name that no variable can have.
pub fn stata_variables(
    bytes: &[u8],
    file: &str,
    layout: &Layout,
) -> Result<Vec<Variable>, FileError> {
    let (reader, labels) = open(bytes).map_err(|error| damaged(&error, file))?;
    let described = |variable: &StataVariable| {
        let set = labels.get(variable.value_label_name());
        let entries = set.map(|set| set.entries()).unwrap_or_default();
        let mut categories: Vec<Category> = entries
            .iter()
            .map(|entry| {
                let label = one_line(entry.label());
                match entry.value().checked_sub(SYSTEM_MISSING) {
                    Some(tag @ 1..=26) => {
                        let missing = Some((layout.missing_kind)(&label));
                        Category { code: OptionCode(-tag), label, missing }
                    }
                    _ => Category { code: OptionCode(entry.value()), label, missing: None },
                }
            })
            .collect();
        categories.sort_by_key(|category| (category.missing.is_some(), category.code.0.abs()));
        let name = VariableName::new(variable.name())
            .map_err(|error| damaged_because(error.to_string(), file))?;
        let (label, texts) = (one_line(variable.label()), Vec::new());
        Ok(Variable { name, label, texts, categories, text_categories: Vec::new() })
    };
    reader.schema().variables().iter().map(described).collect()
}

type Opened<'a> = (RecordReader<Cursor<&'a [u8]>>, ValueLabelTable);

/// Reads the value labels, which stand last, and goes back to the records.
fn open(bytes: &[u8]) -> Result<Opened<'_>, DtaError> {
    let header = DtaReader::new().from_reader(Cursor::new(bytes)).read_header()?;
    let mut value_labels = header.read_schema()?.seek_value_labels()?;
    let mut labels = ValueLabelTable::new();
    value_labels.read_remaining_into(&mut labels)?;
    Ok((value_labels.seek_records()?, labels))
}

/// For each tag the code of the missing category that has the tag's label.
fn codes_of_tags(
    slot: &Slot,
    variable: &StataVariable,
    labels: &ValueLabelTable,
) -> [Option<i32>; TAGS] {
    let mut codes = [None; TAGS];
    let Role::Code(known) = &slot.role else { return codes };
    for (code, entry) in codes.iter_mut().zip(SYSTEM_MISSING..=i32::MAX) {
        *code = labels
            .label_for(variable, entry)
            .and_then(|label| known.missing_code_of(&one_line(label)));
    }
    codes
}

/// The value label entry of a tag.
fn entry(tag: MissingValue) -> i32 {
    SYSTEM_MISSING + i32::from(tag.code())
}

/// A number or a missing value; `None` for texts.
fn number(value: &Value<'_>) -> Option<Result<f64, MissingValue>> {
    Some(match *value {
        Value::Byte(StataByte::Present(number)) => Ok(number.into()),
        Value::Int(StataInt::Present(number)) => Ok(number.into()),
        Value::Long(StataLong::Present(number)) => Ok(number.into()),
        Value::Float(StataFloat::Present(number)) => Ok(number.into()),
        Value::Double(StataDouble::Present(number)) => Ok(number),
        Value::Byte(StataByte::Missing(tag))
        | Value::Int(StataInt::Missing(tag))
        | Value::Long(StataLong::Missing(tag))
        | Value::Float(StataFloat::Missing(tag))
        | Value::Double(StataDouble::Missing(tag)) => Err(tag),
        Value::String(_) | Value::LongStringRef(_) => return None,
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn damaged(error: &DtaError, file: &str) -> FileError {
    damaged_because(error.to_string(), file)
}

fn damaged_because(reason: String, file: &str) -> FileError {
    FileError::Damaged { file: file.to_owned(), format: Format::Stata, reason }
}
