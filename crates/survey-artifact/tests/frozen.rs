//! Files that an earlier version wrote still read, whatever the program has become.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

use std::path::PathBuf;

use survey_artifact::{
    Alignment, Analyses, Answers, Artifact, ConsensusTable, GroupIntervals, Partitions, Prompts,
    Replies, ReportManifest, SCHEMAS, read, to_json,
};
use survey_model::{Codebook, Microdata};

fn frozen(schema: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/artifacts/v1");
    PathBuf::from(folder).join(format!("{schema}.msgpack"))
}

fn check<A: Artifact>(holds: impl Fn(&A) -> bool) {
    let decoded = read::<A>(&frozen(A::SCHEMA)).unwrap();
    assert_eq!(decoded.header.version.major, 1);
    assert!(holds(&decoded.body), "the frozen `{}` holds something else", A::SCHEMA);
}

#[test]
fn version_1_of_every_schema_still_reads() {
    check::<Codebook>(|body| body.variable("cntry").is_some());
    check::<Microdata>(|body| body.respondents() > 0);
    check::<Partitions>(|body| body.partitions.last().unwrap().groups[0].group == "all");
    check::<Prompts>(|body| !body.prompts[0].text.is_empty());
    check::<Replies>(|body| body.replies.len() == 6 && !body.replies[0].text.is_empty());
    check::<Answers>(|body| body.answers.iter().any(|answer| answer.outcome.chosen().is_some()));
    check::<ConsensusTable>(|body| body.consensus.iter().any(|row| row.modes.len() > 1));
    check::<Alignment>(|body| !body.groups.is_empty() && !body.influences.is_empty());
    check::<GroupIntervals>(|body| body.replicates == 200 && body.groups[0].interval.is_some());
    check::<Analyses>(|body| body.analyses.len() == 1 && body.analyses[0].check().is_ok());
    check::<ReportManifest>(|body| body.files.iter().any(|file| file.path == "report.html"));
}

#[test]
fn every_schema_of_the_catalogue_has_a_frozen_file_that_shows_as_json() {
    for entry in SCHEMAS {
        let bytes = std::fs::read(frozen(entry.schema)).unwrap();
        assert_eq!(to_json(&bytes).unwrap()["header"]["schema"], entry.schema);
    }
}
