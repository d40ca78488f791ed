//! How an analysis is drawn on the page.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use invented::SMALL;
use survey_model::{AnalysisColumn, AnalysisTable};

/// The page's part about the one analysis, from its heading to its table.
fn drawn(table: AnalysisTable) -> String {
    let mut results = invented::results(SMALL);
    results.analyses = vec![table];
    let files = report::render(&results).unwrap();
    let page = files.into_iter().find(|file| file.path == "report.html").unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    let from = page.find("id=\"analysis-made_up\"").unwrap();
    let to = from + page[from..].find("<details>").unwrap();
    page[from..to].to_owned()
}

fn table(columns: Vec<AnalysisColumn>) -> AnalysisTable {
    AnalysisTable::new("made_up", "Made up", "`low` is low.", "None.", columns)
}

fn with_interval(verdict: &str) -> Vec<AnalysisColumn> {
    vec![
        AnalysisColumn::text("what", "what is measured"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::number("estimate", "score", "the gap"),
        AnalysisColumn::number("low", "score", "its lower end"),
        AnalysisColumn::number("high", "score", "its upper end"),
        AnalysisColumn::text(verdict, "what the table says of it"),
    ]
}

fn row(what: &str, model: &str, verdict: &str) -> [survey_model::AnalysisCell; 6] {
    [what.into(), model.into(), 0.1.into(), 0.0.into(), 0.2.into(), verdict.into()]
}

#[test]
fn a_text_behind_the_estimate_is_a_verdict_and_no_name() {
    let mut made = table(with_interval("direction"));
    made.push(row("women", "all models", "holds"));
    made.push(row("old", "all models", "falls"));
    let html = drawn(made);
    assert!(html.contains("<span class=\"name\">women<small>holds</small></span>"), "{html}");
    assert!(html.contains("<span class=\"name\">old<small>falls</small></span>"), "{html}");
}

#[test]
fn marks_that_share_a_row_have_a_legend_and_their_own_verdicts() {
    let model = invented::results(SMALL).models[0].clone();
    let mut made = table(with_interval("direction"));
    made.push(row("women", model.name.as_str(), "holds"));
    made.push(row("old", model.name.as_str(), "holds"));
    made.push(row("women", "all models", "falls"));
    let html = drawn(made);
    assert_eq!(html.matches("<span class=\"name\">").count(), 2);
    assert!(html.contains("[0.0000, 0.2000] <small>falls</small>"), "{html}");
    let legend = &html[html.find("legend").unwrap()..html.find("class=\"bars\"").unwrap()];
    assert!(legend.contains("all models") && legend.contains(&model.label), "{legend}");
}

#[test]
fn without_an_estimate_the_first_share_is_drawn_if_a_look_holds_it() {
    let filled = |rows: usize| {
        let mut made = table(vec![
            AnalysisColumn::text("what", "what is measured"),
            AnalysisColumn::number("error", "seconds", "no share"),
            AnalysisColumn::number("part", "share", "a share"),
        ]);
        for row in 0..rows {
            made.push([row.to_string().as_str().into(), 7.0.into(), 0.5.into()]);
        }
        drawn(made)
    };
    let html = filled(60);
    assert_eq!(html.matches("<span class=\"value\"><span>0.5000</span>").count(), 60);
    assert!(html.contains("part (share)"));
    assert!(!filled(61).contains("class=\"bars\""));
}

#[test]
fn a_name_of_a_column_is_set_as_code() {
    let html = drawn(table(vec![AnalysisColumn::text("what", "what is measured")]));
    assert!(html.contains("<p><code>low</code> is low.</p>"));
}
