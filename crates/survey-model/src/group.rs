//! Factors and the groups they cut the respondents into.

use serde::{Deserialize, Serialize};

use crate::{Codebook, FactorName, Microdata, OptionCode, Reading, VariableName};

/// An inclusive range of codes; an absent end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRange {
    /// The lowest code of the range.
    pub from: Option<i32>,
    /// The highest code of the range.
    pub to: Option<i32>,
}

impl CodeRange {
    /// The range that holds one code.
    #[must_use]
    pub fn single(code: i32) -> Self {
        Self { from: Some(code), to: Some(code) }
    }

    /// Whether the range holds the code.
    #[must_use]
    pub fn contains(self, code: OptionCode) -> bool {
        self.from.is_none_or(|from| from <= code.0) && self.to.is_none_or(|to| code.0 <= to)
    }
}

/// Which codes of the factor's variable make a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRule {
    /// The group's code in the tables: `1`, `1946-1964`, `other`.
    pub group: String,
    /// The group's label.
    pub label: String,
    /// The codes; a respondent belongs to the first group that holds their code.
    pub ranges: Vec<CodeRange>,
}

/// A socio-demographic factor: a variable and its groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// The name in the tables, in snake case.
    pub name: FactorName,
    /// The label in figures.
    pub label: String,
    /// The variable of the microdata.
    pub variable: VariableName,
    /// The groups in display order. "Missing" is not among them: it is always there, and last.
    pub groups: Vec<GroupRule>,
}

/// One group of a partition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionGroup {
    /// The group's code in the tables.
    pub group: String,
    /// The group's label.
    pub label: String,
}

/// A partition of the respondents: each belongs to exactly one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partition {
    /// The factor's name.
    pub factor: FactorName,
    /// The factor's label.
    pub label: String,
    /// The groups in display order; some may be empty.
    pub groups: Vec<PartitionGroup>,
    /// For each respondent the index of their group.
    pub members: Vec<u16>,
}

/// Why a factor cannot partition the microdata.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactorError {
    /// The file lacks the factor's variable.
    #[error(
        "factor `{factor}` needs the column `{variable}`, which the microdata lack; download the file with that variable, or remove the factor from the study file"
    )]
    MissingColumn {
        /// The factor.
        factor: FactorName,
        /// Its variable.
        variable: VariableName,
    },
    /// The codebook lacks the factor's variable, so its missing codes are not known.
    #[error(
        "factor `{factor}` needs the variable `{variable}`, which the codebook does not describe; use a codebook with that variable, or remove the factor from the study file"
    )]
    MissingVariable {
        /// The factor.
        factor: FactorName,
        /// Its variable.
        variable: VariableName,
    },
    /// More groups than an index can hold.
    #[error(
        "factor `{factor}` has {groups} groups, more than 65,534; group them in the study file"
    )]
    TooManyGroups {
        /// The factor.
        factor: FactorName,
        /// How many there are.
        groups: usize,
    },
}

impl Factor {
    /// Puts each respondent into one group; whoever is in none, by a missing code, a blank cell or a code
    /// that no group holds, is in the last group, `missing`.
    ///
    /// # Errors
    /// The microdata or the codebook lack the variable.
    pub fn partition(
        &self,
        microdata: &Microdata,
        codebook: &Codebook,
    ) -> Result<Partition, FactorError> {
        let (factor, variable) = (|| self.name.clone(), || self.variable.clone());
        let column = microdata
            .codes(self.variable.as_str())
            .ok_or_else(|| FactorError::MissingColumn { factor: factor(), variable: variable() })?;
        let described = codebook.variable(self.variable.as_str()).ok_or_else(|| {
            FactorError::MissingVariable { factor: factor(), variable: variable() }
        })?;
        let missing =
            u16::try_from(self.groups.len()).ok().filter(|&index| index < u16::MAX).ok_or_else(
                || FactorError::TooManyGroups { factor: factor(), groups: self.groups.len() },
            )?;
        let group_of = |code: OptionCode| {
            if matches!(described.read(code), Reading::Missing(_)) {
                return missing;
            }
            let holds = |rule: &GroupRule| rule.ranges.iter().any(|range| range.contains(code));
            (0..missing).find(|&index| holds(&self.groups[usize::from(index)])).unwrap_or(missing)
        };
        let named = self
            .groups
            .iter()
            .map(|rule| PartitionGroup { group: rule.group.clone(), label: rule.label.clone() });
        Ok(Partition {
            factor: factor(),
            label: self.label.clone(),
            groups: named.chain([Partition::missing_group()]).collect(),
            members: column.iter().map(|code| code.map_or(missing, group_of)).collect(),
        })
    }
}

impl Partition {
    /// The code of the group of those whose group is not known.
    pub const MISSING: &str = "missing";

    fn missing_group() -> PartitionGroup {
        PartitionGroup { group: Self::MISSING.to_owned(), label: "Missing".to_owned() }
    }

    /// One group per country, in alphabetical order of the codes; the codebook gives the names.
    ///
    /// # Errors
    /// More than 65,534 countries.
    pub fn by_country(
        factor: FactorName,
        label: &str,
        country_variable: &VariableName,
        microdata: &Microdata,
        codebook: &Codebook,
    ) -> Result<Self, FactorError> {
        let countries = microdata.countries();
        let described = codebook.variable(country_variable.as_str());
        let name_of = |code: &str| {
            let category =
                described?.text_categories.iter().find(|category| category.value == code)?;
            Some(category.label.clone())
        };
        let mut order: Vec<usize> = (0..countries.levels().len()).collect();
        order.sort_by_key(|&level| &countries.levels()[level]);
        if order.len() >= usize::from(u16::MAX) {
            return Err(FactorError::TooManyGroups { factor, groups: order.len() });
        }
        let mut group_of_level = vec![0_u16; order.len()];
        for (group, &level) in (0_u16..).zip(&order) {
            group_of_level[level] = group;
        }
        let group = |&level: &usize| {
            let code = countries.levels()[level].clone();
            PartitionGroup { label: name_of(&code).unwrap_or_else(|| code.clone()), group: code }
        };
        Ok(Self {
            factor,
            label: label.to_owned(),
            groups: order.iter().map(group).collect(),
            members: countries
                .cells()
                .iter()
                .map(|&level| group_of_level[level as usize])
                .collect(),
        })
    }

    /// One group with everybody in it.
    #[must_use]
    pub fn everybody(factor: FactorName, label: &str, respondents: usize) -> Self {
        let group = PartitionGroup { group: "all".to_owned(), label: label.to_owned() };
        Self { factor, label: label.to_owned(), groups: vec![group], members: vec![0; respondents] }
    }

    /// How many respondents each group has.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.groups.len()];
        for &member in &self.members {
            sizes[usize::from(member)] += 1;
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Category, MissingKind, Origin, SurveyEdition, Variable};

    fn minutes(cells: &[Option<i32>]) -> (Microdata, Codebook, Factor) {
        let name = VariableName::new("netustm").unwrap();
        let column = cells.iter().map(|cell| cell.map(OptionCode)).collect();
        let ids = (0..).take(cells.len()).collect();
        let countries = cells.iter().map(|_| "AT").collect();
        let microdata = Microdata::new(
            SurveyEdition::default(),
            Origin::Invented,
            countries,
            ids,
            BTreeMap::from([(name.clone(), column)]),
            BTreeMap::new(),
        );
        let not_asked = Category {
            code: OptionCode(6666),
            label: "Not applicable".into(),
            missing: Some(MissingKind::NotApplicable),
        };
        let variable = Variable {
            name: name.clone(),
            label: "Minutes".into(),
            texts: Vec::new(),
            categories: vec![not_asked],
            text_categories: Vec::new(),
        };
        let rule = |group: &str, from, to| GroupRule {
            group: group.into(),
            label: group.into(),
            ranges: vec![CodeRange { from, to }],
        };
        let factor = Factor {
            name: FactorName::new("internet_time").unwrap(),
            label: "Internet time".into(),
            variable: name,
            groups: vec![rule("0-60", Some(0), Some(60)), rule("61-", Some(61), None)],
        };
        (
            microdata.unwrap(),
            Codebook::new(SurveyEdition::default(), vec![variable]).unwrap(),
            factor,
        )
    }

    #[test]
    fn ends_are_inclusive_and_missing_codes_beat_an_open_range() {
        let (microdata, codebook, factor) =
            minutes(&[Some(0), Some(60), Some(61), Some(1440), Some(6666), None, Some(-1)]);
        let partition = factor.partition(&microdata, &codebook).unwrap();
        assert_eq!(partition.members, [0, 0, 1, 1, 2, 2, 2]);
        assert_eq!(partition.groups[2].group, "missing");
        assert_eq!(partition.sizes(), [2, 2, 3]);
    }

    #[test]
    fn a_missing_column_is_named_with_its_factor() {
        let (microdata, codebook, mut factor) = minutes(&[Some(0)]);
        factor.variable = VariableName::new("gndr").unwrap();
        let error = factor.partition(&microdata, &codebook).unwrap_err().to_string();
        assert!(error.contains("`internet_time`") && error.contains("`gndr`"), "{error}");
    }

    #[test]
    fn countries_come_out_in_alphabetical_order() {
        let countries = ["SE", "AT", "SE"].iter().collect();
        let microdata = Microdata::new(
            SurveyEdition::default(),
            Origin::Invented,
            countries,
            vec![1, 1, 2],
            BTreeMap::new(),
            BTreeMap::new(),
        );
        let codebook = Codebook::new(SurveyEdition::default(), Vec::new()).unwrap();
        let partition = Partition::by_country(
            FactorName::new("country").unwrap(),
            "Country",
            &VariableName::new("cntry").unwrap(),
            &microdata.unwrap(),
            &codebook,
        );
        let partition = partition.unwrap();
        assert_eq!(partition.groups[0].group, "AT");
        assert_eq!(partition.members, [1, 0, 1]);
    }
}
