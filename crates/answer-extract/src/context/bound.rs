//! Denials that deny nothing beside the words for "only" and "more than".

use std::ops::RangeInclusive;

use crate::class::Class;
use crate::lexicon::Language;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, Token};
use crate::word::WordSet;

/// "Ce n'est plus que 2", "je n'en parle que rarement": from "ne" to "que", which say "only" and deny nothing.
pub(super) fn restriction(
    reply: &Reply<'_>,
    mention: &Mention,
    start: usize,
) -> Option<RangeInclusive<usize>> {
    const QUE: WordSet = WordSet::new(&["que", "qu'"]);
    const NE: WordSet = WordSet::new(&["ne", "n'"]);
    const QUE_REACH: usize = 4;
    const NE_REACH: usize = 6;
    if reply.language != Language::French {
        return None;
    }
    let nearest = |from: usize, reach: usize, words: &WordSet| {
        (start.max(from.saturating_sub(reach))..from).rev().find(|&at| reply.is_one_of(at, words))
    };
    let que = nearest(mention.from, QUE_REACH, &QUE)?;
    let ne = nearest(que, NE_REACH, &NE)?;
    let breaks =
        |token: &Token| matches!(token.kind, Kind::Mark(_)) || token.is(Class::Negation.bit());
    (!reply.tokens[ne + 1..mention.from].iter().any(breaks)).then_some(ne..=que)
}

/// "I can't give more than 4", "mehr als 4 Punkte sind nicht drin": the number is the most that is given.
pub(super) fn is_bound(reply: &Reply<'_>, mention: &Mention, start: usize) -> bool {
    const MORE: WordSet = WordSet::new(&["more", "mehr", "plus", "más", "più"]);
    const THAN: WordSet = WordSet::new(&["than", "als", "de", "d'", "que", "qu'", "di", "che"]);
    const REACH: usize = 9;
    if mention.form == Form::Label || !reply.has(Class::Negation.bit()) {
        return false;
    }
    let article =
        |at: &usize| reply.tokens[*at].is(Class::LabelFiller.bit()) && !reply.is_one_of(*at, &THAN);
    let before = (start..mention.from).rev().find(|at| !article(at));
    let more = before
        .filter(|&than| than > start && reply.is_one_of(than, &THAN))
        .map(|than| than - 1)
        .filter(|&more| reply.is_one_of(more, &MORE));
    let Some(more) = more else { return false };
    let denies = |token: &&Token| token.is(Class::Negation.bit());
    let clause = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let left = reply.tokens[start..more].iter().rev().take(REACH).take_while(clause);
    let right = reply.tokens[mention.to..].iter().take(REACH).take_while(clause);
    left.chain(right).any(|token| denies(&token))
}
