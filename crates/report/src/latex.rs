//! Sheets as LaTeX with the rules of `booktabs`; those longer than a page with `longtable`.

use crate::sheet::{Align, Sheet};

/// Rows above which a table may not fit on a page.
const ROWS_PER_PAGE: usize = 40;

impl Sheet {
    /// The sheet as LaTeX. It needs `booktabs`, and `longtable` if it has more than 40 rows.
    pub(crate) fn to_latex(&self) -> String {
        let long = self.rows.len() > ROWS_PER_PAGE;
        let columns: String = self.align.iter().map(|align| column(*align)).collect();
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|cell| latex(cell)).collect();
            format!("{} \\\\\n", cells.join(" & "))
        };
        let caption = format!("\\caption{{{}}}", latex(&self.caption));
        let label = format!("\\label{{tab:{}}}", self.name.replace('_', "-"));
        let head = format!("\\toprule\n{}\\midrule\n", line(&self.header));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        let packages = if long { "booktabs, longtable" } else { "booktabs" };
        let comment = format!("% Needs the packages {packages}.\n");
        if long {
            format!(
                "{comment}\\begin{{longtable}}{{{columns}}}\n{caption}{label}\\\\\n{head}\\endfirsthead\n{head}\\endhead\n{rows}\\bottomrule\n\\end{{longtable}}\n"
            )
        } else {
            format!(
                "{comment}\\begin{{table}}\n\\centering\n{caption}\n{label}\n\\begin{{tabular}}{{{columns}}}\n{head}{rows}\\bottomrule\n\\end{{tabular}}\n\\end{{table}}\n"
            )
        }
    }
}

fn column(align: Align) -> &'static str {
    match align {
        Align::Left => "l",
        Align::Right => "r",
        Align::Wide => "p{0.6\\linewidth}",
    }
}

/// Text that LaTeX prints as it is: no letter of it is a command.
fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
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
        assert_eq!(latex(hostile), expected);
    }

    #[test]
    fn a_table_longer_than_a_page_can_break() {
        let sheet = |rows| Sheet {
            name: "t",
            caption: "T".into(),
            header: vec!["A".into()],
            align: vec![Align::Left],
            rows: vec![vec!["1".into()]; rows],
        };
        assert!(sheet(40).to_latex().contains("\\begin{tabular}"));
        assert!(sheet(41).to_latex().contains("\\begin{longtable}"));
    }
}
