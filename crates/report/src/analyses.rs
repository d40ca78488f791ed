//! Analyses for readers: each with its question, its paragraph, its source, dots with intervals, and its table.

use survey_model::{AnalysisCell, AnalysisTable, CellKind};

use crate::{
    Results,
    analysis_dots::dots,
    analysis_words::shown_row,
    number::thousands,
    sheet::{Align, Sheet},
    svg::escape,
};

/// Rows of a table on the page at most.
const ROWS_SHOWN_MAX: usize = 300;

/// An analysis as Markdown: title, paragraph, table, source.
pub(crate) fn markdown(table: &AnalysisTable, results: &Results, origin: &str) -> String {
    let sheet = Sheet {
        name: "analysis",
        number: None,
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
    let all = &results.analyses;
    // Tables of one analysis stand together and have one source, which the last of them names.
    let names_source = |at: usize| all.get(at + 1).is_none_or(|next| next.source != all[at].source);
    let cards: String =
        all.iter().enumerate().map(|(at, table)| card(table, results, names_source(at))).collect();
    format!(
        "<section id=\"beyond\">\n<h2>Beyond the paper</h2>\n<p class=\"note\">Questions that the scores above leave open. The definitions are in <code>docs/methods.md</code>, the full tables in <code>tables/</code>.</p>\n{cards}</section>\n"
    )
}

fn card(table: &AnalysisTable, results: &Results, names_source: bool) -> String {
    let rows = table.rows.len();
    let cut = if rows > ROWS_SHOWN_MAX {
        format!(", the first {ROWS_SHOWN_MAX} of them here")
    } else {
        String::new()
    };
    format!(
        "<article class=\"card analysis\" id=\"analysis-{name}\">\n<h3>{title}</h3>\n<p>{paragraph}</p>\n{dots}<details><summary>Table: {rows} {noun}{cut}; all in <code>tables/analysis_{name}.csv</code></summary>{sheet}</details>\n{source}</article>\n",
        name = escape(&table.name),
        title = escape(&table.title),
        paragraph = with_code(&table.paragraph),
        dots = dots(table, results),
        rows = thousands(rows as u64),
        noun = if rows == 1 { "row" } else { "rows" },
        sheet = html_table(table, results),
        source = match names_source {
            true => format!("<p class=\"note\">Source: {}</p>\n", escape(&table.source)),
            false => String::new(),
        },
    )
}

/// A paragraph whose words between backticks, which are names of columns, are set as code.
fn with_code(paragraph: &str) -> String {
    let parts = paragraph.split('`').enumerate();
    let part = |(at, text): (usize, &str)| match at % 2 {
        0 => escape(text),
        _ => format!("<code>{}</code>", escape(text)),
    };
    parts.map(part).collect()
}

fn align(kind: CellKind) -> Align {
    match kind {
        CellKind::Text => Align::Left,
        CellKind::Count | CellKind::Number => Align::Right,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_set_as_code() {
        assert_eq!(with_code("`low` < `high`."), "<code>low</code> &lt; <code>high</code>.");
    }
}
