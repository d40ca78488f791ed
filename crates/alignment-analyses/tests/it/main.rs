//! Analyses against outside witnesses, by hand, and by properties.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

mod baselines;
mod comparisons;
mod composition;
mod country_or_people;
mod distributions;
mod frozen;
mod intersectional_strata;
mod invented;
mod prepared;
mod refusals;
mod rows;
mod specification_curve;
mod topics;
mod total_uncertainty;
mod turned;
mod weights_and_design;
