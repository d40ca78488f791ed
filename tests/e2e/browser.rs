//! The report's page in a real headless Chromium; skipped with a message where none is installed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod devtools;
#[path = "../../crates/report/tests/invented/mod.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use devtools::Browser;
use invented::{PAPER, Size};
use report::Results;
use serde_json::{Value, json};
use survey_model::{ItemId, ModelName};
use tempfile::TempDir;

/// The page of some results, open in a browser; `None`, said aloud, without a browser.
fn page(results: &Results, size: (u32, u32), dark: bool) -> Option<(Browser, TempDir)> {
    let Some(mut browser) = Browser::start(size, dark) else {
        eprintln!("skipped: no chromium in PATH");
        return None;
    };
    let directory = TempDir::new().unwrap();
    let files = report::render(results).unwrap();
    let page = files.iter().find(|file| file.path == "report.html").unwrap();
    let path = directory.path().join("report.html");
    std::fs::write(&path, &page.bytes).unwrap();
    browser.open(&path);
    Some((browser, directory))
}

fn choose(browser: &mut Browser, select: &str, value: &str) {
    browser.evaluate(&format!(
        "(()=>{{const s=document.getElementById('{select}');s.value={};s.dispatchEvent(new Event('change',{{bubbles:true}}))}})()",
        json!(value)
    ));
}

fn text(browser: &mut Browser, selector: &str) -> String {
    let found =
        browser.evaluate(&format!("document.querySelector({}).textContent", json!(selector)));
    found.as_str().unwrap().to_owned()
}

fn group_order(browser: &mut Browser, factor: &str) -> Vec<String> {
    let rows = browser.evaluate(&format!(
        "[...document.querySelectorAll('[data-factor={factor}] .row')].map(row=>row.dataset.group)"
    ));
    rows.as_array().unwrap().iter().map(|group| group.as_str().unwrap().to_owned()).collect()
}

fn small() -> Results {
    invented::results(Size { models: 2, factors: 3, items: 6, repetitions: 4 })
}

#[test]
fn pointing_at_a_row_shows_its_numbers() {
    let results = small();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), false) else { return };
    browser.hover("[data-factor=gender] .row[data-group='2']");
    let shown = text(&mut browser, "#tip");
    let row = results
        .group_scores
        .iter()
        .find(|row| row.factor.as_str() == "gender" && row.group == "2")
        .unwrap();
    let score = format!("{:.4}", row.score.unwrap());
    assert!(shown.starts_with("Women\n") && shown.contains(&score), "{shown}");
    assert_eq!(browser.evaluate("document.getElementById('tip').hidden"), json!(false));
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn a_panel_is_one_tab_stop_and_arrow_keys_walk_its_rows() {
    let Some((mut browser, _directory)) = page(&small(), (1200, 900), false) else { return };
    let stops = browser
        .evaluate("document.querySelectorAll('[data-factor=generation] [tabindex=\"0\"]').length");
    assert_eq!(stops, json!(1));
    browser.evaluate("document.getElementById('theme').focus()");
    browser.press("Tab", 9);
    assert_eq!(browser.evaluate("document.activeElement.id"), json!("rows-gender"));
    browser.press("ArrowDown", 40);
    let shown = text(&mut browser, "#tip");
    assert!(shown.starts_with("Women\n"), "{shown}");
    let active = browser.evaluate("document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).dataset.group");
    assert_eq!(active, json!("2"));
    browser.press("Tab", 9);
    assert_eq!(browser.evaluate("document.activeElement.id"), json!("rows-ethnic_majority"));
}

#[test]
fn whatever_a_screen_reader_meets_has_a_name() {
    let results = small();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), false) else { return };
    let told = browser.accessibility_tree();
    let named = |role: &str| {
        told.iter()
            .filter(|(found, _)| found == role)
            .map(|(_, name)| name.as_str())
            .collect::<Vec<_>>()
    };
    for role in
        ["listbox", "option", "grid", "gridcell", "combobox", "checkbox", "heading", "table"]
    {
        let names = named(role);
        assert!(!names.is_empty(), "no {role}");
        assert!(names.iter().all(|name| !name.is_empty()), "a {role} without a name: {names:?}");
    }
    // Three factors, countries, map, gaps, influence, repetitions.
    assert_eq!(named("listbox").len(), 8, "{:?}", named("listbox"));
    let score = results.group_scores[0].score.unwrap();
    let men = named("option").into_iter().find(|name| name.starts_with("Men")).unwrap();
    assert!(men.contains(&format!("{score:.4}")), "{men}");
    // One tab stop a panel: a box takes focus, its options do not.
    let stops = browser.evaluate(
        "[...document.querySelectorAll('[role=listbox],[role=grid]')].map(box=>[box.tabIndex,box.querySelectorAll('[tabindex],a,button,input,select').length])",
    );
    assert_eq!(stops, json!(vec![[0, 0]; 9]));
    browser.evaluate("document.getElementById('tables').click()");
    let behind = browser.accessibility_tree();
    let tables = behind.iter().filter(|(role, _)| role == "table").count();
    // A table behind each of the six figures that are not tables themselves; the map shares the countries'.
    assert_eq!(tables - named("table").len(), 6);
}

/// WCAG 2.2, success criterion 1.4.3: 4.5 to 1, computed by its own formula from what the browser draws.
#[test]
fn every_number_of_the_heat_map_stands_out_from_its_cell() {
    let mut results = small();
    for (at, row) in results.item_scores.iter_mut().enumerate() {
        row.score = Some((at % 101) as f64 / 100.0);
    }
    let Some((mut browser, _directory)) = page(&results, (1200, 900), true) else { return };
    let least = browser.evaluate(
        "(()=>{const light=c=>{const p=c.match(/[0-9.]+/g).slice(0,3).map(v=>{v/=255;return v<=0.04045?v/12.92:((v+0.055)/1.055)**2.4});\
         return 0.2126*p[0]+0.7152*p[1]+0.0722*p[2]};\
         return Math.min(...[...document.querySelectorAll('#heat td[role]')].map(cell=>{const s=getComputedStyle(cell);\
         const [a,b]=[light(s.color),light(s.backgroundColor)].sort((x,y)=>y-x);return (a+0.05)/(b+0.05)}))})()",
    );
    assert!(least.as_f64().unwrap() >= 4.5, "{least}");
}

#[test]
fn a_dark_page_prints_dark_on_light_and_says_which_model_is_which() {
    let Some((mut browser, _directory)) = page(&small(), (800, 900), true) else { return };
    browser.evaluate("(()=>{const s=document.getElementById('theme');s.value='dark';s.dispatchEvent(new Event('change',{bubbles:true}))})()");
    browser.evaluate("document.getElementById('model-1').click()");
    browser.show_as_printed();
    let ink = browser.evaluate(
        "getComputedStyle(document.body).color+getComputedStyle(document.body).backgroundColor",
    );
    assert_eq!(ink, json!("rgb(0, 0, 0)rgb(255, 255, 255)"));
    let shown = browser.evaluate(
        "['#models label:nth-of-type(1)','#models label:nth-of-type(2)','#models svg','#gap-model','#replies','#sort']\
         .map(what=>document.querySelector(what).getClientRects().length>0)",
    );
    assert_eq!(shown, json!([true, false, true, true, false, false]));
}

#[test]
fn baselines_stand_on_the_axis_or_are_listed() {
    let results = small();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), false) else { return };
    browser.evaluate("document.getElementById('model-1').click()");
    // Two of the four lie on the axis: a line each in each of the two rows.
    let lines = "document.querySelectorAll('[data-factor=gender] .row .reference').length";
    assert_eq!(browser.evaluate(lines), json!(4));
    let listed = text(&mut browser, "#baselines");
    for baseline in results.baselines.iter().filter(|row| row.model == results.models[0].name) {
        assert!(listed.contains(&baseline.label), "{listed}");
        assert!(listed.contains(&format!("{:.4}", baseline.score)), "{listed}");
    }
    assert!(listed.contains("0.9910 \u{203a} right of the axis"), "{listed}");
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn sorting_and_filtering_redraw_the_panels() {
    let results = small();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), true) else { return };
    assert_eq!(group_order(&mut browser, "generation"), ["1", "2", "3", "4", "5"]);
    choose(&mut browser, "sort", "highest");
    let first = &results.models[0].name;
    let mut rows: Vec<_> = results
        .group_scores
        .iter()
        .filter(|row| {
            row.model == *first && row.factor.as_str() == "generation" && row.group != "missing"
        })
        .collect();
    rows.sort_by(|a, b| b.score.unwrap().total_cmp(&a.score.unwrap()));
    let expected: Vec<_> = rows.iter().map(|row| row.group.clone()).collect();
    assert_eq!(group_order(&mut browser, "generation"), expected);

    let marks = "document.querySelectorAll('[data-factor=gender] .row path').length";
    assert_eq!(browser.evaluate(marks), json!(4));
    browser.evaluate("document.getElementById('model-0').click()");
    assert_eq!(browser.evaluate(marks), json!(2));

    choose(&mut browser, "factor", "gender");
    let panels = browser
        .evaluate("[...document.querySelectorAll('.panel')].map(panel=>panel.dataset.factor)");
    assert_eq!(panels, json!(["gender"]));
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn every_mark_lies_within_its_plot() {
    let Some((mut browser, _directory)) = page(&invented::extremes(6), (420, 900), false) else {
        return;
    };
    let outside = browser.evaluate(
        "[...document.querySelectorAll('.panel .row')].flatMap(row=>{const box=row.querySelector('svg').getBoundingClientRect();\
         return [...row.querySelectorAll('path,.whisker')].filter(mark=>{const b=mark.getBoundingClientRect();\
         return b.left<box.left-1||b.right>box.right+1||b.top<box.top-1||b.bottom>box.bottom+1}).map(()=>row.dataset.group)})",
    );
    assert_eq!(outside, json!([]));
    assert_eq!(browser.evaluate("document.documentElement.scrollWidth"), json!(420));
}

#[test]
fn a_reply_shows_its_span_and_rule() {
    let Some((mut browser, _directory)) = page(&small(), (1200, 900), false) else { return };
    let marked = text(&mut browser, "#reply-text mark");
    let facts = text(&mut browser, "#reply dl");
    assert!(facts.contains("C07") && facts.contains(&marked), "{facts}, {marked}");
    choose(&mut browser, "reply-item", "3");
    assert!(text(&mut browser, "#prompt").contains("statement number 4"));
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn hostile_text_stays_text() {
    const HOSTILE: &str = "</script><script>window.planted=1</script><img src=x onerror=\"window.planted=2\">\
        <a href=\"javascript:window.planted=3\">x</a><style>body{display:none}</style>\u{2028}{{data}}\u{202e}";
    let mut results = small();
    results.title = HOSTILE.into();
    results.source.line = HOSTILE.into();
    results.factors[0].label = HOSTILE.into();
    results.factors[0].groups[0].label = HOSTILE.into();
    results.models[0].label = HOSTILE.into();
    results.models[0].note = Some(HOSTILE.into());
    results.items[0].label = HOSTILE.into();
    results.prompts[0].text = HOSTILE.into();
    results.answers[0].rule = Some(HOSTILE.into());
    results.answers[0].conflict = Some(HOSTILE.into());
    results.replies[0].text = HOSTILE.into();
    results.answers[0].span = Some((0, 9));
    results.replies[1].text = HOSTILE.repeat(1_000_000 / HOSTILE.len() + 1);
    results.answers[1].span = None;
    results.comparison[0].note = HOSTILE.into();
    results.card.command = HOSTILE.into();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), false) else { return };
    let shown = browser.evaluate("document.getElementById('reply-text').textContent");
    assert_eq!(shown, json!(HOSTILE));
    browser.evaluate("document.querySelectorAll('#repetitions [role=option]')[1].click()");
    let length = browser.evaluate("document.getElementById('reply-text').textContent.length");
    assert!((10_000..21_000).contains(&length.as_u64().unwrap()), "{length}");
    browser.hover("[data-factor=gender] .row[data-group='1']");
    assert_eq!(browser.evaluate("String(window.planted)"), json!("undefined"));
    assert_eq!(
        browser.evaluate("document.querySelectorAll('img,a,iframe,object').length"),
        json!(0)
    );
    assert_eq!(
        browser.evaluate("[document.scripts.length,document.querySelectorAll('style').length]"),
        json!([2, 1])
    );
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn the_paper_sized_page_and_its_extremes_draw_without_complaint() {
    let mut results = invented::results(PAPER);
    results.group_scores[0].score = Some(0.0);
    results.group_scores[0].interval = None;
    results.group_scores[1].score = Some(1.0);
    results.group_scores[1].interval = None;
    results.group_scores[2].score = None;
    results.group_scores[2].interval = None;
    let (model, item) = (ModelName::new("model-beta").unwrap(), ItemId::new("item03").unwrap());
    for consensus in
        results.consensus.iter_mut().filter(|row| row.model == model && row.item == item)
    {
        consensus.code = None;
    }
    results.item_scores.retain(|row| row.item != item || row.model != model);
    let Some((mut browser, _directory)) = page(&results, (800, 600), true) else { return };
    for (select, value) in [
        ("heat-model", "1"),
        ("heat-sort", "wide"),
        ("heat-sort", "low"),
        ("map-model", "2"),
        ("gap-model", "1"),
        ("influence-model", "2"),
    ] {
        choose(&mut browser, select, value);
    }
    let coloured = browser.evaluate("document.querySelectorAll('#map path.here').length");
    assert_eq!(coloured, json!(30));
    assert_eq!(browser.complaints(), Vec::<&Value>::new());
}

#[test]
fn the_switch_shows_the_scores_on_the_questions_that_every_model_answered() {
    let results = small();
    let Some((mut browser, _directory)) = page(&results, (1200, 900), false) else { return };
    let row = "[data-factor=gender] .row[data-group='2']";
    let score = |rows: &[survey_model::GroupScore]| {
        let found = rows.iter().find(|row| row.factor.as_str() == "gender" && row.group == "2");
        format!("{:.4}", found.unwrap().score.unwrap())
    };
    let (own, common) = (score(&results.group_scores), score(&results.common_support));
    let label = format!("document.querySelector({}).getAttribute('aria-label')", json!(row));
    let before = browser.evaluate(&label).as_str().unwrap().to_owned();
    assert!(before.contains(&own) && !before.contains(&common), "{before}");
    browser.evaluate("document.getElementById('common').click()");
    let after = browser.evaluate(&label).as_str().unwrap().to_owned();
    assert!(after.contains(&common) && !after.contains(&own), "{after}");
}
