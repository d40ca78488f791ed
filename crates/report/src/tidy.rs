//! Tidy tables: one row per observation, full precision, the columns described once for CSV and JSON Schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};
use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable, CellKind, Interval, Partition};

use crate::Results;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Count,
    Number,
}

/// A column: its name in the header, what it holds, and what that means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: Kind,
    /// The unit where the words do not say it; may be empty.
    pub(crate) unit: &'a str,
    pub(crate) about: &'a str,
}

/// One cell; `Empty` where a statistic is undefined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Count(u64),
    Number(f64),
    Empty,
}

/// A tidy table.
#[derive(Debug, Clone)]
pub(crate) struct TidyTable<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) title: &'a str,
    pub(crate) columns: Cow<'a, [Column<'a>]>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl TidyTable<'_> {
    /// The table as CSV with a header; floats in their shortest form that reads back to the same bits.
    pub(crate) fn to_csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let never = "writing to memory cannot fail and every row has a cell per column";
        writer.write_record(self.columns.iter().map(|column| column.name)).expect(never);
        for row in &self.rows {
            writer.write_record(row.iter().map(Cell::full)).expect(never);
        }
        writer.into_inner().expect(never)
    }

    /// The JSON Schema (2020-12) of one row, with the origin of the respondents in its description.
    pub(crate) fn to_schema(&self, origin: &str) -> Vec<u8> {
        let property = |column: &Column<'_>| {
            let (kind, nothing) = match column.kind {
                Kind::Text => ("string", None),
                Kind::Count => ("integer", Some("null")),
                Kind::Number => ("number", Some("null")),
            };
            let types: Vec<_> = [Some(kind), nothing].into_iter().flatten().collect();
            let about = match column.unit {
                "" => column.about.to_owned(),
                unit => format!("{}; unit: {unit}", column.about),
            };
            (column.name.to_owned(), json!({ "type": types, "description": about }))
        };
        let names: Vec<_> = self.columns.iter().map(|column| column.name).collect();
        let properties: serde_json::Map<String, Value> =
            self.columns.iter().map(property).collect();
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title,
            "description": format!("One row of {}.csv; an empty cell is null. {origin}", self.name),
            "type": "object",
            "properties": properties,
            "required": names,
            "additionalProperties": false,
        });
        let mut text = serde_json::to_string_pretty(&schema).expect("a JSON value is serialisable");
        text.push('\n');
        text.into_bytes()
    }
}

impl Cell {
    fn full(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => count.to_string(),
            // Rust prints the shortest digits that read back to the same float; far below 1 as `1.2e-7`.
            // Rust prints the shortest digits that read back to the same float; far below 1 as `1.2e-7`.
            Self::Number(number) if *number != 0.0 && number.abs() < 1e-5 => format!("{number:e}"),
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn ends(interval: Option<Interval>) -> [Cell; 2] {
    interval.map_or([Cell::Empty, Cell::Empty], |interval| {
        [Cell::Number(interval.low), Cell::Number(interval.high)]
    })
}

macro_rules! columns {
    ($($name:literal $kind:ident $about:literal),* $(,)?) => {
        &[$(Column { name: $name, kind: Kind::$kind, unit: "", about: $about }),*]
    };
}

const GROUP_SCORES: &[Column<'static>] = columns![
    "model" Text "the model as the study names it",
    "factor" Text "the factor in snake case",
    "group" Text "the group's code; `missing` for those whose group is not known, `all` for everybody",
    "label" Text "the group's label",
    "respondents" Count "the group's members",
    "items" Count "the items that enter the score",
    "score" Number "alignment score A(G, m) in [0, 1]; empty if no item enters",
    "ci_low" Number "lower end of the 95 % percentile interval",
    "ci_high" Number "upper end of the 95 % percentile interval",
];

const ITEM_SCORES: &[Column<'static>] = columns![
    "model" Text "the model as the study names it",
    "factor" Text "the factor in snake case",
    "group" Text "the group's code",
    "item" Text "the item's variable",
    "mean" Number "the group's mean code; empty without a valid answer",
    "valid" Count "valid answers in the group",
    "score" Number "A(G, m, q) in [0, 1]; empty without a valid answer or a consensus",
];

const MODEL_SUMMARY: &[Column<'static>] = columns![
    "model" Text "the model as the study names it",
    "questions" Count "questions of the study, each set of forms counted once",
    "items" Count "items of the study",
    "questions_answered" Count "questions with at least one chosen code",
    "items_answered" Count "items with at least one chosen code",
    "questions_uniform" Count "answered questions all of whose answered forms are uniform",
    "uniform_share" Number "questions_uniform / questions_answered, in [0, 1]",
    "disagreement_mean" Number "mean over answered questions of the share of votes that differ from the consensus, in [0, 1]",
    "refusal_share_questions" Number "share of all repetitions without a choice, each question weighing the same, in [0, 1]",
    "refusal_share_items" Number "share of all repetitions without a choice, over all items, in [0, 1]",
    "questions_all_refused" Count "questions no form of which was ever answered",
    "questions_ever_refused" Count "questions with at least one repetition without a choice",
    "ties" Count "items whose consensus was a tie",
    "overall" Number "alignment score with everybody, in [0, 1]",
    "ci_low" Number "lower end of its 95 % percentile interval",
    "ci_high" Number "upper end of its 95 % percentile interval",
    "overall_median_of_modes" Number "the overall score if a tie went to the median of the modes, in [0, 1]",
];

const MISSING: &[Column<'static>] = columns![
    "factor" Text "the factor in snake case",
    "label" Text "the factor's label",
    "variable" Text "the factor's variable",
    "missing" Count "respondents in the missing group",
    "model" Text "the model as the study names it",
    "score" Number "alignment score of the missing group, in [0, 1]; empty if no item enters",
    "ci_low" Number "lower end of its 95 % percentile interval",
    "ci_high" Number "upper end of its 95 % percentile interval",
];

const SPREADS: &[Column<'static>] = columns![
    "model" Text "the model as the study names it",
    "factor" Text "the factor in snake case",
    "lowest" Text "the code of the group with the lowest score, the missing group left out",
    "highest" Text "the code of the group with the highest score",
    "spread" Number "the highest minus the lowest score, in [0, 1]",
    "ci_low" Number "lower end of its 95 % percentile interval",
    "ci_high" Number "upper end of its 95 % percentile interval",
];

const BASELINES: &[Column<'static>] = columns![
    "model" Text "the model in whose place the reference answers stand; it decides which items count",
    "name" Text "the reference answers in snake case",
    "label" Text "the reference answers in words",
    "score" Number "alignment score of the reference answers with everybody, in [0, 1]",
];

const COMPARISON: &[Column<'static>] = columns![
    "place" Text "where in the paper",
    "quantity" Text "what the number is",
    "published" Text "the number as printed in the paper",
    "this_run" Text "this run's number, written as the paper writes it; empty if this run does not give it",
    "status" Text "how far the two can be compared",
    "note" Text "why not, or what to know",
];

/// Every tidy table of the run, in the order of the paper.
pub(crate) fn tidy_tables(results: &Results) -> Vec<TidyTable<'_>> {
    let table = |name, title, columns, rows| TidyTable {
        name: Cow::Borrowed(name),
        title,
        columns: Cow::Borrowed(columns),
        rows,
    };
    let mut tables = vec![
        table(
            "model_summary",
            "Answer statistics of every model",
            MODEL_SUMMARY,
            summaries(results),
        ),
        table("missing", "Respondents whose group is not known", MISSING, missing(results)),
        table("group_scores", "Alignment scores by group", GROUP_SCORES, group_scores(results)),
        table(
            "item_scores",
            "Alignment scores by group and item",
            ITEM_SCORES,
            item_scores(results),
        ),
        table("spreads", "The widest gap within each factor", SPREADS, spreads(results)),
        table("baselines", "What reference answers would score", BASELINES, baselines(results)),
        table("comparison", "The paper against this run", COMPARISON, comparison(results)),
    ];
    tables.extend(results.analyses.iter().map(analysis));
    tables
}

/// An analysis as a tidy table; its file's name begins with `analysis_`, so that it hides no other table.
fn analysis(table: &AnalysisTable) -> TidyTable<'_> {
    let cell = |(cell, column): (&AnalysisCell, &AnalysisColumn)| match (cell, column.kind) {
        (AnalysisCell::Text(text), _) => Cell::Text(text.clone()),
        (AnalysisCell::Count(count), _) => Cell::Count(*count),
        (AnalysisCell::Number(number), _) => Cell::Number(*number),
        (AnalysisCell::Empty, CellKind::Text) => Cell::Text(String::new()),
        (AnalysisCell::Empty, _) => Cell::Empty,
    };
    TidyTable {
        name: Cow::Owned(format!("analysis_{}", table.name)),
        title: &table.title,
        columns: table.columns.iter().map(column_of).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().zip(&table.columns).map(cell).collect())
            .collect(),
    }
}

fn column_of(column: &AnalysisColumn) -> Column<'_> {
    let kind = match column.kind {
        CellKind::Text => Kind::Text,
        CellKind::Count => Kind::Count,
        CellKind::Number => Kind::Number,
    };
    Column { name: &column.name, kind, unit: &column.unit, about: &column.description }
}

fn group_scores(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &survey_model::GroupScore| {
        let [low, high] = ends(row.interval);
        vec![
            text(row.model.as_str()),
            text(row.factor.as_str()),
            text(&row.group),
            text(&row.label),
            Cell::Count(row.respondents),
            Cell::Count(row.items.into()),
            number(row.score),
            low,
            high,
        ]
    };
    results.group_scores.iter().map(row).collect()
}

fn item_scores(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &survey_model::ItemScore| {
        vec![
            text(row.model.as_str()),
            text(row.factor.as_str()),
            text(&row.group),
            text(row.item.as_str()),
            number(row.mean),
            Cell::Count(row.valid),
            number(row.score),
        ]
    };
    results.item_scores.iter().map(row).collect()
}

fn summaries(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &survey_model::ModelSummary| {
        let [low, high] = ends(row.interval);
        vec![
            text(row.model.as_str()),
            Cell::Count(row.questions.into()),
            Cell::Count(row.items.into()),
            Cell::Count(row.questions_answered.into()),
            Cell::Count(row.items_answered.into()),
            Cell::Count(row.questions_uniform.into()),
            number(row.uniform_share),
            number(row.disagreement_mean),
            Cell::Number(row.refusal_share_questions),
            Cell::Number(row.refusal_share_items),
            Cell::Count(row.questions_all_refused.into()),
            Cell::Count(row.questions_ever_refused.into()),
            Cell::Count(row.ties.into()),
            number(row.overall),
            low,
            high,
            number(row.overall_median_of_modes),
        ]
    };
    results.summaries.iter().map(row).collect()
}

/// One row per factor and model: the count from `missing`, the score from the factor's missing group.
fn missing(results: &Results) -> Vec<Vec<Cell>> {
    let scores: BTreeMap<_, _> = results
        .group_scores
        .iter()
        .filter(|row| row.group == Partition::MISSING)
        .map(|row| ((row.factor.as_str(), row.model.as_str()), row))
        .collect();
    let mut rows = Vec::new();
    for count in &results.missing {
        for model in &results.models {
            let score = scores.get(&(count.factor.as_str(), model.name.as_str()));
            let [low, high] = ends(score.and_then(|row| row.interval));
            rows.push(vec![
                text(count.factor.as_str()),
                text(&count.label),
                text(count.variable.as_str()),
                Cell::Count(count.missing),
                text(model.name.as_str()),
                number(score.and_then(|row| row.score)),
                low,
                high,
            ]);
        }
    }
    rows
}

fn spreads(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &survey_model::Spread| {
        let [low, high] = ends(row.interval);
        vec![
            text(row.model.as_str()),
            text(row.factor.as_str()),
            text(&row.lowest),
            text(&row.highest),
            Cell::Number(row.spread),
            low,
            high,
        ]
    };
    results.spreads.iter().map(row).collect()
}

fn baselines(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &survey_model::Baseline| {
        vec![text(row.model.as_str()), text(&row.name), text(&row.label), Cell::Number(row.score)]
    };
    results.baselines.iter().map(row).collect()
}

fn comparison(results: &Results) -> Vec<Vec<Cell>> {
    let row = |row: &crate::ComparisonRow| {
        vec![
            text(&row.place),
            text(&row.quantity),
            text(&row.published),
            text(row.this_run.clone().unwrap_or_default()),
            text(row.status.words()),
            text(&row.note),
        ]
    };
    results.comparison.iter().map(row).collect()
}
