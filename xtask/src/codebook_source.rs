//! Which codebook a run reads by: the user's, the shipped facts, or what the data file says of itself.

use std::path::Path;

use anyhow::{Context as _, anyhow};
use ess_codebook::Format;
use survey_model::{Codebook, VariableName};

use crate::stages::file_digest;
use crate::study::Study;
use crate::surveys::Survey;

/// Where the descriptions of the study's variables come from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodebookSource<'a> {
    /// The file that the user names.
    Given(&'a Path),
    /// The facts that the program carries.
    Shipped,
    /// These facts, and for the variables that they lack the data file's own labels.
    Completed {
        /// The data file.
        data: &'a Path,
        /// What the shipped facts lack.
        lacking: Vec<VariableName>,
    },
    /// The data file's own labels: the survey has no shipped facts.
    Own(&'a Path),
}

impl<'a> CodebookSource<'a> {
    /// The user's codebook if there is one, else the shipped facts, because they hold the wording of the questions.
    /// A data file that describes itself fills in what is not shipped.
    ///
    /// # Errors
    /// A survey without shipped facts and a data file that cannot describe itself, or one that cannot be read.
    pub(crate) fn of(
        survey: &Survey,
        study: &Study,
        codebook: Option<&'a Path>,
        microdata: Option<&'a Path>,
    ) -> anyhow::Result<Self> {
        if let Some(path) = codebook {
            return Ok(Self::Given(path));
        }
        let data = match microdata {
            Some(path) if may_describe_itself(path)? => path,
            _ if survey.shipped_codebook.is_some() => return Ok(Self::Shipped),
            _ => return Err(no_codebook(survey)),
        };
        let Some(shipped) = survey.shipped_codebook else { return Ok(Self::Own(data)) };
        let shipped = shipped()?;
        let mut lacking = study.variables();
        lacking.retain(|variable| shipped.variable(variable.as_str()).is_none());
        Ok(if lacking.is_empty() { Self::Shipped } else { Self::Completed { data, lacking } })
    }

    /// The codebook.
    ///
    /// # Errors
    /// A file that is no codebook, or one that contradicts itself.
    pub(crate) fn read(&self, survey: &Survey) -> anyhow::Result<Codebook> {
        let shipped = || match survey.shipped_codebook {
            Some(shipped) => shipped(),
            None => Err(no_codebook(survey)),
        };
        match self {
            Self::Given(path) => (survey.read_codebook)(path),
            Self::Shipped => shipped(),
            Self::Own(path) => (survey.codebook_of_data)(path)?.ok_or_else(|| no_codebook(survey)),
            Self::Completed { data, lacking } => {
                let (shipped, own) = (shipped()?, (survey.codebook_of_data)(data)?);
                let described = |name: &VariableName| own.as_ref()?.variable(name.as_str());
                let found = lacking.iter().filter_map(described);
                let all = shipped.variables().iter().chain(found).cloned().collect();
                Ok(Codebook::new(shipped.edition().clone(), all)?)
            }
        }
    }

    /// What the codebook depends on, for the stage's fingerprint.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn parameter(&self) -> anyhow::Result<String> {
        Ok(match self {
            Self::Given(path) => file_digest(path)?,
            Self::Shipped => "shipped".to_owned(),
            Self::Completed { data, .. } => format!("shipped, labels of {}", file_digest(data)?),
            Self::Own(path) => format!("labels of {}", file_digest(path)?),
        })
    }

    /// The choice, for people.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Given(path) => format!("codebook: {}", path.display()),
            Self::Shipped => "codebook: the shipped facts".to_owned(),
            Self::Completed { data, lacking } => {
                let names: Vec<String> = lacking.iter().map(|name| format!("`{name}`")).collect();
                format!(
                    "codebook: the shipped facts, and for {} what {} says of itself",
                    names.join(", "),
                    data.display()
                )
            }
            Self::Own(path) => format!("codebook: what {} says of itself", path.display()),
        }
    }
}

fn no_codebook(survey: &Survey) -> anyhow::Error {
    anyhow!(
        "no codebook of the survey `{}` is shipped; give one with `--codebook`, or as `--microdata` an SPSS or Stata file, which describes itself",
        survey.name
    )
}

/// Whether a file's format may hold labels; an archive may hold a codebook or such a file.
fn may_describe_itself(path: &Path) -> anyhow::Result<bool> {
    let format = Format::of_file(path)
        .with_context(|| format!("cannot read `{}`; check the path", path.display()))?;
    Ok(matches!(format, Some(Format::Spss | Format::Stata | Format::Zip)))
}
