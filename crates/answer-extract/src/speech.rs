//! What a reply does instead of choosing: refuse, not know, discuss the question, or argue in other words.

use crate::class::{Class, ClassSet};
use crate::extraction::Span;
use crate::reply::Reply;
use crate::token::{ECHO, Kind, QUOTED, Token};

/// How far a refused speech act may stand from the words that refuse it, in tokens.
const ACT_REACH: usize = 14;
/// How far what is said may stand from a verb like "give", in tokens.
const SAID_REACH: usize = 6;

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
    /// "I have no body": what only persons have, denied by the speaker.
    pub(crate) absences: usize,
    /// First of them.
    pub(crate) absence: Option<Span>,
    /// The speaker is unable to do something, or will not.
    pub(crate) unable: bool,
    /// "Rather than taking a side".
    pub(crate) withheld: Option<Span>,
    /// "I don't know".
    pub(crate) ignorance: Option<Span>,
    /// "Could you clarify?"
    pub(crate) clarification: Option<Span>,
    /// "This statement aligns with ...", "some argue".
    pub(crate) neutral: usize,
    /// The markers among them, without third persons.
    pub(crate) markers: usize,
    /// "It depends", "both sides": words or phrases that weigh the question.
    pub(crate) weighing: usize,
    /// "Surveys", "some", "would you like": words or phrases of talk about the question, and of other talk.
    pub(crate) talk: usize,
    /// Sentences that ask, and all that hold a word.
    pub(crate) questions: usize,
    pub(crate) sentences: usize,
    /// "If you feel unsafe, ...": sentences that set the reader a condition.
    pub(crate) advice: usize,
    /// The last sentence that is no bare mark asks the reader.
    pub(crate) asks_back: bool,
    /// Words of the first person.
    pub(crate) own: usize,
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
    | Class::LightSpeech.bit()
    | Class::Personal.bit()
    | Class::SelfAi.bit()
    | Class::OpinionNoun.bit()
    | Class::DontKnow.bit()
    | Class::Contrast.bit()
    | Class::Inability.bit()
    | Class::Clarify.bit()
    | Class::OwnStance.bit()
    | Class::Harm.bit();
/// What single words add, whatever else their sentence holds.
const COUNTED: ClassSet = Class::Neutral.bit()
    | Class::Talk.bit()
    | Class::First.bit()
    | Class::Third.bit()
    | Class::Assertion.bit();

/// Reads the reply once; without options to choose from, a refusal may refuse any request.
pub(crate) fn read(reply: &Reply<'_>, to_any_request: bool) -> Speech {
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
        read_sentence(&mut speech, &tokens[start..end], &sum, to_any_request);
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
    weighing: usize,
    talk: usize,
    third: usize,
    own: usize,
    assertions: usize,
    /// Classes of the token before.
    before: ClassSet,
}

impl Sentence {
    fn add(&mut self, token: &Token) {
        self.words += usize::from(!matches!(token.kind, Kind::Mark(_)));
        self.seen |= token.classes;
        if token.is(COUNTED) && token.flags & (QUOTED | ECHO) == 0 {
            let begins =
                |class: Class| usize::from(token.is(class.bit()) && self.before & class.bit() == 0);
            self.weighing += begins(Class::Neutral);
            self.talk += begins(Class::Talk);
            self.neutral += usize::from(token.is(Class::Neutral.bit()));
            self.own += usize::from(token.is(Class::First.bit()));
            self.third += usize::from(token.is(Class::Third.bit()));
            self.assertions += usize::from(token.is(Class::Assertion.bit()));
        }
        self.before = token.classes;
    }
}

pub(crate) fn span(tokens: &[Token]) -> Option<Span> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(Span { start: first.start as usize, end: last.end as usize })
}

fn read_sentence(speech: &mut Speech, tokens: &[Token], sum: &Sentence, to_any_request: bool) {
    let position =
        |class: Class| tokens.iter().position(|token| token.is(class.bit()) && !token.has(QUOTED));
    let has = |class: Class| sum.seen & class.bit() != 0;
    speech.words += sum.words;
    speech.neutral += sum.neutral + sum.third.min(2);
    speech.markers += sum.neutral;
    speech.weighing += sum.weighing;
    speech.talk += sum.talk;
    speech.advice += usize::from(has(Class::Conditional) && has(Class::Second));
    if sum.words > 0 {
        let asks = tokens.iter().rev().take(3).any(|token| token.mark(b'?'));
        speech.asks_back = asks && has(Class::Second);
        speech.questions += usize::from(asks);
        speech.sentences += 1;
    }
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
    if speech.refusal.is_none() && (has(Class::Speech) || has(Class::LightSpeech)) && own {
        speech.refusal = refused_act(tokens, to_any_request);
    }
    if has(Class::SelfAi) {
        speech.self_ai = true;
        keep(&mut speech.disclaimer, position(Class::SelfAi));
    }
    if has(Class::OpinionNoun) && has(Class::Negation) && own && speech.denied.is_none() {
        speech.denied = denied_opinion(tokens);
        speech.disclaimer = speech.disclaimer.or(speech.denied);
    }
    if has(Class::Personal) && has(Class::Negation) && own {
        let (count, first) = denied_personal(tokens);
        speech.absences += count;
        speech.absence = speech.absence.or(first);
    }
    speech.unable |= has(Class::First) && sum.seen & inability(sum.seen) != 0;
    if has(Class::Contrast) && speech.withheld.is_none() {
        speech.withheld = withheld_act(tokens);
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
}

/// To the end of the run of tokens with the same class, at least one.
pub(crate) fn phrase_end(tokens: &[Token], at: usize) -> usize {
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
fn refused_act(tokens: &[Token], to_any_request: bool) -> Option<Span> {
    let seen = tokens.iter().fold(0, |all, token| all | token.classes);
    let unable = tokens.iter().position(|token| token.is(inability(seen)))?;
    let near = |at: usize| at.abs_diff(unable) <= ACT_REACH;
    let reaches = |at: usize| at > unable || at + 8 >= unable;
    // The act is refused where nothing turns the sentence in between ("I can't be sure, but I would choose 4").
    let act = tokens.iter().enumerate().position(|(at, token)| {
        (token.is(Class::Speech.bit())
            || token.is(Class::LightSpeech.bit()) && (to_any_request || says_something(tokens, at)))
            && near(at)
            && reaches(at)
            && !tokens[unable.min(at)..unable.max(at)]
                .iter()
                .any(|token| token.is(Class::Turn.bit()))
    })?;
    span(&tokens[unable.min(act)..=unable.max(act)])
}

/// The classes that mean an inability in a sentence with these classes: "kann" does beside a negation.
fn inability(seen: ClassSet) -> ClassSet {
    let can = if seen & Class::Negation.bit() == 0 { 0 } else { Class::Can.bit() };
    Class::Inability.bit() | can
}

/// "rather than taking a side", "statt eine Zahl zu nennen": the contrast holds a speech act and what is not said.
fn withheld_act(tokens: &[Token]) -> Option<Span> {
    const REACH: usize = 7;
    let contrast = tokens.iter().position(|token| token.is(Class::Contrast.bit()))?;
    let end = tokens.len().min(contrast + REACH);
    let acts = Class::Speech.bit() | Class::LightSpeech.bit();
    let act =
        (contrast..end).find(|&at| tokens[at].is(acts) && !tokens[at].is(Class::Contrast.bit()))?;
    let said = Class::OpinionNoun.bit() | Class::AnswerNoun.bit();
    let said = (contrast..end).rfind(|&at| at != act && tokens[at].is(said))?;
    span(&tokens[contrast..=act.max(said)])
}

/// "I don't have a household, an income or a home": how many, and the first.
fn denied_personal(tokens: &[Token]) -> (usize, Option<Span>) {
    const REACH: usize = 6;
    let mut count = 0;
    let mut first = None;
    // The negation, or the last noun under it.
    let mut reached = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.is(Class::Negation.bit()) {
            reached = Some(at);
        } else if token.is(Class::Turn.bit()) {
            reached = None;
        } else if token.is(Class::Personal.bit())
            && let Some(from) = reached.filter(|&from| at <= from + REACH)
        {
            count += usize::from(!tokens[at - 1].is(Class::Personal.bit()));
            first = first.or_else(|| span(&tokens[from..=at]));
            reached = Some(at);
        }
    }
    (count, first)
}

/// "give an opinion", "eine Meinung haben": what is said stands beside the verb.
fn says_something(tokens: &[Token], verb: usize) -> bool {
    let said = Class::OpinionNoun.bit() | Class::AnswerNoun.bit() | Class::Speech.bit();
    let near = verb.saturating_sub(SAID_REACH)..tokens.len().min(verb + SAID_REACH + 1);
    near.into_iter().any(|at| at != verb && tokens[at].is(said))
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
