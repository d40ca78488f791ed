//! The artifact file: one envelope for every arrow between two stages, and the catalogue of what may be in it.
//!
//! What goes in: a body of a known schema and where it came from. What comes out: bytes, or a file written atomically;
//! and back again, after schema, version, length and digest were checked in that order.
//!
//! A file is three consecutive MessagePack values: the magic text, the header (a map) and the body (a map),
//! so any streaming MessagePack reader opens it. `docs/artifacts.md` describes the format for other programs.
//!
//! What this crate does not know: the order of the stages, and when to write what.
#![forbid(unsafe_code)]

mod catalogue;
mod digest;
mod envelope;
mod file;
mod header;

pub use catalogue::{
    Alignment, Analyses, Answers, Artifact, ConsensusTable, GroupIntervals, Partitions, Prompts,
    Replies, ReportManifest, ReportedFile, SCHEMAS, SchemaEntry,
};
pub use digest::{Digest, DigestError};
pub use envelope::{ArtifactError, Decoded, decode, encode, inspect, to_json};
pub use file::{FileError, read, read_header, write, write_atomically};
pub use header::{Header, InputDigest, Provenance, SchemaVersion};
