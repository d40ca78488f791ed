//! Reading a number or a position in words: "seven", "the third option".

use super::fraction::and_a_half;
use super::place::ish_end;
use super::{Form, Mention, Reading, number};
use crate::class::Class;
use crate::lexicon::LEXICON;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, SPACED, Token};
use crate::word::WordSet;

/// Position that the word lists give to "last".
const LAST: usize = 99;

/// Positions from here on are counted from the end of the options.
const FROM_END: usize = 90;

/// "seven", "option three", "the third option".
pub(super) fn number_word(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let word = reply.tokens[at].word;
    if let Some(position) = position(scale, reply, at) {
        return Some(position);
    }
    if let Some(step) = step(scale, reply, at) {
        return Some(step);
    }
    let number = LEXICON.number(word, reply.language)?;
    let ish = ish_end(reply, at + 1);
    if ish > at + 1 {
        let option = scale.position_of_number(number)?;
        return Some(Mention::new(at, ish, Reading::One(option), Form::Number));
    }
    // "Neutral on that one."
    const POINTING: WordSet = WordSet::new(&["that", "this"]);
    let pronoun = number == 1 && reply.is_one_of(at.wrapping_sub(1), &POINTING);
    // "If I have to choose one of the four, it's 4."
    let partitive =
        number == 1 && reply.tokens.get(at + 1).is_some_and(|of| of.is(Class::Denominator.bit()));
    if pronoun || partitive || is_compound(reply, at) {
        return None;
    }
    let minus = at.checked_sub(1).filter(|&before| reply.tokens[before].is(Class::Minus.bit()));
    let option = scale.position_of_number(if minus.is_some() { -number } else { number })?;
    if let Some((to, reading)) = and_a_half(scale, reply, at + 1, number)
        && minus.is_none()
    {
        return Some(Mention::new(at, to, reading, Form::Number));
    }
    let whole =
        reply.tokens.iter().filter(|token| !matches!(token.kind, Kind::Mark(_))).take(2).count()
            == 1;
    let to = number::denominator_end(scale, reply, at + 1).unwrap_or(at + 1);
    if to > at + 1 {
        return Some(Mention::new(at, to, Reading::One(option), Form::OutOf));
    }
    if number::is_degree(scale, &reply.tokens, at + 1) {
        return Some(Mention::new(at, at + 2, Reading::One(option), Form::Number));
    }
    // "a seven on that scale": behind an article the word is the number itself.
    const ARTICLES: WordSet = WordSet::new(&["a", "an", "eine", "un", "une", "una"]);
    if (number > 1 || reply.is_word(at, "uno")) && reply.is_one_of(at.wrapping_sub(1), &ARTICLES) {
        return Some(Mention::new(at, at + 1, Reading::One(option), Form::Number));
    }
    // "one" and its kin are articles and pronouns first.
    let follows = reply.tokens.get(at + 1);
    let counts = follows.is_some_and(|next| {
        next.kind == Kind::Word
            && !next.is(Class::Turn.bit()
                | Class::Degree.bit()
                | Class::Reflects.bit()
                | Class::Or.bit()
                | Class::Range.bit()
                | Class::First.bit()
                | Class::Say.bit()
                | Class::Choose.bit())
    });
    // "five to six on the scale"
    let ranges = at >= 2
        && reply.tokens[at - 1].is(Class::Range.bit() | Class::Or.bit())
        && LEXICON.number(reply.tokens[at - 2].word, reply.language).is_some();
    // "Dieci pieno.": an adjective behind the number, and nothing behind that.
    let adjective = follows.is_some_and(|next| next.is(Class::Filler.bit()))
        && reply.tokens.get(at + 2).is_none_or(|after| after.any_mark(b".!,\n"));
    // "Le misure sono tre: ..."
    let lists = !ranges && at > 0 && follows.is_some_and(|next| next.mark(b':'));
    let counts = lists || counts && !ranges && !adjective;
    let alone = is_alone(reply, at);
    let from = minus.unwrap_or(at);
    let sure = whole || alone || is_noun(reply, at.checked_sub(1));
    ((number != 1 || ranges) && !counts || sure).then(|| {
        Mention::new(from, to + usize::from(adjective), Reading::One(option), Form::NumberWord)
    })
}

/// Nothing but marks around the word, or a hedge behind a comma: "Two, maybe."
fn is_alone(reply: &Reply<'_>, at: usize) -> bool {
    let token = |at: usize| reply.tokens.get(at);
    let ends = |at: usize| token(at).is_none_or(|next| next.any_mark(b".!\n"));
    let hedged = token(at + 1).is_some_and(|next| next.mark(b','))
        && token(at + 2).is_some_and(|hedge| hedge.is(Class::Hedge.bit()))
        && ends(at + 3);
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    (hedged || ends(at + 1)) && before.is_none_or(|before| matches!(before.kind, Kind::Mark(_)))
}

/// "The third option", "second from the top".
fn position(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let ordinal = LEXICON.ordinal(reply.tokens[at].word, reply.language)?;
    let (ordinal, to) =
        counted(reply, at, ordinal).or_else(|| ordinal_end(reply, at).map(|to| (ordinal, to)))?;
    let option = option_at(scale, ordinal).filter(|_| !scale.end_labelled)?;
    Some(Mention::new(at, to, Reading::One(option), Form::Ordinal))
}

/// What a number or a position of an option stands beside: "option three", "the third statement".
fn is_noun(reply: &Reply<'_>, at: Option<usize>) -> bool {
    at.and_then(|at| reply.tokens.get(at))
        .is_some_and(|token| token.is(Class::OptionNoun.bit() | Class::ItemNoun.bit()))
}

/// What the points of a ladder are called.
pub(super) const STEPS: WordSet =
    WordSet::new(&["step", "rung", "stufe", "sprosse", "marche", "échelon", "peldaño", "gradino"]);

/// "The seventh step" of a ladder is the step with that number.
fn step(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let ordinal = LEXICON.ordinal(reply.tokens[at].word, reply.language)?;
    let steps = scale.end_labelled && reply.is_one_of(at + 1, &STEPS) && ordinal < FROM_END;
    let option = scale.position_of_number(i32::try_from(ordinal).ok()?).filter(|_| steps)?;
    Some(Mention::new(at, at + 2, Reading::One(option), Form::Number))
}

/// "A two-way street": a number that a hyphen ties to a noun counts.
fn is_compound(reply: &Reply<'_>, at: usize) -> bool {
    let tied = |token: &Token| !token.has(SPACED);
    // "Drei-, viermal die Woche"
    let shared = matches!(&reply.tokens[at + 1..], [hyphen, comma, ..]
        if hyphen.mark(b'-') && tied(hyphen) && comma.mark(b',') && tied(comma));
    shared
        || matches!(&reply.tokens[at + 1..], [hyphen, noun, ..]
        if hyphen.mark(b'-') && tied(hyphen) && tied(noun)
            && noun.kind == Kind::Word
            && LEXICON.number(noun.word, reply.language).is_none())
}

/// The option at a position from 1; [`LAST`] is the last one that is an answer, one less the one before it.
fn option_at(scale: &ResponseScale, ordinal: usize) -> Option<usize> {
    let answers = scale.options().iter().filter(|option| option.missing.is_none()).count();
    match ordinal {
        FROM_END.. => answers.checked_sub(LAST + 1 - ordinal),
        _ => (ordinal <= scale.options().len()).then(|| ordinal - 1),
    }
}

/// "second from the top", "third to last": the position, and where the phrase ends.
fn counted(reply: &Reply<'_>, at: usize, ordinal: usize) -> Option<(usize, usize)> {
    // "the second box from the top"
    let from = Class::FromStart.bit() | Class::FromEnd.bit();
    let at = at + usize::from(reply.tokens.get(at + 2).is_some_and(|after| after.is(from)));
    let next = reply.tokens.get(at + 1)?;
    let class =
        [Class::FromStart, Class::FromEnd].into_iter().find(|class| next.is(class.bit()))?;
    let run = reply.tokens[at + 1..].iter().take_while(|token| token.is(class.bit())).count();
    let ordinal = if matches!(class, Class::FromEnd) { LAST + 1 - ordinal } else { ordinal };
    Some((ordinal, at + 1 + run))
}

/// The end of "third option", "first one", or "the second" with nothing behind it.
fn ordinal_end(reply: &Reply<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    if before.is_some_and(|before| before.is(Class::First.bit())) {
        return None;
    }
    let next = reply.tokens.get(at + 1);
    if is_noun(reply, Some(at + 1)) || reply.is_word(at + 1, "one") {
        return Some(at + 2);
    }
    // "Politics at the top" names no option.
    const ENDS: WordSet = WordSet::new(&["top", "bottom"]);
    let article = before.is_some_and(|before| before.is(Class::LabelFiller.bit()))
        && !reply.is_one_of(at, &ENDS);
    let ends = next.is_none_or(|next| next.any_mark(b".,:!;\n") || next.is(Class::Reflects.bit()));
    (article && ends).then_some(at + 1)
}
