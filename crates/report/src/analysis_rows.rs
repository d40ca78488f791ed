//! What of an analysis is drawn: which column, and which rows of the table share a row of the display.

use std::collections::BTreeMap;

use survey_model::{AnalysisCell, AnalysisTable, CellKind};

use crate::{Results, analysis_words::shown_row};

/// Rows that are drawn at most for one choice of factor and topic; the table has more, and the CSV file all.
const ROWS_DRAWN_MAX: usize = 60;

/// Rows that are drawn at most over all choices.
const ROWS_DRAWN_IN_ALL_MAX: usize = 1_000;

/// Columns among whose values a reader chooses where there are too many rows for one look.
const CHOICES: [&str; 3] = ["claim", "factor", "topic"];

/// Units of a column that is drawn where a table names no `estimate`.
const UNITS_DRAWN: [&str; 3] = ["score", "share", "agreement"];

/// One measurement.
pub(crate) struct Mark {
    /// Where its model stands in the display order; `None` for all models together.
    pub(crate) model: Option<usize>,
    /// `None` where only the ends are known: bounds.
    pub(crate) estimate: Option<f64>,
    /// The interval or the bounds.
    pub(crate) ends: Option<(f64, f64)>,
    /// What the table says of it: the texts behind the estimate, which are verdicts and not names.
    pub(crate) verdict: String,
}

/// One row of the display.
pub(crate) struct Row {
    /// What is measured.
    pub(crate) label: String,
    /// The values of the columns that are choices here.
    pub(crate) choices: Vec<String>,
    /// What is measured, of each model.
    pub(crate) marks: Vec<Mark>,
}

impl Row {
    /// What the table says of every mark alike, to be said once.
    pub(crate) fn common_verdict(&self) -> Option<&str> {
        let (first, others) = self.marks.split_first()?;
        let alike = others.iter().all(|other| other.verdict == first.verdict);
        (alike && !first.verdict.is_empty()).then_some(&first.verdict)
    }
}

/// An analysis as it is drawn.
pub(crate) struct Display {
    /// The rows, at most [`ROWS_DRAWN_MAX`] for a choice.
    pub(crate) rows: Vec<Row>,
    /// How many more the table would make.
    pub(crate) left_out: usize,
    /// The columns among whose values a reader chooses.
    pub(crate) choices: Vec<usize>,
    /// The column that is measured.
    pub(crate) measured: usize,
}

/// The table's columns that are drawn.
struct Drawn {
    measured: usize,
    ends: Option<(usize, usize)>,
}

/// The rows to draw: `None` if the table has no column to draw, or far too many rows to look at.
///
/// Drawn are the columns `estimate`, `low` and `high`; a table without them shows its first column of scores or
/// shares, if a look can hold all of it.
pub(crate) fn display(table: &AnalysisTable, results: &Results) -> Option<Display> {
    let drawn = columns(table)?;
    let many = table.rows.len() > ROWS_DRAWN_MAX;
    let choices: Vec<usize> =
        CHOICES.iter().filter_map(|name| table.column(name).filter(|_| many)).collect();
    let all = shared_rows(table, results, &drawn, &choices);
    let count = all.len();
    let rows = first_of_each_choice(all);
    let left_out = count - rows.len();
    let whole = left_out == 0 || drawn.ends.is_some();
    (whole && !rows.is_empty()).then_some(Display {
        rows,
        left_out,
        choices,
        measured: drawn.measured,
    })
}

fn columns(table: &AnalysisTable) -> Option<Drawn> {
    let named = ["estimate", "low", "high"].map(|name| table.column(name));
    if let [Some(measured), Some(low), Some(high)] = named {
        return Some(Drawn { measured, ends: Some((low, high)) });
    }
    let measured = table.columns.iter().position(|column| {
        column.kind == CellKind::Number && UNITS_DRAWN.contains(&column.unit.as_str())
    })?;
    Some(Drawn { measured, ends: None })
}

/// Models that measure the same thing share a row; two rows of one model never do.
fn shared_rows(
    table: &AnalysisTable,
    results: &Results,
    drawn: &Drawn,
    choices: &[usize],
) -> Vec<Row> {
    let telling = telling(table, choices);
    let (names, verdicts) = telling.split_at(telling.partition_point(|&at| at < drawn.measured));
    let mut rows: Vec<Row> = Vec::new();
    let mut latest: BTreeMap<(String, Vec<String>), usize> = BTreeMap::new();
    for cells in &table.rows {
        let number = |at: usize| cells[at].as_number();
        let ends = drawn.ends.and_then(|(low, high)| number(low).zip(number(high)));
        let estimate = number(drawn.measured);
        if estimate.is_none() && ends.is_none() {
            continue;
        }
        let words = shown_row(table, cells, results);
        let label = label(table, &words, names);
        let choices: Vec<String> = choices.iter().map(|&at| words[at].clone()).collect();
        let verdict: Vec<&str> = verdicts.iter().map(|&at| words[at].as_str()).collect();
        let model = model_of(table, cells, results);
        let mark = Mark { model, estimate, ends, verdict: verdict.join(", ") };
        let key = (label, choices);
        let shared = latest.get(&key).copied();
        match shared.filter(|&at| rows[at].marks.iter().all(|other| other.model != mark.model)) {
            Some(at) => rows[at].marks.push(mark),
            None => {
                latest.insert(key.clone(), rows.len());
                let (label, choices) = key;
                rows.push(Row { label, choices, marks: vec![mark] });
            }
        }
    }
    rows
}

fn first_of_each_choice(rows: Vec<Row>) -> Vec<Row> {
    let mut counts: Vec<(Vec<String>, usize)> = Vec::new();
    let mut kept = Vec::new();
    for row in rows {
        let at = counts.iter().position(|(known, _)| *known == row.choices).unwrap_or_else(|| {
            counts.push((row.choices.clone(), 0));
            counts.len() - 1
        });
        if counts[at].1 < ROWS_DRAWN_MAX && kept.len() < ROWS_DRAWN_IN_ALL_MAX {
            counts[at].1 += 1;
            kept.push(row);
        }
    }
    kept
}

fn model_of(table: &AnalysisTable, cells: &[AnalysisCell], results: &Results) -> Option<usize> {
    let name = cells[table.column("model")?].as_text()?;
    results.models.iter().position(|model| model.name.as_str() == name)
}

/// The text columns that tell rows apart: not the model, no choice, and not the same in every row.
fn telling(table: &AnalysisTable, choices: &[usize]) -> Vec<usize> {
    // A group's code says nothing to a reader who has its label.
    let coded = |name: &str| name == "group" && table.column("label").is_some();
    let tells = |&at: &usize| {
        let column = &table.columns[at];
        let varies = table.rows.iter().any(|row| row[at] != table.rows[0][at]);
        let own = column.name != "model" && !coded(&column.name) && !choices.contains(&at);
        column.kind == CellKind::Text && own && (varies || table.rows.len() == 1)
    };
    (0..table.columns.len()).filter(tells).collect()
}

/// The row's telling texts joined; where there is none, the model.
fn label(table: &AnalysisTable, words: &[String], names: &[usize]) -> String {
    let mut label = String::new();
    for &at in names {
        let joint = match (label.is_empty(), table.columns[at].name.as_str()) {
            (true, _) => "",
            (false, "highest") => " \u{2013} ",
            (false, "other") => " over ",
            (false, "second" | "minus") => " minus ",
            (false, _) => " \u{b7} ",
        };
        if !words[at].is_empty() {
            label.push_str(joint);
            label.push_str(&words[at]);
        }
    }
    match table.column("model") {
        Some(at) if label.is_empty() => words[at].clone(),
        _ => label,
    }
}
