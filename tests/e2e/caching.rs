//! What runs again and what does not.

use e2e::Bench;

use crate::PROGRAM;

/// The stages that a run went through because something had changed, in order, from its lines `stage seconds reason`.
fn stages_run(stderr: &str) -> Vec<String> {
    let stage = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        (words.nth(1)? == "s").then(|| name.to_owned())
    };
    stderr.lines().filter_map(stage).collect()
}

fn done() -> Bench {
    let bench = Bench::mini(PROGRAM);
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench
}

fn status(bench: &Bench) -> String {
    let files =
        ["--study", "study.toml", "--codebook", "codebook.html", "--microdata", "microdata.csv"];
    let said = bench
        .run(&[&["status"], &files[..], &["--answers", "answers.csv", "--out", "out"]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    said.stdout
}

#[test]
fn a_second_run_does_nothing_and_says_so() {
    let bench = done();
    let table = bench.path("out/tables/group_scores.csv");
    let written = || std::fs::metadata(&table).unwrap().modified().unwrap();
    let (before, first) = (bench.outputs(), written());
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.contains("nothing to do"), "{}", said.stderr);
    assert_eq!(stages_run(&said.stderr), [""; 0]);
    assert!(bench.outputs() == before && written() == first, "no file was touched");
}

#[test]
fn another_answer_runs_the_answers_and_what_follows_from_them() {
    let bench = done();
    let before = bench.outputs();
    bench.replace("answers.csv", "alpha,trust,1,chosen,7", "alpha,trust,1,chosen,8");
    let said = bench.reproduce(&[]);
    assert_eq!(stages_run(&said.stderr)[..2], ["answers", "consensus"], "{}", said.stderr);
    let untouched =
        ["codebook", "microdata", "partitions"].map(|name| format!("artifacts/{name}.msgpack"));
    let after = bench.outputs();
    for artifact in untouched.iter().map(std::path::Path::new) {
        assert_eq!(before[artifact], after[artifact]);
    }
}

#[test]
fn status_says_why_a_stage_is_stale_and_runs_nothing() {
    let bench = done();
    assert!(!status(&bench).contains("changed"));
    let before = bench.outputs();
    bench.replace("answers.csv", "alpha,trust,1,chosen,7", "alpha,trust,1,chosen,8");
    let said = status(&bench);
    let line = said.lines().find(|line| line.starts_with("answers")).unwrap();
    assert!(line.contains("answers file changed"), "{said}");
    assert!(
        said.lines().any(|line| line.starts_with("microdata") && line.contains("fresh")),
        "{said}"
    );
    assert!(bench.outputs() == before);
}

#[test]
fn a_change_that_does_not_reach_the_consensus_stops_there() {
    // Three of four repetitions still say 7, so that only the answers and the consensus' counts differ.
    let bench = done();
    let scores = bench.table("group_scores");
    bench.replace("answers.csv", "alpha,trust,1,chosen,7", "alpha,trust,1,refused,");
    assert_eq!(bench.reproduce(&[]).code, 0);
    assert_eq!(bench.table("group_scores"), scores);
    assert_ne!(bench.table("model_summary")[0]["refusal_share_items"], "0.35714285714285715");
}

#[test]
fn more_replicates_run_the_intervals_and_what_stands_behind_them() {
    let bench = done();
    let said = bench.reproduce(&["--replicates", "100"]);
    assert_eq!(stages_run(&said.stderr), ["intervals", "analyses", "report"], "{}", said.stderr);
}

#[test]
fn a_damaged_artifact_is_made_again() {
    let bench = done();
    let before = bench.outputs();
    let artifact = "out/artifacts/alignment.msgpack";
    let mut bytes = std::fs::read(bench.path(artifact)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    bench.write(artifact, &bytes);
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(stages_run(&said.stderr).contains(&"alignment".to_owned()), "{}", said.stderr);
    assert!(bench.outputs() == before, "the same bytes come out");
}

#[test]
fn a_deleted_table_is_written_again() {
    let bench = done();
    let before = bench.outputs();
    std::fs::remove_file(bench.path("out/tables/group_scores.csv")).unwrap();
    assert_eq!(bench.reproduce(&[]).code, 0);
    assert!(bench.outputs() == before);
}
