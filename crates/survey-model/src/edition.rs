//! Which edition of which survey a file is, and whether its respondents exist.

use serde::{Deserialize, Serialize};

/// What a file says of itself. Everything but the survey may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SurveyEdition {
    /// Short name with the round or wave: `ESS11`, `WVS7`.
    pub survey: String,
    /// Full title.
    #[serde(default)]
    pub title: Option<String>,
    /// Edition of the file, `4.0`.
    #[serde(default)]
    pub edition: Option<String>,
    /// Digital object identifier, without the resolver's address.
    #[serde(default)]
    pub doi: Option<String>,
    /// Production date as the file prints it.
    #[serde(default)]
    pub production_date: Option<String>,
    /// How the producer asks to be cited.
    #[serde(default)]
    pub citation: Option<String>,
}

/// Whether respondents were observed or invented. Carried by the data, printed wherever results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Answers of people who took part in the survey.
    Observed,
    /// Answers from a seeded generator; nobody gave them.
    Invented,
}
