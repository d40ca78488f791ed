//! The invented file of the benchmarks: 50,116 respondents, 640 columns, of which 75 are wanted.

use std::path::{Path, PathBuf};
use std::time::Instant;

use survey_files::{Layout, Request, read_file};
use survey_model::{Codebook, MissingKind, Origin, SurveyEdition, Variable, VariableName};

pub(crate) const RESPONDENTS: usize = 50_116;
pub(crate) const COLUMNS: usize = 640;
pub(crate) const WANTED: usize = 75;
/// Columns 0 to 4 are key, edition and weights.
pub(crate) const KEYS: usize = 5;

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

pub(crate) fn name(column: usize) -> String {
    match column {
        0 => "cntry".to_owned(),
        1 => "idno".to_owned(),
        2 => "edition".to_owned(),
        3 => "pspwght".to_owned(),
        4 => "anweight".to_owned(),
        _ => format!("v{column}"),
    }
}

/// The wanted codes lie evenly among the columns behind the keys.
pub(crate) fn wanted() -> Vec<usize> {
    let codes = WANTED - KEYS;
    (0..codes).map(|index| KEYS + index * (COLUMNS - KEYS) / codes).collect()
}

/// One respondent.
pub(crate) struct Row {
    pub(crate) country: &'static str,
    pub(crate) number: i32,
    pub(crate) weights: [f64; 2],
    pub(crate) codes: Vec<Option<i32>>,
}

/// Every respondent, the same in every run.
pub(crate) fn rows() -> impl Iterator<Item = Row> {
    let mut state = 1_u64;
    let mut next = move |below: u64| {
        // Knuth's multiplier; the high bits are random enough for filler.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % below
    };
    (0..RESPONDENTS).map(move |respondent| {
        let mut weight = |whole: f64| whole + next(10_000_000) as f64 / 1e7;
        let weights = [weight(0.0), weight(1.0)];
        let mut code = || {
            let code = match next(20) {
                0 | 1 => return None,
                2..=8 => next(10),
                9..=16 => next(100),
                17 => next(10_000),
                18 => 66_666,
                _ => next(1_000_000),
            };
            Some(i32::try_from(code).expect("below a million"))
        };
        Row {
            country: ["AT", "BE", "CH", "DE"][respondent * 4 / RESPONDENTS],
            number: i32::try_from(respondent).expect("below a million"),
            weights,
            codes: (KEYS..COLUMNS).map(|_| code()).collect(),
        }
    })
}

/// A file of the benchmarks' folder, written if it is not there yet.
pub(crate) fn generated(name: &str, write: impl FnOnce(&Path)) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        write(&path);
    }
    path
}

/// Reads the wanted columns and adds their codes up, so that readers can be held against each other.
pub(crate) fn sum_of_ours(path: &Path) -> i64 {
    let columns: Vec<VariableName> =
        wanted().iter().map(|&column| VariableName::new(name(column)).expect("a name")).collect();
    let variable = |name: &VariableName| Variable {
        name: name.clone(),
        label: name.to_string(),
        texts: Vec::new(),
        categories: Vec::new(),
        text_categories: Vec::new(),
    };
    let codebook = Codebook::new(SurveyEdition::default(), columns.iter().map(variable).collect());
    let request = Request {
        file: "generated",
        origin: Origin::Invented,
        layout: &LAYOUT,
        codebook: &codebook.expect("names are unique"),
        columns: &columns,
    };
    let microdata = read_file(path, &request).expect("the generated file is in order");
    let cells = microdata.code_columns().values().flat_map(|column| column.iter().flatten());
    cells.map(|code| i64::from(code.0)).sum()
}

/// The best time in seconds, and the result.
pub(crate) fn best<T>(runs: usize, mut run: impl FnMut() -> T) -> (f64, T) {
    let mut timed = || {
        let start = Instant::now();
        let result = run();
        (start.elapsed().as_secs_f64(), result)
    };
    let mut best = timed();
    for _ in 1..runs {
        let next = timed();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}
