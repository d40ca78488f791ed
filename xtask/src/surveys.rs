//! The table of surveys: one row each. A second survey is one crate and one row here.

use std::path::Path;

use anyhow::Context as _;
use survey_model::{Codebook, Microdata, Origin, VariableName};

/// What the pipeline needs to know of a survey.
pub struct Survey {
    /// The name in study files.
    pub name: &'static str,
    /// The codebook facts that the program carries, if it carries any.
    pub shipped_codebook: Option<fn() -> anyhow::Result<Codebook>>,
    /// Reads a codebook file.
    pub read_codebook: fn(&Path) -> anyhow::Result<Codebook>,
    /// What a data file says of itself; `None` for formats that describe no codes.
    pub codebook_of_data: fn(&Path) -> anyhow::Result<Option<Codebook>>,
    /// Reads the wanted columns of a microdata file.
    pub read_microdata: fn(&Path, &Codebook, &[VariableName]) -> anyhow::Result<Microdata>,
    /// Invents respondents: seed and number.
    pub invent: Option<fn(u64, usize) -> Microdata>,
}

/// Every survey.
pub const SURVEYS: &[Survey] = &[ESS11, ESS, WVS7];

const ESS11: Survey = Survey {
    name: "ess11",
    shipped_codebook: Some(|| {
        Ok(ess_codebook::with_reserved_missing_codes(ess_codebook::shipped())?)
    }),
    invent: Some(invented_respondents::generate),
    ..ESS
};

/// Any other round: its codebook comes with its files.
const ESS: Survey = Survey {
    name: "ess",
    shipped_codebook: None,
    read_codebook: |path| {
        Ok(ess_codebook::with_reserved_missing_codes(&ess_codebook::read_codebook(path)?)?)
    },
    codebook_of_data: |path| match ess_codebook::codebook_of_data(path)? {
        Some(codebook) => Ok(Some(ess_codebook::with_reserved_missing_codes(&codebook)?)),
        None => Ok(None),
    },
    read_microdata: |path, codebook, columns| {
        Ok(ess_codebook::read_file(path, Origin::Observed, codebook, columns)?)
    },
    invent: None,
};

const WVS7: Survey = Survey {
    name: "wvs7",
    shipped_codebook: None,
    read_codebook: |path| Ok(wvs_codebook::read_codebook(path)?),
    codebook_of_data: |path| Ok(wvs_codebook::codebook_of_data(path)?),
    read_microdata: |path, codebook, columns| {
        Ok(wvs_codebook::read_file(path, Origin::Observed, codebook, columns)?)
    },
    invent: None,
};

/// The row of a survey.
///
/// # Errors
/// A survey that is not in the table.
pub fn survey(name: &str) -> anyhow::Result<&'static Survey> {
    SURVEYS.iter().find(|survey| survey.name == name).with_context(|| {
        let known: Vec<_> = SURVEYS.iter().map(|survey| format!("`{}`", survey.name)).collect();
        format!("the survey `{name}` is not known; known are {}", known.join(", "))
    })
}
