//! The first person's own choice, in a verb or a noun of choosing.

use super::anchor::anchor;
use super::layout::{bounded, covers_quotation};
use super::left::{Left, Subject};
use super::right;
use super::tagged::{is_about_own_act, is_tagged};
use crate::class::Class;
use crate::lexicon::Language;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{CAPITAL, Kind, QUOTED, SPACED, Token};
use crate::word::WordSet;

/// The first person's own choice: "I would choose 4", "my answer is 4", "the best option would be 4".
pub(super) fn is_own(reply: &Reply<'_>, mention: &Mention, left: &Left, weak: bool) -> bool {
    let mine = |subject: Option<Subject>| matches!(subject, None | Some(Subject::First));
    let code = !matches!(mention.form, Form::Label);
    if reply.language == Language::German
        && left.first_anywhere
        && mine(left.subject)
        && (code || left.first_in_clause)
        && chooses_after(reply, mention)
    {
        return true;
    }
    let tagged = mine(left.subject) && mine(left.choose_subject) && is_tagged(reply, mention);
    if tagged || weak && is_about_own_act(reply, mention) {
        return true;
    }
    let Some((at, words)) = anchor(reply, mention) else { return false };
    let token = &reply.tokens[at];
    let quoted = reply.tokens[mention.from].has(QUOTED) && covers_quotation(reply, mention);
    let lead = token.mark(b':') || token.is(Class::Copula.bit());
    let adjacent = words <= 3;
    // "I don't vote, so some would say 'not at all'": the nearer verb is somebody else's.
    let others = token.is(Class::Say.bit())
        && left.choose_subject == Some(Subject::First)
        && left.subject == Some(Subject::Third)
        && reply.tokens[at.saturating_sub(2)..at].iter().any(|token| token.is(Class::Third.bit()));
    let chose = left.choose.is_some() && mine(left.choose_subject) && !others;
    if chose
        && token.is(Class::Choose.bit())
        && adjacent
        && (left.choose_subject.is_some() || left.first_anywhere || !weak || code)
    {
        return true;
    }
    if code && adjacent && is_own_noun(reply, mention, at) {
        return true;
    }
    if adjacent && is_concluding(reply, mention, at, words) {
        return true;
    }
    // "Say four to five."
    const SAY: WordSet = WordSet::new(&["say", "disons", "digamos", "diciamo"]);
    let says = at == reply.tokens[mention.from].sentence as usize && reply.is_one_of(at, &SAY);
    if says && words == 0 && code && bounded(reply, mention) {
        return true;
    }
    let noun = left.noun.is_some() || left.some_noun && left.first_in_clause;
    if lead && adjacent && (chose || noun) {
        return mine(left.subject) || (chose && (code || quoted || !weak)) || left.first_anywhere;
    }
    if lead
        && adjacent
        && left.say.is_some()
        && left.first_anywhere
        && (mine(left.subject) || left.described && !code)
        && (!weak || reply.tokens.get(mention.to).is_some_and(|next| next.any_mark(b".,;!")))
    {
        return true;
    }
    if token.is(Class::Say.bit()) && adjacent && left.first_anywhere && mine(left.subject) {
        return code || quoted || weak || mention.form == Form::Label;
    }
    if (quoted || token.any_mark(b",:"))
        && (chose || left.say.is_some() && left.first_anywhere && mine(left.subject))
        && (quoted || code)
        && mine(left.choose_subject)
    {
        return true;
    }
    // "I would give my trust in the European Parliament a 6."
    chose
        && left.choose_subject == Some(Subject::First)
        && left.choose.is_some_and(|distance| distance <= 26)
        && (code && !matches!(mention.form, Form::BareLetter | Form::NumberWord) || quoted)
        && !counts(reply, mention)
}

/// "So 7.", "donc oui.", "If pushed, take 7.": the option stands right behind a word that concludes.
fn is_concluding(reply: &Reply<'_>, mention: &Mention, at: usize, words: usize) -> bool {
    const REACH: usize = 40;
    let token = &reply.tokens[at];
    let start = reply.tokens[mention.from].sentence as usize;
    // The word may stand in the sentence before.
    let start = start.max(at.saturating_sub(REACH));
    let said = reply.tokens.get(start..at).unwrap_or_default();
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    let comma = |token: &Token| token.mark(b',');
    // "If you need a figure, put down a 7."
    let chooses = |token: &&Token| token.is(Class::Choose.bit());
    let run = said.iter().rev().take_while(chooses).count();
    let verb = || {
        let before = at.checked_sub(run + 1).map(|before| &reply.tokens[before]);
        token.kind == Kind::Word && before.is_some_and(comma)
    };
    let forced = said.len() <= 14
        && said.iter().take(3).any(|token| token.is(Class::OwnConditional.bit()))
        && (comma(token) || verb());
    // "If so, then yes", but not "health, then housing".
    const THEN: WordSet =
        WordSet::new(&["then", "dann", "alors", "puis", "luego", "poi", "allora"]);
    let condition = Class::Conditional.bit() | Class::OwnConditional.bit();
    let next = reply.is_one_of(at, &THEN)
        && before.is_some_and(comma)
        && !said.iter().any(|token| token.is(condition));
    // "Still, for the sake of the survey: 4."
    // "I can't walk, but playing along: Unsafe."
    let turn = Class::Turn.bit() | Class::Final.bit();
    let others = Class::Conditional.bit()
        | Class::Negation.bit()
        | Class::Third.bit()
        | Class::Second.bit()
        | Class::Tempted.bit()
        | Class::Then.bit()
        | Class::Statistic.bit();
    let near = &said[said.len().saturating_sub(12)..];
    let announced = token.mark(b':')
        && near
            .iter()
            .rposition(|token| token.is(turn))
            .is_some_and(|last| !near[last..].iter().any(|token| token.is(others)));
    let concludes = forced
        || announced
        || !next
            && !is_reported(reply, said, at)
            && token.is(Class::Turn.bit() | Class::Final.bit())
        || token.any_mark(b",:") && before.is_some_and(|before| before.is(Class::Final.bit()));
    let ends = |marks: &[u8]| reply.tokens.get(mention.to).is_none_or(|next| next.any_mark(marks));
    let option = match mention.form {
        Form::Letter | Form::BareLetter => ends(b".\n"),
        Form::Label => words <= 1 && (ends(b".!;\n") || covers_quotation(reply, mention)),
        Form::Number | Form::NumberWord | Form::Ordinal | Form::OutOf | Form::Pair => {
            let goes_on = |next: &Token| next.is(Class::And.bit());
            bounded(reply, mention) || forced && reply.tokens.get(mention.to).is_some_and(goes_on)
        }
    };
    concludes && option
}

/// "Some believe that life begins at conception and that it is therefore never justifiable": others conclude.
fn is_reported(reply: &Reply<'_>, said: &[Token], at: usize) -> bool {
    let own = Class::First.bit() | Class::AnswerNoun.bit();
    let others = said.iter().any(|token| token.is(Class::Third.bit()));
    let inside = at.checked_sub(1).is_some_and(|verb| reply.tokens[verb].is(Class::Copula.bit()));
    inside && others && !said.iter().any(|token| token.is(own))
}

/// "Auf der Skala wäre meine Antwort eine 6": German puts the verb before the speaker's noun, and the option behind it.
fn is_own_noun(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    const REACH: usize = 3;
    let near = &reply.tokens[at.saturating_sub(REACH)..at];
    reply.language == Language::German
        && reply.tokens[at].is(Class::AnswerNoun.bit())
        && near.iter().any(|token| token.is(Class::First.bit()))
        && bounded(reply, mention)
}

/// German puts the verb last: "ich würde eine 6 wählen".
fn chooses_after(reply: &Reply<'_>, mention: &Mention) -> bool {
    right(reply, mention)
        .iter()
        .take(5)
        .take_while(|token| !token.mark(b','))
        .any(|token| token.is(Class::Choose.bit() | Class::Say.bit()))
}

/// A number before a plain noun counts things.
pub(super) fn counts(reply: &Reply<'_>, mention: &Mention) -> bool {
    // "7 if pushed", "7.5 if decimals are allowed"
    let known = Class::Turn.bit()
        | Class::Conditional.bit()
        | Class::OwnConditional.bit()
        | Class::Or.bit()
        | Class::And.bit()
        | Class::Copula.bit()
        | Class::Concessive.bit()
        | Class::Denominator.bit()
        | Class::Degree.bit()
        | Class::Filler.bit()
        | Class::Reflects.bit()
        | Class::That.bit()
        | Class::Stop.bit()
        | Class::Frame.bit()
        | Class::First.bit()
        | Class::Hedge.bit()
        | Class::ScaleNoun.bit()
        | Class::Final.bit()
        | Class::Choose.bit()
        | Class::Say.bit();
    // German writes nouns with a capital: "eine der fünf Antworten".
    let noun = |next: &Token| {
        let point = Class::Degree.bit() | Class::OptionNoun.bit() | Class::ScaleNoun.bit();
        reply.language == Language::German
            && next.has(CAPITAL)
            && next.has(SPACED)
            && !next.is(point)
    };
    // "7 mostly."
    let modified = |next: &Token| {
        let ends = reply.tokens.get(mention.to + 1);
        next.is(Class::Moderate.bit() | Class::Adverb.bit() | Class::Courtesy.bit())
            && ends.is_none_or(|after| matches!(after.kind, Kind::Mark(_)))
    };
    let last = &reply.tokens[mention.to - 1];
    let measured = last.mark(b'%') || last.is(Class::Degree.bit());
    matches!(mention.form, Form::Number | Form::NumberWord)
        && !measured
        && reply.tokens.get(mention.to).is_some_and(|next| {
            next.kind == Kind::Word && (!next.is(known) || noun(next)) && !modified(next)
        })
        && !is_tagged(reply, mention)
}
