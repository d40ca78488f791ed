//! What a reply offers to the rules, and how several choices with the same cue settle.

use std::cell::OnceCell;

use crate::class::Class;
use crate::context::{self, Block, Claim, Cue};
use crate::extraction::{Conflict, Outcome, Span};
use crate::listing::{self, Place};
use crate::mention::{self, Form, Mention, Reading};
use crate::option::MissingKind;
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::speech::{self, Speech};
use crate::token::Token;

/// Everything the rules look at.
#[derive(Debug)]
pub(crate) struct Evidence<'a> {
    pub(crate) scale: &'a ResponseScale,
    pub(crate) reply: Reply<'a>,
    pub(crate) claims: Vec<Claim>,
    /// Read when a rule first asks for it: most replies that choose are decided before.
    speech: OnceCell<Speech>,
    /// The cues of the claims that nothing blocks.
    cues: u32,
    scale_reversed: bool,
    /// Empty again; kept for their room.
    mentions: Vec<Mention>,
    places: Vec<Place>,
}

/// What one rule found.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) outcome: Outcome,
    pub(crate) span: Option<Span>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) doubtful: bool,
}

impl Finding {
    /// A finding without conflicts.
    pub(crate) fn plain(outcome: Outcome, span: Option<Span>) -> Self {
        Self { outcome, span, conflicts: Vec::new(), doubtful: false }
    }
}

/// Which of several different choices with the same cue counts, if none of them concludes the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    /// None: the reply is ambiguous.
    Only,
    /// The first.
    First,
    /// The last.
    Last,
}

/// Vectors that one thread's extractions use again, so that a short reply costs no allocation.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) tokens: Vec<Token>,
    mentions: Vec<Mention>,
    places: Vec<Place>,
    claims: Vec<Claim>,
}

/// Reads the reply up to the point where the rules decide.
pub(crate) fn gather<'a>(
    scale: &'a ResponseScale,
    text: &'a str,
    scratch: Scratch,
) -> Evidence<'a> {
    let reply = Reply::read(scale, text, scratch.tokens);
    let mut found = mention::find(scale, &reply, scratch.mentions);
    let places = listing::places(scale, &reply, &found.list, scratch.places);
    let claims = context::claims(scale, &reply, &mut found.list, &places, scratch.claims);
    let cues = claims
        .iter()
        .filter(|claim| claim.block.is_none())
        .fold(0, |all, claim| all | claim.cue.bit());
    Evidence {
        scale,
        reply,
        claims,
        cues,
        speech: OnceCell::new(),
        scale_reversed: found.scale_reversed,
        mentions: found.list,
        places,
    }
}

impl Evidence<'_> {
    /// What the reply does besides naming options.
    pub(crate) fn speech(&self) -> &Speech {
        self.speech.get_or_init(|| speech::read(&self.reply, self.scale.options().is_empty()))
    }

    /// The vectors, to use again.
    pub(crate) fn into_scratch(self) -> Scratch {
        let Self { reply, mentions, places, claims, .. } = self;
        Scratch { tokens: reply.tokens, mentions, places, claims }
    }

    /// The mentions with a cue that nothing blocks.
    pub(crate) fn free(&self, cue: Cue) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.cue == cue && claim.block.is_none())
    }

    /// What the free claims with a cue come to.
    pub(crate) fn choice(&self, cue: Cue, pick: Pick) -> Option<Finding> {
        if self.cues & cue.bit() == 0 {
            return None;
        }
        let mut on_scale = self.free(cue).filter(|claim| claim.mention.reading != Reading::Off);
        let (one, another) = (on_scale.next()?, on_scale.next());
        let Some(another) = another else { return Some(self.settle(one)) };
        let mut claims: Vec<&Claim> = [one, another].into_iter().chain(on_scale).collect();
        if claims.iter().any(|claim| !claim.conceded) {
            claims.retain(|claim| !claim.conceded);
        }
        if claims.iter().any(|claim| !claim.conditional) {
            claims.retain(|claim| !claim.conditional);
        }
        // "a little like me, perhaps somewhat like me"
        if pick == Pick::Only && claims.iter().any(|claim| !claim.hedged) {
            claims.retain(|claim| !claim.hedged);
        }
        let numbers = |claim: &&Claim| claim.mention.form != Form::Label;
        if self.scale.end_labelled && claims.iter().any(numbers) {
            claims.retain(numbers);
        }
        let first = *claims.first()?;
        let same = |one: &&Claim| one.mention.reading == first.mention.reading;
        if claims.iter().all(same) {
            return Some(self.settle(first));
        }
        if let Some(chosen) = self.narrowed(&claims) {
            return Some(self.settle(chosen));
        }
        if let Some(finding) = self.code_against_label(&claims) {
            return Some(finding);
        }
        if is_divided(&claims) {
            return Some(self.undecided(&claims));
        }
        if cue == Cue::Own && self.is_contradictory(&claims) {
            return Some(self.undecided(&claims));
        }
        let concluding =
            claims.iter().rev().find(|claim| claim.concluding && claim.mention.option().is_some());
        let picked = match pick {
            Pick::Last => claims.last(),
            Pick::First => concluding.or(claims.first()),
            Pick::Only => concluding,
        };
        if let Some(chosen) = picked {
            return Some(self.settle(chosen));
        }
        // "Order (A) brings safety, a say (B) brings trust, ...": all of them explained, and a disclaimer.
        Some(self.undecided(&claims)).filter(|finding| !self.explains_all(finding))
    }

    /// A reply that disclaims opinions names every option of the scale in running text.
    fn explains_all(&self, undecided: &Finding) -> bool {
        const OPTIONS_MIN: usize = 3;
        let answers = self.scale.options().iter().filter(|option| option.missing.is_none()).count();
        let disclaims = || {
            let speech = self.speech();
            speech.self_ai || speech.disclaimer.is_some() || speech.refusal.is_some()
        };
        answers >= OPTIONS_MIN && undecided.outcome.candidates().len() >= answers && disclaims()
    }

    /// "I'm a 2. I'm a 6.": two sentences that do nothing but choose, and choose differently.
    fn is_contradictory(&self, claims: &[&Claim]) -> bool {
        const WORDS: usize = 5;
        let tokens = &self.reply.tokens;
        let flat = |claim: &&&Claim| {
            let from = tokens[claim.mention.from].sentence as usize;
            let words = claim.mention.from - from;
            let ends = tokens.get(claim.mention.to).is_none_or(|next| next.any_mark(b".!\n"));
            (1..=WORDS).contains(&words)
                && ends
                && tokens[from].is(Class::First.bit())
                && claim.mention.form == Form::Number
                && !(claim.concluding || claim.hedged)
        };
        let mut flat = claims.iter().filter(flat);
        let Some(first) = flat.next() else { return false };
        flat.any(|other| other.mention.option() != first.mention.option())
    }

    /// One option that the ranges and alternatives among the claims all contain.
    fn narrowed<'c>(&self, claims: &[&'c Claim]) -> Option<&'c Claim> {
        let one = claims.iter().find(|claim| claim.mention.option().is_some())?;
        let option = one.mention.option()?;
        let contains = |claim: &&Claim| match &claim.mention.reading {
            Reading::One(other) => *other == option,
            Reading::Many(options) => options.contains(&option),
            Reading::Off => true,
        };
        claims.iter().all(contains).then_some(*one)
    }

    /// A number and a label in one sentence that mean two options: words win on a labelled scale, numbers on an end-labelled one.
    fn code_against_label(&self, claims: &[&Claim]) -> Option<Finding> {
        let is_label = |claim: &&&Claim| claim.mention.form == Form::Label;
        let label = claims.iter().find(is_label)?;
        let code = claims.iter().find(|claim| !is_label(claim))?;
        let sentence = |claim: &Claim| self.reply.tokens[claim.mention.from].sentence;
        let (code_option, label_option) = (code.mention.option()?, label.mention.option()?);
        let only_two = claims
            .iter()
            .all(|claim| [Some(code_option), Some(label_option)].contains(&claim.mention.option()));
        if !only_two || sentence(code) != sentence(label) {
            return None;
        }
        let value = |option: usize| self.scale.options()[option].value;
        let chosen = if self.scale.end_labelled { code } else { label };
        let mut finding = self.settle(chosen);
        finding.conflicts.insert(
            0,
            Conflict::NumberAgainstLabel { number: value(code_option), label: value(label_option) },
        );
        Some(finding)
    }

    fn settle(&self, claim: &Claim) -> Finding {
        let Some(option) = claim.mention.option() else { return self.range(claim) };
        let mut finding = Finding::plain(self.outcome_of(option), Some(self.span(claim)));
        finding.doubtful = claim.hedged;
        finding.conflicts.extend(claim.mention.conflict);
        let other = self.claims.iter().find(|other| {
            other.block.is_none()
                && other.cue <= Cue::Stance
                && !other.conceded
                && other.mention.option().is_some_and(|one| one != option)
        });
        if let Some(other) = other.and_then(|other| other.mention.option())
            && claim.mention.conflict.is_none()
        {
            finding.conflicts.push(Conflict::OtherChoice(self.scale.options()[other].value));
        }
        if self.scale_reversed {
            finding.conflicts.push(Conflict::ScaleReversed);
        }
        finding
    }

    /// A range is the answer unless the reply settles on one of its points elsewhere.
    fn range(&self, claim: &Claim) -> Finding {
        let Reading::Many(options) = &claim.mention.reading else {
            return Finding::plain(Outcome::Unparsable, None);
        };
        // "between 4 and 6, so 5"
        let sentence = self.reply.tokens[claim.mention.from].sentence;
        let behind = |other: &&Claim| {
            other.mention.from > claim.mention.from
                && self.reply.tokens[other.mention.from].sentence == sentence
        };
        let mut settled = self.claims.iter().filter(|other| {
            other.block.is_none()
                && !(other.conditional || other.framed)
                && (other.cue <= Cue::Pair || behind(other))
                && other.mention.option().is_some_and(|one| options.contains(&one))
        });
        if let Some(first) = settled.next()
            && settled.all(|other| other.mention.option() == first.mention.option())
        {
            let mut finding = self.settle(first);
            finding.doubtful = true;
            return finding;
        }
        self.undecided(&[claim])
    }

    /// All options that the claims name.
    pub(crate) fn undecided(&self, claims: &[&Claim]) -> Finding {
        let mut options: Vec<usize> =
            claims.iter().flat_map(|claim| claim.mention.reading.options()).copied().collect();
        options.sort_unstable();
        options.dedup();
        let values = options.iter().map(|&option| self.scale.options()[option].value).collect();
        Finding::plain(Outcome::Ambiguous(values), claims.first().map(|claim| self.span(claim)))
    }

    /// The outcome of choosing an option: an option marked as missing is no answer.
    pub(crate) fn outcome_of(&self, option: usize) -> Outcome {
        let option = &self.scale.options()[option];
        match option.missing {
            None => Outcome::Chosen(option.value),
            Some(MissingKind::Refused) => Outcome::Refused(Some(option.value)),
            Some(MissingKind::DontKnow) => Outcome::DontKnow(Some(option.value)),
        }
    }

    /// Not knowing, with the value of the one option of the scale that says so.
    pub(crate) fn dont_know(&self) -> Outcome {
        let mut options =
            self.scale.options().iter().filter(|one| one.missing == Some(MissingKind::DontKnow));
        let only = options.next().filter(|_| options.next().is_none());
        Outcome::DontKnow(only.map(|option| option.value))
    }

    /// The bytes of a mention.
    pub(crate) fn span(&self, claim: &Claim) -> Span {
        let tokens = &self.reply.tokens;
        Span {
            start: tokens[claim.mention.from].start as usize,
            end: tokens[claim.mention.to - 1].end as usize,
        }
    }

    /// Mentions in plain text that are blocked by nothing but their weakness, or by nothing.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(|claim| claim.block.is_none() || claim.block == Some(Block::Weak))
    }
}

/// Each of the claims holds only on a condition or for a part of the question, and none of them alone concludes.
fn is_divided(claims: &[&Claim]) -> bool {
    claims.iter().all(|claim| claim.conditional || claim.framed)
        && claims.iter().filter(|claim| claim.concluding).count() != 1
}
