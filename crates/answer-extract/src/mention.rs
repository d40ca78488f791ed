//! Where a reply names an option: by number, by letter, by label, or by a code and a label together.

mod fraction;
mod join;
mod letter;
mod number;
mod number_word;
mod place;

use crate::class::{Class, ClassSet};
use crate::extraction::Conflict;
use crate::label::LabelMatch;
use crate::lexicon::LEXICON;
use crate::lexicon::Language;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, LINE_START, SPACED, Token};
use crate::word::WordSet;

pub(crate) use join::is_limited;
use join::{alternatives, pairs};
use letter::letter;
use number::NumberRead;
use number_word::number_word;
use place::{PLACES, end_point, ish_end, roughly};

/// What a mention means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One option, by position.
    One(usize),
    /// A range or an alternative, in the scale's order: "6 or 7", "6.5".
    Many(Vec<usize>),
    /// A number that is no option.
    Off,
}

impl Reading {
    /// The options that it can be, by position.
    pub(crate) fn options(&self) -> &[usize] {
        match self {
            Self::One(option) => std::slice::from_ref(option),
            Self::Many(options) => options,
            Self::Off => &[],
        }
    }

    /// Whether it can be this option.
    pub(crate) fn holds(&self, option: usize) -> bool {
        self.options().contains(&option)
    }
}

/// How an option is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Number,
    /// "7/10", "7 out of 10".
    OutOf,
    /// "seven".
    NumberWord,
    /// "the third option".
    Ordinal,
    Letter,
    /// A letter that could be a word: "A", "I", or any letter in running text.
    BareLetter,
    Label,
    /// "3) Agree", "Agree (3)".
    Pair,
}

/// One place where the reply names options.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// First token.
    pub(crate) from: usize,
    /// One past the last token.
    pub(crate) to: usize,
    pub(crate) reading: Reading,
    pub(crate) form: Form,
    pub(crate) conflict: Option<Conflict>,
    /// A label in a form that running text may use without naming the option.
    pub(crate) weak: bool,
}

impl Mention {
    fn new(from: usize, to: usize, reading: Reading, form: Form) -> Self {
        Self { from, to, reading, form, conflict: None, weak: false }
    }

    /// The option, when it is one.
    pub(crate) fn option(&self) -> Option<usize> {
        match self.reading {
            Reading::One(option) => Some(option),
            Reading::Many(_) | Reading::Off => None,
        }
    }

    /// Whether running text could say this without naming an option.
    pub(crate) fn is_weak(&self) -> bool {
        self.weak
            || matches!(self.form, Form::BareLetter)
            || matches!(self.form, Form::NumberWord | Form::Ordinal) && self.option().is_some()
    }
}

/// What the search found.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) list: Vec<Mention>,
    /// The reply explains the scale with its ends exchanged.
    pub(crate) scale_reversed: bool,
}

/// Every mention in the reply, in order; the vector is used for the list.
pub(crate) fn find(scale: &ResponseScale, reply: &Reply<'_>, mut list: Vec<Mention>) -> Mentions {
    list.clear();
    let mut found = Mentions { list, scale_reversed: false };
    if scale.options().is_empty() {
        return found;
    }
    let mut at = 0;
    while at < reply.tokens.len() {
        let next = step(scale, reply, at, &mut found);
        at = next.max(at + 1);
    }
    pairs(scale, reply, &mut found.list);
    alternatives(scale, reply, &mut found.list);
    found
}

fn step(scale: &ResponseScale, reply: &Reply<'_>, at: usize, found: &mut Mentions) -> usize {
    let token = &reply.tokens[at];
    if let Some(mention) = label(scale, reply, at, found) {
        let to = mention.to;
        found.list.push(mention);
        return to;
    }
    match token.kind {
        Kind::Number | Kind::Decimal if scale.ends.is_some() => {
            match number::read(scale, reply, at) {
                NumberRead::Mention { from, to, reading, form } => {
                    let to = ish_end(reply, to);
                    found.list.push(Mention::new(from, to, reading, form));
                    to
                }
                NumberRead::Skip { to, scale_reversed } => {
                    found.scale_reversed |= scale_reversed;
                    to
                }
            }
        }
        Kind::Word if token.end - token.start == 1 => {
            if let Some(mention) = letter(scale, reply, at) {
                found.list.push(mention);
            }
            at + 1
        }
        Kind::Word if token.word != 0 => {
            let counts = LEXICON.counts(token.word, reply.language);
            let mut mention = if counts { number_word(scale, reply, at) } else { None };
            if mention.is_none() && token.is(PLACES) {
                mention = end_point(scale, reply, at);
            }
            match mention {
                Some(mention) => {
                    let to = mention.to;
                    found.list.push(mention);
                    to
                }
                None => at + 1,
            }
        }
        Kind::Word if reply.word(token).starts_with(|first: char| first.is_ascii_digit()) => {
            found.list.extend(roughly(scale, reply, at));
            at + 1
        }
        _ => at + 1,
    }
}

/// The option whose label, or another way to write it, begins at a token.
fn label(scale: &ResponseScale, reply: &Reply<'_>, at: usize, found: &Mentions) -> Option<Mention> {
    let token = &reply.tokens[at];
    if !scale.labels.may_start(token) {
        return None;
    }
    // "2-3 times a month" begins with a number; a number alone is read as one.
    let label = scale
        .labels
        .longest(&reply.tokens, at)
        .filter(|label| token.kind == Kind::Word || label.words > 1)?;
    let label = low_end(scale, reply, at, &label).unwrap_or(label);
    let letter = label.end == at + 1 && letter(scale, reply, at).is_some();
    // "I'm not eligible": the longer label begins inside the shorter one.
    let fuller = |inner: usize| {
        scale.labels.may_start(&reply.tokens[inner])
            && scale.labels.longest(&reply.tokens, inner).is_some_and(|other| {
                !other.weak && other.end > label.end && other.words >= label.words
            })
    };
    let overlapped = label.weak && (at + 1..label.end).any(fuller);
    if letter || overlapped || is_part_of_more(scale, reply, at, &label) {
        return None;
    }
    let superlative = token.is(Class::Superlative.bit());
    let added = intensified(reply, label.end);
    let option = scale
        .labels
        .stronger(label.option)
        .filter(|_| superlative || added.is_some())
        .unwrap_or(label.option);
    let option = not_at_all(scale, reply, &label).unwrap_or(option);
    let free = found.list.last().map_or(0, |last| last.to);
    let from = scale.labels.start(&reply.tokens, option, at).max(free);
    let end = added.filter(|_| option != label.option).unwrap_or(label.end);
    let full = asked_noun(scale, reply, end);
    let mut mention = Mention::new(from, full.unwrap_or(end), Reading::One(option), Form::Label);
    mention.weak = label.weak && full.is_none();
    Some(mention)
}

/// "Good to very good": the label before "to", where what was read reaches into the one behind it.
fn low_end(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    at: usize,
    label: &LabelMatch,
) -> Option<LabelMatch> {
    let range = |token: &Token| token.is(Class::Range.bit()) && !token.is(Class::And.bit());
    let to = (at + 1..label.end.saturating_sub(1)).find(|&to| range(&reply.tokens[to]))?;
    let low = scale.labels.longest(&reply.tokens[..to], at)?;
    let high = scale.labels.longest(&reply.tokens, to + 1)?;
    (low.end == to && high.end > label.end && low.option != high.option).then_some(low)
}

/// "It isn't important to me at all": the end of the sentence turns "not important" into "not at all important".
fn not_at_all(scale: &ResponseScale, reply: &Reply<'_>, label: &LabelMatch) -> Option<usize> {
    const REACH: usize = 5;
    let words = scale.labels.pattern(label.option);
    if words.first().is_none_or(|first| first != "not") {
        return None;
    }
    let at_all = (label.end..label.end + REACH)
        .find(|&at| reply.is_word(at, "at") && reply.is_word(at + 1, "all"))?;
    let one_sentence = reply.tokens[at_all].sentence == reply.tokens[label.end - 1].sentence
        && reply.tokens[label.end..at_all].iter().all(|token| token.kind == Kind::Word);
    let at_all_of = |option: &usize| {
        let other = scale.labels.pattern(*option);
        matches!(other, [not, at, all, ..] if not == "not" && at == "at" && all == "all")
            && other.last() == words.last()
    };
    (0..scale.options().len()).find(at_all_of).filter(|_| one_sentence)
}

/// "Disagree, and strongly.", "Disagree. Strongly.": where an intensifier that is added behind a label ends.
fn intensified(reply: &Reply<'_>, end: usize) -> Option<usize> {
    let rest = reply.tokens.get(end..)?;
    let (comma, rest) = rest.split_first()?;
    let and = rest.first().is_some_and(|and| and.is(Class::And.bit()));
    let at = usize::from(and);
    let strong = rest.get(at).is_some_and(|word| word.is(Class::Strong.bit()));
    let ends = rest.get(at + 1).is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
    (comma.any_mark(b",.") && strong && ends).then_some(end + at + 2)
}

/// "Only some confidence." for "Only some": where the question's noun ends that a reply adds to a label, before a mark.
fn asked_noun(scale: &ResponseScale, reply: &Reply<'_>, end: usize) -> Option<usize> {
    let next = reply.tokens.get(end)?;
    let function = FOLLOWS | Class::Stop.bit() | Class::Filler.bit() | Class::Third.bit();
    let noun = next.kind == Kind::Word && next.has(SPACED) && !next.is(function);
    let ends = reply.tokens.get(end + 1).is_none_or(|after| matches!(after.kind, Kind::Mark(_)));
    (noun && ends && scale.question.holds(reply.word(next))).then_some(end + 1)
}

/// What may follow a label without belonging to it.
const FOLLOWS: ClassSet = Class::Turn.bit()
    | Class::Or.bit()
    | Class::And.bit()
    | Class::Range.bit()
    | Class::Copula.bit()
    | Class::Say.bit()
    | Class::Reflects.bit()
    | Class::First.bit()
    | Class::Hedge.bit()
    | Class::Concessive.bit()
    | Class::Final.bit()
    | Class::That.bit()
    | Class::Conditional.bit()
    | Class::Contrast.bit()
    | Class::Frame.bit()
    | Class::Courtesy.bit()
    | Class::Negation.bit();

/// "left-right", "somewhat harsh": the words of a label that belong to another word behind them.
fn is_part_of_more(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    at: usize,
    label: &LabelMatch,
) -> bool {
    let Some(next) = reply.tokens.get(label.end) else { return false };
    let joined = |token: Option<&Token>| {
        token.is_some_and(|token| token.kind == Kind::Word && !token.has(SPACED))
    };
    let hyphen = reply.word(next) == "-" && !next.has(SPACED);
    let compound = hyphen && joined(reply.tokens.get(label.end + 1));
    let intensifier = Class::Strong.bit() | Class::Moderate.bit();
    let intensifies = label.weak
        && reply.tokens[at..label.end].iter().all(|token| token.is(intensifier))
        && next.kind == Kind::Word
        && next.has(SPACED)
        && !next.is(FOLLOWS)
        && asked_noun(scale, reply, label.end).is_none();
    // "I do not" is no "I do".
    let denied =
        label.weak && reply.tokens[at].is(Class::First.bit()) && reply.is_word(label.end, "not");
    // "No doubt", "no idea", "no comment" and "prefiero no responder" name no option.
    let other = Class::NegationNeutral.bit() | Class::DontKnow.bit() | Class::Outright.bit();
    let withholds = reply.tokens[at].is(Class::PlainNegation.bit()) && next.is(Class::Speech.bit());
    let one_word = label.weak && label.words == 1;
    let idiom = one_word && (withholds || reply.tokens[at].is(other) && next.is(other));
    // "I try to remain neutral."
    const STAY: WordSet = WordSet::new(&["remain", "remaining", "stay", "staying", "keep"]);
    let declines = label.words == 1
        && reply.tokens[at].is(Class::Outright.bit())
        && reply.is_one_of(at.wrapping_sub(1), &STAY);
    // "Si, claro." answers; "si" before a clause is "if" in two languages and "oneself" in a third, "no" is "not".
    let follows = Class::Turn.bit()
        | Class::Courtesy.bit()
        | Class::Or.bit()
        | Class::And.bit()
        | Class::Negation.bit();
    let romance = matches!(reply.language, Language::Spanish | Language::Italian);
    let not = romance && reply.tokens[at].is(Class::PlainNegation.bit());
    let conjunction = one_word
        && (not || reply.is_word(at, "si"))
        && next.kind == Kind::Word
        && !next.has(LINE_START)
        && !next.is(follows);
    compound || intensifies || denied || idiom || declines || conjunction
}
