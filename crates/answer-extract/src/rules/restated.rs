//! The rule for a reply that answers by restating the question's statement: "I believe that all authority should be questioned".

use std::iter;

use crate::class::{Class, ClassSet};
use crate::evidence::{Evidence, Finding};
use crate::proposition::{Propositions, Restatement, Word};
use crate::reply::Reply;
use crate::speech;
use crate::token::{Kind, QUOTED, Token};
use crate::word::WordSet;

/// Longest sentence that is looked at, and most words before the statement, in tokens.
const SENTENCE_MAX: usize = 120;
const LEAD_MAX: usize = 24;

/// Words behind a restated statement that go on with its reasons or its aim.
const REASONS: WordSet = WordSet::new(&[
    "because",
    "since",
    "as",
    "to",
    "in",
    "for",
    "and",
    "so",
    "given",
    "weil",
    "da",
    "denn",
    "um",
    "und",
    "damit",
    "car",
    "parce",
    "puisque",
    "afin",
    "pour",
    "et",
    "porque",
    "ya",
    "para",
    "y",
    "pues",
    "perché",
    "poiché",
    "per",
    "e",
    "ed",
    "affinché",
]);

/// What may stand between the speaker and a statement: a verb of thinking with its adverbs.
const THINKS: ClassSet = Class::OwnStance.bit()
    | Class::OwnView.bit()
    | Class::Say.bit()
    | Class::Strong.bit()
    | Class::That.bit()
    | Class::Filler.bit();
/// Who else may answer.
pub(super) const PERSONS: ClassSet =
    Class::Second.bit() | Class::Third.bit() | Class::Conditional.bit();
/// What concludes.
const CONCLUDES: ClassSet = Class::Final.bit() | Class::Turn.bit();

/// How a sentence comes to the statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// "I firmly believe that".
    Own,
    /// "In conclusion,".
    Conclusion,
    /// Nothing.
    None,
}

pub(super) fn restated(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.scale.propositions.is_empty() {
        return None;
    }
    let tokens = &evidence.reply.tokens;
    let starts = (0..tokens.len()).filter(|&at| tokens[at].sentence as usize == at);
    let mut found = starts.filter_map(|start| {
        in_sentence(evidence, start, evidence.reply.sentence_end(start, SENTENCE_MAX))
    });
    let (at, restatement) = found.next()?;
    if found.any(|(_, other)| other.option != restatement.option) {
        return None;
    }
    let end = evidence.reply.sentence_end(at, SENTENCE_MAX);
    Some(Finding::plain(evidence.outcome_of(restatement.option), speech::span(&tokens[at..end])))
}

/// The first statement that the sentence restates as the speaker's own.
fn in_sentence(evidence: &Evidence<'_>, start: usize, end: usize) -> Option<(usize, Restatement)> {
    let whole: Vec<usize> = (start..end).collect();
    word_for_word(evidence, &whole, start, end)
        .or_else(|| word_for_word(evidence, &without_insertion(evidence, &whole)?, start, end))
}

/// The sentence without what stands between its only two commas: "pornography, when produced ethically, should be legal".
fn without_insertion(evidence: &Evidence<'_>, sentence: &[usize]) -> Option<Vec<usize>> {
    const INSERTED: usize = 16;
    let tokens = &evidence.reply.tokens;
    let mut commas = sentence.iter().copied().filter(|&at| tokens[at].mark(b','));
    let (open, close) = (commas.next()?, commas.next()?);
    let denies = |token: &Token| token.is(Class::Negation.bit());
    let plain = close - open <= INSERTED && !tokens[open..close].iter().any(denies);
    (plain && commas.next().is_none())
        .then(|| sentence.iter().copied().filter(|at| !(open..=close).contains(at)).collect())
}

/// The first statement that the tokens restate word for word, but for light words and denials.
fn word_for_word(
    evidence: &Evidence<'_>,
    sentence: &[usize],
    start: usize,
    end: usize,
) -> Option<(usize, Restatement)> {
    let reply = &evidence.reply;
    let (words, places): (Vec<Word>, Vec<usize>) = sentence
        .iter()
        .filter(|&&at| !matches!(reply.tokens[at].kind, Kind::Mark(_)))
        .flat_map(|&at| Word::split(reply.word(&reply.tokens[at])).zip(iter::repeat(at)))
        .unzip();
    (0..words.len().min(LEAD_MAX)).find_map(|first| {
        let found = evidence.scale.propositions.restated(&words[first..])?;
        let asked = evidence.scale.propositions.is_yes_no();
        let lead = lead(&reply.tokens[start..places[first]], asked)?;
        let next = first + found.words;
        let light = Propositions::light(&words[next..]);
        let behind = |word: usize| behind(reply, places[word - 1] + 1, end);
        let reasoned = behind(next).or_else(|| behind(next + light))?;
        // A sentence that says the statement again may echo it; one that denies it, or gives a reason, does not.
        // A sentence that says what a question asks is no echo of it.
        let asks = reply.tokens[start..end].iter().any(|token| token.mark(b'?'));
        // "Assisted dying is legal in many places" is no answer to whether it should be.
        let own = lead != Lead::None || if asked { !reasoned } else { found.denied || reasoned };
        let quoted = reply.tokens[places[first]].has(QUOTED);
        (own && !quoted && !asks).then_some((places[first], found))
    })
}

/// What leads to the statement; `None` when somebody else says it, or it is denied, conditional or spoken of.
/// Where a question was asked, "I would" answers it.
fn lead(tokens: &[Token], asked: bool) -> Option<Lead> {
    const VERBS: usize = 2;
    let is_word = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let mut words = tokens.iter().filter(is_word).rev().peekable();
    if words.peek().is_none() {
        return Some(Lead::None);
    }
    if words.clone().all(|token| token.is(CONCLUDES)) {
        return Some(Lead::Conclusion);
    }
    let stated = |token: &Token| token.is(Class::OwnStance.bit() | Class::OwnView.bit());
    let speaks = |token: &Token| token.is(Class::First.bit());
    let mut thinks = false;
    for (back, token) in words.enumerate() {
        if speaks(token) && (thinks || stated(token) || asked && back <= VERBS) {
            return Some(Lead::Own);
        }
        let verb = asked && back < VERBS && !token.is(PERSONS);
        if token.is(Class::Negation.bit()) || !(token.is(THINKS) || verb) {
            return None;
        }
        thinks |= stated(token) || token.is(Class::Say.bit());
    }
    None
}

/// Whether the sentence goes on with reasons; `None` when it goes on otherwise, and the statement is only its subject.
fn behind(reply: &Reply<'_>, at: usize, end: usize) -> Option<bool> {
    let Some(token) = reply.tokens.get(at).filter(|_| at < end) else { return Some(false) };
    if token.any_mark(b",-") {
        return Some(reply.is_one_of(at + 1, &REASONS));
    }
    if reply.is_one_of(at, &REASONS) {
        return Some(true);
    }
    matches!(token.kind, Kind::Mark(_)).then_some(false)
}
