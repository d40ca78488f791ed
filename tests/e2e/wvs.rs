//! A second survey from its files to the report, against numbers worked out in `fixtures/wvs-invented/README.md`.

use e2e::{Bench, text_of};

use crate::PROGRAM;

fn run(weights: &str) -> Bench {
    let bench = Bench::new(PROGRAM);
    for file in ["codebook.json", "data.csv", "answers.csv", "study.toml"] {
        bench.write(file, text_of(&format!("fixtures/wvs-invented/{file}")));
    }
    bench.replace("study.toml", "weights = \"none\"", &format!("weights = \"{weights}\""));
    let inputs =
        ["--codebook", "codebook.json", "--microdata", "data.csv", "--answers", "answers.csv"];
    let said =
        bench.run(&[&["reproduce", "--study", "study.toml", "--out", "out"], &inputs[..]].concat());
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench
}

/// The score of a group; `None` for an empty cell.
fn score(bench: &Bench, factor: &str, group: &str) -> Option<f64> {
    let table = bench.table("group_scores");
    let row = table.iter().find(|row| row["factor"] == factor && row["group"] == group);
    row.unwrap_or_else(|| panic!("no row {factor} {group}"))["score"].parse().ok()
}

fn check(bench: &Bench, expected: &[(&str, &str, Option<f64>)]) {
    for &(factor, group, expected) in expected {
        let found = score(bench, factor, group);
        let same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
            (found, expected) => found.is_none() && expected.is_none(),
        };
        assert!(same, "{factor} {group}: {found:?} for {expected:?}");
    }
}

#[test]
fn the_scores_are_those_worked_out_on_paper() {
    let bench = run("none");
    let expected = [
        ("everybody", "all", Some(31.0 / 36.0)),
        ("country", "AAA", Some(8.0 / 9.0)),
        ("country", "BBB", Some(7.0 / 9.0)),
        ("sex", "1", Some(11.0 / 12.0)),
        ("sex", "2", Some(5.0 / 6.0)),
        ("sex", "missing", None),
    ];
    check(&bench, &expected);
    assert!(bench.path("out/report.html").exists());
}

#[test]
fn the_surveys_own_weights_are_used() {
    check(&run("W_WEIGHT"), &[("everybody", "all", Some(53.0 / 63.0))]);
}
