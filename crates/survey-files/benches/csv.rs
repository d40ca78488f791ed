//! Reading speed and memory, as a ratio to the plain `csv` crate:
//!
//! ```text
//! cargo bench -p survey-files --bench csv
//! ```
//!
//! The file is generated once: 50,116 invented respondents, 640 columns, about 92 MB, of which 75 columns are wanted.
//! Both readers take the same columns out of it and turn them into integers; the best of seven runs counts.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use survey_files::{Layout, Request, read_file};
use survey_model::{Codebook, MissingKind, Origin, SurveyEdition, Variable, VariableName};

const RESPONDENTS: usize = 50_116;
const COLUMNS: usize = 640;
const WANTED: usize = 75;
const RUNS: usize = 7;

const LAYOUT: Layout = Layout {
    source: "the generator",
    country: "cntry",
    respondent: "idno",
    constants: &["edition"],
    numbers: &["pspwght", "anweight"],
    codes: &[],
    edition: |_| SurveyEdition::default(),
    missing_kind: |_| MissingKind::Other,
};

/// Columns 0 to 4 are key, edition and weights; the wanted codes lie evenly among the rest.
fn name(column: usize) -> String {
    match column {
        0 => "cntry".to_owned(),
        1 => "idno".to_owned(),
        2 => "edition".to_owned(),
        3 => "pspwght".to_owned(),
        4 => "anweight".to_owned(),
        _ => format!("v{column}"),
    }
}

fn wanted() -> Vec<usize> {
    let codes = WANTED - 5;
    (0..codes).map(|index| 5 + index * (COLUMNS - 5) / codes).collect()
}

fn main() -> std::io::Result<()> {
    let path = generated()?;
    let size = path.metadata()?.len() as f64 / 1e6;
    let wanted = wanted();
    let ours = best(|| sum_of_ours(&path, &wanted));
    let peak = peak_megabytes();
    let plain = best(|| sum_of_csv_crate(&path, &wanted));
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

fn sum_of_ours(path: &Path, wanted: &[usize]) -> i64 {
    let columns: Vec<VariableName> =
        wanted.iter().map(|&column| VariableName::new(name(column)).expect("a name")).collect();
    let variable = |name: &VariableName| Variable {
        name: name.clone(),
        label: name.to_string(),
        texts: Vec::new(),
        categories: Vec::new(),
        text_categories: Vec::new(),
    };
    let codebook = Codebook::new(SurveyEdition::default(), columns.iter().map(variable).collect());
    let request = Request {
        file: "generated.csv",
        origin: Origin::Invented,
        layout: &LAYOUT,
        codebook: &codebook.expect("names are unique"),
        columns: &columns,
    };
    let microdata = read_file(path, &request).expect("the generated file is in order");
    let cells = microdata.code_columns().values().flat_map(|column| column.iter().flatten());
    cells.map(|code| i64::from(code.0)).sum()
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

/// The best time in seconds, and the result.
fn best(mut run: impl FnMut() -> i64) -> (f64, i64) {
    let mut best = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let result = run();
        best = (best.0.min(start.elapsed().as_secs_f64()), result);
    }
    best
}

/// The highest resident memory of this process so far; Linux only.
fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}

fn generated() -> std::io::Result<PathBuf> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-92mb.csv");
    if path.exists() {
        return Ok(path);
    }
    let mut out = BufWriter::new(File::create(&path)?);
    let header: Vec<String> = (0..COLUMNS).map(|column| format!("\"{}\"", name(column))).collect();
    writeln!(out, "{}", header.join(","))?;
    let mut state = 1_u64;
    let mut next = |below: u64| {
        // Knuth's multiplier; the high bits are random enough for filler.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    for respondent in 0..RESPONDENTS {
        let country = ["AT", "BE", "CH", "DE"][respondent * 4 / RESPONDENTS];
        write!(out, "\"{country}\",{respondent},\"4.0\"")?;
        write!(out, ",0.{:07},1.{:07}", next(10_000_000), next(10_000_000))?;
        for column in 5..COLUMNS {
            match next(20) {
                0 | 1 => write!(out, ",")?,
                2..=8 => write!(out, ",{}", next(10))?,
                9..=16 => write!(out, ",{}", next(100))?,
                17 => write!(out, ",{}", next(10_000))?,
                18 => write!(out, ",66666")?,
                // A quoted code in a wanted column, a quoted text with a comma elsewhere.
                _ if column % 2 == 0 => write!(out, ",\"{}\"", next(100))?,
                _ => write!(out, ",{}", next(1_000_000))?,
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(path)
}
