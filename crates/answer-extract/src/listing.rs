//! Mentions that only show the scale: option lists, walks through the options, list numbers, echoed prompts.

mod counting;
mod shown;
mod sides;

use crate::class::Class;
use crate::line::{is_alone, is_one_line, line_end, line_start, opens_line, quiet_left};
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{CAPITAL, EMPHASIS, Kind, LINE_START, Token};
use crate::word::WordSet;

/// What listing knows of one mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Not part of a list.
    Text,
    /// One of several options shown side by side or line by line.
    Listed,
    /// The one entry of a list that is ticked or pointed at.
    Marked,
    /// A list number without an option behind it.
    ListNumber,
    /// After the reply's own end: an echoed prompt or an invented next turn.
    NextTurn,
}

/// The place of every mention.
///
/// The vector is used for the places.
pub(crate) fn places(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    mentions: &[Mention],
    mut places: Vec<Place>,
) -> Vec<Place> {
    places.clear();
    places.resize(mentions.len(), Place::Text);
    counting::arguments(reply, mentions, &mut places);
    sides::sides(reply, mentions, &mut places);
    if !is_one_line(reply) {
        shown::asked_again(reply, mentions, &mut places);
        counting::lines(reply, mentions, &mut places);
        shown::bands(reply, mentions, &mut places);
        shown::aspects(reply, mentions, &mut places);
        lines(scale, reply, mentions, &mut places);
    }
    runs(scale, reply, mentions, &mut places);
    counting::statements(reply, mentions, &mut places);
    next_turn(reply, mentions, &mut places);
    places
}

/// Marks these mentions as listed, unless all of them mean the same.
fn list_different(found: &[usize], mentions: &[Mention], places: &mut [Place]) {
    let differ = |pair: &[usize]| mentions[pair[0]].reading != mentions[pair[1]].reading;
    if found.windows(2).any(differ) {
        found.iter().for_each(|&i| places[i] = Place::Listed);
    }
}

/// Two or more lines that open with different options.
fn lines(scale: &ResponseScale, reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    let opens_line = |mention: &Mention| {
        let frame = |token: &Token| {
            token.any_mark(b"([]@-|\"=") || is_letter(token) || token.is(Class::OptionNoun.bit())
        };
        opens_line(reply, mention.from, quiet_left(reply, mention.from, frame))
    };
    let entries: Vec<usize> = (0..mentions.len())
        .filter(|&i| {
            places[i] == Place::Text && mentions[i].option().is_some() && opens_line(&mentions[i])
        })
        .filter(|&i| {
            mentions[i].form != Form::Number || !is_alone(reply, mentions[i].from, mentions[i].to)
        })
        .collect();
    for run in neighbouring(&entries, mentions, reply) {
        let mut options: Vec<usize> = run.iter().filter_map(|&i| mentions[i].option()).collect();
        options.sort_unstable();
        options.dedup();
        let points = scale.options().len();
        // Where only the ends have words, both of them are all the labels there are.
        let both_ends = scale.end_labelled && run.iter().all(|&i| mentions[i].form == Form::Label);
        let boxed = run.iter().all(|&i| is_empty_box(reply, &mentions[i]));
        let many = options.len() >= 3 || points <= 3 || both_ends || boxed || run.len() >= 3;
        if options.len() < 2 || !many {
            continue;
        }
        let chosen = sole_mark(reply, mentions, &run);
        for &i in &run {
            places[i] = if chosen == Some(i) { Place::Marked } else { Place::Listed };
        }
    }
}

/// The one entry of a list that is ticked or pointed at, or else the one that is emphasized.
fn sole_mark(reply: &Reply<'_>, mentions: &[Mention], run: &[usize]) -> Option<usize> {
    let sole = |marked: &dyn Fn(&Mention) -> bool| {
        let mut found = run.iter().copied().filter(|&i| marked(&mentions[i]));
        (found.next(), found.next())
    };
    let bold = |mention: &Mention| {
        reply.tokens[mention.from..mention.to].iter().any(|token| token.has(EMPHASIS))
    };
    match sole(&|mention| is_marked(reply, mention)) {
        (Some(one), None) => Some(one),
        (Some(_), Some(_)) => None,
        (None, _) => match sole(&bold) {
            (Some(one), None) => Some(one),
            _ => None,
        },
    }
}

/// Splits line entries where a repeated option begins a new list or an answer after the list.
fn neighbouring(entries: &[usize], mentions: &[Mention], reply: &Reply<'_>) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &entry in entries {
        let repeats = |run: &Vec<usize>| {
            run.iter().any(|&i| mentions[i].option() == mentions[entry].option())
        };
        let line_before = |run: &Vec<usize>| {
            run.last().is_some_and(|&i| {
                line_start(reply, mentions[i].from) == line_start(reply, mentions[entry].from)
            })
        };
        match runs.last_mut().filter(|run| !repeats(run) && !line_before(run)) {
            Some(run) => run.push(entry),
            None => runs.push(vec![entry]),
        }
    }
    runs
}

/// "Strongly disagree, disagree, agree or strongly agree": three or more different options with nothing but marks between.
fn runs(scale: &ResponseScale, reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    let adjacent = |first: &Mention, second: &Mention| {
        let between = &reply.tokens[first.to..second.from];
        let (one, other) = (&reply.tokens[first.from], &reply.tokens[second.from]);
        // "I'd go with C. A and B are too harsh.", but not "1. Agree 2. Disagree".
        let coded = first.form == Form::Pair && second.form == Form::Pair;
        let apart = one.sentence != other.sentence && !other.has(LINE_START) && !coded;
        between.len() <= 4
            && !apart
            && between.iter().all(|token| {
                token.any_mark(b",/|;:\"'()-.\n")
                    || token.is(Class::OptionNoun.bit()) && !token.is(Class::ItemNoun.bit())
                    || is_letter(token) && token.has(CAPITAL) && !token.is(Class::First.bit())
                    || token.is(Class::Or.bit() | Class::And.bit() | Class::Filler.bit())
            })
    };
    let mut start = 0;
    while start < mentions.len() {
        let mut end = start + 1;
        while end < mentions.len() && adjacent(&mentions[end - 1], &mentions[end]) {
            end += 1;
        }
        if end - start < 2 {
            start = end;
            continue;
        }
        let mut options: Vec<usize> =
            mentions[start..end].iter().flat_map(|one| one.reading.options()).copied().collect();
        let named = options.len();
        options.sort_unstable();
        options.dedup();
        let labels = mentions[start..end]
            .iter()
            .filter(|mention| {
                matches!(mention.form, Form::Label | Form::Pair | Form::Letter | Form::BareLetter)
            })
            .count();
        // Two labels are all that a scale with words at its ends only has.
        let points = if scale.end_labelled && labels >= 2 { 2 } else { scale.options().len() };
        let many = options.len() >= points.clamp(2, 3) && named == options.len();
        if many && (labels >= 2 || named >= 4) {
            // "3 4 5 **6** 7"
            let row: Vec<usize> = (start..end).collect();
            let chosen = sole_mark(reply, mentions, &row).filter(|_| labels == 0);
            for i in row {
                if places[i] == Place::Text {
                    places[i] = if chosen == Some(i) { Place::Marked } else { Place::Listed };
                }
            }
        }
        start = end;
    }
}

/// What a line that begins an invented turn opens with.
const SPEAKERS: WordSet = WordSet::new(&[
    "user",
    "human",
    "question",
    "q",
    "instruction",
    "input",
    "prompt",
    "frage",
    "pregunta",
    "domanda",
]);

/// Drops what stands after an invented turn ("User:", "[INST]", "<|im_start|>"), if an option was named before.
fn next_turn(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    if !reply.marks.any(b":[<") {
        return;
    }
    if let Some(end) = shown::prompt_end(reply) {
        let echoed = mentions.partition_point(|mention| mention.from < end);
        places[..echoed].fill(Place::NextTurn);
    }
    let Some(first) = (0..mentions.len()).find(|&i| places[i] == Place::Text) else { return };
    let begins = |at: usize| {
        let token = &reply.tokens[at];
        let colon = reply.tokens.get(at + 1).is_some_and(|next| next.mark(b':'));
        let bracketed = token.has(LINE_START)
            && reply.is_one_of(at + 1, &SPEAKERS)
            && reply.tokens.get(at + 2).is_some_and(|next| next.mark(b']'));
        let tag = token.mark(b'[') && (reply.is_word(at + 1, "inst") || bracketed)
            || token.mark(b'<') && reply.tokens.get(at + 1).is_some_and(|next| next.mark(b'|'));
        tag || (token.has(LINE_START) && colon && reply.is_one_of(at, &SPEAKERS))
    };
    if let Some(turn) = (mentions[first].to..reply.tokens.len()).find(|&at| begins(at)) {
        for (mention, place) in
            mentions.iter().zip(places).filter(|(mention, _)| mention.from >= turn)
        {
            let _ = mention;
            *place = Place::NextTurn;
        }
    }
}

/// A box's cross, or the letter of an option that the scale itself numbers ("A: Not at all").
fn is_letter(token: &Token) -> bool {
    token.kind == Kind::Word && token.end - token.start == 1
}

fn is_box(reply: &Reply<'_>, token: &Token) -> bool {
    reply.word(token).eq_ignore_ascii_case("x")
}

/// `[ ] Agree`.
fn is_empty_box(reply: &Reply<'_>, mention: &Mention) -> bool {
    let start = line_start(reply, mention.from);
    matches!(reply.tokens.get(start..start + 2), Some([open, close]) if open.mark(b'[') && close.mark(b']'))
}

/// "[x] Agree", "✓ Agree", "Agree ←", "Agree (my choice)".
fn is_marked(reply: &Reply<'_>, mention: &Mention) -> bool {
    let start = line_start(reply, mention.from);
    let end = line_end(reply, mention.to);
    let before = &reply.tokens[start..mention.from];
    let after = &reply.tokens[mention.to.min(end)..end];
    let ticked = before.iter().any(|token| token.mark(b'@'))
        || before
            .windows(3)
            .any(|box_| box_[0].mark(b'[') && is_box(reply, &box_[1]) && box_[2].mark(b']'));
    // "Agree <-", and not the "<|" of a chat template or a tag.
    let pointed = after.iter().take(3).enumerate().any(|(at, token)| {
        let arrow = || {
            reply.word(token) != "<" || after.get(at + 1).is_some_and(|next| next.any_mark(b"-="))
        };
        token.mark(b'@') || token.mark(b'<') && arrow()
    });
    // "| Somewhat likely | X |"
    let celled = after
        .windows(3)
        .any(|cell| cell[0].mark(b'|') && is_box(reply, &cell[1]) && cell[2].mark(b'|'));
    let said = after.len() <= 6
        && after.iter().any(|token| token.is(Class::First.bit()))
        && after.iter().any(|token| token.is(Class::AnswerNoun.bit()));
    ticked || celled || pointed || said
}
