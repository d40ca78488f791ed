//! Mentions that belong together: a code with its label, and alternatives.

use super::{Form, Mention, Reading};
use crate::class::Class;
use crate::extraction::Conflict;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, LINE_START, QUOTED, SPACED, Token};
use crate::word::WordSet;

/// Joins a code with the label beside it.
pub(super) fn pairs(scale: &ResponseScale, reply: &Reply<'_>, list: &mut Vec<Mention>) {
    list.dedup_by(|mention, last| match pair(scale, reply, last, mention) {
        Some(pair) => {
            *last = pair;
            true
        }
        None => false,
    });
}

fn pair(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    first: &Mention,
    second: &Mention,
) -> Option<Mention> {
    let is_code =
        |mention: &Mention| matches!(mention.form, Form::Number | Form::Letter | Form::BareLetter);
    let between = &reply.tokens[first.to..second.from];
    let marks =
        |allowed: &[u8]| between.len() <= 3 && between.iter().all(|token| token.any_mark(allowed));
    let (one, other) = (first.option()?, second.option()?);
    let code_first = is_code(first)
        && second.form == Form::Label
        && marks(b").:-=([\"',]|")
        && !(between.is_empty()
            && !reply.tokens[second.from].has(SPACED)
            && first.form == Form::BareLetter);
    // "5 = Very unlikely" names no point of a scale that ends with "Very likely".
    let runs_on = second.weak
        && reply.tokens.get(second.to).is_some_and(|next| {
            next.kind == Kind::Word && next.has(SPACED) && !next.has(LINE_START)
        });
    if code_first && !runs_on {
        // "1) Strongly disagree (1)": the closing bracket of the code is not an opening one.
        return Some(joined(scale, first.from, close(reply, second.to, between), one, other));
    }
    let closes = reply.tokens.get(second.to).is_some_and(|token| token.any_mark(b")]"));
    let opens = between.iter().any(|token| token.any_mark(b"(["));
    let ends = reply.tokens.get(second.to).is_none_or(|token| token.any_mark(b".,\n;\"!"));
    let label_first = first.form == Form::Label
        && is_code(second)
        && marks(b"([\"',:-=.")
        && !between.iter().any(|token| token.mark(b'.'))
        && !between.is_empty()
        && (opens && closes || !opens && ends && !reply.tokens[second.from].has(LINE_START));
    label_first.then(|| {
        joined(scale, first.from, if opens { second.to + 1 } else { second.to }, other, one)
    })
}

/// Takes in the bracket or quotation mark that closes a label opened after its code.
fn close(reply: &Reply<'_>, to: usize, between: &[Token]) -> usize {
    let open = between.iter().any(|token| token.any_mark(b"(["));
    if open && reply.tokens.get(to).is_some_and(|token| token.any_mark(b")]")) {
        to + 1
    } else {
        to
    }
}

fn joined(scale: &ResponseScale, from: usize, to: usize, code: usize, label: usize) -> Mention {
    let mut mention = Mention::new(from, to, Reading::One(code), Form::Pair);
    if code != label {
        let value = |option: usize| scale.options()[option].value;
        mention.conflict =
            Some(Conflict::NumberAgainstLabel { number: value(code), label: value(label) });
        if !scale.end_labelled {
            mention.reading = Reading::One(label);
        }
    }
    mention
}

/// Joins "3 or 4", "between agree and neutral" and "3, 4 or 5".
pub(super) fn alternatives(scale: &ResponseScale, reply: &Reply<'_>, list: &mut Vec<Mention>) {
    list.dedup_by(|mention, last| {
        let joins = is_alternative(scale, reply, last, mention);
        if joins {
            let mut options = [last.reading.options(), mention.reading.options()].concat();
            options.sort_unstable();
            // "between 4 and 6" holds 5.
            let between = &reply.tokens[last.to..mention.from];
            let spans = matches!(last.form, Form::Number | Form::NumberWord)
                && !is_doubled(reply, last, mention)
                && !between.iter().any(|token| token.is(Class::Or.bit()) || token.mark(b'/'));
            if let (true, [low, .., high]) = (spans, &options[..]) {
                options = (*low..=*high).collect();
            }
            options.dedup();
            last.reading = match options[..] {
                [one] => Reading::One(one),
                _ => Reading::Many(options),
            };
            last.to = mention.to;
            last.weak &= mention.weak && !is_mixed(reply, last.from);
        }
        joins
    });
    // "3, 4 or 5": what stands before the comma belongs to the alternatives behind it.
    for second in (1..list.len()).rev() {
        let [first, rest] = [&list[second - 1], &list[second]];
        let comma = matches!(&reply.tokens[first.to..rest.from], [comma] if comma.mark(b','));
        let kin = first.form == rest.form && first.form == Form::Number;
        if let (true, Some(option), Reading::Many(options)) =
            (comma && kin, first.option(), &rest.reading)
            && !options.contains(&option)
        {
            let mut options = options.clone();
            options.insert(0, option);
            options.sort_unstable();
            list[second - 1].reading = Reading::Many(options);
            list[second - 1].to = list[second].to;
            list[second].to = list[second].from;
        }
    }
    list.retain(|mention| mention.from < mention.to);
}

/// "A mix of exciting and dull": the words name parts of an answer.
fn is_mixed(reply: &Reply<'_>, from: usize) -> bool {
    const MIXES: WordSet = WordSet::new(&[
        "mix",
        "mixture",
        "blend",
        "combination",
        "mischung",
        "mélange",
        "mezcla",
        "combinación",
        "misto",
        "mescolanza",
        "combinazione",
    ]);
    const REACH: usize = 3;
    (from.saturating_sub(REACH)..from).any(|at| reply.is_one_of(at, &MIXES))
}

fn is_alternative(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    first: &Mention,
    second: &Mention,
) -> bool {
    if first.reading == Reading::Off || second.reading == Reading::Off {
        return false;
    }
    let between = &reply.tokens[first.to..second.from];
    let dots = |token: &Token| {
        token.mark(b'.') && (token.end - token.start > 1 || !token.has(SPACED) && between.len() > 3)
    };
    let glue = |token: &Token| {
        dots(token)
            || token.any_mark(b"\"',()")
            || token.is(Class::Filler.bit() | Class::Hedge.bit())
    };
    // "Agree... or disagree."
    let dots = between.iter().take_while(|token| token.mark(b'.')).count();
    let ellipsis = dots > 1 || dots == 1 && between[0].end - between[0].start > 1;
    let joint = &between[if ellipsis { dots } else { 0 }..];
    let connects = |class: Class| {
        joint.len() <= 6
            && joint.iter().any(|token| token.is(class.bit()))
            && joint.iter().all(|token| token.is(class.bit()) || glue(token))
    };
    let bounded = || {
        let left = first.from.saturating_sub(4);
        reply.tokens[left..first.from]
            .iter()
            .any(|token| token.is(Class::Between.bit()) && !token.has(QUOTED))
    };
    let slash = matches!(between, [mark] if mark.mark(b'/'));
    // "Rarely to never", "four to five", but not the two ends of a restated scale.
    let kin = first.form == second.form && matches!(first.form, Form::Label | Form::NumberWord);
    let last = scale.options().len().saturating_sub(1);
    let ends = || first.reading.holds(0) && second.reading.holds(last);
    let ranges = || {
        kin && !(last > 1 && ends())
            && between.len() == 1
            && between[0].is(Class::Range.bit())
            && !between[0].is(Class::And.bit())
    };
    // "Yes and no.", "Health and housing."
    let both = || {
        kin && first.form == Form::Label
            && first.from <= 3
            && matches!(between, [and] if and.is(Class::And.bit()))
            && reply.tokens.get(second.to).is_none_or(|next| matches!(next.kind, Kind::Mark(_)))
    };
    // "A 6, maybe a 7."
    let wavers = || {
        let number = |mention: &Mention| matches!(mention.form, Form::Number | Form::NumberWord);
        let near = first.option().zip(second.option()).is_some_and(|(a, b)| a.abs_diff(b) == 1);
        number(first)
            && number(second)
            && near
            && between.len() <= 4
            && between.iter().any(|token| token.mark(b','))
            && between
                .iter()
                .any(|token| token.is(Class::Hedge.bit()) && !token.is(Class::Choose.bit()))
            && between.iter().all(|token| glue(token) && !token.is(Class::Choose.bit()))
            && reply.tokens.get(second.to).is_none_or(|next| matches!(next.kind, Kind::Mark(_)))
    };
    connects(Class::Or)
        || wavers()
        || is_doubled(reply, first, second)
        || is_equal(reply, first, second)
        || slash
        || ranges()
        || both()
        || takes_back(reply, first, second) && !is_limited(scale, reply, second)
        || enumerates(reply, first, second)
        // "Aussi bien A que B" joins with the word for "that".
        || (bounded() && [Class::And, Class::Range, Class::That].into_iter().any(connects))
}

/// "Soit A, soit D", "teils ja, teils nein": the same word before both, and no article.
fn is_doubled(reply: &Reply<'_>, first: &Mention, second: &Mention) -> bool {
    let other = Class::LabelFiller.bit()
        | Class::OptionNoun.bit()
        | Class::AnswerKey.bit()
        | Class::Say.bit()
        | Class::Choose.bit()
        | Class::Negation.bit();
    let between = &reply.tokens[first.to..second.from];
    let before = |mention: &Mention| mention.from.checked_sub(1).map(|at| &reply.tokens[at]);
    between.len() <= 3
        && between.first().is_some_and(|comma| comma.mark(b','))
        && first.form == second.form
        && before(first)
            .zip(before(second))
            .is_some_and(|(one, again)| one.word != 0 && one.word == again.word && !one.is(other))
}

/// "B und C beide gleich wichtig": a word such as "both" stands right behind the two.
fn is_equal(reply: &Reply<'_>, first: &Mention, second: &Mention) -> bool {
    const REACH: usize = 3;
    matches!(&reply.tokens[first.to..second.from], [and] if and.is(Class::And.bit()))
        && reply.tokens[second.to..].iter().take(REACH).any(|token| token.is(Class::Torn.bit()))
}

/// "Yes, but no.": the reply takes back a label with another one, and says nothing else.
fn takes_back(reply: &Reply<'_>, first: &Mention, second: &Mention) -> bool {
    let turn = match &reply.tokens[first.to..second.from] {
        [turn] => turn,
        [comma, turn] if comma.mark(b',') => turn,
        _ => return false,
    };
    first.form == Form::Label
        && second.form == Form::Label
        && first.from <= 3
        && turn.is(Class::Turn.bit())
        && reply.tokens[second.to..].iter().all(|token| matches!(token.kind, Kind::Mark(_)))
}

/// "Parfois, mais pas souvent": what a "but" denies in words that are not the label's own is no second option.
pub(crate) fn is_limited(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    let denial = &reply.tokens[mention.from];
    let turned =
        mention.from.checked_sub(1).is_some_and(|at| reply.tokens[at].is(Class::Turn.bit()));
    mention.form == Form::Label
        && turned
        && denial.is(Class::PlainNegation.bit())
        && mention.to - mention.from > 1
        && mention.option().is_some_and(|option| !scale.labels.holds(option, reply.word(denial)))
}

/// "1, 2, 3, testing.": two of at least three numbers with commas between.
fn enumerates(reply: &Reply<'_>, first: &Mention, second: &Mention) -> bool {
    let follows = matches!(&reply.tokens[second.to..], [comma, number, ..]
        if comma.mark(b',') && number.kind == Kind::Number);
    first.form == Form::Number
        && second.form == Form::Number
        && (matches!(first.reading, Reading::Many(_)) || follows)
        && matches!(&reply.tokens[first.to..second.from], [comma] if comma.mark(b','))
}
