//! Rules that look at the whole reply: refusals, ignorance, talk about the question, what is named in passing.

use crate::class::Class;
use crate::context::{Block, Claim, Cue};
use crate::evidence::{Evidence, Finding};
use crate::extraction::{Conflict, Outcome};
use crate::mention::{Form, Reading};
use crate::token::{Kind as TokenKind, Token};

pub(super) fn empty(evidence: &Evidence<'_>) -> Option<Finding> {
    (evidence.speech.words == 0).then(|| Finding::plain(Outcome::Unparsable, None))
}

pub(super) fn does_not_know(evidence: &Evidence<'_>) -> Option<Finding> {
    let speech = &evidence.speech;
    let span = speech.ignorance.filter(|_| speech.disclaimer.is_none())?;
    let short = if evidence.scale.options().is_empty() { 30 } else { 120 };
    // "Hard to say, perhaps a 5."
    let number = |claim: &Claim| claim.mention.form == Form::Number;
    let named = speech.words <= 20
        && evidence.scale.end_labelled
        && evidence.named().any(number)
        && only_named(evidence).is_some();
    if named || several(evidence).is_some() {
        return None;
    }
    (speech.words <= short).then(|| Finding::plain(Outcome::DontKnow(None), Some(span)))
}

pub(super) fn refuses(evidence: &Evidence<'_>) -> Option<Finding> {
    let span = evidence.speech.refusal?;
    Some(Finding::plain(Outcome::Refused(None), Some(span)))
}

pub(super) fn disclaims(evidence: &Evidence<'_>) -> Option<Finding> {
    let speech = &evidence.speech;
    if evidence.scale.options().is_empty() {
        // Without options a refusal is a reply that judges the request instead of serving it.
        let span = speech.harm.filter(|span| span.start < 200 || speech.sorry);
        let span = span.or(speech.denied.filter(|span| span.start < 200 && speech.self_ai))?;
        return Some(Finding::plain(Outcome::Refused(None), Some(span)));
    }
    speech.disclaimer.map(|span| Finding::plain(Outcome::Refused(None), Some(span)))
}

pub(super) fn denied_pole(evidence: &Evidence<'_>) -> Option<Finding> {
    let denied = |cue: Cue| {
        evidence
            .claims
            .iter()
            .filter(move |claim| claim.block == Some(Block::PlainlyNegated) && claim.cue == cue)
    };
    let mut stances = denied(Cue::Own)
        .chain(denied(Cue::Stance))
        .chain(denied(Cue::StanceThat))
        .chain(denied(Cue::OwnLabel));
    let claim = stances.next()?;
    let option = evidence.scale.labels.antonym(claim.mention.option()?)?;
    if stances.next().is_some() {
        return None;
    }
    let mut finding = Finding::plain(evidence.outcome_of(option), Some(evidence.span(claim)));
    finding.doubtful = claim.hedged;
    Some(finding)
}

pub(super) fn only_named(evidence: &Evidence<'_>) -> Option<Finding> {
    const SHORT: usize = 40;
    let own = evidence.named().filter(|claim| {
        claim.mention.reading != Reading::Off
            && matches!(
                claim.mention.form,
                Form::Label
                    | Form::Number
                    | Form::NumberWord
                    | Form::Letter
                    | Form::BareLetter
                    | Form::OutOf
            )
    });
    let claims: Vec<_> =
        own.filter(|claim| claim.block.is_none() || is_telling(evidence, claim)).collect();
    let first = claims.first()?;
    let option = first.mention.option()?;
    // "Yes for some, no for others."
    let sentence = |claim: &Claim| evidence.reply.tokens[claim.mention.from].sentence;
    let rival = |claim: &Claim| {
        claim.mention.form == Form::BareLetter
            || claim.mention.form == Form::Label
                && claim.mention.option().is_some_and(|one| evidence.scale.labels.is_one_word(one))
                && sentence(claim) == sentence(first)
    };
    let alone = claims.iter().all(|claim| claim.mention.option() == Some(option))
        && evidence.named().all(|claim| !rival(claim) || claim.mention.option() == Some(option));
    let strong = claims.iter().any(|claim| claim.block.is_none());
    let long = if strong { 3 * SHORT } else { SHORT / 2 };
    let others = evidence.claims.iter().any(|claim| {
        claim.block.is_some_and(|block| {
            !matches!(
                block,
                Block::Weak
                    | Block::Outranked
                    | Block::Negated
                    | Block::PlainlyNegated
                    | Block::Contrast
            )
        }) && claim.mention.option() != Some(option)
            && claim.mention.form != Form::Number
    });
    if !alone || others || evidence.speech.words > long || evidence.speech.neutral > 3 {
        return None;
    }
    let mut finding = Finding::plain(evidence.outcome_of(option), Some(evidence.span(first)));
    finding.doubtful = true;
    Some(finding)
}

/// A weak label that running text does not use as a function word: "rarely", but not "no"; a letter that ends its sentence.
fn is_telling(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    let ends = |marks: &[u8]| {
        evidence.reply.tokens.get(claim.mention.to).is_none_or(|next| next.any_mark(marks))
    };
    match claim.mention.form {
        Form::BareLetter => return ends(b".!\n"),
        Form::NumberWord => return evidence.speech.words <= 8 && ends(b".!\n"),
        _ => {}
    }
    let function = Class::Negation.bit() | Class::Stop.bit() | Class::Third.bit();
    let telling = |option: usize| evidence.scale.labels.classes(option) & function == 0;
    claim.mention.form == Form::Label
        && claim.mention.option().is_some_and(telling)
        && !evidence.scale.end_labelled
}

pub(super) fn several(evidence: &Evidence<'_>) -> Option<Finding> {
    const SHORT: usize = 30;
    let short = evidence.speech.words <= SHORT;
    let letter =
        |claim: &&Claim| claim.block == Some(Block::Weak) && claim.mention.form == Form::BareLetter;
    let free = |claim: &&Claim| claim.block.is_none() && claim.mention.reading != Reading::Off;
    let listed = |claim: &&Claim| claim.block == Some(Block::Listed);
    // "About half the time? Some of the time? Put whichever."
    let asked = |claim: &&Claim| {
        claim.block == Some(Block::Question)
            && claim.cue <= Cue::Line
            && claim.mention.option().is_some()
    };
    let listing = short
        && !evidence.scale.end_labelled
        && evidence.claims.iter().filter(listed).count() < evidence.scale.options().len();
    let claims: Vec<_> = evidence
        .claims
        .iter()
        .filter(|claim| {
            free(claim) || short && (letter(claim) || asked(claim)) || listing && listed(claim)
        })
        .collect();
    let finding = evidence.undecided(&claims);
    // A long reply that walks through the options and their holders discusses them.
    let discusses = (!short || evidence.speech.neutral >= 2)
        && finding.outcome.candidates().len() >= 3
        && evidence.speech.neutral > 0;
    let passing = claims.iter().all(|claim| claim.cue >= Cue::Pair || claim.cue == Cue::Line);
    let impersonal =
        evidence.speech.own == 0 && claims.iter().all(|claim| claim.mention.form == Form::Label);
    let silent = evidence.speech.markers >= 2 || impersonal;
    let discusses = discusses || !short && passing && silent;
    (finding.outcome.candidates().len() >= 2 && !discusses).then_some(finding)
}

pub(super) fn off_scale(evidence: &Evidence<'_>) -> Option<Finding> {
    let off = evidence.claims.iter().find(|claim| {
        claim.mention.reading == Reading::Off && claim.block.is_none() && claim.cue <= Cue::OutOf
    })?;
    let mut finding = Finding::plain(Outcome::Unparsable, Some(evidence.span(off)));
    finding.conflicts.push(Conflict::OffScale);
    Some(finding)
}

pub(super) fn discusses(evidence: &Evidence<'_>) -> Option<Finding> {
    const TALK: usize = 12;
    let speech = &evidence.speech;
    if evidence.scale.options().is_empty() {
        return None;
    }
    if let Some(span) = speech.clarification {
        return Some(Finding::plain(Outcome::Refused(None), Some(span)));
    }
    let about_others = [
        Block::ThirdPerson,
        Block::SecondPerson,
        Block::Conditional,
        Block::Example,
        Block::Listed,
        Block::Question,
    ];
    let listed = evidence
        .claims
        .iter()
        .filter(|claim| claim.mention.reading != Reading::Off)
        .filter(|claim| claim.block.is_some_and(|block| about_others.contains(&block)))
        .count();
    let talks =
        speech.neutral > 0 || listed > 0 || (speech.words >= TALK && speech.assertions == 0);
    // A first person who tells a story takes a stance that no rule can read.
    let narrates = speech.own >= 2 && speech.markers == 0 && listed == 0;
    if narrates || listed == 0 && !is_about_the_question(evidence) || is_cut_off(evidence) {
        return None;
    }
    (talks && (speech.stance.is_none() || speech.neutral >= 6))
        .then(|| Finding::plain(Outcome::Refused(None), speech.neutral_span))
}

/// The reply shares a content word with the question or the labels; without a question nobody can tell.
fn is_about_the_question(evidence: &Evidence<'_>) -> bool {
    const CONTENT: u32 = 5;
    let question = &evidence.scale.question;
    let plain = Class::Stop.bit() | Class::Third.bit() | Class::Filler.bit();
    let shares = |token: &Token| {
        let long = token.end - token.start >= CONTENT && !token.is(plain);
        long && (token.label != 0 || question.holds(evidence.reply.word(token)))
    };
    !question.is_known() || evidence.speech.markers > 0 || evidence.reply.tokens.iter().any(shares)
}

/// The reply ends in the middle of a sentence that was about to say more.
fn is_cut_off(evidence: &Evidence<'_>) -> bool {
    let open = Class::Copula.bit()
        | Class::Filler.bit()
        | Class::LabelFiller.bit()
        | Class::Choose.bit()
        | Class::Turn.bit()
        | Class::Range.bit()
        | Class::First.bit();
    let last = evidence.reply.tokens.last();
    evidence.speech.markers == 0
        && evidence.speech.words > 12
        && last.is_some_and(|last| last.mark(b',') || last.kind == TokenKind::Word && last.is(open))
}

pub(super) fn unread(_: &Evidence<'_>) -> Option<Finding> {
    Some(Finding::plain(Outcome::Unparsable, None))
}
