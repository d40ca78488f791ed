//! A codebook: for each variable its label, its texts and what each of its codes means.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{MissingKind, OptionCode, SurveyEdition, VariableName};

/// One numeric code of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// The code that the file stores.
    pub code: OptionCode,
    /// Its label.
    pub label: String,
    /// Why the code counts as no answer; `None` for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingKind>,
}

/// One text value of a variable, such as country `AT`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextCategory {
    /// The value that the file stores.
    pub value: String,
    /// Its label.
    pub label: String,
}

/// What the codebook says a code of a variable is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// An answer.
    Valid,
    /// No answer.
    Missing(MissingKind),
    /// The codebook does not know the code.
    Unknown,
}

/// A variable as the codebook describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The column's name.
    pub name: VariableName,
    /// The short label.
    pub label: String,
    /// The paragraphs of the question: filter, show card, question, interviewer's note, in the codebook's order.
    #[serde(default)]
    pub texts: Vec<String>,
    /// The numeric codes, in the codebook's order.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// The text values, in the codebook's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub text_categories: Vec<TextCategory>,
}

impl Variable {
    /// What a code of this variable is.
    ///
    /// A variable whose codebook lists no valid code (year of birth, minutes) holds plain numbers:
    /// every code that is not listed as missing is then valid.
    #[must_use]
    pub fn read(&self, code: OptionCode) -> Reading {
        match self.categories.iter().find(|category| category.code == code) {
            Some(Category { missing: Some(kind), .. }) => Reading::Missing(*kind),
            Some(_) => Reading::Valid,
            None if self.is_measured() => Reading::Valid,
            None => Reading::Unknown,
        }
    }

    /// Whether the variable holds plain numbers, of which only the missing codes are listed.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.categories.iter().all(|category| category.missing.is_some())
    }
}

/// Why a codebook was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodebookError {
    /// A variable may be described once.
    #[error("the codebook describes the variable `{variable}` twice; remove one description")]
    RepeatedVariable {
        /// The variable.
        variable: VariableName,
    },
    /// A code may be described once per variable.
    #[error("the codebook lists code {code} of `{variable}` twice; remove one of the two rows")]
    RepeatedCode {
        /// The variable.
        variable: VariableName,
        /// The code.
        code: OptionCode,
    },
}

#[derive(Deserialize)]
struct CodebookParts {
    edition: SurveyEdition,
    variables: Vec<Variable>,
}

/// A survey's codebook; variable names are unique and so are the codes of each variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CodebookParts")]
pub struct Codebook {
    edition: SurveyEdition,
    variables: Vec<Variable>,
}

impl Codebook {
    /// Checks that no variable and no code of a variable is described twice.
    ///
    /// # Errors
    /// A repeated variable or code.
    pub fn new(edition: SurveyEdition, variables: Vec<Variable>) -> Result<Self, CodebookError> {
        let mut names = BTreeSet::new();
        for variable in &variables {
            if !names.insert(&variable.name) {
                return Err(CodebookError::RepeatedVariable { variable: variable.name.clone() });
            }
            let mut codes = BTreeSet::new();
            for category in &variable.categories {
                if !codes.insert(category.code) {
                    let (variable, code) = (variable.name.clone(), category.code);
                    return Err(CodebookError::RepeatedCode { variable, code });
                }
            }
        }
        Ok(Self { edition, variables })
    }

    /// The edition that the codebook describes.
    #[must_use]
    pub fn edition(&self) -> &SurveyEdition {
        &self.edition
    }

    /// All variables, in the codebook's order.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The description of a variable, if the codebook has one.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name.as_str() == name)
    }
}

impl TryFrom<CodebookParts> for Codebook {
    type Error = CodebookError;
    fn try_from(parts: CodebookParts) -> Result<Self, CodebookError> {
        Self::new(parts.edition, parts.variables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, codes: &[(i32, Option<MissingKind>)]) -> Variable {
        let category = |&(code, missing): &(i32, Option<MissingKind>)| Category {
            code: OptionCode(code),
            label: code.to_string(),
            missing,
        };
        Variable {
            name: VariableName::new(name).unwrap(),
            label: name.to_owned(),
            texts: Vec::new(),
            categories: codes.iter().map(category).collect(),
            text_categories: Vec::new(),
        }
    }

    #[test]
    fn a_listed_variable_knows_only_its_codes() {
        let gender = variable("gndr", &[(1, None), (2, None), (9, Some(MissingKind::NoAnswer))]);
        assert_eq!(gender.read(OptionCode(2)), Reading::Valid);
        assert_eq!(gender.read(OptionCode(9)), Reading::Missing(MissingKind::NoAnswer));
        assert_eq!(gender.read(OptionCode(3)), Reading::Unknown);
    }

    #[test]
    fn a_measured_variable_takes_any_number_that_is_not_missing() {
        let minutes = variable("netustm", &[(6666, Some(MissingKind::NotApplicable))]);
        assert_eq!(minutes.read(OptionCode(90)), Reading::Valid);
        assert_eq!(minutes.read(OptionCode(6666)), Reading::Missing(MissingKind::NotApplicable));
    }

    #[test]
    fn two_descriptions_of_a_variable_or_a_code_are_rejected() {
        let edition = SurveyEdition::default();
        let twice = vec![variable("a", &[(1, None)]), variable("a", &[(1, None)])];
        assert!(matches!(
            Codebook::new(edition.clone(), twice),
            Err(CodebookError::RepeatedVariable { .. })
        ));
        let repeated = vec![variable("a", &[(1, None), (1, None)])];
        assert!(matches!(
            Codebook::new(edition, repeated),
            Err(CodebookError::RepeatedCode { .. })
        ));
    }
}
