//! Labels at the ends of a scale whose other points are numbers, and words that stop short of them.

use crate::class::Class;
use crate::mention::Mention;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::word::WordSet;

/// "Leaning right" and "very happy" where the ends are "Right" and "Extremely happy": which point they are is not said.
pub(super) fn is_short_of_end(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    tends(reply, mention) || is_milder(scale, reply, mention)
}

/// "Leaning right", "tendenzialmente a destra": a direction on a scale with two labelled ends is not the end itself.
fn tends(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 4;
    const TENDENCIES: WordSet = WordSet::new(&[
        "lean",
        "leaning",
        "tend",
        "tending",
        "inclined",
        "tendenziell",
        "eher",
        "plutôt",
        "piuttosto",
        "tirando",
        "neige",
        "neigerais",
        "penche",
        "inclino",
        "tiendo",
        "tendo",
        "propendo",
        "tendenzialmente",
    ]);
    let sentence = reply.tokens[mention.from].sentence as usize;
    let from = mention.from.saturating_sub(REACH).max(sentence);
    (from..mention.from).any(|at| reply.is_one_of(at, &TENDENCIES))
}

/// "Very happy" on a scale that ends with "extremely happy".
fn is_milder(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    const VERY: WordSet = WordSet::new(&["very", "really", "sehr", "très", "muy", "molto"]);
    let Some(option) = mention.option() else { return false };
    (mention.from..mention.to).any(|at| {
        reply.is_one_of(at, &VERY)
            && !scale.labels.holds(option, reply.word(&reply.tokens[at]))
            && scale.labels.classes(option) & Class::Strong.bit() != 0
    })
}
