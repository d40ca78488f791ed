//! Reading one letter: an option, the article "A", or the pronoun "I".

use super::{Form, Mention, Reading};
use crate::class::Class;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{CAPITAL, EMPHASIS, Kind, LINE_START, SPACED, Token};
use crate::word::WordSet;

/// A single letter that names an option, and not the article "A" or the pronoun "I".
pub(super) fn letter(scale: &ResponseScale, reply: &Reply<'_>, at: usize) -> Option<Mention> {
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
        || only_letters(scale, reply);
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
    let lower = !upper && !is_named(reply, at);
    let taken = lower || character == 'I' || (character == 'A' && before_word);
    (!taken).then(|| Mention::new(at, at + 1, Reading::One(option), Form::BareLetter))
}

/// "c'est la d.", "ich nehme c,": a small consonant behind an article or a verb of choosing, and before a mark.
fn is_named(reply: &Reply<'_>, at: usize) -> bool {
    const ARTICLES: WordSet = WordSet::new(&["the", "die", "das", "la", "le", "el", "il"]);
    const VOWELS: &[u8] = b"aeiouy";
    let consonant = !reply.word(&reply.tokens[at]).bytes().any(|byte| VOWELS.contains(&byte));
    let before = at.checked_sub(1).is_some_and(|before| {
        reply.is_one_of(before, &ARTICLES) || reply.tokens[before].is(Class::Choose.bit())
    });
    let ends = reply.tokens.get(at + 1).is_none_or(|next| next.any_mark(b".,:;!\n"));
    consonant && before && ends
}

/// "b", "b/c": a short reply of nothing but letters of options.
fn only_letters(scale: &ResponseScale, reply: &Reply<'_>) -> bool {
    const TOKENS_MAX: usize = 8;
    let names = |token: &Token| {
        let mut letters = reply.word(token).chars();
        let letter = letters.next().filter(|_| letters.next().is_none());
        letter.is_some_and(|letter| scale.position_of_letter(letter).is_some())
    };
    reply.tokens.len() <= TOKENS_MAX
        && reply.tokens.iter().all(|token| matches!(token.kind, Kind::Mark(_)) || names(token))
}
