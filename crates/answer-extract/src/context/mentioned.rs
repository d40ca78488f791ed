//! Options that are mentioned and not chosen: explained, imagined, attributes of others, points of another scale.

use super::Cue;
use super::layout::is_act;
use super::left::{INDEFINITE, Left};
use super::subject::is_kind_of_speaker;
use crate::class::Class;
use crate::lexicon::Language;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, LINE_START, SPACED, Token};
use crate::word::WordSet;

/// "The "Agree" camp": a quoted option between an article and the noun that it belongs to.
pub(super) fn is_attribute(reply: &Reply<'_>, mention: &Mention) -> bool {
    let token = |at: Option<usize>| at.and_then(|at| reply.tokens.get(at));
    let quote = |at: Option<usize>| token(at).is_some_and(|token| token.any_mark(b"\"'"));
    let article = token(mention.from.checked_sub(2));
    let verb = Class::Copula.bit()
        | Class::Reflects.bit()
        | Class::Turn.bit()
        | Class::And.bit()
        | Class::Or.bit()
        | Class::Say.bit()
        | Class::Choose.bit()
        | Class::First.bit()
        | Class::That.bit()
        | Class::Frame.bit()
        | Class::AnswerNoun.bit()
        | Class::OptionNoun.bit();
    quote(mention.from.checked_sub(1))
        && quote(Some(mention.to))
        && article.is_some_and(|article| article.is(Class::LabelFiller.bit()))
        && token(Some(mention.to + 1))
            .is_some_and(|noun| noun.kind == Kind::Word && noun.has(SPACED) && !noun.is(verb))
}

/// "My whole family agrees": an English verb in the third person says nothing of the first.
pub(super) fn is_said_of_another(reply: &Reply<'_>, mention: &Mention) -> bool {
    const THIRD: WordSet = WordSet::new(&[
        "agrees",
        "disagrees",
        "approves",
        "disapproves",
        "supports",
        "opposes",
        "favors",
        "favours",
    ]);
    // "Part of me agrees."
    let own = mention
        .from
        .checked_sub(1)
        .is_some_and(|at| reply.tokens[at].is(Class::First.bit()) || is_kind_of_speaker(reply, at));
    reply.language == Language::English
        && mention.form == Form::Label
        && !own
        && (mention.from..mention.to).any(|at| reply.is_one_of(at, &THIRD))
}

/// "1 = They like": a point of a scale that the reply makes up.
pub(super) fn is_equated(reply: &Reply<'_>, mention: &Mention, cue: Cue) -> bool {
    cue == Cue::Bare
        && mention.form == Form::Number
        && reply.tokens[mention.from].has(LINE_START)
        && reply.tokens.get(mention.to).is_some_and(|next| next.mark(b'='))
}

/// "Answering 'like me' suggests ...", "7 indicates strong trust": what an option means.
pub(super) fn is_explained(after: &[Token]) -> bool {
    let next = after.iter().find(|token| !token.any_mark(b"\"'"));
    next.is_some_and(|next| next.is(Class::ScaleMeaning.bit()) && !next.is(Class::Reflects.bit()))
}

/// "A "0: Not at all wrong" rating assumes ...": an answer of that kind, and nobody's.
pub(super) fn is_kind_of_answer(reply: &Reply<'_>, mention: &Mention) -> bool {
    if !reply.has(Class::AnswerNoun.bit()) {
        return false;
    }
    let quote = |at: &usize| reply.tokens[*at].any_mark(b"\"'");
    let before = (0..mention.from).rev().find(|at| !quote(at));
    let after = (mention.to..reply.tokens.len()).find(|at| !quote(at));
    let (Some(before), Some(after)) = (before, after) else { return false };
    reply.is_one_of(before, &INDEFINITE) && reply.tokens[after].is(Class::AnswerNoun.bit())
}

/// "A yes would please one side", "choosing B would require": an option that would do something, but not fit.
pub(super) fn is_imagined(
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    after: &[Token],
) -> bool {
    const WOULD: WordSet =
        WordSet::new(&["would", "might", "could", "wäre", "würde", "serait", "sería", "sarebbe"]);
    if !reply.is_one_of(mention.to, &WOULD) {
        return false;
    }
    let article =
        mention.from.checked_sub(1).is_some_and(|before| reply.is_one_of(before, &INDEFINITE));
    let start = reply.tokens[mention.from].sentence as usize;
    let choosing = left.choose == Some(mention.from - start)
        && reply.word(&reply.tokens[start]).ends_with("ing");
    let fits =
        |token: &Token| token.is(Class::Reflects.bit()) || article && token.is(Class::First.bit());
    (article && left.choose.is_none() || choosing) && !after.iter().take(6).any(fits)
}

/// "Agreement with it is an indicator of ...": a sentence about the act.
pub(super) fn is_act_in_general(reply: &Reply<'_>, mention: &Mention) -> bool {
    mention.from == reply.tokens[mention.from].sentence as usize && is_act(reply, mention)
}

/// "... would be technically correct, but misleading": what is granted to an option is taken back.
pub(super) fn is_misleading(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 12;
    const MISLEADING: WordSet = WordSet::new(&[
        "misleading",
        "meaningless",
        "hollow",
        "arbitrary",
        "guesswork",
        "deceptive",
        "disingenuous",
        "irreführend",
        "bedeutungslos",
        "trompeur",
        "trompeuse",
        "engañoso",
        "fuorviante",
        "ingannevole",
    ]);
    const RIGHT: WordSet = WordSet::new(&[
        "correct", "true", "accurate", "right", "richtig", "korrekt", "wahr", "exact", "vrai",
        "correcto", "cierto", "corretto", "vero",
    ]);
    let quote = |token: &&Token| token.any_mark(b"\"')*");
    let from = mention.to + reply.tokens[mention.to..].iter().take_while(quote).count();
    // "A "never" from me would be hollow."
    if reply.is_word(from, "from") && reply.tokens[from].is(Class::Outright.bit()) {
        return true;
    }
    if !reply.tokens.get(from).is_some_and(|verb| verb.is(Class::Copula.bit())) {
        return false;
    }
    let passed = Class::Copula.bit()
        | Class::Adverb.bit()
        | Class::Turn.bit()
        | Class::And.bit()
        | Class::Concessive.bit()
        | Class::Strong.bit()
        | Class::Moderate.bit()
        | Class::Hedge.bit();
    let silent = |at: &usize| {
        let token = &reply.tokens[*at];
        let word = reply.word(token);
        let adverb = ["ly", "ment", "mente"].iter().any(|ending| word.ends_with(ending));
        token.mark(b',') || token.is(passed) || adverb || reply.is_one_of(*at, &RIGHT)
    };
    let end = reply.tokens.len().min(from + REACH);
    let stop = (from..end).find(|at| !silent(at));
    stop.is_some_and(|at| reply.is_one_of(at, &MISLEADING))
}
