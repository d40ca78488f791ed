//! Analyses beyond the table of scores: finished scores' inputs go in, tidy tables that explain themselves come out.
//!
//! Stage 8, between intervals and report. What goes in: one [`Study`], prepared once. What comes out: for each analysis
//! that the study names, [`survey_model::AnalysisTable`]s with the paragraph that a reader needs.
//! [`ANALYSES`] is the table of everything that can be asked for.
//!
//! What this crate does not know: files, the clock, the terminal, the text of replies, how a table is drawn.
//! Every method is in `docs/methods.md` with its source.
#![forbid(unsafe_code)]

mod adjustment;
mod attainable;
mod baselines;
mod catalogue;
mod cholesky;
mod code_matrix;
mod common_support;
mod comparisons;
mod composition;
mod country_or_people;
mod design;
pub mod distances;
mod distributions;
mod draw_noise;
mod error;
mod histogram;
mod individual;
mod intersectional_strata;
mod intersectional_strata_tables;
mod least_squares;
mod linearisation;
mod options;
mod random_intercepts;
mod reference_answers;
mod refusal_bounds;
mod refusals;
mod respondent_weights;
mod root;
mod score;
mod specification;
mod split_half;
mod study;
mod topics;
mod uncertainty;
mod votes;
mod weights_and_design;
mod weights_and_design_tables;

pub use adjustment::{
    benjamini_hochberg, holm, max_t_p_values, minimum_detectable, normal_p_value,
};
pub use attainable::{Attainable, codes};
pub use baselines::{baseline_scores, baselines};
pub use catalogue::{ANALYSES, Analysis, check_names, run};
pub use code_matrix::{CodeMatrix, Column};
pub use common_support::{common_support, common_support_scores, on_common_items};
pub use comparisons::{POWER, comparisons};
pub use composition::{Options as CompositionOptions, composition};
pub use country_or_people::country_or_people;
pub use design::{Design, PairedDesign};
pub use distributions::{distributions, variance};
pub use draw_noise::{jensen_shannon_of_draws, wasserstein_of_draws};
pub use error::AnalysisError;
pub use histogram::{Histogram, Histograms, histograms};
pub use individual::{cross_products, explained_by_cells, individual_scores};
pub use intersectional_strata::{Options as IntersectionalStrataOptions, intersectional_strata};
pub use least_squares::{explained_by_subsets, shapley};
pub use linearisation::{ItemSlope, Linearised, design_covariance, score_slopes};
pub use options::Options;
pub use random_intercepts::{Cell, Prediction, RandomIntercepts, random_intercepts};
pub use reference_answers::{
    Ladder, majority_votes, rounded_means, score_in_place, weighted_median,
};
pub use refusal_bounds::refusal_bounds;
pub use refusals::{Bounds, Completed};
pub use respondent_weights::RespondentWeights;
pub use score::score;
pub use specification::{
    Claim, Compared, Condition, ItemSet, Metric, MissingRule, RefusalRule, SpecificationOptions,
    TieRule, specification_curve,
};
pub use split_half::{halves, split_half};
pub use study::{ModelAnswers, Study, StudyParts};
pub use topics::{item_parts, topics};
pub use uncertainty::{
    LabelledReadings, Misreadings, QuestionPool, ReadingErrors, ReplyDraws, UncertaintyDraws,
    UncertaintyOptions, questions, total_uncertainty, uncertainty_of,
};
pub use votes::shares_of_votes;
pub use weights_and_design::{Options as WeightsAndDesignOptions, weights_and_design};
