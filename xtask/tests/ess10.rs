//! Another round of the ESS needs a study file and its codebook, and no code: an invented file in the layout of round 10.
//!
//! The names of the variables are those of round 10. Labels and scales are made up after round 11, but for the climate
//! forms, whose scales differ on purpose; nothing here is a fact about round 10.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use survey_model::{Category, Variable};
use xtask::study::Study;

const STUDY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/studies/ess10.toml");

fn study() -> Study {
    Study::read(Path::new(STUDY)).unwrap().0
}

/// Codes with whether they are missing, after the variable of round 11 that has the name, or the name and an "a".
fn codes(name: &str) -> Vec<(i32, bool)> {
    if let Some(form) = name.strip_prefix("testic") {
        let (highest, missing): (i32, [i32; 2]) = match form {
            "34" | "35" | "36" => (10, [66, 77]),
            "37" | "38" | "39" => (4, [6, 7]),
            _ => (6, [66, 77]),
        };
        let lowest = i32::from(highest == 4);
        let valid = (lowest..=highest).map(|code| (code, false));
        return valid.chain(missing.map(|code| (code, true))).collect();
    }
    let shipped = ess_codebook::shipped();
    let alike: Option<&Variable> =
        shipped.variable(name).or_else(|| shipped.variable(&format!("{name}a")));
    let code = |category: &Category| (category.code.0, category.missing.is_some());
    alike.unwrap().categories.iter().map(code).collect()
}

/// In the form of the portal's HTML codebook.
fn codebook(names: &[String]) -> String {
    let mut html = "<html><h3>ESS10 - invented file, edition 0.1</h3>".to_owned();
    let mut variable = |name: &str, rows: String| {
        write!(
            html,
            "<div><h3 id=\"{name}\">{name} </h3><div>Label of {name}</div><p>Question of {name}?</p>\
             <table><tbody class=\"codelist\">{rows}</tbody></table></div>"
        )
        .unwrap();
    };
    variable("cntry", "<tr><td class=\"nowrap\">BE</td><td>Belgium</td></tr>".to_owned());
    for name in names {
        let row = |(code, missing): (i32, bool)| {
            let star = if missing { "*" } else { "" };
            format!("<tr><td class=\"nowrap\">{code}</td><td>Label {code}{star}</td></tr>")
        };
        variable(name, codes(name).into_iter().map(row).collect());
    }
    html + "</html>"
}

/// Lowest and highest answer.
fn ends(name: &str) -> [i32; 2] {
    let on_scale = codes(name).into_iter().filter(|&(code, missing)| !missing && code != 55);
    let codes: Vec<i32> = on_scale.map(|(code, _)| code).collect();
    [*codes.iter().min().unwrap(), *codes.iter().max().unwrap()]
}

/// Three men who give the lowest answer to everything and three women who give the highest; each gets one climate form.
fn data(study: &Study) -> String {
    let factors: Vec<String> = study.factors().iter().map(|f| f.variable.to_string()).collect();
    let items: Vec<&str> = study.items.iter().map(|item| item.id.as_str()).collect();
    let mut csv = format!(
        "name,essround,edition,proddate,idno,cntry,{},{}\n",
        factors.join(","),
        items.join(",")
    );
    for respondent in 0..6 {
        let (woman, form) = (respondent / 3, respondent % 3);
        write!(csv, "ESS10e00_1,10,0.1,24.11.2026,{},BE", respondent + 1).unwrap();
        for factor in &factors {
            let code = if factor == "gndr" {
                1 + woman as i32
            } else {
                codes(factor).first().map_or(1970, |c| c.0)
            };
            write!(csv, ",{code}").unwrap();
        }
        for item in &items {
            let asked = item.strip_prefix("testic").is_none_or(|number| {
                let number: usize = number.parse().unwrap();
                (number - 34) / 3 == form
            });
            let missing = || codes(item).iter().find(|(_, missing)| *missing).unwrap().0;
            let code = if asked { ends(item)[woman] } else { missing() };
            write!(csv, ",{code}").unwrap();
        }
        csv.push('\n');
    }
    csv
}

/// A model that gives the lowest answer agrees with the men wholly (1), with the women not at all (0), and with
/// everybody by half, because each item's mean lies in the middle of its scale.
#[test]
fn the_study_of_round_10_runs_and_gives_the_scores_worked_out_by_hand() {
    let study = study();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let names: Vec<String> = study.variables().iter().map(ToString::to_string).collect();
    std::fs::write(path("codebook.html"), codebook(&names)).unwrap();
    std::fs::write(path("ESS10.csv"), data(&study)).unwrap();
    let mut answers = "model,item,repetition,outcome,code\n".to_owned();
    for item in &study.items {
        let (id, [lowest, _]) = (&item.id, ends(item.id.as_str()));
        writeln!(answers, "GPT-5.2,{id},1,chosen,{lowest}").unwrap();
    }
    std::fs::write(path("answers.csv"), answers).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["reproduce", "--study", STUDY, "--codebook", "codebook.html"])
        .args(["--microdata", "ESS10.csv", "--answers", "answers.csv"])
        .args(["--replicates", "20", "--out", "out"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{}", said[1]);
    assert!(said[0].contains("survey ESS10, edition 0.1"), "{}", said[0]);
    assert!(said[0].contains("39 of 39"), "{}", said[0]);
    assert!(!said[0].contains("paper"), "round 10 is not the paper's: {}", said[0]);
    let table = std::fs::read_to_string(path("out/tables/group_scores.csv")).unwrap();
    let score = |start: &str| -> f64 {
        let row = table.lines().find(|line| line.starts_with(start)).unwrap();
        row.split(',').rev().nth(2).unwrap().parse().unwrap()
    };
    for (start, expected) in [
        ("GPT-5.2,gender,1,", 1.0),
        ("GPT-5.2,gender,2,", 0.0),
        ("GPT-5.2,everybody,all,", 0.5),
        ("GPT-5.2,country,BE,", 0.5),
    ] {
        assert!((score(start) - expected).abs() < 1e-12, "{start} {}", score(start));
    }
}

#[test]
fn the_study_has_45_items_in_39_questions_and_the_papers_factors() {
    let (study, (paper, _)) = (study(), Study::paper().unwrap());
    assert_eq!(study.items.len(), 45);
    let factors = |study: &Study| {
        study.factors().iter().map(|factor| factor.variable.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(factors(&study), factors(&paper));
}
