//! The rule for an essay that takes a side: by its title, by what it calls the statement, or by saying in other words what should be.

use super::restated::PERSONS;
use crate::class::{Class, ClassSet};
use crate::evidence::{Evidence, Finding};
use crate::line::line_end;
use crate::proposition::{Word, is_flawed, is_sound};
use crate::speech;
use crate::token::{EMPHASIS, Kind, QUOTED, Token};
use crate::word::WordSet;

/// Longest title, in tokens.
const TITLE_MAX: usize = 32;
/// Longest sentence that is looked at, in tokens.
const SENTENCE_MAX: usize = 90;
/// Most words of a reply that is read for what it says in other words.
const SHORT: usize = 60;
/// How far behind a statement its verdict may stand, in tokens.
const VERDICT_REACH: usize = 60;
/// Signs of a sentence that is not the speaker's own, or holds only at times.
const NOT_OWN: ClassSet = Class::Third.bit()
    | Class::Conditional.bit()
    | Class::Concessive.bit()
    | Class::Negation.bit()
    | Class::Second.bit()
    | Class::Statistic.bit();
/// The statement as its critics and its friends name it.
const STATEMENTS: WordSet = WordSet::new(&[
    "proposition",
    "statement",
    "notion",
    "assertion",
    "claim",
    "premise",
    "aussage",
    "behauptung",
    "these",
    "proposition",
    "affirmation",
    "idée",
    "afirmación",
    "proposición",
    "affermazione",
    "proposizione",
]);
/// What a verdict may hold between its verb and its word.
const ADVERBS_MAX: usize = 3;

pub(super) fn takes_a_side(evidence: &Evidence<'_>) -> Option<Finding> {
    let propositions = &evidence.scale.propositions;
    let speech = evidence.speech();
    if propositions.is_empty() || speech.self_ai || speech.disclaimer.is_some() {
        return None;
    }
    let tokens = &evidence.reply.tokens;
    let argued = !propositions.is_yes_no();
    let title =
        title(evidence).and_then(|at| Some((propositions.titled(&words(evidence, at)?)?, at)));
    let essay = title.into_iter().chain(verdict(evidence)).filter(|_| argued);
    let mut sides = essay.chain(demand(evidence));
    let (option, (from, to)) = sides.next()?;
    if sides.any(|(other, _)| other != option) {
        return None;
    }
    Some(Finding::plain(evidence.outcome_of(option), speech::span(&tokens[from..to])))
}

/// The words from a token up to another; none when one of them asks.
fn words(evidence: &Evidence<'_>, (from, to): (usize, usize)) -> Option<Vec<Word>> {
    let reply = &evidence.reply;
    let tokens = &reply.tokens[from..to];
    let is_word = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let all = tokens.iter().filter(is_word).flat_map(|token| Word::split(reply.word(token)));
    (!tokens.iter().any(|token| token.mark(b'?'))).then(|| all.collect())
}

/// The first line, when it is a title: behind "Title:" or "#", emphasized, and more follows.
fn title(evidence: &Evidence<'_>) -> Option<(usize, usize)> {
    const KEYS: WordSet = WordSet::new(&["title", "titel", "titre", "título", "titolo"]);
    let (reply, tokens) = (&evidence.reply, &evidence.reply.tokens);
    let from = tokens.iter().position(|token| !token.mark(b'\n'))?;
    let to = line_end(reply, from);
    let goes_on = tokens[to..].iter().any(|token| token.kind == Kind::Word);
    let keyed =
        reply.is_one_of(from, &KEYS) && tokens.get(from + 1).is_some_and(|next| next.mark(b':'));
    // The scanner drops the signs of a heading.
    let heading = reply.text.trim_start().starts_with('#');
    let headed = keyed || heading || tokens[from].has(EMPHASIS);
    (headed && goes_on && to - from <= TITLE_MAX).then_some((from, to))
}

/// "This proposition is deeply flawed", "this statement is not accurate".
fn verdict(evidence: &Evidence<'_>) -> Option<(usize, (usize, usize))> {
    let tokens = &evidence.reply.tokens;
    let mut words = (0..tokens.len()).filter(|&at| tokens[at].kind == Kind::Word);
    let found = words.find_map(|at| called_wrong(evidence, at))?;
    Some((evidence.scale.propositions.against(), found))
}

/// The sentence calls the statement this word, and the word rejects it.
fn called_wrong(evidence: &Evidence<'_>, at: usize) -> Option<(usize, usize)> {
    let (reply, tokens) = (&evidence.reply, &evidence.reply.tokens);
    let word = reply.word(&tokens[at]);
    let denied = at > 0 && tokens[at - 1].is(Class::Negation.bit()) && is_sound(word);
    if !(denied || is_flawed(word)) {
        return None;
    }
    let left = (tokens[at].sentence as usize).max(at.saturating_sub(VERDICT_REACH));
    let adverb = |token: &Token| {
        let word = reply.word(token);
        let full = token.is(Class::Strong.bit() | Class::Filler.bit())
            || word.ends_with("ly")
            || word.ends_with("ment");
        full && !token.is(Class::Hedge.bit() | Class::Moderate.bit())
    };
    let last = at - usize::from(denied);
    let verb = (left..last).rev().take(ADVERBS_MAX + 1).find(|&before| !adverb(&tokens[before]))?;
    let said = (left..verb).rev().find(|&before| reply.is_one_of(before, &STATEMENTS))?;
    let own = !tokens[left..last].iter().any(|token| token.is(NOT_OWN));
    let end = reply.sentence_end(at, SENTENCE_MAX);
    let asks = tokens[at..end].iter().any(|token| token.mark(b'?'));
    (tokens[verb].is(Class::Copula.bit()) && own && !asks).then_some((said, at + 1))
}

/// "The government must regulate drug prices": a short reply whose first sentence says what the statement says.
fn demand(evidence: &Evidence<'_>) -> Option<(usize, (usize, usize))> {
    let tokens = &evidence.reply.tokens;
    let speech = evidence.speech();
    if speech.words > SHORT || speech.neutral + speech.talk > 0 {
        return None;
    }
    let end = evidence.reply.sentence_end(0, SENTENCE_MAX);
    if tokens[..end].iter().any(|token| token.is(PERSONS) || token.has(QUOTED)) {
        return None;
    }
    let found = evidence.scale.propositions.covered(&words(evidence, (0, end))?)?;
    Some((found, (0, end)))
}
