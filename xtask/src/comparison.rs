//! The table *paper against this run*: every published number beside what the run gives, and how far they compare.

use anyhow::{Context as _, bail};
use report::{Comparability, ComparisonRow};
use serde::Deserialize;
use survey_artifact::GroupIntervals;
use survey_model::{
    GroupScore, Interval, MissingCount, ModelName, ModelSummary, Origin, Partition,
};

use crate::paper_counts::difference;

/// The paper's numbers.
const PUBLISHED: &str = include_str!("../studies/paper-published.toml");

/// The respondents of the paper's study.
const RESPONDENTS_OF_THE_PAPER: usize = 50_116;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    number: Vec<Number>,
}

/// One published number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    place: String,
    quantity: String,
    published: String,
    select: String,
    #[serde(default)]
    model: Option<ModelName>,
    #[serde(default)]
    note: String,
}

/// The finished numbers of a run.
pub(crate) struct Run<'a> {
    pub(crate) origin: Origin,
    pub(crate) respondents: usize,
    pub(crate) partitions: &'a [Partition],
    pub(crate) missing: &'a [MissingCount],
    pub(crate) intervals: &'a GroupIntervals,
}

/// A count that the paper prints, by the words that select it; `None` if it prints none.
pub(crate) fn published_count(select: &str) -> Option<u64> {
    let published: Published = toml::from_str(PUBLISHED).ok()?;
    let number = published.number.into_iter().find(|number| number.select == select)?;
    number.published.parse().ok()
}

/// A number of this run in the unit of the quantity.
enum Value {
    Count(u64),
    Percent(f64),
    Score(f64),
    Interval(Interval),
}

/// One row per published number, in the order of the paper.
///
/// # Errors
/// None unless the shipped table is broken, which a test excludes.
pub(crate) fn compare(run: &Run<'_>) -> anyhow::Result<Vec<ComparisonRow>> {
    let published: Published = toml::from_str(PUBLISHED)?;
    published.number.into_iter().map(|number| row(run, number)).collect()
}

fn row(run: &Run<'_>, number: Number) -> anyhow::Result<ComparisonRow> {
    let summaries = &run.intervals.summaries;
    let same = number
        .model
        .as_ref()
        .and_then(|paper| summaries.iter().find(|summary| is_model(&summary.model, paper)));
    let summary = same.or(summaries.first()).context("a run has at least one model")?;
    let value = select(run, summary, &number.select)
        .with_context(|| format!("paper-published.toml, `{}`", number.quantity))?;
    let status = match (&value, run.origin) {
        (None, _) => Comparability::NotInThisRun,
        // What the paper says of questions and of replies does not depend on who the respondents are.
        (Some(_), _) if rests_on(&number.select) == Rest::Study => Comparability::SameQuestions,
        (Some(_), _) if rests_on(&number.select) == Rest::Replies => Comparability::OtherModel,
        (Some(_), Origin::Invented) => Comparability::InventedRespondents,
        (Some(_), _) if run.respondents != RESPONDENTS_OF_THE_PAPER => {
            Comparability::OtherRespondents
        }
        // The paper's replies are not public, so the same model means other replies of it.
        (Some(_), _) if number.model.is_some() => Comparability::OtherModel,
        (Some(_), _) => Comparability::SameDataAndReplies,
    };
    let mut note = number.note;
    if let (Some(Value::Count(here)), Origin::Observed, None) = (&value, run.origin, &number.model)
    {
        let paper = number.published.parse().ok();
        if let Some(difference) = paper.and_then(|paper| difference(*here, paper)) {
            note = format!("{difference} than in the paper. {note}").trim_end().to_owned();
        }
    }
    if number.model.is_some() && value.is_some() {
        let whose = match same {
            Some(summary) => format!("this run's own replies of `{}`", summary.model),
            None => format!("this run's `{}`", summary.model),
        };
        note = if note.is_empty() { whose } else { format!("{note} Shown: {whose}") };
    }
    Ok(ComparisonRow {
        place: number.place,
        quantity: number.quantity,
        this_run: value.map(|value| value.as_printed(&number.published)),
        published: number.published,
        status,
        note,
    })
}

/// What a quantity is computed from.
#[derive(PartialEq, Eq)]
enum Rest {
    Study,
    Replies,
    Respondents,
}

fn rests_on(select: &str) -> Rest {
    match select.split(' ').next() {
        Some("questions" | "items") => Rest::Study,
        Some("summary") => Rest::Replies,
        _ => Rest::Respondents,
    }
}

/// Whether a run's model is the paper's: `gpt-5.2-2025-12-11` is `GPT-5.2`, and `Llama-3.3-70B-Instruct` is
/// `Llama-3.3-Instruct`.
fn is_model(name: &ModelName, paper: &ModelName) -> bool {
    let plain = |name: &ModelName| -> String {
        let lower = name.as_str().to_ascii_lowercase().replace("-instruct", "");
        lower.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    plain(name).starts_with(&plain(paper))
}

fn select(run: &Run<'_>, summary: &ModelSummary, select: &str) -> anyhow::Result<Option<Value>> {
    let words: Vec<&str> = select.split(' ').collect();
    let found = |factor: &str, group: &str| -> Option<&GroupScore> {
        run.intervals.groups.iter().find(|row| {
            row.model == summary.model && row.factor.as_str() == factor && row.group == group
        })
    };
    let score = |factor: &str, group: &str| found(factor, group).and_then(|row| row.score);
    Ok(match words[..] {
        ["respondents"] => Some(Value::Count(run.respondents as u64)),
        ["questions"] => Some(Value::Count(summary.questions.into())),
        ["items"] => Some(Value::Count(summary.items.into())),
        ["countries"] => {
            let country =
                run.partitions.iter().find(|partition| partition.factor.as_str() == "country");
            country.map(|partition| Value::Count(partition.groups.len() as u64))
        }
        ["summary", field] => summary_field(summary, field)?,
        ["missing", factor] => {
            let row = run.missing.iter().find(|row| row.factor.as_str() == factor);
            row.map(|row| Value::Count(row.missing))
        }
        ["score", factor, group] => score(factor, group).map(Value::Score),
        ["interval", factor, group] => {
            found(factor, group).and_then(|row| row.interval).map(Value::Interval)
        }
        ["gap", factor, upper, lower] => {
            score(factor, upper).zip(score(factor, lower)).map(|(a, b)| Value::Score(a - b))
        }
        ["spread", factor] => {
            let rows = run.intervals.spreads.iter();
            let mut rows = rows.filter(|row| row.model == summary.model);
            rows.find(|row| row.factor.as_str() == factor).map(|row| Value::Score(row.spread))
        }
        _ => bail!("`{select}` selects nothing"),
    })
}

fn summary_field(summary: &ModelSummary, field: &str) -> anyhow::Result<Option<Value>> {
    Ok(match field {
        "questions_answered" => Some(Value::Count(summary.questions_answered.into())),
        "questions_all_refused" => Some(Value::Count(summary.questions_all_refused.into())),
        "uniform_share" => summary.uniform_share.map(Value::Percent),
        "disagreement_mean" => summary.disagreement_mean.map(Value::Percent),
        "refusal_share_questions" => Some(Value::Percent(summary.refusal_share_questions)),
        "refusal_share_items" => Some(Value::Percent(summary.refusal_share_items)),
        _ => bail!("a model's summary has no field `{field}`"),
    })
}

impl Value {
    /// The value with as many decimals as the published number shows.
    fn as_printed(&self, published: &str) -> String {
        let first = published.trim_start_matches('[').split([',', ']']).next().unwrap_or_default();
        let decimals = first.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        match self {
            Self::Count(count) => count.to_string(),
            Self::Percent(share) => format!("{:.decimals$}", share * 100.0),
            Self::Score(score) => format!("{score:.decimals$}"),
            Self::Interval(Interval { low, high }) => {
                let space = if published.contains(", ") { " " } else { "" };
                format!("[{low:.decimals$},{space}{high:.decimals$}]")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_valid_and_every_selector_is_known() {
        let published: Published = toml::from_str(PUBLISHED).unwrap();
        let intervals = GroupIntervals {
            replicates: 0,
            seed: 0,
            groups: Vec::new(),
            summaries: Vec::new(),
            spreads: Vec::new(),
        };
        let run = Run {
            origin: Origin::Invented,
            respondents: 1,
            partitions: &[],
            missing: &[],
            intervals: &intervals,
        };
        let summary = alignment_core::answer_statistics(ModelName::new("m").unwrap(), &[], &[]);
        for number in &published.number {
            select(&run, &summary, &number.select).unwrap();
        }
        assert!(published.number.len() > 100);
    }

    #[test]
    fn dated_model_ids_are_the_papers_models() {
        let check = |name: &str, paper: &str| {
            is_model(&ModelName::new(name).unwrap(), &ModelName::new(paper).unwrap())
        };
        assert!(check("gpt-5.2-2025-12-11", "GPT-5.2"));
        assert!(check("Llama-3.3-70B-Instruct", "Llama-3.3-Instruct"));
        assert!(!check("SmolLM2-135M-Instruct", "Llama-3.3-Instruct"));
    }

    #[test]
    fn only_what_respondents_make_is_incomparable_because_of_them() {
        assert!(rests_on("items") == Rest::Study);
        assert!(rests_on("summary uniform_share") == Rest::Replies);
        assert!(rests_on("score everybody all") == Rest::Respondents);
        assert!(rests_on("missing gender") == Rest::Respondents);
    }

    #[test]
    fn values_are_printed_as_the_paper_prints_them() {
        let interval = Value::Interval(Interval { low: 0.64861, high: 0.659 });
        assert_eq!(interval.as_printed("[0.6486,0.659]"), "[0.6486,0.6590]");
        assert_eq!(Value::Percent(0.6521).as_printed("65.21"), "65.21");
        assert_eq!(Value::Score(0.65).as_printed("0.65"), "0.65");
    }
}
