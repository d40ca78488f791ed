//! The envelope refuses what it cannot vouch for, and says what to do.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

use proptest::prelude::*;
use survey_artifact::{
    Answers, Artifact, ArtifactError, Digest, Prompts, Provenance, SchemaVersion, decode, encode,
    inspect, read, to_json, write,
};
use survey_model::{
    Answer, ItemId, ModelName, OptionCode, Outcome, Prompt, PromptId, PromptOption,
};

fn provenance() -> Provenance {
    Provenance {
        produced_by: "test 0".to_owned(),
        stage_fingerprint: Digest::of(b"stage"),
        inputs: Vec::new(),
    }
}

fn answers() -> Answers {
    let answer = |repetition, outcome| Answer {
        model: ModelName::new("m").unwrap(),
        item: ItemId::new("ppltrst").unwrap(),
        repetition,
        outcome,
        rule: Some("E001".to_owned()),
        span: Some((0, 3)),
        conflict: None,
    };
    let candidates = vec![OptionCode(6), OptionCode(7)];
    Answers {
        answers: vec![
            answer(1, Outcome::Chosen { code: OptionCode(7) }),
            answer(2, Outcome::Ambiguous { candidates }),
            answer(3, Outcome::DontKnow),
        ],
    }
}

fn bytes() -> Vec<u8> {
    encode(&answers(), provenance()).unwrap()
}

/// The one call to the reader in the refusal tests.
fn check(bytes: &[u8], expected: &str) {
    let error = decode::<Answers>(bytes).unwrap_err().to_string();
    assert!(error.contains(expected), "expected `{expected}` in: {error}");
}

/// An artifact whose header claims another schema or version, with a digest that fits.
fn forged(schema: &str, version: SchemaVersion) -> Vec<u8> {
    #[derive(serde::Serialize)]
    struct Forged<'a> {
        schema: &'a str,
        version: SchemaVersion,
        produced_by: &'a str,
        stage_fingerprint: Digest,
        inputs: Vec<()>,
        body_len: u64,
        body_sha256: Digest,
    }
    let genuine = bytes();
    let (header, body) = inspect(&genuine).unwrap();
    let forged = Forged {
        schema,
        version,
        produced_by: "test 0",
        stage_fingerprint: Digest::of(b"stage"),
        inputs: Vec::new(),
        body_len: header.body_len,
        body_sha256: header.body_sha256,
    };
    let mut file = rmp_serde::to_vec_named("whose-values").unwrap();
    file.extend(rmp_serde::to_vec_named(&forged).unwrap());
    file.extend(body);
    file
}

#[test]
fn a_body_comes_back_as_it_was() {
    let decoded = decode::<Answers>(&bytes()).unwrap();
    assert_eq!(decoded.body, answers());
    assert_eq!(decoded.header.schema, "answers");
    assert_eq!(decoded.header.provenance, provenance());
}

#[test]
fn equal_bodies_give_equal_bytes() {
    assert_eq!(bytes(), bytes());
}

#[test]
fn the_file_begins_with_three_messagepack_values() {
    let bytes = bytes();
    // 0xac is the MessagePack marker of a text of 12 bytes.
    assert_eq!(&bytes[..13], b"\xacwhose-values");
    let mut reader = rmp_serde::Deserializer::new(std::io::Cursor::new(&bytes));
    for _ in 0..3 {
        <serde_json::Value as serde::Deserialize>::deserialize(&mut reader).unwrap();
    }
    assert_eq!(reader.position(), bytes.len() as u64);
}

#[test]
fn every_cut_is_recognised() {
    let bytes = bytes();
    for end in 0..bytes.len() {
        let error = decode::<Answers>(&bytes[..end]).unwrap_err();
        assert!(matches!(error, ArtifactError::Truncated { .. }), "cut at {end}: {error}");
    }
}

#[test]
fn every_flipped_bit_of_the_body_is_recognised() {
    let genuine = bytes();
    let body_start = genuine.len() - inspect(&genuine).unwrap().1.len();
    for at in body_start..genuine.len() {
        let mut damaged = genuine.clone();
        damaged[at] ^= 1;
        assert!(matches!(decode::<Answers>(&damaged), Err(ArtifactError::Corrupt { .. })));
    }
}

#[test]
fn bytes_after_the_body_are_recognised() {
    let mut bytes = bytes();
    bytes.push(0);
    check(&bytes, "1 bytes after its body");
}

#[test]
fn a_foreign_file_is_recognised() {
    check(b"PK\x03\x04 a zip file", "not a whose-values artifact");
    check(b"\xacother-values and more", "not a whose-values artifact");
}

#[test]
fn another_schema_is_named() {
    let bytes = encode(&Prompts { prompts: Vec::new() }, provenance()).unwrap();
    check(&bytes, "holds `prompts` where `answers` was expected");
}

#[test]
fn a_newer_major_version_says_to_update() {
    check(&forged("answers", SchemaVersion { major: 99, minor: 0 }), "update whose-values");
}

#[test]
fn an_older_major_version_says_to_run_the_stage_again() {
    check(&forged("answers", SchemaVersion { major: 0, minor: 9 }), "no longer reads");
}

#[test]
fn a_newer_minor_version_still_reads() {
    let version = SchemaVersion { major: Answers::VERSION.major, minor: 99 };
    assert_eq!(decode::<Answers>(&forged("answers", version)).unwrap().body, answers());
}

#[test]
fn a_body_that_breaks_a_rule_of_its_types_is_refused() {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Blank {
        answers: Vec<std::collections::BTreeMap<String, serde_json::Value>>,
    }
    impl Artifact for Blank {
        const SCHEMA: &'static str = "answers";
        const VERSION: SchemaVersion = Answers::VERSION;
    }
    let answer =
        serde_json::json!({"model": "", "item": "x", "repetition": 1, "outcome": "refused"});
    let blank = Blank { answers: vec![serde_json::from_value(answer).unwrap()] };
    check(&encode(&blank, provenance()).unwrap(), "a model name is empty");
}

#[test]
fn any_schema_shows_as_json() {
    let shown = to_json(&bytes()).unwrap();
    assert_eq!(shown["header"]["schema"], "answers");
    assert_eq!(shown["body"]["answers"][0]["code"], 7);
    assert_eq!(shown["body"]["answers"][1]["candidates"][1], 7);
}

#[test]
fn writing_replaces_the_file_and_leaves_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sub/answers.msgpack");
    for _ in 0..2 {
        write(&path, &answers(), provenance()).unwrap();
    }
    assert_eq!(read::<Answers>(&path).unwrap().body, answers());
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_missing_file_is_named() {
    let error = read::<Answers>(std::path::Path::new("no/such/file.msgpack")).unwrap_err();
    assert!(error.to_string().contains("no/such/file.msgpack"), "{error}");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(tail in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = b"\xacwhose-values".to_vec();
        bytes.extend(&tail);
        prop_assert!(inspect(&bytes).is_err());
        prop_assert!(inspect(&tail).is_err());
    }

    #[test]
    fn any_prompt_text_survives(text in "\\PC{0,80}", label in "\\PC{0,20}") {
        let prompt = Prompt {
            id: PromptId::new("i").unwrap(),
            item: ItemId::new("i").unwrap(),
            variant: "paper".to_owned(),
            text,
            options: vec![PromptOption { code: OptionCode(1), label }],
        };
        let prompts = Prompts { prompts: vec![prompt] };
        let bytes = encode(&prompts, provenance()).unwrap();
        prop_assert_eq!(decode::<Prompts>(&bytes).unwrap().body, prompts);
    }
}
