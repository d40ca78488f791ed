//! Whose choice a sentence tells: the speaker's, the reader's or somebody else's.

use super::anchor::anchor;
use super::layout::bounded;
use super::left::{Left, Subject};
use super::own::counts;
use super::{Block, Cue};
use crate::class::Class;
use crate::lexicon::Language;
use crate::mention::{Form, Mention, Reading};
use crate::reply::Reply;
use crate::token::{Kind, Token};
use crate::word::WordSet;

pub(super) fn person(
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    cue: Cue,
    weak: bool,
) -> Option<Block> {
    let first = left.subject == Some(Subject::First);
    // "I would rate whether it has gone too far as 7": the condition is inside what is rated.
    let inside = cue == Cue::Own
        && mention.form != Form::Label
        && left.choose > left.conditional
        && left.choose_subject == Some(Subject::First);
    if left.conditional.is_some() && !(left.main_clause && first) && !inside {
        return Some(Block::Conditional);
    }
    if left.example && !(cue == Cue::Own && first) {
        return Some(Block::Example);
    }
    // "Friends are very important to me."
    let to_me = mention.form == Form::Label
        && !weak
        && matches!(&reply.tokens[mention.to..], [to, me, ..] if to.is(Class::That.bit() | Class::Frame.bit()) && me.is(Class::First.bit()));
    // "They get a 3 from me."
    let mine = |token: &Token| token.is(Class::First.bit()) && token.is(Class::Reflects.bit());
    let to_me = to_me || reply.tokens[mention.to..].iter().take(2).any(mine) && !weak;
    let own = matches!(cue, Cue::Own | Cue::Marked)
        && left.choose_subject != Some(Subject::Third)
        && left.choose_subject != Some(Subject::Second);
    match left.subject {
        Some(Subject::Third) if to_me => {}
        Some(Subject::Third)
            if !own
                || mention.form == Form::Label && left.choose_subject != Some(Subject::First) =>
        {
            return Some(Block::ThirdPerson);
        }
        // "You want a number: 5."
        Some(Subject::Second)
            if reply.tokens[mention.from.saturating_sub(1)].mark(b':')
                && bounded(reply, mention) => {}
        Some(Subject::Second) if !own => return Some(Block::SecondPerson),
        _ => {}
    }
    if own && left.choose_subject.is_none() && has_foreign_agent(reply, mention, left) {
        return Some(Block::ThirdPerson);
    }
    if own && matches!(left.choose_subject, Some(Subject::Second | Subject::Third)) {
        return Some(Block::ThirdPerson);
    }
    if matches!(mention.reading, Reading::Off)
        || matches!(mention.form, Form::Number | Form::NumberWord)
    {
        let known = matches!(cue, Cue::Own | Cue::Reflects | Cue::OutOf | Cue::Corrected);
        if counts(reply, mention)
            && !matches!(cue, Cue::Opening | Cue::Corrected)
            && !(known
                && mention.form == Form::Number
                && is_adjacent_own(reply, mention, left)
                && !is_before_plural(reply, mention))
        {
            return Some(Block::Weak);
        }
        if mention.form == Form::Number
            && cue == Cue::Bare
            && !bounded(reply, mention)
            && counts(reply, mention)
        {
            return Some(Block::Weak);
        }
    }
    (weak
        && matches!(cue, Cue::Bare | Cue::OwnLabel | Cue::StanceThat | Cue::Emphasis | Cue::Stance))
    .then_some(Block::Weak)
}

/// "A social democrat would probably pick 2": a noun that no list knows is the subject of the choosing verb.
fn has_foreign_agent(reply: &Reply<'_>, mention: &Mention, left: &Left) -> bool {
    const MODALS: WordSet = WordSet::new(&["would", "will", "might", "may"]);
    let Some(distance) = left.choose.filter(|_| reply.language == Language::English) else {
        return false;
    };
    let passed =
        Class::Hedge.bit() | Class::Can.bit() | Class::Copula.bit() | Class::Courtesy.bit();
    let start = reply.tokens[mention.from].sentence as usize;
    let mut modal = false;
    for at in (start..mention.from - distance).rev() {
        let token = &reply.tokens[at];
        let would = reply.is_one_of(at, &MODALS);
        modal |= would;
        if !would && !token.is(passed) {
            return modal && token.kind == Kind::Word && token.word == 0;
        }
    }
    false
}

/// "Voy con 3 amigos", "ho messo 3 cucchiai": what the verb takes is a count of things.
fn is_before_plural(reply: &Reply<'_>, mention: &Mention) -> bool {
    let Some(next) = reply.tokens.get(mention.to) else { return false };
    let word = reply.word(next);
    let plural = match reply.language {
        Language::Spanish => word.ends_with('s'),
        Language::Italian => word.ends_with(['i', 'e']) && !word.ends_with("mente"),
        Language::English | Language::German | Language::French => false,
    };
    let things = Class::Third.bit() | Class::Personal.bit() | Class::Unit.bit();
    plural && next.kind == Kind::Word && (next.classes == 0 || next.is(things))
}

fn is_adjacent_own(reply: &Reply<'_>, mention: &Mention, left: &Left) -> bool {
    anchor(reply, mention).is_some_and(|(at, words)| {
        words <= 3
            && (reply.tokens[at].is(Class::Choose.bit() | Class::AnswerNoun.bit())
                || reply.tokens[at].is(Class::Copula.bit()) && left.noun.is_some())
            || reply.tokens[mention.from.saturating_sub(1)].is(Class::OptionNoun.bit())
    })
}
