//! How a sentence withholds an answer: acts that are refused, opinions and bodies that the speaker lacks.

use super::span;
use crate::class::Class;
use crate::extraction::Span;
use crate::token::{Kind, QUOTED, Token};

/// How far a refused speech act may stand from the words that refuse it, in tokens.
const ACT_REACH: usize = 14;
/// How far what is said may stand from a verb like "give", in tokens.
const SAID_REACH: usize = 8;

/// "I cannot provide ...", "kann ich keine Meinung äußern": an inability near a speech act.
pub(super) fn refused_act(tokens: &[Token], to_any_request: bool) -> Option<Span> {
    let unable = inability(tokens)?;
    if to_any_request && !is_of_speaker(tokens, unable) {
        return None;
    }
    if is_of_a_thing(tokens, unable) {
        return None;
    }
    let near = |at: usize| at.abs_diff(unable) <= ACT_REACH;
    let reaches = |at: usize| at > unable || at + 8 >= unable;
    // "They ask me to discuss it, so I won't.": the verb is left out behind the refusal.
    let ends = tokens.get(unable + 1).is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
    let elliptic = ends && unable > 0 && tokens[unable - 1].is(Class::First.bit());
    // The act is refused where nothing turns the sentence in between ("I can't be sure, but I would choose 4").
    let act = tokens.iter().enumerate().position(|(at, token)| {
        (token.is(Class::Speech.bit())
            || token.is(Class::LightSpeech.bit()) && (to_any_request || says_something(tokens, at)))
            && near(at)
            && reaches(at)
            && (elliptic && at < unable
                || !tokens[unable.min(at)..unable.max(at)]
                    .iter()
                    .any(|token| token.is(Class::Turn.bit())))
    })?;
    // "I cannot recommend it enough."
    const ENOUGH: usize = 8;
    if tokens[act..].iter().take(ENOUGH).any(|token| token.is(Class::Superlative.bit())) {
        return None;
    }
    span(&tokens[unable.min(act)..=unable.max(act)])
}

/// "It should not pick winners": what is unable is a thing, or somebody else, in a sentence without the speaker.
fn is_of_a_thing(tokens: &[Token], unable: usize) -> bool {
    const THING: usize = 2;
    let subject = Class::Third.bit() | Class::Gap.bit();
    let speaker = Class::First.bit() | Class::SelfAi.bit() | Class::Machine.bit();
    (1..=THING).contains(&unable)
        && tokens[0].is(subject)
        && tokens[..unable].iter().all(|token| token.kind == Kind::Word)
        && !tokens.iter().any(|token| token.is(speaker))
}

/// "I cannot", "Sorry, can't", but not "beans are not able to", nor what is quoted.
fn is_of_speaker(tokens: &[Token], unable: usize) -> bool {
    // "I'd love to, but unfortunately it's not possible for me"
    const AFTER: usize = 4;
    let lead = Class::Courtesy.bit() | Class::Sorry.bit() | Class::Turn.bit();
    let first = |token: &Token| token.is(Class::First.bit());
    let end = tokens.len().min(unable + AFTER);
    let plain = !tokens[unable].has(QUOTED);
    let silent = |token: &Token| matches!(token.kind, Kind::Mark(_)) || token.is(lead);
    plain && (tokens[..end].iter().any(first) || tokens[..unable].iter().all(silent))
}

/// The first word that says unable or unwilling: "decline", or a "kann" that a negation denies.
pub(super) fn inability(tokens: &[Token]) -> Option<usize> {
    lack(tokens, true)
}

/// The first word that says unable; or unwilling, where that counts.
fn lack(tokens: &[Token], of_will: bool) -> Option<usize> {
    // "kann ich leider aus vielen Gründen keine"; nothing may turn the sentence in between.
    const AFTER: usize = 10;
    const BEFORE: usize = 4;
    // "Not something that I would be comfortable"
    const WILLING: usize = 7;
    let denies = |token: &&Token| token.is(Class::Negation.bit());
    let same = |token: &&Token| !token.is(Class::Turn.bit());
    let denied = |at: usize| {
        tokens[at..].iter().take(AFTER).take_while(same).any(|token| denies(&token))
            || tokens[..at].iter().rev().take(BEFORE).take_while(same).any(|token| denies(&token))
    };
    let unwilling = |at: usize| {
        tokens[..at].iter().rev().take(WILLING).take_while(same).any(|token| denies(&token))
    };
    tokens.iter().enumerate().position(|(at, token)| {
        token.is(Class::Inability.bit())
            || token.is(Class::Can.bit()) && denied(at)
            || of_will && token.is(Class::Willing.bit()) && unwilling(at)
    })
}

/// "I can't settle on one of them", "I don't know which you want": the inability stands beside what cannot be chosen.
pub(super) fn torn(tokens: &[Token]) -> Option<Span> {
    let ignorant = || tokens.iter().position(|token| token.is(Class::DontKnow.bit()));
    let unable = lack(tokens, false).or_else(ignorant)?;
    let torn = tokens.iter().rposition(|token| token.is(Class::Torn.bit()))?;
    (unable.abs_diff(torn) <= ACT_REACH).then(|| span(&tokens[..=unable.max(torn)]))?
}

/// "rather than taking a side", "statt eine Zahl zu nennen": the contrast holds a speech act and what is not said.
pub(super) fn withheld_act(tokens: &[Token]) -> Option<Span> {
    const REACH: usize = 7;
    let contrast = tokens.iter().position(|token| token.is(Class::Contrast.bit()))?;
    let end = tokens.len().min(contrast + REACH);
    let acts = Class::Speech.bit() | Class::LightSpeech.bit();
    let act =
        (contrast..end).find(|&at| tokens[at].is(acts) && !tokens[at].is(Class::Contrast.bit()))?;
    let said = Class::OpinionNoun.bit() | Class::AnswerNoun.bit();
    let said = (contrast..end).rfind(|&at| at != act && tokens[at].is(said))?;
    span(&tokens[contrast..=act.max(said)])
}

/// Whether somebody else denies: "if the family cannot afford any more children".
fn is_denied_of_others(tokens: &[Token], negation: usize) -> bool {
    const REACH: usize = 16;
    let other = Class::Third.bit() | Class::Conditional.bit();
    let person = |token: &&Token| token.is(other | Class::First.bit());
    let nearest = tokens[..negation].iter().rev().take(REACH).find(person);
    nearest.is_some_and(|token| !token.is(Class::First.bit()))
}

/// "I don't have a household, an income or a home": how many, and the first.
pub(super) fn denied_personal(tokens: &[Token]) -> (usize, Option<Span>) {
    const REACH: usize = 6;
    let mut count = 0;
    let mut first = None;
    // The negation, or the last noun under it.
    let mut reached = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.is(Class::Negation.bit()) {
            reached = Some(at).filter(|&at| !is_denied_of_others(tokens, at));
        } else if token.is(Class::Turn.bit()) {
            reached = None;
        } else if token.is(Class::Personal.bit())
            && let Some(from) = reached.filter(|&from| at <= from + REACH)
        {
            count += usize::from(!tokens[at - 1].is(Class::Personal.bit()));
            first = first.or_else(|| span(&tokens[from..=at]));
            reached = Some(at);
        }
    }
    (count, first)
}

/// "give an opinion", "eine Meinung haben": what is said stands beside the verb.
fn says_something(tokens: &[Token], verb: usize) -> bool {
    let said = Class::OpinionNoun.bit()
        | Class::AnswerNoun.bit()
        | Class::ScaleNoun.bit()
        | Class::Speech.bit();
    let near = verb.saturating_sub(SAID_REACH)..tokens.len().min(verb + SAID_REACH + 1);
    near.into_iter().any(|at| at != verb && tokens[at].is(said))
}

/// "I don't have personal opinions", "no personal opinion", but not "the courts are not infallible, whatever our convictions".
pub(super) fn denied_opinion(tokens: &[Token]) -> Option<Span> {
    // Words before the negation that may stand there without being its subject.
    const LEAD: usize = 2;
    let word = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let own = tokens.iter().any(|token| token.is(Class::First.bit() | Class::MaybeFirst.bit()));
    // "Not infallible, and many convictions ..." goes on to something else.
    let turns = |at: usize| {
        tokens[at].is(Class::Turn.bit())
            || tokens[at].mark(b',')
                && tokens.get(at + 1).is_some_and(|and| and.is(Class::And.bit()))
    };
    let denied = |negation: usize| {
        let leads = own || tokens[..negation].iter().filter(word).nth(LEAD).is_none();
        let noun = (negation..tokens.len().min(negation + ACT_REACH))
            .take_while(|&at| at == negation || !turns(at))
            .find(|&at| tokens[at].is(Class::OpinionNoun.bit()))?;
        span(&tokens[negation..=noun]).filter(|_| leads)
    };
    (0..tokens.len()).filter(|&at| tokens[at].is(Class::Negation.bit())).find_map(denied)
}

/// "I'm a piece of software", "as a program": the machine is what the speaker says to be.
pub(super) fn self_as_machine(tokens: &[Token]) -> Option<usize> {
    const REACH: usize = 5;
    // "I'm a" names an answer in "I'm a 3", and a thing here.
    let is = |token: &Token| {
        token.is(Class::Copula.bit())
            || token.is(Class::First.bit()) && token.is(Class::Choose.bit())
    };
    tokens.iter().enumerate().position(|(at, token)| {
        let before = &tokens[at.saturating_sub(REACH)..at];
        let copula = before.iter().rposition(is);
        // "I'm worried about software"
        let about = |from: usize| before[from..].iter().any(|token| token.is(Class::That.bit()));
        // "Some would call me a bot"
        let called = |from: usize| {
            let third = |token: &Token| token.is(Class::Third.bit());
            let caller = (at.saturating_sub(REACH) + from).checked_sub(1);
            before[..from].iter().any(third) || caller.is_some_and(|caller| third(&tokens[caller]))
        };
        let opens = at <= REACH && copula == Some(0);
        token.is(Class::Machine.bit())
            && (opens || before.iter().any(|token| token.is(Class::First.bit())))
            && copula.is_some_and(|from| !about(from) && !called(from))
    })
}
