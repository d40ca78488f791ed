//! Labels in the other languages: "Agree strongly" also reads as "stimme voll und ganz zu".

use std::sync::LazyLock;

use crate::scan::words_of;

/// The table, part of what the rules' description pins down.
pub(crate) const SOURCE: &str = include_str!("../../data/translations.txt");

/// One way to say a meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub(super) words: Vec<String>,
    /// Says the label only where no other label of the scale says it better: "lehne eher ab" for "Disagree".
    pub(super) loose: bool,
    /// Running text says it of other things: "wahrscheinlich nicht".
    pub(super) weak: bool,
}

/// One meaning: the ways to say it, per language.
type Row = Vec<Vec<Way>>;

#[derive(Default)]
struct Table {
    labels: Vec<Row>,
    degrees: Vec<Row>,
    heads: Vec<Row>,
    /// "Beunruhigt mich" for "worried", and how far: "x sehr" for "very".
    verbs: Vec<Row>,
    verb_degrees: Vec<Row>,
}

/// Stands for the verb in a degree of a verb.
const VERB: &str = "x";

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut section = "";
    for line in SOURCE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(heading) => section = heading,
            None => match section {
                "label" => table.labels.push(row(line)),
                "degree" => table.degrees.push(row(line)),
                "verb" => table.verbs.push(row(line)),
                "verb-degree" => table.verb_degrees.push(row(line)),
                _ => table.heads.push(row(line)),
            },
        }
    }
    table
});

fn row(line: &str) -> Row {
    let way = |way: &str| Way {
        words: words_of(way),
        loose: way.trim().starts_with('~'),
        weak: way.trim().starts_with('?'),
    };
    line.split('|').map(|ways| ways.split(',').map(way).collect()).collect()
}

/// Other ways to say a label, in every language that has one.
pub(super) fn translations(label: &str) -> Vec<Way> {
    let label = words_of(&without_gender(label));
    let says = |row: &&Row| row.iter().flatten().any(|way| !way.loose && way.words == label);
    let mut ways: Vec<Way> =
        TABLE.labels.iter().filter(says).flatten().flatten().cloned().collect();
    for degree in &TABLE.degrees {
        for head in heads(&label, degree) {
            for (degrees, heads) in degree.iter().zip(head) {
                ways.extend(degrees.iter().flat_map(|degree| {
                    let loose = |head: &Way| degree.loose || head.loose;
                    let words =
                        |head: &Way| degree.words.iter().chain(&head.words).cloned().collect();
                    heads.iter().map(move |head| Way {
                        words: words(head),
                        loose: loose(head),
                        weak: false,
                    })
                }));
            }
            ways.extend(verbs(degree, head));
        }
    }
    if ways.is_empty() {
        let head = TABLE.heads.iter().filter(says);
        ways = head.flatten().flatten().cloned().collect();
    }
    ways.retain(|way| way.words != label);
    ways.sort_unstable();
    ways.dedup();
    ways
}

fn exact<'a>(words: impl Iterator<Item = &'a String>) -> Way {
    Way { words: words.cloned().collect(), loose: false, weak: false }
}

/// "Interesado" for "Interesado/a", "satisfait" for "satisfait(e)".
fn without_gender(label: &str) -> String {
    const STEM: usize = 4;
    let plain = |word: &str| {
        let ending = word.find(['/', '(']).filter(|&at| at >= STEM);
        let short = |at: &usize| {
            let letters: Vec<char> = word[*at..].chars().filter(|c| c.is_alphabetic()).collect();
            letters.len() <= 2 && letters.iter().all(|letter| letter.is_lowercase())
        };
        ending.filter(short).map_or(word, |at| &word[..at]).to_owned()
    };
    label.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

/// "Beunruhigt mich sehr", "no me preocupa mucho": the verbs of a head in the degrees of a degree.
fn verbs(degree: &Row, head: &Row) -> Vec<Way> {
    let alike = |one: &Row, other: &Row| one[0].iter().any(|way| other[0].contains(way));
    let mut ways = Vec::new();
    for degrees in TABLE.verb_degrees.iter().filter(|row| alike(row, degree)) {
        for verbs in TABLE.verbs.iter().filter(|row| alike(row, head)) {
            // The first column only names the meaning.
            for (degrees, verbs) in degrees.iter().zip(verbs).skip(1) {
                for (degree, verb) in
                    degrees.iter().flat_map(|degree| verbs.iter().map(move |verb| (degree, verb)))
                {
                    let Some(at) = degree.words.iter().position(|word| word == VERB) else {
                        continue;
                    };
                    let (before, after) = (&degree.words[..at], &degree.words[at + 1..]);
                    ways.push(exact(before.iter().chain(&verb.words).chain(after)));
                }
            }
        }
    }
    ways
}

/// The heads that make the label together with a degree: "wichtig" for "nicht sehr wichtig" and "nicht sehr".
fn heads<'a>(label: &'a [String], degree: &'a Row) -> impl Iterator<Item = &'static Row> + 'a {
    let splits = degree.iter().enumerate().flat_map(move |(language, ways)| {
        ways.iter()
            .filter(|way| !way.loose)
            .filter_map(move |way| label.strip_prefix(&way.words[..]).map(|rest| (language, rest)))
    });
    splits.flat_map(|(language, rest)| {
        TABLE.heads.iter().filter(move |row| row[language].iter().any(|head| head.words == rest))
    })
}
