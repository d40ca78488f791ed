//! The rule for a reply that weighs its answer and ends without knowing it.

use crate::class::{Class, ClassSet};
use crate::evidence::{Evidence, Finding};
use crate::extraction::Span;
use crate::token::{Kind, QUOTED, Token};
use crate::word::WordSet;

/// Longest last sentence, in tokens.
const SENTENCE_MAX: usize = 30;
/// How far behind the words that do not know, what is not known may stand, in tokens.
const REACH: usize = 10;
/// What asks for the answer.
const WHICH: WordSet = WordSet::new(&[
    "which", "what", "where", "welche", "welcher", "welches", "was", "wo", "quel", "quelle",
    "lequel", "laquelle", "cuál", "qué", "quale", "cosa",
]);

/// "I honestly couldn't tell you which one I am.", "I don't know what my answer is.": the last sentence.
pub(super) fn ends_unknowing(evidence: &Evidence<'_>) -> Option<Finding> {
    let reply = &evidence.reply;
    let tokens = &reply.tokens;
    if !reply.has(Class::DontKnow.bit()) || evidence.speech().self_ai {
        return None;
    }
    let last = tokens.iter().rposition(|token| token.kind == Kind::Word)?;
    let start = tokens[last].sentence as usize;
    if last - start > SENTENCE_MAX {
        return None;
    }
    let sentence = &tokens[start..=last];
    let unknown = |token: &Token| token.is(Class::DontKnow.bit()) && !token.has(QUOTED);
    let at = start + sentence.iter().position(unknown)?;
    let own = tokens[start..=at].iter().any(|token| token.is(Class::First.bit()));
    let turns = sentence.iter().any(|token| token.is(Class::Turn.bit()));
    let which = (at..last.min(at + REACH)).find(|&at| reply.is_one_of(at, &WHICH))?;
    // "Which one I am", "what my answer is", "quale scegliere", but not "which studies", "what my neighbours think".
    let of_answer = Class::AnswerNoun.bit() | Class::OptionNoun.bit() | Class::Choose.bit();
    let is = |at: usize, class: ClassSet| tokens.get(at).is_some_and(|token| token.is(class));
    let mine = |at: usize| is(at, Class::First.bit()) && is(at + 1, of_answer);
    let one = |at: usize| {
        reply.is_one_of(at, &ONE) || reply.is_one_of(at, &I) || is(at, of_answer) || mine(at)
    };
    let asks = tokens[start..].iter().any(|token| token.mark(b'?'));
    let ends = own && !turns && !asks && one(which + 1);
    ends.then(|| {
        let span = Span { start: tokens[at].start as usize, end: tokens[last].end as usize };
        Finding::plain(evidence.dont_know(), Some(span))
    })
}

/// The speaker as a subject.
const I: WordSet = WordSet::new(&["i", "i'd", "i'm", "i'll", "ich", "je", "yo", "io"]);

/// What stands for an option.
const ONE: WordSet = WordSet::new(&["one", "of", "box", "side", "way", "to", "davon", "zu"]);
