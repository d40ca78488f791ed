//! The vendored font: how wide a text is, and where its lines break.

use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};
use ttf_parser::Face;

/// The family's name in SVG and CSS.
pub(crate) const FAMILY: &str = "Report Sans";

const REGULAR: &[u8] = include_bytes!("../data/font/ReportSans-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../data/font/ReportSans-SemiBold.ttf");
const REGULAR_WOFF2: &[u8] = include_bytes!("../data/font/ReportSans-Regular.woff2");
const SEMI_BOLD_WOFF2: &[u8] = include_bytes!("../data/font/ReportSans-SemiBold.woff2");

/// A weight of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontWeight {
    Regular,
    SemiBold,
}

/// Measures text. The font has no kerning, so a width is the sum of the letters' advances.
pub(crate) struct Fonts {
    regular: Face<'static>,
    semi_bold: Face<'static>,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        let face = |bytes| Face::parse(bytes, 0).expect("the vendored font is well formed");
        Self { regular: face(REGULAR), semi_bold: face(SEMI_BOLD) }
    }

    /// The text's width in the unit of `size`. A letter that the font lacks counts as one em,
    /// the width of the widest letters of other fonts.
    pub(crate) fn width(&self, text: &str, size: f64, weight: FontWeight) -> f64 {
        let face = match weight {
            FontWeight::Regular => &self.regular,
            FontWeight::SemiBold => &self.semi_bold,
        };
        let em = face.units_per_em();
        let advance = |letter| {
            let glyph = face.glyph_index(letter);
            f64::from(glyph.and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(em))
        };
        text.chars().map(advance).sum::<f64>() * size / f64::from(em)
    }

    /// Breaks a text into lines no wider than `limit`: at line feeds and spaces, and within a word
    /// only where the word alone is too wide. The ranges are byte ranges of `text`, without the
    /// spaces at the breaks. There is at least one line.
    pub(crate) fn lines(
        &self,
        text: &str,
        size: f64,
        weight: FontWeight,
        limit: f64,
    ) -> Vec<Range<usize>> {
        let width = |range: Range<usize>| self.width(&text[range], size, weight);
        let mut lines = Vec::new();
        let mut paragraph_start = 0;
        for paragraph in text.split('\n') {
            let mut line = paragraph_start..paragraph_start;
            for word in words(paragraph, paragraph_start) {
                if line.is_empty() || width(line.start..word.end) <= limit {
                    let start = if line.is_empty() { word.start } else { line.start };
                    line = start..word.end;
                } else {
                    lines.push(line);
                    line = word;
                }
                while width(line.clone()) > limit {
                    let cut = fitting(&text[line.clone()], |part| {
                        self.width(part, size, weight) <= limit
                    });
                    if cut == line.len() {
                        break;
                    }
                    lines.push(line.start..line.start + cut);
                    line.start += cut;
                }
            }
            lines.push(line);
            paragraph_start += paragraph.len() + 1;
        }
        lines
    }
}

/// Byte ranges of the words of a paragraph that starts at `offset`.
fn words(paragraph: &str, offset: usize) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = offset;
    for piece in paragraph.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if !word.is_empty() {
            words.push(start..start + word.len());
        }
        start += piece.len();
    }
    words
}

/// Bytes of the longest beginning that fits; at least one letter, so that breaking always ends.
fn fitting(word: &str, fits: impl Fn(&str) -> bool) -> usize {
    let mut cut = word.chars().next().map_or(word.len(), char::len_utf8);
    for (at, letter) in word.char_indices().skip(1) {
        let end = at + letter.len_utf8();
        if end == word.len() || !fits(&word[..end]) {
            break;
        }
        cut = end;
    }
    cut
}

/// The TrueType files, for renderers that bring no font of their own.
#[cfg(any(feature = "raster", feature = "pdf"))]
pub(crate) fn files() -> [&'static [u8]; 2] {
    [REGULAR, SEMI_BOLD]
}

/// CSS that carries both weights of the font as data.
pub(crate) fn font_face_css() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        format!(
            "@font-face{{font-family:\"{FAMILY}\";font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}",
            STANDARD.encode(bytes)
        )
    };
    face(400, REGULAR_WOFF2) + &face(600, SEMI_BOLD_WOFF2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, limit: f64, lines: &[&str]) {
        let ranges = Fonts::new().lines(text, 10.0, FontWeight::Regular, limit);
        let broken: Vec<_> = ranges.into_iter().map(|range| &text[range]).collect();
        assert_eq!(broken, lines);
    }

    #[test]
    fn ten_figures_are_as_wide_as_the_font_says() {
        // Advance width of every figure: 497 of 1000 units, read with fontTools from the source font.
        let width = Fonts::new().width("0123456789", 10.0, FontWeight::Regular);
        assert!((width - 49.7).abs() < 1e-9, "{width}");
    }

    #[test]
    fn lines_break_at_spaces_and_line_feeds() {
        check("Town or small city", 50.0, &["Town or", "small city"]);
        check("a\n\nb", 50.0, &["a", "", "b"]);
    }

    #[test]
    fn a_word_that_is_too_wide_breaks_within() {
        check("00000 1", 17.0, &["000", "00 1"]);
        check("0", 1.0, &["0"]);
        check("ééé", 0.1, &["é", "é", "é"]);
    }

    #[test]
    fn no_text_is_one_empty_line() {
        check("", 50.0, &[""]);
    }
}
