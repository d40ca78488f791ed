//! An analysis drawn: one row for each thing that is measured, one mark and interval for each model.

use survey_model::{AnalysisCell, AnalysisTable, CellKind};

use crate::{
    Results,
    analyses::{shown_number, shown_row},
    axis::Axis,
    number::thousands,
    palette::mark_style,
    svg::escape,
};

/// Rows that are drawn at most for one choice of factor and topic; the table has more, and the CSV file all.
const ROWS_DRAWN_MAX: usize = 60;

/// Rows that are drawn at most over all choices.
const ROWS_DRAWN_IN_ALL_MAX: usize = 1_000;

/// Columns among whose values a reader chooses where there are too many rows for one look.
const CHOICES: [&str; 2] = ["factor", "topic"];

/// Ticks of an axis at most.
const TICKS_MAX: i64 = 7;

/// Where a row of the table stands.
#[derive(Clone, Copy)]
struct Mark {
    model: Option<usize>,
    /// `None` where only the ends are known: bounds.
    estimate: Option<f64>,
    ends: Option<(f64, f64)>,
}

/// One row of the display.
struct Row {
    label: String,
    /// The values of the columns of [`CHOICES`] that are choices here.
    choices: Vec<String>,
    marks: Vec<Mark>,
}

/// Dots with intervals; empty unless the table has the columns `estimate`, `low` and `high`.
pub(crate) fn dots(table: &AnalysisTable, results: &Results) -> String {
    let columns = ["estimate", "low", "high"].map(|name| table.column(name));
    let [Some(estimate), Some(low), Some(high)] = columns else { return String::new() };
    let many = table.rows.len() > ROWS_DRAWN_MAX;
    let choices: Vec<usize> =
        CHOICES.iter().filter_map(|name| table.column(name).filter(|_| many)).collect();
    let said = saying(table, &choices);
    let mut rows: Vec<Row> = Vec::new();
    for cells in &table.rows {
        let ends = cells[low].as_number().zip(cells[high].as_number());
        let estimate = cells[estimate].as_number();
        if estimate.is_none() && ends.is_none() {
            continue;
        }
        let words = shown_row(table, cells, results);
        let label = label(table, &words, &said);
        let choices: Vec<String> = choices.iter().map(|&at| words[at].clone()).collect();
        let mark = Mark { model: model_of(table, cells, results), estimate, ends };
        let same = |row: &&mut Row| row.label == label && row.choices == choices;
        // Models that measure the same thing share a row; two rows of one model never do.
        let shared = rows.iter_mut().rev().take(results.models.len()).find(same);
        match shared.filter(|row| row.marks.iter().all(|other| other.model != mark.model)) {
            Some(row) => row.marks.push(mark),
            None => rows.push(Row { label, choices, marks: vec![mark] }),
        }
    }
    drawn(table, estimate, rows, &choices)
}

fn drawn(table: &AnalysisTable, estimate: usize, rows: Vec<Row>, choices: &[usize]) -> String {
    let all = rows.len();
    let rows = first_of_each_choice(rows);
    if rows.is_empty() {
        return String::new();
    }
    let values = rows.iter().flat_map(|row| &row.marks).flat_map(|mark| {
        let ends = mark.ends.map(|(low, high)| [low, high]);
        ends.into_iter().flatten().chain(mark.estimate)
    });
    let axis = Axis::around(values, TICKS_MAX);
    let left_out = match all - rows.len() {
        0 => String::new(),
        more => {
            let more = thousands(more as u64);
            format!("<p class=\"note\">{more} further rows are in the table.</p>")
        }
    };
    let selects: String = choices
        .iter()
        .enumerate()
        .map(|(at, &column)| select(&table.columns[column].name, &rows, at))
        .collect();
    let tools = match selects.as_str() {
        "" => String::new(),
        selects => format!("<div class=\"tools\">{selects}</div>"),
    };
    let unit = escape(&table.columns[estimate].unit);
    let body: String = rows.iter().map(|row| row_html(row, axis)).collect();
    format!(
        "{tools}<div class=\"bars\">{}{body}{}</div>{left_out}\n",
        grid(axis),
        axis_row(axis, &unit)
    )
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

/// A choice among the values of a column; the page's script shows one value's rows, and without it all rows show.
fn select(name: &str, rows: &[Row], choice: usize) -> String {
    let mut values: Vec<&str> = Vec::new();
    for row in rows {
        if !values.contains(&row.choices[choice].as_str()) {
            values.push(&row.choices[choice]);
        }
    }
    let options: String =
        values.iter().map(|value| format!("<option>{}</option>", escape(value))).collect();
    let title = name[..1].to_uppercase() + &name[1..];
    format!("<label>{title} <select class=\"analysis-choice\">{options}</select></label>")
}

fn model_of(table: &AnalysisTable, cells: &[AnalysisCell], results: &Results) -> Option<usize> {
    let name = cells[table.column("model")?].as_text()?;
    results.models.iter().position(|model| model.name.as_str() == name)
}

/// The text columns that tell rows apart: not the model, no choice, and not the same in every row.
fn saying(table: &AnalysisTable, choices: &[usize]) -> Vec<usize> {
    let tells = |&at: &usize| {
        let column = &table.columns[at];
        let varies = table.rows.iter().any(|row| row[at] != table.rows[0][at]);
        let own = column.name != "model" && !choices.contains(&at);
        column.kind == CellKind::Text && own && (varies || table.rows.len() == 1)
    };
    (0..table.columns.len()).filter(tells).collect()
}

/// The row's telling texts joined; where there is none, the model.
fn label(table: &AnalysisTable, words: &[String], said: &[usize]) -> String {
    let mut label = String::new();
    for &at in said {
        let joint = match (label.is_empty(), table.columns[at].name.as_str()) {
            (true, _) => "",
            (false, "highest") => " \u{2013} ",
            (false, "other") => " over ",
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

fn percent(share: f64) -> String {
    format!("{:.2}%", 2.0 + 96.0 * share)
}

fn place(axis: Axis, value: f64) -> String {
    let (low, high) = axis.ends();
    percent((value - low) / (high - low))
}

/// The lines of the ticks, once behind all rows.
fn grid(axis: Axis) -> String {
    let line = |(share, _): &(f64, String)| {
        let x = percent(*share);
        format!("<line class=\"grid-line\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>")
    };
    let lines: String = axis.ticks().iter().map(line).collect();
    format!(
        "<div class=\"row behind-all\" aria-hidden=\"true\"><span></span><svg height=\"24\">{lines}</svg><span></span></div>"
    )
}

fn row_html(row: &Row, axis: Axis) -> String {
    let count = row.marks.len();
    let height = (12 + 9 * count).max(24);
    let marks: String = row
        .marks
        .iter()
        .enumerate()
        .map(|(at, mark)| mark_html(*mark, axis, (100 * (2 * at + 1)) as f64 / (2 * count) as f64))
        .collect();
    let values: String = row.marks.iter().map(|mark| value_html(*mark)).collect();
    let choices: String = row
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| format!(" data-choice{at}=\"{}\"", escape(choice)))
        .collect();
    format!(
        "<div class=\"row\"{choices}><span class=\"name\">{}</span><svg aria-hidden=\"true\" height=\"{height}\">{marks}</svg><span class=\"value\">{values}</span></div>\n",
        escape(&row.label),
    )
}

fn mark_html(mark: Mark, axis: Axis, y: f64) -> String {
    let class = mark.model.map_or("plain".to_owned(), |model| format!("m{model}"));
    let whisker = mark.ends.map_or(String::new(), |(low, high)| {
        let (from, to) = (place(axis, low), place(axis, high));
        format!("<line class=\"whisker {class}\" x1=\"{from}\" x2=\"{to}\" y1=\"{y:.1}%\" y2=\"{y:.1}%\"/>")
    });
    let dot = mark.estimate.map_or(String::new(), |estimate| {
        let x = place(axis, estimate);
        let path = mark_style(mark.model.unwrap_or(0)).path;
        format!("<svg x=\"{x}\" y=\"{y:.1}%\" width=\"1\" height=\"1\" overflow=\"visible\"><path class=\"{class}\" d=\"{path}\"/></svg>")
    });
    whisker + &dot
}

fn value_html(mark: Mark) -> String {
    let ends =
        mark.ends.map(|(low, high)| format!("[{}, {}]", shown_number(low), shown_number(high)));
    let parts: Vec<String> = mark.estimate.map(shown_number).into_iter().chain(ends).collect();
    format!("<span>{}</span>", parts.join(" "))
}

fn axis_row(axis: Axis, unit: &str) -> String {
    let tick = |(share, label): &(f64, String)| {
        format!("<text x=\"{}\" y=\"13\">{label}</text>", percent(*share))
    };
    let ticks: String = axis.ticks().iter().map(tick).collect();
    format!(
        "<div class=\"axis\"><span>{unit}</span><svg aria-hidden=\"true\">{ticks}</svg><span></span></div>"
    )
}
