//! Equal inputs give equal bytes, from one commit to the next: whoever changes an output raises its stage's revision.

use std::collections::BTreeMap;

use e2e::{Bench, text_of};

use crate::PROGRAM;

/// The table of digests: stage, revision, digest of its output on the mini survey.
const GOLDEN: &str = "fixtures/mini/golden.txt";

#[test]
fn a_changed_output_raises_the_stages_revision() {
    let bench = Bench::mini(PROGRAM);
    let said = bench.reproduce(&["--replicates", "200", "--seed", "1"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let ledger = std::fs::read_to_string(bench.path("out/ledger.json")).unwrap();
    let ledger: serde_json::Value = serde_json::from_str(&ledger).unwrap();
    let stages = ledger["stages"].as_array().unwrap();
    let mut found = BTreeMap::new();
    for stage in stages {
        let name = stage["stage"].as_str().unwrap();
        // The report prints the commit.
        if name != "report" {
            let revision = stage["revision"].as_u64().unwrap();
            found.insert(name, (revision, stage["output"].as_str().unwrap()));
        }
    }
    let golden = text_of(GOLDEN);
    let rows = golden.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split(' ').collect()).collect();
    assert_eq!(rows.len(), found.len(), "{GOLDEN} has one row per stage but `report`");
    for row in rows {
        let (name, revision, digest) = (row[0], row[1].parse::<u64>().unwrap(), row[2]);
        let (revision_now, digest_now) = found[name];
        assert!(
            digest_now == digest || revision_now != revision,
            "stage `{name}`: output changed: bump `revision` in xtask/src/stages.rs, \
             and write `{name} {} {digest_now}` into {GOLDEN}",
            revision + 1
        );
        assert!(
            digest_now == digest && revision_now == revision,
            "stage `{name}`: write `{name} {revision_now} {digest_now}` into {GOLDEN}"
        );
    }
}
