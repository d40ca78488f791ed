//! The rule for a first person who says all words of a long label in another order: German moves the verb of a clause
//! to its end ("Ich glaube, dass man den meisten Menschen vertrauen kann").

use crate::class::{Class, ClassSet};
use crate::evidence::{Evidence, Finding};
use crate::extraction::Span;
use crate::token::{Kind, QUOTED};

/// Shortest label that is looked for, in words.
const LABEL_MIN: usize = 4;
/// Longest sentence, in tokens, and how many words more than the label its words may span.
const SENTENCE_MAX: usize = 60;
const BETWEEN: usize = 4;
/// Words of a sentence that is somebody else's, or holds at times.
const NOT_OWN: ClassSet = Class::Conditional.bit()
    | Class::Concessive.bit()
    | Class::Contrast.bit()
    | Class::Second.bit()
    | Class::Neutral.bit()
    | Class::Or.bit();

pub(super) fn reworded(evidence: &Evidence<'_>) -> Option<Finding> {
    let scale = evidence.scale;
    let long = |option: usize| scale.labels.pattern(option).len() >= LABEL_MIN;
    let worded: Vec<usize> = (0..scale.options().len()).filter(|&option| long(option)).collect();
    if worded.is_empty() || scale.end_labelled {
        return None;
    }
    let tokens = &evidence.reply.tokens;
    let starts = (0..tokens.len()).filter(|&at| tokens[at].sentence as usize == at);
    let mut found = starts.filter(|&start| is_own(evidence, start)).flat_map(|start| {
        worded
            .iter()
            .filter_map(move |&option| Some((option, in_sentence(evidence, start, option)?)))
    });
    let (option, span) = found.next()?;
    found
        .all(|(other, _)| other == option)
        .then(|| Finding::plain(evidence.outcome_of(option), Some(span)))
}

/// The sentence begins with the first person's thinking, and with nobody else.
fn is_own(evidence: &Evidence<'_>, start: usize) -> bool {
    const LEAD: usize = 6;
    let tokens = &evidence.reply.tokens;
    let end = evidence.reply.sentence_end(start, SENTENCE_MAX);
    let thinks =
        |class: Class| tokens[start..end].iter().take(LEAD).any(|token| token.is(class.bit()));
    let spoilt = |at: usize| {
        let token = &tokens[at];
        token.is(NOT_OWN) || token.mark(b'?') || token.has(QUOTED)
    };
    thinks(Class::First)
        && (thinks(Class::OwnStance) || thinks(Class::Say))
        && !(start..end).any(spoilt)
}

/// The bytes that hold every word of the label once, with few others between and no denial that the label lacks.
fn in_sentence(evidence: &Evidence<'_>, start: usize, option: usize) -> Option<Span> {
    let reply = &evidence.reply;
    let pattern = evidence.scale.labels.pattern(option);
    let end = reply.sentence_end(start, SENTENCE_MAX);
    let place = |word: &String| {
        (start..end).find(|&at| {
            let token = &reply.tokens[at];
            token.kind == Kind::Word && reply.word(token).to_lowercase() == *word
        })
    };
    let mut places: Vec<usize> = pattern.iter().map(place).collect::<Option<_>>()?;
    places.sort_unstable();
    places.dedup();
    let (first, last) = (*places.first()?, *places.last()?);
    let denied =
        (start..end).any(|at| reply.tokens[at].is(Class::Negation.bit()) && !places.contains(&at));
    let near = places.len() == pattern.len() && last - first < pattern.len() + BETWEEN;
    (near && !denied).then(|| Span {
        start: reply.tokens[first].start as usize,
        end: reply.tokens[last].end as usize,
    })
}
