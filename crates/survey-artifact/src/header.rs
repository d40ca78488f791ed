//! The header: what the body is, who made it and from what.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Digest;

/// The version of a schema. A reader of `major.minor` reads every file of that major version up to that minor one,
/// and newer minor ones too, because a minor version only adds fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SchemaVersion {
    /// Goes up when a field is removed, a variant added or a meaning changed.
    pub major: u16,
    /// Goes up when a field is added.
    pub minor: u16,
}

impl fmt::Display for SchemaVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// One input of the stage that made the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputDigest {
    /// What the input was to the stage: `codebook`, `replies`.
    pub role: String,
    /// The digest of the input's body.
    pub digest: Digest,
}

/// Where a body came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Program and version.
    pub produced_by: String,
    /// Digest of the stage's name, revision, parameters and inputs.
    pub stage_fingerprint: Digest,
    /// The stage's inputs, in the order of the stage table.
    pub inputs: Vec<InputDigest>,
}

/// The second value of an artifact file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The schema's name in the catalogue.
    pub schema: String,
    /// The schema's version.
    pub version: SchemaVersion,
    /// Where the body came from.
    #[serde(flatten)]
    pub provenance: Provenance,
    /// Length of the body in bytes.
    pub body_len: u64,
    /// Digest of the body.
    pub body_sha256: Digest,
}
