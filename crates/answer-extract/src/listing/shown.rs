//! Numbers that explain or divide and answer nothing: bands of a scale, ratings of several aspects, a prompt written out.

use super::{Place, list_different};
use crate::class::Class;
use crate::line::{closes_line, is_alone, line_start, marks_right, opens_line, quiet_left};
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{ECHO, Kind, LINE_START, Token};

/// "**0-3:** too little", "**4-6:** about right": two or more lines that begin with a part of the scale and say what it means.
pub(super) fn bands(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    const HEAD: usize = 4;
    let tokens = &reply.tokens;
    let number = |at: usize| tokens.get(at).is_some_and(|token| token.kind == Kind::Number);
    let is_band = |at: &usize| {
        let joint = |token: &Token| token.mark(b'-') || token.is(Class::Range.bit());
        let mark = |token: &Token| matches!(token.kind, Kind::Mark(_));
        number(*at)
            && number(at + 2)
            && joint(&tokens[at + 1])
            && tokens.get(at + 3).is_some_and(|token| token.any_mark(b":=)("))
            && opens_line(reply, *at, quiet_left(reply, *at, mark))
    };
    let bands: Vec<usize> = (0..tokens.len()).filter(is_band).collect();
    if bands.len() < 2 {
        return;
    }
    for at in bands {
        let first = mentions.partition_point(|mention| mention.from < at);
        for i in (first..mentions.len()).take_while(|&i| mentions[i].from < at + HEAD) {
            places[i] = Place::Listed;
        }
    }
}

/// "- Transparency: 7/10", "- Efficiency: 4/10": three or more lines that rate different things, and not all alike.
pub(super) fn aspects(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    const LINES: usize = 3;
    if !reply.marks.any(b":") {
        return;
    }
    let rated: Vec<usize> = (0..mentions.len())
        .filter(|&i| places[i] == Place::Text && is_aspect(reply, &mentions[i]))
        .collect();
    if rated.len() >= LINES {
        list_different(&rated, mentions, places);
    }
}

/// The line names something that is no answer, and ends with a colon and the number.
fn is_aspect(reply: &Reply<'_>, mention: &Mention) -> bool {
    let own = Class::First.bit()
        | Class::Final.bit()
        | Class::AnswerKey.bit()
        | Class::AnswerNoun.bit()
        | Class::Statistic.bit();
    let Some(colon) = mention.from.checked_sub(1).filter(|&at| reply.tokens[at].mark(b':')) else {
        return false;
    };
    let head = &reply.tokens[line_start(reply, colon)..colon];
    matches!(mention.form, Form::Number | Form::OutOf)
        && closes_line(reply, mention.to, marks_right(reply, mention.to))
        && head.iter().any(|token| token.kind == Kind::Word)
        && !head.iter().any(|token| token.is(own))
}

/// Where the prompt ends that a reply begins with: "<s> [INST] How important is it? [/INST]"; the end where it never closes.
pub(super) fn prompt_end(reply: &Reply<'_>) -> Option<usize> {
    const LEAD: usize = 6;
    let tokens = &reply.tokens;
    let tag = |at: usize| tokens[at].mark(b'[') && reply.is_word(at + 1, "inst");
    let open = (0..tokens.len().min(LEAD)).find(|&at| tag(at))?;
    let told =
        tokens[..open].iter().any(|token| token.kind == Kind::Word && token.end - token.start > 1);
    let closes = |at: &usize| {
        tokens[*at].mark(b'[')
            && tokens.get(at + 1).is_some_and(|slash| slash.mark(b'/'))
            && reply.is_word(at + 2, "inst")
    };
    let end = (open + 1..tokens.len()).find(closes).unwrap_or(tokens.len());
    (!told).then_some(end)
}

/// "(E) Very accurate", and on a later line the question once more, about something else: what follows is a turn of its own.
pub(super) fn asked_again(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    const HEAD: usize = 4;
    let tokens = &reply.tokens;
    let Some(first) = mentions.first().filter(|first| is_alone(reply, first.from, first.to)) else {
        return;
    };
    let begins = |at: &usize| tokens[*at].has(LINE_START | ECHO);
    if first.form != Form::Pair || tokens[..first.from].iter().any(|token| token.kind == Kind::Word)
    {
        return;
    }
    if let Some(turn) = (first.to..tokens.len()).find(begins) {
        let from = mentions.partition_point(|mention| mention.from < turn);
        // A line that lists another option is part of the same list.
        let lists = mentions.get(from).is_some_and(|next| next.from < turn + HEAD);
        if from == 1 && !lists {
            places[from..].fill(Place::NextTurn);
        }
    }
}
