//! The envelope: magic, header, body.

use std::io::Cursor;

use serde::Deserialize;

use crate::{Artifact, Digest, Header, Provenance, SCHEMAS, SchemaVersion};

/// The first value of every artifact file.
const MAGIC: &str = "whose-values";

/// Why bytes are no readable artifact.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArtifactError {
    /// The file was written by another program.
    #[error(
        "this is not a whose-values artifact: it does not begin with the text `{MAGIC}` in MessagePack; check the path"
    )]
    Foreign,
    /// The file ends early.
    #[error(
        "the artifact is cut off: {what}; delete the file and run the stage that makes it again"
    )]
    Truncated {
        /// What is missing.
        what: String,
    },
    /// The file goes on after the body.
    #[error(
        "the artifact has {bytes} bytes after its body; delete the file and run the stage that makes it again"
    )]
    TrailingBytes {
        /// How many.
        bytes: u64,
    },
    /// The header is no header.
    #[error(
        "the artifact's header cannot be read ({reason}); delete the file and run the stage that makes it again"
    )]
    Header {
        /// What the decoder said.
        reason: String,
    },
    /// The file holds something else.
    #[error(
        "the artifact holds `{found}` where `{expected}` was expected; check that the right file was named"
    )]
    Schema {
        /// The schema asked for.
        expected: String,
        /// The schema in the file.
        found: String,
    },
    /// The file is newer than this program.
    #[error(
        "the artifact holds `{schema}` in version {found}, and this program reads versions {known_major}.x; update whose-values, or run the stage again with this version"
    )]
    Newer {
        /// The schema.
        schema: String,
        /// The version in the file.
        found: SchemaVersion,
        /// The major version that this program reads.
        known_major: u16,
    },
    /// The file is older than anything this program reads.
    #[error(
        "the artifact holds `{schema}` in version {found}, which this program no longer reads (it reads {known_major}.x); run the stage that makes it again"
    )]
    Older {
        /// The schema.
        schema: String,
        /// The version in the file.
        found: SchemaVersion,
        /// The major version that this program reads.
        known_major: u16,
    },
    /// The body was changed after it was written.
    #[error(
        "the artifact's body does not match its digest (expected {expected}, found {found}); it was damaged or edited: delete the file and run the stage that makes it again"
    )]
    Corrupt {
        /// The digest in the header.
        expected: Digest,
        /// The digest of the bytes.
        found: Digest,
    },
    /// The body does not have the shape of its schema, or breaks a rule of its types.
    #[error("the body of the `{schema}` artifact is not valid: {reason}")]
    Body {
        /// The schema.
        schema: String,
        /// What the decoder said.
        reason: String,
    },
}

/// A decoded artifact.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<A> {
    /// Its header.
    pub header: Header,
    /// Its body.
    pub body: A,
}

/// Wraps a body into the bytes of an artifact file; equal input gives equal bytes.
///
/// # Errors
/// [`ArtifactError::Body`] if the body cannot be written as MessagePack.
pub fn encode<A: Artifact>(body: &A, provenance: Provenance) -> Result<Vec<u8>, ArtifactError> {
    let failed = |error: rmp_serde::encode::Error| ArtifactError::Body {
        schema: A::SCHEMA.to_owned(),
        reason: error.to_string(),
    };
    let body = rmp_serde::to_vec_named(body).map_err(failed)?;
    let header = Header {
        schema: A::SCHEMA.to_owned(),
        version: A::VERSION,
        provenance,
        body_len: body.len() as u64,
        body_sha256: Digest::of(&body),
    };
    let mut bytes = rmp_serde::to_vec_named(MAGIC).map_err(failed)?;
    bytes.extend(rmp_serde::to_vec_named(&header).map_err(failed)?);
    bytes.extend(body);
    Ok(bytes)
}

/// Checks the envelope of any schema in the catalogue and splits it into header and body bytes.
///
/// # Errors
/// Foreign, truncated, corrupt, newer or older files, and bytes after the body.
pub fn inspect(bytes: &[u8]) -> Result<(Header, &[u8]), ArtifactError> {
    let magic = rmp_serde::to_vec_named(MAGIC).expect("a text is valid MessagePack");
    if bytes.len() < magic.len() && magic.starts_with(bytes) {
        return Err(ArtifactError::Truncated { what: "it ends within its first value".to_owned() });
    }
    if !bytes.starts_with(&magic) {
        return Err(ArtifactError::Foreign);
    }
    let (header, body) = split_header(&bytes[magic.len()..])?;
    if let Some(entry) = SCHEMAS.iter().find(|entry| entry.schema == header.schema) {
        check_version(&header, entry.version.major)?;
    }
    let expected = header.body_len;
    let found = body.len() as u64;
    if found < expected {
        let what = format!("its body has {found} of {expected} bytes");
        return Err(ArtifactError::Truncated { what });
    }
    if found > expected {
        return Err(ArtifactError::TrailingBytes { bytes: found - expected });
    }
    let digest = Digest::of(body);
    if digest != header.body_sha256 {
        return Err(ArtifactError::Corrupt { expected: header.body_sha256, found: digest });
    }
    Ok((header, body))
}

fn split_header(bytes: &[u8]) -> Result<(Header, &[u8]), ArtifactError> {
    let mut decoder = rmp_serde::Deserializer::new(Cursor::new(bytes));
    let header = Header::deserialize(&mut decoder).map_err(|error| {
        if ended_early(&error) {
            ArtifactError::Truncated { what: "it ends within its header".to_owned() }
        } else {
            ArtifactError::Header { reason: error.to_string() }
        }
    })?;
    let read = usize::try_from(decoder.position()).expect("a position within a slice");
    Ok((header, &bytes[read..]))
}

fn ended_early(error: &rmp_serde::decode::Error) -> bool {
    use rmp_serde::decode::Error::{InvalidDataRead, InvalidMarkerRead};
    match error {
        InvalidMarkerRead(error) | InvalidDataRead(error) => {
            error.kind() == std::io::ErrorKind::UnexpectedEof
        }
        _ => false,
    }
}

fn check_version(header: &Header, known_major: u16) -> Result<(), ArtifactError> {
    let (schema, found) = (header.schema.clone(), header.version);
    match found.major.cmp(&known_major) {
        std::cmp::Ordering::Greater => Err(ArtifactError::Newer { schema, found, known_major }),
        std::cmp::Ordering::Less => Err(ArtifactError::Older { schema, found, known_major }),
        std::cmp::Ordering::Equal => Ok(()),
    }
}

/// Reads an artifact of one schema: schema and version are checked first, then length and digest, then the body.
///
/// # Errors
/// Everything that [`inspect`] reports, another schema, or a body that breaks a rule of its types.
pub fn decode<A: Artifact>(bytes: &[u8]) -> Result<Decoded<A>, ArtifactError> {
    let (header, body) = inspect(bytes)?;
    if header.schema != A::SCHEMA {
        return Err(ArtifactError::Schema { expected: A::SCHEMA.to_owned(), found: header.schema });
    }
    let body = rmp_serde::from_slice(body).map_err(|error| ArtifactError::Body {
        schema: A::SCHEMA.to_owned(),
        reason: error.to_string(),
    })?;
    Ok(Decoded { header, body })
}

/// An artifact of any schema as JSON: `{"header": …, "body": …}`.
///
/// # Errors
/// Everything that [`inspect`] reports.
pub fn to_json(bytes: &[u8]) -> Result<serde_json::Value, ArtifactError> {
    let (header, body) = inspect(bytes)?;
    let invalid = |error: &dyn std::fmt::Display| ArtifactError::Body {
        schema: header.schema.clone(),
        reason: error.to_string(),
    };
    let body: serde_json::Value = rmp_serde::from_slice(body).map_err(|error| invalid(&error))?;
    let shown = serde_json::to_value(&header).map_err(|error| invalid(&error))?;
    Ok(serde_json::json!({ "header": shown, "body": body }))
}
