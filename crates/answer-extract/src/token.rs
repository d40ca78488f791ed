//! Bytes to tokens in one pass: words, numbers and punctuation, each with its bytes in the reply.
//!
//! Markdown emphasis is not a token: it leaves a flag, so that `**Agree**` and `Agree` read the same.

use crate::lexicon::{ClassSet, LEXICON, WordTable};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, perhaps with digits ("3rd").
    Word,
    /// A whole number; "7.0" is one.
    Number,
    /// A number with a fraction; its whole part is kept.
    Decimal,
    /// One punctuation mark, normalized to an ASCII byte: see [`Token::mark`].
    Mark(u8),
}

/// First token of a line.
pub(crate) const LINE_START: u8 = 1;
/// Inside markdown emphasis or code.
pub(crate) const EMPHASIS: u8 = 2;
/// Begins with a capital letter.
pub(crate) const CAPITAL: u8 = 4;
/// White space stands before it.
pub(crate) const SPACED: u8 = 8;
/// Repeats the question.
pub(crate) const ECHO: u8 = 16;
/// Inside quotation marks.
pub(crate) const QUOTED: u8 = 32;

/// One token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// First byte in the reply.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// First token of its sentence.
    pub(crate) sentence: u32,
    /// The number of a [`Kind::Number`], the whole part of a [`Kind::Decimal`].
    pub(crate) number: i32,
    /// Classes in the reply's language.
    pub(crate) classes: ClassSet,
    /// Number in the lexicon's word table; 0 for none.
    pub(crate) word: u16,
    /// Number in the scale's word table; 0 for none.
    pub(crate) label: u16,
    pub(crate) kind: Kind,
    pub(crate) flags: u8,
}

impl Token {
    /// Whether it is this punctuation mark.
    pub(crate) fn mark(&self, byte: u8) -> bool {
        self.kind == Kind::Mark(byte)
    }

    /// Whether it is one of these punctuation marks.
    pub(crate) fn any_mark(&self, bytes: &[u8]) -> bool {
        matches!(self.kind, Kind::Mark(byte) if bytes.contains(&byte))
    }

    /// Whether all of the flags are set.
    pub(crate) fn has(&self, flags: u8) -> bool {
        self.flags & flags == flags
    }

    /// Whether it belongs to any class of the set.
    pub(crate) fn is(&self, classes: ClassSet) -> bool {
        self.classes & classes != 0
    }
}

/// Longest word that a word list or a label can hold, in bytes.
const WORD_MAX: usize = 32;

/// Mixes eight bytes at a time; only the distribution over table slots depends on it.
pub(crate) fn hash_word(word: &[u8]) -> u64 {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = word.len() as u64;
    for chunk in word.chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(MIX);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(MIX) ^ (hash >> 32)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Letter,
    Digit,
    Space,
    Newline,
    Emphasis,
    Mark,
    High,
    Skip,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Skip; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Byte::Letter,
            b'0'..=b'9' => Byte::Digit,
            b' ' | b'\t' | b'\r' | 0x0B | 0x0C => Byte::Space,
            b'\n' => Byte::Newline,
            b'*' | b'`' | b'_' => Byte::Emphasis,
            b'~' | 0..=0x1F | 0x7F => Byte::Skip,
            0x80..=0xFF => Byte::High,
            _ => Byte::Mark,
        };
        byte += 1;
    }
    table
};

/// Articles and pronouns that French and Italian elide before a vowel.
const ELIDED: [&str; 20] = [
    "d", "l", "j", "n", "c", "s", "m", "t", "qu", "dell", "all", "nell", "sull", "dall", "un",
    "quest", "quell", "lorsqu", "puisqu", "jusqu",
];

/// Turns text into tokens; `labels` is the word table of the scale.
pub(crate) fn tokenize(text: &str, labels: &WordTable) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        labels,
        at: 0,
        tokens: Vec::with_capacity(text.len() / 5 + 8),
        flags: LINE_START,
        emphasis: 0,
        lexicon: &LEXICON.words,
        word: [0; WORD_MAX],
    };
    scanner.run();
    scanner.tokens
}

/// The lower-case words and numbers of a phrase, as [`tokenize`] would cut them.
pub(crate) fn words(phrase: &str) -> Vec<String> {
    let empty = WordTable::default();
    let mut scanner = Scanner {
        text: phrase,
        labels: &empty,
        at: 0,
        tokens: Vec::new(),
        flags: 0,
        emphasis: 0,
        lexicon: &empty,
        word: [0; WORD_MAX],
    };
    scanner.run();
    let is_word = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let text = |token: &Token| {
        phrase[token.start as usize..token.end as usize].to_lowercase().replace('\u{2019}', "'")
    };
    scanner.tokens.iter().filter(is_word).map(text).collect()
}

struct Scanner<'a> {
    text: &'a str,
    labels: &'a WordTable,
    lexicon: &'a WordTable,
    at: usize,
    tokens: Vec<Token>,
    flags: u8,
    emphasis: u8,
    word: [u8; WORD_MAX],
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            match BYTES[usize::from(byte)] {
                Byte::Letter => self.word(),
                Byte::Digit => self.number(),
                Byte::Space => {
                    self.flags |= SPACED;
                    self.at += 1;
                }
                Byte::Newline => self.newline(),
                Byte::Emphasis => self.emphasis(byte),
                Byte::Mark => self.mark(byte, 1),
                Byte::High => self.high(),
                Byte::Skip => self.at += 1,
            }
        }
    }

    fn push(&mut self, start: usize, kind: Kind, number: i32, word: u16, label: u16) {
        let capital = if self.text.as_bytes()[start].is_ascii_uppercase() { CAPITAL } else { 0 };
        self.tokens.push(Token {
            start: start as u32,
            end: self.at as u32,
            sentence: 0,
            number,
            classes: 0,
            word,
            label,
            kind,
            flags: self.flags | self.emphasis | capital,
        });
        self.flags = 0;
    }

    fn newline(&mut self) {
        // Blank lines fold into one mark; emphasis never crosses a line.
        if !self.tokens.last().is_some_and(|token| token.mark(b'\n')) && !self.tokens.is_empty() {
            self.at += 1;
            self.push(self.at - 1, Kind::Mark(b'\n'), 0, 0, 0);
        } else {
            self.at += 1;
        }
        self.flags = LINE_START | SPACED;
        self.emphasis = 0;
    }

    fn emphasis(&mut self, byte: u8) {
        let bytes = self.text.as_bytes();
        let run = bytes[self.at..].iter().take_while(|&&other| other == byte).count();
        let next = bytes.get(self.at + run).copied().unwrap_or(b' ');
        let bullet = byte == b'*' && run == 1 && self.flags & LINE_START != 0 && next == b' ';
        if bullet {
            self.flags |= SPACED;
        } else if byte != b'_' || run > 1 {
            self.emphasis ^= EMPHASIS;
        }
        self.at += run;
    }

    fn mark(&mut self, byte: u8, width: usize) {
        let start = self.at;
        self.at += width;
        let line_start = self.flags & LINE_START != 0;
        // Headings, quotations and bullets open a line without being part of it.
        if line_start && (byte == b'#' || byte == b'>' || (byte == b'-' && self.next_is_space())) {
            self.flags |= SPACED;
            return;
        }
        self.push(start, Kind::Mark(byte), 0, 0, 0);
    }

    fn next_is_space(&self) -> bool {
        self.text
            .as_bytes()
            .get(self.at)
            .is_none_or(|&byte| BYTES[usize::from(byte)] == Byte::Space)
    }

    /// A character beyond ASCII: a letter begins a word, typographic marks become their ASCII kin, the rest is skipped.
    fn high(&mut self) {
        let Some(character) = self.text[self.at..].chars().next() else { return };
        let width = character.len_utf8();
        match character {
            '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' => self.mark(b'"', width),
            '‘' | '’' | '‚' | '‹' | '›' => self.mark(b'\'', width),
            '–' | '—' | '−' | '‐' | '‑' | '―' => self.mark(b'-', width),
            '…' | '。' => self.mark(b'.', width),
            '：' => self.mark(b':', width),
            '（' => self.mark(b'(', width),
            '）' => self.mark(b')', width),
            '→' | '⇒' | '➡' | '➜' => self.mark(b'=', width),
            '←' | '⬅' => self.mark(b'<', width),
            '✓' | '✔' | '✅' | '☑' | '👉' | '🔘' | '◉' => self.mark(b'@', width),
            '¿' | '¡' => self.at += width,
            '•' | '·' | '●' | '◦' | '▪' | '‣' if self.flags & LINE_START != 0 => {
                self.at += width;
                self.flags |= SPACED;
            }
            '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                self.at += width;
                self.flags |= SPACED;
            }
            _ if character.is_alphanumeric() => self.word(),
            _ => self.at += width,
        }
    }

    /// A word: letters, digits after the first, and apostrophes between letters; lower-cased into a buffer as it is read.
    fn word(&mut self) {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut length = 0;
        let mut fits = true;
        while let Some(&byte) = bytes.get(self.at) {
            match BYTES[usize::from(byte)] {
                Byte::Letter | Byte::Digit => {
                    if length < WORD_MAX {
                        self.word[length] = byte.to_ascii_lowercase();
                        length += 1;
                    } else {
                        fits = false;
                    }
                    self.at += 1;
                }
                Byte::Mark if byte == b'\'' && self.apostrophe(start, length, 1) => {
                    fits &= self.put(&mut length, b"'");
                    self.at += 1;
                    if self.elides(length) {
                        break;
                    }
                }
                Byte::High => match self.high_in_word(start, &mut length, &mut fits) {
                    Next::More => {}
                    Next::Elided | Next::End => break,
                },
                _ => break,
            }
        }
        self.push_word(start, length, fits);
    }

    fn push_word(&mut self, start: usize, length: usize, fits: bool) {
        let (word, label) = if fits {
            let word = &self.word[..length];
            let hash = hash_word(word);
            (self.lexicon.get(word, hash), self.labels.get(word, hash))
        } else {
            (0, 0)
        };
        self.push(start, Kind::Word, 0, word, label);
    }

    fn high_in_word(&mut self, start: usize, length: &mut usize, fits: &mut bool) -> Next {
        let Some(character) = self.text[self.at..].chars().next() else { return Next::End };
        let width = character.len_utf8();
        if character == '’' && self.apostrophe(start, *length, width) {
            *fits &= self.put(length, b"'");
            self.at += width;
            return if self.elides(*length) { Next::Elided } else { Next::More };
        }
        // Combining marks belong to the letter before them.
        if !character.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&character) {
            return Next::End;
        }
        let mut buffer = [0; 4];
        for lower in character.to_lowercase() {
            *fits &= self.put(length, lower.encode_utf8(&mut buffer).as_bytes());
        }
        self.at += width;
        Next::More
    }

    fn put(&mut self, length: &mut usize, bytes: &[u8]) -> bool {
        let end = *length + bytes.len();
        let Some(room) = self.word.get_mut(*length..end) else { return false };
        room.copy_from_slice(bytes);
        *length = end;
        true
    }

    /// Whether an apostrophe here joins two halves of a word.
    fn apostrophe(&self, start: usize, length: usize, width: usize) -> bool {
        let next = self.text[self.at + width..].chars().next();
        self.at > start && length > 0 && next.is_some_and(char::is_alphabetic)
            // Italian "un po'" keeps its apostrophe.
            || self.word[..length] == *b"po"
    }

    fn elides(&self, length: usize) -> bool {
        length > 0 && ELIDED.iter().any(|elided| *elided.as_bytes() == self.word[..length - 1])
    }

    /// Digits, perhaps with a fraction; digits that run into letters are a word ("3rd").
    fn number(&mut self) {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let digits =
            |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = digits(start);
        self.at = start + whole;
        let next = bytes.get(self.at).copied().unwrap_or(0);
        let mut value = parse(&bytes[start..self.at]);
        let mut kind = Kind::Number;
        let fraction = if next == b'.' || next == b',' { digits(self.at + 1) } else { 0 };
        if fraction > 0 {
            let end = self.at + 1 + fraction;
            if next == b',' && fraction == 3 && whole <= 3 {
                value = i32::MAX; // A thousands separator: no scale reaches so far.
            } else if bytes[self.at + 1..end].iter().any(|&digit| digit != b'0') {
                kind = Kind::Decimal;
            }
            self.at = end;
        } else if next.is_ascii_alphabetic() {
            self.at = start;
            return self.word();
        }
        let hash = hash_word(&bytes[start..self.at]);
        let label = self.labels.get(&bytes[start..self.at], hash);
        self.push(start, kind, value, 0, label);
    }
}

enum Next {
    More,
    Elided,
    End,
}

/// Decimal digits to a number, saturating.
fn parse(digits: &[u8]) -> i32 {
    digits.iter().fold(0_i32, |number, digit| {
        number.saturating_mul(10).saturating_add(i32::from(digit - b'0'))
    })
}
