//! The tables that others build on, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use invented::{SMALL, Size};
use report::{ReportError, Results, render};
use survey_model::{FactorName, Interval, ItemId, ModelName};

fn file(results: &Results, path: &str) -> String {
    let files = render(results).unwrap();
    let file = files.into_iter().find(|file| file.path == path).unwrap();
    String::from_utf8(file.bytes).unwrap()
}

fn check_header(table: &str, header: &str) {
    let text = file(&invented::results(SMALL), &format!("tables/{table}.csv"));
    assert_eq!(text.lines().next(), Some(header));
}

#[test]
fn headers_are_the_contract() {
    check_header("group_scores", "model,factor,group,label,respondents,items,score,ci_low,ci_high");
    check_header("item_scores", "model,factor,group,item,mean,valid,score");
    check_header("baselines", "model,name,label,score");
    check_header("analysis_gaps", "factor,lowest,model,items,estimate,low,high");
}

#[test]
fn numbers_read_back_to_the_same_bits_and_undefined_cells_are_empty() {
    let mut results = invented::results(SMALL);
    results.group_scores[0].score = Some(0.1 + 0.2);
    results.group_scores[0].interval = Some(Interval { low: 0.3, high: 1.0 / 3.0 });
    results.group_scores[1].score = None;
    results.group_scores[1].interval = None;
    let text = file(&results, "tables/group_scores.csv");
    let mut lines = text.lines().skip(1);
    assert!(lines.next().unwrap().ends_with(",0.30000000000000004,0.3,0.3333333333333333"));
    assert!(lines.next().unwrap().ends_with(",4,,,"));
}

#[test]
fn a_label_with_commas_quotes_and_line_feeds_is_one_cell() {
    let mut results = invented::results(SMALL);
    results.group_scores[0].label = "a, \"b\"\nc".into();
    let text = file(&results, "tables/group_scores.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let record = reader.records().next().unwrap().unwrap();
    assert_eq!(&record[3], "a, \"b\"\nc");
}

#[test]
fn table_2_takes_its_score_from_the_missing_group() {
    let results = invented::results(Size { models: 2, ..SMALL });
    let text = file(&results, "tables/missing.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3 * 2);
    let found = results.group_scores.iter().find(|row| {
        row.group == "missing"
            && row.factor.as_str() == &rows[1][0]
            && row.model.as_str() == &rows[1][4]
    });
    assert_eq!(rows[1][5].parse::<f64>().ok(), found.unwrap().score);
}

#[test]
fn every_csv_has_a_schema_with_its_columns() {
    let files = render(&invented::results(SMALL)).unwrap();
    let tables =
        files.iter().filter_map(|file| Some((file.path.strip_suffix(".csv")?, &file.bytes)));
    for (path, bytes) in tables {
        let schema = files.iter().find(|file| file.path == format!("{path}.schema.json")).unwrap();
        let schema: serde_json::Value = serde_json::from_slice(&schema.bytes).unwrap();
        let header = std::str::from_utf8(bytes).unwrap().lines().next().unwrap();
        let required: Vec<_> = schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        assert_eq!(header, required.join(","), "{path}");
    }
}

/// What makes results contradict themselves.
type Spoil = fn(&mut Results);

fn refused(spoil: impl FnOnce(&mut Results)) -> ReportError {
    let mut results = invented::results(SMALL);
    spoil(&mut results);
    render(&results).unwrap_err()
}

#[test]
fn scores_must_lie_between_0_and_1() {
    for value in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let error = refused(|results| results.group_scores[2].score = Some(value));
        assert!(
            matches!(error, ReportError::OutOfRange { table: "group_scores", row: 3, .. }),
            "{error}"
        );
    }
}

#[test]
fn an_interval_must_not_be_upside_down() {
    let error = refused(|results| {
        results.group_scores[0].interval = Some(Interval { low: 0.7, high: 0.6 })
    });
    assert!(matches!(error, ReportError::UpsideDown { row: 1, .. }), "{error}");
}

#[test]
fn rows_must_name_what_the_results_list() {
    let kinds: [(&str, Spoil); 4] = [
        ("model", |results| results.group_scores[0].model = ModelName::new("other").unwrap()),
        ("factor", |results| results.spreads[0].factor = FactorName::new("other").unwrap()),
        ("group", |results| results.item_scores[0].group = "other".into()),
        ("item", |results| results.consensus[0].item = ItemId::new("other").unwrap()),
    ];
    for (kind, spoil) in kinds {
        let error = refused(spoil);
        assert!(
            matches!(&error, ReportError::Unknown { kind: found, .. } if *found == kind),
            "{error}"
        );
    }
}

#[test]
fn a_row_or_a_name_must_not_stand_twice() {
    let error = refused(|results| results.group_scores.push(results.group_scores[0].clone()));
    assert!(matches!(error, ReportError::RepeatedRow { table: "group_scores", .. }), "{error}");
    let error = refused(|results| results.item_scores.push(results.item_scores[0].clone()));
    assert!(matches!(error, ReportError::RepeatedRow { table: "item_scores", .. }), "{error}");
    let error = refused(|results| results.factors.push(results.factors[0].clone()));
    assert!(matches!(error, ReportError::Repeated { kind: "factor", .. }), "{error}");
}

#[test]
fn a_baseline_stands_once_per_model_and_lies_between_0_and_1() {
    let error = refused(|results| results.baselines.push(results.baselines[0].clone()));
    assert!(matches!(error, ReportError::RepeatedRow { table: "baselines", .. }), "{error}");
    let error = refused(|results| results.baselines[1].score = 1.5);
    assert!(matches!(error, ReportError::OutOfRange { table: "baselines", row: 2, .. }), "{error}");
}

#[test]
fn an_analysis_that_contradicts_itself_or_another_is_refused() {
    let ragged = refused(|r| r.analyses[0].rows[1].truncate(2));
    assert!(ragged.to_string().contains("row 2: 2 cells for 7 columns"), "{ragged}");
    assert!(refused(|r| r.analyses[0].name = "../gaps".into()).to_string().contains("snake case"));
    let twice = refused(|r| r.analyses.push(r.analyses[0].clone()));
    assert!(matches!(twice, ReportError::Repeated { kind: "analysis", .. }));
    let unknown = refused(|r| r.common_support[0].group = "nobody".into());
    assert!(matches!(unknown, ReportError::Unknown { table: "common_support", row: 1, .. }));
}

#[test]
fn an_analysis_stands_on_the_page_and_in_markdown_with_words_for_codes() {
    let results = invented::results(SMALL);
    let page = file(&results, "report.html");
    assert!(page.contains("How far apart groups are, &lt;b&gt;invented&lt;/b&gt;."));
    let text = file(&results, "tables/analysis_gaps.md");
    assert!(text.starts_with("**Invented gaps**\n\nHow far apart groups are"), "{text}");
    let row = format!("| {} | ", results.factors[0].label);
    assert!(text.contains(&row), "{text}");
    assert!(text.ends_with("Source: Nobody (2026), nowhere.\n"));
    let mut without = results;
    without.analyses.clear();
    assert!(!file(&without, "report.html").contains("<h2>Beyond the paper"));
}

#[test]
fn a_span_must_lie_between_letters_of_its_reply() {
    let error = refused(|results| results.answers[0].span = Some((0, 1_000)));
    assert!(matches!(error, ReportError::SpanOutsideReply { repetition: 1, .. }), "{error}");
    let error = refused(|results| {
        results.replies[0].text = "é 7".into();
        results.answers[0].span = Some((1, 3));
    });
    assert!(matches!(error, ReportError::SpanOutsideReply { from: 1, to: 3, .. }), "{error}");
}

#[test]
fn somebody_must_be_scored() {
    let error = refused(|results| results.models.clear());
    assert_eq!(error, ReportError::NoModel);
}

#[test]
fn imported_answers_without_replies_and_prompts_are_enough() {
    let mut results = invented::results(SMALL);
    results.replies.clear();
    results.prompts.clear();
    for answer in &mut results.answers {
        (answer.rule, answer.span) = (None, None);
    }
    let paths: Vec<_> = render(&results).unwrap().into_iter().map(|file| file.path).collect();
    assert!(!paths.contains(&"figures/figure1.svg".to_owned()));
    assert!(paths.contains(&"report.html".to_owned()));
}

#[test]
fn the_metadata_lists_every_other_file_with_its_size() {
    let files = render(&invented::results(SMALL)).unwrap();
    let (metadata, others) = files.split_last().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.bytes).unwrap();
    let graph = metadata["@graph"].as_array().unwrap();
    for file in others {
        let entity = graph.iter().find(|entity| entity["@id"] == file.path.as_str()).unwrap();
        assert_eq!(entity["contentSize"], file.bytes.len().to_string(), "{}", file.path);
    }
}

/// What `roc-validator` 0.13 demands of RO-Crate 1.1 at level "required", as far as it looks at the graph.
#[test]
fn the_metadata_is_flat_and_every_reference_is_met() {
    let files = render(&invented::results(SMALL)).unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&files.last().unwrap().bytes).unwrap();
    let graph = metadata["@graph"].as_array().unwrap();
    for entity in graph {
        let values = entity.as_object().unwrap().iter();
        for (key, value) in values.filter(|(key, _)| *key != "conformsTo") {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for object in values.iter().filter_map(serde_json::Value::as_object) {
                assert_eq!(object.len(), 1, "{key} of {} is not flat", entity["@id"]);
                let known = graph.iter().any(|other| other["@id"] == object["@id"]);
                assert!(known, "{key} of {}", entity["@id"]);
            }
        }
    }
    let root = graph.iter().find(|entity| entity["@id"] == "./").unwrap();
    assert!(root["license"].is_string() && root["datePublished"] == "2026-01-27");
}
