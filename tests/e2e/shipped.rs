//! The run without arguments: invented respondents, recorded replies.

use e2e::{Bench, repository};

use crate::PROGRAM;

fn shipped() -> Bench {
    let bench = Bench::new(PROGRAM);
    let said = bench.run(&["reproduce", "--replicates", "20", "--out", "out"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench
}

#[test]
fn it_needs_no_file_and_says_everywhere_that_the_respondents_are_invented() {
    let bench = shipped();
    let outputs = bench.outputs();
    let shown = |path: &&std::path::PathBuf| {
        path.extension().is_some_and(|end| end == "html" || end == "svg" || end == "md")
    };
    let shown: Vec<_> = outputs.keys().filter(shown).collect();
    assert!(shown.len() > 4, "{shown:?}");
    for path in shown {
        let text = String::from_utf8_lossy(&outputs[path]).to_lowercase();
        assert!(text.contains("invented respondents"), "{}", path.display());
    }
}

#[test]
fn it_has_the_papers_respondents_and_missing_groups() {
    let bench = shipped();
    let scores = bench.table("group_scores");
    let everybody: Vec<_> = scores.iter().filter(|row| row["factor"] == "everybody").collect();
    assert!(!everybody.is_empty() && everybody.iter().all(|row| row["respondents"] == "50116"));
    // Table 2 of the paper.
    let table_2 = [("gender", "159"), ("income_decile", "10428"), ("internet_time", "11265")];
    let missing = bench.table("missing");
    for (factor, count) in table_2 {
        let rows: Vec<_> = missing.iter().filter(|row| row["factor"] == factor).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row["missing"] == count), "{factor}");
    }
}

#[test]
fn nothing_in_it_is_called_the_same_data_as_the_papers() {
    let comparison = shipped().table("comparison");
    assert!(comparison.len() > 30, "{}", comparison.len());
    for row in comparison {
        assert_ne!(row["status"], "same data and replies", "{}: {}", row["place"], row["quantity"]);
    }
}

/// The path of the shipped replies of SmolLM2, and what the program says when it is given them so often.
fn say_of(times: usize, further: &[&str]) -> e2e::Said {
    let bench = Bench::mini(PROGRAM);
    let file = repository("fixtures/replies/smollm2-135m-instruct.replies.msgpack.gz");
    let file = file.to_str().expect("the repository has a path in UTF-8");
    let given = ["--replies", file].repeat(times);
    bench.run(&[&["run", "answers", "--out", "out"], &given[..], further].concat())
}

#[test]
fn replies_given_twice_are_refused_because_they_would_vote_twice() {
    assert_eq!(say_of(1, &[]).code, 0);
    let said = say_of(2, &[]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("stands twice"), "{}", said.stderr);
}

#[test]
fn replies_of_another_study_are_refused() {
    let mini =
        ["--study", "study.toml", "--codebook", "codebook.html", "--microdata", "microdata.csv"];
    let said = say_of(1, &mini);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("none of the 1060 replies"), "{}", said.stderr);
}
