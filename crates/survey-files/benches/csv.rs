//! Reading speed and memory of CSV, as a ratio to the plain `csv` crate:
//!
//! ```text
//! cargo bench -p survey-files --bench csv
//! ```
//!
//! The file is generated once, about 92 MB.
//! Both readers take the same columns out of it and turn them into integers; the best of seven runs counts.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod invented;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use invented::{COLUMNS, KEYS, WANTED, best, generated, name, rows, sum_of_ours, wanted};

const RUNS: usize = 7;

fn main() -> std::io::Result<()> {
    let path = generated("invented.csv", |path| write(path).expect("there is room for 92 MB"));
    let size = path.metadata()?.len() as f64 / 1e6;
    let ours = best(RUNS, || sum_of_ours(&path));
    let peak = peak_megabytes();
    let plain = best(RUNS, || sum_of_csv_crate(&path, &wanted()));
    assert_eq!(ours.1, plain.1, "both readers must find the same codes");
    println!("{size:.0} MB, {COLUMNS} columns, {WANTED} wanted, best of {RUNS}");
    println!("survey-files  {:.3} s  {:.0} MB/s", ours.0, size / ours.0);
    println!("csv crate     {:.3} s  {:.0} MB/s", plain.0, size / plain.0);
    println!("ratio         {:.2} of the csv crate's time", ours.0 / plain.0);
    if let Some(peak) = peak {
        println!("peak memory   {peak} MB, all runs of survey-files in one process");
    }
    Ok(())
}

/// What a careful reader would write with the `csv` crate: no check of codes, keys or editions.
fn sum_of_csv_crate(path: &Path, wanted: &[usize]) -> i64 {
    let mut reader = csv::ReaderBuilder::new().from_path(path).expect("the file is there");
    let mut columns: Vec<Vec<Option<i32>>> = vec![Vec::new(); wanted.len()];
    let mut weights: Vec<f64> = Vec::new();
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("the file is in order") {
        for (column, &field) in columns.iter_mut().zip(wanted) {
            let text = std::str::from_utf8(&record[field]).expect("digits");
            column.push((!text.is_empty()).then(|| text.parse().expect("a code")));
        }
        for field in [3, 4] {
            let text = std::str::from_utf8(&record[field]).expect("digits");
            weights.push(text.parse().expect("a weight"));
        }
    }
    columns.iter().flatten().flatten().map(|&code| i64::from(code)).sum()
}

/// The highest resident memory of this process so far; Linux only.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}

fn write(path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let header: Vec<String> = (0..COLUMNS).map(|column| format!("\"{}\"", name(column))).collect();
    writeln!(out, "{}", header.join(","))?;
    for row in rows() {
        let [pspwght, anweight] = row.weights;
        write!(out, "\"{}\",{},\"4.0\",{pspwght:.7},{anweight:.7}", row.country, row.number)?;
        for (column, code) in (KEYS..).zip(row.codes) {
            match code {
                None => write!(out, ",")?,
                // The portal quotes some columns of codes.
                Some(code) if column % 40 == 0 => write!(out, ",\"{code}\"")?,
                Some(code) => write!(out, ",{code}")?,
            }
        }
        writeln!(out)?;
    }
    out.flush()
}
