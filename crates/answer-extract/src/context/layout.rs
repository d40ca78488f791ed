//! Cues read off a reply's layout: whole replies, keys, machine formats, lines.

use super::Cue;
use super::anchor::anchor;
use crate::class::{Class, ClassSet};
use crate::lexicon::{LEXICON, Language};
use crate::line::{LINE_REACH, closes_line, line_start, marks_right, opens_line, quiet_left};
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{EMPHASIS, Kind, LINE_START, Token};
use crate::word::WordSet;

pub(super) fn covers_quotation(reply: &Reply<'_>, mention: &Mention) -> bool {
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    let after = reply.tokens.get(mention.to);
    let closes = |token: Option<&Token>| token.is_some_and(|token| token.any_mark(b"\"'.,"));
    before.is_some_and(|before| before.any_mark(b"\"'(") || before.is(Class::OptionNoun.bit()))
        && closes(after)
}

pub(super) fn is_whole(reply: &Reply<'_>, mention: &Mention) -> bool {
    let outside = reply.tokens[..mention.from].iter().chain(&reply.tokens[mention.to..]);
    let skip = Class::OptionNoun.bit() | Class::Courtesy.bit() | Class::LabelFiller.bit();
    reply.tokens.len() <= mention.to - mention.from + 12
        && outside.take(12).all(|token| {
            matches!(token.kind, Kind::Mark(_))
                || token.is(skip) && !token.is(Class::Negation.bit())
        })
}

/// JSON fields, LaTeX boxes and XML tags.
pub(super) fn is_machine(reply: &Reply<'_>, mention: &Mention) -> bool {
    if !reply.marks.any(b"[}<\"") {
        return false;
    }
    let window = mention.from.saturating_sub(7)..mention.from;
    let after = &reply.tokens[mention.to..];
    let closes = after.iter().take(4).any(|token| token.any_mark(b"}<"));
    if is_bracketed(reply, mention) {
        return true;
    }
    if !closes {
        let value = after.iter().find(|token| !token.mark(b'"'));
        return value.is_some_and(|token| token.mark(b','))
            && json_key(reply, mention).is_some_and(|key| key.is(Class::AnswerKey.bit()));
    }
    let boxed = window.clone().any(|at| reply.is_word(at, "boxed"));
    let tagged = window
        .clone()
        .any(|at| reply.tokens[at].mark(b'<') && reply.tokens[at + 1].is(Class::AnswerKey.bit()))
        && reply.tokens[mention.from.saturating_sub(3)..mention.from]
            .iter()
            .any(|token| token.mark(b'>'));
    boxed || tagged || json_key(reply, mention).is_some()
}

/// `[ANSWER] 2 [/ANSWER]`.
fn is_bracketed(reply: &Reply<'_>, mention: &Mention) -> bool {
    let tokens = &reply.tokens;
    let marks = |token: &&Token| token.any_mark(b"\n\"'.)");
    let to = mention.to + tokens[mention.to..].iter().take(2).take_while(marks).count();
    let (Some(from), Some([open, slash, name])) =
        (mention.from.checked_sub(3), tokens.get(to..to + 3))
    else {
        return false;
    };
    let [start, tag, end] = [&tokens[from], &tokens[from + 1], &tokens[from + 2]];
    open.mark(b'[')
        && slash.mark(b'/')
        && start.mark(b'[')
        && end.mark(b']')
        && reply.word(tag).eq_ignore_ascii_case(reply.word(name))
}

/// The key of a JSON field whose value is the mention.
pub(super) fn json_key<'a>(reply: &'a Reply<'_>, mention: &Mention) -> Option<&'a Token> {
    let mut at = mention.from.checked_sub(1)?;
    if reply.tokens[at].mark(b'"') {
        at = at.checked_sub(1)?;
    }
    let closed = at >= 2 && reply.tokens[at].mark(b':') && reply.tokens[at - 1].mark(b'"');
    closed.then(|| &reply.tokens[at - 2]).filter(|key| {
        key.is(Class::AnswerKey.bit() | Class::AnswerNoun.bit() | Class::OptionNoun.bit())
    })
}

/// "Answer: 4", "**My rating:** 7/10", "Final answer - 4".
pub(super) fn key(reply: &Reply<'_>, mention: &Mention) -> Option<Cue> {
    if !reply.has(Class::AnswerKey.bit()) {
        return None;
    }
    if is_called_final(reply, mention) {
        return Some(Cue::FinalKey);
    }
    let (at, words) = anchor(reply, mention)?;
    let colon = reply.tokens[at].any_mark(b":-=");
    let bare =
        reply.tokens[at].is(Class::AnswerKey.bit()) && reply.tokens[at].has(EMPHASIS | LINE_START);
    let json = at > 0 && reply.tokens[at].mark(b':') && reply.tokens[at - 1].mark(b'"');
    if !(colon || bare) || words > 3 || json && json_key(reply, mention).is_none() {
        return None;
    }
    let start = line_start(reply, at);
    let head = &reply.tokens[start..if bare { at + 1 } else { at }];
    let short = head.iter().filter(|token| token.kind == Kind::Word).count() <= 6;
    let last = head.iter().rev().find(|token| token.kind == Kind::Word)?;
    let named = last.is(Class::AnswerKey.bit())
        || head.iter().any(|token| token.is(Class::AnswerKey.bit())) && short;
    // "1st choice: B, 2nd choice: D"
    let later = head.iter().any(|token| {
        LEXICON
            .ordinal(token.word, reply.language)
            .is_some_and(|ordinal| ordinal == 2 || ordinal == 3)
    });
    if !named
        || later
        || head.iter().any(|token| {
            token.is(Class::Second.bit()
                | Class::Third.bit()
                | Class::Negation.bit()
                | Class::Example.bit())
        })
    {
        return None;
    }
    let last_word = head.iter().any(|token| token.is(Class::Final.bit()));
    let same_sentence = head.iter().rev().take(8).collect::<Vec<_>>();
    match (last_word, short) {
        (true, true) => Some(Cue::FinalKey),
        (_, true) => Some(Cue::Key),
        (_, false) => {
            (same_sentence.iter().any(|token| token.is(Class::AnswerKey.bit()))).then_some(Cue::Key)
        }
    }
}

/// "Housing. Final answer."
fn is_called_final(reply: &Reply<'_>, mention: &Mention) -> bool {
    const WORDS_MAX: usize = 4;
    let [stop, rest @ ..] = &reply.tokens[mention.to..] else { return false };
    let mut near = rest.iter().take(WORDS_MAX + 1);
    let ends = near.position(|token| matches!(token.kind, Kind::Mark(_)));
    let said = &rest[..ends.unwrap_or(rest.len().min(WORDS_MAX + 1))];
    let both = Class::Final.bit() | Class::AnswerKey.bit();
    stop.any_mark(b".!,-")
        && matches!(said.len(), 2..=WORDS_MAX)
        && ends.is_none_or(|end| !rest[end].any_mark(b":-,"))
        && said.iter().any(|token| token.classes & both == both)
}

/// Nothing but courtesies before it, and a boundary after it.
pub(super) fn is_opening(reply: &Reply<'_>, mention: &Mention) -> bool {
    // "*leans back*" before the answer is a stage direction, or a heading.
    let plain = !reply.tokens[mention.from].has(EMPHASIS);
    let opens = reply.tokens[..mention.from].iter().rev().take(40).all(|token| {
        matches!(token.kind, Kind::Mark(_))
            || plain && token.has(EMPHASIS)
            || token.is(Class::Courtesy.bit()
                | Class::OptionNoun.bit()
                | Class::LabelFiller.bit()
                | Class::Between.bit()
                | Class::OwnView.bit()
                | Class::Hedge.bit())
    }) && mention.from <= 40;
    // "No I don't.", "No I do not."
    let end = reply.sentence_end(mention.to - 1, 6);
    let echoes = mention.to - mention.from == 1
        && end - mention.to <= 4
        && reply.tokens.get(mention.to).is_some_and(|next| next.is(Class::First.bit()));
    opens && (echoes || bounded(reply, mention) || is_affirmed(reply, mention))
}

/// "Radio mostly, ...", "#3 without a doubt.": a few words that only affirm or hedge the option stand before the mark.
fn is_affirmed(reply: &Reply<'_>, mention: &Mention) -> bool {
    const WORDS: usize = 3;
    const MOSTLY: WordSet = WordSet::new(&[
        "mostly",
        "mainly",
        "definitely",
        "certainly",
        "surely",
        "always",
        "easily",
        "clearly",
        "meistens",
        "hauptsächlich",
        "eindeutig",
        "surtout",
        "sobre",
        "soprattutto",
    ]);
    let affirms = |at: &usize| {
        let token = &reply.tokens[*at];
        token.is(Class::Hedge.bit() | Class::NegationNeutral.bit()) || reply.is_one_of(*at, &MOSTLY)
    };
    let end = reply.tokens.len().min(mention.to + WORDS);
    let words = (mention.to..end).take_while(affirms).count();
    words > 0 && reply.tokens.get(mention.to + words).is_none_or(|next| next.any_mark(b".,!;-\n"))
}

pub(super) fn bounded(reply: &Reply<'_>, mention: &Mention) -> bool {
    let Some(next) = reply.tokens.get(mention.to) else { return true };
    let turns = Class::Turn.bit() | Class::Concessive.bit();
    // "Number 2 is the one that people don't like to say."
    let others = Class::Third.bit() | Class::Second.bit();
    let reflects = next.is(Class::Reflects.bit())
        && !reply.tokens[mention.to..].iter().take(5).any(|token| token.is(others));
    let with_item =
        reply.tokens[mention.to..].iter().take(4).any(|token| token.is(Class::ItemNoun.bit()))
            && mention.form == Form::Label
            && !mention.weak
            && !is_gerund(reply, mention);
    let line = next.has(LINE_START);
    matches!(next.kind, Kind::Mark(_))
        || next.is(turns)
        || reflects
        || line
        || with_item
        || mention.form == Form::Pair
}

/// Tokens that make a label a statement of its own.
const STATEMENT: usize = 5;

/// "Agreement with it is used as an indicator": the act of agreeing with the item is what the sentence is about.
pub(super) fn is_act(reply: &Reply<'_>, mention: &Mention) -> bool {
    const NOUNS: WordSet = WordSet::new(&[
        "agreement",
        "disagreement",
        "support",
        "opposition",
        "approval",
        "zustimmung",
        "ablehnung",
        "acuerdo",
        "accord",
        "accordo",
    ]);
    let with = Class::Filler.bit() | Class::That.bit() | Class::Frame.bit();
    let noun = reply.is_one_of(mention.to - 1, &NOUNS);
    let on_item = reply.tokens.get(mention.to).is_some_and(|next| next.is(with));
    noun && on_item
}

/// "Agreeing with this requires ...": the act, and no answer.
fn is_gerund(reply: &Reply<'_>, mention: &Mention) -> bool {
    let last = &reply.tokens[mention.to - 1];
    reply.language == Language::English && reply.word(last).ends_with("ing")
}

/// "Somewhat, sure.": the sentence begins with the label, and a mark sets it off.
pub(super) fn opens_sentence(reply: &Reply<'_>, mention: &Mention) -> bool {
    let start = reply.tokens[mention.from].sentence as usize;
    let frame =
        Class::Courtesy.bit() | Class::Hedge.bit() | Class::Turn.bit() | Class::OptionNoun.bit();
    let opens = mention.from - start <= 3
        && reply.tokens[start..mention.from]
            .iter()
            .all(|token| matches!(token.kind, Kind::Mark(_)) || token.is(frame));
    // A reply that begins with the statement of an option needs no mark behind it.
    let statement =
        start == 0 && mention.form == Form::Label && mention.to - mention.from >= STATEMENT;
    opens
        && (statement || reply.tokens.get(mention.to).is_none_or(|next| next.any_mark(b",.;:!-\n")))
}

/// A line that says nothing else.
pub(super) fn line(reply: &Reply<'_>, mention: &Mention) -> Option<Cue> {
    let silent: ClassSet = Class::Filler.bit()
        | Class::OptionNoun.bit()
        | Class::AnswerNoun.bit()
        | Class::Copula.bit()
        | Class::First.bit()
        | Class::Final.bit()
        | Class::Hedge.bit()
        | Class::Courtesy.bit()
        | Class::Choose.bit();
    let quiet = |token: &Token| {
        matches!(token.kind, Kind::Mark(_)) || token.is(silent) && !token.is(Class::Negation.bit())
    };
    let left = quiet_left(reply, mention.from, quiet);
    let right = marks_right(reply, mention.to);
    let opens = opens_line(reply, mention.from, left);
    let closes = closes_line(reply, mention.to, right);
    if opens && closes {
        let last = reply.tokens[right..].iter().all(|token| matches!(token.kind, Kind::Mark(_)));
        return Some(if last { Cue::FinalLine } else { Cue::Line });
    }
    let sentence = reply.tokens[mention.from].sentence;
    let begins = opens || left <= sentence as usize;
    let ends = closes || reply.tokens[right].sentence != reply.tokens[mention.to - 1].sentence;
    let own = mention.form == Form::Label
        && reply.tokens[sentence as usize..mention.from]
            .iter()
            .rev()
            .take(LINE_REACH)
            .any(|token| token.is(Class::First.bit()));
    (begins && ends && !own).then_some(Cue::Line)
}
