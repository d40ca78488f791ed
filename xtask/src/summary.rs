//! What a run ends with: Table 1, the widest gaps, and where the files are.

use std::path::PathBuf;

use serde::Serialize;
use survey_artifact::{Artifact, GroupIntervals};
use survey_model::{ModelSummary, Origin, Spread};

use crate::settings::Settings;

/// How many of the widest gaps are shown.
const GAPS_SHOWN: usize = 5;

/// The end of a run.
#[derive(Serialize)]
pub(crate) struct Summary {
    /// Whether the respondents were observed or invented.
    origin: Origin,
    /// One row per model.
    models: Vec<ModelSummary>,
    /// The widest gap of every factor and model, widest first.
    gaps: Vec<Spread>,
    /// Replicates behind the intervals.
    replicates: u32,
    /// The output folder.
    folder: PathBuf,
}

impl Summary {
    /// Reads what the run left in its output folder.
    pub(crate) fn of(settings: &Settings) -> anyhow::Result<Self> {
        let path =
            settings.out.join("artifacts").join(format!("{}.msgpack", GroupIntervals::SCHEMA));
        let intervals = survey_artifact::read::<GroupIntervals>(&path)?.body;
        let mut gaps = intervals.spreads;
        gaps.sort_by(|a, b| b.spread.total_cmp(&a.spread));
        Ok(Self {
            origin: match settings.options.microdata {
                Some(_) => Origin::Observed,
                None => Origin::Invented,
            },
            models: intervals.summaries,
            gaps,
            replicates: intervals.replicates,
            folder: settings.out.clone(),
        })
    }

    /// The summary for machines.
    pub(crate) fn to_json(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// The summary for people.
    pub(crate) fn to_text(&self) -> String {
        let mut lines = vec![String::new()];
        if self.origin == Origin::Invented {
            lines.push("The respondents are INVENTED: these numbers show that the program works, and nothing else.".to_owned());
            lines.push(String::new());
        }
        lines.extend(self.table_1());
        lines.push(String::new());
        lines.push("Widest gaps within a factor".to_owned());
        lines.extend(self.gaps.iter().take(GAPS_SHOWN).map(gap_line));
        lines.push(String::new());
        for (what, file) in [("page", "report.html"), ("tables", "tables"), ("figures", "figures")]
        {
            lines.push(format!("{what:<8} {}", self.folder.join(file).display()));
        }
        lines.join("\n")
    }

    fn table_1(&self) -> Vec<String> {
        type Cell = fn(&ModelSummary) -> String;
        let rows: [(&str, Cell); 7] = [
            ("Questions answered", |m| format!("{} of {}", m.questions_answered, m.questions)),
            ("Uniform answers", |m| percent(m.uniform_share)),
            ("Disagreement with majority", |m| percent(m.disagreement_mean)),
            ("Refusal rate, questions", |m| percent(Some(m.refusal_share_questions))),
            ("All questions refused", |m| m.questions_all_refused.to_string()),
            ("Overall score", |m| number(m.overall)),
            ("95 % interval", |m| match m.interval {
                Some(interval) => format!("[{:.4}, {:.4}]", interval.low, interval.high),
                None => "none".to_owned(),
            }),
        ];
        let width = |model: &ModelSummary| model.model.as_str().chars().count().max(18) + 2;
        let cells = |cell: &dyn Fn(&ModelSummary) -> String| -> String {
            self.models.iter().map(|m| format!("{:>1$}", cell(m), width(m))).collect()
        };
        let head = format!("{:<28}{}", "Table 1", cells(&|m| m.model.to_string()));
        let row = |(name, cell): (&str, Cell)| format!("{name:<28}{}", cells(&cell));
        std::iter::once(head).chain(rows.map(row)).collect()
    }
}

fn gap_line(gap: &Spread) -> String {
    format!("  {:.3}  {}, {}: {} to {}", gap.spread, gap.model, gap.factor, gap.lowest, gap.highest)
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "none".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn number(score: Option<f64>) -> String {
    score.map_or_else(|| "none".to_owned(), |score| format!("{score:.4}"))
}
