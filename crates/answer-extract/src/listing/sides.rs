//! "Pour : ... Contre : ...": headings of two sides, where the words for a side are options.

use super::Place;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{Kind, LINE_START};
use crate::word::WordSet;

/// Words that head the reasons for.
const FOR: WordSet =
    WordSet::new(&["pro", "pros", "for", "dafür", "für", "pour", "favor", "favore"]);
/// Words that head the reasons against.
const AGAINST: WordSet = WordSet::new(&[
    "contra", "kontra", "con", "cons", "against", "dagegen", "gegen", "contre", "contro",
]);

/// Marks the options that head the reasons of a side as listed, where both sides have a heading.
pub(super) fn sides(reply: &Reply<'_>, mentions: &[Mention], places: &mut [Place]) {
    if !reply.marks.any(b":\n") || !mentions.iter().any(|one| one.form == Form::Label) {
        return;
    }
    let heads = |words: &WordSet| {
        (0..reply.tokens.len()).find(|&at| reply.is_one_of(at, words) && is_heading(reply, at))
    };
    let (Some(one), Some(other)) = (heads(&FOR), heads(&AGAINST)) else { return };
    for (mention, place) in mentions.iter().zip(places) {
        let span = mention.from..mention.to;
        if mention.form == Form::Label && (span.contains(&one) || span.contains(&other)) {
            *place = Place::Listed;
        }
    }
}

/// The word, or a preposition and the word, begins a line or a sentence, and a colon or the line's end follows.
fn is_heading(reply: &Reply<'_>, at: usize) -> bool {
    let tokens = &reply.tokens;
    let begins = |at: usize| {
        tokens[at].has(LINE_START)
            || tokens[at].sentence as usize == at
            || at > 0 && matches!(tokens[at - 1].kind, Kind::Mark(_))
    };
    const IN: WordSet = WordSet::new(&["a", "en", "in"]);
    let preposition = at > 0 && reply.is_one_of(at - 1, &IN);
    let opens = begins(at) || preposition && begins(at - 1);
    let ends = tokens.get(at + 1).is_some_and(|next| next.any_mark(b":\n"));
    opens && ends
}
