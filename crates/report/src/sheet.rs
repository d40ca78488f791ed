//! Sheets: tables for readers, with a caption, rounded as the paper rounds; as Markdown and LaTeX.

/// Which side a column's cells lean to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
    /// Left, for prose that may need several lines.
    Wide,
}

/// A table for readers. Every row has as many cells as `header`.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// File name without its ending.
    pub(crate) name: &'static str,
    /// `Table 1`, where the paper numbers it. LaTeX numbers its tables by itself.
    pub(crate) number: Option<&'static str>,
    pub(crate) caption: String,
    pub(crate) header: Vec<String>,
    pub(crate) align: Vec<Align>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// The caption behind the number.
    pub(crate) fn numbered_caption(&self) -> String {
        let number = self.number.map_or(String::new(), |number| format!("{number}. "));
        number + &self.caption
    }

    /// The sheet as a GitHub-flavoured Markdown table under a bold caption.
    pub(crate) fn to_markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|cell| markdown_cell(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = |align: &Align| match align {
            Align::Left | Align::Wide => "---",
            Align::Right => "--:",
        };
        let mut text =
            format!("**{}**\n\n{}", markdown_cell(&self.numbered_caption()), line(&self.header));
        let rules: Vec<_> = self.align.iter().map(rule).collect();
        text.push_str(&format!("| {} |\n", rules.join(" | ")));
        for row in &self.rows {
            text.push_str(&line(row));
        }
        text
    }
}

/// Text that Markdown shows as it is: no emphasis, link, code, HTML or cell border comes out of it.
fn markdown_cell(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for letter in cell.chars() {
        match letter {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '\n' | '\r' => text.push(' '),
            '\\' | '`' | '*' | '[' | ']' | '|' | '!' | '~' => text.extend(['\\', letter]),
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_break_out_of_a_markdown_table() {
        let hostile = "a|b\n<script>[x](javascript:1)";
        assert_eq!(markdown_cell(hostile), r"a\|b &lt;script>\[x\](javascript:1)");
    }
}
