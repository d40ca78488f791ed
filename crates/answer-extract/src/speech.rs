//! What a reply does instead of choosing: refuse, not know, discuss the question, or argue in other words.

use crate::class::{Class, ClassSet};
use crate::extraction::Span;
use crate::reply::Reply;
use crate::token::{Kind, QUOTED, Token};

/// How far a refused speech act may stand from the words that refuse it, in tokens.
const ACT_REACH: usize = 14;

/// Counts and first places of what the reply does besides naming options.
#[derive(Debug, Default, Clone)]
pub(crate) struct Speech {
    /// Words and numbers.
    pub(crate) words: usize,
    /// "I must decline", "I cannot provide an opinion".
    pub(crate) refusal: Option<Span>,
    /// "As an AI, I have no opinions".
    pub(crate) disclaimer: Option<Span>,
    /// "As an AI".
    pub(crate) self_ai: bool,
    /// The denied opinion of a disclaimer: "I don't have personal opinions".
    pub(crate) denied: Option<Span>,
    /// "I don't know".
    pub(crate) ignorance: Option<Span>,
    /// "Could you clarify?"
    pub(crate) clarification: Option<Span>,
    /// "This statement aligns with ...", "some argue".
    pub(crate) neutral: usize,
    /// The markers among them, without third persons.
    pub(crate) markers: usize,
    /// Words of the first person.
    pub(crate) own: usize,
    /// First of them.
    pub(crate) neutral_span: Option<Span>,
    /// "should", "must".
    pub(crate) assertions: usize,
    /// "I believe", "in my view".
    pub(crate) stance: Option<Span>,
    /// "illegal", "not appropriate".
    pub(crate) harm: Option<Span>,
    /// "I'm sorry".
    pub(crate) sorry: bool,
}

/// Classes that make a sentence worth a second look.
const TELLING: ClassSet = Class::Outright.bit()
    | Class::Speech.bit()
    | Class::SelfAi.bit()
    | Class::OpinionNoun.bit()
    | Class::DontKnow.bit()
    | Class::Clarify.bit()
    | Class::OwnStance.bit()
    | Class::Harm.bit()
    | Class::Neutral.bit()
    | Class::Third.bit();
/// What single words add, whatever else their sentence holds.
const COUNTED: ClassSet =
    Class::Neutral.bit() | Class::First.bit() | Class::Third.bit() | Class::Assertion.bit();

/// Reads the reply once.
pub(crate) fn read(reply: &Reply<'_>) -> Speech {
    let mut speech = Speech::default();
    let tokens = &reply.tokens;
    let mut start = 0;
    while start < tokens.len() {
        let sentence = tokens[start].sentence;
        let mut sum = Sentence::default();
        let mut end = start;
        while let Some(token) = tokens.get(end).filter(|token| token.sentence == sentence) {
            sum.add(token);
            end += 1;
        }
        read_sentence(&mut speech, &tokens[start..end], &sum);
        start = end;
    }
    speech
}

/// One pass over a sentence; most sentences of a long reply hold nothing else of interest.
#[derive(Default)]
struct Sentence {
    seen: ClassSet,
    words: usize,
    neutral: usize,
    third: usize,
    own: usize,
    assertions: usize,
}

impl Sentence {
    fn add(&mut self, token: &Token) {
        self.words += usize::from(!matches!(token.kind, Kind::Mark(_)));
        self.seen |= token.classes;
        if token.is(COUNTED) && !token.has(QUOTED) {
            self.neutral += usize::from(token.is(Class::Neutral.bit()));
            self.own += usize::from(token.is(Class::First.bit()));
            self.third += usize::from(token.is(Class::Third.bit()));
            self.assertions += usize::from(token.is(Class::Assertion.bit()));
        }
    }
}

fn span(tokens: &[Token]) -> Option<Span> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(Span { start: first.start as usize, end: last.end as usize })
}

fn read_sentence(speech: &mut Speech, tokens: &[Token], sum: &Sentence) {
    let position =
        |class: Class| tokens.iter().position(|token| token.is(class.bit()) && !token.has(QUOTED));
    let has = |class: Class| sum.seen & class.bit() != 0;
    speech.words += sum.words;
    speech.neutral += sum.neutral + sum.third.min(2);
    speech.markers += sum.neutral;
    speech.own += sum.own;
    speech.assertions += sum.assertions;
    speech.sorry |= has(Class::Sorry);
    if sum.seen & TELLING == 0 {
        return;
    }
    let own = first_or_none(tokens);
    let keep = |slot: &mut Option<Span>, at: Option<usize>| {
        if slot.is_none()
            && let Some(at) = at
        {
            *slot = span(&tokens[at..phrase_end(tokens, at)]);
        }
    };
    if has(Class::Outright) {
        keep(&mut speech.refusal, position(Class::Outright));
    }
    if speech.refusal.is_none() && has(Class::Speech) && own {
        speech.refusal = refused_act(tokens);
    }
    if has(Class::SelfAi) {
        speech.self_ai = true;
        keep(&mut speech.disclaimer, position(Class::SelfAi));
    }
    if has(Class::OpinionNoun) && has(Class::Negation) && own && speech.denied.is_none() {
        speech.denied = denied_opinion(tokens);
        speech.disclaimer = speech.disclaimer.or(speech.denied);
    }
    if has(Class::DontKnow) {
        keep(&mut speech.ignorance, position(Class::DontKnow));
    }
    if has(Class::Clarify) {
        keep(&mut speech.clarification, position(Class::Clarify));
    }
    if has(Class::OwnStance) {
        keep(&mut speech.stance, position(Class::OwnStance));
    }
    if has(Class::Harm) {
        keep(&mut speech.harm, position(Class::Harm));
    }
    if has(Class::Neutral) || has(Class::Third) {
        keep(&mut speech.neutral_span, position(Class::Neutral));
    }
}

/// To the end of the run of tokens with the same class, at least one.
fn phrase_end(tokens: &[Token], at: usize) -> usize {
    let classes = tokens[at].classes;
    let run = tokens[at..].iter().take(8).take_while(|token| token.classes & classes != 0).count();
    at + run.max(1)
}

/// The sentence speaks of the speaker, or of nobody.
fn first_or_none(tokens: &[Token]) -> bool {
    let first = tokens.iter().position(|token| token.is(Class::First.bit()));
    let other = tokens.iter().position(|token| token.is(Class::Third.bit() | Class::Second.bit()));
    match (first, other) {
        (Some(_), _) => true,
        (None, Some(_)) => false,
        (None, None) => true,
    }
}

/// "I cannot provide ...", "kann ich keine Meinung äußern": an inability near a speech act.
fn refused_act(tokens: &[Token]) -> Option<Span> {
    let negated = tokens.iter().any(|token| token.is(Class::Negation.bit()));
    let unable = tokens.iter().position(|token| {
        token.is(Class::Inability.bit()) || (negated && token.is(Class::Can.bit()))
    })?;
    let near = |at: usize| at.abs_diff(unable) <= ACT_REACH;
    let reaches = |at: usize| at > unable || at + 8 >= unable;
    // The act is refused where nothing turns the sentence in between ("I can't be sure, but I would choose 4").
    let act = tokens.iter().enumerate().position(|(at, token)| {
        token.is(Class::Speech.bit())
            && near(at)
            && reaches(at)
            && !tokens[unable.min(at)..unable.max(at)]
                .iter()
                .any(|token| token.is(Class::Turn.bit()))
    })?;
    span(&tokens[unable.min(act)..=unable.max(act)])
}

/// "I don't have personal opinions".
fn denied_opinion(tokens: &[Token]) -> Option<Span> {
    let negation = tokens.iter().position(|token| token.is(Class::Negation.bit()))?;
    let noun = tokens
        .iter()
        .enumerate()
        .skip(negation)
        .take(ACT_REACH)
        .position(|(_, token)| token.is(Class::OpinionNoun.bit()))?;
    span(&tokens[negation..=negation + noun])
}
