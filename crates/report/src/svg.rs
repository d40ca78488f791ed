//! A small builder of SVG: shapes and text at absolute places, escaped, with two decimals.

use std::fmt::Write;

use crate::font::{FAMILY, FontWeight, font_face_css};

/// Dark grey of text and frames.
pub(crate) const INK: &str = "#1f2933";
/// Grey of secondary text.
pub(crate) const MUTED: &str = "#5b6673";
/// Light grey of grid lines.
pub(crate) const GRID: &str = "#e3e7eb";

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextStyle {
    pub(crate) size: f64,
    pub(crate) weight: FontWeight,
    pub(crate) fill: &'static str,
    pub(crate) anchor: Anchor,
}

impl TextStyle {
    /// Regular ink of a size, starting at its place.
    pub(crate) const fn new(size: f64) -> Self {
        Self { size, weight: FontWeight::Regular, fill: INK, anchor: Anchor::Start }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { weight: FontWeight::SemiBold, ..self }
    }

    pub(crate) const fn fill(self, fill: &'static str) -> Self {
        Self { fill, ..self }
    }

    pub(crate) const fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) colour: &'static str,
    pub(crate) width: f64,
    pub(crate) dashed: bool,
}

/// A drawing whose size is known when it is finished.
#[derive(Default)]
pub(crate) struct Svg {
    body: String,
}

impl Svg {
    /// Text whose baseline is at `y`.
    pub(crate) fn text(&mut self, x: f64, y: f64, style: TextStyle, text: &str) {
        let weight = match style.weight {
            FontWeight::Regular => "",
            FontWeight::SemiBold => " font-weight=\"600\"",
        };
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.push(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{weight}{anchor}>{}</text>",
            place(x),
            place(y),
            place(style.size),
            style.fill,
            escape(text)
        ));
    }

    /// A straight line.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
        let dashes = if stroke.dashed { " stroke-dasharray=\"4 3\"" } else { "" };
        self.push(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{dashes}/>",
            place(from.0),
            place(from.1),
            place(to.0),
            place(to.1),
            stroke.colour,
            place(stroke.width)
        ));
    }

    /// A rectangle with rounded corners; `stroke` may be `none`.
    pub(crate) fn rect(&mut self, at: (f64, f64), size: (f64, f64), look: Look) {
        let radius = if look.radius > 0.0 {
            format!(" rx=\"{}\"", place(look.radius))
        } else {
            String::new()
        };
        self.push(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{radius} fill=\"{}\" stroke=\"{}\"/>",
            place(at.0),
            place(at.1),
            place(size.0),
            place(size.1),
            look.fill,
            look.stroke
        ));
    }

    /// A filled path, given as SVG path data around (0, 0).
    pub(crate) fn mark(&mut self, at: (f64, f64), path: &str, fill: &str) {
        self.push(format_args!(
            "<path transform=\"translate({} {})\" d=\"{path}\" fill=\"{fill}\" stroke=\"#fff\" stroke-width=\"0.6\"/>",
            place(at.0),
            place(at.1),
        ));
    }

    /// Opens a group that readers and screen readers can name.
    pub(crate) fn open(&mut self, title: &str) {
        self.push(format_args!("<g><title>{}</title>", escape(title)));
    }

    /// Closes the group opened last.
    pub(crate) fn close(&mut self) {
        self.push(format_args!("</g>"));
    }

    /// The file: a white sheet with a title and a description for those who cannot see it, and the font.
    pub(crate) fn finish(self, size: (f64, f64), title: &str, description: &str) -> String {
        let (width, height) = (place(size.0), place(size.1));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-labelledby=\"title\" aria-describedby=\"desc\" font-family=\"'{FAMILY}', 'Source Sans 3', Helvetica, Arial, sans-serif\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{}</style>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n{}</svg>\n",
            escape(title),
            escape(description),
            font_face_css(),
            self.body
        )
    }

    fn push(&mut self, element: std::fmt::Arguments<'_>) {
        self.body.write_fmt(element).expect("writing to a string cannot fail");
        self.body.push('\n');
    }
}

/// How a rectangle looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    pub(crate) fill: &'static str,
    pub(crate) stroke: &'static str,
    pub(crate) radius: f64,
}

/// A coordinate with at most two decimals.
fn place(number: f64) -> String {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// Text for XML: markup escaped, characters that XML forbids replaced by U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_forbidden_characters_never_reach_the_file() {
        assert_eq!(
            escape("<a href='x'>\u{0}\u{8}&"),
            "&lt;a href=&#39;x&#39;&gt;\u{fffd}\u{fffd}&amp;"
        );
    }

    #[test]
    fn coordinates_have_no_idle_digits() {
        assert_eq!([12.0, 0.125, -0.001].map(place), ["12", "0.12", "0"]);
    }
}
