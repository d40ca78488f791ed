//! The word lists of `data/lexicon/`, one file a language, compiled once into a word table and a phrase tree.

mod compile;

use std::sync::LazyLock;

use crate::class::ClassSet;
use crate::tree::Edges;
use crate::word::WordTable;

/// The languages that have word lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Language {
    /// English, also the language of a reply without any telling word.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
}

impl Language {
    pub(crate) const ALL: [Self; LANGUAGES] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Italian];
}

/// How many languages there are.
pub(crate) const LANGUAGES: usize = 5;

/// Shortest word whose endings are varied, in bytes: "poco" has forms, "so" has none.
const INFLECTED_MIN: usize = 4;

/// The files, in the order of [`Language`]; the last one belongs to every language.
const FILES: [(&str, Option<Language>); LANGUAGES + 1] = [
    (include_str!("../data/lexicon/en.txt"), Some(Language::English)),
    (include_str!("../data/lexicon/de.txt"), Some(Language::German)),
    (include_str!("../data/lexicon/fr.txt"), Some(Language::French)),
    (include_str!("../data/lexicon/es.txt"), Some(Language::Spanish)),
    (include_str!("../data/lexicon/it.txt"), Some(Language::Italian)),
    (include_str!("../data/lexicon/any.txt"), None),
];

/// The values of one word, per language.
#[derive(Debug, Clone, Copy, Default)]
struct WordValue {
    /// The number it names, as `number + 1`; 0 for none.
    number: [u8; LANGUAGES],
    /// The position it names, from 1; 0 for none.
    ordinal: [u8; LANGUAGES],
}

/// All word lists, compiled. Word number 0 is every word that is in no list.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) words: WordTable,
    /// Per language and word: the classes of the word standing alone, and [`STARTS_PHRASE`](crate::class::STARTS_PHRASE).
    classes: [Vec<ClassSet>; LANGUAGES],
    /// Bit *l*: the word is in the list of language *l*.
    votes: Vec<u8>,
    values: Vec<WordValue>,
    phrases: Edges,
    /// Classes of the phrase that ends at each node of the tree.
    nodes: Vec<[ClassSet; LANGUAGES]>,
    /// Groups of forms, the head first.
    forms: Vec<Vec<String>>,
    /// Inflected endings of long words, whatever the language of the label.
    endings: Vec<(String, Vec<String>)>,
    /// Sayings for a label of one word: "no way" for "no".
    sayings: Vec<(String, Vec<String>)>,
    /// Words that are a stance by themselves, even in running text: "disagree".
    distinct: Vec<String>,
    /// Nouns that a reply may drop from a label's end: "amount" of "about the right amount".
    measures: Vec<String>,
    /// "agree" against "disagree".
    antonyms: Vec<(String, String)>,
    /// "I'll" for "I will", by their first word: spellings of the phrases, in the language whose list is being compiled.
    contractions: Vec<Vec<(Vec<u16>, Vec<u16>)>>,
    /// German verbs that a label writes apart: first word, last word, and the forms written together.
    separable: Vec<(String, String, Vec<String>)>,
}

/// The compiled word lists.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::compile);

impl Lexicon {
    /// The classes of every word in a language, by word number.
    pub(crate) fn classes(&self, language: Language) -> &[ClassSet] {
        &self.classes[language as usize]
    }

    /// The languages that know a word, as bits.
    pub(crate) fn votes(&self, word: u16) -> u8 {
        self.votes[usize::from(word)]
    }

    /// Whether a word is a number or an ordinal.
    pub(crate) fn counts(&self, word: u16, language: Language) -> bool {
        let value = &self.values[usize::from(word)];
        value.number[language as usize] != 0 || value.ordinal[language as usize] != 0
    }

    /// "seven" is 7.
    pub(crate) fn number(&self, word: u16, language: Language) -> Option<i32> {
        self.values[usize::from(word)].number[language as usize].checked_sub(1).map(i32::from)
    }

    /// "third" is 3.
    pub(crate) fn ordinal(&self, word: u16, language: Language) -> Option<usize> {
        let ordinal = self.values[usize::from(word)].ordinal[language as usize];
        Some(usize::from(ordinal)).filter(|&ordinal| ordinal > 0)
    }

    /// One step down the phrase tree.
    pub(crate) fn step(&self, node: u32, word: u16) -> Option<u32> {
        self.phrases.get(node, word)
    }

    /// Classes of the phrase that ends at a node; 0 when none ends there.
    pub(crate) fn phrase(&self, node: u32, language: Language) -> ClassSet {
        self.nodes[node as usize][language as usize]
    }

    /// Every form of a word, itself included.
    pub(crate) fn forms(&self, word: &str) -> Vec<String> {
        let mut forms = vec![word.to_owned()];
        for group in self.forms.iter().filter(|group| group.iter().any(|form| form == word)) {
            forms.extend(group.iter().filter(|form| *form != word).cloned());
        }
        for (ending, others) in self.endings.iter().filter(|_| word.len() >= INFLECTED_MIN) {
            if let Some(stem) = word.strip_suffix(ending.as_str()) {
                forms.extend(others.iter().map(|other| format!("{stem}{other}")));
            }
        }
        forms
    }

    /// "stimme eher zu" as "eher zustimmen", in every form of the verb.
    pub(crate) fn joined_verbs(&self, label: &[String]) -> Vec<Vec<String>> {
        let [first, middle @ .., last] = label else { return Vec::new() };
        let verbs = self.separable.iter().filter(|(start, end, _)| start == first && end == last);
        verbs
            .flat_map(|(_, _, forms)| {
                forms.iter().map(|form| middle.iter().chain([form]).cloned().collect())
            })
            .collect()
    }

    /// Other ways to say a label of one word, as words.
    pub(crate) fn sayings(&self, label: &str) -> impl Iterator<Item = &[String]> {
        self.sayings.iter().filter(move |(word, _)| word == label).map(|(_, saying)| &saying[..])
    }

    /// Whether a label of this one word names its option even in running text.
    pub(crate) fn is_distinct(&self, word: &str) -> bool {
        self.distinct.iter().any(|distinct| distinct == word)
    }

    /// Whether a reply may drop the word from a label's end.
    pub(crate) fn is_measure(&self, word: &str) -> bool {
        self.measures.iter().any(|measure| measure == word)
    }

    /// Words that say the opposite of a word.
    pub(crate) fn antonyms<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.antonyms.iter().filter_map(move |(one, other)| match word {
            _ if one == word => Some(other.as_str()),
            _ if other == word => Some(one.as_str()),
            _ => None,
        })
    }

    /// The classes of a word in any language, for compiling labels whose language is not known.
    pub(crate) fn classes_anywhere(&self, word: &str) -> ClassSet {
        let id = usize::from(self.words.find(word));
        self.classes.iter().fold(0, |all, classes| all | classes[id])
    }
}

/// The text of all word lists, in order: part of what the rules' description pins down.
pub(crate) fn sources() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(text, _)| *text)
}
