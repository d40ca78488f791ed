//! Views in two halves, of which neither is the speaker's whole answer.

use super::{Block, Claim, Cue, is_free};
use crate::class::Class;
use crate::mention::Reading;
use crate::reply::Reply;
use crate::word::WordSet;

/// "I partly agree and partly disagree", "I agree with some measures and disagree with others": neither half is firmer.
pub(super) fn halves(reply: &Reply<'_>, claims: &mut [Claim]) {
    const NEAR: usize = 3;
    const SOME: WordSet = WordSet::new(&[
        "some",
        "certain",
        "several",
        "einigen",
        "manchen",
        "certaines",
        "certains",
        "algunas",
        "algunos",
        "ciertas",
        "ciertos",
        "alcune",
        "alcuni",
        "certe",
        "certi",
    ]);
    const OTHERS: WordSet =
        WordSet::new(&["others", "other", "anderen", "autres", "otras", "otros", "altre", "altri"]);
    let half = |claim: &Claim| {
        let before = claim.mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
        before.filter(|before| before.is(Class::Moderate.bit())).map(|before| reply.word(before))
    };
    let behind = |claim: &Claim, words: &WordSet| {
        (claim.mention.to..claim.mention.to + NEAR).any(|at| reply.is_one_of(at, words))
    };
    for second in 1..claims.len() {
        let (one, other) = (&claims[second - 1], &claims[second]);
        let split = half(one).is_some()
            && half(one) == half(other)
            && other.mention.from <= one.mention.to + NEAR
            || behind(one, &SOME) && behind(other, &OTHERS);
        // "Others" make the second half somebody else's.
        let open = matches!(other.block, None | Some(Block::ThirdPerson));
        if let (Some(first), Some(option)) = (one.mention.option(), other.mention.option())
            && split
            && first != option
            && open
            && is_free(one)
            && matches!(one.cue, Cue::Own | Cue::Stance | Cue::StanceThat)
        {
            let both = vec![first.min(option), first.max(option)];
            claims[second - 1].mention.reading = Reading::Many(both);
            claims[second].block = Some(Block::Example);
        }
    }
}
