//! What a reply does instead of choosing: refuse, not know, discuss the question, or argue in other words.

mod withholding;

use crate::class::{Class, ClassSet};
use crate::extraction::Span;
use crate::reply::Reply;
use crate::token::{ECHO, Kind, QUOTED, Token};

use withholding::{
    denied_opinion, denied_personal, inability, refused_act, self_as_machine, torn, withheld_act,
};

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
    /// "I can't choose between them": the last such sentence, up to what cannot be chosen.
    pub(crate) torn: Option<Span>,
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
    /// "Sorry, can't do that": regret in a short reply that denies something.
    pub(crate) regret: Option<Span>,
    /// "I'm sorry".
    pub(crate) sorry: bool,
}

/// Most words of a reply that only regrets.
const SHORT: usize = 16;
/// Classes that make a sentence worth a second look.
const TELLING: ClassSet = Class::Outright.bit()
    | Class::Speech.bit()
    | Class::LightSpeech.bit()
    | Class::Personal.bit()
    | Class::SelfAi.bit()
    | Class::Machine.bit()
    | Class::OpinionNoun.bit()
    | Class::DontKnow.bit()
    | Class::Torn.bit()
    | Class::Undecided.bit()
    | Class::Contrast.bit()
    | Class::Inability.bit()
    | Class::Clarify.bit()
    | Class::OwnStance.bit()
    | Class::Unlawful.bit()
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
    if reply.seen & Class::Brief.bit() != 0 {
        speech.refusal = speech.refusal.or_else(|| passed(tokens));
    }
    if speech.sorry && speech.words <= SHORT {
        let denies = |class: Class| tokens.iter().any(|token| token.is(class.bit()));
        let regrets = denies(Class::Negation) || denies(Class::Inability);
        speech.regret = span(tokens).filter(|_| regrets && speech.stance.is_none());
    }
    speech
}

/// "Pass.", "uf, paso": the whole reply is one such word, and courtesies.
fn passed(tokens: &[Token]) -> Option<Span> {
    const TOKENS_MAX: usize = 8;
    let refuses = |token: &Token| token.is(Class::Brief.bit());
    let pass = tokens.iter().take(TOKENS_MAX).position(refuses)?;
    let silent = Class::Brief.bit()
        | Class::Courtesy.bit()
        | Class::First.bit()
        | Class::Speech.bit()
        | Class::That.bit();
    let known = |token: &Token| matches!(token.kind, Kind::Mark(_)) || token.is(silent);
    let alone = tokens.len() <= TOKENS_MAX && tokens.iter().all(known);
    span(&tokens[pass..phrase_end(tokens, pass)]).filter(|_| alone)
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
    let has = |class: Class| sum.seen & class.bit() != 0;
    speech.words += sum.words;
    speech.neutral += sum.neutral + sum.third.min(2);
    speech.markers += sum.neutral;
    speech.weighing += sum.weighing;
    speech.talk += sum.talk;
    speech.own += sum.own;
    speech.assertions += sum.assertions;
    speech.sorry |= has(Class::Sorry);
    speech.advice += usize::from(has(Class::Conditional) && has(Class::Second));
    if sum.words > 0 {
        let asks = tokens.iter().rev().take(3).any(|token| token.mark(b'?'));
        speech.asks_back = asks && sum.talk == 0 && (has(Class::Second) || has(Class::First));
        speech.questions += usize::from(asks);
        speech.sentences += 1;
    }
    if sum.seen & TELLING != 0 {
        note_phrases(speech, tokens, sum.seen);
        note_withholding(speech, tokens, sum.seen, to_any_request);
    }
}

/// The phrases that tell by themselves, each where it first stands.
fn note_phrases(speech: &mut Speech, tokens: &[Token], seen: ClassSet) {
    let first = tokens.iter().position(|token| token.is(Class::First.bit()));
    let slots = [
        (Class::Outright.bit(), &mut speech.refusal),
        (Class::SelfAi.bit(), &mut speech.disclaimer),
        (Class::DontKnow.bit(), &mut speech.ignorance),
        (Class::Clarify.bit(), &mut speech.clarification),
        (Class::OwnStance.bit(), &mut speech.stance),
        (Class::Harm.bit(), &mut speech.harm),
    ];
    for (class, slot) in slots {
        if seen & class != 0 && slot.is_none() {
            let tells = |at: &usize| {
                tokens[*at].is(class)
                    && !tokens[*at].has(QUOTED)
                    && !(WITHHELD & class != 0 && is_of_reader(tokens, *at, class, first))
            };
            let at = (0..tokens.len()).find(tells);
            *slot = at.and_then(|at| span(&tokens[at..phrase_end(tokens, at)]));
        }
    }
    // "I must say that this is illegal", but not "it is illegal to park here".
    if seen & Class::Unlawful.bit() != 0 && seen & Class::First.bit() != 0 && speech.harm.is_none()
    {
        let at = tokens.iter().position(|token| token.is(Class::Unlawful.bit()));
        speech.harm = at.and_then(|at| span(&tokens[at..phrase_end(tokens, at)]));
    }
    speech.self_ai |= seen & Class::SelfAi.bit() != 0;
}

/// What only the speaker can withhold.
const WITHHELD: ClassSet = Class::Outright.bit() | Class::DontKnow.bit();

/// "So you won't be able to", "if you can't decide": what the reader cannot do, or does not know.
fn is_of_reader(tokens: &[Token], at: usize, class: ClassSet, first: Option<usize>) -> bool {
    const REACH: usize = 2;
    const PHRASE: usize = 8;
    let inside = |token: &&Token| token.is(class);
    let run = tokens[..at].iter().rev().take(PHRASE).take_while(inside).count();
    let at = at - run;
    let phrase = &tokens[at..phrase_end(tokens, at)];
    let before = &tokens[at.saturating_sub(REACH)..at];
    let second = |token: &Token| token.is(Class::Second.bit());
    // "What I can't take off your hands", "ich kann Ihnen nichts sagen"
    let own = first.is_some_and(|first| first < at + phrase.len());
    // "Parents who are unsure", "many voters don't know"
    let other = |token: &Token| token.is(Class::Third.bit()) && !token.is(Class::First.bit());
    let speaks = phrase.iter().chain(before).any(|token| token.is(Class::First.bit()));
    let mut beside = before.iter().rev().take_while(|token| !matches!(token.kind, Kind::Mark(_)));
    if class == Class::DontKnow.bit() && !speaks && beside.any(other) {
        return true;
    }
    before.last().is_some_and(second) && !own
        || before.iter().any(second)
            && before.iter().any(|token| token.is(Class::Conditional.bit()))
}

/// What the words of the sentence withhold together.
fn note_withholding(speech: &mut Speech, tokens: &[Token], seen: ClassSet, to_any_request: bool) {
    let has = |class: Class| seen & class.bit() != 0;
    let own = || first_or_none(tokens);
    if speech.refusal.is_none() && (has(Class::Speech) || has(Class::LightSpeech)) && own() {
        speech.refusal = refused_act(tokens, to_any_request);
    }
    if has(Class::Machine)
        && !speech.self_ai
        && let Some(at) = self_as_machine(tokens)
    {
        speech.self_ai = true;
        speech.disclaimer = speech.disclaimer.or_else(|| span(&tokens[at..=at]));
    }
    if has(Class::OpinionNoun) && has(Class::Negation) && speech.denied.is_none() && own() {
        speech.denied = denied_opinion(tokens);
        speech.disclaimer = speech.disclaimer.or(speech.denied);
    }
    if has(Class::Personal) && has(Class::Negation) && own() {
        let (count, first) = denied_personal(tokens);
        speech.absences += count;
        speech.absence = speech.absence.or(first);
    }
    let may = Class::Inability.bit() | Class::Can.bit() | Class::Willing.bit();
    if has(Class::First) && seen & may != 0 && inability(tokens).is_some() {
        speech.unable = true;
    }
    if has(Class::Torn) && seen & (may | Class::DontKnow.bit()) != 0 && own() {
        speech.torn = torn(tokens).or(speech.torn);
    }
    if has(Class::Undecided) {
        let last = tokens.iter().rposition(|token| token.is(Class::Undecided.bit()));
        speech.torn = last.and_then(|last| span(&tokens[..=last]));
    }
    if has(Class::Contrast) && speech.withheld.is_none() {
        speech.withheld = withheld_act(tokens);
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
