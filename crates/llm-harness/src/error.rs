//! What can go wrong, each with its place and what to do.

/// Why a model could not be asked or its replies could not be taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HarnessError {
    /// The study declares a model that cannot be asked.
    #[error("model `{model}`: {problem}")]
    Model {
        /// The model as the study names it.
        model: String,
        /// What is wrong with the declaration and how to mend it.
        problem: String,
    },
    /// Two calls would share an id, so their replies could not be told apart.
    #[error(
        "the prompts `{first}` and `{second}` both give the id `{custom_id}`; rename one variant"
    )]
    SharedId {
        /// The first prompt.
        first: String,
        /// The second prompt.
        second: String,
        /// The id.
        custom_id: String,
    },
    /// A line of a file of requests or replies is not what it should be.
    #[error("{file}, line {line}: {problem}")]
    Line {
        /// The file as the caller names it.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it and how to mend it.
        problem: String,
    },
    /// A recording lacks a reply.
    #[error(
        "the recording of `{model}` has no reply to `{prompt}`, repetition {repetition}; {missing} replies are missing in all; record them again or import them"
    )]
    NotRecorded {
        /// The model.
        model: String,
        /// The first prompt without a reply.
        prompt: String,
        /// Its repetition.
        repetition: u32,
        /// How many replies are missing.
        missing: usize,
    },
}
