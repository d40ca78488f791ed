//! The words of the labels, compiled into patterns: "Agree strongly" also reads as "strongly agree",
//! "in strong agreement" or "completely agree", but only where no other label of the scale says the same.

mod partial;
mod pattern;
mod search;
mod shortened;
mod translation;

use crate::class::{Class, ClassSet};
use crate::lexicon::LEXICON;
use crate::option::ResponseOption;
use crate::proposition::poles;
use crate::scan::{tokenize, words_of};
use crate::token::Token;
use crate::tree::Edges;
use crate::word::WordTable;

pub(crate) use search::LabelMatch;
pub(crate) use translation::SOURCE as TRANSLATIONS;

use pattern::{Step, Variant, has_class, lead_of, pattern_of, variants, yes};

/// Edge of the pattern tree for any word of the class [`Class::Strong`]; no word of a table has this number.
const STRONG: u16 = u16::MAX;
/// Edge for any word of the class [`Class::Moderate`].
const MODERATE: u16 = u16::MAX - 1;
/// One label's place in the pattern tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Leaf {
    option: usize,
    /// Lower wins when two labels end at the same node.
    rank: u8,
    weak: bool,
}

/// The labels of one scale.
#[derive(Debug, Clone, Default)]
pub(crate) struct LabelIndex {
    words: WordTable,
    edges: Edges,
    leaves: Vec<Vec<Leaf>>,
    /// The pattern of each option, empty without words.
    patterns: Vec<Vec<String>>,
    /// Articles and prepositions dropped from the front of each label.
    lead: Vec<usize>,
    /// The classes of all words of each label, in any language.
    classes: Vec<ClassSet>,
    antonym: Vec<Option<usize>>,
    stronger: Vec<Option<usize>>,
    starts: Vec<bool>,
    /// By word number: articles and prepositions of the labels, which a reply may write between their words.
    skipped: Vec<bool>,
}

impl LabelIndex {
    pub(crate) fn new(options: &[ResponseOption]) -> Self {
        let mut index = Self { leaves: vec![Vec::new()], ..Self::default() };
        let labels: Vec<&str> = options.iter().map(|option| option.label.as_str()).collect();
        index.patterns = options.iter().map(pattern_of).collect();
        for pattern in index.patterns.clone() {
            for word in &pattern {
                index.add_word(word);
            }
        }
        for option in 0..options.len() {
            for Variant { steps, rank, weak } in variants(&labels, &index.patterns, option) {
                index.add_pattern(&steps, Leaf { option, rank, weak });
            }
        }
        if let Some(([affirm, _], false)) = poles(options) {
            for Variant { steps, rank, weak } in yes() {
                index.add_pattern(&steps, Leaf { option: affirm, rank, weak });
            }
        }
        index.starts = vec![false; index.words.len() + 1];
        for word in index.edges.words_from(0) {
            if let Some(start) = index.starts.get_mut(usize::from(word)) {
                *start = true;
            }
        }
        index.skip_words(&labels);
        index.lead = options
            .iter()
            .zip(&index.patterns)
            .map(|(option, pattern)| lead_of(&option.label, pattern))
            .collect();
        let classes_of = |pattern: &Vec<String>| {
            pattern.iter().fold(0, |all, word| all | LEXICON.classes_anywhere(word))
        };
        index.classes = index.patterns.iter().map(classes_of).collect();
        index.antonym = (0..options.len()).map(|option| index.find_antonym(option)).collect();
        index.stronger = (0..options.len()).map(|option| index.find_stronger(option)).collect();
        index
    }

    /// The words of the labels, for the tokenizer.
    pub(crate) fn words(&self) -> &WordTable {
        &self.words
    }

    /// The words of an option's label, without its articles.
    pub(crate) fn pattern(&self, option: usize) -> &[String] {
        &self.patterns[option]
    }

    /// Whether the option has a label with words.
    pub(crate) fn is_worded(&self, option: usize) -> bool {
        !self.patterns[option].is_empty()
    }

    /// Whether its label is a single word: "No".
    pub(crate) fn is_one_word(&self, option: usize) -> bool {
        self.patterns[option].len() == 1
    }

    /// The classes of all its words, in any language.
    pub(crate) fn classes(&self, option: usize) -> ClassSet {
        self.classes[option]
    }

    /// Whether its label is written with this word, in either case.
    pub(crate) fn holds(&self, option: usize, word: &str) -> bool {
        let word = word.to_lowercase();
        self.patterns[option].contains(&word)
    }

    /// The option that says the opposite in the same strength: "disagree" for "agree".
    pub(crate) fn antonym(&self, option: usize) -> Option<usize> {
        self.antonym[option]
    }

    /// The option that says the same more strongly: "agree strongly" for "agree".
    pub(crate) fn stronger(&self, option: usize) -> Option<usize> {
        self.stronger[option]
    }

    /// Where a label begins when the articles before it are its own: "A little like me".
    pub(crate) fn start(&self, tokens: &[Token], option: usize, from: usize) -> usize {
        (0..self.lead[option]).fold(from, |at, _| {
            let article = at > 0
                && self.is_skipped(&tokens[at - 1])
                && tokens[at - 1].sentence == tokens[from].sentence;
            if article { at - 1 } else { at }
        })
    }

    /// The options whose labels a question shows behind the letters A, B, C, ...; empty when it shows fewer than two so.
    pub(crate) fn letters_in(&self, question: &str) -> Vec<usize> {
        let mut tokens = Vec::new();
        tokenize(question, &LEXICON.words, &self.words, &mut tokens);
        let mut shown = Vec::new();
        for at in 0..tokens.len().saturating_sub(2) {
            let letter = &question.as_bytes()[tokens[at].start as usize..tokens[at].end as usize];
            let next = b'A' + (shown.len() % 26) as u8;
            if letter != [next] || !tokens[at + 1].any_mark(b".):") {
                continue;
            }
            let whole = |label: &LabelMatch| self.patterns[label.option].len() == label.words;
            if let Some(label) = self.longest(&tokens, at + 2).filter(whole) {
                shown.push(label.option);
            }
        }
        if shown.len() < 2 { Vec::new() } else { shown }
    }

    fn find_stronger(&self, option: usize) -> Option<usize> {
        // "Muy de acuerdo" is "De acuerdo" and an intensifier.
        let content = |words: &[String]| -> Vec<String> {
            let filler = |word: &&String| has_class(word, Class::LabelFiller.bit());
            words.iter().filter(|word| !filler(word)).cloned().collect()
        };
        let words = content(&self.patterns[option]);
        let holds = |other: &Vec<String>| {
            let other = content(other);
            other.len() == words.len() + 1
                && words.iter().all(|word| other.contains(word))
                && other.iter().any(|word| has_class(word, Class::Strong.bit()))
        };
        self.patterns.iter().position(holds)
    }

    fn find_antonym(&self, option: usize) -> Option<usize> {
        let content = |pattern: &[String]| -> Option<String> {
            let mut words =
                pattern.iter().filter(|word| !has_class(word, Class::LabelFiller.bit()));
            words.next().filter(|_| words.next().is_none()).cloned()
        };
        let word = content(&self.patterns[option])?;
        LEXICON.antonyms(&word).find_map(|other| {
            self.patterns.iter().position(|pattern| content(pattern).as_deref() == Some(other))
        })
    }

    /// All forms of a word share one number, so that "strong agreement" is read where "strongly agree" is written.
    fn add_word(&mut self, word: &str) -> u16 {
        self.words.insert(word)
    }

    fn skip_words(&mut self, labels: &[&str]) {
        self.skipped = vec![false; self.words.len() + 1];
        for word in labels.iter().flat_map(|label| words_of(label)) {
            let id = usize::from(self.words.insert(&word));
            self.skipped.resize(self.words.len() + 1, false);
            self.skipped[id] = id != 0 && has_class(&word, Class::LabelFiller.bit());
        }
    }

    fn is_skipped(&self, token: &Token) -> bool {
        token.is(Class::Filler.bit() | Class::LabelFiller.bit())
            || self.skipped.get(usize::from(token.label)).is_some_and(|&skipped| skipped)
    }

    fn add_pattern(&mut self, words: &[Step], leaf: Leaf) {
        let mut frontier = vec![0];
        for step in words {
            let edges: Vec<u16> = match step {
                Step::Word(word) => {
                    LEXICON.forms(word).iter().map(|form| self.words.insert(form)).collect()
                }
                Step::Strong => vec![STRONG],
                Step::Moderate => vec![MODERATE],
            };
            // The forms of one word lead to the same node, found through the first of them.
            frontier = frontier.iter().flat_map(|&node| self.extend(node, &edges)).collect();
            frontier.dedup();
        }
        for node in frontier {
            let leaves = &mut self.leaves[node as usize];
            leaves.push(leaf);
            leaves.sort_by_key(|leaf| leaf.rank);
        }
    }

    fn extend(&mut self, node: u32, words: &[u16]) -> Vec<u32> {
        let mut reached = Vec::new();
        let mut fresh = None;
        for &word in words.iter().filter(|&&word| word != 0) {
            let next = match self.edges.get(node, word) {
                Some(next) => next,
                None => {
                    let next = *fresh.get_or_insert_with(|| {
                        self.leaves.push(Vec::new());
                        self.leaves.len() as u32 - 1
                    });
                    self.edges.insert(node, word, next);
                    next
                }
            };
            if !reached.contains(&next) {
                reached.push(next);
            }
        }
        reached
    }
}
