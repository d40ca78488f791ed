//! The paper's items and factors with awkward respondents and answers, against the outside implementation in
//! `tests/witness/methods.py`.

use e2e::{Bench, Table, assert_same, assert_within, columns, read_table, repository, text_of};

use crate::PROGRAM;

const GROUP: [&str; 3] = ["model", "factor", "group"];

fn expected(table: &str) -> Table {
    read_table(&repository(&format!("fixtures/corners/expected/{table}.csv")))
}

fn run(weights: &str) -> Bench {
    let bench = Bench::new(PROGRAM);
    bench.write("study.toml", text_of("xtask/studies/paper.toml"));
    bench.replace("study.toml", "weights = \"none\"", &format!("weights = \"{weights}\""));
    for file in ["microdata.csv", "answers.csv"] {
        bench.write(file, text_of(&format!("fixtures/corners/{file}")));
    }
    let inputs =
        ["--study", "study.toml", "--microdata", "microdata.csv", "--answers", "answers.csv"];
    let draws = ["--replicates", "50", "--seed", "3", "--out", "out"];
    let said = bench.run(&[&["reproduce"], &inputs[..], &draws[..]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench
}

#[test]
fn scores_intervals_and_tables_agree_with_the_outside_implementation() {
    let bench = run("none");
    assert_same(&expected("group_scores"), &bench.table("group_scores"), &GROUP);
    assert_same(&expected("model_summary"), &bench.table("model_summary"), &["model"]);
    for model in ["invented-a", "invented-b", "invented-silent"] {
        let found = bench.table("missing").into_iter().filter(|row| row["model"] == model);
        assert_same(&expected("missing"), &found.collect(), &["factor"]);
    }
}

#[test]
fn weights_that_may_be_zero_agree_with_it_too() {
    let bench = run("dweight");
    let (expected, found) = (expected("weighted/group_scores"), bench.table("group_scores"));
    let scores = ["model", "factor", "group", "respondents", "items", "score"];
    assert_same(&columns(&expected, &scores), &found, &GROUP);
    // Resampling keeps 46 bits of a weight below the largest, and these weights span 20 of them.
    assert_within(1e-7, &expected, &found, &GROUP);
}
