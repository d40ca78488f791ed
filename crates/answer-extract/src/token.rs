//! Words, numbers and punctuation marks of a reply, each with its bytes and what is known of it.
//!
//! Markdown emphasis is not a token: it leaves a flag, so that `**Agree**` and `Agree` read the same.

use crate::class::ClassSet;

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

/// One token; packed so that the wide set of classes costs 40 bytes and not 48.
#[derive(Debug, Clone, Copy)]
#[repr(C, packed(8))]
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
