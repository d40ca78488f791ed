//! Whose choice a sentence tells: the speaker's, the reader's or somebody else's.

use super::anchor::anchor;
use super::layout::bounded;
use super::left::{Left, Subject};
use super::own::counts;
use super::{Block, Cue};
use crate::class::Class;
use crate::lexicon::Language;
use crate::mention::{Form, Mention, Reading};
use crate::reply::Reply;
use crate::token::{CAPITAL, Kind, Token};
use crate::word::WordSet;

pub(super) fn person(
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    cue: Cue,
    weak: bool,
) -> Option<Block> {
    let first = left.subject == Some(Subject::First);
    // "I would rate whether it has gone too far as 7": the condition is inside what is rated.
    let inside = cue == Cue::Own
        && mention.form != Form::Label
        && left.choose > left.conditional
        && left.choose_subject == Some(Subject::First);
    if left.conditional.is_some() && !(left.main_clause && first) && !inside {
        return Some(Block::Conditional);
    }
    if left.example && !(cue == Cue::Own && first) {
        return Some(Block::Example);
    }
    if left.subject.is_none() && is_of_an_adherent(reply, mention) {
        return Some(Block::ThirdPerson);
    }
    // "Friends are very important to me."
    let to_me = mention.form == Form::Label
        && !weak
        && matches!(&reply.tokens[mention.to..], [to, me, ..] if to.is(Class::That.bit() | Class::Frame.bit()) && me.is(Class::First.bit()));
    // "They get a 3 from me."
    let mine = |token: &Token| token.is(Class::First.bit()) && token.is(Class::Reflects.bit());
    let to_me = to_me || reply.tokens[mention.to..].iter().take(2).any(mine) && !weak;
    let own = matches!(cue, Cue::Own | Cue::Marked)
        && left.choose_subject != Some(Subject::Third)
        && left.choose_subject != Some(Subject::Second);
    match left.subject {
        Some(Subject::Third) if to_me => {}
        Some(Subject::Third)
            if !own
                || mention.form == Form::Label && left.choose_subject != Some(Subject::First) =>
        {
            return Some(Block::ThirdPerson);
        }
        // "You want a number: 5."
        Some(Subject::Second)
            if reply.tokens[mention.from.saturating_sub(1)].mark(b':')
                && bounded(reply, mention) => {}
        Some(Subject::Second) if !own => return Some(Block::SecondPerson),
        _ => {}
    }
    if own && left.choose.is_some() && has_foreign_agent(reply, mention, left) {
        return Some(Block::ThirdPerson);
    }
    if own && matches!(left.choose_subject, Some(Subject::Second | Subject::Third)) {
        return Some(Block::ThirdPerson);
    }
    if matches!(mention.reading, Reading::Off)
        || matches!(mention.form, Form::Number | Form::NumberWord)
    {
        let known = matches!(cue, Cue::Own | Cue::Reflects | Cue::OutOf | Cue::Corrected);
        if counts(reply, mention)
            && !matches!(cue, Cue::Opening | Cue::Corrected)
            && !(known
                && mention.form == Form::Number
                && is_adjacent_own(reply, mention, left)
                && !is_before_plural(reply, mention))
        {
            return Some(Block::Weak);
        }
        if mention.form == Form::Number
            && cue == Cue::Bare
            && !bounded(reply, mention)
            && counts(reply, mention)
        {
            return Some(Block::Weak);
        }
    }
    (weak
        && matches!(cue, Cue::Bare | Cue::OwnLabel | Cue::StanceThat | Cue::Emphasis | Cue::Stance))
    .then_some(Block::Weak)
}

/// "A social democrat would probably pick 2": a noun that no list knows is the subject of the choosing verb.
fn has_foreign_agent(reply: &Reply<'_>, mention: &Mention, left: &Left) -> bool {
    let Some(distance) = left.choose.filter(|_| reply.language == Language::English) else {
        return false;
    };
    // "Would put down a 7", "would mostly mark agree"
    let passed = Class::Hedge.bit()
        | Class::Can.bit()
        | Class::Copula.bit()
        | Class::Courtesy.bit()
        | Class::Choose.bit()
        | Class::Moderate.bit()
        | Class::Adverb.bit();
    let start = reply.tokens[mention.from].sentence as usize;
    let start = start.max((mention.from - distance).saturating_sub(AGENT_REACH));
    let mut modal = false;
    for at in (start..mention.from - distance).rev() {
        let token = &reply.tokens[at];
        // "Speaking as a farmer from Korea I would ..."
        if token.is(Class::First.bit()) {
            return false;
        }
        let would = reply.is_one_of(at, &MODALS);
        modal |= would;
        if !would && !token.is(passed) {
            let mine = at > start && reply.tokens[at - 1].is(Class::First.bit());
            let unknown = token.kind == Kind::Word && token.word == 0 && !mine;
            let one_of_two = reply.is_one_of(at, &ONE_OF_TWO);
            return modal && (unknown || one_of_two) || unknown && is_of_a_group(reply, at);
        }
    }
    false
}

/// Verbs of what somebody else would do.
const MODALS: WordSet = WordSet::new(&["would", "will", "might", "may", "could"]);

/// "A strict consequentialist would jot down a 7", "Kantians might agree", "the unions say 2": a clause that begins with
/// adherents of a view, or with persons that no list knows, says what they think.
fn is_of_an_adherent(reply: &Reply<'_>, mention: &Mention) -> bool {
    const ARTICLES: WordSet = WordSet::new(&["a", "an", "the"]);
    const THINKS: WordSet = WordSet::new(&["tend", "say", "says", "think", "thinks"]);
    const DESERVES: WordSet =
        WordSet::new(&["be", "get", "earn", "deserve", "have", "rate", "score"]);
    const ENDINGS: [&str; 4] = ["ist", "arian", "ocrat", "ian"];
    const REACH: usize = 10;
    if reply.language != Language::English {
        return false;
    }
    let sentence = reply.tokens[mention.from].sentence as usize;
    let ends = |at: usize| {
        let token = &reply.tokens[at];
        let mark = matches!(token.kind, Kind::Mark(_)) && !token.any_mark(b"\"'");
        mark || token.is(Class::Turn.bit() | Class::First.bit())
    };
    let clause = (sentence.max(mention.from.saturating_sub(REACH))..mention.from)
        .rev()
        .take_while(|&at| !ends(at))
        .last();
    let Some(start) = clause else { return false };
    let verb = |at: &usize| reply.is_one_of(*at, &MODALS) || reply.is_one_of(*at, &THINKS);
    let Some(verb) = (start + 1..mention.from).find(verb) else { return false };
    let name = &reply.tokens[verb - 1];
    let word = reply.word(name);
    let one = word.strip_suffix('s').unwrap_or(word);
    let article = reply.is_one_of(start, &ARTICLES);
    let adheres = ENDINGS.iter().any(|ending| one.ends_with(ending)) && verb <= start + 4;
    // "Finns tend to put it at 8", but not "judges would get a 7".
    let many = name.word == 0
        && one.len() < word.len()
        && verb == start + 1 + usize::from(article)
        && !reply.is_one_of(verb + 1, &DESERVES);
    name.kind == Kind::Word && (adheres && (article || verb == start + 1) || many)
}

/// Camps that a sentence before has named.
const ONE_OF_TWO: WordSet = WordSet::new(&["former", "latter"]);

/// How far before the verb of choosing its subject is looked for, in tokens.
const AGENT_REACH: usize = 12;

/// "The Danes sit near 7": a plural with a capital letter behind an article, at the beginning of a clause.
fn is_of_a_group(reply: &Reply<'_>, at: usize) -> bool {
    let Some(article) = at.checked_sub(1).filter(|&article| reply.is_word(article, "the")) else {
        return false;
    };
    let before = article.checked_sub(1).map(|before| &reply.tokens[before]);
    let opens = reply.tokens[article].sentence as usize == article
        || before.is_some_and(|before| {
            matches!(before.kind, Kind::Mark(_)) || before.is(Class::And.bit() | Class::Turn.bit())
        });
    opens && reply.tokens[at].has(CAPITAL) && reply.word(&reply.tokens[at]).ends_with('s')
}

/// "Voy con 3 amigos", "ho messo 3 cucchiai": what the verb takes is a count of things.
fn is_before_plural(reply: &Reply<'_>, mention: &Mention) -> bool {
    let Some(next) = reply.tokens.get(mention.to) else { return false };
    let word = reply.word(next);
    let plural = match reply.language {
        Language::Spanish => word.ends_with('s'),
        Language::Italian => word.ends_with(['i', 'e']) && !word.ends_with("mente"),
        Language::English | Language::German | Language::French => false,
    };
    let things = Class::Third.bit() | Class::Personal.bit() | Class::Unit.bit();
    plural && next.kind == Kind::Word && (next.classes == 0 || next.is(things))
}

fn is_adjacent_own(reply: &Reply<'_>, mention: &Mention, left: &Left) -> bool {
    anchor(reply, mention).is_some_and(|(at, words)| {
        words <= 3
            && (reply.tokens[at].is(Class::Choose.bit() | Class::AnswerNoun.bit())
                || reply.tokens[at].is(Class::Copula.bit()) && left.noun.is_some())
            || reply.tokens[mention.from.saturating_sub(1)].is(Class::OptionNoun.bit())
    })
}
