//! Ways to write a part of a label, where the part names no other option.

use super::pattern::{content_of, has_class};
use crate::class::Class;
use crate::lexicon::LEXICON;
use crate::scan::words_of;

/// The alternatives inside a label ("Moderate; middle of the road", "Prices/inflation"), and the label without its brackets.
pub(super) fn parts(label: &str) -> Vec<Vec<String>> {
    let outside: String =
        label.split('(').map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect();
    let mut parts: Vec<&str> = outside.split(['/', ';']).collect();
    if parts.len() < 2 && outside == label {
        parts.clear();
    }
    parts.iter().map(|part| content_of(words_of(part))).filter(|words| !words.is_empty()).collect()
}

/// "Wouldn't vote" for "Would not vote", and the other way round.
pub(super) fn contractions(pattern: &[String]) -> Option<Vec<String>> {
    const IRREGULAR: [(&str, &str); 2] = [("will", "won't"), ("can", "can't")];
    let join = |verb: &str| {
        IRREGULAR
            .iter()
            .find(|(one, _)| *one == verb)
            .map_or(format!("{verb}n't"), |(_, joined)| (*joined).to_owned())
    };
    let split = |word: &str| {
        let irregular = IRREGULAR.iter().find(|(_, joined)| *joined == word).map(|(one, _)| *one);
        irregular.or_else(|| word.strip_suffix("n't")).map(str::to_owned)
    };
    if let Some(at) = pattern.iter().skip(1).position(|word| word == "not") {
        let joined = [join(&pattern[at])];
        return Some([&pattern[..at], &joined, &pattern[at + 2..]].concat());
    }
    let (at, verb) = pattern.iter().enumerate().find_map(|(at, word)| Some((at, split(word)?)))?;
    Some([&pattern[..at], &[verb, "not".to_owned()], &pattern[at + 1..]].concat())
}

/// Shortest part of a long label that names it, in words.
const RUN_MIN: usize = 4;
/// Shortest label that is long.
const LONG_MIN: usize = 6;

/// The parts of a long label, where most options are labelled: a reply seldom repeats a whole statement word for word.
pub(super) fn runs(patterns: &[Vec<String>], option: usize) -> impl Iterator<Item = &[String]> {
    let pattern = &patterns[option];
    let worded = patterns.iter().filter(|other| !other.is_empty()).count();
    let long = pattern.len() >= LONG_MIN && 2 * worded > patterns.len();
    let last = if long { pattern.len() - RUN_MIN } else { 0 };
    (0..if long { last + 1 } else { 0 })
        .flat_map(move |from| (from + RUN_MIN..=pattern.len()).map(move |to| &pattern[from..to]))
}

/// "Protecting the environment" for "Protecting the environment should be given priority, even if ...": the beginning of a
/// long label, where every option that has words is such a statement and none but this one says it.
pub(super) fn opening(patterns: &[Vec<String>], option: usize) -> Option<&[String]> {
    const WORDS: usize = 2;
    let mut worded = patterns.iter().filter(|other| !other.is_empty());
    let long = patterns.len() <= 3 && worded.all(|other| other.len() >= LONG_MIN);
    let words = patterns[option].get(..WORDS).filter(|_| long)?;
    let shares = |other: &&Vec<String>| other.windows(WORDS).any(|run| run == words);
    let plain = words.iter().all(|word| !has_class(word, Class::Third.bit() | Class::Stop.bit()));
    (plain && patterns.iter().filter(shares).count() == 1).then_some(words)
}

/// "Umweltschutz" for "Der Umweltschutz sollte Vorrang haben, auch wenn ...": what stands before the word that says what
/// should be, where no other such statement holds it.
pub(super) fn topic(patterns: &[Vec<String>], option: usize) -> Option<&[String]> {
    const SHOULD: [&str; 10] = [
        "should",
        "must",
        "sollte",
        "sollten",
        "devrait",
        "devraient",
        "debería",
        "deberían",
        "dovrebbe",
        "dovrebbero",
    ];
    const WORDS: usize = 3;
    let mut worded = patterns.iter().filter(|other| !other.is_empty());
    let long = patterns.len() <= 3 && worded.all(|other| other.len() >= LONG_MIN);
    let should = |word: &String| SHOULD.contains(&word.as_str());
    let at = patterns[option].iter().position(should).filter(|_| long)?;
    let words = &patterns[option][..at];
    let holds = |other: &&Vec<String>| words.iter().all(|word| other.contains(word));
    let plain = words.iter().all(|word| !has_class(word, Class::Third.bit() | Class::Stop.bit()));
    let alone = patterns.iter().filter(holds).count() == 1;
    (plain && alone && (1..=WORDS).contains(&words.len())).then_some(words)
}

/// What stands before the first comma, where no other label holds it: "Moderate" for "Moderate, middle of the road".
pub(super) fn head(label: &str, patterns: &[Vec<String>], option: usize) -> Option<Vec<String>> {
    let head = content_of(words_of(label.split_once(',')?.0));
    let holds = |other: &Vec<String>| head.iter().all(|word| other.contains(word));
    let unique = patterns.iter().filter(|other| holds(other)).count() == 1;
    (unique && head.len() <= 3 && patterns[option].starts_with(&head)).then_some(head)
}

/// What stands behind the first comma, where no other label holds it: "providing more services" for
/// "Government should be bigger, providing more services".
pub(super) fn tail(label: &str, patterns: &[Vec<String>], option: usize) -> Option<Vec<String>> {
    const TAIL_MIN: usize = 3;
    let (head, tail) = label.split_once(',')?;
    let tail = content_of(words_of(tail));
    // "Definitely not" for "No, definitely not".
    let least = if words_of(head).len() == 1 { 2 } else { TAIL_MIN };
    let holds = |other: &Vec<String>| tail.iter().all(|word| other.contains(word));
    let unique = patterns.iter().filter(|other| holds(other)).count() == 1;
    (unique && tail.len() >= least && patterns[option].ends_with(&tail)).then_some(tail)
}

/// "In most cases legal" for "Legal in most cases", "practically never" the other way round.
pub(super) fn turned(pattern: &[String]) -> Option<Vec<String>> {
    const REST_MAX: usize = 3;
    let [first, rest @ ..] = pattern else { return None };
    let turns = (2..=REST_MAX).contains(&rest.len())
        && rest != ["at", "all"]
        && !has_class(first, Class::Negation.bit());
    turns.then(|| rest.iter().chain([first]).cloned().collect())
}

/// The two things that a label names, where no other label holds them: "climate change" for "The environment and climate change".
pub(super) fn joined(label: &str, patterns: &[Vec<String>], option: usize) -> Vec<Vec<String>> {
    const AND: [&str; 4] = ["and", "und", "et", "y"];
    let words = words_of(label);
    let Some(at) = words.iter().position(|word| AND.contains(&word.as_str())) else {
        return Vec::new();
    };
    if patterns[option].len() > LONG_MIN {
        return Vec::new();
    }
    let parts = [&words[..at], &words[at + 1..]].map(|part| content_of(part.to_vec()));
    let unique = |part: &Vec<String>| {
        !part.is_empty()
            && patterns.iter().filter(|other| part.iter().all(|word| other.contains(word))).count()
                == 1
    };
    parts.into_iter().filter(unique).collect()
}

/// A label without the word that it can spare: "Not much" for "Not very much", "Can't be too careful" for
/// "You can't be too careful", "Neither" for "Neither agree nor disagree".
fn clipped(pattern: &[String], alone: impl Fn(&[String]) -> bool) -> Vec<Vec<String>> {
    const NEITHER: [&str; 5] = ["neither", "weder", "ni", "né", "tampoco"];
    let mut forms = Vec::new();
    let strong = |word: &String| has_class(word, Class::Strong.bit());
    if let [not, very, rest @ ..] = pattern
        && strong(very)
        && has_class(not, Class::Negation.bit())
    {
        forms.push([&pattern[..1], rest].concat());
    }
    if let [subject, rest @ ..] = pattern
        && rest.len() >= 2
        && has_class(subject, Class::First.bit() | Class::Second.bit())
    {
        forms.push(rest.to_vec());
    }
    if let [first, _, _, ..] = pattern
        && NEITHER.contains(&first.as_str())
    {
        forms.push(vec![first.clone()]);
    }
    forms.retain(|form| alone(form));
    forms
}

/// What tells an option from the others when a reply drops the words that the labels share:
/// "somewhat" for "somewhat worried", "Labour" for "Labour Party".
pub(super) fn short_forms(patterns: &[Vec<String>], option: usize) -> Vec<Vec<String>> {
    let pattern = &patterns[option];
    let worded = patterns.iter().filter(|other| !other.is_empty()).count();
    if worded < 2 || pattern.len() < 2 {
        return Vec::new();
    }
    let count = |word: &String| patterns.iter().filter(|other| other.contains(word)).count();
    // A word that denies tells an option from its opposite, however many labels hold it.
    let shared = |word: &&String| {
        count(word) >= 2 && 2 * count(word) > worded && !has_class(word, Class::PlainNegation.bit())
    };
    let dropped: Vec<String> = pattern.iter().filter(|word| !shared(word)).cloned().collect();
    let tail = pattern.iter().rev().take_while(shared).count();
    let head = pattern.iter().take_while(shared).count();
    let mut forms =
        vec![dropped, pattern[..pattern.len() - tail].to_vec(), pattern[head..].to_vec()];
    // The first word of a name: "Labour", "Liberal" where no other label holds it.
    let first = &pattern[0];
    if worded > 3 && count(first) == 1 && LEXICON.classes_anywhere(first) == 0 && first.len() > 3 {
        forms.push(vec![first.clone()]);
    }
    // "About right" for "About the right amount".
    if let [rest @ .., last] = &pattern[..]
        && rest.len() >= 2
        && LEXICON.is_measure(last)
    {
        forms.push(rest.to_vec());
    }
    // "Need to be careful" for "Need to be very careful" beside "Most people can be trusted".
    if let Some(at) = pattern.iter().position(|word| has_class(word, Class::Strong.bit()))
        && worded == 2
        && patterns.len() == 2
        && (1..pattern.len() - 1).contains(&at)
    {
        forms.push([&pattern[..at], &pattern[at + 1..]].concat());
    }
    // "None" for "None at all", "Once or twice a year" for "About once or twice a year".
    if let [rest @ .., at, all] = &pattern[..]
        && at == "at"
        && all == "all"
    {
        forms.push(rest.to_vec());
    }
    let alone = |words: &[String]| {
        patterns.iter().filter(|other| words.iter().all(|word| other.contains(word))).count() == 1
    };
    forms.extend(clipped(pattern, alone));
    if let [about, rest @ ..] = &pattern[..]
        && rest.len() >= 2
        && has_class(about, Class::Hedge.bit())
        && alone(rest)
    {
        forms.push(rest.to_vec());
    }
    let others = |form: &Vec<String>| patterns.iter().any(|other| other == form);
    forms.retain(|form| {
        let function = Class::Stop.bit()
            | Class::LabelFiller.bit()
            | Class::Copula.bit()
            | Class::First.bit()
            | Class::PlainNegation.bit();
        let telling = form.iter().any(|word| {
            !has_class(word, function)
                || has_class(word, Class::Moderate.bit() | Class::Strong.bit())
        });
        // "Satisfied" says on which side of 0 to 10, but not "extremely satisfied".
        let strong = form.iter().any(|word| has_class(word, Class::Strong.bit()));
        let side = 2 * worded <= patterns.len() && shared(&first) && !strong;
        telling && form.len() < pattern.len() && !others(form) && !side
    });
    forms.dedup();
    forms
}
