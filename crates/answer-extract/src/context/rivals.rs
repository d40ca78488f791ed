//! Mentions against each other: conditions, numbers against the words of a scale's ends, emphasis.

use super::correction::{corrections, nothing_to_correct};
use super::halves::halves;
use super::reasons::reasons;
use super::times::times;
use super::waver::resolve;
use super::{Block, Claim, Cue, is_free};
use crate::class::Class;
use crate::line::line_start;
use crate::mention::{Form, Reading, is_limited};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{EMPHASIS, Kind};

/// Lets later, firmer and unconditional mentions stand against the others.
pub(super) fn settle(scale: &ResponseScale, reply: &Reply<'_>, claims: &mut [Claim]) {
    times(reply, claims);
    reasons(reply, claims);
    corrections(reply, claims);
    nothing_to_correct(claims);
    parallels(reply, claims);
    coordinated(reply, claims);
    halves(reply, claims);
    conditions(claims);
    part_ratings(reply, claims);
    limits(scale, reply, claims);
    resolve(reply, claims);
    fuller_label(scale, claims);
    sole_emphasis(reply, claims);
    numbers_outrank_ends(scale, claims);
    numbers_outrank_places(scale, reply, claims);
}

/// "About the bills I'm very worried; about the job not at all worried.": clauses that begin alike rate parts.
fn parallels(reply: &Reply<'_>, claims: &mut [Claim]) {
    const NEAR: usize = 24;
    let opens = Class::Frame.bit() | Class::That.bit() | Class::Copula.bit();
    // The nearest clause to the left that begins with such a word: "en lo social, en desacuerdo" has one before its comma.
    let head = |claim: &Claim| {
        let from = claim.mention.from;
        let near = from.saturating_sub(NEAR);
        let clause = |start: usize| {
            let and = reply.tokens[start].is(Class::And.bit() | Class::Turn.bit());
            let at = start + usize::from(and);
            let token = &reply.tokens[at];
            let opens = token.is(opens) && !token.is(Class::ItemNoun.bit() | Class::Say.bit());
            (at < from && opens).then(|| reply.word(token).to_lowercase())
        };
        let marks = (near..from).rev().filter(|&at| reply.tokens[at].any_mark(b",;.\n"));
        let mut starts = marks.map(|mark| mark + 1).chain([near]).filter(|&start| start < from);
        starts.next().and_then(clause)
    };
    for second in 1..claims.len() {
        let [one, other] = [&claims[second - 1], &claims[second]];
        let differ =
            is_free(one) && is_free(other) && one.mention.option() != other.mention.option();
        let near = other.mention.from - one.mention.to <= NEAR;
        if !differ || !near || head(one).is_none_or(|head_one| head(other) != Some(head_one)) {
            continue;
        }
        let cue = one.cue.min(other.cue).max(Cue::Own);
        for claim in &mut claims[second - 1..=second] {
            claim.framed = true;
            claim.cue = cue;
        }
    }
}

/// "I agree with the first half and disagree with the second": the second verb shares the subject of the first.
fn coordinated(reply: &Reply<'_>, claims: &mut [Claim]) {
    for second in 1..claims.len() {
        let (one, other) = (&claims[second - 1], &claims[second]);
        let before = &reply.tokens[other.mention.from - 1];
        let sentence = |claim: &Claim| reply.tokens[claim.mention.from].sentence;
        // "... and disagree in part", "with some I agree, with others rather not".
        let joined = before.is(Class::And.bit()) && one.conceded && other.conceded
            || one.framed && other.framed;
        if is_free(one)
            && is_free(other)
            && sentence(one) == sentence(other)
            && joined
            && matches!(one.cue, Cue::Own | Cue::Stance | Cue::StanceThat)
            && other.cue == Cue::OwnLabel
        {
            claims[second].cue = one.cue;
        }
    }
}

/// "| Welfare | 4 |", "Fairness: 7/10": a line that rates a part of the question.
fn in_row(reply: &Reply<'_>, claim: &Claim) -> bool {
    let from = claim.mention.from;
    let Some(before) = from.checked_sub(1).map(|before| &reply.tokens[before]) else {
        return false;
    };
    if !before.any_mark(b"|:") {
        return false;
    }
    let start = line_start(reply, from);
    let answers =
        Class::AnswerKey.bit() | Class::AnswerNoun.bit() | Class::First.bit() | Class::Final.bit();
    let keyed = before.mark(b':')
        && !reply.tokens[start..from].iter().any(|token| token.is(answers))
        && reply.tokens.get(claim.mention.to).is_none_or(|next| next.any_mark(b"\n.;,"));
    keyed || before.mark(b'|') && reply.tokens[start].mark(b'|')
}

/// The rows that rate parts of the question, where an option stands below them.
fn part_ratings(reply: &Reply<'_>, claims: &mut [Claim]) {
    let in_row = |claim: &Claim| in_row(reply, claim);
    let Some(last) = claims.iter().rposition(|claim| is_free(claim) && in_row(claim)) else {
        return;
    };
    let rows = || claims[..=last].iter().filter(|claim| is_free(claim) && in_row(claim));
    let differ = rows().any(|claim| claim.mention.option() != claims[last].mention.option());
    if !differ || !claims[last + 1..].iter().any(is_free) {
        return;
    }
    for claim in claims[..=last].iter_mut().filter(|claim| is_free(claim) && in_row(claim)) {
        claim.block = Some(Block::Listed);
    }
}

/// "Parfois, mais pas souvent": what a "but" denies is no second option, even where its words are those of another label.
fn limits(scale: &ResponseScale, reply: &Reply<'_>, claims: &mut [Claim]) {
    const NEAR: usize = 6;
    for second in 1..claims.len() {
        let [one, other] = [&claims[second - 1], &claims[second]];
        let (from, option) = (other.mention.from, other.mention.option());
        let denies = is_limited(scale, reply, &other.mention);
        let near = from.saturating_sub(one.mention.to) <= NEAR
            && reply.tokens[from].sentence == reply.tokens[one.mention.from].sentence;
        if denies && near && one.mention.option().is_some() && one.mention.option() != option {
            claims[second].block = Some(Block::Contrast);
        }
    }
}

/// "No, I couldn't. I'm not eligible to vote": an interjection gives way to a longer label that the first person says of itself.
fn fuller_label(scale: &ResponseScale, claims: &mut [Claim]) {
    const WORDS: usize = 3;
    let short = |claim: &Claim| {
        is_free(claim)
            && claim.cue == Cue::Opening
            && claim.mention.option().is_some_and(|option| scale.labels.is_one_word(option))
    };
    let Some(first) = claims.iter().position(short) else { return };
    let option = claims[first].mention.option();
    let fuller = claims[first + 1..].iter().position(|claim| {
        is_free(claim)
            && claim.mention.form == Form::Label
            && claim.mention.to - claim.mention.from >= WORDS
            && matches!(claim.cue, Cue::Stance | Cue::StanceThat | Cue::OwnLabel)
            && !(claim.conceded || claim.conditional || claim.framed)
            && claim.mention.option() != option
    });
    if let Some(fuller) = fuller {
        claims[first].block = Some(Block::Outranked);
        claims[first + 1 + fuller].cue = Cue::Stance;
    }
}

/// "Very worried. I'd say extremely if I had lost hope": a condition gives way to what holds without one,
/// and options for different conditions or parts of the question compete as equals.
fn conditions(claims: &mut [Claim]) {
    let strong = |claim: &Claim| is_free(claim) && claim.cue <= Cue::StanceThat && !claim.conceded;
    let tied = |claim: &Claim| claim.conditional || claim.framed;
    let firm = claims
        .iter()
        .find(|claim| strong(claim) && !tied(claim))
        .and_then(|claim| claim.mention.option());
    if let Some(firm) = firm {
        for claim in claims.iter_mut().filter(|claim| claim.conditional && is_free(claim)) {
            if claim.mention.option() != Some(firm) && claim.cue >= Cue::Own {
                claim.block = Some(Block::Conditional);
            }
        }
        return;
    }
    let best = claims.iter().filter(|claim| strong(claim)).map(|claim| claim.cue).min();
    if let Some(best) = best.filter(|best| *best >= Cue::Own) {
        for claim in claims.iter_mut().filter(|claim| strong(claim) && tied(claim)) {
            claim.cue = best;
        }
    }
}

/// On a scale with words only at its ends, a number anywhere outranks the words.
fn numbers_outrank_ends(scale: &ResponseScale, claims: &mut [Claim]) {
    let number = |claim: &Claim| {
        claim.block.is_none()
            && claim.mention.form != Form::Label
            && claim.mention.reading != Reading::Off
    };
    if scale.end_labelled && claims.iter().any(number) {
        for claim in claims
            .iter_mut()
            .filter(|claim| claim.mention.form == Form::Label && claim.block.is_none())
        {
            claim.block = Some(Block::Outranked);
        }
    }
}

/// "Somewhere in the middle, say 5.5": a number that follows on a place says where exactly.
fn numbers_outrank_places(scale: &ResponseScale, reply: &Reply<'_>, claims: &mut [Claim]) {
    const NEAR: usize = 6;
    if !scale.end_labelled {
        return;
    }
    for second in 1..claims.len() {
        let [place, number] = [&claims[second - 1], &claims[second]];
        let sentence = |claim: &Claim| reply.tokens[claim.mention.from].sentence;
        let exact = number.block.is_none()
            && number.mention.form == Form::Number
            && number.mention.reading != Reading::Off
            && number.mention.from - place.mention.to <= NEAR
            && sentence(number) == sentence(place);
        if exact && place.block.is_none() && place.mention.form == Form::Ordinal {
            let cue = claims[second - 1].cue.min(claims[second].cue);
            claims[second].cue = cue;
            claims[second - 1].block = Some(Block::Outranked);
        }
    }
}

/// Lifts the one emphasized option among several named ones.
fn sole_emphasis(reply: &Reply<'_>, claims: &mut [Claim]) {
    if reply.all_emphasis {
        return;
    }
    let emphasized = |claim: &Claim| {
        let end = claim.mention.to - 1;
        reply.tokens[claim.mention.from].has(EMPHASIS)
            && reply.tokens[end].has(EMPHASIS)
            && claim.mention.from.checked_sub(1).is_none_or(|before| {
                !reply.tokens[before].has(EMPHASIS) || reply.tokens[before].any_mark(b"\"'(")
            })
            && reply
                .tokens
                .get(claim.mention.to)
                .is_none_or(|after| !after.has(EMPHASIS) || matches!(after.kind, Kind::Mark(_)))
    };
    let free = |claim: &Claim| {
        matches!(claim.block, None | Some(Block::Weak)) && claim.cue > Cue::StanceThat
    };
    let bold: Vec<usize> =
        (0..claims.len()).filter(|&i| emphasized(&claims[i]) && free(&claims[i])).collect();
    let options: Vec<Option<usize>> = bold.iter().map(|&i| claims[i].mention.option()).collect();
    if bold.is_empty() || options.iter().any(|option| *option != options[0] || option.is_none()) {
        return;
    }
    for &i in &bold {
        claims[i].cue = Cue::Emphasis;
        claims[i].block = None;
    }
}
