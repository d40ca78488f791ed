//! The question's own words in a reply: negations, conditions and persons in them are not the reply's.

use crate::scan::words_of;
use crate::token::{ECHO, Kind, Token};
use crate::word::{WORD_MAX, WordKey};

/// Words in a row that make an echo.
const RUN: usize = 6;

/// The words of a question, and hashes of every run of six of them, both sorted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo {
    words: Vec<u64>,
    runs: Vec<u64>,
    /// The beginnings of its long words.
    stems: Vec<u64>,
}

impl Echo {
    /// The runs of a question.
    pub(crate) fn of(question: &str) -> Self {
        let asked = words_of(question);
        let mut words: Vec<u64> = asked.iter().map(|word| hash(word.as_bytes())).collect();
        let mut runs: Vec<u64> = words.windows(RUN).map(mix).collect();
        let mut stems: Vec<u64> =
            asked.iter().filter_map(|word| stem(word)).map(hash_token).collect();
        for list in [&mut words, &mut runs, &mut stems] {
            list.sort_unstable();
            list.dedup();
        }
        Self { words, runs, stems }
    }

    /// Whether there was no question.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a word stands in the question.
    pub(crate) fn holds(&self, word: &str) -> bool {
        self.words.binary_search(&hash_token(word)).is_ok()
    }

    /// Whether a word, or another form of it, stands in the question: "compromise" where it has "compromises".
    pub(crate) fn holds_form(&self, word: &str) -> bool {
        let kin =
            || stem(word).is_some_and(|stem| self.stems.binary_search(&hash_token(stem)).is_ok());
        self.holds(word) || kin()
    }

    /// Flags the words of a reply that stand in a run of the question.
    pub(crate) fn mark(&self, text: &str, tokens: &mut [Token]) {
        if self.runs.is_empty() {
            return;
        }
        // The last six words, while all of them are the question's.
        let mut run: Vec<(usize, u64)> = Vec::with_capacity(RUN);
        for at in 0..tokens.len() {
            let token = &tokens[at];
            if matches!(token.kind, Kind::Mark(_)) {
                continue;
            }
            let word = hash_token(&text[token.start as usize..token.end as usize]);
            if self.words.binary_search(&word).is_err() {
                run.clear();
                continue;
            }
            if run.len() == RUN {
                run.remove(0);
            }
            run.push((at, word));
            let hashes = run.iter().map(|&(_, word)| word);
            if run.len() == RUN && self.runs.binary_search(&mix_all(hashes)).is_ok() {
                run.iter().for_each(|&(at, _)| tokens[at].flags |= ECHO);
            }
        }
    }
}

/// The beginning that the forms of a word longer than it share.
fn stem(word: &str) -> Option<&str> {
    const STEM: usize = 5;
    word.char_indices().nth(STEM).map(|(end, _)| &word[..end])
}

pub(crate) fn hash_token(word: &str) -> u64 {
    match WordKey::of_ascii(word.as_bytes(), 0, word.len()) {
        Some(key) if word.is_ascii() => key.hash(),
        _ => hash(word.to_lowercase().replace('\u{2019}', "'").as_bytes()),
    }
}

/// Words that are too long for a key count by their beginning.
fn hash(word: &[u8]) -> u64 {
    WordKey::of(&word[..word.len().min(WORD_MAX)]).unwrap_or_default().hash()
}

pub(crate) fn mix(run: &[u64]) -> u64 {
    mix_all(run.iter().copied())
}

fn mix_all(run: impl Iterator<Item = u64>) -> u64 {
    run.fold(0, |all, word| all.rotate_left(7).wrapping_mul(0x9E37_79B9) ^ word)
}
