//! Options in the reasons of a choice: "it'd be rising prices, because the cost of living feeds into health and crime".

use super::{Claim, Cue};
use crate::class::Class;
use crate::reply::Reply;
use crate::word::WordSet;

/// Words that lead from a choice to its reasons.
const BECAUSE: WordSet = WordSet::new(&[
    "because", "since", "weil", "denn", "da", "parce", "car", "puisque", "porque", "perché",
]);

/// How far behind the choice its reasons are looked for, in tokens.
const REACH: usize = 60;

/// Within a sentence that has chosen, what stands behind a "because" is named in passing, unless the speaker chooses again.
pub(super) fn reasons(reply: &Reply<'_>, claims: &mut [Claim]) {
    let chosen = |claim: &Claim| {
        claim.block.is_none() && claim.cue <= Cue::Own && claim.mention.option().is_some()
    };
    let mut first: Option<usize> = None;
    for at in 0..claims.len() {
        let mention = &claims[at].mention;
        let sentence = reply.tokens[mention.from].sentence;
        let same = |one: usize| reply.tokens[claims[one].mention.from].sentence == sentence;
        let near = |one: usize| mention.from.saturating_sub(claims[one].mention.to) <= REACH;
        let Some(one) = first.filter(|one| same(*one) && near(*one)) else {
            first = chosen(&claims[at]).then_some(at);
            continue;
        };
        let between = claims[one].mention.to..mention.from.max(claims[one].mention.to);
        let because = between.clone().find(|&word| reply.is_one_of(word, &BECAUSE));
        let again = |because: usize| {
            let own = Class::First.bit();
            let verb = Class::Choose.bit() | Class::Turn.bit();
            let rest = &reply.tokens[because + 1..between.end];
            rest.iter().any(|token| token.is(own)) && rest.iter().any(|token| token.is(verb))
        };
        if because.is_some_and(|because| !again(because)) && claims[at].cue > Cue::Whole {
            claims[at].cue = Cue::Bare;
        }
    }
}
