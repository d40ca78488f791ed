//! Bytes to tokens in one pass.

use crate::token::{CAPITAL, EMPHASIS, Kind, LINE_START, SPACED, Token};
use crate::word::{WORD_MAX, WordKey, WordTable};

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

/// The punctuation marks of a text; bit *n* stands for the mark with the byte *n*.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks(u128);

impl Marks {
    /// Whether one of these marks is among them.
    #[inline]
    pub(crate) fn any(self, bytes: &[u8]) -> bool {
        bytes.iter().any(|&byte| self.0 >> (byte & 127) & 1 != 0)
    }

    fn add(&mut self, byte: u8) {
        self.0 |= 1 << (byte & 127);
    }
}

/// Turns text into tokens, replacing those in `tokens`; `lexicon` and `labels` are the word tables to look up.
/// The marks among the tokens.
pub(crate) fn tokenize(
    text: &str,
    lexicon: &WordTable,
    labels: &WordTable,
    tokens: &mut Vec<Token>,
) -> Marks {
    tokens.clear();
    tokens.reserve(text.len() / 5 + 8);
    let (at, flags, emphasis, word) = (0, LINE_START, 0, [0; WORD_MAX]);
    let marks = Marks::default();
    let mut scanner = Scanner { text, labels, lexicon, at, tokens, flags, emphasis, marks, word };
    scanner.run();
    scanner.marks
}

/// The lower-case words and numbers of a phrase, as [`tokenize`] would cut them: elided articles (`d'accord`) are two.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    let empty = WordTable::default();
    let mut tokens = Vec::new();
    tokenize(phrase, &empty, &empty, &mut tokens);
    let is_word = |token: &&Token| !matches!(token.kind, Kind::Mark(_));
    let text = |token: &Token| {
        phrase[token.start as usize..token.end as usize].to_lowercase().replace('\u{2019}', "'")
    };
    tokens.iter().filter(is_word).map(text).collect()
}

struct Scanner<'a> {
    text: &'a str,
    labels: &'a WordTable,
    lexicon: &'a WordTable,
    at: usize,
    tokens: &'a mut Vec<Token>,
    flags: u8,
    emphasis: u8,
    marks: Marks,
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

    #[inline]
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
            self.marks.add(b'\n');
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
        self.marks.add(byte);
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
            '°' => self.mark(b'%', width),
            '→' | '⇒' | '➡' | '➜' => self.mark(b'=', width),
            '←' | '⬅' => self.mark(b'<', width),
            '✓' | '✔' | '✅' | '☑' | '👉' | '🔘' | '◉' | '🥇' => {
                self.mark(b'@', width)
            }
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

    /// A word: letters, digits after the first, and apostrophes between letters.
    #[inline]
    fn word(&mut self) {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let (end, key) = WordKey::read_ascii(bytes, start);
        if bytes.get(end).is_none_or(|&byte| byte != b'\'' && byte < 0x80) {
            self.at = end;
            self.push_word(start, key);
        } else {
            self.joined_word();
        }
    }

    /// A word that may hold an apostrophe or letters beyond ASCII, lower-cased into a buffer as it is read.
    #[inline(never)]
    fn joined_word(&mut self) {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut length = 0;
        let mut fits = true;
        while let Some(&byte) = bytes.get(self.at) {
            match BYTES[usize::from(byte)] {
                Byte::Letter | Byte::Digit => {
                    fits &= self.put(&mut length, &[byte.to_ascii_lowercase()]);
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
        let key = WordKey::of(&self.word[..length]).filter(|_| fits);
        self.push_word(start, key);
    }

    #[inline]
    fn push_word(&mut self, start: usize, key: Option<WordKey>) {
        let (word, label) = match &key {
            Some(key) => {
                let hash = key.hash();
                (self.lexicon.get(key, hash), self.labels.get(key, hash))
            }
            None => (0, 0),
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
        self.at > start && length > 0 && next.map_or_else(|| self.is_elided(&self.word[..length]), char::is_alphabetic)
            // Italian "un po'" keeps its apostrophe.
            || self.word[..length] == *b"po"
    }

    fn is_elided(&self, word: &[u8]) -> bool {
        ELIDED.iter().any(|elided| elided.as_bytes() == word)
    }

    fn elides(&self, length: usize) -> bool {
        length > 0 && self.is_elided(&self.word[..length - 1])
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
            // "7ish"
            if !self.text[self.at..].starts_with("ish")
                || bytes.get(self.at + 3).is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at = start;
                return self.word();
            }
            self.at += 3;
        }
        let key = WordKey::of_ascii(bytes, start, self.at);
        let label = key.map_or(0, |key| self.labels.get(&key, key.hash()));
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
