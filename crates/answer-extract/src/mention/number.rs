//! Reading one number: an answer, a range, a share of the scale's top, or a number that answers nothing
//! (years, percentages, counts, list numbers, the ends of a restated scale).

use super::fraction::{and_a_half, mixed_end};
use super::number_word::STEPS;
use super::{Form, Reading};
use crate::class::Class;
use crate::lexicon::LEXICON;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{CAPITAL, Kind, SPACED, Token};
use crate::word::WordSet;

/// What a number turned out to be.
pub(crate) enum NumberRead {
    /// It may be an answer.
    Mention { from: usize, to: usize, reading: Reading, form: Form },
    /// It is none; go on at `to`.
    Skip { to: usize, scale_reversed: bool },
}

/// Widest range that is an answer: "6 to 8" is, "2-9" is a part of the scale.
const RANGE_WIDTH: i32 = 2;
/// How far the other end of a restated scale may stand, in tokens.
const SCALE_REACH: usize = 24;

/// Reads the number at a token.
pub(crate) fn read(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> NumberRead {
    let tokens = &reply.tokens;
    let skip = |to: usize| NumberRead::Skip { to, scale_reversed: false };
    if let Some((to, scale_reversed)) = restated_scale(scale, reply, at) {
        return NumberRead::Skip { to, scale_reversed };
    }
    let wide = is_degree(scale, tokens, at + 1);
    if is_reference(scale, reply, at) || !wide && is_measure(tokens, at + 1) {
        return skip(at + 1);
    }
    if is_below(scale, reply, at) {
        return NumberRead::Mention {
            from: at - 1,
            to: at + 1,
            reading: Reading::Off,
            form: Form::Number,
        };
    }
    if let Some(to) = mixed_end(tokens, at) {
        return skip(to);
    }
    let value = signed(scale, tokens, at);
    let from = if value < 0 { at - 1 } else { at };
    if let Some(to) = denominator_end(scale, reply, at + 1) {
        return NumberRead::Mention {
            from,
            to,
            reading: reading_of(scale, &tokens[at], value),
            form: Form::OutOf,
        };
    }
    if let Some((to, reading)) = foreign_denominator(tokens, at) {
        if !TOPS.contains(&tokens[to - 1].number) {
            return skip(to);
        }
        return NumberRead::Mention { from, to, reading, form: Form::OutOf };
    }
    if let Some((to, reading)) = and_a_half(scale, reply, at + 1, value) {
        return NumberRead::Mention { from, to, reading, form: Form::Number };
    }
    if let Some((to, other)) = range_end(reply, at) {
        // "7-8/10"
        let to = denominator_end(scale, reply, to).unwrap_or(to);
        let (low, high) = (value.min(other), value.max(other));
        let narrow = high.saturating_sub(low) <= RANGE_WIDTH && value < other;
        let options: Vec<usize> = if narrow {
            (low..=high).filter_map(|number| scale.position_of_number(number)).collect()
        } else {
            Vec::new()
        };
        if options.len() < 2 {
            return skip(to);
        }
        return NumberRead::Mention {
            from,
            to,
            reading: Reading::Many(options),
            form: Form::Number,
        };
    }
    let reading = if is_on_foreign_scale(scale, reply, at) {
        Reading::Off
    } else {
        reading_of(scale, &tokens[at], value)
    };
    NumberRead::Mention { from, to: at + 1 + usize::from(wide), reading, form: Form::Number }
}

fn reading_of(scale: &ResponseScale, token: &Token, value: i32) -> Reading {
    if token.kind == Kind::Decimal {
        let around = [value, value.saturating_add(1)];
        let options: Vec<usize> =
            around.iter().filter_map(|&number| scale.position_of_number(number)).collect();
        return if options.len() == 2 { Reading::Many(options) } else { Reading::Off };
    }
    scale.position_of_number(value).map_or(Reading::Off, Reading::One)
}

/// A minus sign counts only before a point of a scale with negative points, and before a negative code.
fn signed(scale: &ResponseScale, tokens: &[Token], at: usize) -> i32 {
    let value = tokens[at].number;
    let minus = at > 0
        && (tokens[at - 1].mark(b'-') && !tokens[at].has(SPACED)
            || tokens[at - 1].is(Class::Minus.bit()));
    if minus && scale.has_negative(value) { -value } else { value }
}

/// "-3", "I'd say -3" on a scale without negative points: no option, and no dash either.
fn is_below(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> bool {
    let tokens = &reply.tokens;
    let Some(dash) = at.checked_sub(1) else { return false };
    let keys = Class::AnswerKey.bit() | Class::AnswerNoun.bit() | Class::OptionNoun.bit();
    let tied =
        tokens[dash].mark(b'-') && !tokens[at].has(SPACED) && reply.word(&tokens[dash]) == "-";
    let leads = match dash.checked_sub(1).map(|before| &tokens[before]) {
        Some(before) => before.kind == Kind::Word && tokens[dash].has(SPACED) && !before.is(keys),
        None => tokens.len() == at + 1,
    };
    tied && leads
        && scale.ends.is_some_and(|(low, _)| low >= 0)
        && !scale.has_negative(tokens[at].number)
}

/// "65 degrees", "80 %" on a scale to 100: the measure belongs to the number.
pub(super) fn is_degree(scale: &ResponseScale, tokens: &[Token], after: usize) -> bool {
    scale.ends.is_some_and(|(_, top)| top >= 100)
        && tokens.get(after).is_some_and(|next| next.mark(b'%') || next.is(Class::Degree.bit()))
}

/// "question 3", "GPT-4", "COVID-19", "$5".
fn is_reference(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> bool {
    let tokens = &reply.tokens;
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let glued = before.mark(b'-') && !before.has(SPACED) && !tokens[at].has(SPACED);
    let word_before_dash = at >= 2 && tokens[at - 2].kind == Kind::Word;
    // "r = 0.6"
    let variable = before.mark(b'=')
        && at >= 2
        && word_before_dash
        && tokens[at - 2].end - tokens[at - 2].start == 1;
    variable
        || before.is(Class::Reference.bit()) && !is_rung(scale, reply, at - 1)
        || before.mark(b'$')
        || (glued && word_before_dash)
}

/// "Step 7" where the question shows a ladder with steps.
fn is_rung(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> bool {
    scale.end_labelled
        && reply.is_one_of(at, &STEPS)
        && ["step", "steps", "rung", "rungs", "ladder"]
            .iter()
            .any(|word| scale.question.holds(word))
}

/// A unit after the number: "%", "years", "-point scale".
fn is_measure(tokens: &[Token], after: usize) -> bool {
    let Some(next) = tokens.get(after) else { return false };
    let second = tokens.get(after + 1);
    let glued =
        next.mark(b'-') && !next.has(SPACED) && second.is_some_and(|second| !second.has(SPACED));
    let share = next.kind == Kind::Word
        && next.is(Class::Filler.bit())
        && !next.is(Class::Range.bit() | Class::Denominator.bit())
        && next.end - next.start == 2
        && second.is_some_and(|second| second.kind == Kind::Number);
    // "6:52", "20h30" is a time of day.
    let clock = (next.mark(b':') || next.mark(b'.'))
        && !next.has(SPACED)
        && second.is_some_and(|second| {
            second.kind == Kind::Number && !second.has(SPACED) && second.end - second.start == 2
        });
    // "el 7 de mayo"
    let date = next.is(Class::Denominator.bit())
        && second.is_some_and(|second| second.is(Class::Unit.bit()));
    next.mark(b'%')
        || clock
        || date
        || share
        || next.is(Class::Unit.bit())
        || second.is_some_and(|second| {
            (glued || next.is(Class::Unit.bit()))
                && second.is(Class::Unit.bit() | Class::ScaleNoun.bit())
        })
        || second.is_some_and(|second| {
            second.is(Class::ScaleNoun.bit())
                && next.kind == Kind::Word
                && !next.is(Class::Filler.bit() | Class::Copula.bit())
        })
}

/// After "7", the end of "/10" or "out of 10" when 10 is the top of the scale.
pub(crate) fn denominator_end(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    after: usize,
) -> Option<usize> {
    let (_, top) = scale.ends?;
    let (at, number) = denominator(reply, after)?;
    // "7 out of 10 people", "9 of 10 cases" count people and cases.
    let of = !reply.is_word(after, "out") && !reply.tokens[after].mark(b'/');
    let counts = reply.tokens.get(at + 1).is_some_and(|next| {
        next.is(Class::Unit.bit() | Class::Third.bit())
            || of && next.kind == Kind::Word && next.has(SPACED) && next.classes == 0
            || next.kind == Kind::Word && next.classes == 0 && next.has(CAPITAL)
    });
    (number == top && !counts).then_some(at + 1)
}

fn denominator(reply: &Reply<'_>, after: usize) -> Option<(usize, i32)> {
    let tokens = &reply.tokens;
    // "7 points out of 10"
    let points = tokens.get(after).is_some_and(|token| token.is(Class::Degree.bit()));
    let after = after + usize::from(points);
    let first = tokens.get(after)?;
    if !first.mark(b'/') && !first.is(Class::Denominator.bit()) {
        return None;
    }
    (after + 1..after + 5)
        .find_map(|at| {
            let token = tokens.get(at)?;
            let number = match token.kind {
                Kind::Number => Some(token.number),
                Kind::Word if token.word != 0 => LEXICON.number(token.word, reply.language),
                _ => None,
            };
            number.map(|number| (at, number))
        })
        .filter(|&(at, _)| {
            tokens[after..at].iter().all(|token| {
                token.mark(b'/') || token.is(Class::Denominator.bit() | Class::Filler.bit())
            })
        })
}

/// Tops of scales that people use; what stands after a slash else is a date or a fraction.
const TOPS: [i32; 8] = [4, 5, 6, 7, 10, 12, 20, 100];

/// "8/10" on a scale of 1 to 7: off the scale. "6/7" with neighbours may be an alternative instead.
fn foreign_denominator(tokens: &[Token], at: usize) -> Option<(usize, Reading)> {
    let number = tokens.get(at + 2).filter(|token| token.kind == Kind::Number)?.number;
    let slash = tokens[at + 1].mark(b'/');
    // "2 von 5 Versprechen" counts promises.
    let counts = tokens[at + 1].is(Class::Denominator.bit())
        && tokens.get(at + 3).is_some_and(|next| next.kind == Kind::Word && next.classes == 0);
    let adjacent = number == tokens[at].number.saturating_add(1);
    (slash && !adjacent || counts).then_some((at + 3, Reading::Off))
}

/// After "6", the end of "-7" or "to 7".
fn range_end(reply: &Reply<'_>, at: usize) -> Option<(usize, i32)> {
    let tokens = &reply.tokens;
    let connector = tokens.get(at + 1)?;
    let number = tokens.get(at + 2).filter(|token| token.kind == Kind::Number)?;
    let dash = connector.mark(b'-') && connector.has(SPACED) == number.has(SPACED);
    let word = connector.is(Class::Range.bit()) && !connector.is(Class::And.bit());
    (dash || word).then_some((at + 3, number.number))
}

/// The end of a passage that explains the scale: "(from) 0 (not at all) to 10 (completely)",
/// "1 being disagree and 7 being agree"; and whether it explains the scale the wrong way round.
fn restated_scale(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<(usize, bool)> {
    let tokens = &reply.tokens;
    let (low, high) = scale.ends?;
    let first = tokens[at].number;
    if tokens[at].kind != Kind::Number || (first != low && first != high) {
        // "on a 10-point scale from 1 to 10" beside a scale of 1 to 7.
        return foreign_scale(reply, at).map(|to| (to, false));
    }
    explained_ends(scale, reply, at, if first == low { high } else { low })
        .or_else(|| explained_end(scale, reply, at).map(|to| (to, false)))
}

/// The end of a passage that explains both ends of the scale, and whether it exchanges them.
fn explained_ends(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    at: usize,
    other: i32,
) -> Option<(usize, bool)> {
    let tokens = &reply.tokens;
    let is_other = |token: &Token| token.kind == Kind::Number && token.number == other;
    let near = tokens[at + 1..].iter().take(SCALE_REACH - 1);
    let sentence = tokens[at].sentence;
    let mut same = near.take_while(|token| token.sentence == sentence);
    let found = at + 1 + same.position(is_other)?;
    let end = reply.sentence_end(at, SCALE_REACH);
    let connector = Class::Range.bit() | Class::And.bit();
    let connects =
        tokens[at + 1..found].iter().any(|token| token.is(connector) || token.any_mark(b"-,/"));
    let explains = Class::ScaleMeaning.bit()
        | Class::ScaleNoun.bit()
        | Class::Between.bit()
        | Class::Denominator.bit();
    let left = &tokens[at.saturating_sub(5).max(tokens[at].sentence as usize)..at];
    let announced = left.iter().any(|token| token.is(explains) || token.mark(b'('))
        || before_word(reply, at, &WHERE);
    let meaning = |i: usize| {
        tokens
            .get(i)
            .is_some_and(|token| token.is(Class::ScaleMeaning.bit()) || token.any_mark(b"=:("))
    };
    let followed = tokens[found..end].iter().take(3).any(|token| token.is(Class::ScaleNoun.bit()));
    let plain = range_end(reply, at).is_some_and(|(_, number)| number == other);
    let restates =
        connects && (announced || meaning(at + 1) && meaning(found + 1) || followed || plain);
    if !restates || other_answer_between(reply, at + 1, found) {
        return None;
    }
    let to = explained_label(scale, reply, found);
    Some((to, reversed(scale, reply, at, found)))
}

/// The article before a range that answers.
const THE: WordSet = WordSet::new(&["the"]);

/// Words before an end of the scale that is explained.
const WHERE: WordSet =
    WordSet::new(&["where", "with", "of", "wobei", "où", "donde", "dove", "con", "mit", "avec"]);

/// "where 100 is very warm": one end of the scale with its own label, and the end of that label.
fn explained_end(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<usize> {
    let tokens = &reply.tokens;
    let means = Class::ScaleMeaning.bit() | Class::Copula.bit();
    let explains = before_word(reply, at, &WHERE)
        && tokens.get(at + 1).is_some_and(|next| next.is(means) || next.mark(b'='));
    let own = scale.position_of_number(tokens[at].number).filter(|_| explains)?;
    (at + 2..tokens.len().min(at + 5))
        .find_map(|i| scale.labels.longest(tokens, i))
        .filter(|label| label.option == own && scale.end_labelled)
        .map(|label| label.end)
}

fn before_word(reply: &Reply<'_>, at: usize, words: &WordSet) -> bool {
    at.checked_sub(1).is_some_and(|before| reply.is_one_of(before, words))
}

/// A third number or a first person between the two ends means that they are not one passage.
fn other_answer_between(reply: &Reply<'_>, from: usize, to: usize) -> bool {
    reply.tokens[from..to].iter().any(|token| {
        token.kind == Kind::Number || token.is(Class::First.bit()) && token.is(Class::Choose.bit())
    })
}

/// "from 1 to 10" and "of 1-5" where the numbers are not this scale's ends.
fn foreign_scale(reply: &Reply<'_>, at: usize) -> Option<usize> {
    let tokens = &reply.tokens;
    let (to, other) = range_end(reply, at)?;
    let sentence = tokens[at].sentence as usize;
    let left = &tokens[at.saturating_sub(4).max(sentence)..at];
    // "Somewhere in the 6-7 range.", "I'd be in the 6-7 range.", but not "on a 1-3 range".
    let narrow = other.abs_diff(tokens[at].number) <= RANGE_WIDTH.unsigned_abs();
    let near = Class::Between.bit() | Class::Hedge.bit();
    // "In the range of 4-6": a scale begins with 0 or 1.
    let inside = tokens[at].number > 1
        && (at.saturating_sub(2).max(sentence)..at).any(|before| reply.is_word(before, "range"));
    let in_the = inside || reply.is_one_of(to, &RANGES) && before_word(reply, at, &THE);
    if narrow && (in_the || left.iter().any(|token| token.is(near))) {
        return None;
    }
    let scale = left.iter().any(|token| token.is(Class::ScaleNoun.bit()))
        || tokens.get(to).is_some_and(|token| token.is(Class::ScaleNoun.bit()));
    scale.then_some(to)
}

/// What a run of points is called.
const RANGES: WordSet = WordSet::new(&[
    "range",
    "zone",
    "band",
    "ballpark",
    "territory",
    "region",
    "neighborhood",
    "neighbourhood",
]);

/// "On a scale of 1 to 5, a 4" beside a scale of 0 to 10: the sentence names a scale with another top.
fn is_on_foreign_scale(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> bool {
    const REACH: usize = 10;
    let Some((_, top)) = scale.ends else { return false };
    let start = (reply.tokens[at].sentence as usize).max(at.saturating_sub(REACH));
    (start..at).any(|low| {
        let token = &reply.tokens[low];
        let other = || range_end(reply, low).is_some_and(|(to, high)| to <= at && high != top);
        token.kind == Kind::Number
            && (0..=1).contains(&token.number)
            && other()
            && foreign_scale(reply, low).is_some()
    })
}

/// Past the label that explains an end of the scale.
fn explained_label(scale: &ResponseScale, reply: &Reply<'_>, found: usize) -> usize {
    let tokens = &reply.tokens;
    let explains = tokens.get(found + 1).is_some_and(|token| {
        token.is(Class::ScaleMeaning.bit() | Class::Copula.bit()) || token.any_mark(b"=:(-")
    });
    if !explains {
        // "0 means dissatisfied and 10 satisfied": the second verb is left out.
        let own = scale.position_of_number(tokens[found].number).filter(|_| scale.end_labelled);
        let label = [1, 2].into_iter().find_map(|by| scale.labels.longest(tokens, found + by));
        return label
            .filter(|label| own == Some(label.option))
            .map_or(found + 1, |label| label.end);
    }
    (found + 2..tokens.len().min(found + 6))
        .find_map(|i| scale.labels.longest(tokens, i).map(|label| label.end))
        .unwrap_or(found + 1)
}

/// Whether the labels beside both ends belong to the opposite ends.
fn reversed(scale: &ResponseScale, reply: &Reply<'_>, first: usize, second: usize) -> bool {
    let label_after = |at: usize, stop: usize| {
        (at + 1..stop)
            .find_map(|i| scale.labels.longest(&reply.tokens, i).map(|label| label.option))
    };
    let number = |at: usize| scale.position_of_number(reply.tokens[at].number);
    let end = reply.sentence_end(second, 8);
    let (one, other) = (label_after(first, second), label_after(second, end));
    one.is_some() && other.is_some() && (one, other) == (number(second), number(first))
}
