//! Numbers between two points of the scale, in words.

use super::Reading;
use crate::class::Class;
use crate::lexicon::LEXICON;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, SPACED, Token};
use crate::word::WordSet;

/// Words for a decimal point or comma.
const POINTS: WordSet = WordSet::new(&["point", "komma", "virgule", "coma", "punto", "virgola"]);

/// "5 and a half", "cinco y medio", "four point five": the end of the fraction, and the points around it.
pub(super) fn and_a_half(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    after: usize,
    value: i32,
) -> Option<(usize, Reading)> {
    const HALVES: WordSet =
        WordSet::new(&["half", "halb", "demi", "demie", "medio", "media", "mezzo", "mezza"]);
    let token = |at: usize| reply.tokens.get(at);
    let around = || {
        let [one, other] =
            [value, value.saturating_add(1)].map(|number| scale.position_of_number(number));
        Some(Reading::Many(vec![one?, other?]))
    };
    let is_number = |at: usize| {
        token(at).is_some_and(|token| LEXICON.number(token.word, reply.language).is_some())
    };
    if reply.is_one_of(after, &POINTS)
        && is_number(after + 1)
        && let Some(points) = around()
    {
        return Some((after + 2, points));
    }
    token(after).filter(|and| and.is(Class::And.bit()))?;
    let article = token(after + 1).is_some_and(|next| next.is(Class::LabelFiller.bit()));
    let half = after + 1 + usize::from(article);
    let ends = token(half + 1).is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
    if !reply.is_one_of(half, &HALVES) || !ends {
        return None;
    }
    around().map(|points| (half + 1, points))
}

/// The end of "1 1/2": a whole number with a fraction behind it measures something.
pub(super) fn mixed_end(tokens: &[Token], at: usize) -> Option<usize> {
    let [one, slash, other] = tokens.get(at + 1..at + 4)? else { return None };
    let number = |token: &Token| token.kind == Kind::Number;
    let fraction = number(one) && slash.mark(b'/') && number(other) && one.number < other.number;
    (number(&tokens[at]) && fraction && !other.has(SPACED)).then_some(at + 4)
}
