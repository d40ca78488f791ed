//! A reply after reading: tokens with the classes of its language, phrases, sentences and quotations.

use crate::class::{Class, ClassSet, STARTS_PHRASE};
use crate::lexicon::{LANGUAGES, LEXICON, Language, Lexicon};
use crate::scale::ResponseScale;
use crate::scan::{Marks, tokenize};
use crate::token::{EMPHASIS, Kind, QUOTED, SPACED, Token};
use crate::word::WordSet;

/// Words that are enough to tell the language.
const VOTING_WORDS: usize = 400;
/// Longest quotation, in tokens, that is read as one.
const QUOTATION_TOKENS: usize = 60;

/// One reply, tokenized for one scale.
#[derive(Debug)]
pub(crate) struct Reply<'a> {
    /// The reply as handed in.
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) language: Language,
    /// Everything is emphasized, so that emphasis says nothing.
    pub(crate) all_emphasis: bool,
    /// The classes of all tokens: what none of them has need not be looked for.
    pub(crate) seen: ClassSet,
    /// The marks among the tokens, for the same reason.
    pub(crate) marks: Marks,
}

impl<'a> Reply<'a> {
    /// Reads the reply; a reasoning block before it is left out. The vector is used for the tokens.
    pub(crate) fn read(scale: &ResponseScale, text: &'a str, mut tokens: Vec<Token>) -> Self {
        // Positions are kept in 32 bits; what lies beyond 1 GiB is not read.
        let mut body = &text[..floor_boundary(text, 1 << 30)];
        let mut from = 0;
        // What ends a turn and what brackets a reasoning block begin with the same sign, which most replies lack.
        if body.contains('<') {
            body = before_end(body);
            from = after_reasoning(body);
        }
        let marks = tokenize(&body[from..], &LEXICON.words, scale.labels.words(), &mut tokens);
        if from > 0 {
            for token in &mut tokens {
                token.start += from as u32;
                token.end += from as u32;
            }
        }
        let language = language_of(&tokens, scale.language);
        classify(&mut tokens, language);
        if marks.any(b"\"") {
            quotations(&mut tokens);
        }
        scale.question.mark(text, &mut tokens);
        sentences(&mut tokens, scale.lettered);
        let mut words = tokens.iter().filter(|token| !matches!(token.kind, Kind::Mark(_)));
        let all_emphasis = words.all(|token| token.has(EMPHASIS));
        let seen = tokens.iter().fold(0, |all, token| all | token.classes);
        Self { text, tokens, language, all_emphasis, seen, marks }
    }

    /// Whether any token is of any class of the set.
    ///
    /// Where it is not, a search for such a token near a mention can be spared: most replies lack most classes.
    #[inline]
    pub(crate) fn has(&self, classes: ClassSet) -> bool {
        self.seen & classes != 0
    }

    /// The bytes of a token.
    pub(crate) fn word(&self, token: &Token) -> &'a str {
        &self.text[token.start as usize..token.end as usize]
    }

    fn bytes(&self, token: &Token) -> &'a [u8] {
        &self.text.as_bytes()[token.start as usize..token.end as usize]
    }

    /// Whether a token is this word, in either case.
    #[inline]
    pub(crate) fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            let bytes = self.bytes(token);
            bytes.len() == word.len() && bytes.eq_ignore_ascii_case(word.as_bytes())
        })
    }

    /// Whether a token is one of these lower-case words, in either case.
    #[inline]
    pub(crate) fn is_one_of(&self, at: usize, words: &WordSet) -> bool {
        self.tokens.get(at).is_some_and(|token| words.holds(self.bytes(token)))
    }

    /// Position after the last token of the sentence that holds a token, looking at most `reach` tokens ahead.
    pub(crate) fn sentence_end(&self, at: usize, reach: usize) -> usize {
        let sentence = self.tokens[at].sentence;
        let stop = self.tokens.len().min(at + reach);
        (at..stop).find(|&i| self.tokens[i].sentence != sentence).unwrap_or(stop)
    }
}

fn floor_boundary(text: &str, bytes: usize) -> usize {
    (0..=text.len().min(bytes)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// What stands before the first token by which a model ends its turn: what follows is no part of the reply.
fn before_end(text: &str) -> &str {
    const ENDS: [&str; 6] =
        ["<|endoftext|>", "<|im_end|>", "<|eot_id|>", "<|end|>", "<|end_of_text|>", "</s>"];
    let ends = |at: &usize| ENDS.iter().any(|end| text[*at..].starts_with(end));
    let mut signs = text.bytes().enumerate().filter(|(_, byte)| *byte == b'<');
    signs.find(|(at, _)| ends(at)).map_or(text, |(at, _)| &text[..at])
}

/// Where the answer begins after a reasoning block; the end of the text when the block never closes.
fn after_reasoning(text: &str) -> usize {
    const NAMES: [&str; 3] = ["think", "thinking", "reasoning"];
    let named = |rest: &str| {
        NAMES.iter().any(|name| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('>')))
    };
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while let Some(at) = bytes[..end].iter().rposition(|&byte| byte == b'<') {
        if text[at + 1..].strip_prefix('/').is_some_and(named) {
            return at + text[at..].find('>').map_or(0, |close| close + 1);
        }
        end = at;
    }
    let unclosed = text.trim_start().strip_prefix('<').is_some_and(named);
    if unclosed { text.len() } else { 0 }
}

/// The language with the most telling words; among equals that of the scale ("No." answers in any of three), else English.
fn language_of(tokens: &[Token], scale: Option<Language>) -> Language {
    let votes = votes(tokens);
    let most = votes.iter().copied().max().unwrap_or(0);
    let leads = |language: &Language| votes[*language as usize] == most;
    scale.into_iter().chain(Language::ALL).find(leads).unwrap_or(Language::English)
}

/// How much the words of a text speak for each language.
pub(crate) fn votes(tokens: &[Token]) -> [u32; LANGUAGES] {
    let lexicon: &Lexicon = &LEXICON;
    let known = tokens.iter().filter(|token| token.word != 0).take(VOTING_WORDS);
    let sum: u64 = known.map(|token| BALLOTS[usize::from(lexicon.votes(token.word))]).sum();
    std::array::from_fn(|language| (sum >> (BALLOT_BITS * language)) as u32 & BALLOT_MAX)
}

/// Bits of a sum of ballots that belong to one language.
const BALLOT_BITS: usize = 12;
const BALLOT_MAX: u32 = (1 << BALLOT_BITS) - 1;

/// What a word says for each language, all in one number, by the set of languages that know the word:
/// one that several languages share tells little of each.
const BALLOTS: [u64; 1 << LANGUAGES] = {
    const WEIGHT_MAX: usize = 5;
    assert!(VOTING_WORDS * WEIGHT_MAX <= BALLOT_MAX as usize && BALLOT_BITS * LANGUAGES <= 64);
    let mut ballots = [0; 1 << LANGUAGES];
    let mut set: usize = 1;
    while set < ballots.len() {
        let weight = (WEIGHT_MAX + 1 - set.count_ones() as usize) as u64;
        let mut language = 0;
        while language < LANGUAGES {
            ballots[set] |= (((set >> language) & 1) as u64 * weight) << (BALLOT_BITS * language);
            language += 1;
        }
        set += 1;
    }
    ballots
};

/// Gives each token the classes of its word, and of the longest phrase that begins there; an adverb may stand inside.
fn classify(tokens: &mut [Token], language: Language) {
    let lexicon: &Lexicon = &LEXICON;
    let classes = lexicon.classes(language);
    for token in tokens.iter_mut() {
        token.classes = classes[usize::from(token.word)];
    }
    for start in 0..tokens.len() {
        if tokens[start].classes & STARTS_PHRASE != 0 {
            tokens[start].classes &= !STARTS_PHRASE;
            phrase_at(tokens, start, language, lexicon);
        }
    }
}

fn phrase_at(tokens: &mut [Token], start: usize, language: Language, lexicon: &Lexicon) {
    let (mut end, mut classes, literal) = longest(tokens, start, language, lexicon, false);
    if literal {
        let (skipped, other, _) = longest(tokens, start, language, lexicon, true);
        if skipped > end {
            (end, classes) = (skipped, other);
        }
    }
    let neutral = classes & (Class::NegationNeutral.bit() | Class::OwnConditional.bit());
    for token in &mut tokens[start..end] {
        token.classes |= classes;
        if neutral & Class::NegationNeutral.bit() != 0 {
            let negations =
                Class::Negation.bit() | Class::PlainNegation.bit() | Class::Inability.bit();
            token.classes &= !negations;
        }
        if neutral & Class::OwnConditional.bit() != 0 {
            let others = Class::Conditional.bit() | Class::Second.bit() | Class::Statistic.bit();
            token.classes &= !others;
        }
    }
}

/// Where the longest phrase that begins at a token ends, its classes, and whether an adverb is one of its words:
/// "isn't really applicable" has one beside "isn't applicable", and none beside "isn't really up to me".
fn longest(
    tokens: &[Token],
    start: usize,
    language: Language,
    lexicon: &Lexicon,
    skips_adverbs: bool,
) -> (usize, ClassSet, bool) {
    /// Most adverbs inside a phrase.
    const ADVERBS: usize = 2;
    let (mut adverbs, mut literal) = (0, false);
    let (mut node, mut end, mut classes) = (0, start, 0);
    for (at, token) in (start..).zip(&tokens[start..]) {
        if matches!(token.kind, Kind::Mark(_)) {
            // "off-limits", "n/a"
            if at > start && token.any_mark(b"-/") && !token.has(SPACED) {
                continue;
            }
            break;
        }
        // "I'm really unsure", "I just can't answer"
        let adverb = at > start && adverbs < ADVERBS && token.is(Class::Adverb.bit());
        let step = lexicon.step(node, token.word).filter(|_| !(adverb && skips_adverbs));
        let Some(next) = step else {
            if adverb {
                adverbs += 1;
                continue;
            }
            break;
        };
        literal |= adverb;
        node = next;
        let found = lexicon.phrase(node, language);
        if found != 0 {
            (end, classes) = (at + 1, found);
        }
    }
    (end, classes, literal)
}

/// Flags what stands between quotation marks, unless the whole reply is one quotation.
fn quotations(tokens: &mut [Token]) {
    let mut open: Option<usize> = None;
    for at in 0..tokens.len() {
        if tokens[at].mark(b'\n') || open.is_some_and(|start| at - start > QUOTATION_TOKENS) {
            open = None;
        }
        if !tokens[at].mark(b'"') {
            continue;
        }
        match open.take() {
            Some(start)
                if start > 0 && !is_own_voice(tokens, start, at) && !is_all(tokens, start, at) =>
            {
                tokens[start + 1..at].iter_mut().for_each(|token| token.flags |= QUOTED)
            }
            Some(_) => {}
            None => open = Some(at),
        }
    }
}

/// `Me: "Hmm, I'd agree."`: the quotation is all of the reply but the speaker's name.
fn is_all(tokens: &[Token], open: usize, close: usize) -> bool {
    const NAME: usize = 3;
    const SENTENCES: usize = 6;
    open <= NAME
        && tokens[open - 1].mark(b':')
        && close - open > SENTENCES
        && tokens[close + 1..].iter().all(|token| matches!(token.kind, Kind::Mark(_)))
}

/// `I answer as John, a worker: "I agree, because ..."`: the first person gives the rest of the reply in a voice of its own.
fn is_own_voice(tokens: &[Token], open: usize, close: usize) -> bool {
    const REACH: usize = 24;
    let lead = tokens[..open].iter().rev().take(REACH).take_while(|token| !token.mark(b'\n'));
    let lead = || lead.clone();
    let gives = Class::Choose.bit() | Class::AnswerNoun.bit();
    tokens[open - 1].mark(b':')
        && tokens[close + 1..].iter().all(|token| matches!(token.kind, Kind::Mark(_)))
        && lead().any(|token| token.is(Class::First.bit()))
        && lead().any(|token| token.is(gives))
        && !lead().any(|token| token.is(Class::Third.bit() | Class::Second.bit()))
}

/// Gives each token the position of its sentence's first token.
fn sentences(tokens: &mut [Token], lettered: bool) {
    let mut start = 0;
    for at in 0..tokens.len() {
        if at > 0 && ends_sentence(tokens, at - 1, lettered) {
            start = at;
        }
        tokens[at].sentence = start as u32;
    }
}

fn ends_sentence(tokens: &[Token], at: usize, lettered: bool) -> bool {
    let token = &tokens[at];
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    match token.kind {
        Kind::Mark(b'!' | b'?' | b';') => true,
        // "I would choose:" reaches over the line to the option below it.
        Kind::Mark(b'\n') => !before.is_some_and(|before| before.mark(b':')),
        Kind::Mark(b'.') => {
            let spaced =
                tokens.get(at + 1).is_none_or(|next| next.has(SPACED) || next.any_mark(b"\n\"'"));
            let enumerator = before.is_some_and(|before| {
                let short = before.end - before.start == 1 && before.kind == Kind::Word;
                // "I'd go with C. The others ..." on a lettered scale.
                let inside = at >= 2
                    && tokens[at - 2]
                        .is(Class::Choose.bit() | Class::Copula.bit() | Class::Negation.bit());
                let short = short && !(lettered && inside);
                (before.kind == Kind::Number && before.has(crate::token::LINE_START)) || short
            });
            spaced && !enumerator
        }
        _ => false,
    }
}
