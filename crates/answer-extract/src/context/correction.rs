//! Corrections: what stands behind one replaces what stood before it.

use super::{Block, Claim, Cue, is_free};
use crate::class::Class;
use crate::reply::Reply;
use crate::token::{CAPITAL, Kind};
use crate::word::WordSet;

/// "7 ... no, wait: 8": what stands behind a correction replaces what stood before it.
pub(super) fn corrections(reply: &Reply<'_>, claims: &mut [Claim]) {
    let Some(first) = claims.iter().position(is_free) else { return };
    let (option, after) = (claims[first].mention.option(), claims[first].mention.to);
    let rest = &claims[first + 1..];
    if !rest.iter().any(|claim| claim.mention.option().is_some_and(|one| Some(one) != option)) {
        return;
    }
    if !reply.has(Class::Correction.bit() | Class::Negation.bit()) {
        return;
    }
    let retracts = |at: usize| {
        is_retraction(reply, at)
            && !rest.iter().any(|claim| reply.tokens[claim.mention.from].sentence as usize == at)
    };
    let Some(turn) =
        (after..reply.tokens.len()).find(|&at| is_correction(reply, at) || retracts(at))
    else {
        return;
    };
    for claim in claims[first + 1..].iter_mut().filter(|claim| claim.mention.from > turn) {
        // "No. Well, actually, yes."
        let answers = matches!(claim.block, None | Some(Block::Weak))
            && claim.mention.option().is_some()
            && claim.mention.from - turn <= 4
            && is_silent(reply, turn + usize::from(breaks_off(reply, turn)), claim.mention.from);
        if is_free(claim) && claim.cue <= Cue::Pair || answers {
            claim.cue = Cue::Corrected;
            claim.block = None;
        }
    }
}

/// "I'm not a 5. I'm actually a 2.": with no option before it, a correction chooses like any other sentence.
pub(super) fn nothing_to_correct(claims: &mut [Claim]) {
    let named = |claim: &Claim| {
        claim.mention.option().is_some()
            && !matches!(claim.block, Some(Block::Negated | Block::PlainlyNegated))
    };
    if let Some(first) = claims.iter_mut().find(|claim| named(claim))
        && first.cue == Cue::Corrected
        && first.block.is_none()
    {
        first.cue = Cue::Own;
    }
}

/// A correction begins a clause: "wait, ...", but not "I would actually ...".
pub(super) fn is_correction(reply: &Reply<'_>, at: usize) -> bool {
    let lead = Class::Correction.bit()
        | Class::Courtesy.bit()
        | Class::Turn.bit()
        | Class::Negation.bit()
        | Class::First.bit();
    reply.tokens[at].is(Class::Correction.bit())
        && at.checked_sub(1).is_none_or(|before| {
            let before = &reply.tokens[before];
            matches!(before.kind, Kind::Mark(_)) || before.is(lead)
        })
        || breaks_off(reply, at)
}

/// "Say 9... no, 7": a denial that breaks off what was begun.
fn breaks_off(reply: &Reply<'_>, at: usize) -> bool {
    const NO: WordSet = WordSet::new(&["no", "nein", "non", "nope"]);
    reply.is_one_of(at, &NO)
        && !reply.tokens[at].has(CAPITAL)
        && at.checked_sub(1).is_some_and(|before| reply.tokens[before].any_mark(b".-"))
        && reply.tokens.get(at + 1).is_some_and(|next| next.mark(b','))
}

/// "Hmm, no.": a sentence that does nothing but take back.
fn is_retraction(reply: &Reply<'_>, at: usize) -> bool {
    const WORDS: usize = 3;
    if reply.tokens[at].sentence as usize != at {
        return false;
    }
    let sentence = &reply.tokens[at..reply.sentence_end(at, 2 * WORDS + 2)];
    let words = || sentence.iter().filter(|token| token.kind == Kind::Word);
    (1..=WORDS).contains(&words().count())
        && words().all(|word| word.is(Class::Courtesy.bit() | Class::Negation.bit()))
        && words().any(|word| word.is(Class::Negation.bit()))
        && sentence.last().is_some_and(|last| last.any_mark(b".!\n"))
}

/// Nothing but marks and courtesies between a correction and what it leads to.
fn is_silent(reply: &Reply<'_>, turn: usize, from: usize) -> bool {
    let silent = Class::Correction.bit() | Class::Courtesy.bit() | Class::Filler.bit();
    reply.tokens[turn..from]
        .iter()
        .all(|token| matches!(token.kind, Kind::Mark(_)) || token.is(silent))
}
