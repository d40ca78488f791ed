//! Rules for replies that name several options and choose none of them.

use crate::class::{Class, ClassSet};
use crate::context::{Block, Claim, Cue};
use crate::evidence::{Evidence, Finding};
use crate::extraction::Outcome;
use crate::mention::{Form, Reading};
use crate::token::{Kind, LINE_START, Token};
use crate::word::WordSet;

pub(super) fn torn(evidence: &Evidence<'_>) -> Option<Finding> {
    both(evidence)
        .or_else(|| only_options(evidence))
        .or_else(|| cannot_choose(evidence))
        .or_else(|| cases(evidence))
}

/// "3. Not very much\n4. None at all": options on lines of their own, and not a word more.
fn only_options(evidence: &Evidence<'_>) -> Option<Finding> {
    let reply = &evidence.reply;
    if evidence.claims.len() < 2 || !reply.marks.any(b"\n") {
        return None;
    }
    let lines = evidence.claims.iter().all(|claim| {
        claim.block.is_none()
            && matches!(claim.mention.form, Form::Pair | Form::Label)
            && reply.tokens[claim.mention.from].has(LINE_START)
    });
    // The claims come in order: what stands between two of them must be marks.
    let mut from = 0;
    let silent = |tokens: &[Token]| tokens.iter().all(|token| matches!(token.kind, Kind::Mark(_)));
    let only = evidence.claims.iter().all(|claim| {
        let between = from.min(claim.mention.from)..claim.mention.from;
        from = claim.mention.to;
        silent(&reply.tokens[between])
    });
    if !lines || !only || !silent(&reply.tokens[from..]) {
        return None;
    }
    let claims: Vec<_> = evidence.claims.iter().collect();
    let finding = evidence.undecided(&claims);
    (finding.outcome.candidates().len() >= 2).then_some(finding)
}

fn cannot_choose(evidence: &Evidence<'_>) -> Option<Finding> {
    /// How far behind the words that are torn the options may begin, in bytes.
    const BEHIND: usize = 8;
    /// How far into its sentence the reader stands whom a condition is set, in tokens.
    const ADVICE: usize = 40;
    if !evidence.reply.has(Class::Torn.bit() | Class::Undecided.bit()) {
        return None;
    }
    let sentence = evidence.speech().torn.filter(|_| !evidence.speech().self_ai)?;
    // "I can't decide between a 2 and a 3": what is denied is the choice.
    let denied = |claim: &Claim| {
        claim.block == Some(Block::Negated)
            && matches!(claim.mention.reading, Reading::Many(_))
            && evidence.span(claim).start < sentence.end + BEHIND
    };
    // "Those who agree"
    let is_of_those = |claim: &Claim| {
        let before = claim.mention.from.checked_sub(1).map(|at| &evidence.reply.tokens[at]);
        before.is_some_and(|before| before.is(Class::Third.bit()))
    };
    // Each option may be chosen under a condition of its own.
    // "If you believe markets, you will lean towards disagreeing": the reader's condition.
    let advises = |claim: &Claim| {
        let start = evidence.reply.tokens[claim.mention.from].sentence as usize;
        claim.block == Some(Block::Conditional)
            && evidence.reply.tokens[start..claim.mention.from]
                .iter()
                .take(ADVICE)
                .any(|token| token.is(Class::Second.bit()))
    };
    let own = |claim: &&Claim| {
        !advises(claim)
            && (matches!(claim.block, None | Some(Block::Conditional | Block::Question))
                || denied(claim))
            && claim.mention.reading != Reading::Off
            && !is_of_those(claim)
    };
    let claims: Vec<_> = evidence.claims.iter().filter(own).collect();
    // "I can't choose between 3 and 4. So 4.", but not "I go back and forth: cost speaks for 3, trust for 4."
    let mut after = claims
        .iter()
        .filter(|claim| claim.block.is_none() && claim.cue < Cue::Emphasis)
        .filter(|claim| evidence.span(claim).start >= sentence.end);
    let settled = after
        .next()
        .is_some_and(|first| after.all(|claim| claim.mention.reading == first.mention.reading));
    let finding = evidence.undecided(&claims);
    (!settled && finding.outcome.candidates().len() >= 2).then_some(finding)
}

pub(super) fn several(evidence: &Evidence<'_>) -> Option<Finding> {
    const SHORT: usize = 30;
    let short = evidence.speech().words <= SHORT;
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
    // "It depends: somewhat satisfied or somewhat dissatisfied."
    let wavers = |claim: &&Claim| {
        let before = claim.mention.from.checked_sub(1).map(|at| &evidence.reply.tokens[at]);
        claim.block == Some(Block::Conditional)
            && matches!(claim.mention.reading, Reading::Many(_))
            && before.is_some_and(|before| before.mark(b':'))
    };
    let listing = short
        && !evidence.scale.end_labelled
        && evidence.claims.iter().filter(listed).count() < evidence.scale.options().len();
    let claims: Vec<_> = evidence
        .claims
        .iter()
        .filter(|claim| {
            free(claim)
                || short && (letter(claim) || asked(claim) || wavers(claim))
                || listing && listed(claim)
        })
        .collect();
    let finding = evidence.undecided(&claims);
    // A long reply that walks through the options and their holders discusses them.
    let discusses = (!short || evidence.speech().neutral >= 2)
        && finding.outcome.candidates().len() >= 3
        && evidence.speech().neutral > 0;
    let passing = claims.iter().all(|claim| claim.cue >= Cue::Pair || claim.cue == Cue::Line);
    let impersonal =
        evidence.speech().own == 0 && claims.iter().all(|claim| claim.mention.form == Form::Label);
    let silent = evidence.speech().markers >= 2 || impersonal;
    let discusses = discusses || !short && passing && silent;
    (finding.outcome.candidates().len() >= 2 && !discusses).then_some(finding)
}

/// "It depends on the day: sometimes a 4, sometimes an 8.": the cases behind a colon, and nothing chosen after them.
fn cases(evidence: &Evidence<'_>) -> Option<Finding> {
    if !evidence.reply.marks.any(b":") {
        return None;
    }
    let claims: Vec<_> = evidence.claims.iter().filter(|claim| is_case(evidence, claim)).collect();
    let last = claims.last()?.mention.from;
    let after = |claim: &Claim| claim.block.is_none() && claim.mention.from > last;
    let finding = evidence.undecided(&claims);
    let settled = evidence.claims.iter().any(after);
    (!settled && finding.outcome.candidates().len() >= 2).then_some(finding)
}

/// One of the cases behind "it depends:", and nobody else's.
fn is_case(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    const REACH: usize = 5;
    /// How far before a case its colon may stand, in tokens.
    const LEFT: usize = 64;
    let tokens = &evidence.reply.tokens;
    let (from, to) = (claim.mention.from, claim.mention.to);
    let sentence = (tokens[from].sentence as usize).max(from.saturating_sub(LEFT));
    let end = evidence.reply.sentence_end(to - 1, REACH + 1).max(to);
    let Some(colon) = tokens[sentence..from].iter().rposition(|token| token.mark(b':')) else {
        return false;
    };
    let depends = claim.block == Some(Block::Conditional)
        || claim.block.is_none()
            && tokens[sentence..sentence + colon]
                .iter()
                .any(|token| token.is(Class::Conditional.bit()));
    let others = Class::Conditional.bit()
        | Class::Second.bit()
        | Class::Third.bit()
        | Class::Neutral.bit()
        | Class::Talk.bit();
    // "con otras" is a part of what is asked.
    let foreign = |token: &Token| token.is(others) && !token.is(Class::Part.bit());
    depends
        && claim.mention.reading != Reading::Off
        && !tokens[sentence + colon..end].iter().any(foreign)
}

/// "Both. I don't accept the premise.": the reply opens with the word for the two options that there are.
fn both(evidence: &Evidence<'_>) -> Option<Finding> {
    const BOTH: WordSet = WordSet::new(&[
        "both", "beides", "beide", "jein", "ambos", "ambas", "entrambi", "entrambe",
    ]);
    // "Les deux", but "Deux" is a number.
    const THE_TWO: WordSet = WordSet::new(&["deux", "dos"]);
    /// How far into a reply its "both" may stand, and how near a negation or another person, in tokens.
    const SHORT: usize = 60;
    const NEAR: usize = 4;
    const OTHERS: ClassSet =
        Class::Negation.bit() | Class::Third.bit() | Class::Second.bit() | Class::Conditional.bit();
    let mut answers = evidence.scale.options().iter().filter(|option| option.missing.is_none());
    let (Some(one), Some(other), None) = (answers.next(), answers.next(), answers.next()) else {
        return None;
    };
    let reply = &evidence.reply;
    let article = |token: &Token| token.is(Class::LabelFiller.bit() | Class::Courtesy.bit());
    let ends = |at: usize| reply.tokens.get(at + 1).is_none_or(|next| next.any_mark(b".,!;\n-"));
    let first = reply.tokens.iter().take(3).take_while(|token| article(token)).count();
    let opens = reply.is_one_of(first, &BOTH) || first > 0 && reply.is_one_of(first, &THE_TWO);
    // "..., so it's both, and neither label is right."
    let said = |at: &usize| {
        reply.is_one_of(*at, &BOTH)
            && ends(*at)
            && reply.tokens[at - 1].is(Class::Copula.bit() | Class::Choose.bit() | Class::Say.bit())
            && !reply.tokens[at.saturating_sub(NEAR)..*at].iter().any(|token| token.is(OTHERS))
    };
    let inside = || (1..reply.tokens.len().min(SHORT)).find(said);
    let opens = opens && ends(first);
    let at = if opens { Some(first) } else { inside() }?;
    // "Yes. The reason is both, cost and noise."
    let settles = |claim: &Claim| {
        claim.block.is_none() && claim.cue <= Cue::Stance && (!opens || claim.mention.from > at)
    };
    (!evidence.claims.iter().any(settles))
        .then(|| Finding::plain(Outcome::Ambiguous(vec![one.value, other.value]), None))
}
