//! Specification curve: does a claim hold under every defensible way of computing the scores?
//!
//! Respondents are read once for each choice of weights and missing rule and become a distribution for each group and
//! item; every specification works on those distributions. Without a claim the tables hold the scores of everybody alone.

mod agreement;
mod axes;
mod claim;
mod curve;
mod population;
mod tables;

pub use axes::{
    Compared, ItemSet, Metric, MissingRule, RefusalRule, SpecificationOptions, TieRule,
};
pub use claim::{Claim, Condition};

use claim::ANALYSIS;
use survey_model::AnalysisTable;

use crate::{AnalysisError, Study};

/// Three tables: each claim over all specifications, each claim by value of each axis, and one row for each
/// specification.
///
/// # Errors
/// A claim whose name repeats or that names a group which does not exist, weights that the microdata lack, or a
/// rule that leaves nobody.
pub fn specification_curve(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let curve = curve::curve(study)?;
    let claims = &study.options.specification_curve.claims;
    Ok(vec![
        tables::claims(claims, &curve),
        tables::axes(claims, &curve),
        tables::specifications(claims, &curve),
    ])
}
