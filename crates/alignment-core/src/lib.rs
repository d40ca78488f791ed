//! Stages 5 and 6: reduces repeated answers to a consensus and scores its agreement with groups of respondents.
//!
//! What goes in: answers, items with their weights, partitions of the respondents and their codes.
//! What comes out: one [`survey_model::Consensus`] per model and item, one score per model and group, and the rows of
//! the paper's Table 1.
//!
//! What this crate does not know: text of any kind, files, and resampling.
//! Every definition follows `docs/methods.md`; where the paper leaves one open, the function says what was chosen.
#![forbid(unsafe_code)]

mod consensus;
mod gaps;
mod means;
mod scores;
mod summary;

pub use consensus::{consensus, consensus_table, median_of_modes};
pub use gaps::{influences, widest_gap};
pub use means::{GroupMoments, Moments, MomentsError, group_moments};
pub use scores::{Target, group_score, item_score, targets};
pub use summary::answer_statistics;
