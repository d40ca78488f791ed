//! Points of a scale named by where they lie: "full marks", "the lowest possible score", "the middle of the scale".

use super::{Form, Mention, Reading};
use crate::class::{Class, ClassSet};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, SPACED, Token};
use crate::word::WordSet;

/// What every word of a phrase for a place is.
pub(super) const PLACES: ClassSet = Class::Top.bit() | Class::Bottom.bit() | Class::Middle.bit();
/// Longest phrase for a place, in tokens.
const PHRASE: usize = 8;

/// An end or the middle of a scale whose points are numbers.
pub(super) fn end_point(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let (low, high) = scale.ends.filter(|_| scale.end_labelled)?;
    let token = &reply.tokens[at];
    let class = [Class::Top, Class::Bottom, Class::Middle]
        .into_iter()
        .find(|class| token.is(class.bit()))?;
    let run = reply.tokens[at..].iter().take(PHRASE);
    let to = at + run.take_while(|token| token.is(class.bit())).count();
    let tail = |token: &&Token| token.is(Class::ScaleTail.bit());
    let to = to + reply.tokens[to..].iter().take(PHRASE).take_while(tail).count();
    // "Left of centre", "near the middle" are not in it.
    const BESIDE: WordSet = WordSet::new(&[
        "of", "off", "near", "nearer", "to", "toward", "towards", "beyond", "past", "from", "and",
    ]);
    let inside = |before: usize| reply.tokens[before].is(class.bit());
    let beside = |before: usize| reply.is_one_of(before, &BESIDE);
    // "to the middle"
    let first = at - usize::from(at > 0 && reply.is_word(at - 1, "the"));
    if first.checked_sub(1).is_some_and(beside)
        || at.checked_sub(1).is_some_and(inside)
        || !ends_phrase(reply.tokens.get(to))
    {
        return None;
    }
    let around = match class {
        Class::Top => [high, high],
        Class::Bottom => [low, low],
        // Between 1 and 10 there is no point in the middle, but two.
        _ => [low.saturating_add(high).div_euclid(2), low.saturating_add(high + 1).div_euclid(2)],
    };
    let [one, other] = around.map(|number| scale.position_of_number(number));
    let reading = match (one?, other?) {
        (one, other) if one == other => Reading::One(one),
        (one, other) => Reading::Many(vec![one, other]),
    };
    Some(Mention::new(at, to, reading, Form::Ordinal))
}

/// "The middle class" names no point: the phrase ends at a mark, or where the sentence goes on.
fn ends_phrase(next: Option<&Token>) -> bool {
    let goes_on = Class::Turn.bit()
        | Class::Or.bit()
        | Class::Reflects.bit()
        | Class::Frame.bit()
        | Class::That.bit()
        | Class::First.bit()
        | Class::Copula.bit()
        | Class::Say.bit()
        | Class::Concessive.bit();
    next.is_none_or(|next| match next.kind {
        Kind::Mark(b'-') => next.has(SPACED),
        Kind::Mark(_) => true,
        _ => next.is(goes_on),
    })
}

/// "5ish", "2-ish": the number, and where its ending ends.
pub(super) fn roughly(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let token = &reply.tokens[at];
    let digits = reply.word(token).strip_suffix("ish")?.trim_end_matches('-');
    let option = scale.position_of_number(digits.parse().ok()?)?;
    Some(Mention::new(at, at + 1, Reading::One(option), Form::Number))
}

/// Past the "-ish" that is tied to a number.
pub(super) fn ish_end(reply: &Reply<'_>, to: usize) -> usize {
    match reply.tokens.get(to..to + 2) {
        Some([hyphen, _])
            if hyphen.mark(b'-') && !hyphen.has(SPACED) && reply.is_word(to + 1, "ish") =>
        {
            to + 2
        }
        _ => to,
    }
}
