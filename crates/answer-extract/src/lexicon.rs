//! The word lists of `data/lexicon/`, one file a language, compiled once into a word table and a phrase tree.
//!
//! A line holds one phrase, or several single words with commas between, under a `[class]` heading;
//! `seven = 7` gives a word its number and `agree = agreeing agreed` its other forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::token::hash_word;

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

/// How many languages there are.
pub(crate) const LANGUAGES: usize = 5;

/// The files, in the order of [`Language`]; the last one belongs to every language.
const FILES: [(&str, Option<Language>); LANGUAGES + 1] = [
    (include_str!("../data/lexicon/en.txt"), Some(Language::English)),
    (include_str!("../data/lexicon/de.txt"), Some(Language::German)),
    (include_str!("../data/lexicon/fr.txt"), Some(Language::French)),
    (include_str!("../data/lexicon/es.txt"), Some(Language::Spanish)),
    (include_str!("../data/lexicon/it.txt"), Some(Language::Italian)),
    (include_str!("../data/lexicon/any.txt"), None),
];

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a word or phrase does to the options around it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Class { $($(#[$doc])* $variant,)+ }

        /// Heading in the word lists of each class.
        const CLASSES: &[(&str, Class)] = &[$(($name, Class::$variant)),+];
    };
}

classes! {
    /// Function words that betray the language and do nothing else.
    Stop = "stop",
    /// The speaker.
    First = "first",
    /// The reader.
    Second = "second",
    /// Somebody else.
    Third = "third",
    /// Somebody whom an item describes: "she is somewhat like me".
    Described = "described",
    /// A verb form of the first person that other persons share.
    MaybeFirst = "maybe-first",
    /// Turns the meaning of what follows.
    Negation = "negation",
    /// A negation that says "not", and not "unable": "I don't agree" is a stance, "I can't agree" may be a refusal.
    PlainNegation = "plain-negation",
    /// Looks like a negation and is none: "no doubt".
    NegationNeutral = "negation-neutral",
    /// "couldn't agree more".
    Superlative = "superlative",
    /// "if", "depending on".
    Conditional = "conditional",
    /// "if I had to choose": looks like a condition and is none.
    OwnConditional = "own-conditional",
    /// "while", "although".
    Concessive = "concessive",
    /// "rather than", "instead of".
    Contrast = "contrast",
    /// "but", "so", "because": ends the reach of a negation or concession.
    Turn = "turn",
    /// Verbs that name an answer outright.
    Choose = "choose",
    /// Verbs that may name one: "I'd say".
    Say = "say",
    /// "answer", "rating", "opinion".
    AnswerNoun = "answer-noun",
    /// What stands before a colon and announces an answer.
    AnswerKey = "answer-key",
    /// Announces the last word.
    Final = "final",
    /// "option", "number".
    OptionNoun = "option-noun",
    /// "is", "as", "at".
    Copula = "copula",
    /// "scale", "range".
    ScaleNoun = "scale-noun",
    /// "means", "represents": explains a point of the scale.
    ScaleMeaning = "scale-meaning",
    /// "out of".
    Denominator = "denominator",
    /// "between".
    Between = "between",
    /// "to", "through".
    Range = "range",
    /// "or".
    Or = "or",
    /// "and".
    And = "and",
    /// Words that may stand inside or before an answer without changing it.
    Filler = "filler",
    /// Words of a label that a reply may drop.
    LabelFiller = "label-filler",
    /// "statement", "idea": what one agrees with.
    ItemNoun = "item-noun",
    /// "part of": what one agrees with only in part.
    Part = "part",
    /// "that".
    That = "that",
    /// "strongly" and its kin.
    Strong = "strong",
    /// "somewhat" and its kin.
    Moderate = "moderate",
    /// Lowers the confidence.
    Hedge = "hedge",
    /// "Sure!", skipped at the start.
    Courtesy = "courtesy",
    /// "on second thought".
    Correction = "correction",
    /// "for example", "the options are".
    Example = "example",
    /// "best reflects", "is my answer": an answer stands before it.
    Reflects = "reflects",
    /// Makes the number before it a count or a measure.
    Unit = "unit",
    /// Makes the number after it a reference: "question 3".
    Reference = "reference",
    /// "cannot", "decline to".
    Inability = "inability",
    /// Becomes an inability when negated.
    Can = "can",
    /// Speech acts that a refusal refuses.
    Speech = "speech",
    /// Refuses by itself.
    Outright = "outright",
    /// "as an AI".
    SelfAi = "self-ai",
    /// "opinions", "feelings".
    OpinionNoun = "opinion-noun",
    /// "I don't know".
    DontKnow = "dont-know",
    /// Asks for more.
    Clarify = "clarify",
    /// Talks about the question from outside.
    Neutral = "neutral",
    /// Asserts.
    Assertion = "assertion",
    /// Asserts in the first person.
    OwnStance = "own-stance",
    /// Calls the request wrong.
    Harm = "harm",
    /// Regrets.
    Sorry = "sorry",
    /// Names of prompts and option lists.
    QuestionEcho = "question-echo",
    /// A single word that is a stance even in running text.
    Distinct = "distinct",
}

/// A set of classes.
pub(crate) type ClassSet = u64;

impl Class {
    /// The set that holds only this class.
    pub(crate) const fn bit(self) -> ClassSet {
        1 << self as u8
    }

    /// Heading in the word lists.
    pub(crate) fn name(self) -> &'static str {
        CLASSES[self as usize].0
    }

    /// The classes of a set, in order.
    pub(crate) fn of(set: ClassSet) -> impl Iterator<Item = Self> {
        CLASSES.iter().map(|(_, class)| *class).filter(move |class| set & class.bit() != 0)
    }
}

/// What the word lists say of one word, per language.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordInfo {
    /// Classes of the word standing alone.
    pub(crate) classes: [ClassSet; LANGUAGES],
    /// The number it names, as `number + 1`; 0 for none.
    number: [u8; LANGUAGES],
    /// The position it names, from 1; 0 for none.
    ordinal: [u8; LANGUAGES],
    /// Bit *l*: the word is in the list of language *l*.
    pub(crate) votes: u8,
    /// Some phrase begins with it.
    pub(crate) starts_phrase: bool,
}

impl WordInfo {
    /// "seven" is 7.
    pub(crate) fn number(&self, language: Language) -> Option<i32> {
        self.number[language as usize].checked_sub(1).map(i32::from)
    }

    /// "third" is 3.
    pub(crate) fn ordinal(&self, language: Language) -> Option<usize> {
        Some(usize::from(self.ordinal[language as usize])).filter(|&ordinal| ordinal > 0)
    }
}

/// Words to small numbers by open addressing; a miss costs one probe.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordTable {
    slots: Vec<(u32, u16)>,
    words: Vec<Box<[u8]>>,
}

impl WordTable {
    /// The word's number, from 1; 0 when it is not in the table.
    pub(crate) fn get(&self, word: &[u8], hash: u64) -> u16 {
        if self.slots.is_empty() {
            return 0;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (tag, id) = self.slots[at];
            if id == 0 || (tag == (hash >> 32) as u32 && *self.words[usize::from(id) - 1] == *word)
            {
                return id;
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a word, or finds it.
    pub(crate) fn insert(&mut self, word: &str) -> u16 {
        let hash = hash_word(word.as_bytes());
        let known = self.get(word.as_bytes(), hash);
        if known != 0 || self.words.len() >= usize::from(u16::MAX) {
            return known;
        }
        self.words.push(word.as_bytes().into());
        if 4 * self.words.len() > self.slots.len() {
            self.grow();
        } else {
            self.place(hash, self.words.len() as u16);
        }
        self.words.len() as u16
    }

    fn place(&mut self, hash: u64, id: u16) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1 != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = ((hash >> 32) as u32, id);
    }

    fn grow(&mut self) {
        self.slots = vec![(0, 0); (8 * self.words.len()).next_power_of_two()];
        for position in 0..self.words.len() {
            let hash = hash_word(&self.words[position]);
            self.place(hash, position as u16 + 1);
        }
    }

    /// How many words it holds.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

/// All word lists, compiled.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) words: WordTable,
    info: Vec<WordInfo>,
    /// (node, word) to node; node 0 is the root.
    edges: BTreeMap<(u32, u16), u32>,
    /// Classes of the phrase that ends at each node.
    nodes: Vec<[ClassSet; LANGUAGES]>,
    /// Groups of forms, the head first.
    forms: Vec<Vec<String>>,
    /// "agree" against "disagree".
    antonyms: Vec<(String, String)>,
    /// German verbs that a label writes apart: first word, last word, and the forms written together.
    separable: Vec<(String, String, Vec<String>)>,
}

/// The compiled word lists.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::compile);

/// The words of a phrase as the tokenizer would cut them: elided articles (`d'accord`) are two.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    crate::token::words(phrase)
}

impl Lexicon {
    fn compile() -> Self {
        let mut lexicon = Self {
            info: vec![WordInfo::default()],
            nodes: vec![[0; LANGUAGES]],
            ..Self::default()
        };
        for (text, language) in FILES {
            let languages: Vec<usize> =
                language.map_or_else(|| (0..LANGUAGES).collect(), |one| vec![one as usize]);
            let mut section = "";
            for line in text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with('#'))
            {
                match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    Some(heading) => section = heading,
                    None => lexicon.add_line(section, line, &languages),
                }
            }
        }
        lexicon
    }

    fn add_line(&mut self, section: &str, line: &str, languages: &[usize]) {
        match line.split_once(" = ") {
            Some((word, value)) => self.add_value(section, word, value, languages),
            None => {
                let class =
                    CLASSES.iter().find(|(name, _)| *name == section).map(|(_, class)| *class);
                let class =
                    class.expect("every heading of the word lists is a class, held by a test");
                for phrase in line.split(',') {
                    self.add_phrase(&words_of(phrase), class, languages);
                }
            }
        }
    }

    fn add_value(&mut self, section: &str, word: &str, value: &str, languages: &[usize]) {
        match section {
            "form" => {
                let mut group = vec![word.to_owned()];
                group.extend(value.split_whitespace().map(str::to_owned));
                self.forms.push(group);
            }
            "separable" => {
                let (first, last) =
                    word.split_once(' ').expect("a separable verb has two parts, held by a test");
                self.separable.push((
                    first.to_owned(),
                    last.to_owned(),
                    value.split_whitespace().map(str::to_owned).collect(),
                ));
            }
            "antonym" => self.antonyms.push((word.to_owned(), value.to_owned())),
            _ => {
                let value: u8 =
                    value.parse().expect("numbers in the word lists are small, held by a test");
                let id = self.word_id(word);
                for &language in languages {
                    self.info[id].votes |= 1 << language;
                    match section {
                        "ordinal" => self.info[id].ordinal[language] = value,
                        _ => self.info[id].number[language] = value + 1,
                    }
                }
            }
        }
    }

    fn word_id(&mut self, word: &str) -> usize {
        let id = usize::from(self.words.insert(word));
        if id == self.info.len() {
            self.info.push(WordInfo::default());
        }
        id
    }

    fn add_phrase(&mut self, words: &[String], class: Class, languages: &[usize]) {
        let ids: Vec<usize> = words.iter().map(|word| self.word_id(word)).collect();
        if let [id] = ids[..] {
            for &language in languages {
                self.info[id].classes[language] |= class.bit();
                if languages.len() == 1 {
                    self.info[id].votes |= 1 << language;
                }
            }
            return;
        }
        let mut node = 0;
        for &id in &ids {
            let fresh = self.nodes.len() as u32;
            let next = *self.edges.entry((node, id as u16)).or_insert(fresh);
            if next == fresh {
                self.nodes.push([0; LANGUAGES]);
            }
            node = next;
        }
        if let Some(&first) = ids.first() {
            self.info[first].starts_phrase = true;
            for &language in languages {
                self.nodes[node as usize][language] |= class.bit();
            }
        }
    }

    /// What is known of a word.
    pub(crate) fn info(&self, word: u16) -> &WordInfo {
        &self.info[usize::from(word)]
    }

    /// One step down the phrase tree.
    pub(crate) fn step(&self, node: u32, word: u16) -> Option<u32> {
        self.edges.get(&(node, word)).copied()
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
        let id = self.words.get(word.as_bytes(), hash_word(word.as_bytes()));
        self.info(id).classes.iter().fold(0, |all, classes| all | classes)
    }
}

/// The text of all word lists, in order: part of what the rules' description pins down.
pub(crate) fn sources() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(text, _)| *text)
}
