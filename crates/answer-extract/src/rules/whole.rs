//! Rules that look at the whole reply: refusals, ignorance, talk about the question, what is named in passing.

use crate::class::Class;
use crate::context::{Block, Claim, Cue};
use crate::discussion;
use crate::evidence::{Evidence, Finding};
use crate::extraction::{Conflict, Outcome, Span};
use crate::mention::{Form, Reading};
use crate::token::{Kind, Token};

use super::telling::is_telling;
use super::undecided::several;

pub(super) fn empty(evidence: &Evidence<'_>) -> Option<Finding> {
    let is_mark = |token: &Token| matches!(token.kind, Kind::Mark(_));
    evidence.reply.tokens.iter().all(is_mark).then(|| Finding::plain(Outcome::Unparsable, None))
}

pub(super) fn does_not_know(evidence: &Evidence<'_>) -> Option<Finding> {
    let speech = evidence.speech();
    // "I can't rate a government: I don't know which one you mean" refuses.
    let before = |one: Option<Span>, span: &Span| one.is_some_and(|one| one.start < span.start);
    let refused = |span: &Span| before(speech.refusal, span) || before(speech.disclaimer, span);
    let span = speech.ignorance.filter(|span| !speech.self_ai && !refused(span))?;
    let short = if evidence.scale.options().is_empty() { 30 } else { 120 };
    // "I can't really say none at all", "I can't say I agree": what cannot be said is an option.
    const SAID: usize = 4;
    let said = |claim: &Claim| {
        let from = evidence.span(claim).start;
        // "Non saprei dire se è troppo o troppo poco."
        let whether = || {
            let left = claim.mention.from.saturating_sub(SAID)..claim.mention.from;
            evidence.reply.tokens[left].iter().any(|one| one.is(Class::Conditional.bit()))
        };
        !whether()
            && from >= span.end
            && from - span.end <= SAID
            && !evidence.reply.text[span.end..from].contains(',')
    };
    if shows_scale(evidence) || evidence.claims.iter().any(said) {
        return None;
    }
    // "Hard to say, perhaps a 5."
    let number = |claim: &Claim| claim.mention.form == Form::Number;
    let named = speech.words <= 20
        && evidence.scale.end_labelled
        && evidence.named().any(number)
        && only_named(evidence).is_some();
    // "I'm not sure, although rather in disagreement."
    let turns = Class::Turn.bit() | Class::Concessive.bit();
    let settles = |claim: &Claim| {
        let from = claim.mention.from;
        claim.mention.form == Form::Label
            && claim.block.is_none()
            && !claim.mention.weak
            && evidence.span(claim).start > span.end
            && evidence.reply.tokens[from.saturating_sub(4)..from]
                .iter()
                .any(|token| token.is(turns))
    };
    let settled =
        speech.words <= 20 && evidence.claims.iter().any(settles) && only_named(evidence).is_some();
    if named || settled || several(evidence).is_some() {
        return None;
    }
    (speech.words <= short).then(|| Finding::plain(evidence.dont_know(), Some(span)))
}

/// The scale written out, with the codes of an interviewer below it, and no word of the speaker.
fn shows_scale(evidence: &Evidence<'_>) -> bool {
    let listed = |claim: &&Claim| claim.block == Some(Block::Listed);
    let options = evidence.scale.options().len();
    options > 1
        && evidence.speech().own == 0
        && evidence.claims.iter().filter(listed).count() >= options
}

pub(super) fn refuses(evidence: &Evidence<'_>) -> Option<Finding> {
    let span = evidence.speech().refusal.filter(|_| !shows_scale(evidence))?;
    // "I am neutral on this" where "neutral" is an option, but not "as an AI, I stay neutral".
    let names = |claim: &Claim| {
        let named = evidence.span(claim);
        let inside = named.start < span.end && span.start < named.end;
        claim.block.is_none() && inside && !evidence.speech().self_ai
    };
    // "I won't commit myself too far: 8"
    let offers = |claim: &Claim| {
        let before = claim.mention.from.checked_sub(1).map(|at| &evidence.reply.tokens[at]);
        claim.block.is_none()
            && evidence.span(claim).start > span.end
            && before.is_some_and(|token| token.mark(b':'))
    };
    // "A is true for cities, B for villages; I can't choose between them."
    let torn = !evidence.speech().self_ai && several(evidence).is_some();
    if torn || evidence.claims.iter().any(|claim| names(claim) || offers(claim)) {
        return None;
    }
    Some(Finding::plain(Outcome::Refused(None), Some(span)))
}

pub(super) fn disclaims(evidence: &Evidence<'_>) -> Option<Finding> {
    let speech = evidence.speech();
    if evidence.scale.options().is_empty() {
        // Without options a refusal is a reply that judges the request instead of serving it.
        let span = speech.harm.filter(|span| span.start < 200 || speech.sorry);
        let lacks = speech.denied.or(speech.absence);
        let span = span.or(lacks.filter(|span| span.start < 200 && speech.self_ai))?;
        return Some(Finding::plain(Outcome::Refused(None), Some(span)));
    }
    // Who has no body and cannot compare is no person; who only has no household may answer all the same.
    let offers = speech.talk > 0 || speech.asks_back;
    let absence = speech.absence.filter(|_| speech.absences >= 2 || speech.unable || offers);
    let span = speech.disclaimer.or(speech.withheld).or(absence)?;
    Some(Finding::plain(Outcome::Refused(None), Some(span)))
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
    /// Worth of the signs that make a reply without a first person a report.
    const REPORT: usize = 3;
    /// Signs of others that a short reply of one's own may hold.
    const MENTIONED: usize = 3;
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
    // "Danes report values above 8, Bulgarians closer to 4."
    let reports = evidence.speech().own == 0
        && first.mention.form == Form::Number
        && discussion::worth(evidence) >= REPORT;
    let speech = evidence.speech();
    // A story about others holds more of them than of the speaker.
    let of_others = speech.neutral > speech.own + MENTIONED;
    let discusses =
        speech.neutral > MENTIONED && (speech.own == 0 || speech.weighing >= 2 || of_others);
    // "La domenica la domenica la domenica e la ..."
    let babbles = || discussion::is_babble(evidence);
    if !alone || others || speech.words > long || discusses || reports || babbles() {
        return None;
    }
    let mut finding = Finding::plain(evidence.outcome_of(option), Some(evidence.span(first)));
    finding.doubtful = true;
    Some(finding)
}

pub(super) fn off_scale(evidence: &Evidence<'_>) -> Option<Finding> {
    const REACH: usize = 20;
    // "I'd look at what was found since 2014."
    const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
    let off = evidence.claims.iter().find(|claim| {
        // "Others rate women higher (2014)" offers no answer.
        let tokens = &evidence.reply.tokens;
        let from = claim.mention.from;
        let sentence = (tokens[from].sentence as usize).max(from.saturating_sub(REACH));
        let mut left = tokens[sentence..from].iter();
        claim.mention.reading == Reading::Off
            && claim.block.is_none()
            && claim.cue <= Cue::OutOf
            && (claim.cue != Cue::Own
                || !YEARS.contains(&tokens[from].number)
                    && left.any(|token| token.is(Class::First.bit())))
    })?;
    let mut finding = Finding::plain(Outcome::Unparsable, Some(evidence.span(off)));
    finding.conflicts.push(Conflict::OffScale);
    Some(finding)
}

pub(super) fn discusses(evidence: &Evidence<'_>) -> Option<Finding> {
    /// Worth of the signs that outweighs a stance in other words.
    const OUTWEIGHS: usize = 10;
    let speech = evidence.speech();
    if evidence.scale.options().is_empty() {
        return None;
    }
    // "Sorry, no more than a 4" names an option.
    // "Sorry, can't do that one."
    let weak =
        |claim: &Claim| claim.block == Some(Block::Weak) || claim.mention.form == Form::NumberWord;
    if speech.regret.is_some() && evidence.claims.iter().all(weak) {
        return Some(Finding::plain(Outcome::Refused(None), speech.regret));
    }
    if discussion::is_empty(evidence) || discussion::breaks_off(evidence) {
        return None;
    }
    let worth = discussion::worth(evidence);
    let others = discussion::of_others(evidence);
    // A first person who tells a story takes a stance that no rule can read.
    let asks = speech.asks_back || speech.clarification.is_some();
    let narrates =
        !asks && speech.own >= 2 && speech.weighing == 0 && speech.own >= speech.talk + 2 * others;
    // So does who says what should be.
    let demands = !asks
        && speech.weighing + others == 0
        && speech.assertions >= speech.talk
        && speech.assertions > 0;
    let stance = speech.stance.is_some() && worth < OUTWEIGHS;
    (discussion::is_talk(evidence) && !narrates && !demands && !stance)
        .then(|| Finding::plain(Outcome::Refused(None), discussion::sign(evidence)))
}

pub(super) fn unread(_: &Evidence<'_>) -> Option<Finding> {
    Some(Finding::plain(Outcome::Unparsable, None))
}
