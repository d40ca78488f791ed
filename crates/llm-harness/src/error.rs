//! What can go wrong, each with its place and what to do.

#[cfg(feature = "journal")]
use std::path::PathBuf;

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
    /// A price file is not one.
    #[error("{file}: {problem}")]
    Prices {
        /// The file as the caller names it.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The journal cannot be read or written.
    #[cfg(feature = "journal")]
    #[error("journal `{}`: {problem}", path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What SQLite or the system says.
        problem: String,
    },
    /// The file is something else.
    #[cfg(feature = "journal")]
    #[error("`{}` is not a journal of this program; name another file", path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
    },
    /// The journal is of another version of this program.
    #[cfg(feature = "journal")]
    #[error("journal `{}` has version {found} and this program reads version {known}; use the program that wrote it", path.display())]
    JournalVersion {
        /// The journal.
        path: PathBuf,
        /// The version it has.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The journal holds another study's replies.
    #[cfg(feature = "journal")]
    #[error("journal `{}` belongs to the study `{found}` and not to `{study}`; name another file", path.display())]
    OtherStudy {
        /// The journal.
        path: PathBuf,
        /// The study it belongs to.
        found: String,
        /// The study that is run.
        study: String,
    },
    /// A second run would pay twice.
    #[cfg(feature = "journal")]
    #[error("journal `{}` is in use by another run; wait for it, or stop it", path.display())]
    JournalInUse {
        /// The journal.
        path: PathBuf,
    },
    /// There is no room for another reply.
    #[cfg(feature = "journal")]
    #[error("the disk of journal `{}` is full; make room and start again: all replies so far are safe", path.display())]
    DiskFull {
        /// The journal.
        path: PathBuf,
    },
    /// A key cannot be used.
    #[cfg(feature = "live")]
    #[error("{problem}")]
    Key {
        /// Where it was looked for and what to do; never the key.
        problem: String,
    },
    /// The provider said something after which asking on makes no sense.
    #[cfg(feature = "live")]
    #[error(
        "`{model}` stopped: {problem}; what was answered is safe, and the next start goes on from there"
    )]
    Stopped {
        /// The model as the study names it.
        model: String,
        /// What was said and what to do.
        problem: String,
    },
}
