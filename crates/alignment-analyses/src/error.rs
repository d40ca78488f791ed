//! Why an analysis cannot be made.

use survey_model::{FactorName, ItemId};

/// Why an analysis cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// The study names an analysis that does not exist.
    #[error("there is no analysis `{name}`; the study may name {known}")]
    UnknownAnalysis {
        /// The name as the study writes it.
        name: String,
        /// Every name, in backticks.
        known: String,
    },
    /// An analysis stands twice in the study's list.
    #[error("the analysis `{name}` stands twice; remove one of them")]
    RepeatedAnalysis {
        /// The name.
        name: String,
    },
    /// An option that no analysis can work with.
    #[error("analysis `{analysis}`: {reason}")]
    Option {
        /// The analysis.
        analysis: &'static str,
        /// What is wrong and what to do.
        reason: String,
    },
    /// The microdata lack an item.
    #[error("the microdata lack the column of item `{item}`; remove the item from the study file")]
    MissingItem {
        /// The item.
        item: ItemId,
    },
    /// A scale is too wide for the matrix of codes.
    #[error(
        "the scale of item `{item}` spans {width} steps, more than 254; leave the item out of the study"
    )]
    WideScale {
        /// The item.
        item: ItemId,
        /// Its highest minus its lowest code.
        width: i32,
    },
    /// A factor that the study parts do not hold.
    #[error("the factor `{factor}` is not among the partitions; name one of the study's")]
    UnknownFactor {
        /// The factor.
        factor: FactorName,
    },
    /// Respondents' weights that do not fit.
    #[error("weights `{weights}`: {reason}")]
    Weights {
        /// The weights' name.
        weights: String,
        /// What is wrong.
        reason: String,
    },
    /// The file has no sampling design that intervals can be made of.
    #[error("{reason}")]
    NoDesign {
        /// What is missing and what to do.
        reason: String,
    },
    /// The study or its file lacks what the analysis is about.
    #[error("{reason}")]
    NotComputed {
        /// What is missing and what to do.
        reason: String,
    },
    /// Resampling failed.
    #[error("resampling: {0}")]
    Resampling(#[from] bootstrap::Error),
}
