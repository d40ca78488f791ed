//! Where a reply names an option: by number, by letter, by label, or by a code and a label together.

use crate::class::Class;
use crate::extraction::Conflict;
use crate::lexicon::LEXICON;
use crate::number::{self, NumberRead};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{CAPITAL, EMPHASIS, Kind, LINE_START, QUOTED, SPACED, Token};

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

/// How an option is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Number,
    /// "7/10", "7 out of 10".
    OutOf,
    /// "seven", "the third option".
    NumberWord,
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
            || self.form == Form::NumberWord && self.option().is_some()
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
    // "2-3 times a month" begins with a number; a number alone is read as one.
    if scale.labels.may_start(token)
        && let Some(label) = scale.labels.longest(&reply.tokens, at)
        && (token.kind == Kind::Word || label.words > 1)
    {
        let letter = label.end == at + 1 && letter(scale, reply, at).is_some();
        if !letter {
            let superlative = token.is(Class::Superlative.bit());
            let option =
                scale.labels.stronger(label.option).filter(|_| superlative).unwrap_or(label.option);
            let free = found.list.last().map_or(0, |last| last.to);
            let from = scale.labels.start(&reply.tokens, option, at).max(free);
            let mut mention = Mention::new(from, label.end, Reading::One(option), Form::Label);
            mention.weak = label.weak;
            found.list.push(mention);
            return label.end;
        }
    }
    match token.kind {
        Kind::Number | Kind::Decimal if scale.ends.is_some() => {
            match number::read(scale, reply, at) {
                NumberRead::Mention { from, to, reading, form } => {
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
        Kind::Word if token.word != 0 => match number_word(scale, reply, at) {
            Some(mention) => {
                let to = mention.to;
                found.list.push(mention);
                to
            }
            None => at + 1,
        },
        _ => at + 1,
    }
}

/// A single letter that names an option, and not the article "A" or the pronoun "I".
fn letter(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let token = &reply.tokens[at];
    if !scale.lettered || token.end - token.start != 1 {
        return None;
    }
    let character = reply.word(token).chars().next()?;
    let option = scale.position_of_letter(character)?;
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    let after = reply.tokens.get(at + 1);
    let is = |token: Option<&Token>, marks: &[u8]| token.is_some_and(|token| token.any_mark(marks));
    let upper = token.has(CAPITAL);
    if before.is_some_and(|before| before.is(Class::Reference.bit())) {
        return None;
    }
    let opens = token.has(LINE_START) || is(before, b"([\"':{\\=");
    let ends_line = after.is_none_or(|after| after.mark(b'\n'));
    let noun =
        before.is_some_and(|before| before.is(Class::OptionNoun.bit() | Class::AnswerKey.bit()));
    let bracketed = is(after, b")]}") || (opens && is(after, b"\"'"));
    let punctuated = is(after, b".:,;!=-") && (opens || noun);
    let emphasized = token.has(EMPHASIS)
        && !reply.all_emphasis
        && after.is_none_or(|after| !after.has(EMPHASIS) || after.any_mark(b".:)-,"));
    let sure = bracketed
        || noun && (upper || ends_line || is(after, b".,;!)"))
        || upper && (punctuated || emphasized || opens && ends_line)
        || (opens && ends_line)
        || before.is_none() && is(after, b".:,;!-")
        || before.is_none()
            && reply.tokens.iter().skip(1).all(|token| matches!(token.kind, Kind::Mark(_)));
    if sure {
        let abbreviation = is(after, b".")
            && reply
                .tokens
                .get(at + 2)
                .is_some_and(|next| !next.has(SPACED) && next.kind == Kind::Word);
        return (!abbreviation)
            .then(|| Mention::new(at, at + 1, Reading::One(option), Form::Letter));
    }
    // In running text: "I choose C because", never "A" before a word, never "I".
    let glue = Class::Turn.bit()
        | Class::Or.bit()
        | Class::And.bit()
        | Class::Copula.bit()
        | Class::Reflects.bit()
        | Class::Concessive.bit();
    let before_word = after.is_some_and(|after| after.kind == Kind::Word && !after.is(glue));
    let taken = !upper || character == 'I' || (character == 'A' && before_word);
    (!taken).then(|| Mention::new(at, at + 1, Reading::One(option), Form::BareLetter))
}

/// "seven", "option three", "the third option".
fn number_word(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
    let word = reply.tokens[at].word;
    let noun = |at: Option<usize>| {
        at.and_then(|at| reply.tokens.get(at))
            .is_some_and(|token| token.is(Class::OptionNoun.bit() | Class::ItemNoun.bit()))
    };
    if let Some(ordinal) = LEXICON.ordinal(word, reply.language)
        && let Some(to) = ordinal_end(reply, at, &noun)
        && ordinal <= scale.options().len()
        && !scale.end_labelled
    {
        return Some(Mention::new(at, to, Reading::One(ordinal - 1), Form::NumberWord));
    }
    let number = LEXICON.number(word, reply.language)?;
    let minus = at.checked_sub(1).filter(|&before| reply.tokens[before].is(Class::Minus.bit()));
    let option = scale.position_of_number(if minus.is_some() { -number } else { number })?;
    let whole =
        reply.tokens.iter().filter(|token| !matches!(token.kind, Kind::Mark(_))).take(2).count()
            == 1;
    let to = number::denominator_end(scale, reply, at + 1).unwrap_or(at + 1);
    if to > at + 1 {
        return Some(Mention::new(at, to, Reading::One(option), Form::OutOf));
    }
    // "one" and its kin are articles and pronouns first.
    let follows = reply.tokens.get(at + 1);
    let counts = follows.is_some_and(|next| {
        next.kind == Kind::Word
            && !next.is(Class::Turn.bit()
                | Class::Or.bit()
                | Class::Range.bit()
                | Class::First.bit()
                | Class::Say.bit()
                | Class::Choose.bit())
    });
    let alone = follows.is_none_or(|next| next.any_mark(b".!\n"))
        && at
            .checked_sub(1)
            .is_none_or(|before| matches!(reply.tokens[before].kind, Kind::Mark(_)));
    let from = minus.unwrap_or(at);
    let sure = whole || alone || noun(at.checked_sub(1));
    ((number != 1 && !counts) || sure)
        .then(|| Mention::new(from, to, Reading::One(option), Form::NumberWord))
}

/// The end of "third option", "first one", or "the second" with nothing behind it.
fn ordinal_end(
    reply: &Reply<'_>,
    at: usize,
    noun: &dyn Fn(Option<usize>) -> bool,
) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    if before.is_some_and(|before| before.is(Class::First.bit())) {
        return None;
    }
    let next = reply.tokens.get(at + 1);
    if noun(Some(at + 1)) || reply.is_word(at + 1, "one") {
        return Some(at + 2);
    }
    let article = before.is_some_and(|before| before.is(Class::LabelFiller.bit()));
    let ends = next.is_none_or(|next| next.any_mark(b".!;\n"));
    (article && ends).then_some(at + 1)
}

/// Joins a code with the label beside it.
fn pairs(scale: &ResponseScale, reply: &Reply<'_>, list: &mut Vec<Mention>) {
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
fn alternatives(scale: &ResponseScale, reply: &Reply<'_>, list: &mut Vec<Mention>) {
    list.dedup_by(|mention, last| {
        let joins = is_alternative(scale, reply, last, mention);
        if joins {
            let mut options = options_of(&last.reading);
            options.extend(options_of(&mention.reading));
            options.sort_unstable();
            // "between 4 and 6" holds 5.
            let between = &reply.tokens[last.to..mention.from];
            let spans = matches!(last.form, Form::Number | Form::NumberWord)
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
            last.weak &= mention.weak;
        }
        joins
    });
}

fn options_of(reading: &Reading) -> Vec<usize> {
    match reading {
        Reading::One(option) => vec![*option],
        Reading::Many(options) => options.clone(),
        Reading::Off => Vec::new(),
    }
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
    let glue = |token: &Token| {
        token.any_mark(b"\"',()") || token.is(Class::Filler.bit() | Class::Hedge.bit())
    };
    let connects = |class: Class| {
        between.len() <= 6
            && between.iter().any(|token| token.is(class.bit()))
            && between.iter().all(|token| token.is(class.bit()) || glue(token))
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
    let ends =
        options_of(&first.reading).contains(&0) && options_of(&second.reading).contains(&last);
    let ranges = || {
        kin && !(ends && last > 1)
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
    connects(Class::Or)
        || slash
        || ranges()
        || both()
        || (bounded() && (connects(Class::And) || connects(Class::Range)))
}
