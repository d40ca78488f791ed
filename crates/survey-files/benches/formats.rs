//! Reading speed of SPSS, Stata and Parquet, against the speed of reading the bytes:
//!
//! ```text
//! cargo bench -p survey-files --features parquet,spss,stata --bench formats
//! ```
//!
//! The respondents and columns are those of the benchmark `csv`; the files are generated once, by the crates that read
//! them, and are kept for `tests/formats/speed.py`. The best of five runs counts, with the files in the page cache.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod invented;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use ambers::{Compression, SpssMetadata};
use arrow::array::{ArrayRef, Float64Array, Int32Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema as ArrowSchema};
use arrow::record_batch::RecordBatch;
use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::{Variable, VariableBuilder};
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_long::StataLong;
use invented::{COLUMNS, KEYS, Row, best, generated, name, rows, sum_of_ours, wanted};
use parquet::arrow::ArrowWriter;

const RUNS: usize = 5;

type Writer = fn(&Path);

/// Bytecode compression is what the portal's `.sav` has.
const FILES: [(&str, Writer); 4] = [
    ("invented.sav", |path| write_spss(path, Compression::Bytecode)),
    ("invented.zsav", |path| write_spss(path, Compression::Zlib)),
    ("invented.dta", write_stata),
    ("invented.parquet", write_parquet),
];

fn main() {
    let expected = expected();
    println!("{:<18}{:>8}{:>12}{:>12}{:>10}", "", "MB", "bytes, s", "columns, s", "MB/s");
    for (file, write) in FILES {
        let path = generated(file, write);
        let size = path.metadata().expect("it was written").len() as f64 / 1e6;
        let (bytes, _) = best(RUNS, || std::fs::read(&path).expect("it can be read").len());
        let (columns, sum) = best(RUNS, || sum_of_ours(&path));
        assert_eq!(sum, expected, "{file} holds the codes that were written");
        println!("{file:<18}{size:>8.0}{bytes:>12.3}{columns:>12.3}{:>10.0}", size / columns);
    }
}

fn expected() -> i64 {
    let wanted = wanted();
    let sum = |row: Row| -> i64 {
        wanted.iter().filter_map(|&column| row.codes[column - KEYS]).map(i64::from).sum()
    };
    rows().map(sum).sum()
}

fn batch() -> RecordBatch {
    let rows: Vec<Row> = rows().collect();
    let weights = |at: usize| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(row.weights[at])).collect::<Float64Array>())
    };
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|row| Some(row.country)).collect::<StringArray>()),
        Arc::new(rows.iter().map(|row| Some(row.number)).collect::<Int32Array>()),
        Arc::new(rows.iter().map(|_| Some("4.0")).collect::<StringArray>()),
        weights(0),
        weights(1),
    ];
    for column in 0..COLUMNS - KEYS {
        columns.push(Arc::new(rows.iter().map(|row| row.codes[column]).collect::<Int32Array>()));
    }
    let field = |(at, column): (usize, &ArrayRef)| {
        let kind: &DataType = column.data_type();
        Field::new(name(at), kind.clone(), true)
    };
    let fields: Vec<Field> = columns.iter().enumerate().map(field).collect();
    RecordBatch::try_new(Arc::new(ArrowSchema::new(fields)), columns)
        .expect("columns of one length")
}

fn write_spss(path: &Path, compression: Compression) {
    let batch = batch();
    let mut metadata = SpssMetadata::from_arrow_schema(&batch.schema());
    for (text, format) in [("cntry", "A2"), ("edition", "A3")] {
        metadata.variable_formats.insert(text.to_owned(), format.to_owned());
        metadata.variable_storage_widths.insert(text.to_owned(), 3);
    }
    ambers::write_sav(path, &batch, &metadata, compression, None).expect("there is room");
}

fn write_parquet(path: &Path) {
    let (batch, file) = (batch(), File::create(path).expect("the folder is there"));
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a plain schema");
    writer.write(&batch).expect("there is room");
    writer.close().expect("there is room");
}

fn write_stata(path: &Path) {
    let kind = |column| match column {
        0 => VariableType::FixedString(2),
        2 => VariableType::FixedString(3),
        3 | 4 => VariableType::Double,
        _ => VariableType::Long,
    };
    let variable = |column: usize| Variable::builder(kind(column), name(column)).format("%9.0g");
    let variables: Vec<VariableBuilder> = (0..COLUMNS).map(variable).collect();
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).build();
    let schema = Schema::builder().variables(variables).build().expect("a plain schema");
    let writer = DtaWriter::new().from_path(path).expect("the folder is there");
    let writer = writer.write_header(header).and_then(|writer| writer.write_schema(schema));
    let mut writer = writer.and_then(|writer| writer.into_record_writer()).expect("there is room");
    for row in rows() {
        let weight = |weight| Value::Double(StataDouble::Present(weight));
        let mut values = vec![
            Value::string(row.country),
            Value::Long(StataLong::Present(row.number)),
            Value::string("4.0"),
            weight(row.weights[0]),
            weight(row.weights[1]),
        ];
        let code = |code| match code {
            Some(code) => StataLong::Present(code),
            None => StataLong::Missing(MissingValue::System),
        };
        values.extend(row.codes.into_iter().map(|cell| Value::Long(code(cell))));
        writer.write_record(&values).expect("there is room");
    }
    let writer =
        writer.into_long_string_writer().and_then(|writer| writer.into_value_label_writer());
    writer.and_then(|writer| writer.finish()).expect("there is room");
}
