//! The statements of a question, and sentences that restate one of them, as it stands or denied.

mod cover;

use std::iter;
use std::sync::LazyLock;

use crate::option::ResponseOption;
use crate::scan::words_of;

pub(crate) use cover::{is_flawed, is_sound};

/// The word lists, part of what the rules' description pins down.
pub(crate) const SOURCE: &str = include_str!("../data/restatement.txt");

/// Shortest and longest statement, in words; one less where a question is asked: "pull the lever".
const WORDS: std::ops::RangeInclusive<usize> = 4..=60;
/// Statements kept of one question.
const STATEMENTS_MAX: usize = 8;
/// Shortest beginning that two forms of a word share, in letters.
const STEM_MIN: usize = 4;

#[derive(Default)]
struct Lists {
    affirm: Vec<Vec<String>>,
    deny: Vec<Vec<String>>,
    denial: Vec<String>,
    light: Vec<String>,
    modal: Vec<String>,
    narrows: Vec<String>,
    open: Vec<String>,
    refuted: Vec<Vec<String>>,
    upheld: Vec<Vec<String>>,
    flawed: Vec<String>,
    sound: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    asks: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    let mut section = "";
    for line in SOURCE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(heading) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = heading;
            continue;
        }
        let phrases = line.split(',').map(words_of);
        let whole = match section {
            "affirm" => Some(&mut lists.affirm),
            "deny" => Some(&mut lists.deny),
            "refuted" => Some(&mut lists.refuted),
            "upheld" => Some(&mut lists.upheld),
            _ => None,
        };
        if let Some(list) = whole {
            list.extend(phrases);
            continue;
        }
        let words = match section {
            "denial" => &mut lists.denial,
            "modal" => &mut lists.modal,
            "narrows" => &mut lists.narrows,
            "open" => &mut lists.open,
            "flawed" => &mut lists.flawed,
            "sound" => &mut lists.sound,
            "yes" => &mut lists.yes,
            "no" => &mut lists.no,
            "asks" => &mut lists.asks,
            _ => &mut lists.light,
        };
        words.extend(phrases.flatten());
    }
    lists
});

/// What a word does to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Carries it.
    Content,
    /// May be added, dropped or exchanged.
    Light,
    /// Turns it round.
    Denial,
}

/// One word of a statement.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    text: String,
    weight: Weight,
}

impl Word {
    fn new(text: String) -> Self {
        let in_list = |list: &[String]| list.contains(&text);
        let weight = match () {
            () if in_list(&LISTS.denial) => Weight::Denial,
            () if in_list(&LISTS.light) => Weight::Light,
            () => Weight::Content,
        };
        Self { text, weight }
    }

    /// The word as a statement counts it: "shouldn't" is two words.
    pub(crate) fn split(word: &str) -> impl Iterator<Item = Self> {
        let word = word.to_lowercase().replace('\u{2019}', "'");
        let denied = match word.as_str() {
            "can't" | "cannot" => Some("can"),
            "won't" => Some("will"),
            other => other.strip_suffix("n't"),
        };
        let words = match denied {
            Some(verb) => vec![verb.to_owned(), "not".to_owned()],
            None => vec![word],
        };
        words.into_iter().map(Self::new)
    }

    /// Equal, or two forms of one word: "offence" and "offense", but not "legal" and "illegal".
    fn is_like(&self, other: &Self) -> bool {
        let shared: usize =
            (self.text.chars()).zip(other.text.chars()).take_while(|(one, two)| one == two).count();
        let longer = self.text.chars().count().max(other.text.chars().count());
        self.text == other.text || shared >= STEM_MIN && 3 * shared >= 2 * longer
    }
}

/// The statements of the questions of one scale of two poles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Propositions {
    statements: Vec<Vec<Word>>,
    /// The options that affirm and deny.
    poles: [usize; 2],
    yes_no: bool,
}

/// A statement that a run of words restates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Restatement {
    /// The option that it comes to.
    pub(crate) option: usize,
    /// Whether it says the opposite of the statement.
    pub(crate) denied: bool,
    /// Words that it takes.
    pub(crate) words: usize,
}

impl Propositions {
    /// The statements of a question whose options affirm and deny them: to agree and to disagree and nothing else, or yes and no.
    pub(crate) fn of(question: &str, options: &[ResponseOption]) -> Self {
        let Some((poles, yes_no)) = poles(options) else { return Self::default() };
        let statement = |sentence: &str| -> Vec<Word> {
            words_of(sentence).iter().flat_map(|word| Word::split(word)).collect()
        };
        let asked = |words| if yes_no { what_is_asked(words) } else { words };
        let statements = question
            .split(['.', '!', '?', ';', ':', '\n', '"', '\u{201c}', '\u{201d}'])
            .flat_map(|sentence| iter::once(sentence.to_owned()).chain(without_insertion(sentence)))
            .map(|sentence| asked(statement(&sentence)))
            .filter(|words| WORDS.contains(&(words.len() + usize::from(yes_no))))
            .take(STATEMENTS_MAX)
            .collect();
        Self { statements, poles, yes_no }
    }

    /// Whether the options are yes and no.
    pub(crate) fn is_yes_no(&self) -> bool {
        self.yes_no
    }

    /// Whether there is nothing to restate.
    pub(crate) fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// How many light words the words begin with: German ends a clause with its verb.
    pub(crate) fn light(words: &[Word]) -> usize {
        words.iter().take_while(|word| word.weight == Weight::Light).count()
    }

    /// The statement that the words restate from their first one on.
    pub(crate) fn restated(&self, words: &[Word]) -> Option<Restatement> {
        self.statements.iter().find_map(|statement| {
            let (denied, words) = restates(statement, words)?;
            Some(Restatement { option: self.poles[usize::from(denied)], denied, words })
        })
    }
}

/// The options that affirm and deny a statement, and whether they are yes and no.
///
/// To agree and to disagree must be all the answers there are: where there are more, a stance has a strength.
pub(crate) fn poles(options: &[ResponseOption]) -> Option<([usize; 2], bool)> {
    let answers: Vec<(usize, Vec<String>)> = (0..options.len())
        .filter(|&option| options[option].missing.is_none())
        .map(|option| (option, words_of(&options[option].label)))
        .collect();
    let find = |is: &dyn Fn(&Vec<String>) -> bool| {
        answers.iter().find(|(_, label)| is(label)).map(|(option, _)| *option)
    };
    let pole = |list: &[Vec<String>]| find(&|label| list.contains(label));
    let word = |list: &[String]| find(&|label| matches!(&label[..], [word] if list.contains(word)));
    let two = answers.len() == 2;
    if let (Some(affirm), Some(deny), true) = (pole(&LISTS.affirm), pole(&LISTS.deny), two) {
        return Some(([affirm, deny], false));
    }
    Some(([word(&LISTS.yes)?, word(&LISTS.no)?], true))
}

/// "Pull the lever" of "Do you pull the lever": what stands behind the person who is asked, and behind a verb of thinking.
fn what_is_asked(words: Vec<Word>) -> Vec<Word> {
    const LEAD: usize = 12;
    let asks = |word: &Word| LISTS.asks.contains(&word.text);
    let from = words.iter().take(LEAD).rposition(asks).map_or(0, |at| at + 1);
    words.into_iter().skip(from).collect()
}

/// "Pornography should be legal" for "Pornography, depicting consenting adults, should be legal".
fn without_insertion(sentence: &str) -> Option<String> {
    let (before, rest) = sentence.split_once(',')?;
    let (inside, behind) = rest.split_once(',')?;
    let plain = !words_of(inside).iter().any(|word| LISTS.denial.contains(word));
    (plain && !behind.contains(',')).then(|| format!("{before}{behind}"))
}

/// Walks down both, and lets the reply add, drop and exchange light words and denials.
/// Returns whether the words deny the statement, and how many they are.
fn restates(statement: &[Word], words: &[Word]) -> Option<(bool, usize)> {
    let (mut asked, mut said, mut denials) = (0, 0, 0);
    while let Some(theirs) = statement.get(asked) {
        let ours = words.get(said);
        let is = |weight: Weight| ours.is_some_and(|word| word.weight == weight);
        let alike = ours.is_some_and(|word| word.is_like(theirs));
        let (theirs_done, ours_done, turns) = match theirs.weight {
            _ if alike => (1, 1, 0),
            _ if is(Weight::Denial) => (0, 1, 1),
            Weight::Denial => (1, 0, 1),
            _ if is(Weight::Light) => (0, 1, 0),
            Weight::Light => (1, 0, 0),
            Weight::Content => return None,
        };
        asked += theirs_done;
        said += ours_done;
        denials += turns;
    }
    // Two denials may stand in two halves of the statement, and turn each of them.
    (denials < 2).then_some((denials == 1, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        words_of(text).iter().flat_map(|word| Word::split(word)).collect()
    }

    fn check(statement: &str, reply: &str) -> Option<bool> {
        restates(&words(statement), &words(reply)).map(|(denied, _)| denied)
    }

    #[test]
    fn light_words_come_and_go() {
        let statement = "A genuine free market requires restrictions on monopolies";
        assert_eq!(
            check(statement, "a genuine free market does require restrictions on monopolies"),
            Some(false)
        );
        assert_eq!(check(statement, "a genuine free market requires restrictions"), None);
    }

    #[test]
    fn denial_turns_the_statement_round() {
        let statement = "The death penalty should be an option";
        assert_eq!(
            check(statement, "The death penalty should not be an option for me"),
            Some(true)
        );
        assert_eq!(check(statement, "The death penalty shouldn't be an option"), Some(true));
        assert_eq!(check("Nobody should not vote", "Nobody should vote"), Some(true));
    }

    #[test]
    fn two_denials_are_not_read() {
        let statement = "A strong army is essential and should be funded";
        assert_eq!(
            check(statement, "A strong army is not essential and should not be funded"),
            None
        );
    }

    #[test]
    fn word_of_the_opposite_meaning_is_another_word() {
        assert_eq!(
            check("Abortion should always be legal", "Abortion should always be illegal"),
            None
        );
        assert_eq!(check("People need more freedom", "People need less freedom"), None);
    }
}
