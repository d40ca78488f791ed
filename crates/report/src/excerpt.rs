//! A reply as the page carries it: whole if it is short, else the part around what was read.

/// A part of a text, with a span counted as the page's script counts: in UTF-16 units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt<'a> {
    /// Bytes left out before the part.
    pub(crate) before: usize,
    pub(crate) text: &'a str,
    /// Bytes left out after the part.
    pub(crate) after: usize,
    /// The span within the part, in UTF-16 units.
    pub(crate) span: Option<(usize, usize)>,
}

/// At most about `limit` bytes of a text, cut between letters; the span's beginning is always inside.
pub(crate) fn excerpt(text: &str, span: Option<(usize, usize)>, limit: usize) -> Excerpt<'_> {
    let span = span.filter(|&(from, to)| text.get(from..to).is_some());
    let start = match span {
        Some((from, _)) if from >= limit => text.floor_char_boundary(from - limit / 2),
        _ => 0,
    };
    let end = text.floor_char_boundary(start.saturating_add(limit));
    let part = &text[start..end];
    let units = |to: usize| part[..to].encode_utf16().count();
    Excerpt {
        before: start,
        text: part,
        after: text.len() - end,
        span: span.map(|(from, to)| (units(from - start), units(to.min(end) - start))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        text: &str,
        span: Option<(usize, usize)>,
        limit: usize,
        expected: (usize, &str, usize, Option<(usize, usize)>),
    ) {
        let found = excerpt(text, span, limit);
        assert_eq!((found.before, found.text, found.after, found.span), expected);
    }

    #[test]
    fn a_short_text_is_whole() {
        check("I say 7.", Some((6, 7)), 100, (0, "I say 7.", 0, Some((6, 7))));
    }

    #[test]
    fn a_span_is_counted_in_utf_16_units() {
        // U+1D11E takes four bytes and two UTF-16 units; é takes two bytes and one unit.
        check("\u{1d11e}é7", Some((6, 7)), 100, (0, "\u{1d11e}é7", 0, Some((3, 4))));
    }

    #[test]
    fn a_long_text_keeps_the_part_that_was_read() {
        check("aaaaaaaaaa7bbbb", Some((10, 11)), 4, (8, "aa7b", 3, Some((2, 3))));
        check("éé", None, 3, (0, "é", 2, None));
    }
}
