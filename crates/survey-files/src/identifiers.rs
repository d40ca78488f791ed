//! Strata and sampling units: whole numbers in most files, texts or very large numbers in some.

use std::collections::BTreeMap;

use survey_model::CodeColumn;

use crate::cell::{Cell, whole};
use crate::plan::{BLANK, option_code};

/// A column of which only matters who shares a value with whom.
///
/// Values that are whole numbers and fit are kept as they are. If one of them is anything else, all are numbered from
/// 1 in the order of their first appearance: a study needs to tell units apart, and nothing else.
#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    /// The values as numbers; of no meaning once there are texts.
    numbers: Vec<i32>,
    /// The values as texts, from the first one on that is no number.
    texts: Option<Vec<String>>,
}

impl Identifiers {
    pub(crate) fn push(&mut self, cell: Cell<'_>) {
        let number = match cell {
            Cell::Blank | Cell::Text([]) => Some(BLANK),
            Cell::Text(text) => plain_number(text),
            Cell::Number(number) => whole(number)
                .and_then(|number| i32::try_from(number).ok())
                .filter(|&number| number != BLANK),
        };
        match (number, &mut self.texts) {
            (Some(number), None) => self.numbers.push(number),
            (Some(number), Some(texts)) => texts.push(text_of(number)),
            (None, _) => self.texts().push(match cell {
                Cell::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => other.show(),
            }),
        }
    }

    /// Adds the values of the rows that follow.
    pub(crate) fn append(&mut self, mut next: Self) {
        if self.texts.is_some() || next.texts.is_some() {
            let more = std::mem::take(next.texts());
            self.texts().extend(more);
        } else {
            self.numbers.append(&mut next.numbers);
        }
    }

    pub(crate) fn finish(self) -> CodeColumn {
        let Some(texts) = self.texts else {
            return self.numbers.into_iter().map(option_code).collect();
        };
        let mut known: BTreeMap<&str, i32> = BTreeMap::new();
        let numbered = texts.iter().map(|text| {
            let next = i32::try_from(known.len() + 1).expect("fewer units than 2^31");
            if text.is_empty() { BLANK } else { *known.entry(text).or_insert(next) }
        });
        numbered.map(option_code).collect()
    }

    /// The texts, made of the numbers if there were none yet.
    fn texts(&mut self) -> &mut Vec<String> {
        let numbers = &mut self.numbers;
        self.texts.get_or_insert_with(|| numbers.drain(..).map(text_of).collect())
    }
}

fn text_of(number: i32) -> String {
    if number == BLANK { String::new() } else { number.to_string() }
}

/// The number that is written exactly so: `007` is another identifier than `7`.
fn plain_number(text: &[u8]) -> Option<i32> {
    let number: i32 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let leads = matches!(text, [b'0', _, ..] | [b'-', b'0', ..] | [b'+', ..]);
    (number != BLANK && !leads).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[&[&str]]) -> Vec<Option<i32>> {
        let mut all = Identifiers::default();
        for part in parts {
            let mut next = Identifiers::default();
            part.iter().for_each(|text| next.push(Cell::Text(text.as_bytes())));
            all.append(next);
        }
        all.finish().iter().map(|code| code.map(|code| code.0)).collect()
    }

    #[test]
    fn whole_numbers_stay_as_they_are() {
        assert_eq!(read(&[&["17", "", "3"], &["17"]]), [Some(17), None, Some(3), Some(17)]);
    }

    #[test]
    fn a_text_or_a_large_number_anywhere_numbers_all() {
        let texts: [&[&str]; 3] = [&["17", "", "3"], &["17", "NL-1"], &["3", "9999999999"]];
        let expected = [Some(1), None, Some(2), Some(1), Some(3), Some(2), Some(4)];
        assert_eq!(read(&texts), expected);
    }

    #[test]
    fn leading_zeros_tell_identifiers_apart() {
        assert_eq!(read(&[&["7", "007", "7"]]), [Some(1), Some(2), Some(1)]);
    }

    #[test]
    fn numbers_of_binary_files_are_the_texts_of_others() {
        let mut numbers = Identifiers::default();
        for number in [9_999_999_999.0, 5.0, 9_999_999_999.0] {
            numbers.push(Cell::Number(number));
        }
        numbers.push(Cell::Blank);
        let mut texts = Identifiers::default();
        for text in ["9999999999", "5", "9999999999", ""] {
            texts.push(Cell::Text(text.as_bytes()));
        }
        assert_eq!(numbers.finish(), texts.finish());
    }
}
