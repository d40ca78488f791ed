//! Which fields of a row are read, and as what.

use std::collections::{BTreeMap, BTreeSet};

use survey_model::{OptionCode, Reading, Variable, VariableName};

use crate::{FileError, Request};

/// A category as the codebook words it.
#[derive(Debug, Clone)]
struct KnownLabel {
    label: String,
    code: i32,
    #[cfg_attr(not(feature = "stata"), expect(dead_code, reason = "Stata's tags ask for it"))]
    missing: bool,
}

/// The codes of a variable, ready for one look-up a cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownCodes {
    /// Whether every number that is not listed is an answer.
    measured: bool,
    /// Codes 0 to 127, bit by bit.
    low: u128,
    /// The others, ascending.
    others: Vec<i32>,
    /// Labels with their codes, to recognise a labelled export and Stata's tags.
    labels: Vec<KnownLabel>,
}

impl KnownCodes {
    pub(crate) fn of(variable: &Variable) -> Self {
        let mut known = Self { measured: variable.is_measured(), ..Self::default() };
        for category in &variable.categories {
            let code = category.code.0;
            debug_assert_ne!(variable.read(category.code), Reading::Unknown);
            match u32::try_from(code) {
                Ok(bit @ 0..128) => known.low |= 1 << bit,
                _ => known.others.push(code),
            }
            let (label, missing) = (category.label.clone(), category.missing.is_some());
            known.labels.push(KnownLabel { label, code, missing });
        }
        known.others.sort_unstable();
        known
    }

    /// Whether the codebook knows the code.
    #[inline]
    pub(crate) fn holds(&self, code: i32) -> bool {
        self.measured
            || match u32::try_from(code) {
                Ok(bit @ 0..128) => self.low >> bit & 1 == 1,
                _ => self.others.binary_search(&code).is_ok(),
            }
    }

    /// The code that a label belongs to.
    pub(crate) fn code_of(&self, label: &str) -> Option<i32> {
        self.labels.iter().find(|known| known.label == label).map(|known| known.code)
    }

    /// The one missing code that has the label; `None` if there are several.
    #[cfg(feature = "stata")]
    pub(crate) fn missing_code_of(&self, label: &str) -> Option<i32> {
        let mut codes = self.labels.iter().filter(|known| known.missing && known.label == label);
        match (codes.next(), codes.next()) {
            (Some(known), None) => Some(known.code),
            _ => None,
        }
    }
}

/// The countries that the codebook lists, by the text of the file, with their labels; none if it lists none.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownCountries(BTreeMap<String, String>);

impl KnownCountries {
    fn of(variable: &Variable) -> Self {
        let texts = variable.text_categories.iter();
        Self(texts.map(|text| (text.value.clone(), text.label.clone())).collect())
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.0.is_empty() || self.0.contains_key(name)
    }

    /// The country that has the label.
    pub(crate) fn value_of(&self, label: &str) -> Option<&str> {
        self.0.iter().find(|(_, known)| *known == label).map(|(value, _)| value.as_str())
    }
}

/// What a field is read as.
#[derive(Debug, Clone)]
pub(crate) enum Role {
    Country(KnownCountries),
    Respondent,
    Constant(&'static str),
    Number,
    Identifier,
    Code(KnownCodes),
}

/// One field that is read.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) field: usize,
    pub(crate) name: VariableName,
    pub(crate) role: Role,
}

/// The fields that are read, in the order of the file.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) slots: Vec<Slot>,
}

impl Plan {
    /// Finds the wanted columns in the header, in any order and among any others.
    pub(crate) fn new(header: &[String], request: &Request<'_>) -> Result<Self, FileError> {
        let Request { layout, codebook, columns, .. } = request;
        let file = || request.file.to_owned();
        let mut slots = Vec::new();
        let mut missing = Vec::new();
        let mut add = |name: &str, required: bool, role: Role| {
            let mut fields = header.iter().enumerate().filter(|(_, column)| *column == name);
            match (fields.next(), fields.next()) {
                (Some((field, _)), None) => {
                    let name = VariableName::new(name).expect("it is the name of a variable");
                    slots.push(Slot { field, name, role });
                }
                (Some(_), Some(_)) => {
                    return Err(FileError::RepeatedColumn {
                        file: file(),
                        column: name.to_owned(),
                    });
                }
                (None, _) if required => missing.push(name.to_owned()),
                (None, _) => {}
            }
            Ok(())
        };
        let countries = codebook.variable(layout.country).map(KnownCountries::of);
        add(layout.country, true, Role::Country(countries.unwrap_or_default()))?;
        add(layout.respondent, true, Role::Respondent)?;
        for &name in layout.constants {
            add(name, false, Role::Constant(name))?;
        }
        for &name in layout.numbers {
            add(name, false, Role::Number)?;
        }
        let wanted: BTreeSet<&str> = columns.iter().map(VariableName::as_str).collect();
        for &name in layout.codes.iter().filter(|&&name| !wanted.contains(name)) {
            let listed = codebook.variable(name).filter(|known| !known.categories.is_empty());
            add(name, false, listed.map_or(Role::Identifier, |v| Role::Code(KnownCodes::of(v))))?;
        }
        for name in wanted.into_iter().filter(|&name| !read_otherwise(name, request)) {
            let variable = codebook.variable(name).ok_or_else(|| {
                let variable = VariableName::new(name).expect("it was a name before");
                FileError::Undescribed { file: file(), variable }
            })?;
            add(name, true, Role::Code(KnownCodes::of(variable)))?;
        }
        if !missing.is_empty() {
            let key = [layout.country, layout.respondent];
            let key = missing.iter().any(|name| key.contains(&name.as_str()));
            let (columns, origin) = (missing.join(", "), layout.source);
            return Err(FileError::MissingColumns { file: file(), columns, origin, key });
        }
        slots.sort_by_key(|slot| slot.field);
        Ok(Self { slots })
    }
}

/// Whether a study may name the column and yet need no code column for it.
fn read_otherwise(name: &str, request: &Request<'_>) -> bool {
    let layout = request.layout;
    name == layout.country
        || name == layout.respondent
        || layout.constants.contains(&name)
        || layout.numbers.contains(&name)
}

/// The sentinel of a blank code; no survey uses it as a code.
pub(crate) const BLANK: i32 = i32::MIN;

/// A stored code as the model has it.
pub(crate) fn option_code(cell: i32) -> Option<OptionCode> {
    (cell != BLANK).then_some(OptionCode(cell))
}
