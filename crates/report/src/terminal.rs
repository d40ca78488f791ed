//! The end of a run as text: Table 1 and the widest gaps, for a terminal or for a machine.

use serde_json::{Value, json};
use survey_model::Origin;

use crate::{Results, number::fixed, sheet::Align, sheets::sheets};

/// Whether text may carry colours: not into a pipe, and not against `NO_COLOR`. The caller knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Letters only.
    Plain,
    /// ANSI colours for headings and warnings.
    Coloured,
}

/// How many gaps are shown per model.
const GAPS_SHOWN: usize = 5;

/// Table 1 and the five widest gaps of every model, as lines of at most the table's own width.
#[must_use]
pub fn terminal_summary(results: &Results, ink: Ink) -> String {
    let mut text = String::new();
    if results.source.origin == Origin::Invented {
        let warning = "Invented respondents: no person gave these answers.";
        text += &format!("{}\n\n", coloured(warning, "33", ink));
    }
    for sheet in sheets(results).iter().filter(|sheet| sheet.name == "table1") {
        text += &coloured("Table 1. Answer statistics and overall alignment", "1", ink);
        text.push('\n');
        let rows: Vec<_> = std::iter::once(&sheet.header).chain(&sheet.rows).cloned().collect();
        text += &aligned(&rows, &sheet.align);
    }
    for model in &results.models {
        let mut spreads: Vec<_> =
            results.spreads.iter().filter(|spread| spread.model == model.name).collect();
        spreads.sort_by(|a, b| b.spread.total_cmp(&a.spread));
        if spreads.is_empty() {
            continue;
        }
        text += &format!("\n{}\n", coloured(&format!("Widest gaps, {}", model.label), "1", ink));
        let row = |spread: &&survey_model::Spread| {
            let factor = results.factors.iter().find(|factor| factor.name == spread.factor);
            let label = |code: &str| {
                let groups = factor.map_or(&[][..], |factor| &factor.groups);
                let group = groups.iter().find(|group| group.group == code);
                group.map_or_else(|| code.to_owned(), |group| group.label.clone())
            };
            vec![
                factor.map_or_else(|| spread.factor.to_string(), |factor| factor.label.clone()),
                fixed(spread.spread, 3),
                format!("{} \u{2013} {}", label(&spread.lowest), label(&spread.highest)),
            ]
        };
        let rows: Vec<_> = spreads.iter().take(GAPS_SHOWN).map(row).collect();
        text += &aligned(&rows, &[Align::Left, Align::Right, Align::Left]);
    }
    text
}

/// Table 1 and every gap for machines: full precision, shares in [0, 1].
#[must_use]
pub fn summary_json(results: &Results) -> Value {
    let origin = match results.source.origin {
        Origin::Observed => "observed",
        Origin::Invented => "invented",
    };
    json!({
        "title": results.title,
        "respondents": origin,
        "source": results.source.line,
        "models": results.summaries,
        "spreads": results.spreads,
    })
}

fn coloured(text: &str, code: &str, ink: Ink) -> String {
    match ink {
        Ink::Plain => text.to_owned(),
        Ink::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
    }
}

/// Rows of cells in columns two spaces apart. Control characters become U+FFFD, so that no label moves the cursor.
fn aligned(rows: &[Vec<String>], align: &[Align]) -> String {
    let plain = |cell: &String| -> String {
        cell.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..align.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).zip(align).map(|((cell, &width), align)| match align {
            Align::Right => format!("{cell:>width$}"),
            Align::Left | Align::Wide => format!("{cell:<width$}"),
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text += &format!("  {}\n", line.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["a".into(), "1".into()], vec!["bcd".into(), "23".into()]];
        assert_eq!(aligned(&rows, &[Align::Left, Align::Right]), "  a     1\n  bcd  23\n");
    }

    #[test]
    fn a_label_cannot_move_the_cursor() {
        let rows = [vec!["\u{1b}[2Jx".to_owned()]];
        assert_eq!(aligned(&rows, &[Align::Left]), "  \u{fffd}[2Jx\n");
    }
}
