//! Whose view it is, said behind the option.

use super::right;
use crate::class::{Class, ClassSet};
use crate::lexicon::Language;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, Token};
use crate::word::WordSet;

/// "A 4 fits, I'd say.": the sentence ends by saying whose view it is.
pub(super) fn is_tagged(reply: &Reply<'_>, mention: &Mention) -> bool {
    if !reply.has(Class::First.bit()) || !reply.has(Class::Say.bit()) {
        return false;
    }
    let passed = Class::Reflects.bit() | Class::Copula.bit() | Class::Filler.bit();
    let tokens = right(reply, mention);
    let tag = tokens
        .iter()
        .take(4)
        .take_while(|token| {
            // "A 4 fits, I'd say."
            let verb = token.kind == Kind::Word && token.classes == 0;
            verb || token.any_mark(b",\"')-") || token.is(passed | Class::First.bit())
        })
        .position(|token| token.is(Class::First.bit()));
    let Some(tag) = tag else { return false };
    let says = tokens.get(tag + 1).is_some_and(|token| token.is(Class::Say.bit()))
        || tokens[tag].is(Class::Say.bit());
    let ends = tokens[tag..].iter().skip(1).take(3).any(|token| token.any_mark(b".!,;\n?"));
    says && (ends || tokens.len() <= tag + 2)
}

/// "For me, religion is very important", "made-up news is, in my assessment, ...": commas set off whose view it is.
pub(super) fn is_viewed(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 16;
    const VIEW: ClassSet = Class::OwnStance.bit() | Class::OwnView.bit();
    if !reply.has(VIEW) {
        return false;
    }
    let sentence = reply.tokens[mention.from].sentence as usize;
    let start = sentence.max(mention.from.saturating_sub(REACH));
    let tokens = &reply.tokens[start..mention.from];
    let view = |token: &Token| token.is(VIEW);
    let Some(last) = tokens.iter().rposition(view) else { return false };
    let first = tokens[..last].iter().rposition(|token| !view(token));
    tokens.get(last + 1).is_some_and(|next| next.mark(b','))
        && first.map_or(start == sentence, |first| matches!(tokens[first].kind, Kind::Mark(_)))
}

/// "It is likely that I would ...": the label is said of what the first person does.
pub(super) fn is_about_own_act(reply: &Reply<'_>, mention: &Mention) -> bool {
    let after = &reply.tokens[mention.to..];
    let own = matches!(after, [that, first, ..] if that.is(Class::That.bit()) && first.is(Class::First.bit()));
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    let is = Class::Copula.bit() | Class::Say.bit() | Class::Hedge.bit();
    own && mention.form == Form::Label && before.is_some_and(|before| before.is(is))
}

/// How far before a habit a denial may stand, in tokens.
const HABIT_REACH: usize = 48;

/// "I never talk about it", "we rarely do": the reply begins with what the first person does, and how often.
pub(super) fn is_own_habit(reply: &Reply<'_>, mention: &Mention) -> bool {
    // "I neither hold nor express views"
    const NOT_BOTH: WordSet = WordSet::new(&["neither", "weder", "ni", "né", "tampoco"]);
    const WE: WordSet = WordSet::new(&["we", "wir", "nous"]);
    let adverb = mention.form == Form::Label
        && mention.to - mention.from == 1
        && !reply.is_one_of(mention.from, &NOT_BOTH);
    if !adverb || reply.tokens[mention.from].sentence != 0 {
        return false;
    }
    let we = reply.is_one_of(mention.from.wrapping_sub(1), &WE);
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    let french = matches!(reply.language, Language::French | Language::German)
        && follows_verb(reply, mention);
    let romance = romance_habit(reply, mention);
    let own = before.is_some_and(|before| before.is(Class::First.bit()) || we) || french || romance;
    // "Das mache ich nie.", "Je n'en parle jamais."
    let verb_first = french || romance || reply.language == Language::German;
    let verb = reply.tokens.get(mention.to).is_some_and(|next| match next.kind {
        Kind::Word => !next.is(Class::That.bit() | Class::Turn.bit()),
        _ => verb_first && next.any_mark(b".!,"),
    });
    // "I don't think I often ...": what is denied before is no habit.
    let reach = mention.from.saturating_sub(HABIT_REACH);
    let denies = |token: &Token| token.is(Class::Negation.bit());
    own && verb
        && (french || romance || !reply.tokens[reach..mention.from].iter().any(denies))
        && !reply.tokens[mention.from].is(Class::Stop.bit() | Class::PlainNegation.bit())
}

/// "Nunca rezo", "io non prego mai": the reply begins so, and the verb's ending says that it is the speaker's.
fn romance_habit(reply: &Reply<'_>, mention: &Mention) -> bool {
    const PRONOUNS: WordSet = WordSet::new(&[
        "io", "yo", "non", "no", "lo", "la", "le", "ne", "ci", "mi", "me", "los", "las",
    ]);
    const VERBS: WordSet = WordSet::new(&["voy", "doy", "he", "ho"]);
    const OFTEN: WordSet = WordSet::new(&["nunca", "jamás", "siempre", "mai", "sempre"]);
    if !reply.is_one_of(mention.from, &OFTEN) {
        return false;
    }
    let verb = |at: usize| {
        let token = &reply.tokens[at];
        let spoken = token.kind == Kind::Word && reply.word(token).ends_with('o');
        let other = Class::Negation.bit() | Class::Third.bit() | Class::Say.bit();
        reply.is_one_of(at, &VERBS) || spoken && token.end - token.start > 3 && !token.is(other)
    };
    let rest = match reply.language {
        Language::Spanish if mention.from == 0 => mention.to..reply.tokens.len(),
        Language::Spanish | Language::Italian => 0..mention.from,
        Language::English | Language::German | Language::French => return false,
    };
    let mut rest = rest.skip_while(|&at| reply.is_one_of(at, &PRONOUNS));
    rest.next().is_some_and(verb) && (mention.from == 0 || rest.next().is_none())
}

/// "Je n'en parle jamais", "nous en discutons souvent": the reply begins with the first person, and a verb or two follow.
fn follows_verb(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 6;
    let begins = reply.tokens.first().is_some_and(|first| first.is(Class::First.bit()))
        || reply.is_word(0, "nous");
    let other = Class::PlainNegation.bit()
        | Class::Second.bit()
        | Class::Third.bit()
        | Class::That.bit()
        | Class::Say.bit()
        | Class::Choose.bit()
        | Class::Conditional.bit();
    begins
        && (2..=REACH).contains(&mention.from)
        && reply.tokens[1..mention.from]
            .iter()
            .all(|token| token.kind == Kind::Word && !token.is(other))
}
