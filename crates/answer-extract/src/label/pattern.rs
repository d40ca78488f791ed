//! From the labels of a scale to the ways in which a reply may write them.

use super::partial::{
    contractions, head, joined, opening, parts, runs, short_forms, tail, topic, turned,
};
use super::shortened::shortened;
use super::translation::{Way, translations};
use crate::class::{Class, ClassSet};
use crate::lexicon::LEXICON;
use crate::option::{OptionValue, ResponseOption};
use crate::scan::words_of;

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Word(String),
    /// Any word of the class [`Class::Strong`].
    Strong,
    /// Any word of the class [`Class::Moderate`].
    Moderate,
}

/// One way to write a label.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub(super) steps: Vec<Step>,
    /// The label itself 0, another word order or a part of it 1, another intensifier 2, a short form 3, a loose way 4.
    pub(super) rank: u8,
    /// Running text may say this without naming the option.
    pub(super) weak: bool,
}

/// The words of a label without its own number, articles and prepositions; empty when nothing but the number is left.
pub(super) fn pattern_of(option: &ResponseOption) -> Vec<String> {
    let mut words = words_of(&option.label);
    let value = option.value.to_string().to_lowercase();
    if words.first().is_some_and(|first| *first == value)
        && (words.len() == 1 || matches!(option.value, OptionValue::Number(_)))
    {
        words.remove(0);
    }
    content_of(words)
}

/// The words of a label without articles and prepositions, unless little else is left.
pub(super) fn content_of(words: Vec<String>) -> Vec<String> {
    let content: Vec<String> = words
        .iter()
        .filter(|word| LEXICON.classes_anywhere(word) & Class::LabelFiller.bit() == 0)
        .cloned()
        .collect();
    if content.is_empty() || content.len() < words.len().min(2) { words } else { content }
}

/// The content of another way to say a label, in which "un peu" is more than "peu".
fn content_of_way(words: Vec<String>) -> Vec<String> {
    const LITTLE: [&str; 5] = ["peu", "poco", "po'", "pochino", "poquito"];
    let little = |pair: &[String]| pair[0] == "un" && LITTLE.contains(&pair[1].as_str());
    // "Juste ce qu'il faut": an article of Italian is a pronoun in French.
    if words.windows(2).any(little) || words.iter().any(|word| word == "qu'") {
        return words;
    }
    content_of(words)
}

/// How many words of a label stand before its pattern.
pub(super) fn lead_of(label: &str, pattern: &[String]) -> usize {
    let words = words_of(label);
    pattern.first().and_then(|first| words.iter().position(|word| word == first)).unwrap_or(0)
}

pub(super) fn has_class(word: &str, class: ClassSet) -> bool {
    LEXICON.classes_anywhere(word) & class != 0
}

/// A single word that is no stance by itself.
pub(super) fn is_weak(pattern: &[String]) -> bool {
    match pattern {
        [] => true,
        [word] => !LEXICON.is_distinct(word),
        _ => false,
    }
}

/// Every way to write an option's label.
pub(super) fn variants(labels: &[&str], patterns: &[Vec<String>], option: usize) -> Vec<Variant> {
    let pattern = &patterns[option];
    if pattern.is_empty() {
        return Vec::new();
    }
    let written = |words: &[String]| words.iter().cloned().map(Step::Word).collect();
    let mut variants: Vec<Variant> = Vec::new();
    let orders = orders(pattern);
    let weak = is_weak(pattern);
    for joined in LEXICON.joined_verbs(pattern) {
        variants.push(Variant { steps: written(&joined), rank: 1, weak });
    }
    for (position, order) in orders.iter().enumerate() {
        variants.push(Variant { steps: written(order), rank: u8::from(position > 0), weak });
    }
    variants.extend(intensified(patterns, option, &orders, weak));
    if pattern.iter().any(|word| ["neither", "weder", "ni", "né"].contains(&word.as_str()))
        && !patterns.iter().flatten().any(|word| word.starts_with("neutr"))
    {
        for word in ["neutral", "neutre", "neutrale"] {
            let steps = vec![Step::Word(word.to_owned())];
            variants.push(Variant { steps, rank: 1, weak: false });
        }
    }
    variants.extend(sayings(pattern, 1));
    if let Some(other) = contractions(pattern) {
        variants.push(Variant { steps: written(&other), rank: 1, weak });
    }
    for part in parts(labels[option]) {
        let weak = is_weak(&part);
        variants.push(Variant { steps: written(&part), rank: 1, weak });
    }
    // "Me ressemble un peu" is no way to say "me ressemble très peu" where it is a label itself.
    let is_label = |way: &Way| labels.iter().any(|label| words_of(label) == way.words);
    for translation in translations(labels[option]).into_iter().filter(|way| !is_label(way)) {
        let weak = translation.weak || is_weak(&translation.words);
        let rank = if translation.loose { 4 } else { 2 };
        variants.extend(sayings(&translation.words, rank));
        for joined in LEXICON.joined_verbs(&translation.words) {
            variants.push(Variant { steps: written(&joined), rank, weak });
        }
        variants.push(Variant { steps: written(&content_of_way(translation.words)), rank, weak });
    }
    for run in runs(patterns, option) {
        variants.push(Variant { steps: written(run), rank: 3, weak: false });
    }
    if let Some(tail) = tail(labels[option], patterns, option) {
        variants.push(Variant { steps: written(&tail), rank: 3, weak: tail.len() < 3 });
    }
    let head = head(labels[option], patterns, option);
    let joined = joined(labels[option], patterns, option);
    for short in
        short_forms(patterns, option).into_iter().chain(head).chain(joined).chain(turned(pattern))
    {
        variants.push(Variant { steps: written(&short), rank: 3, weak: true });
    }
    for words in opening(patterns, option).into_iter().chain(topic(patterns, option)) {
        variants.push(Variant { steps: written(words), rank: 3, weak: true });
    }
    for short in shortened(labels, patterns, option) {
        // "About equally caused by both" is said of much.
        let weak = short.len() < 2 || short.iter().any(|word| word == "equally");
        variants.push(Variant { steps: written(&short), rank: 3, weak });
    }
    variants
}

/// "Completely agree" for "Strongly agree", where no other label says the same with another intensifier.
fn intensified(
    patterns: &[Vec<String>],
    option: usize,
    orders: &[Vec<String>],
    weak: bool,
) -> Vec<Variant> {
    let pattern = &patterns[option];
    let mut variants = Vec::new();
    for (class, step) in [(Class::Strong, Step::Strong), (Class::Moderate, Step::Moderate)] {
        let Some(at) = pattern.iter().position(|word| has_class(word, class.bit())) else {
            continue;
        };
        if pattern.len() < 2 || rivals(patterns, option, at, class) {
            continue;
        }
        for order in orders {
            let swap = |word: &String| {
                if *word == pattern[at] { step.clone() } else { Step::Word(word.clone()) }
            };
            variants.push(Variant { steps: order.iter().map(swap).collect(), rank: 2, weak });
        }
    }
    variants
}

/// "Yes" agrees where agreeing has no degrees; "no" may deny a statement that denies, and is not read so.
pub(super) fn yes() -> impl Iterator<Item = Variant> {
    let plain = translations("yes").into_iter().filter(|way| !way.loose).map(|way| way.words);
    let ways = plain.chain([vec!["yes".to_owned()]]);
    ways.map(|way| {
        let steps = way.into_iter().map(Step::Word).collect();
        Variant { steps, rank: 3, weak: true }
    })
}

/// "Claro que sí" for "Sí", and for "Yes" that it translates.
fn sayings(words: &[String], rank: u8) -> Vec<Variant> {
    let [word] = words else { return Vec::new() };
    let steps = |saying: &[String]| saying.iter().cloned().map(Step::Word).collect();
    // A saying of four words says it even in running text: "come down against it".
    const PLAIN: usize = 4;
    let variant = |saying: &[String]| {
        let steps = steps(saying);
        let weak = saying.len() < PLAIN || has_class(&saying[0], Class::First.bit());
        Variant { steps, rank, weak }
    };
    LEXICON.sayings(word).map(variant).collect()
}

/// The label, and the label with its intensifier at the other end: "agree strongly", "not like me at all".
fn orders(pattern: &[String]) -> Vec<Vec<String>> {
    let mut orders = vec![pattern.to_vec()];
    let intensifier = Class::Strong.bit() | Class::Moderate.bit();
    if let [first, rest @ ..] = pattern
        && !rest.is_empty()
        && has_class(first, intensifier)
    {
        orders.push(rest.iter().chain([first]).cloned().collect());
    }
    if let [rest @ .., last] = pattern
        && !rest.is_empty()
        && has_class(last, intensifier)
    {
        orders.push([last].into_iter().chain(rest).cloned().collect());
    }
    let at_all = |words: &[String]| words.len() == 2 && words[0] == "at" && words[1] == "all";
    if let [not, rest @ ..] = pattern
        && not == "not"
        && rest.len() > 2
    {
        let (middle, tail) = rest.split_at(rest.len() - 2);
        if at_all(tail) {
            orders.push([not].into_iter().chain(tail).chain(middle).cloned().collect());
        }
        let (head, end) = rest.split_at(2);
        if at_all(head) {
            orders.push([not].into_iter().chain(end).chain(head).cloned().collect());
        }
    }
    orders
}

/// Whether another label says the same with another intensifier of the class ("very worried", "extremely worried").
fn rivals(patterns: &[Vec<String>], option: usize, at: usize, class: Class) -> bool {
    // "Not extremely worried" denies "Extremely worried", and is not "Not very worried".
    let (intensifier, tail) = (&patterns[option][at], &patterns[option][at + 1..]);
    let denied = |words: &Vec<String>| {
        words.split_first().is_some_and(|(first, rest)| {
            first != intensifier && rest == tail && has_class(first, class.bit())
        })
    };
    if at > 0 && patterns.iter().any(denied) {
        return true;
    }
    patterns.iter().enumerate().any(|(other, words)| {
        // "Very dangerous" is the beginning of "Very dangerous for the environment".
        let no_longer =
            other != option && words.len() > at && words.len() <= patterns[option].len();
        no_longer
            && words.len() > 1
            && words.iter().zip(&patterns[option]).enumerate().all(|(position, (theirs, ours))| {
                if position == at { has_class(theirs, class.bit()) } else { theirs == ours }
            })
    })
}
