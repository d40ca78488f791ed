//! An analysis drawn: one row for each thing that is measured, one mark and interval for each model.

use survey_model::AnalysisTable;

use crate::{
    Results,
    analysis_rows::{Display, Mark, Row, display},
    analysis_words::shown_number,
    axis::Axis,
    number::thousands,
    palette::mark_style,
    svg::escape,
};

/// Ticks of an axis at most.
const TICKS_MAX: i64 = 7;

/// The mark of what is measured over all models, a shape that no model has.
const ALL_MODELS_PATH: &str = "M-1.2,-5h2.4v10h-2.4z";

/// Dots with intervals; empty if [`display`] finds nothing to draw.
pub(crate) fn dots(table: &AnalysisTable, results: &Results) -> String {
    let Some(shown) = display(table, results) else { return String::new() };
    let marks = || shown.rows.iter().flat_map(|row| &row.marks);
    let values = marks().flat_map(|mark| {
        let ends = mark.ends.map(|(low, high)| [low, high]);
        ends.into_iter().flatten().chain(mark.estimate)
    });
    let axis = Axis::around(values, TICKS_MAX);
    let left_out = match shown.left_out {
        0 => String::new(),
        more => {
            let more = thousands(more as u64);
            format!("<p class=\"note\">{more} further rows are in the table.</p>")
        }
    };
    let column = &table.columns[shown.measured];
    let measured = match column.name.as_str() {
        "estimate" => column.unit.clone(),
        name => format!("{name} ({})", column.unit),
    };
    let body: String = shown.rows.iter().map(|row| row_html(row, axis)).collect();
    format!(
        "{}{}<div class=\"bars\">{}{body}{}</div>{left_out}\n",
        tools(table, &shown),
        legend(marks(), results),
        grid(axis),
        axis_row(axis, &escape(&measured))
    )
}

fn tools(table: &AnalysisTable, shown: &Display) -> String {
    let selects = shown.choices.iter().enumerate();
    let selects: String =
        selects.map(|(at, &column)| select(&table.columns[column].name, &shown.rows, at)).collect();
    match selects.as_str() {
        "" => String::new(),
        selects => format!("<div class=\"tools\">{selects}</div>"),
    }
}

/// Which mark is which model's, if more than one is drawn.
fn legend<'a>(marks: impl Iterator<Item = &'a Mark>, results: &Results) -> String {
    let drawn: std::collections::BTreeSet<Option<usize>> = marks.map(|mark| mark.model).collect();
    if drawn.len() < 2 {
        return String::new();
    }
    let entry = |model: Option<usize>| {
        let label = model.map_or("all models", |at| results.models[at].label.as_str());
        let (class, path) = look(model);
        format!(
            "<span><svg class=\"key\" aria-hidden=\"true\" viewBox=\"-6 -6 12 12\"><path class=\"{class}\" d=\"{path}\"/></svg> {}</span> ",
            escape(label)
        )
    };
    let entries: String = drawn.into_iter().map(entry).collect();
    format!("<p class=\"note legend\">{entries}</p>")
}

/// The class and the shape of a model's mark.
fn look(model: Option<usize>) -> (String, &'static str) {
    match model {
        Some(model) => (format!("m{model}"), mark_style(model).path),
        None => ("plain".to_owned(), ALL_MODELS_PATH),
    }
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
        .map(|(at, mark)| mark_html(mark, axis, (100 * (2 * at + 1)) as f64 / (2 * count) as f64))
        .collect();
    let common = row.common_verdict();
    let values: String = row.marks.iter().map(|mark| value_html(mark, common.is_none())).collect();
    let choices: String = row
        .choices
        .iter()
        .enumerate()
        .map(|(at, choice)| format!(" data-choice{at}=\"{}\"", escape(choice)))
        .collect();
    format!(
        "<div class=\"row\"{choices}><span class=\"name\">{}{}</span><svg aria-hidden=\"true\" height=\"{height}\">{marks}</svg><span class=\"value\">{values}</span></div>\n",
        escape(&row.label),
        common.map_or(String::new(), small),
    )
}

fn mark_html(mark: &Mark, axis: Axis, y: f64) -> String {
    let (class, path) = look(mark.model);
    let whisker = mark.ends.map_or(String::new(), |(low, high)| {
        let (from, to) = (place(axis, low), place(axis, high));
        format!("<line class=\"whisker {class}\" x1=\"{from}\" x2=\"{to}\" y1=\"{y:.1}%\" y2=\"{y:.1}%\"/>")
    });
    let dot = mark.estimate.map_or(String::new(), |estimate| {
        let x = place(axis, estimate);
        format!("<svg x=\"{x}\" y=\"{y:.1}%\" width=\"1\" height=\"1\" overflow=\"visible\"><path class=\"{class}\" d=\"{path}\"/></svg>")
    });
    whisker + &dot
}

fn value_html(mark: &Mark, with_verdict: bool) -> String {
    let ends =
        mark.ends.map(|(low, high)| format!("[{}, {}]", shown_number(low), shown_number(high)));
    let verdict = Some(&mark.verdict).filter(|verdict| with_verdict && !verdict.is_empty());
    let verdict = verdict.map(|verdict| small(verdict));
    let parts: Vec<String> =
        mark.estimate.map(shown_number).into_iter().chain(ends).chain(verdict).collect();
    format!("<span>{}</span>", parts.join(" "))
}

fn small(text: &str) -> String {
    format!("<small>{}</small>", escape(text))
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
