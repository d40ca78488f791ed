//! The lines of a reply, looked at from a token inside them.

use crate::reply::Reply;
use crate::token::{Kind, LINE_START, Token};

/// How far a line is read from a token, in tokens: longer lines are running text.
pub(crate) const LINE_REACH: usize = 120;

/// Whether all of the reply is one line, and short enough to be read as one.
pub(crate) fn is_one_line(reply: &Reply<'_>) -> bool {
    reply.tokens.len() <= LINE_REACH && !reply.marks.any(b"\n")
}

/// Position of the first token of the line.
pub(crate) fn line_start(reply: &Reply<'_>, at: usize) -> usize {
    (0..=at)
        .rev()
        .take(LINE_REACH)
        .find(|&i| reply.tokens[i].has(LINE_START))
        .unwrap_or_else(|| at.saturating_sub(LINE_REACH))
}

/// Position after the last token of the line, its newline excluded.
pub(crate) fn line_end(reply: &Reply<'_>, at: usize) -> usize {
    (at..reply.tokens.len())
        .take(LINE_REACH)
        .find(|&i| reply.tokens[i].mark(b'\n'))
        .unwrap_or(reply.tokens.len().min(at + LINE_REACH))
}

/// The first of the quiet tokens that stand, on its line, right before a token.
pub(crate) fn quiet_left(reply: &Reply<'_>, from: usize, quiet: impl Fn(&Token) -> bool) -> usize {
    let stop = from.saturating_sub(LINE_REACH);
    let mut at = from;
    while at > stop && !reply.tokens[at].has(LINE_START) && quiet(&reply.tokens[at - 1]) {
        at -= 1;
    }
    at
}

/// Whether the tokens from `left` up to `from` reach back to the start of the line.
pub(crate) fn opens_line(reply: &Reply<'_>, from: usize, left: usize) -> bool {
    reply.tokens[left].has(LINE_START) || left == 0 || left + LINE_REACH <= from
}

/// The end of the marks that stand, on its line, right behind a token.
pub(crate) fn marks_right(reply: &Reply<'_>, to: usize) -> usize {
    let stop = reply.tokens.len().min(to + LINE_REACH);
    (to..stop)
        .find(|&at| {
            let token = &reply.tokens[at];
            token.mark(b'\n') || !matches!(token.kind, Kind::Mark(_))
        })
        .unwrap_or(stop)
}

/// Whether the marks from `to` up to `right` reach the end of the line.
pub(crate) fn closes_line(reply: &Reply<'_>, to: usize, right: usize) -> bool {
    reply.tokens.get(right).is_none_or(|token| token.mark(b'\n')) || to + LINE_REACH <= right
}

/// Whether nothing but marks shares the line with the tokens `from..to`.
pub(crate) fn is_alone(reply: &Reply<'_>, from: usize, to: usize) -> bool {
    let left = quiet_left(reply, from, |token| matches!(token.kind, Kind::Mark(_)));
    opens_line(reply, from, left) && closes_line(reply, to, marks_right(reply, to))
}
