//! The layout and codebook of an invented survey.
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use survey_files::{Constants, Layout};
use survey_model::{
    Category, Codebook, MissingKind, OptionCode, SurveyEdition, TextCategory, Variable,
    VariableName,
};

/// Where the invented survey keeps its key.
pub(crate) const LAYOUT: Layout = Layout {
    source: "the archive",
    country: "land",
    respondent: "id",
    constants: &["edition"],
    numbers: &["weight"],
    codes: &["psu"],
    edition: |constants: &Constants| SurveyEdition {
        edition: constants.get("edition").cloned(),
        ..SurveyEdition::default()
    },
    missing_kind: |_| MissingKind::Refusal,
};

/// What its codes mean.
pub(crate) fn codebook() -> Codebook {
    let variable = |name: &str, codes: &[(i32, &str, bool)], texts: &[(&str, &str)]| Variable {
        name: VariableName::new(name).unwrap(),
        label: name.to_owned(),
        texts: Vec::new(),
        categories: codes
            .iter()
            .map(|&(code, label, missing)| Category {
                code: OptionCode(code),
                label: label.to_owned(),
                missing: missing.then_some(MissingKind::Refusal),
            })
            .collect(),
        text_categories: texts
            .iter()
            .map(|&(value, label)| TextCategory {
                value: value.to_owned(),
                label: label.to_owned(),
            })
            .collect(),
    };
    let variables = vec![
        variable("land", &[], &[("AT", "Austria"), ("BE", "Belgium")]),
        variable("vote", &[(1, "Yes", false), (2, "No", false), (777, "Refusal", true)], &[]),
        variable("year", &[(7777, "Refusal", true)], &[]),
    ];
    Codebook::new(SurveyEdition::default(), variables).unwrap()
}
