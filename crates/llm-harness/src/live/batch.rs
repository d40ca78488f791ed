//! What every provider's batches have in common: how far one is, and what a line of its results says.

use std::collections::BTreeMap;
use std::time::Duration;

/// How far a batch is at the provider.
pub(super) enum Look {
    /// Not yet ended.
    Running,
    /// Ended; what it brought, as whole files of lines.
    Ended {
        /// The raw files.
        files: Vec<Vec<u8>>,
        /// Why it failed as a whole, if it did.
        failure: Option<Failure>,
    },
    /// The provider does not know it.
    Unknown(String),
}

/// Why a batch failed as a whole.
pub(super) struct Failure {
    /// The provider's words.
    pub(super) message: String,
    /// Whether fewer calls at once would have been accepted.
    pub(super) is_too_large: bool,
}

/// One line of results.
pub(super) struct Line {
    pub(super) custom_id: String,
    pub(super) answer: Answer,
}

/// What a line says of its call.
pub(super) enum Answer {
    /// The reply's body lies in this range of the line.
    Body(std::ops::Range<usize>),
    /// An error, and whether the call may be sent again.
    Error {
        /// The HTTP status, if there was one.
        status: Option<u16>,
        /// What the provider said.
        message: String,
        /// Whether waiting may mend it.
        again: bool,
    },
}

/// What creating came to.
pub(super) enum Creation {
    /// The provider's id.
    Created(String),
    /// It may or may not exist.
    Unsure {
        /// What was said.
        reason: String,
        /// How long the server asks to wait.
        after: Option<Duration>,
    },
}

/// The plan's position of each call by the id that it has in this batch and in no other.
///
/// A call that the study no longer plans is left out.
pub(super) type BatchIds = BTreeMap<String, usize>;

/// Where a part of a text lies in it.
pub(super) fn range_in(text: &str, part: &str) -> std::ops::Range<usize> {
    let from = part.as_ptr().addr() - text.as_ptr().addr();
    from..from + part.len()
}
