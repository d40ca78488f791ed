//! The question's own words in a reply: negations, conditions and persons in them are not the reply's.

use crate::token::{ECHO, Kind, Token, hash_word};

/// Words in a row that make an echo.
const RUN: usize = 6;

/// Hashes of every run of six words of a question, sorted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Echo(Vec<u64>);

impl Echo {
    /// The runs of a question.
    pub(crate) fn of(question: &str) -> Self {
        let words: Vec<u64> =
            crate::token::words(question).iter().map(|word| hash_word(word.as_bytes())).collect();
        let mut runs: Vec<u64> = words.windows(RUN).map(mix).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// Flags the words of a reply that stand in a run of the question.
    pub(crate) fn mark(&self, text: &str, tokens: &mut [Token]) {
        if self.0.is_empty() {
            return;
        }
        let is_word = |token: &Token| !matches!(token.kind, Kind::Mark(_));
        let words: Vec<usize> = (0..tokens.len()).filter(|&at| is_word(&tokens[at])).collect();
        let hash = |at: &usize| {
            let token = &tokens[*at];
            let word = text[token.start as usize..token.end as usize].to_lowercase();
            hash_word(word.replace('\u{2019}', "'").as_bytes())
        };
        let hashes: Vec<u64> = words.iter().map(hash).collect();
        for (start, run) in hashes.windows(RUN).enumerate() {
            if self.0.binary_search(&mix(run)).is_ok() {
                words[start..start + RUN].iter().for_each(|&at| tokens[at].flags |= ECHO);
            }
        }
    }
}

fn mix(run: &[u64]) -> u64 {
    run.iter().fold(0, |all, word| all.rotate_left(7).wrapping_mul(0x9E37_79B9) ^ word)
}
