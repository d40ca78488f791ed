//! Options that the reply names on its way to another: its first instincts, a question that it denies,
//! and options for two parts of the question.

use super::left::INDEFINITE;
use super::{Block, Claim, Cue};
use crate::class::Class;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::Kind;

/// How far to the left of a mention the words that belong to it may stand, in tokens.
const REACH: usize = 16;

/// Lets an earlier, tentative option stand back behind the one that the reply comes to.
pub(super) fn resolve(reply: &Reply<'_>, claims: &mut [Claim]) {
    if claims.len() < 2 {
        return;
    }
    denied_question(reply, claims);
    mirrored(reply, claims);
    shared(reply, claims);
    in_principle(reply, claims);
    if claims.windows(2).all(|pair| pair[0].mention.option() == pair[1].mention.option()) {
        return;
    }
    let instinct = |claim: &Claim| nearest(reply, &claim.mention, Class::Instinct, Class::Turn);
    let firm = |claim: &Claim| !instinct(claim) && claim.cue <= Cue::Pair;
    yield_to(claims, instinct, firm);
}

/// Blocks the tentative claims where a claim that counts names another option.
fn yield_to(
    claims: &mut [Claim],
    tentative: impl Fn(&Claim) -> bool,
    counts: impl Fn(&Claim) -> bool,
) {
    let free = |claim: &Claim| claim.block.is_none() && claim.mention.option().is_some();
    let Some(other) = claims.iter().find(|claim| free(claim) && counts(claim)) else { return };
    let option = other.mention.option();
    for claim in claims.iter_mut() {
        if free(claim) && claim.mention.option() != option && tentative(claim) {
            claim.block = Some(Block::Contrast);
        }
    }
}

/// Whether, in the mention's clause, the nearest word of either class to its left is of the first.
fn nearest(reply: &Reply<'_>, mention: &Mention, class: Class, other: Class) -> bool {
    let start =
        (reply.tokens[mention.from].sentence as usize).max(mention.from.saturating_sub(REACH));
    let left = reply.tokens[start..mention.from].iter().rev();
    let mut clause = left.take_while(|token| !token.mark(b','));
    clause
        .find(|token| token.is(class.bit() | other.bit()))
        .is_some_and(|token| token.is(class.bit()))
}

/// "Strongly agree? No, just agree.": the answer to the reply's own question.
fn denied_question(reply: &Reply<'_>, claims: &mut [Claim]) {
    for second in 1..claims.len() {
        let (one, other) = (&claims[second - 1], &claims[second]);
        let start = reply.tokens[other.mention.from].sentence as usize;
        let denies = start < other.mention.from
            && reply.tokens[start].is(Class::Negation.bit())
            && reply.tokens[start + 1].any_mark(b",-.");
        let asked = one.block == Some(Block::Question) && one.mention.to <= start;
        let answers = matches!(other.block, None | Some(Block::Weak | Block::Negated));
        if denies && asked && answers && other.mention.option().is_some() {
            claims[second].cue = Cue::Corrected;
            claims[second].block = None;
        }
    }
}

/// "Yes for hunters, no for everyone else.": two clauses that begin with an option and go on with the same preposition.
fn mirrored(reply: &Reply<'_>, claims: &mut [Claim]) {
    const NEAR: usize = 14;
    let free = |claim: &Claim| {
        matches!(claim.block, None | Some(Block::Weak | Block::ThirdPerson | Block::Negated))
            && claim.mention.option().is_some()
            && claim.mention.form != Form::Number
    };
    // The word behind the option, where a clause begins with the option.
    let frame = |claim: &Claim| {
        let before = claim.mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
        let opens = before.is_none_or(|before| {
            matches!(before.kind, Kind::Mark(_)) || before.is(Class::And.bit() | Class::Turn.bit())
        });
        let next = reply.tokens.get(claim.mention.to)?;
        let framed = opens && next.kind == Kind::Word && next.is(Class::Frame.bit());
        framed.then(|| reply.word(next).to_lowercase())
    };
    for second in 1..claims.len() {
        let [one, other] = [&claims[second - 1], &claims[second]];
        let near = other.mention.from - one.mention.to <= NEAR;
        let differ = one.mention.option() != other.mention.option();
        if !(near && differ && free(one) && free(other)) {
            continue;
        }
        if frame(one).is_some_and(|word| frame(other) == Some(word)) {
            for claim in &mut claims[second - 1..=second] {
                claim.block = None;
                claim.framed = true;
                claim.cue = claim.cue.min(Cue::OwnLabel);
            }
        }
    }
}

/// "I'd give the speaker an 8 and the rest a 2.": one verb gives two parts of the question a number each.
fn shared(reply: &Reply<'_>, claims: &mut [Claim]) {
    const BETWEEN: std::ops::RangeInclusive<usize> = 3..=8;
    let number = |claim: &Claim| {
        claim.block.is_none()
            && claim.mention.form == Form::Number
            && claim.mention.option().is_some()
    };
    for second in 1..claims.len() {
        let [one, other] = [&claims[second - 1], &claims[second]];
        let between = &reply.tokens[one.mention.to..other.mention.from];
        let words = between.iter().all(|token| token.kind == Kind::Word);
        let others = Class::First.bit() | Class::Turn.bit() | Class::Copula.bit();
        let gives = number(one)
            && number(other)
            && one.cue == Cue::Own
            && one.mention.option() != other.mention.option()
            && BETWEEN.contains(&between.len())
            && words
            && between[0].is(Class::And.bit())
            && reply.is_one_of(other.mention.from - 1, &INDEFINITE)
            && !between.iter().any(|token| token.is(others));
        if gives {
            for claim in &mut claims[second - 1..=second] {
                claim.framed = true;
                claim.cue = Cue::Own;
            }
        }
    }
}

/// "I disagree in principle, but I agree for the worst of them.": the first stance holds in part only, the second for the rest.
fn in_principle(reply: &Reply<'_>, claims: &mut [Claim]) {
    let stance = |claim: &Claim| {
        claim.block.is_none()
            && claim.mention.option().is_some()
            && matches!(claim.cue, Cue::Stance | Cue::StanceThat)
    };
    for second in 1..claims.len() {
        let [one, other] = [&claims[second - 1], &claims[second]];
        let between = &reply.tokens[one.mention.to..other.mention.from];
        let turns = between.iter().any(|token| token.is(Class::Turn.bit()));
        let partial = between.first().is_some_and(|next| next.is(Class::InPrinciple.bit()));
        let differ = one.mention.option() != other.mention.option();
        if stance(one) && stance(other) && turns && partial && differ {
            for claim in &mut claims[second - 1..=second] {
                claim.framed = true;
                claim.cue = Cue::Stance;
            }
        }
    }
}
