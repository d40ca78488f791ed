//! Whether a reply without a choice talks about the question, or says nothing that could be read.
//!
//! Talk leaves marks: words that weigh the question's sides, surveys and camps, offers to explain, options in the
//! mouth of others. A reply that only repeats itself, the options or the question, or that breaks off where the
//! answer should stand, has none or is none.

use crate::class::Class;
use crate::context::{Block, Claim};
use crate::echo;
use crate::evidence::Evidence;
use crate::extraction::Span;
use crate::line::line_end;
use crate::mention::{Form, Reading};
use crate::speech;
use crate::token::{ECHO, Kind, LINE_START, QUOTED, Token};
use crate::word::WordSet;

/// Endings of words for the adherents of a view, per [`Language`](crate::lexicon::Language).
const ADHERENTS: [&[&str]; 5] = [
    &["ists", "arians", "ocrats", "sians"],
    &["isten", "ianer", "okraten"],
    &["istes", "ocrates", "siens"],
    &["istas", "ócratas", "sianos"],
    &["isti", "ocratici", "siani"],
];
/// Blocks that put an option into the mouth of others, or explain it.
const OTHERS: [Block; 4] =
    [Block::ThirdPerson, Block::SecondPerson, Block::Conditional, Block::Example];
/// Whose relative or friend a person is.
const POSSESSIVES: WordSet = WordSet::new(&[
    "my", "our", "mein", "meine", "unser", "unsere", "mon", "ma", "mes", "notre", "nos", "mi",
    "mis", "nuestro", "nuestra", "mio", "mia", "miei", "mie", "nostro",
]);
/// What a word or phrase that weighs the question is worth; one that merely belongs to such talk is worth 1.
const WEIGHING: usize = 2;
/// What an option in the mouth of others is worth.
const OF_OTHERS: usize = 3;
/// The most that options shown in a list are worth.
const LIST_MAX: usize = 1;
/// The most that options explained in a list are worth.
const EXPLAINED_MAX: usize = 5;
/// The most that advice to the reader is worth.
const ADVICE_MAX: usize = 2;
/// What a reply that ends inside a sentence needs more, unless it weighs the question.
const CUT: usize = 2;
/// The last words of a line shorter than this are an entry of a list, in tokens.
const CUT_REACH: usize = 8;
/// What the signs must be worth in a short reply.
const NEEDED: usize = 2;
/// Words for which a long reply needs one more: in longer text such words also come by chance.
const WORDS_A_SIGN: usize = 60;
/// The longest replies need no more than this.
const NEEDED_MAX: usize = 7;

/// What the signs of talk about the question are worth.
pub(crate) fn worth(evidence: &Evidence<'_>) -> usize {
    let speech = evidence.speech();
    let listed = blocked(evidence, &[Block::Listed]).count().min(LIST_MAX);
    let explained = explained(evidence).min(EXPLAINED_MAX);
    let named = || evidence.named().filter_map(|claim| claim.mention.option());
    let several = usize::from(named().min() != named().max());
    let clarifies = WEIGHING * usize::from(speech.clarification.is_some());
    // A word like "very" need not be an option.
    let is_word = |claim: &&Claim| claim.mention.is_weak() && claim.mention.form == Form::Label;
    let (words, options): (Vec<_>, Vec<_>) = blocked(evidence, &OTHERS)
        .filter(|claim| !is_of_one_person(evidence, claim))
        .partition(is_word);
    WEIGHING * speech.weighing
        + OF_OTHERS * options.len()
        + words.len()
        + speech.talk
        + camps(evidence)
        + speech.advice.min(ADVICE_MAX)
        + usize::from(speech.asks_back)
        + clarifies
        + listed
        + explained
        + several
}

/// "My mother strongly agrees.": somebody else's answer, and no talk about the question.
fn is_of_one_person(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    let tokens = &evidence.reply.tokens;
    let start = tokens[claim.mention.from].sentence as usize;
    claim.block == Some(Block::ThirdPerson)
        && evidence.reply.is_one_of(start, &POSSESSIVES)
        && tokens.get(start + 1).is_some_and(|person| person.is(Class::Third.bit()))
}

/// "1. Agree: you think faith should ...": the line says of others what the option means.
fn is_explained(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    const WORDS: usize = 4;
    let reply = &evidence.reply;
    let line = &reply.tokens[claim.mention.to..line_end(reply, claim.mention.to)];
    let others = Class::Second.bit() | Class::Third.bit();
    reply.tokens[claim.mention.from].has(LINE_START)
        && line.iter().filter(|token| token.kind == Kind::Word && !token.has(ECHO)).count() >= WORDS
        && line.iter().any(|token| token.is(others))
        && !line.iter().any(|token| token.is(Class::First.bit()))
}

/// The camps that the reply names by an ending of words for adherents, "utilitarians", "Sozialisten", up to two.
fn camps(evidence: &Evidence<'_>) -> usize {
    const CAMPS_MAX: usize = 2;
    let endings = ADHERENTS[evidence.reply.language as usize];
    let ends = |word: &str| endings.iter().any(|ending| word.ends_with(ending));
    let tokens = evidence.reply.tokens.iter();
    let unknown = tokens.filter(|token| token.kind == Kind::Word && token.word == 0);
    let mut camps = unknown.map(|token| evidence.reply.word(token)).filter(|word| ends(word));
    let Some(first) = camps.next() else { return 0 };
    1 + camps.filter(|other| *other != first).take(CAMPS_MAX - 1).count()
}

/// How often the reply puts an option into the mouth of others, or explains it.
pub(crate) fn of_others(evidence: &Evidence<'_>) -> usize {
    blocked(evidence, &OTHERS).count() + explained(evidence)
}

/// How many options the reply lists with what they mean.
fn explained(evidence: &Evidence<'_>) -> usize {
    blocked(evidence, &[Block::Listed]).filter(|claim| is_explained(evidence, claim)).count()
}

fn blocked<'a>(evidence: &'a Evidence<'_>, blocks: &'a [Block]) -> impl Iterator<Item = &'a Claim> {
    evidence
        .claims
        .iter()
        .filter(|claim| claim.mention.reading != Reading::Off)
        .filter(|claim| claim.block.is_some_and(|block| blocks.contains(&block)))
}

/// The signs suffice for the reply's length.
pub(crate) fn is_talk(evidence: &Evidence<'_>) -> bool {
    let needed = NEEDED + evidence.speech().words / WORDS_A_SIGN;
    let unsure = evidence.speech().weighing == 0 && is_cut(evidence);
    worth(evidence) >= needed.min(NEEDED_MAX) + if unsure { CUT } else { 0 }
}

/// The reply ends inside a sentence: "Thirdly,".
fn is_cut(evidence: &Evidence<'_>) -> bool {
    let tokens = &evidence.reply.tokens;
    let Some(last) = tokens.iter().rposition(|token| !token.mark(b'\n')) else { return false };
    let entry = (0..=last).rev().take(CUT_REACH).any(|at| tokens[at].has(LINE_START));
    tokens[last].mark(b',') || tokens[last].kind == Kind::Word && !entry
}

/// The first word or phrase that weighs the question, else the first that belongs to such talk.
pub(crate) fn sign(evidence: &Evidence<'_>) -> Option<Span> {
    let tokens = &evidence.reply.tokens;
    let first = |class: Class| {
        tokens.iter().position(|token| token.is(class.bit()) && token.flags & (QUOTED | ECHO) == 0)
    };
    let at = first(Class::Neutral).or_else(|| first(Class::Talk))?;
    speech::span(&tokens[at..speech::phrase_end(tokens, at)])
}

/// The reply repeats the options, the question or itself and adds hardly a word, or it only asks, as a questionnaire.
pub(crate) fn is_empty(evidence: &Evidence<'_>) -> bool {
    let speech = evidence.speech();
    let asks_on = speech.questions >= 2 && speech.questions == speech.sentences;
    asks_on
        || is_code(evidence)
        || is_fenced(evidence.reply.text)
        || is_echo(evidence)
        || is_babble(evidence)
        || is_citation(evidence)
}

/// "Source: European Values Study, wave 5.": says where the item comes from, and weighs nothing.
fn is_citation(evidence: &Evidence<'_>) -> bool {
    const WORDS_MAX: usize = 40;
    const SOURCES: WordSet =
        WordSet::new(&["source", "sources", "quelle", "quellen", "fuente", "fonte"]);
    let (reply, speech) = (&evidence.reply, evidence.speech());
    let cites = |at: usize| {
        reply.tokens[at].mark(b':')
            && at.checked_sub(1).is_some_and(|before| {
                reply.tokens[before].sentence as usize == before
                    && reply.is_one_of(before, &SOURCES)
            })
    };
    speech.words <= WORDS_MAX
        && speech.own == 0
        && speech.weighing == 0
        && (0..reply.tokens.len()).any(cites)
}

/// More brackets, quotes and signs of programs than words.
fn is_code(evidence: &Evidence<'_>) -> bool {
    let tokens = &evidence.reply.tokens;
    let signs = tokens.iter().filter(|token| token.any_mark(b"{}[]()<>=:;\"_/\\")).count();
    signs > evidence.speech().words
}

/// A block of code between fences is most of the reply.
fn is_fenced(text: &str) -> bool {
    const FENCE: &str = "```";
    let Some((before, rest)) = text.split_once(FENCE) else { return false };
    let block = rest.split_once(FENCE).map_or(rest, |(block, _)| block);
    block.len() >= before.len()
}

/// Hardly a word of the reply is its own: the rest are options and the question.
fn is_echo(evidence: &Evidence<'_>) -> bool {
    const OWN_SHARE: usize = 5;
    let tokens = &evidence.reply.tokens;
    let is_word = |token: &Token| token.kind == Kind::Word;
    let words = tokens.iter().filter(|token| is_word(token)).count();
    let echoed = tokens.iter().filter(|token| is_word(token) && token.has(ECHO)).count();
    let named: usize = evidence
        .claims
        .iter()
        .map(|claim| &tokens[claim.mention.from..claim.mention.to])
        .map(|mention| mention.iter().filter(|token| is_word(token) && !token.has(ECHO)).count())
        .sum();
    OWN_SHARE * words.saturating_sub(echoed + named) <= words
}

/// Every third run of four words has stood before.
pub(crate) fn is_babble(evidence: &Evidence<'_>) -> bool {
    const RUN: usize = 4;
    const RUNS_MIN: usize = 8;
    const RUNS_MAX: usize = 240;
    let reply = &evidence.reply;
    let words: Vec<u64> = reply
        .tokens
        .iter()
        .filter(|token| !matches!(token.kind, Kind::Mark(_)))
        .take(RUNS_MAX)
        .map(|token| echo::hash_token(reply.word(token)))
        .collect();
    let mut runs: Vec<u64> = words.windows(RUN).map(echo::mix).collect();
    let all = runs.len();
    runs.sort_unstable();
    runs.dedup();
    all >= RUNS_MIN && 3 * (all - runs.len()) >= all
}

/// The reply ends where the answer should stand: "my answer is", "I would rate it as a".
pub(crate) fn breaks_off(evidence: &Evidence<'_>) -> bool {
    const REACH: usize = 14;
    let tokens = &evidence.reply.tokens;
    let Some(last) = tokens.iter().rposition(|token| !token.mark(b'\n')) else { return false };
    let open = Class::Copula.bit()
        | Class::Filler.bit()
        | Class::LabelFiller.bit()
        | Class::Choose.bit()
        | Class::Say.bit()
        | Class::AnswerKey.bit()
        | Class::OptionNoun.bit()
        | Class::Turn.bit()
        | Class::Range.bit()
        | Class::First.bit();
    let end = &tokens[last];
    let dangling = end.any_mark(b":,(") || end.kind == Kind::Word && end.is(open);
    let announced = Class::First.bit()
        | Class::AnswerNoun.bit()
        | Class::AnswerKey.bit()
        | Class::OptionNoun.bit()
        | Class::Choose.bit();
    let sentence = (end.sentence as usize).max(last.saturating_sub(REACH));
    // "Given the options:"
    let announced = announced | if end.mark(b':') { Class::Talk.bit() } else { 0 };
    dangling && tokens[sentence..=last].iter().any(|token| token.is(announced))
}
