//! Files that a user may hand over by mistake: each gets one message that says what is wrong, where, and what to do,
//! exit code 1, and leaves what an earlier run made as it was.

use e2e::Bench;

use crate::PROGRAM;

/// Runs the mini survey once, spoils its files, runs it again, and holds the message against `says`.
fn check(spoil: impl Fn(&Bench), says: &[&str]) {
    let bench = Bench::mini(PROGRAM);
    assert_eq!(bench.reproduce(&[]).code, 0, "the mini survey runs before it is spoiled");
    let before = bench.outputs();
    assert!(before.len() > 10, "there are outputs to protect: {}", before.len());
    spoil(&bench);
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert_eq!(said.stdout, "", "a run that fails prints no result");
    let (_, message) = said.stderr.split_once("error: ").expect("a message on standard error");
    for fragment in says {
        assert!(message.contains(fragment), "`{fragment}` is not in: {message}");
    }
    assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
    assert!(bench.outputs() == before, "the earlier outputs are as they were");
}

/// The microdata's third line is respondent 2, its cells `AA,1,2,1950,6,55,66,6,6,5,2` behind the key.
#[test]
fn a_column_that_the_study_needs_is_missing() {
    check(
        |bench| bench.replace("microdata.csv", "\"rich\"", "\"richer\""),
        &["microdata.csv", "`rich`"],
    );
}

#[test]
fn a_code_is_no_number() {
    let spoil = |bench: &Bench| bench.replace("microdata.csv", ",1950,6,", ",1950,six,");
    check(spoil, &["microdata.csv", "3", "`trust`", "`six`"]);
}

#[test]
fn a_code_is_not_in_the_codebook() {
    let spoil = |bench: &Bench| bench.replace("microdata.csv", ",1950,6,", ",1950,11,");
    check(spoil, &["microdata.csv", "3", "`trust`", "11", "codebook"]);
}

#[test]
fn a_respondent_stands_twice() {
    let spoil = |bench: &Bench| bench.replace("microdata.csv", ",3,\"AA\"", ",2,\"AA\"");
    check(spoil, &["microdata.csv", "`AA`", "2"]);
}

#[test]
fn the_microdata_are_empty() {
    check(
        |bench| bench.write("microdata.csv", ""),
        &["microdata.csv", "no respondent", "complete"],
    );
}

#[test]
fn the_microdata_hold_a_header_and_nobody() {
    let spoil = |bench: &Bench| {
        let text = std::fs::read_to_string(bench.path("microdata.csv")).unwrap();
        bench.write("microdata.csv", text.lines().next().unwrap());
    };
    check(spoil, &["microdata.csv", "no respondent"]);
}

#[test]
fn the_columns_are_separated_by_bars() {
    let spoil = |bench: &Bench| {
        let text = std::fs::read_to_string(bench.path("microdata.csv")).unwrap();
        bench.write("microdata.csv", text.replace(',', "|"));
    };
    check(spoil, &["microdata.csv", "line 1", "not separated by commas"]);
}

#[test]
fn the_microdata_hold_labels_instead_of_codes() {
    let spoil = |bench: &Bench| bench.replace("microdata.csv", "0.5,1,1940", "0.5,Male,1940");
    let says = ["microdata.csv, line 2, column `gndr`, value `Male`", "labelled export"];
    check(spoil, &[says[0], says[1], "download it again with codes"]);
}

#[test]
fn the_codes_have_decimals() {
    let spoil = |bench: &Bench| bench.replace("microdata.csv", ",1950,6,", ",1950,6.0,");
    let says = ["microdata.csv, line 3, column `trust`, value `6.0`", "without decimals"];
    check(spoil, &[says[0], says[1], "as it was downloaded"]);
}

#[test]
fn the_microdata_mix_two_editions() {
    let from = "\"MINI1e01\",1,\"1.0\",\"24.11.2026\",2,";
    let to = "\"MINI1e01\",1,\"2.0\",\"24.11.2026\",2,";
    let spoil = |bench: &Bench| bench.replace("microdata.csv", from, to);
    let says = ["microdata.csv, line 3, column `edition`, value `2.0`", "line 2 has `1.0`"];
    check(spoil, &[says[0], says[1], "keep the rows of one edition"]);
}

#[test]
fn the_microdata_are_a_web_page() {
    let spoil = |bench: &Bench| bench.write("microdata.csv", "<!DOCTYPE html><p>Log in</p>");
    check(spoil, &["microdata.csv: this is a web page", "give the data file here"]);
}

/// What is said of a broken file of another format: a build without its reader names the one that has it.
fn check_other_format(start: &str, format: &str) {
    let bench = Bench::mini(PROGRAM);
    bench.write("microdata.csv", start);
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains(format), "{}", said.stderr);
    let remedy = match said.stderr.contains("its reader is not compiled in") {
        true => "`cargo xtask-full`",
        false => "download it again",
    };
    assert!(said.stderr.contains(remedy), "{}", said.stderr);
}

#[test]
fn the_microdata_are_a_broken_file_of_another_format() {
    check_other_format("$FL2@(#)", "SPSS file");
    check_other_format("PK\x03\x04", "zip");
}

#[test]
fn a_byte_order_mark_and_the_line_breaks_of_windows_are_no_mistake() {
    let bench = Bench::mini(PROGRAM);
    assert_eq!(bench.reproduce(&[]).code, 0);
    let before = bench.table("group_scores");
    let text = std::fs::read_to_string(bench.path("microdata.csv")).unwrap();
    bench.write("microdata.csv", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let said = bench.reproduce(&[]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(bench.table("group_scores"), before);
}

#[test]
fn semicolons_and_tabs_are_no_mistake() {
    for separator in [";", "\t"] {
        let bench = Bench::mini(PROGRAM);
        assert_eq!(bench.reproduce(&[]).code, 0);
        let before = bench.table("group_scores");
        let text = std::fs::read_to_string(bench.path("microdata.csv")).unwrap();
        bench.write("microdata.csv", text.replace(',', separator));
        let said = bench.reproduce(&[]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(bench.table("group_scores"), before);
    }
}

#[test]
fn the_microdata_break_off_within_a_row() {
    let spoil = |bench: &Bench| {
        let text = std::fs::read_to_string(bench.path("microdata.csv")).unwrap();
        bench.write("microdata.csv", &text[..text.len() - 8]);
    };
    check(spoil, &["microdata.csv", "9", "again"]);
}

#[test]
fn the_codebook_lacks_an_item() {
    let spoil =
        |bench: &Bench| bench.replace("codebook.html", "<h3 id=\"rich\">", "<h3 id=\"richer\">");
    check(spoil, &["codebook", "`rich`"]);
}

#[test]
fn the_codebook_breaks_off() {
    let spoil = |bench: &Bench| {
        let text = std::fs::read_to_string(bench.path("codebook.html")).unwrap();
        bench.write("codebook.html", &text[..text.len() / 2]);
    };
    check(spoil, &["codebook.html", "line", "download it again"]);
}

#[test]
fn the_codebook_is_no_codebook() {
    check(
        |bench| bench.write("codebook.html", "<html></html>"),
        &["codebook.html", "no ESS codebook"],
    );
}

#[test]
fn the_answers_name_an_item_that_the_study_does_not_have() {
    let spoil = |bench: &Bench| bench.replace("answers.csv", "alpha,trust,2,", "alpha,trsut,2,");
    check(spoil, &["answers.csv", "line 3", "`item`", "`trsut`"]);
}

#[test]
fn the_answers_name_a_model_that_nobody_knows() {
    let spoil = |bench: &Bench| bench.replace("answers.csv", "alpha,trust,2,", "alhpa,trust,2,");
    check(spoil, &["answers.csv", "line 3", "`model`", "`alhpa`", "`alpha`"]);
}

#[test]
fn an_answer_is_off_its_scale() {
    let spoil = |bench: &Bench| {
        bench.replace("answers.csv", "alpha,trust,2,chosen,7", "alpha,trust,2,chosen,11")
    };
    check(spoil, &["answers.csv", "line 3", "`code`", "11", "`trust`", "from 0 to 10"]);
}

#[test]
fn a_missing_code_of_the_survey_is_off_the_scale_of_an_answer() {
    let spoil = |bench: &Bench| {
        bench.replace("answers.csv", "alpha,cause,1,chosen,4", "alpha,cause,1,chosen,55")
    };
    check(spoil, &["answers.csv", "line 6", "55", "`cause`", "from 1 to 5"]);
}

#[test]
fn a_choice_has_no_code_or_a_refusal_has_one() {
    let without = |bench: &Bench| {
        bench.replace("answers.csv", "alpha,trust,2,chosen,7", "alpha,trust,2,chosen,")
    };
    check(without, &["answers.csv", "line 3", "`code`", "`chosen`"]);
    let with = |bench: &Bench| {
        bench.replace("answers.csv", "alpha,trust,2,chosen,7", "alpha,trust,2,refused,7")
    };
    check(with, &["answers.csv", "line 3", "`code`", "`refused`"]);
}

#[test]
fn a_repetition_stands_twice() {
    let spoil = |bench: &Bench| bench.replace("answers.csv", "alpha,trust,2,", "alpha,trust,1,");
    check(spoil, &["answers.csv", "line 3", "repetition 1", "`trust`", "line 2"]);
}

#[test]
fn an_outcome_is_none_of_the_five() {
    let spoil = |bench: &Bench| {
        bench.replace("answers.csv", "alpha,trust,2,chosen,7", "alpha,trust,2,chose,7")
    };
    check(spoil, &["answers.csv", "line 3", "`outcome`", "`chose`", "dont_know"]);
}

#[test]
fn the_answers_have_another_header_or_none() {
    check(
        |bench| bench.replace("answers.csv", "repetition", "repeat"),
        &["answers.csv", "line 1", "repetition"],
    );
    check(|bench| bench.write("answers.csv", ""), &["answers.csv", "empty"]);
}

#[test]
fn a_file_is_not_there() {
    let remove = |bench: &Bench| std::fs::remove_file(bench.path("microdata.csv")).unwrap();
    check(remove, &["`microdata.csv`", "check the path"]);
}

#[test]
fn the_study_has_a_key_that_means_nothing() {
    let spoil = |bench: &Bench| bench.replace("study.toml", "repetitions = 4", "repetition = 4");
    check(spoil, &["study.toml", "`repetition`"]);
}

#[test]
fn the_study_weighs_by_a_column_that_the_microdata_lack() {
    let spoil = |bench: &Bench| bench.replace("study.toml", "\"none\"", "\"pspwght\"");
    check(spoil, &["`pspwght`", "weights"]);
}
