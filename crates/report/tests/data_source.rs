//! What the report says of the data: everything of a file that was observed, nothing of one that was invented.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use report::render;
use survey_model::{Origin, SurveyEdition};

/// Of these, a page about invented respondents may show none.
const CLAIMS: [&str; 4] = ["7.3", "10.99999/inv1e07_3", "24.12.1999", "Inventors (1999)"];

fn files(origin: Origin) -> Vec<(String, String)> {
    let mut results = invented::results(invented::SMALL);
    let [edition, doi, date, citation] = CLAIMS.map(|text| Some(text.to_owned()));
    results.source.origin = origin;
    results.source.edition = SurveyEdition {
        survey: "INV1".into(),
        title: Some("INV1 - integrated file".into()),
        edition,
        doi,
        production_date: date,
        citation,
    };
    let text = |file: report::ReportFile| (file.path, String::from_utf8_lossy(&file.bytes).into());
    render(&results).unwrap().into_iter().map(text).collect()
}

#[test]
fn the_page_prints_edition_doi_production_date_and_citation() {
    let files = files(Origin::Observed);
    let (_, page) = files.iter().find(|(path, _)| path == "report.html").unwrap();
    for claim in CLAIMS {
        assert!(page.contains(claim), "`{claim}` is not on the page");
    }
    assert!(page.contains("<dt>Respondents</dt><dd><code>50,116</code></dd>"));
}

#[test]
fn nothing_claims_that_invented_respondents_are_an_edition() {
    for (path, text) in files(Origin::Invented) {
        for claim in &CLAIMS[1..] {
            assert!(!text.contains(claim), "`{claim}` is in {path}");
        }
        assert!(!text.contains("\"version\": \"7.3\""), "{path}");
        assert!(!text.contains("<dt>Edition</dt>"), "{path}");
    }
}
