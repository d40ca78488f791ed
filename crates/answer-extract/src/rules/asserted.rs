//! The rule for a reply that answers with an ordinary sentence about the item: "The use of torture can never be justified."

use crate::class::{Class, ClassSet};
use crate::context::{Block, Claim};
use crate::evidence::{Evidence, Finding};
use crate::mention::{Form, Reading};
use crate::token::{Kind, QUOTED};
use crate::word::WordSet;

/// Longest sentence that is looked at, in tokens.
const SENTENCE_MAX: usize = 60;
/// The question's words that the sentence must hold at least, and the length of a word that counts, in bytes.
const SHARED: usize = 2;
const WORD_MIN: usize = 4;
/// A first sentence up to this length needs to share one word only, in tokens.
const BRIEF: usize = 12;
/// Words of an end of a scale that a sentence must hold to mean the end itself: "never justifiable".
const END_WORDS: usize = 2;
/// A label this long is no chance, where the first person says it, in tokens.
const LONG: usize = 4;
/// Longest reply in which other people may turn up.
const SHORT: usize = 60;
/// Words of a sentence that is another person's, holds at times, denies, or talks about the question from outside.
const NOT_PLAIN: ClassSet = Class::Second.bit()
    | Class::Conditional.bit()
    | Class::Concessive.bit()
    | Class::Contrast.bit()
    | Class::Neutral.bit()
    | Class::Or.bit()
    | Class::SelfAi.bit()
    | Class::Excess.bit();
/// What a sentence begins with that names its evidence.
const EVIDENCE: WordSet = WordSet::new(&["based", "judging", "going", "given"]);
/// Other persons, and opinions, unless the question names them.
const PERSONS: ClassSet = Class::Third.bit()
    | Class::Statistic.bit()
    | Class::OpinionNoun.bit()
    | Class::AnswerNoun.bit();
/// Words that a question and any sentence share by chance.
const EMPTY: ClassSet = Class::Stop.bit()
    | Class::LabelFiller.bit()
    | Class::Filler.bit()
    | Class::First.bit()
    | Class::Second.bit()
    | Class::Say.bit()
    | Class::Copula.bit()
    | Class::ItemNoun.bit()
    | Class::Assertion.bit();

/// A label that the first person, or a plain sentence of a reply without a disclaimer, says of what the question asks about.
pub(super) fn asserts(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.scale.question.is_empty() {
        return None;
    }
    let on_scale = |claim: &&Claim| claim.mention.reading != Reading::Off;
    let mut asserted = evidence.claims.iter().filter(|claim| is_of_the_item(evidence, claim));
    let claim = asserted.next()?;
    let option = claim.mention.option()?;
    let agrees = |other: &Claim| other.mention.option() == Some(option);
    let free = |claim: &&Claim| matches!(claim.block, None | Some(Block::Weak));
    // Options in the mouth of others are named, too, where the speaker says which one is right.
    let speaks = speaks(evidence, claim);
    let spoken = |claim: &&Claim| free(claim) || !speaks && claim.block == Some(Block::ThirdPerson);
    if !asserted.all(agrees) || !evidence.claims.iter().filter(on_scale).filter(spoken).all(agrees)
    {
        return None;
    }
    let mut finding = Finding::plain(evidence.outcome_of(option), Some(evidence.span(claim)));
    finding.doubtful = claim.hedged;
    Some(finding)
}

fn is_of_the_item(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    let reply = &evidence.reply;
    let (from, to) = (claim.mention.from, claim.mention.to);
    let (start, end) = sentence(evidence, claim);
    // Persons in the question's words are looked at below.
    let free = matches!(claim.block, None | Some(Block::Weak | Block::ThirdPerson));
    if !free
        || claim.mention.form != Form::Label
        || claim.mention.option().is_none()
        || evidence.scale.end_labelled && (claim.mention.is_weak() || to - from < END_WORDS)
        || to > end
        || claim.conditional
        || claim.framed
        || claim.conceded
    {
        return false;
    }
    let tokens = &reply.tokens;
    let outside = || (start..from).chain(to..end);
    let asked = |at: usize| evidence.scale.question.holds_form(reply.word(&tokens[at]));
    // "Based on surveys and statistics, there is a lot of it."
    let comma = (start..from).find(|&at| tokens[at].mark(b','));
    let found =
        |at: usize| reply.is_one_of(start, &EVIDENCE) && comma.is_some_and(|comma| at < comma);
    let spoilt = |at: usize| {
        let token = &tokens[at];
        token.is(NOT_PLAIN)
            || token.is(PERSONS) && !asked(at) && !found(at)
            || token.any_mark(b"?\"")
            || token.has(QUOTED)
    };
    let shared = |at: &usize| {
        let token = &tokens[*at];
        token.kind == Kind::Word
            && !token.is(EMPTY)
            && reply.word(token).len() >= WORD_MIN
            && asked(*at)
    };
    let speaks = speaks(evidence, claim);
    let speech = evidence.speech();
    let refuses = speech.refusal.is_some_and(|span| {
        let bytes = tokens[start].start..tokens[end - 1].end;
        bytes.contains(&(span.start as u32)) || !speaks
    });
    let plain = !speech.self_ai
        && (start == 0 || speech.disclaimer.is_none() && speech.weighing == 0)
        && (speech.words <= SHORT || start == 0);
    // "Yes, he should be allowed to speak."
    // "My own reading is that the government probably should not be the last to employ people."
    let long = speaks && to - from >= LONG;
    let needed = if end <= BRIEF || long { 1 } else { SHARED };
    !refuses
        && (speaks || plain)
        && !outside().any(spoilt)
        && outside().filter(shared).count() >= needed
}

/// Whether the sentence is the first person's.
fn speaks(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    let (start, end) = sentence(evidence, claim);
    let label = claim.mention.from..claim.mention.to;
    (start..end).any(|at| !label.contains(&at) && evidence.reply.tokens[at].is(Class::First.bit()))
}

/// Where the claim's sentence begins, and where it ends or is read no further.
fn sentence(evidence: &Evidence<'_>, claim: &Claim) -> (usize, usize) {
    let start = evidence.reply.tokens[claim.mention.from].sentence as usize;
    (start, evidence.reply.sentence_end(start, SENTENCE_MAX))
}
