//! The rule for a first sentence that denies doing what the question asks how often one does: "I don't pray."

use crate::class::{Class, ClassSet};
use crate::evidence::{Evidence, Finding};
use crate::scan::words_of;
use crate::speech;
use crate::token::Kind;

/// Longest such sentence, in tokens.
const SENTENCE_MAX: usize = 6;
/// The label that such a denial means.
const NEVER: [&str; 7] = ["never", "nie", "niemals", "jamais", "nunca", "mai", "not at all"];

pub(super) fn denies_habit(evidence: &Evidence<'_>) -> Option<Finding> {
    let scale = evidence.scale;
    let reply = &evidence.reply;
    let end = reply.sentence_end(0, SENTENCE_MAX + 1);
    let sentence = reply.tokens.get(..end).filter(|tokens| tokens.len() <= SENTENCE_MAX)?;
    let words = || sentence.iter().filter(|token| token.kind == Kind::Word);
    let any = |classes: ClassSet| words().any(|token| token.is(classes));
    let own = words().next().is_some_and(|token| token.is(Class::First.bit()));
    let verb = words().next_back()?;
    let asked = scale.question.holds_form(reply.word(verb)) && verb.classes == 0;
    let ends = sentence.last().is_some_and(|token| token.any_mark(b".!\n"));
    let plain =
        (ends || end == reply.tokens.len()) && !any(Class::Third.bit() | Class::Second.bit());
    let machine = || evidence.speech().self_ai || evidence.speech().disclaimer.is_some();
    if !own || !any(Class::Negation.bit()) || !asked || !plain || machine() {
        return None;
    }
    let never = |label: &str| NEVER.contains(&words_of(label).join(" ").as_str());
    let option = scale.options().iter().position(|option| never(&option.label))?;
    Some(Finding::plain(evidence.outcome_of(option), speech::span(sentence)))
}
