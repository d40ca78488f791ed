//! Analyses for readers: each with its question, its paragraph, its source, dots with intervals, and its table.

use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable, CellKind};

use crate::{
    Results,
    axis::Axis,
    number::{fixed, thousands},
    sheet::{Align, Sheet},
    svg::escape,
};

/// Rows that are drawn at most, of one factor where a reader can choose among factors; the table has more, and the CSV
/// file all.
const ROWS_DRAWN_MAX: usize = 60;

/// Rows that are drawn at most over all factors.
const ROWS_DRAWN_IN_ALL_MAX: usize = 400;

/// Rows of a table on the page at most.
const ROWS_SHOWN_MAX: usize = 300;

/// Ticks of an axis at most.
const TICKS_MAX: i64 = 7;

/// An analysis as Markdown: title, paragraph, table, source.
pub(crate) fn markdown(table: &AnalysisTable, results: &Results, origin: &str) -> String {
    let sheet = Sheet {
        name: "analysis",
        caption: table.title.clone(),
        header: table.columns.iter().map(|column| column.name.clone()).collect(),
        align: table.columns.iter().map(|column| align(column.kind)).collect(),
        rows: table.rows.iter().map(|row| shown_row(table, row, results)).collect(),
    };
    let text = sheet.to_markdown();
    let (caption, rows) = text.split_once("\n\n").unwrap_or((&text, ""));
    format!("{caption}\n\n{} {origin}\n\n{rows}\nSource: {}\n", table.paragraph, table.source)
}

/// The section of the page; empty without an analysis.
pub(crate) fn section(results: &Results) -> String {
    if results.analyses.is_empty() {
        return String::new();
    }
    let cards: String = results.analyses.iter().map(|table| card(table, results)).collect();
    format!(
        "<section id=\"beyond\">\n<h2>Beyond the paper</h2>\n<p class=\"note\">Questions that the scores above leave open. The definitions are in <code>docs/methods.md</code>, the full tables in <code>tables/</code>.</p>\n{cards}</section>\n"
    )
}

fn card(table: &AnalysisTable, results: &Results) -> String {
    let rows = table.rows.len();
    let cut = if rows > ROWS_SHOWN_MAX {
        format!(", the first {ROWS_SHOWN_MAX} of them here")
    } else {
        String::new()
    };
    format!(
        "<article class=\"card analysis\" id=\"analysis-{name}\">\n<h3>{title}</h3>\n<p>{paragraph}</p>\n{dots}<details><summary>Table: {rows} rows{cut}; all in <code>tables/analysis_{name}.csv</code></summary>{sheet}</details>\n<p class=\"note\">Source: {source}</p>\n</article>\n",
        name = escape(&table.name),
        title = escape(&table.title),
        paragraph = escape(&table.paragraph),
        dots = dots(table, results),
        rows = thousands(rows as u64),
        sheet = html_table(table, results),
        source = escape(&table.source),
    )
}

fn align(kind: CellKind) -> Align {
    match kind {
        CellKind::Text => Align::Left,
        CellKind::Count | CellKind::Number => Align::Right,
    }
}

/// A row as a reader sees it: names of models, factors, groups and items in words, numbers as [`shown_number`].
fn shown_row(table: &AnalysisTable, row: &[AnalysisCell], results: &Results) -> Vec<String> {
    let factor = table.column("factor").and_then(|at| row[at].as_text());
    let shown = |(column, cell): (&AnalysisColumn, &AnalysisCell)| match cell {
        AnalysisCell::Text(text) => in_words(&column.name, text, factor, results),
        AnalysisCell::Count(count) => thousands(*count),
        AnalysisCell::Number(number) => shown_number(*number),
        AnalysisCell::Empty => String::new(),
    };
    table.columns.iter().zip(row).map(shown).collect()
}

/// What a code stands for, by the name of its column; the code itself where the results do not know it.
fn in_words(column: &str, code: &str, factor: Option<&str>, results: &Results) -> String {
    let of = |name: &str| results.factors.iter().find(|factor| factor.name.as_str() == name);
    let label = match column {
        "model" | "other" => {
            let mut models = results.models.iter();
            models.find(|model| model.name.as_str() == code).map(|model| model.label.clone())
        }
        "factor" => of(code).map(|factor| factor.label.clone()),
        "group" | "lowest" | "highest" | "group_a" | "group_b" => {
            let group = |factor: &crate::FactorInfo| {
                let mut groups = factor.groups.iter();
                groups.find(|group| group.group == code).map(|group| group.label.clone())
            };
            factor.and_then(of).and_then(group)
        }
        "item" => {
            let mut items = results.items.iter();
            items
                .find(|item| item.id.as_str() == code)
                .map(|item| format!("{} ({code})", item.label))
        }
        _ => None,
    };
    label.unwrap_or_else(|| code.to_owned())
}

/// Four decimals near 1, fewer for large numbers, a power of ten for tiny ones.
fn shown_number(number: f64) -> String {
    let size = number.abs();
    match size {
        _ if size >= 1000.0 => fixed(number, 0),
        _ if size >= 10.0 => fixed(number, 2),
        _ if size > 0.0 && size < 0.000_05 => format!("{number:.1e}").replace('-', "\u{2212}"),
        _ => fixed(number, 4),
    }
}

fn html_table(table: &AnalysisTable, results: &Results) -> String {
    let class = |at: usize| match align(table.columns[at].kind) {
        Align::Right => " class=\"right\"",
        Align::Left | Align::Wide => "",
    };
    let head = table.columns.iter().enumerate().map(|(at, column)| {
        let words = escape(&column.description);
        format!("<th scope=\"col\"{} title=\"{words}\">{}</th>", class(at), escape(&column.name))
    });
    let row = |cells: &Vec<AnalysisCell>| {
        let cells = shown_row(table, cells, results).into_iter().enumerate();
        let cells = cells.map(|(at, cell)| format!("<td{}>{}</td>", class(at), escape(&cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let head: String = head.collect();
    let rows: String = table.rows.iter().take(ROWS_SHOWN_MAX).map(row).collect();
    let meaning = table.columns.iter().map(|column| {
        let unit =
            if column.unit.is_empty() { String::new() } else { format!(" ({})", column.unit) };
        let (name, words) = (escape(&column.name), escape(&column.description));
        format!("<dt>{name}{}</dt><dd>{words}</dd>", escape(&unit))
    });
    let meaning: String = meaning.collect();
    format!(
        "<dl class=\"columns\">{meaning}</dl><div class=\"scroll\"><table class=\"sheet\"><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>"
    )
}

/// One row of the display: a label, the model's place, and the numbers.
struct Dot {
    label: String,
    /// The factor's label, where a reader chooses among factors.
    factor: Option<String>,
    model: Option<usize>,
    /// `None` where only the ends are known: bounds.
    estimate: Option<f64>,
    ends: Option<(f64, f64)>,
}

/// Dots with intervals; empty unless the table has the columns `estimate`, `low` and `high`.
fn dots(table: &AnalysisTable, results: &Results) -> String {
    let columns = ["estimate", "low", "high"].map(|name| table.column(name));
    let [Some(estimate), Some(low), Some(high)] = columns else { return String::new() };
    // A label for each of many rows would be a list that nobody reads, so a reader chooses one factor.
    let choice = table.column("factor").filter(|_| table.rows.len() > ROWS_DRAWN_MAX);
    let dot = |row: &Vec<AnalysisCell>| {
        let words = shown_row(table, row, results);
        let (label, model) = label(table, row, &words, choice, results);
        let ends = row[low].as_number().zip(row[high].as_number());
        let estimate = row[estimate].as_number();
        let factor = choice.map(|at| words[at].clone());
        let seen = estimate.is_some() || ends.is_some();
        seen.then_some(Dot { label, factor, model, estimate, ends })
    };
    let all: Vec<Dot> = table.rows.iter().filter_map(dot).collect();
    let (drawn, factors) = chosen(&all);
    if drawn.is_empty() {
        return String::new();
    }
    let values = drawn.iter().flat_map(|dot| {
        let ends = dot.ends.map(|(low, high)| [low, high]);
        ends.into_iter().flatten().chain(dot.estimate)
    });
    let axis = Axis::around(values, TICKS_MAX);
    let rows: String = drawn.iter().map(|dot| dot_row(dot, axis)).collect();
    let left_out = match all.len() - drawn.len() {
        0 => String::new(),
        more => format!(
            "<p class=\"note\">{} further rows are in the table.</p>",
            thousands(more as u64)
        ),
    };
    let unit = escape(&table.columns[estimate].unit);
    format!(
        "{}<div class=\"bars\">{rows}{}</div>{left_out}\n",
        filter(&factors),
        axis_row(axis, &unit)
    )
}

/// The rows that are drawn, and the factors among which a reader chooses.
fn chosen(all: &[Dot]) -> (Vec<&Dot>, Vec<&str>) {
    let mut factors: Vec<(&str, usize)> = Vec::new();
    let mut drawn = Vec::new();
    for dot in all {
        let name = dot.factor.as_deref().unwrap_or_default();
        let at = factors.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            factors.push((name, 0));
            factors.len() - 1
        });
        if factors[at].1 < ROWS_DRAWN_MAX && drawn.len() < ROWS_DRAWN_IN_ALL_MAX {
            factors[at].1 += 1;
            drawn.push(dot);
        }
    }
    let named = factors.into_iter().filter(|(name, count)| !name.is_empty() && *count > 0);
    (drawn, named.map(|(name, _)| name).collect())
}

/// The choice among factors; the page's script shows one factor's rows, and without it all rows show.
fn filter(factors: &[&str]) -> String {
    if factors.len() < 2 {
        return String::new();
    }
    let option = |name: &&str| format!("<option>{}</option>", escape(name));
    let options: String = factors.iter().map(option).collect();
    format!(
        "<div class=\"tools\"><label>Factor <select class=\"analysis-factor\">{options}</select></label></div>"
    )
}

/// The row's texts joined, the model last, and the model's place in the display order.
fn label(
    table: &AnalysisTable,
    row: &[AnalysisCell],
    words: &[String],
    choice: Option<usize>,
    results: &Results,
) -> (String, Option<usize>) {
    let texts = table.columns.iter().zip(row).zip(words).enumerate();
    let texts = texts.filter(|(at, ((column, _), words))| {
        column.kind == CellKind::Text && Some(*at) != choice && !words.is_empty()
    });
    let (models, others): (Vec<_>, Vec<_>) =
        texts.partition(|(_, ((column, _), _))| column.name == "model");
    let mut label = String::new();
    for (_, ((column, _), words)) in others.into_iter().chain(models.iter().copied()) {
        let joint = match (label.is_empty(), column.name.as_str()) {
            (true, _) => "",
            (false, "highest") => " \u{2013} ",
            (false, _) => " \u{b7} ",
        };
        label.push_str(joint);
        label.push_str(words);
    }
    let name = models.first().and_then(|(_, ((_, cell), _))| cell.as_text());
    let place = |name: &str| results.models.iter().position(|model| model.name.as_str() == name);
    (label, name.and_then(place))
}

fn percent(share: f64) -> String {
    format!("{:.3}%", 2.0 + 96.0 * share)
}

fn place(axis: Axis, value: f64) -> String {
    let (low, high) = axis.ends();
    percent((value - low) / (high - low))
}

fn dot_row(dot: &Dot, axis: Axis) -> String {
    let class = dot.model.map_or("plain".to_owned(), |model| format!("m{model}"));
    let grid: String = axis
        .ticks()
        .iter()
        .map(|(share, _)| {
            let x = percent(*share);
            format!("<line class=\"grid-line\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"100%\"/>")
        })
        .collect();
    let whisker = dot.ends.map_or(String::new(), |(low, high)| {
        let (from, to) = (place(axis, low), place(axis, high));
        format!("<line class=\"whisker {class}\" x1=\"{from}\" x2=\"{to}\" y1=\"50%\" y2=\"50%\"/>")
    });
    let mark = dot.estimate.map_or(String::new(), |estimate| {
        format!("<circle class=\"{class}\" cx=\"{}\" cy=\"50%\" r=\"4\"/>", place(axis, estimate))
    });
    let ends =
        dot.ends.map(|(low, high)| format!("[{}, {}]", shown_number(low), shown_number(high)));
    let factor = dot
        .factor
        .as_ref()
        .map_or(String::new(), |factor| format!(" data-of=\"{}\"", escape(factor)));
    let value: Vec<String> = dot.estimate.map(shown_number).into_iter().chain(ends).collect();
    format!(
        "<div class=\"row\"{factor}><span class=\"name\">{}</span><svg aria-hidden=\"true\" height=\"24\">{grid}{whisker}{mark}</svg><span class=\"value\">{}</span></div>\n",
        escape(&dot.label),
        value.join(" "),
    )
}

fn axis_row(axis: Axis, unit: &str) -> String {
    let ticks: String = axis
        .ticks()
        .iter()
        .map(|(share, label)| format!("<text x=\"{}\" y=\"13\">{label}</text>", percent(*share)))
        .collect();
    format!(
        "<div class=\"axis\"><span>{unit}</span><svg aria-hidden=\"true\">{ticks}</svg><span></span></div>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_are_useful() {
        let written = [0.65432, 0.0, 12.3456, 4321.0, -0.000_012, 0.00021].map(shown_number);
        assert_eq!(
            written,
            ["0.6543", "0.0000", "12.35", "4321", "\u{2212}1.2e\u{2212}5", "0.0002"]
        );
    }
}
