//! The table of surveys: one row each. A second survey is one crate and one row here.

use std::path::Path;

use anyhow::{Context as _, bail};
use survey_model::{Codebook, Microdata, Origin, VariableName};

/// What the pipeline needs to know of a survey.
pub struct Survey {
    /// The name in study files.
    pub name: &'static str,
    /// The codebook facts that the program carries.
    pub shipped_codebook: fn() -> anyhow::Result<Codebook>,
    /// Reads a codebook file.
    pub read_codebook: fn(&Path) -> anyhow::Result<Codebook>,
    /// Reads the wanted columns of a microdata file.
    pub read_microdata: fn(&Path, &Codebook, &[VariableName]) -> anyhow::Result<Microdata>,
    /// Invents respondents: seed and number.
    pub invent: Option<fn(u64, usize) -> Microdata>,
}

impl Survey {
    /// The codebook of a file, or the shipped facts if none is named.
    ///
    /// # Errors
    /// A file that is no codebook, or a survey without shipped facts.
    pub fn codebook(&self, path: Option<&Path>) -> anyhow::Result<Codebook> {
        path.map_or_else(self.shipped_codebook, self.read_codebook)
    }
}

/// Every survey.
pub const SURVEYS: &[Survey] = &[ESS11, WVS7];

const ESS11: Survey = Survey {
    name: "ess11",
    shipped_codebook: || Ok(ess_codebook::with_reserved_missing_codes(ess_codebook::shipped())?),
    read_codebook: |path| {
        Ok(ess_codebook::with_reserved_missing_codes(&ess_codebook::read_codebook(path)?)?)
    },
    read_microdata: |path, codebook, columns| {
        Ok(ess_codebook::read_file(path, Origin::Observed, codebook, columns)?)
    },
    invent: Some(invented_respondents::generate),
};

const WVS7: Survey = Survey {
    name: "wvs7",
    shipped_codebook: || {
        bail!("no codebook of the World Values Survey is shipped; give one with `--codebook`")
    },
    read_codebook: |path| Ok(wvs_codebook::read_codebook(path)?),
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
