//! The HTML codebook: each form that the portal has used, and what is no codebook.
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

use ess_codebook::{EssError, parse_codebook};
use survey_model::{Codebook, MissingKind, Reading, Variable};

/// Wraps variables into a page as the portal builds it.
fn page(variables: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><style>td > p {{}}</style></head><body><h1>Codebook</h1>\n\
         <h3>ESS11 - integrated file, edition 2.0</h3>\n\
         <p><a href=\"https://doi.org/10.21338/ess11e02_0\" target=”_blank”>doi</a></p>\n\
         <ul><li><a href=\"#x\"><span>x</span></a></li></ul>\n{variables}\n</body></html>\n"
    )
}

fn rows(rows: &[(&str, &str)]) -> String {
    let row = |(code, label): &(&str, &str)| {
        format!("<tr><td class=\"nowrap\">{code}</td>\n <td>{label}</td></tr>\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"data-table\"><table><tbody class=\"codelist\">{rows}</tbody></table>\
         <p><span> *) Missing Value</span></p></div>"
    )
}

fn parse(variables: &str) -> Result<Codebook, EssError> {
    parse_codebook(page(variables).as_bytes(), "codebook.html")
}

fn only(variables: &str) -> Variable {
    let codebook = parse(variables).unwrap();
    assert_eq!(codebook.variables().len(), 1);
    codebook.variables()[0].clone()
}

fn check_error(variables: &str, expected: &str) {
    let error = parse(variables).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn edition_and_doi_come_from_the_head_of_the_page() {
    let codebook = parse("<h3 id=\"a\">a</h3><div>A</div>").unwrap();
    let edition = codebook.edition();
    assert_eq!(edition.survey, "ESS11");
    assert_eq!(edition.edition.as_deref(), Some("2.0"));
    assert_eq!(edition.doi.as_deref(), Some("10.21338/ess11e02_0"));
}

#[test]
fn paragraphs_of_edition_1_are_kept_in_order_with_their_line_breaks() {
    let variable = only(
        "<div><h3 id=\"trust\">trust </h3><div>Trust  in\n people</div>\
         <p><div> ASK ALL \nCARD 2</div> <div>Would   you say?</div> <div></div></p></div>",
    );
    assert_eq!(variable.label, "Trust in people");
    assert_eq!(variable.texts, ["ASK ALL\nCARD 2", "Would you say?"]);
}

#[test]
fn paragraphs_of_later_editions_are_told_by_their_class() {
    let variable = only(
        "<div><h3 id=\"trust\">trust </h3><div>Trust</div>\
         <div class=\"variable-meta-string\"> CARD 2</div>\
         <div class=\"variable-meta-string\"> Would you say?</div></div>",
    );
    assert_eq!(variable.label, "Trust");
    assert_eq!(variable.texts, ["CARD 2", "Would you say?"]);
}

#[test]
fn a_starred_label_is_missing_and_loses_its_star() {
    let table = rows(&[("1", "Yes"), ("7", "Refusal*"), ("9", "Other*")]);
    let categories = only(&format!("<h3 id=\"a\">a</h3><div>A</div>{table}")).categories;
    assert_eq!((categories[0].code.0, categories[0].missing), (1, None));
    assert_eq!(categories[1].missing, Some(MissingKind::Refusal));
    assert_eq!(categories[1].label, "Refusal");
    assert_eq!(categories[2].missing, Some(MissingKind::Other));
}

#[test]
fn the_stata_form_gives_the_same_codes() {
    let plain = rows(&[("1", "Yes"), ("66", "Not applicable*"), ("77", "Refusal*")]);
    let stata = rows(&[("1", "Yes"), (".a (66)", "Not applicable*"), (".b (77)", "Refusal*")]);
    let variable = |table: &str| only(&format!("<h3 id=\"a\">a</h3><div>A</div>{table}"));
    assert_eq!(variable(&plain), variable(&stata));
}

#[test]
fn entities_are_decoded() {
    let table = rows(&[("1", "&gt;= MA &amp; up"), ("2", "J&#x2013;R")]);
    let variable = only(&format!("<h3 id=\"a\">a</h3><div>&quot;A&quot;</div>{table}"));
    assert_eq!(variable.label, "\"A\"");
    assert_eq!(variable.categories[0].label, ">= MA & up");
    assert_eq!(variable.categories[1].label, "J–R");
}

#[test]
fn a_variable_of_text_codes_keeps_its_missing_codes_as_numbers() {
    let table = rows(&[("AT", "Austria"), ("1000", "DDR"), ("7777", "Refusal*")]);
    let variable = only(&format!("<h3 id=\"c\">c</h3><div>C</div>{table}"));
    let texts: Vec<_> = variable.text_categories.iter().map(|text| text.value.as_str()).collect();
    assert_eq!(texts, ["AT", "1000"]);
    assert_eq!(
        variable.read(survey_model::OptionCode(7777)),
        Reading::Missing(MissingKind::Refusal)
    );
}

#[test]
fn html_without_variables_is_no_codebook() {
    check_error("<h3>News</h3><p>Round 12 is out.</p>", "codebook.html: this is no ESS codebook");
    let csv = parse_codebook(b"\"name\",\"idno\"\n\"ESS11e04\",1\n", "data.csv").unwrap_err();
    assert!(matches!(csv, EssError::NotACodebook { .. }));
}

#[test]
fn a_page_that_breaks_off_names_its_last_line_and_variable() {
    let whole = page("<h3 id=\"a\">a</h3><div>A</div>\n<h3 id=\"b\">b</h3><div>B</div>");
    let half = &whole[..whole.find("<div>B").unwrap()];
    let error = parse_codebook(half.as_bytes(), "codebook.html").unwrap_err().to_string();
    assert!(error.contains("breaks off at line 6"), "{error}");
    assert!(error.contains("`b`"), "{error}");
}

#[test]
fn a_row_without_code_or_label_is_named() {
    let table = rows(&[("1", "")]);
    check_error(&format!("<h3 id=\"a\">a</h3>{table}"), "line 5, variable `a`: the row `1`, ``");
    let table = rows(&[("", "Yes")]);
    check_error(&format!("<h3 id=\"a\">a</h3>{table}"), "the row ``, `Yes`");
}

#[test]
fn a_code_too_large_to_store_is_named() {
    let table = rows(&[("99999999999", "Yes")]);
    check_error(&format!("<h3 id=\"a\">a</h3>{table}"), "`99999999999`");
}

#[test]
fn a_repeated_variable_or_code_is_rejected() {
    check_error("<h3 id=\"a\">a</h3><h3 id=\"a\">a</h3>", "the variable `a` twice");
    let table = rows(&[("1", "Yes"), ("1", "No")]);
    check_error(&format!("<h3 id=\"a\">a</h3>{table}"), "code 1 of `a` twice");
}

#[test]
fn an_unusable_variable_name_is_named_with_its_line() {
    check_error("<h3 id=\"\">a</h3>", "codebook.html, line 5: a variable name is empty");
}

#[test]
fn bytes_that_are_not_utf_8_are_named_by_their_offset() {
    let error = parse_codebook(b"<h3 id=\"a\">\xe9</h3>", "codebook.html").unwrap_err();
    assert!(matches!(error, EssError::NotUtf8 { offset: 11, .. }), "{error}");
}
