//! The tables of the paper, filled from the results: Table 1, Table 2, Table A.1, and the comparison.

use survey_model::{Interval, ModelSummary, Origin, Partition};

use crate::{
    Results,
    number::{fixed, percent, thousands},
    sheet::{Align, Sheet},
};

/// Every sheet of the run, in the order of the paper.
pub(crate) fn sheets(results: &Results) -> Vec<Sheet> {
    let mut sheets = vec![table_1(results), table_2(results), table_a1(results)];
    if !results.comparison.is_empty() {
        sheets.push(comparison(results));
    }
    let stamp = match results.source.origin {
        Origin::Observed => String::new(),
        Origin::Invented => " Invented respondents: no person gave these answers.".to_owned(),
    };
    for sheet in &mut sheets {
        sheet.caption.push_str(&format!("{stamp} {}.", results.source.line.trim_end_matches('.')));
    }
    sheets
}

fn interval(interval: Option<Interval>, digits: usize) -> String {
    interval.map_or(String::new(), |ends| {
        format!("[{}, {}]", fixed(ends.low, digits), fixed(ends.high, digits))
    })
}

fn score(score: Option<f64>, digits: usize) -> String {
    score.map_or(String::new(), |score| fixed(score, digits))
}

/// A line of Table 1: what it says and how a model's cell is written.
type Line = (&'static str, fn(&ModelSummary) -> String);

const TABLE_1: &[Line] = &[
    ("Questions answered", |m| m.questions_answered.to_string()),
    ("Questions with uniform answers (%)", |m| m.uniform_share.map_or(String::new(), percent)),
    ("Mean disagreement with majority vote (%)", |m| {
        m.disagreement_mean.map_or(String::new(), percent)
    }),
    ("Refusal rate over questions (%)", |m| percent(m.refusal_share_questions)),
    ("Refusal rate over items (%)", |m| percent(m.refusal_share_items)),
    ("All repetitions refused (questions)", |m| m.questions_all_refused.to_string()),
    ("At least one repetition refused (questions)", |m| m.questions_ever_refused.to_string()),
    ("Items whose consensus is a tie", |m| m.ties.to_string()),
    ("Overall alignment", |m| score(m.overall, 4)),
    ("95 % interval", |m| interval(m.interval, 4)),
    ("Overall, ties to the median of the modes", |m| score(m.overall_median_of_modes, 4)),
];

fn table_1(results: &Results) -> Sheet {
    let summaries = results
        .models
        .iter()
        .map(|model| results.summaries.iter().find(|summary| summary.model == model.name));
    let summaries: Vec<_> = summaries.collect();
    let row = |(what, write): &Line| {
        let cells = summaries.iter().map(|summary| summary.map_or(String::new(), write));
        std::iter::once((*what).to_owned()).chain(cells).collect()
    };
    let labels = results.models.iter().map(|model| model.label.clone());
    Sheet {
        name: "table1",
        number: Some("Table 1"),
        caption: "Answer statistics and overall alignment of every model.".into(),
        header: std::iter::once("Statistic".to_owned()).chain(labels).collect(),
        align: aligned(1, results.models.len()),
        rows: TABLE_1.iter().map(row).collect(),
    }
}

fn table_2(results: &Results) -> Sheet {
    let cell = |count: &survey_model::MissingCount, model: &crate::ModelInfo| {
        let found = results.group_scores.iter().find(|row| {
            row.group == Partition::MISSING && row.factor == count.factor && row.model == model.name
        });
        let (value, ends) = found.map_or((None, None), |row| (row.score, row.interval));
        format!("{} {}", score(value, 4), interval(ends, 4)).trim().to_owned()
    };
    let row = |count: &survey_model::MissingCount| {
        let start = [count.label.clone(), thousands(count.missing)];
        let cells = results.models.iter().map(|model| cell(count, model));
        start.into_iter().chain(cells).collect()
    };
    let start = ["Variable".to_owned(), "Missing".to_owned()];
    let labels = results.models.iter().map(|model| model.label.clone());
    Sheet {
        name: "table2",
        number: Some("Table 2"),
        caption: "Respondents whose group is not known, and alignment with them (95 % interval)."
            .into(),
        header: start.into_iter().chain(labels).collect(),
        align: aligned(1, 1 + results.models.len()),
        rows: results.missing.iter().map(row).collect(),
    }
}

fn table_a1(results: &Results) -> Sheet {
    let row = |item: &crate::ItemInfo| {
        let scale = format!("{}\u{2013}{}", item.scale.lowest(), item.scale.highest());
        vec![item.id.to_string(), item.question.clone(), scale]
    };
    Sheet {
        name: "table_a1",
        number: Some("Table A.1"),
        caption: "Items put to the models, with the ends of their response scales.".into(),
        header: vec!["Variable".into(), "Question".into(), "Scale".into()],
        align: vec![Align::Left, Align::Wide, Align::Right],
        rows: results.items.iter().map(row).collect(),
    }
}

fn comparison(results: &Results) -> Sheet {
    let row = |row: &crate::ComparisonRow| {
        vec![
            row.place.clone(),
            row.quantity.clone(),
            row.published.clone(),
            row.this_run.clone().unwrap_or_else(|| "\u{2013}".into()),
            row.status.words().into(),
            row.note.clone(),
        ]
    };
    let header = ["In the paper", "Quantity", "Paper", "This run", "Comparable?", "Note"];
    let mut align = aligned(2, 2);
    align.extend([Align::Left; 2]);
    Sheet {
        name: "comparison",
        number: None,
        caption: "The paper against this run.".into(),
        header: header.map(str::to_owned).into(),
        align,
        rows: results.comparison.iter().map(row).collect(),
    }
}

fn aligned(left: usize, right: usize) -> Vec<Align> {
    let left = std::iter::repeat_n(Align::Left, left);
    left.chain(std::iter::repeat_n(Align::Right, right)).collect()
}
