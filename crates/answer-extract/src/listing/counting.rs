//! Lines and sentences that count up: arguments with numbers, and the points of a scale written out again.

use super::{Place, list_different, sole_mark};
use crate::class::Class;
use crate::line::{is_alone, line_end, line_start};
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, LINE_START};

/// "1. Deterrence ...", "2. Cost ...": two or more numbered lines or sentences whose numbers count up are a list of arguments.
pub(super) fn arguments(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    let is_entry = |mention: &Mention| {
        let after = reply.tokens.get(mention.to);
        let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
        mention.form == Form::Number
            && (reply.tokens[mention.from].has(LINE_START)
                || before.is_none_or(|before| before.any_mark(b".:;,\n\"")))
            && after.is_some_and(|after| after.any_mark(b".)"))
            && reply
                .tokens
                .get(mention.to + 1)
                .is_some_and(|next| next.kind == Kind::Word || next.any_mark(b"\"'["))
    };
    let entries = || (0..mentions.len()).filter(|&i| is_entry(&mentions[i]));
    if entries().nth(1).is_none() {
        return;
    }
    let entries: Vec<usize> = entries().collect();
    let number = |i: usize| reply.tokens[mentions[i].from].number;
    let counts_up = |pair: &[usize]| number(pair[1]) == number(pair[0]).saturating_add(1);
    if entries.windows(2).any(counts_up) {
        for &i in &entries {
            places[i] = Place::ListNumber;
        }
        if let Some(last) =
            mentions.len().checked_sub(1).filter(|&i| is_cut_entry(reply, &mentions[i]))
        {
            places[last] = Place::ListNumber;
        }
    }
}

/// "Arguments for:", and below it the number of an entry that was never written.
fn is_cut_entry(reply: &Reply<'_>, mention: &Mention) -> bool {
    let tokens = &reply.tokens;
    let alone = mention.form == Form::Number
        && mention.to == tokens.len()
        && tokens[mention.from].has(LINE_START);
    let Some(colon) = mention.from.checked_sub(2).filter(|_| alone) else { return false };
    let head = &tokens[line_start(reply, colon)..colon];
    let answers = Class::AnswerKey.bit() | Class::AnswerNoun.bit() | Class::First.bit();
    tokens[colon].mark(b':')
        && tokens[mention.from].number == 1
        && !head.iter().any(|token| token.is(answers))
}

/// A line that opens with a number and a mark, or is nothing but the number.
struct Entry {
    at: usize,
    number: i32,
    /// "3 = Rarely", or the number alone: what a scale looks like, and an argument does not.
    point: bool,
}

/// "1 = Rarely", "2 = Rarely", "3" line below line: the points of a scale written out, whatever words stand beside them.
pub(super) fn lines(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    if !mentions.iter().any(|mention| mention.form != Form::Label) {
        return;
    }
    let entries = entries(reply);
    let mut start = 0;
    while start < entries.len() {
        let mut end = start + 1;
        while end < entries.len() && continues(reply, &entries[end - 1], &entries[end]) {
            end += 1;
        }
        let run = &entries[start..end];
        if run.len() >= 3 || run.len() == 2 && run.iter().all(|entry| entry.point) {
            show(reply, mentions, places, run);
        }
        start = end;
    }
}

fn entries(reply: &Reply<'_>) -> Vec<Entry> {
    let tokens = &reply.tokens;
    let entry = |at: usize| {
        let token = &tokens[at];
        if token.kind != Kind::Number || !token.has(LINE_START) {
            return None;
        }
        let next = tokens.get(at + 1);
        let alone = next.is_none_or(|next| next.mark(b'\n'));
        let marked = next.is_some_and(|next| next.any_mark(b"=.):|"));
        let point = alone || next.is_some_and(|next| next.mark(b'='));
        (alone || marked).then_some(Entry { at, number: token.number, point })
    };
    (0..tokens.len()).filter_map(entry).collect()
}

/// The next line counts one up; blank lines are folded already.
fn continues(reply: &Reply<'_>, first: &Entry, second: &Entry) -> bool {
    second.number == first.number.saturating_add(1) && line_end(reply, first.at) + 1 == second.at
}

/// Marks the options of the lines as shown, but for the one that is ticked.
fn show(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place], run: &[Entry]) {
    let mut shown = Vec::new();
    for entry in run {
        let first = mentions.partition_point(|mention| mention.to <= entry.at);
        // All of "3 = This person is like me" is a point; behind "3." an answer may follow.
        let end = if entry.point { line_end(reply, entry.at) } else { entry.at + 3 };
        shown.extend((first..mentions.len()).take_while(|&i| mentions[i].from < end));
    }
    let chosen = sole_mark(reply, mentions, &shown);
    // "1. [ ] [ ]": a number and an empty box.
    let empty = |i: usize| {
        places[i] == Place::ListNumber && is_alone(reply, mentions[i].from, mentions[i].to)
    };
    shown.retain(|&i| !empty(i));
    for i in shown {
        places[i] = if chosen == Some(i) { Place::Marked } else { Place::Listed };
    }
}

/// "The first statement expresses ... The second statement emphasizes ...": sentences that go through the options by position.
pub(super) fn statements(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    const LEAD: usize = 1;
    let opens = |mention: &Mention| {
        let start = reply.tokens[mention.from].sentence as usize;
        let goes_on = reply.tokens.get(mention.to).is_some_and(|next| {
            !next.any_mark(b".!?\n") && !next.is(Class::Reflects.bit() | Class::First.bit())
        });
        mention.form == Form::Ordinal && mention.from - start <= LEAD && goes_on
    };
    let found: Vec<usize> =
        (0..mentions.len()).filter(|&i| places[i] == Place::Text && opens(&mentions[i])).collect();
    list_different(&found, mentions, places);
}
