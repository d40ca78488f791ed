//! Sheets as LaTeX with the rules of `booktabs`, in columns that fit the page; those longer than a page with `longtable`.

use crate::sheet::{Align, Sheet};

/// Rows above which a table may not fit on a page.
const ROWS_PER_PAGE: usize = 40;
/// The text width of `article` at 10 points, the narrowest of its sizes.
const PORTRAIT: f64 = 345.0;
/// The same class' text height, less the caption.
const LANDSCAPE: f64 = 540.0;
/// Width of a figure of Computer Modern in `\footnotesize`; letters are a little narrower on average.
const LETTER: f64 = 4.3;
/// Space on each side of a column.
const PADDING: f64 = 3.0;
/// A longer word sticks out of its column rather than squeezing the others.
const WORD_MAX: f64 = 180.0;

impl Sheet {
    /// The sheet as LaTeX. Its first line names the packages that it needs.
    ///
    /// Where the columns do not fit on a portrait page, the table is turned.
    pub(crate) fn to_latex(&self) -> String {
        let long = self.rows.len() > ROWS_PER_PAGE;
        let turned = self.widths_least().iter().sum::<f64>() > self.room(PORTRAIT);
        let widths = self.widths(if turned { LANDSCAPE } else { PORTRAIT });
        let columns: String = self.align.iter().zip(widths).map(column).collect();
        let line = |cells: &[String]| {
            let cells: Vec<_> =
                cells.iter().zip(&self.align).map(|(cell, align)| latex(cell, *align)).collect();
            format!("{} \\\\\n", cells.join(" & "))
        };
        let caption = format!("\\caption{{{}}}", latex(&self.caption, Align::Left));
        let label = format!("\\label{{tab:{}}}", self.name.replace('_', "-"));
        let head = format!("\\toprule\n{}\\midrule\n", line(&self.header));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        let further = [(long, ", longtable"), (turned, ", pdflscape")];
        let further: String =
            further.iter().filter(|(needed, _)| *needed).map(|(_, package)| *package).collect();
        let comment = format!("% Needs the packages array, booktabs{further}.\n");
        let setting = format!("\\footnotesize\n\\setlength{{\\tabcolsep}}{{{PADDING}pt}}\n");
        let table = if long {
            // A group keeps size and padding to this table.
            format!(
                "\\begingroup\n{setting}\\begin{{longtable}}{{{columns}}}\n{caption}{label}\\\\\n{head}\\endfirsthead\n{head}\\endhead\n{rows}\\bottomrule\n\\end{{longtable}}\n\\endgroup\n"
            )
        } else {
            format!(
                "\\begin{{table}}\n\\centering\n{caption}\n{label}\n{setting}\\begin{{tabular}}{{{columns}}}\n{head}{rows}\\bottomrule\n\\end{{tabular}}\n\\end{{table}}\n"
            )
        };
        let (open, close) =
            if turned { ("\\begin{landscape}\n", "\\end{landscape}\n") } else { ("", "") };
        format!("{comment}{open}{table}{close}")
    }

    /// What the columns may share of a page's width.
    fn room(&self, page: f64) -> f64 {
        page - 2.0 * PADDING * self.header.len() as f64
    }

    /// Every column's cells, the header's among them.
    fn column_cells(&self, column: usize) -> impl Iterator<Item = &str> {
        let rows = std::iter::once(&self.header).chain(&self.rows);
        rows.map(move |row| row[column].as_str())
    }

    /// The width that each column cannot do without: its widest piece that does not break.
    fn widths_least(&self) -> Vec<f64> {
        let least = |(column, align): (usize, &Align)| {
            let pieces = self.column_cells(column).flat_map(|cell| pieces(cell, *align));
            let letters = pieces.map(|piece| piece.chars().count()).max().unwrap_or(0);
            (letters as f64 * LETTER).min(WORD_MAX)
        };
        self.align.iter().enumerate().map(least).collect()
    }

    /// Widths that together fit the page: each column gets what it needs to stand on one line, or, where
    /// that is too much for all, an equal share of the room beyond what it cannot do without.
    fn widths(&self, page: f64) -> Vec<f64> {
        let mut widths = self.widths_least();
        let mut room = (self.room(page) - widths.iter().sum::<f64>()).max(0.0);
        let wish = |column: usize, width: f64| {
            let letters = self.column_cells(column).map(|cell| cell.chars().count()).max();
            (letters.unwrap_or(0) as f64 * LETTER - width).max(0.0)
        };
        let mut wishes: Vec<_> = widths
            .iter()
            .enumerate()
            .map(|(column, width)| (wish(column, *width), column))
            .collect();
        wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (at, &(wish, column)) in wishes.iter().enumerate() {
            let share = (room / (wishes.len() - at) as f64).min(wish);
            widths[column] += share;
            room -= share;
        }
        widths
    }
}

/// The parts of a cell between which a line may end. An interval stays whole.
fn pieces(cell: &str, align: Align) -> Vec<String> {
    let bound = match align {
        Align::Right => cell.replace(", ", ",\u{a0}"),
        Align::Left | Align::Wide => cell.to_owned(),
    };
    bound.split(' ').map(str::to_owned).collect()
}

fn column((align, width): (&Align, f64)) -> String {
    let side = match align {
        Align::Left | Align::Wide => "\\raggedright",
        Align::Right => "\\raggedleft",
    };
    format!(">{{{side}\\arraybackslash\\hspace{{0pt}}}}p{{{width:.1}pt}}")
}

/// Text that LaTeX prints as it is: no letter of it is a command. Intervals in columns of numbers do not break.
fn latex(text: &str, align: Align) -> String {
    let mut escaped = String::with_capacity(text.len());
    for piece in pieces(text, align) {
        if !escaped.is_empty() {
            escaped.push(' ');
        }
        for letter in piece.chars() {
            match letter {
                '\u{a0}' => escaped.push('~'),
                '\\' => escaped.push_str("\\textbackslash{}"),
                '{' | '}' | '$' | '&' | '#' | '_' | '%' => escaped.extend(['\\', letter]),
                '^' => escaped.push_str("\\textasciicircum{}"),
                '~' => escaped.push_str("\\textasciitilde{}"),
                '<' => escaped.push_str("\\textless{}"),
                '>' => escaped.push_str("\\textgreater{}"),
                '[' => escaped.push_str("{[}"),
                ']' => escaped.push_str("{]}"),
                '\u{2013}' => escaped.push_str("--"),
                '\u{2212}' => escaped.push_str("$-$"),
                letter if letter.is_control() => escaped.push(' '),
                letter => escaped.push(letter),
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_of_a_cell_is_a_command() {
        let hostile = r"\input{x}%$_^~&#[0]";
        let expected =
            r"\textbackslash{}input\{x\}\%\$\_\textasciicircum{}\textasciitilde{}\&\#{[}0{]}";
        assert_eq!(latex(hostile, Align::Left), expected);
    }

    #[test]
    fn an_interval_does_not_break_and_a_sentence_does() {
        assert_eq!(latex("0.5 [0.4, 0.6]", Align::Right), "0.5 {[}0.4,~0.6{]}");
        assert_eq!(latex("well, yes", Align::Left), "well, yes");
    }

    fn sheet(columns: usize, rows: usize, cell: &str) -> Sheet {
        Sheet {
            name: "t",
            number: None,
            caption: "T".into(),
            header: vec!["A".into(); columns],
            align: vec![Align::Right; columns],
            rows: vec![vec![cell.into(); columns]; rows],
        }
    }

    #[test]
    fn a_table_longer_than_a_page_can_break() {
        assert!(sheet(1, 40, "1").to_latex().contains("\\begin{tabular}"));
        assert!(sheet(1, 41, "1").to_latex().contains("\\begin{longtable}"));
    }

    #[test]
    fn a_table_wider_than_a_page_is_turned() {
        // 345 points less 6 of padding per column hold 4 columns of 16 letters of 4.3 points, and not 5.
        assert!(!sheet(4, 1, "[0.1234, 0.1234]").to_latex().contains("landscape"));
        assert!(sheet(5, 1, "[0.1234, 0.1234]").to_latex().contains("\\begin{landscape}"));
    }

    #[test]
    fn columns_share_the_room_beyond_their_longest_word() {
        // 20 letters wish for 86 points and get them; the rest of 345 - 12 goes to the other column.
        let mut sheet = sheet(2, 1, "aaaa aaaa aaaa aaaaa");
        sheet.rows[0][1] = "aaaa ".repeat(50);
        let widths = sheet.widths(PORTRAIT);
        assert!((widths[0] - 86.0).abs() < 1e-9 && (widths[1] - 247.0).abs() < 1e-9, "{widths:?}");
    }
}
