//! The mini survey, against the numbers that its README works out on paper.

use e2e::{Bench, Table, assert_same, read_table, repository};

use crate::PROGRAM;

fn expected(table: &str) -> Table {
    read_table(&repository(&format!("fixtures/mini/expected/{table}.csv")))
}

fn run(weights: &str) -> Bench {
    let bench = Bench::mini(PROGRAM);
    bench.replace("study.toml", "weights = \"none\"", &format!("weights = \"{weights}\""));
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench
}

#[test]
fn every_score_is_the_one_worked_out_on_paper() {
    let bench = run("none");
    let group = ["model", "factor", "group"];
    assert_same(&expected("group_scores"), &bench.table("group_scores"), &group);
    assert_same(&expected("intervals"), &bench.table("group_scores"), &group);
    let item = ["model", "factor", "group", "item"];
    assert_same(&expected("item_scores"), &bench.table("item_scores"), &item);
}

#[test]
fn design_weights_weigh_respondents_and_not_items() {
    let bench = run("dweight");
    let group = ["model", "factor", "group"];
    assert_same(&expected("weighted/group_scores"), &bench.table("group_scores"), &group);
    assert_same(&expected("weighted/intervals"), &bench.table("group_scores"), &group);
    let item = ["model", "factor", "group", "item"];
    assert_same(&expected("weighted/item_scores"), &bench.table("item_scores"), &item);
}

#[test]
fn table_1_is_the_one_worked_out_on_paper() {
    assert_same(&expected("model_summary"), &run("none").table("model_summary"), &["model"]);
}

#[test]
fn table_2_counts_who_is_in_no_group() {
    let found = run("none").table("missing");
    for model in ["alpha", "beta"] {
        let of_model: Table = found.iter().filter(|row| row["model"] == model).cloned().collect();
        assert_same(&expected("missing"), &of_model, &["factor"]);
    }
}

#[test]
fn a_group_of_one_has_an_interval_without_width() {
    for row in run("none").table("group_scores") {
        if ["-1945", "1981-1996"].contains(&row["group"].as_str()) {
            assert_eq!([&row["ci_low"], &row["ci_high"]], [&row["score"]; 2]);
        }
    }
}

#[test]
fn an_empty_group_keeps_its_row_and_has_no_score() {
    let table = run("none").table("group_scores");
    let empty: Vec<_> = table.iter().filter(|row| row["group"] == "1965-1980").collect();
    assert_eq!(empty.len(), 2);
    for row in empty {
        let cells = ["respondents", "items", "score", "ci_low", "ci_high"].map(|c| row[c].as_str());
        assert_eq!(cells, ["0", "0", "", "", ""]);
    }
}
