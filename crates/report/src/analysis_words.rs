//! Cells of an analysis as a reader sees them: labels for codes, and numbers as long as they are useful.

use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable};

use crate::{
    Results,
    number::{fixed, thousands},
};

/// A row as a reader sees it: names of models, factors, groups and items in words, numbers as [`shown_number`].
pub(crate) fn shown_row(
    table: &AnalysisTable,
    row: &[AnalysisCell],
    results: &Results,
) -> Vec<String> {
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
        "model" | "higher" | "other" => {
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

/// Four decimals near 1, fewer for large numbers, and a limit for those that four decimals would make nothing of.
pub(crate) fn shown_number(number: f64) -> String {
    let size = number.abs();
    match size {
        _ if size >= 1000.0 => fixed(number, 0),
        _ if size >= 10.0 => fixed(number, 2),
        // 0.0000 would say that it is nothing.
        _ if number > 0.0 && size < 0.000_05 => "<0.0001".to_owned(),
        _ if number < 0.0 && size < 0.000_05 => ">\u{2212}0.0001".to_owned(),
        _ => fixed(number, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_they_are_useful() {
        let written = [0.65432, 0.0, 12.3456, 4321.0, -0.000_012, 0.00021].map(shown_number);
        assert_eq!(written, ["0.6543", "0.0000", "12.35", "4321", ">\u{2212}0.0001", "0.0002"]);
    }
}
