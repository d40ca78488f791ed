//! Tidy tables as Parquet, read back with the format's own reader.
#![cfg(feature = "parquet")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use report::parquet_tables;

#[test]
fn scores_read_back_to_the_same_bits_and_undefined_ones_are_null() {
    let mut results = invented::results(invented::SMALL);
    results.group_scores[0].score = Some(0.1 + 0.2);
    (results.group_scores[1].score, results.group_scores[1].interval) = (None, None);
    let files = parquet_tables(&results).unwrap();
    let file = files.into_iter().find(|file| file.path == "tables/group_scores.parquet").unwrap();
    let bytes = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(bytes.path(), &file.bytes).unwrap();
    let reader = SerializedFileReader::new(bytes.reopen().unwrap()).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), results.group_scores.len());
    let cell = |row: usize, name: &str| {
        let column = rows[row].get_column_iter().find(|(column, _)| *column == name);
        column.unwrap().1.clone()
    };
    assert_eq!(cell(0, "score"), Field::Double(0.1 + 0.2));
    assert_eq!(cell(1, "score"), Field::Null);
    assert_eq!(cell(0, "label"), Field::Str("Men".into()));
}
