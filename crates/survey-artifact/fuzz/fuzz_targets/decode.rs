//! No bytes make the decoder panic, and what it accepts can be written and read again.
//!
//! The digest in the header would stop nearly every changed body. So the input is tried twice: as a whole file, and as
//! the body of an envelope that is made to fit, for the schema that its first byte names.
#![no_main]

use survey_artifact::{
    Alignment, Answers, Artifact, ConsensusTable, Digest, GroupIntervals, Header, Partitions, Prompts, Provenance,
    Replies, ReportManifest, decode, encode, to_json,
};
use survey_model::{Codebook, Microdata};

const MAGIC_LENGTH_MAX: usize = 64;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let _ = to_json(input);
    let Some((&schema, body)) = input.split_first() else { return };
    match schema % 10 {
        0 => check::<Codebook>(body),
        1 => check::<Microdata>(body),
        2 => check::<Partitions>(body),
        3 => check::<Prompts>(body),
        4 => check::<Replies>(body),
        5 => check::<Answers>(body),
        6 => check::<ConsensusTable>(body),
        7 => check::<Alignment>(body),
        8 => check::<GroupIntervals>(body),
        _ => check::<ReportManifest>(body),
    }
});

fn check<A: Artifact>(body: &[u8]) {
    let header = Header {
        schema: A::SCHEMA.to_owned(),
        version: A::VERSION,
        provenance: provenance(),
        body_len: body.len() as u64,
        body_sha256: Digest::of(body),
    };
    let mut file = magic();
    file.extend(rmp_serde::to_vec_named(&header).expect("a header can be written"));
    file.extend(body);
    let _ = to_json(&file);
    let Ok(decoded) = decode::<A>(&file) else { return };
    let written = encode(&decoded.body, provenance()).expect("what was read can be written");
    let again = decode::<A>(&written).expect("what was written can be read");
    // Compared as bytes, because a score that is not a number is not equal to itself.
    assert!(encode(&again.body, provenance()).expect("as before") == written);
}

fn provenance() -> Provenance {
    Provenance { produced_by: "fuzz".to_owned(), stage_fingerprint: Digest::of(b""), inputs: Vec::new() }
}

/// The first value of every artifact file, taken from one.
fn magic() -> Vec<u8> {
    let file = encode(&ReportManifest { files: Vec::new() }, provenance()).expect("a small artifact");
    let length = (1..MAGIC_LENGTH_MAX).find(|&at| rmp_serde::from_slice::<String>(&file[..at]).is_ok());
    file[..length.expect("a file begins with a text")].to_vec()
}
