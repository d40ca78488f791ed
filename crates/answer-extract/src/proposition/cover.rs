//! Sentences and titles that stand by a statement, or against it, in words of their own.

use super::{LISTS, Propositions, STEM_MIN, Weight, Word};
use crate::class::Class;
use crate::lexicon::LEXICON;

/// How much of the statement such a sentence must hold, as a fraction of its content words.
const COVERED: (usize, usize) = (7, 10);
/// Longest such sentence, in words.
const SENTENCE_MAX: usize = 40;
/// The least that a title must hold of the statement, in words.
const TITLE_MIN: usize = 2;

impl Word {
    fn is_in(&self, list: &[String]) -> bool {
        list.contains(&self.text)
    }

    /// Carries meaning: no denial, no light word, and no preposition or pronoun.
    fn is_content(&self) -> bool {
        let empty = Class::Stop.bit() | Class::LabelFiller.bit() | Class::First.bit();
        self.weight == Weight::Content && LEXICON.classes_anywhere(&self.text) & empty == 0
    }

    /// Alike, or the beginning of the other: "legal" and "legalizing".
    fn is_kin(&self, other: &Self) -> bool {
        let begins =
            |one: &str, other: &str| one.chars().count() >= STEM_MIN && other.starts_with(one);
        self.is_like(other) || begins(&self.text, &other.text) || begins(&other.text, &self.text)
    }
}

/// How many of the words a statement holds, and how many they are.
fn shared<'a>(words: impl Iterator<Item = &'a Word>, statement: &[Word]) -> (usize, usize) {
    words.filter(|word| word.is_content()).fold((0, 0), |(held, all), word| {
        (held + usize::from(statement.iter().any(|other| other.is_kin(word))), all + 1)
    })
}

impl Propositions {
    /// What a sentence in other words says of a statement: "The government must regulate drug prices" of
    /// "Drug prices should be regulated by the government".
    ///
    /// Most of the statement must be in it, its subject and what it demands of it above all, and nothing that narrows it.
    pub(crate) fn covered(&self, words: &[Word]) -> Option<usize> {
        let demands = |word: &Word| word.is_in(&LISTS.modal);
        let narrows = |word: &Word| word.is_in(&LISTS.narrows);
        let denies = |word: &Word| word.weight == Weight::Denial;
        let denials = words.iter().filter(|word| denies(word)).count();
        let directly = words.windows(2).any(|pair| demands(&pair[0]) && denies(&pair[1]));
        if words.len() > SENTENCE_MAX
            || words.iter().any(narrows)
            || !words.iter().any(demands)
            || denials > usize::from(directly)
            || self.repeats(words)
        {
            return None;
        }
        let covers = |statement: &&Vec<Word>| {
            let (held, all) = shared(statement.iter(), words);
            let named = |word: &Word| words.iter().any(|ours| ours.is_kin(word));
            let subject = statement.iter().take_while(|word| !demands(word));
            !statement.iter().any(|word| denies(word) || narrows(word))
                && held * COVERED.1 >= all * COVERED.0
                && subject.filter(|word| word.is_content()).all(named)
                && demanded(statement).is_some_and(named)
        };
        self.statements.iter().find(covers)?;
        Some(self.poles[denials])
    }

    /// The option for which the title of an essay stands: "The Fallacy of ..." rejects its claim, "The Case for ..." upholds it.
    pub(crate) fn titled(&self, title: &[Word]) -> Option<usize> {
        let open = |word: &Word| word.weight == Weight::Denial || word.is_in(&LISTS.open);
        if title.iter().any(open) {
            return None;
        }
        let upheld = |statement: &Vec<Word>, from: usize| {
            let (held, all) = shared(title[from..].iter(), statement);
            let heart = demanded(statement);
            held >= TITLE_MIN
                && held == all
                && !statement.iter().any(|word| word.weight == Weight::Denial)
                && heart.is_some_and(|heart| title[from..].iter().any(|word| word.is_kin(heart)))
        };
        let refuted = |statement: &Vec<Word>, from: usize| {
            let (held, all) = shared(title[from..].iter(), statement);
            held >= TITLE_MIN && 2 * held >= all
        };
        if let Some(from) = behind(title, &LISTS.refuted) {
            return self.statements.iter().find(|one| refuted(one, from)).map(|_| self.poles[1]);
        }
        let from = behind(title, &LISTS.upheld)?;
        self.statements.iter().find(|one| upheld(one, from)).map(|_| self.poles[0])
    }

    /// Whether the words hold a statement word for word: an echo, or somebody else's view of it.
    fn repeats(&self, words: &[Word]) -> bool {
        (0..words.len()).any(|from| self.restated(&words[from..]).is_some())
    }

    /// The option that denies the statement.
    pub(crate) fn against(&self) -> usize {
        self.poles[1]
    }
}

/// Where the first phrase of a list ends that the words hold.
fn behind(words: &[Word], phrases: &[Vec<String>]) -> Option<usize> {
    phrases.iter().find_map(|phrase| {
        let is = |run: &[Word]| run.iter().zip(phrase).all(|(word, other)| word.text == *other);
        words.windows(phrase.len()).position(is).map(|at| at + phrase.len())
    })
}

/// Whether a word is what those who reject a statement call it.
pub(crate) fn is_flawed(word: &str) -> bool {
    LISTS.flawed.iter().any(|flawed| flawed.eq_ignore_ascii_case(word))
}

/// Whether a word is what those who accept a statement call it.
pub(crate) fn is_sound(word: &str) -> bool {
    LISTS.sound.iter().any(|sound| sound.eq_ignore_ascii_case(word))
}

/// What the statement says or demands of its subject: the content word behind "should be" or "is".
fn demanded(statement: &[Word]) -> Option<&Word> {
    let at = statement.iter().position(|word| word.is_in(&LISTS.modal))?;
    statement[at..].iter().find(|word| word.is_content() && !word.text.ends_with("ly"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::option::ResponseOption;
    use crate::scan::words_of;

    fn statements(question: &str) -> Propositions {
        let options = [ResponseOption::new(1, "Disagree"), ResponseOption::new(2, "Agree")];
        Propositions::of(question, &options)
    }

    fn words(text: &str) -> Vec<Word> {
        words_of(text).iter().flat_map(|word| Word::split(word)).collect()
    }

    #[test]
    fn sentence_in_other_words_must_demand_the_same() {
        let asked = statements("Drug prices should be regulated by the government.");
        let covered = |text: &str| asked.covered(&words(text));
        assert_eq!(covered("The government must regulate the prices of drugs"), Some(1));
        assert_eq!(covered("The government must not regulate the prices of drugs"), Some(0));
        assert_eq!(covered("The government must publish the prices of drugs"), None);
        assert_eq!(covered("The government must regulate drug prices only in a crisis"), None);
        assert_eq!(covered("The government regulates drug prices"), None);
    }

    #[test]
    fn echo_is_no_sentence_in_other_words() {
        let asked = statements("Drug prices should be regulated by the government.");
        let echo = "They say that drug prices should be regulated by the government";
        assert_eq!(asked.covered(&words(echo)), None);
    }

    #[test]
    fn title_upholds_only_what_the_statement_demands() {
        let asked = statements("Pornography, depicting adults, should be legal.");
        let titled = |text: &str| asked.titled(&words(text));
        assert_eq!(titled("The Case for Legalizing Pornography"), Some(1));
        assert_eq!(titled("The Case for Banning Pornography"), None);
        assert_eq!(titled("The Fallacy of Legalizing Pornography"), Some(0));
        assert_eq!(titled("The Fallacy of Banning Harmless Pleasures"), None);
        assert_eq!(titled("The Debate over Legalizing Pornography"), None);
    }
}
