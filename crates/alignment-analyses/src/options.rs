//! What a study file says about its analyses.

use serde::{Deserialize, Serialize};
use survey_model::ModelName;

use crate::{SpecificationOptions, UncertaintyOptions};
use crate::{composition, intersectional_strata, weights_and_design};

/// The section `[analyses]` of a study file. Without it, no analysis runs.
///
/// An analysis with options of its own has a field here, of a type that its module defines, with `#[serde(default)]`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The names of the analyses, in the order of the report; [`crate::ANALYSES`] lists them.
    pub run: Vec<String>,
    /// The models that are compared; empty compares all that have answers.
    pub models: Vec<ModelName>,
    /// Replicates of every resampling, if not as many as the study's intervals have.
    pub replicates: Option<u32>,
    /// The axes and claims of `specification_curve`.
    pub specification_curve: SpecificationOptions,
    /// How often replies are misread, for `total_uncertainty`.
    pub total_uncertainty: UncertaintyOptions,
    /// Which weights are compared.
    pub weights_and_design: weights_and_design::Options,
    /// Which factors are crossed.
    pub intersectional_strata: intersectional_strata::Options,
    /// Which countries are compared with which, and by which factors.
    pub composition: composition::Options,
}
