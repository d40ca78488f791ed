//! Microdata: who was asked, and what the file stores for each of them, column by column.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{OptionCode, Origin, SurveyEdition, VariableName};

/// A column of integer codes, one per respondent; a blank cell is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CodeColumn {
    /// `BLANK` stands for an empty cell: half the memory of `Option<i32>`.
    cells: Vec<i32>,
}

const BLANK: i32 = i32::MIN;

impl CodeColumn {
    /// How many respondents the column has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the column has no respondent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The code of one respondent.
    ///
    /// # Panics
    /// If `respondent` is not below [`CodeColumn::len`].
    #[must_use]
    pub fn get(&self, respondent: usize) -> Option<OptionCode> {
        let cell = self.cells[respondent];
        (cell != BLANK).then_some(OptionCode(cell))
    }

    /// The codes in respondent order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<OptionCode>> + '_ {
        self.cells.iter().map(|&cell| (cell != BLANK).then_some(OptionCode(cell)))
    }

    /// Appends one respondent's code.
    ///
    /// # Panics
    /// If the code is `i32::MIN`, which no survey uses and which stands for a blank cell here.
    pub fn push(&mut self, code: Option<OptionCode>) {
        self.cells.push(match code {
            Some(OptionCode(code)) => {
                assert_ne!(code, BLANK, "the lowest i32 is not a survey code");
                code
            }
            None => BLANK,
        });
    }
}

impl FromIterator<Option<OptionCode>> for CodeColumn {
    fn from_iter<I: IntoIterator<Item = Option<OptionCode>>>(codes: I) -> Self {
        let mut column = Self::default();
        codes.into_iter().for_each(|code| column.push(code));
        column
    }
}

impl Serialize for CodeColumn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for CodeColumn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cells: Vec<Option<i32>> = Vec::deserialize(deserializer)?;
        if cells.contains(&Some(BLANK)) {
            return Err(serde::de::Error::custom("the code -2147483648 is not a survey code"));
        }
        Ok(Self { cells: cells.into_iter().map(|cell| cell.unwrap_or(BLANK)).collect() })
    }
}

/// A column of text values, such as the country; each value is stored once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "TextColumnParts")]
pub struct TextColumn {
    levels: Vec<String>,
    cells: Vec<u32>,
}

#[derive(Deserialize)]
struct TextColumnParts {
    levels: Vec<String>,
    cells: Vec<u32>,
}

impl TryFrom<TextColumnParts> for TextColumn {
    type Error = MicrodataError;
    fn try_from(parts: TextColumnParts) -> Result<Self, MicrodataError> {
        let levels = parts.levels.len();
        match parts.cells.iter().find(|&&cell| cell as usize >= levels) {
            Some(&level) => Err(MicrodataError::UnknownLevel { level, levels }),
            None => Ok(Self { levels: parts.levels, cells: parts.cells }),
        }
    }
}

impl TextColumn {
    /// How many respondents the column has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the column has no respondent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The text of one respondent; blank cells are the empty text.
    ///
    /// # Panics
    /// If `respondent` is not below [`TextColumn::len`].
    #[must_use]
    pub fn get(&self, respondent: usize) -> &str {
        &self.levels[self.cells[respondent] as usize]
    }

    /// The different texts, in order of first appearance.
    #[must_use]
    pub fn levels(&self) -> &[String] {
        &self.levels
    }

    /// For each respondent the index of its text in [`TextColumn::levels`].
    #[must_use]
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }
}

impl<T: AsRef<str>> FromIterator<T> for TextColumn {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut column = Self::default();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for text in texts {
            let text = text.as_ref();
            let level = known.get(text).copied().unwrap_or_else(|| {
                let level = u32::try_from(column.levels.len()).expect("fewer levels than u32::MAX");
                column.levels.push(text.to_owned());
                known.insert(text.to_owned(), level);
                level
            });
            column.cells.push(level);
        }
        column
    }
}

/// A column of real numbers, such as a design weight; a blank cell is `None`.
pub type NumberColumn = Vec<Option<f64>>;

/// Why microdata were rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MicrodataError {
    /// Every column must have one cell per respondent.
    #[error(
        "column `{column}` has {cells} cells for {respondents} respondents; the file was put together wrongly"
    )]
    Length {
        /// The column.
        column: String,
        /// Its cells.
        cells: usize,
        /// The respondents.
        respondents: usize,
    },
    /// A respondent is known by country and id.
    #[error(
        "respondent {id} of country `{country}` stands twice, as numbers {first} and {second}; remove one of them"
    )]
    DuplicateRespondent {
        /// The country.
        country: String,
        /// The id within the country.
        id: i64,
        /// Position of the first, counted from 1.
        first: usize,
        /// Position of the second, counted from 1.
        second: usize,
    },
    /// A text cell must point to a level.
    #[error("a text cell points to level {level} of {levels}; the file was put together wrongly")]
    UnknownLevel {
        /// The level it points to.
        level: u32,
        /// How many there are.
        levels: usize,
    },
    /// There is nothing to analyse.
    #[error("the microdata hold no respondent; check that the download is complete")]
    Empty,
}

/// What a file holds before it is checked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct MicrodataParts {
    edition: SurveyEdition,
    origin: Origin,
    countries: TextColumn,
    ids: Vec<i64>,
    codes: BTreeMap<VariableName, CodeColumn>,
    numbers: BTreeMap<VariableName, NumberColumn>,
}

/// Respondents by columns: at least one respondent, equal lengths, unique (country, id).
///
/// The columns are stored in the order of their names and the respondents in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "MicrodataParts")]
pub struct Microdata {
    edition: SurveyEdition,
    origin: Origin,
    countries: TextColumn,
    ids: Vec<i64>,
    codes: BTreeMap<VariableName, CodeColumn>,
    numbers: BTreeMap<VariableName, NumberColumn>,
}

impl Microdata {
    /// Checks and joins the columns.
    ///
    /// # Errors
    /// No respondent, columns of different lengths, or a repeated (country, id).
    pub fn new(
        edition: SurveyEdition,
        origin: Origin,
        countries: TextColumn,
        ids: Vec<i64>,
        codes: BTreeMap<VariableName, CodeColumn>,
        numbers: BTreeMap<VariableName, NumberColumn>,
    ) -> Result<Self, MicrodataError> {
        Self::try_from(MicrodataParts { edition, origin, countries, ids, codes, numbers })
    }

    /// The edition of the survey.
    #[must_use]
    pub fn edition(&self) -> &SurveyEdition {
        &self.edition
    }

    /// Whether the respondents were observed or invented.
    #[must_use]
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// How many respondents there are; at least 1.
    #[must_use]
    pub fn respondents(&self) -> usize {
        self.ids.len()
    }

    /// The country of each respondent.
    #[must_use]
    pub fn countries(&self) -> &TextColumn {
        &self.countries
    }

    /// The id of each respondent within the country.
    #[must_use]
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// The column of integer codes of a variable.
    #[must_use]
    pub fn codes(&self, variable: &str) -> Option<&CodeColumn> {
        self.codes.get(variable)
    }

    /// All columns of integer codes, in the order of their names.
    #[must_use]
    pub fn code_columns(&self) -> &BTreeMap<VariableName, CodeColumn> {
        &self.codes
    }

    /// The column of real numbers of a variable.
    #[must_use]
    pub fn numbers(&self, variable: &str) -> Option<&NumberColumn> {
        self.numbers.get(variable)
    }

    /// All columns of real numbers, in the order of their names.
    #[must_use]
    pub fn number_columns(&self) -> &BTreeMap<VariableName, NumberColumn> {
        &self.numbers
    }
}

impl TryFrom<MicrodataParts> for Microdata {
    type Error = MicrodataError;
    fn try_from(parts: MicrodataParts) -> Result<Self, MicrodataError> {
        let respondents = parts.ids.len();
        if respondents == 0 {
            return Err(MicrodataError::Empty);
        }
        let codes = parts.codes.iter().map(|(name, column)| (name.as_str(), column.len()));
        let numbers = parts.numbers.iter().map(|(name, column)| (name.as_str(), column.len()));
        let countries = [("country", parts.countries.len())];
        for (column, cells) in codes.chain(numbers).chain(countries) {
            if cells != respondents {
                return Err(MicrodataError::Length {
                    column: column.to_owned(),
                    cells,
                    respondents,
                });
            }
        }
        check_unique(&parts.countries, &parts.ids)?;
        let MicrodataParts { edition, origin, countries, ids, codes, numbers } = parts;
        Ok(Self { edition, origin, countries, ids, codes, numbers })
    }
}

fn check_unique(countries: &TextColumn, ids: &[i64]) -> Result<(), MicrodataError> {
    let mut seen = BTreeSet::new();
    for (second, key) in countries.cells.iter().zip(ids).enumerate() {
        if !seen.insert(key) {
            let same = |other: &(&u32, &i64)| *other == key;
            let first = countries.cells.iter().zip(ids).position(|other| same(&other));
            return Err(MicrodataError::DuplicateRespondent {
                country: countries.levels[*key.0 as usize].clone(),
                id: *key.1,
                first: first.expect("the key was seen before") + 1,
                second: second + 1,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn microdata(
        countries: &[&str],
        ids: &[i64],
        column: &[Option<i32>],
    ) -> Result<Microdata, MicrodataError> {
        let codes: CodeColumn = column.iter().map(|code| code.map(OptionCode)).collect();
        Microdata::new(
            SurveyEdition::default(),
            Origin::Invented,
            countries.iter().collect(),
            ids.to_vec(),
            BTreeMap::from([(VariableName::new("ppltrst").unwrap(), codes)]),
            BTreeMap::new(),
        )
    }

    #[test]
    fn one_id_in_two_countries_is_two_respondents() {
        let data = microdata(&["AT", "BE"], &[1, 1], &[Some(3), None]).unwrap();
        assert_eq!(data.respondents(), 2);
        assert_eq!(data.countries().get(1), "BE");
        assert_eq!(data.codes("ppltrst").unwrap().get(1), None);
    }

    #[test]
    fn a_repeated_respondent_is_named_with_both_positions() {
        let error = microdata(&["AT", "BE", "AT"], &[1, 1, 1], &[None, None, None]).unwrap_err();
        let country = "AT".to_owned();
        assert_eq!(
            error,
            MicrodataError::DuplicateRespondent { country, id: 1, first: 1, second: 3 }
        );
    }

    #[test]
    fn columns_must_be_as_long_as_the_respondents() {
        let error = microdata(&["AT", "BE"], &[1, 2], &[None]).unwrap_err();
        assert!(matches!(error, MicrodataError::Length { cells: 1, respondents: 2, .. }));
    }

    #[test]
    fn no_respondent_is_an_error() {
        assert_eq!(microdata(&[], &[], &[]), Err(MicrodataError::Empty));
    }

    #[test]
    fn a_hand_edited_file_cannot_point_past_the_levels() {
        let text = r#"{"levels": ["AT"], "cells": [0, 1]}"#;
        assert!(serde_json::from_str::<TextColumn>(text).is_err());
    }

    #[test]
    fn blank_cells_survive_a_round_trip() {
        let column: CodeColumn = [Some(OptionCode(-5)), None].into_iter().collect();
        let text = serde_json::to_string(&column).unwrap();
        assert_eq!(text, "[-5,null]");
        assert_eq!(serde_json::from_str::<CodeColumn>(&text).unwrap(), column);
    }
}
