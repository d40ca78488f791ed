//! Labels in the other languages: "Agree strongly" also reads as "stimme voll und ganz zu".

use std::sync::LazyLock;

use crate::scan::words_of;

/// The table, part of what the rules' description pins down.
pub(crate) const SOURCE: &str = include_str!("../../data/translations.txt");

/// One meaning: the ways to say it, per language.
type Row = Vec<Vec<Vec<String>>>;

#[derive(Default)]
struct Table {
    labels: Vec<Row>,
    /// A label, and ways to say it that say less.
    narrower: Vec<[Vec<Vec<String>>; 2]>,
    degrees: Vec<Row>,
    heads: Vec<Row>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let mut section = "";
    for line in SOURCE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(heading) => section = heading,
            None => match section {
                "label" => table.labels.push(row(line)),
                "narrower" => table.narrower.extend(narrower(line)),
                "degree" => table.degrees.push(row(line)),
                _ => table.heads.push(row(line)),
            },
        }
    }
    table
});

fn row(line: &str) -> Row {
    line.split('|').map(ways).collect()
}

fn ways(cell: &str) -> Vec<Vec<String>> {
    cell.split(',').map(words_of).collect()
}

/// "every day < every night".
fn narrower(line: &str) -> Option<[Vec<Vec<String>>; 2]> {
    let (label, less) = line.split_once('<')?;
    Some([ways(label), ways(less)])
}

/// Other ways to say a label, in every language that has one.
pub(super) fn translations(label: &str) -> Vec<Vec<String>> {
    let label = words_of(label);
    let says = |row: &&Row| row.iter().flatten().any(|way| *way == label);
    let mut ways: Vec<Vec<String>> =
        TABLE.labels.iter().filter(says).flatten().flatten().cloned().collect();
    let means = |row: &&[Vec<Vec<String>>; 2]| row[0].contains(&label);
    ways.extend(TABLE.narrower.iter().filter(means).flat_map(|row| row[1].iter().cloned()));
    for degree in &TABLE.degrees {
        for head in heads(&label, degree) {
            for (degrees, heads) in degree.iter().zip(head) {
                ways.extend(degrees.iter().flat_map(|degree| {
                    heads.iter().map(|head| degree.iter().chain(head).cloned().collect())
                }));
            }
        }
    }
    if ways.is_empty() {
        let head = TABLE.heads.iter().filter(says);
        ways = head.flatten().flatten().cloned().collect();
    }
    ways.retain(|way| *way != label);
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// The heads that make the label together with a degree: "wichtig" for "nicht sehr wichtig" and "nicht sehr".
fn heads<'a>(label: &'a [String], degree: &'a Row) -> impl Iterator<Item = &'static Row> + 'a {
    let splits = degree.iter().enumerate().flat_map(move |(language, ways)| {
        ways.iter().filter_map(move |way| label.strip_prefix(&way[..]).map(|rest| (language, rest)))
    });
    splits.flat_map(|(language, rest)| {
        TABLE.heads.iter().filter(move |row| row[language].iter().any(|head| head == rest))
    })
}
