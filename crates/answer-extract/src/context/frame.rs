//! For what an option holds: a part of the question, a domain, an occasion.

use super::FRAME_REACH;
use super::left::{Left, Subject};
use crate::class::Class;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, Token};
use crate::word::WordSet;

/// "Fiscally conservative", "nachts eher nicht": the label stands between a word for a domain and a mark.
pub(super) fn is_of_domain(reply: &Reply<'_>, mention: &Mention) -> bool {
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    mention.form == Form::Label
        && before.is_some_and(|before| before.is(Class::Domain.bit()))
        && reply.tokens.get(mention.to).is_none_or(|next| {
            matches!(next.kind, Kind::Mark(_)) || next.is(Class::And.bit() | Class::Turn.bit())
        })
}

/// "I agree with part of it": what follows says that the option holds in part, and not for "part of me".
pub(super) fn is_partial(right: &[Token]) -> bool {
    const REACH: usize = 6;
    const OF_ME: usize = 3;
    let first = |token: &Token| token.is(Class::First.bit());
    right.iter().take(REACH).enumerate().any(|(at, token)| {
        token.is(Class::Part.bit()) && !right[at..].iter().take(OF_ME).any(first)
    })
}

/// "Part of me agrees": the option is said of a part of the speaker.
pub(super) fn is_of_part(reply: &Reply<'_>, mention: &Mention) -> bool {
    let before = mention.from.checked_sub(2).map(|at| [&reply.tokens[at], &reply.tokens[at + 1]]);
    before.is_some_and(|[of, me]| of.is(Class::Part.bit()) && me.is(Class::First.bit()))
}

/// "Possible answer 1: Agree" where 1 is not the code of "Agree": the number counts the answers.
pub(super) fn is_numbered(reply: &Reply<'_>, mention: &Mention) -> bool {
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    mention.form == Form::Pair
        && mention.conflict.is_some()
        && before.is_some_and(|before| before.is(Class::AnswerNoun.bit()))
}

/// "When my knee is bad, it's rarely": the sentence begins with when the option holds, and no first person chooses it.
pub(super) fn is_occasion(reply: &Reply<'_>, mention: &Mention, left: &Left) -> bool {
    const WHEN: WordSet =
        WordSet::new(&["when", "whenever", "wenn", "quand", "lorsque", "cuando", "quando"]);
    let start = reply.tokens[mention.from].sentence as usize;
    let reach = start.max(mention.from.saturating_sub(FRAME_REACH));
    reply.is_one_of(start, &WHEN)
        && !left.first_in_clause
        && left.choose_subject != Some(Subject::First)
        && reply.tokens[reach..mention.from].iter().any(|token| token.mark(b','))
}

/// "For the police, a 7": a clause of the sentence begins with what the option is for.
pub(super) fn is_framed(reply: &Reply<'_>, mention: &Mention) -> bool {
    let frame = Class::Frame.bit()
        | Class::Domain.bit()
        | Class::Conditional.bit()
        | Class::OwnConditional.bit();
    if !reply.has(frame) {
        return false;
    }
    let start = reply.tokens[mention.from].sentence as usize;
    let opens = Class::And.bit() | Class::Turn.bit();
    let tokens = &reply.tokens[start.max(mention.from.saturating_sub(FRAME_REACH))..mention.from];
    let mut begins = true;
    tokens.iter().enumerate().any(|(at, token)| {
        let framed = begins
            && token.is(frame)
            && !token.is(Class::Say.bit())
            && !is_own_view(&tokens[at + 1..]);
        begins = token.is(opens)
            || matches!(token.kind, Kind::Mark(_)) && (begins || !token.any_mark(b"\"'"));
        framed
    })
}

/// "For me", "in my view", but not "in my job": what follows the preposition is the speaker alone.
fn is_own_view(after: &[Token]) -> bool {
    let view = Class::AnswerNoun.bit()
        | Class::ItemNoun.bit()
        | Class::OwnStance.bit()
        | Class::First.bit();
    let plain =
        |token: &Token| token.kind == Kind::Word && (!token.is(view) || token.is(Class::Say.bit()));
    after.first().is_some_and(|first| first.is(Class::First.bit()))
        && !after.get(1).is_some_and(plain)
}

/// "In part I agree", "in parte d'accordo": the part stands right before the option.
pub(super) fn in_part(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 3;
    let start = reply.tokens[mention.from].sentence as usize;
    let near = &reply.tokens[start.max(mention.from.saturating_sub(REACH))..mention.from];
    let mut clause = near.iter().rev().take_while(|token| token.kind == Kind::Word);
    clause.any(|token| token.is(Class::Part.bit()))
}
