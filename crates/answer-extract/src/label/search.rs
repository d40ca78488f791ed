//! Finding a label in the tokens of a reply.

use super::{LabelIndex, Leaf, MODERATE, STRONG};
use crate::class::Class;
use crate::token::{Kind, Token};

/// Tokens that may stand between two words of a label ("stimme dieser Aussage zu").
const GAP: usize = 5;
/// Longest label that is read, in words.
const PATTERN_WORDS: usize = 40;

/// A label found in a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LabelMatch {
    /// Position of the option.
    pub(crate) option: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// Words matched.
    pub(crate) words: usize,
    /// Running text may say this without naming the option.
    pub(crate) weak: bool,
    /// How freely the label is written, 0 for word by word.
    rank: u8,
}

impl LabelIndex {
    /// Whether a label may begin with this token; cheap enough to ask of every token.
    pub(crate) fn may_start(&self, token: &Token) -> bool {
        self.starts.get(usize::from(token.label)).is_some_and(|&starts| starts)
            || token.is(Class::Strong.bit() | Class::Moderate.bit())
    }

    /// The longest label that begins at a token; two labels that end there with equal rank are none.
    pub(crate) fn longest(&self, tokens: &[Token], start: usize) -> Option<LabelMatch> {
        let mut best: Option<LabelMatch> = None;
        self.walk(tokens, start, 0, 0, &mut best);
        best
    }

    fn walk(
        &self,
        tokens: &[Token],
        at: usize,
        node: u32,
        words: usize,
        best: &mut Option<LabelMatch>,
    ) {
        let Some(token) = tokens.get(at).filter(|_| words < PATTERN_WORDS) else { return };
        let edges = [
            (token.label != 0, token.label),
            (token.is(Class::Strong.bit()), STRONG),
            (token.is(Class::Moderate.bit()), MODERATE),
        ];
        for (_, edge) in edges.into_iter().filter(|(is, _)| *is) {
            let Some(next) = self.edges.get(node, edge) else { continue };
            let leaves = &self.leaves[next as usize];
            let unique = |leaf: &&Leaf| {
                leaves
                    .get(1)
                    .is_none_or(|second| second.rank > leaf.rank || second.option == leaf.option)
            };
            if let Some(leaf) = leaves.first().filter(unique)
                && best.is_none_or(|best| (words + 1, best.rank) > (best.words, leaf.rank))
            {
                *best = Some(LabelMatch {
                    option: leaf.option,
                    end: at + 1,
                    words: words + 1,
                    weak: leaf.weak,
                    rank: leaf.rank,
                });
            }
            let mut from = at + 1;
            // "Au total, je suis favorable" is no "totally in favour".
            let by_class = edge >= MODERATE;
            let stop = if by_class { clause_end(tokens, from, at + GAP) } else { at + GAP };
            while let Some((after, exact)) = self.next_word(tokens, from, stop, next) {
                self.walk(tokens, after, next, words + 1, best);
                // "favor a little": the "a" of an intensifier may also be an article on the way to the next word.
                if exact || !self.is_skipped(&tokens[after]) {
                    break;
                }
                from = after + 1;
            }
        }
    }

    /// The next token up to `stop` that continues a label, over filler words and a comma, and whether it does so by itself,
    /// and not only by its class.
    fn next_word(
        &self,
        tokens: &[Token],
        from: usize,
        stop: usize,
        node: u32,
    ) -> Option<(usize, bool)> {
        (from..tokens.len().min(stop + 1)).find_map(|at| {
            let token = &tokens[at];
            let exact = token.label != 0 && self.edges.get(node, token.label).is_some();
            let continues = exact
                || token.is(Class::Strong.bit()) && self.edges.get(node, STRONG).is_some()
                || token.is(Class::Moderate.bit()) && self.edges.get(node, MODERATE).is_some();
            if continues {
                return Some(Some((at, exact)));
            }
            // "no es muy importante", "no me considero muy feliz" for "no muy ...".
            let copula = || {
                tokens[from - 1].is(Class::Negation.bit())
                    && (from..=at).all(|at| is_predicative(tokens, at))
            };
            // "Strongly... agree."
            let dots = || {
                token.mark(b'.')
                    && (token.end - token.start > 1
                        || tokens[at - 1].mark(b'.')
                        || tokens.get(at + 1).is_some_and(|next| next.mark(b'.')))
            };
            // "Not "very important", but ..." denies a label, and is not "Not very important".
            let quotes = token.mark(b'"') && tokens[from - 1].is(Class::Negation.bit());
            // "Ich stimme der Aussage deshalb zu."
            let adverb =
                || token.is(Class::Turn.bit() | Class::Final.bit()) && !tokens[at - 1].mark(b',');
            // "Au total, je suis plutôt favorable": the speaker begins a clause of its own.
            if token.is(Class::First.bit()) && tokens[at - 1].mark(b',') {
                return Some(None);
            }
            let skips = self.is_skipped(token)
                || copula()
                || adverb()
                || dots()
                || token.is(Class::Gap.bit())
                || token.any_mark(b",;'\"-/()")
                || matches!(token.kind, Kind::Number);
            if skips && !quotes { None } else { Some(None) }
        })?
    }
}

/// Where the clause ends that an intensifier stands in, before a comma or the speaker.
fn clause_end(tokens: &[Token], from: usize, stop: usize) -> usize {
    let ends = |at: &usize| tokens[*at].any_mark(b",;") || tokens[*at].is(Class::First.bit());
    (from..tokens.len().min(stop + 1)).find(ends).map_or(stop, |at| at - 1)
}

/// A copula, or a pronoun of the first person and the verb behind it: "me considero", "me preocupa", but not "diría".
fn is_predicative(tokens: &[Token], at: usize) -> bool {
    let pronoun = |token: &Token| {
        token.is(Class::First.bit()) && !token.is(Class::Say.bit() | Class::Choose.bit())
    };
    let token = &tokens[at];
    token.is(Class::Copula.bit())
        || pronoun(token)
        || (token.is(Class::First.bit()) || token.kind == Kind::Word && token.classes == 0)
            && at > 0
            && pronoun(&tokens[at - 1])
}
