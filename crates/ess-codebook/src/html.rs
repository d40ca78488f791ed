//! The HTML codebook of the ESS Data Portal, in each form that the portal has used.
//!
//! A variable is a heading `<h3 id="ppltrst">`, a label `<div>`, texts, and rows of code and label.
//! Texts are `<div>`s inside a `<p>` (edition 1.0) or of the class `variable-meta-string` (later editions).
//! A missing code carries a `*` behind its label; the Stata form writes it as `.a (66)`.

use html5gum::{DefaultEmitter, HtmlString, Span, StartTag, Token, Tokenizer};
use survey_model::{
    Category, Codebook, MissingKind, OptionCode, TextCategory, Variable, VariableName,
};

use crate::{EssError, edition_from_title};

/// Parses an HTML codebook; `file` names it in errors.
///
/// Texts keep the codebook's line breaks; other runs of white space become one space.
///
/// # Errors
/// Bytes that are not UTF-8, HTML that is no codebook, a codebook that breaks off before `</html>`,
/// rows that are no code with its label, and variables or codes that stand twice.
///
/// ```
/// let html = r#"<h3>ESS11 - integrated file, edition 1.0</h3>
///   <h3 id="gndr">gndr</h3> <div>Gender</div> <p><div>CODE SEX, respondent</div></p>
///   <div class="data-table"><table><tbody class="codelist">
///     <tr><td class="nowrap">1</td><td>Male</td></tr>
///     <tr><td class="nowrap">.a (9)</td><td>No answer*</td></tr>
///   </tbody></table></div></html>"#;
/// let codebook = ess_codebook::parse_codebook(html.as_bytes(), "codebook.html")?;
/// let gender = codebook.variable("gndr").expect("described above");
/// assert_eq!(gender.texts, ["CODE SEX, respondent"]);
/// assert_eq!(gender.categories[1].code.0, 9);
/// assert_eq!(gender.categories[1].missing, Some(survey_model::MissingKind::NoAnswer));
/// # Ok::<(), ess_codebook::EssError>(())
/// ```
pub fn parse_codebook(html: &[u8], file: &str) -> Result<Codebook, EssError> {
    let text = std::str::from_utf8(html).map_err(|error| EssError::NotUtf8 {
        file: file.to_owned(),
        offset: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut page = Page { file, source: text, ..Page::default() };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // Style sheets are raw text, in which `<` opens no tag.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        match token.unwrap_or_else(|never| match never {}) {
            Token::StartTag(tag) => page.open(&tag)?,
            Token::EndTag(tag) => page.close(&tag.name, tag.span)?,
            Token::String(string) => page.text.push_str(&String::from_utf8_lossy(&string)),
            _ => {}
        }
    }
    page.finish()
}

/// What the text that is being collected will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Elsewhere,
    Title,
    Label,
    Paragraph,
    Code,
    CategoryLabel,
}

/// A variable that is being read, its rows still as written.
#[derive(Debug)]
struct Draft {
    variable: Variable,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    code: String,
    label: String,
    offset: usize,
}

/// The reader's place in the page.
#[derive(Debug, Default)]
struct Page<'a> {
    file: &'a str,
    source: &'a str,
    title: String,
    doi: Option<String>,
    variables: Vec<Variable>,
    draft: Option<Draft>,
    place: Place,
    text: String,
    in_paragraph: bool,
    in_table: bool,
    complete: bool,
}

impl Page<'_> {
    fn open(&mut self, tag: &StartTag<usize>) -> Result<(), EssError> {
        let attribute = |name: &[u8]| {
            let value = tag.attributes.get(&HtmlString::from(name.to_vec()))?;
            Some(String::from_utf8_lossy(value).trim().to_owned())
        };
        let class = attribute(b"class").unwrap_or_default();
        let place = match tag.name.as_slice() {
            b"h3" => match attribute(b"id") {
                Some(name) => return self.begin_variable(name, tag.span),
                None if self.title.is_empty() => Place::Title,
                None => return Ok(()),
            },
            b"a" if self.draft.is_none() => {
                let doi = attribute(b"href")
                    .and_then(|href| href.split_once("doi.org/").map(|(_, doi)| doi.to_owned()));
                self.doi = self.doi.take().or(doi);
                return Ok(());
            }
            b"p" => {
                self.in_paragraph = true;
                return Ok(());
            }
            b"div" if class == "data-table" => {
                self.in_table = true;
                return Ok(());
            }
            b"div" if self.draft.is_none() || self.in_table => return Ok(()),
            b"div" if self.in_paragraph || class == "variable-meta-string" => Place::Paragraph,
            b"div" => Place::Label,
            b"td" if class == "nowrap" => Place::Code,
            b"td" => Place::CategoryLabel,
            _ => return Ok(()),
        };
        self.place = place;
        self.text.clear();
        Ok(())
    }

    fn close(&mut self, name: &HtmlString, span: Span<usize>) -> Result<(), EssError> {
        match name.as_slice() {
            b"p" => self.in_paragraph = false,
            b"html" => self.complete = true,
            b"h3" | b"div" | b"td" => self.keep_text(span),
            b"tr" => return self.end_row(),
            _ => {}
        }
        Ok(())
    }

    fn begin_variable(&mut self, name: String, span: Span<usize>) -> Result<(), EssError> {
        self.end_variable()?;
        let line = self.line(span.start);
        let name = VariableName::new(name).map_err(|source| {
            let file = self.file.to_owned();
            EssError::VariableName { file, line, source }
        })?;
        let variable = Variable {
            name,
            label: String::new(),
            texts: Vec::new(),
            categories: Vec::new(),
            text_categories: Vec::new(),
        };
        self.draft = Some(Draft { variable, rows: Vec::new() });
        self.place = Place::Elsewhere;
        (self.in_paragraph, self.in_table) = (false, false);
        Ok(())
    }

    fn keep_text(&mut self, span: Span<usize>) {
        let place = std::mem::take(&mut self.place);
        if place == Place::Title {
            self.title = one_line(&self.text);
        }
        let Some(Draft { variable, rows }) = &mut self.draft else { return };
        match place {
            Place::Elsewhere | Place::Title => {}
            Place::Label => variable.label = one_line(&self.text),
            Place::Paragraph => variable.texts.extend(lines(&self.text)),
            Place::Code => rows.push(Row {
                code: one_line(&self.text),
                label: String::new(),
                offset: span.start,
            }),
            Place::CategoryLabel => match rows.last_mut() {
                Some(row) if row.label.is_empty() => row.label = one_line(&self.text),
                _ => rows.push(Row {
                    code: String::new(),
                    label: one_line(&self.text),
                    offset: span.start,
                }),
            },
        }
    }

    fn end_row(&self) -> Result<(), EssError> {
        let Some(Draft { variable, rows }) = &self.draft else { return Ok(()) };
        match rows.last() {
            Some(row) if row.code.is_empty() || row.label.is_empty() => {
                Err(self.bad_row(variable, row))
            }
            _ => Ok(()),
        }
    }

    fn bad_row(&self, variable: &Variable, row: &Row) -> EssError {
        EssError::CodeRow {
            file: self.file.to_owned(),
            line: self.line(row.offset),
            variable: variable.name.to_string(),
            code: row.code.clone(),
            label: row.label.clone(),
        }
    }

    /// Sorts the rows into codes and texts.
    ///
    /// A variable with any code that is no number holds texts (`AT`, `SCG`); of its rows only the missing
    /// codes are numbers, for `1000` among country codes is a text as well.
    fn end_variable(&mut self) -> Result<(), EssError> {
        let Some(Draft { mut variable, rows }) = self.draft.take() else { return Ok(()) };
        let holds_texts = rows.iter().any(|row| number(&row.code).is_none());
        for row in &rows {
            let (label, missing) = match row.label.strip_suffix('*') {
                Some(label) => (label.trim_end(), Some(missing_kind(label.trim_end()))),
                None => (row.label.as_str(), None),
            };
            match number(&row.code) {
                Some(code) if missing.is_some() || !holds_texts => {
                    let code = i32::try_from(code).ok().filter(|&code| code != i32::MIN);
                    let code = OptionCode(code.ok_or_else(|| self.bad_row(&variable, row))?);
                    let label = label.to_owned();
                    variable.categories.push(Category { code, label, missing });
                }
                _ => variable
                    .text_categories
                    .push(TextCategory { value: row.code.clone(), label: label.to_owned() }),
            }
        }
        self.variables.push(variable);
        Ok(())
    }

    fn finish(mut self) -> Result<Codebook, EssError> {
        self.end_variable()?;
        let file = self.file.to_owned();
        let Some(last) = self.variables.last() else {
            return Err(EssError::NotACodebook { file });
        };
        if !self.complete {
            let (line, variable) = (self.line(self.source.len()), last.name.to_string());
            return Err(EssError::CodebookBreaksOff { file, line, variable });
        }
        let edition = edition_from_title(&self.title, self.doi.as_deref());
        Codebook::new(edition, self.variables).map_err(|source| EssError::Codebook { file, source })
    }

    /// The line of a byte, counted from 1.
    fn line(&self, offset: usize) -> usize {
        let before = &self.source.as_bytes()[..offset.min(self.source.len())];
        before.iter().filter(|&&byte| byte == b'\n').count() + 1
    }
}

/// The number of a code cell: `7`, `-1`, `0110`, or `.a (66)` in the Stata form.
fn number(cell: &str) -> Option<i64> {
    let stata = || cell.strip_prefix('.')?.split_once(" (")?.1.strip_suffix(')');
    stata().unwrap_or(cell).parse().ok()
}

/// The five kinds that the ESS words; anything else that it stars is [`MissingKind::Other`].
pub(crate) fn missing_kind(label: &str) -> MissingKind {
    match label {
        "Not applicable" => MissingKind::NotApplicable,
        "Refusal" => MissingKind::Refusal,
        "Don't know" => MissingKind::DontKnow,
        "No answer" => MissingKind::NoAnswer,
        "Not available" => MissingKind::NotAvailable,
        _ => MissingKind::Other,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with one space between words and its line breaks kept; `None` if nothing is left.
fn lines(text: &str) -> Option<String> {
    let lines: Vec<String> = text.lines().map(one_line).filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
