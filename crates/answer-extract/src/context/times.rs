//! Options of another time against the one of today: "Früher eine 2, jetzt eher bei 5".

use super::{Block, Claim, Cue};
use crate::class::{Class, ClassSet};
use crate::mention::Reading;
use crate::reply::Reply;

/// How far to the left of an option its time is named, in tokens.
const LEFT: usize = 14;
/// How far to the right.
const RIGHT: usize = 4;
/// How many mentions without an option may stand between it and its neighbour.
const NEXT: usize = 4;

/// Where the reply sets today's option against another time's, today's is the answer.
pub(super) fn times(reply: &Reply<'_>, claims: &mut [Claim]) {
    if reply.seen & Class::Now.bit() == 0 || reply.seen & Class::Then.bit() == 0 {
        return;
    }
    let named = |claim: &Claim| {
        claim.mention.reading != Reading::Off
            && matches!(claim.block, None | Some(Block::Weak | Block::Contrast))
    };
    let at = |claims: &[Claim], class: Class| -> Vec<usize> {
        (0..claims.len())
            .filter(|&one| named(&claims[one]) && is_near(reply, claims, one, class.bit()))
            .collect()
    };
    let (now, then) = (at(claims, Class::Now), at(claims, Class::Then));
    let [now] = now[..] else { return };
    let option = claims[now].mention.option();
    if option.is_none() {
        return;
    }
    let others: Vec<usize> =
        then.into_iter().filter(|&one| claims[one].mention.option() != option).collect();
    if others.is_empty() || claims[now].block == Some(Block::Contrast) {
        return;
    }
    others.into_iter().for_each(|other| claims[other].block = Some(Block::Contrast));
    claims[now].block = None;
    claims[now].cue = claims[now].cue.min(Cue::Own);
}

/// A word of the class stands beside the option, nearer than any other option, in its sentence.
fn is_near(reply: &Reply<'_>, claims: &[Claim], one: usize, class: ClassSet) -> bool {
    let mention = &claims[one].mention;
    let start = reply.tokens[mention.from].sentence as usize;
    // A year or an age between them is no option.
    let optional = |claim: &&Claim| claim.mention.option().is_some();
    let before = claims[..one].iter().rev().take(NEXT).find(optional);
    let before = before.map_or(0, |before| before.mention.to);
    let from = start.max(before).max(mention.from.saturating_sub(LEFT));
    let after = claims[one + 1..].iter().take(NEXT).find(optional);
    let after = after.map_or(reply.tokens.len(), |after| after.mention.from);
    let end = reply.sentence_end(mention.to - 1, RIGHT + 1).min(after).max(mention.to);
    let clause = (mention.to..end).find(|&at| reply.tokens[at].mark(b','));
    let is = |range: std::ops::Range<usize>| range.into_iter().any(|at| reply.tokens[at].is(class));
    is(from.min(mention.from)..mention.from) || is(mention.to..clause.unwrap_or(end))
}
