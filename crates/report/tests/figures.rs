//! The figures as a reviewer must judge them: the text of the SVG, without the font that is the same in all.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod invented;

use invented::{PAPER, SMALL, Size};
use report::{FactorKind, Results, render};
use survey_model::Origin;

fn figure(results: &Results, name: &str) -> String {
    let path = format!("figures/{name}.svg");
    let files = render(results).unwrap();
    let file = files.into_iter().find(|file| file.path == path).unwrap();
    let svg = String::from_utf8(file.bytes).unwrap();
    let (before, rest) = svg.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    before.to_owned() + after
}

fn snapshot(name: &str) {
    insta::assert_snapshot!(name, figure(&invented::results(SMALL), name));
}

#[test]
fn figure_1_shows_one_repetition_from_prompt_to_score() {
    snapshot("figure1");
}

#[test]
fn figure_2_shows_one_model_by_group() {
    snapshot("figure2-model-alpha");
}

#[test]
fn figure_3_shows_countries_from_the_highest_score_down() {
    snapshot("figure3-model-alpha");
}

#[test]
fn the_gap_figure_shows_the_widest_gap_of_every_factor() {
    snapshot("gap");
}

#[test]
fn two_models_have_two_marks_in_every_row_of_figure_4() {
    let results = invented::results(Size { models: 2, ..SMALL });
    let svg = figure(&results, "figure4");
    let groups =
        results.factors.iter().filter(|factor| factor.kind == FactorKind::SocioDemographic);
    let rows: usize = groups.map(|factor| factor.groups.len() - 1).sum();
    // Two more marks stand in the legend, and two at the baselines below each of the three columns.
    assert_eq!(svg.matches("<path ").count(), 2 * rows + 2 + 2 * 3);
}

#[test]
fn every_figure_of_invented_respondents_says_so_and_no_other_does() {
    let mut results = invented::results(SMALL);
    for origin in [Origin::Invented, Origin::Observed] {
        results.source.origin = origin;
        results.source.line = "A survey, 7 respondents".into();
        for file in render(&results).unwrap() {
            let said = String::from_utf8(file.bytes).unwrap().contains("Invented respondents");
            // The CSV headers are a contract; the schema beside each says where its rows come from.
            let says = origin == Origin::Invented && !file.path.ends_with(".csv");
            assert_eq!(said, says, "{}", file.path);
        }
    }
}

#[test]
fn a_score_of_zero_or_one_and_no_score_are_drawn() {
    let mut results = invented::results(SMALL);
    for (row, score) in results.group_scores.iter_mut().zip([Some(0.0), Some(1.0), None]) {
        (row.score, row.interval) = (score, None);
    }
    let svg = figure(&results, "figure2-model-alpha");
    assert!(svg.contains(">0.00</text>") && svg.contains(">1.00</text>"), "{svg}");
    assert!(svg.contains("Men: 0.000") && svg.contains("Women: 1.000"), "{svg}");
}

#[test]
fn long_labels_are_broken_and_never_cut() {
    let mut results = invented::results(SMALL);
    let label =
        "Unterhaltungselektronikfachverkäuferinnen and their respective supervisors in the field";
    results.factors[0].groups[0].label = label.into();
    for row in &mut results.group_scores {
        row.score = row.score.filter(|_| row.factor.as_str() != "gender" || row.group != "1");
        row.interval = row.interval.filter(|_| row.score.is_some());
    }
    let svg = figure(&results, "figure2-model-alpha");
    let texts = svg
        .split("<text ")
        .skip(1)
        .filter_map(|text| text.split_once('>')?.1.split_once("</text>"));
    let written: String = texts.map(|(text, _)| text.replace(' ', "")).collect();
    assert!(written.contains(&label.replace(' ', "")), "{written}");
}

#[test]
fn forty_countries_and_six_models_have_a_figure_each() {
    let mut results = invented::results(Size { models: 6, factors: 12, items: 1, repetitions: 1 });
    let country =
        results.factors.iter().position(|factor| factor.kind == FactorKind::Country).unwrap();
    for number in 0..10 {
        let group =
            report::GroupInfo { group: format!("X{number}"), label: format!("Country {number}") };
        results.factors[country].groups.push(group);
    }
    let paths: Vec<_> = render(&results).unwrap().into_iter().map(|file| file.path).collect();
    let figures = paths.iter().filter(|path| path.starts_with("figures/")).count();
    // Figure 1, Figures 2 and 3 of six models, Figure 4, the gap figure.
    assert_eq!(figures, 1 + 2 * 6 + 1 + 1);
}

#[test]
fn a_baseline_on_the_axis_is_drawn_and_one_beyond_it_is_listed() {
    let lines =
        |results: &Results| figure(results, "figure2-model-alpha").matches("#7a8591").count();
    let mut results = invented::results(SMALL);
    // Two of the four lie on the axis: a line in each of three panels, and down to the letter in each of three columns.
    assert_eq!(lines(&results), 2 * (3 + 3));
    let svg = figure(&results, "figure2-model-alpha");
    assert!(svg.contains("\u{2039}\u{a0}0.565") && svg.contains("0.991\u{a0}\u{203a}"), "{svg}");
    results.baselines.retain(|row| row.name == "human_ceiling");
    assert_eq!(lines(&results), 0);
    results.baselines.clear();
    assert!(!figure(&results, "figure2-model-alpha").contains("other answers"));
}

#[test]
fn equal_results_give_equal_bytes() {
    let results = invented::results(SMALL);
    assert_eq!(render(&results).unwrap(), render(&results.clone()).unwrap());
}

#[test]
fn the_page_is_under_400_kb_without_its_data() {
    let files = render(&invented::results(PAPER)).unwrap();
    let page = files.iter().find(|file| file.path == "report.html").unwrap();
    let html = std::str::from_utf8(&page.bytes).unwrap();
    let (before, rest) = html.split_once("id=\"data\">").unwrap();
    let (_, after) = rest.split_once("</script>").unwrap();
    let bytes = before.len() + after.len();
    assert!(bytes < 400_000, "{bytes}");
}

#[test]
fn extremes_have_every_figure() {
    for models in [1, 6] {
        let results = invented::extremes(models);
        assert_eq!(figure(&results, "figure2-model-alpha").matches("no valid answer").count(), 1);
        assert!(figure(&results, "gap").contains("Born in 1932 to Born in 2008, 1.000"));
    }
}
