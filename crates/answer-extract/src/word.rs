//! Words as fixed-size keys, and tables from words to small numbers: a look-up compares four machine words.

/// Longest word that a word list or a label can hold, in bytes.
pub(crate) const WORD_MAX: usize = 32;

/// The lower-case bit of ASCII letters; digits and the apostrophe have it set already.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// A word of at most [`WORD_MAX`] bytes, padded with zeros; no word holds a zero byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordKey([u64; WORD_MAX / 8]);

impl WordKey {
    /// The key of a word as it stands; `None` when it is too long for any table.
    pub(crate) fn of(word: &[u8]) -> Option<Self> {
        (word.len() <= WORD_MAX).then(|| Self::load(word, 0, word.len(), 0))
    }

    /// Where the ASCII letters and digits from `start` on end, and their key in lower case; `None` when they are too many.
    ///
    /// Eight bytes are looked at together: most words take one step and no branch that depends on their length.
    #[inline]
    pub(crate) fn read_ascii(bytes: &[u8], start: usize) -> (usize, Option<Self>) {
        let mut key = Self::default();
        let mut at = start;
        for slot in &mut key.0 {
            let eight = eight_from(bytes, at);
            let others = others(eight);
            if others != 0 {
                // The lowest set bit is the highest bit of the first byte that ends the word.
                let bits = others.trailing_zeros() & !7;
                *slot = (eight | LOWER) & ((1 << bits) - 1);
                return (at + bits as usize / 8, Some(key));
            }
            *slot = eight | LOWER;
            at += 8;
        }
        let end = bytes[at..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = end.map_or(bytes.len(), |length| at + length);
        (end, Some(key).filter(|_| end == at))
    }

    /// The key of the ASCII letters and digits `bytes[start..end]` in lower case; `None` when they are too many.
    #[inline]
    pub(crate) fn of_ascii(bytes: &[u8], start: usize, end: usize) -> Option<Self> {
        (end - start <= WORD_MAX).then(|| Self::load(bytes, start, end, LOWER))
    }

    #[inline]
    fn load(bytes: &[u8], start: usize, end: usize, fold: u64) -> Self {
        let mut key = Self::default();
        for (slot, at) in key.0.iter_mut().zip((start..end).step_by(8)) {
            let length = end - at;
            let mask = if length >= 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
            *slot = (eight_from(bytes, at) | fold) & mask;
        }
        key
    }

    /// Only the distribution over table slots and echo runs depends on it.
    #[inline]
    pub(crate) fn hash(&self) -> u64 {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let [one, two, three, four] = self.0;
        let all = one ^ two.rotate_left(23) ^ three.rotate_left(41) ^ four.rotate_left(11);
        let mixed = (all ^ (all >> 31)).wrapping_mul(MIX);
        mixed ^ (mixed >> 32)
    }
}

/// Eight bytes as one number, the first byte lowest; zeros where the text has ended.
#[inline]
fn eight_from(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..at + 8) {
        Some(chunk) => u64::from_le_bytes(chunk.try_into().unwrap_or_default()),
        None => bytes[at..].iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)),
    }
}

/// The highest bit of every byte that is no ASCII letter and no digit.
///
/// Adding `0x80 - low` to seven bits sets the eighth where they are at least `low`, and never carries into the next byte.
#[inline]
fn others(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let low = eight & (0x7F * EACH);
    let letter = low | LOWER;
    let at_least = |bytes: u64, least: u8| bytes + u64::from(0x80 - least) * EACH;
    let letters = at_least(letter, b'a') & !at_least(letter, b'z' + 1);
    let digits = at_least(low, b'0') & !at_least(low, b'9' + 1);
    !((letters | digits) & !eight) & (0x80 * EACH)
}

/// Words to small numbers by open addressing, at most a quarter full.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordTable {
    /// Numbers, 0 for a free slot.
    slots: Vec<u16>,
    keys: Vec<WordKey>,
}

impl WordTable {
    /// The word's number, from 1; 0 when it is not in the table.
    #[inline]
    pub(crate) fn get(&self, key: &WordKey, hash: u64) -> u16 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(&id) = self.slots.get(at) {
            if id == 0 || self.keys[usize::from(id) - 1] == *key {
                return id;
            }
            at = (at + 1) & mask;
        }
        0
    }

    /// The number of a word given as text.
    pub(crate) fn find(&self, word: &str) -> u16 {
        WordKey::of(word.as_bytes()).map_or(0, |key| self.get(&key, key.hash()))
    }

    /// Adds a word, or finds it; 0 when it is too long or the table is full.
    pub(crate) fn insert(&mut self, word: &str) -> u16 {
        let Some(key) = WordKey::of(word.as_bytes()) else { return 0 };
        let known = self.get(&key, key.hash());
        // Two numbers are left to the edges that stand for classes of words.
        if known != 0 || self.keys.len() >= usize::from(u16::MAX) - 2 {
            return known;
        }
        self.keys.push(key);
        if 4 * self.keys.len() > self.slots.len() {
            self.slots = vec![0; (8 * self.keys.len()).next_power_of_two()];
            for id in 1..=self.keys.len() {
                self.place(id as u16);
            }
        } else {
            self.place(self.keys.len() as u16);
        }
        self.keys.len() as u16
    }

    fn place(&mut self, id: u16) {
        let mask = self.slots.len() - 1;
        let mut at = self.keys[usize::from(id) - 1].hash() as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = id;
    }

    /// How many words it holds.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// Lower-case words that a rule looks for, with what tells most other words from them at a glance.
#[derive(Debug)]
pub(crate) struct WordSet {
    words: &'static [&'static str],
    /// Bit *n*: a word of *n* bytes is among them.
    lengths: u64,
    /// Bit *n*: a word whose first byte ends in the five bits of *n* is among them; case is not in these bits.
    initials: u32,
}

impl WordSet {
    /// The words, none of them empty and none longer than 63 bytes.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        let (mut lengths, mut initials, mut at) = (0, 0, 0);
        while at < words.len() {
            let word = words[at].as_bytes();
            lengths |= 1 << word.len();
            initials |= 1 << (word[0] & 31);
            at += 1;
        }
        Self { words, lengths, initials }
    }

    /// Whether a word, in either case, is one of them.
    #[inline]
    pub(crate) fn holds(&self, word: &[u8]) -> bool {
        let Some(first) = word.first() else { return false };
        let may = word.len() < 64
            && self.lengths >> word.len() & 1 != 0
            && self.initials >> (first & 31) & 1 != 0;
        may && self.find(word)
    }

    fn find(&self, word: &[u8]) -> bool {
        self.words.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_words_fold_to_lower_case() {
        let text = b"STRONGLY Disagree3";
        assert_eq!(WordKey::of_ascii(text, 0, 8), WordKey::of(b"strongly"));
        assert_eq!(WordKey::of_ascii(text, 9, 18), WordKey::of(b"disagree3"));
    }

    #[test]
    fn ascii_words_end_where_their_letters_and_digits_end() {
        for byte in 0..=255_u8 {
            for length in [0, 1, 7, 8, 9, 31, 32] {
                let mut text = vec![b'Z'; length];
                text.push(byte);
                text.extend(b"a.");
                let end = text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
                let read = WordKey::read_ascii(&text, 0);
                assert_eq!(read, (end, WordKey::of_ascii(&text, 0, end)), "{byte} after {length}");
            }
        }
        assert_eq!(WordKey::read_ascii(b"Word", 0), (4, WordKey::of(b"word")));
    }

    #[test]
    fn words_of_thirty_three_bytes_have_no_key() {
        assert!(WordKey::of(&[b'a'; WORD_MAX]).is_some());
        assert!(WordKey::of(&[b'a'; WORD_MAX + 1]).is_none());
    }

    #[test]
    fn word_set_holds_its_words_in_either_case() {
        const WORDS: WordSet = WordSet::new(&["than", "más", "étant"]);
        assert!(["than", "Than", "MáS", "étant"].iter().all(|word| WORDS.holds(word.as_bytes())));
        let others = ["", "that", "thank", "náht", "mas"];
        assert!(!others.iter().any(|word| WORDS.holds(word.as_bytes())));
    }

    #[test]
    fn table_finds_what_was_inserted_and_nothing_else() {
        let mut table = WordTable::default();
        assert_eq!(table.find("agree"), 0);
        let ids: Vec<u16> = ["agree", "disagree", "agree"].map(|word| table.insert(word)).to_vec();
        assert_eq!(ids, [1, 2, 1]);
        assert_eq!((table.find("disagree"), table.find("disagre"), table.len()), (2, 0, 2));
    }
}
