//! From the text of the word lists to their tables.
//!
//! A line holds one phrase, or several with commas between, under a `[class]` heading;
//! `(seems|feels) (the|) best` stands for four phrases; `seven = 7` gives a word its number and
//! `agree = agreeing agreed` its other forms.

use super::{FILES, LANGUAGES, Lexicon, WordValue};
use crate::class::{CLASSES, Class, STARTS_PHRASE};
use crate::scan::words_of;

/// Shortest word of a phrase that tells the language, in bytes.
const VOTING_MIN: usize = 5;

/// Headings of words that matter in labels only.
const LABEL_WORDS: [&str; 2] = ["distinct", "measure-noun"];

impl Lexicon {
    pub(super) fn compile() -> Self {
        let mut lexicon = Self {
            classes: std::array::from_fn(|_| vec![0]),
            votes: vec![0],
            values: vec![WordValue::default()],
            nodes: vec![[0; LANGUAGES]],
            ..Self::default()
        };
        for (text, language) in FILES {
            let languages: Vec<usize> =
                language.map_or_else(|| (0..LANGUAGES).collect(), |one| vec![one as usize]);
            let mut section = "";
            lexicon.contractions.clear();
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
            None if LABEL_WORDS.contains(&section) => {
                line.split(',')
                    .for_each(|word| self.add_label_word(section, word.trim(), languages));
            }
            None => {
                let class =
                    CLASSES.iter().find(|(name, _)| *name == section).map(|(_, class)| *class);
                let class =
                    class.expect("every heading of the word lists is a class, held by a test");
                for phrase in line.split(',').flat_map(alternatives) {
                    self.add_phrase(&words_of(&phrase), class, languages);
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
            "saying" => {
                let sayings = alternatives(value);
                self.sayings.extend(sayings.iter().map(|said| (word.to_owned(), words_of(said))));
            }
            "ending" => {
                let others = value.split_whitespace().map(str::to_owned).collect();
                self.endings.push((word.to_owned(), others));
            }
            "contraction" => {
                let [one, other] = [word, value].map(|way| self.word_ids(&words_of(way)));
                for (one, other) in [(one.clone(), other.clone()), (other, one)] {
                    let first = usize::from(one[0]);
                    self.contractions.resize(self.contractions.len().max(first + 1), Vec::new());
                    self.contractions[first].push((one, other));
                }
            }
            "antonym" => self.antonyms.push((word.to_owned(), value.to_owned())),
            _ => {
                let value: u8 =
                    value.parse().expect("numbers in the word lists are small, held by a test");
                let id = self.word_id(word);
                for &language in languages {
                    self.votes[id] |= 1 << language;
                    match section {
                        "ordinal" => self.values[id].ordinal[language] = value,
                        _ => self.values[id].number[language] = value + 1,
                    }
                }
            }
        }
    }

    /// A word that matters in labels only: no token needs a class for it.
    fn add_label_word(&mut self, section: &str, word: &str, languages: &[usize]) {
        let id = self.word_id(word);
        languages.iter().for_each(|language| self.votes[id] |= 1 << language);
        let words = if section == "distinct" { &mut self.distinct } else { &mut self.measures };
        words.push(word.to_owned());
    }

    fn word_id(&mut self, word: &str) -> usize {
        let id = usize::from(self.words.insert(word));
        if id == self.votes.len() {
            self.classes.iter_mut().for_each(|classes| classes.push(0));
            self.votes.push(0);
            self.values.push(WordValue::default());
        }
        id
    }

    /// A phrase as listed, and with each of its contractions written the other way: "I'll pass", "I will pass".
    fn spellings(&self, phrase: Vec<u16>) -> Vec<Vec<u16>> {
        let mut spellings = vec![phrase];
        let mut next = 0;
        while next < spellings.len() {
            // Looked up by the first word: most words begin no contraction.
            for at in 0..spellings[next].len() {
                let first = usize::from(spellings[next][at]);
                for (one, other) in self.contractions.get(first).into_iter().flatten() {
                    let phrase = &spellings[next];
                    // "It is" tells something behind a number that "it's" does not.
                    let alone = || phrase.len() - one.len() + other.len() <= 1;
                    if !phrase[at..].starts_with(one) || alone() {
                        continue;
                    }
                    let other = [&phrase[..at], other, &phrase[at + one.len()..]].concat();
                    if !spellings.contains(&other) {
                        spellings.push(other);
                    }
                }
            }
            next += 1;
        }
        spellings
    }

    fn word_ids(&mut self, words: &[String]) -> Vec<u16> {
        words.iter().map(|word| self.word_id(word) as u16).collect()
    }

    fn add_phrase(&mut self, words: &[String], class: Class, languages: &[usize]) {
        let ids = self.word_ids(words);
        if let [id] = ids[..] {
            let id = usize::from(id);
            for &language in languages {
                self.classes[language][id] |= class.bit();
                if languages.len() == 1 {
                    self.votes[id] |= 1 << language;
                }
            }
            return;
        }
        // Long words tell the language even where they stand in phrases only.
        if let [language] = languages {
            for (&id, _) in ids.iter().zip(words).filter(|(_, word)| word.len() >= VOTING_MIN) {
                self.votes[usize::from(id)] |= 1 << language;
            }
        }
        for spelling in self.spellings(ids) {
            self.add_path(&spelling, class, languages);
        }
    }

    /// Draws a phrase into the tree.
    fn add_path(&mut self, ids: &[u16], class: Class, languages: &[usize]) {
        let mut node = 0;
        for &id in ids {
            node = self.phrases.get(node, id).unwrap_or_else(|| {
                let fresh = self.nodes.len() as u32;
                self.phrases.insert(node, id, fresh);
                self.nodes.push([0; LANGUAGES]);
                fresh
            });
        }
        if let Some(&first) = ids.first() {
            for &language in languages {
                self.classes[language][usize::from(first)] |= STARTS_PHRASE;
                self.nodes[node as usize][language] |= class.bit();
            }
        }
    }
}

/// "(seems|feels) (the|) best": every phrase that the groups of alternatives make.
fn alternatives(phrase: &str) -> Vec<String> {
    let group = phrase
        .split_once('(')
        .and_then(|(head, rest)| rest.split_once(')').map(|(group, tail)| (head, group, tail)));
    let Some((head, group, tail)) = group else { return vec![phrase.to_owned()] };
    let tails = alternatives(tail);
    let choices = group.split('|');
    choices.flat_map(|one| tails.iter().map(move |tail| format!("{head}{one}{tail}"))).collect()
}
