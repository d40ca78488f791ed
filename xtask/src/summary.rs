//! What a run ends with: whose answers, Table 1, the widest gaps, and where the files are.

use std::path::PathBuf;

use serde::Serialize;
use survey_artifact::{Artifact, GroupIntervals};
use survey_model::{
    FactorName, GroupScore, Microdata, ModelSummary, Origin, Partition, Spread, SurveyEdition,
};

use crate::paper_counts;
use crate::settings::Settings;

/// How many of the widest gaps are shown.
const GAPS_SHOWN: usize = 5;

/// The end of a run.
#[derive(Serialize)]
pub(crate) struct Summary {
    /// Whether the respondents were observed or invented.
    origin: Origin,
    /// What the file says of itself; absent for invented respondents, who are of no edition.
    edition: Option<SurveyEdition>,
    /// Which codebook the data were read by; absent for invented respondents.
    codebook: Option<String>,
    /// The respondents; for the paper's study held against the paper, with Table 2 row by row. A sentence each.
    counts: Vec<String>,
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
        let intervals = body::<GroupIntervals>(settings)?;
        let mut gaps = intervals.spreads;
        gaps.sort_by(|a, b| b.spread.total_cmp(&a.spread));
        let (origin, edition) = match settings.options.microdata {
            Some(_) => {
                let microdata = body::<Microdata>(settings)?;
                (microdata.origin(), Some(microdata.edition().clone()))
            }
            None => (Origin::Invented, None),
        };
        let edition = edition.filter(|_| origin == Origin::Observed);
        let compared = edition.is_some() && paper_counts::is_published(&settings.study);
        let counts = counts(&intervals.groups, &settings.study.everybody.name, compared);
        Ok(Self {
            origin,
            codebook: match edition {
                Some(_) => Some(settings.codebook_source()?.sentence()),
                None => None,
            },
            edition,
            counts,
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
        lines.extend(self.data());
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

    /// Edition, citation, and what differs from the paper; nothing for invented respondents.
    fn data(&self) -> Vec<String> {
        let Some(edition) = &self.edition else { return Vec::new() };
        let mut lines = vec!["Data".to_owned()];
        lines.extend(paper_counts::edition(edition).map(|line| format!("  {line}")));
        lines.extend(self.codebook.iter().map(|line| format!("  {line}")));
        lines.extend(self.counts.iter().map(|line| format!("  {line}")));
        lines.push(String::new());
        lines
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

/// The artifact that the run left.
fn body<A: Artifact>(settings: &Settings) -> anyhow::Result<A> {
    let path = settings.out.join("artifacts").join(format!("{}.msgpack", A::SCHEMA));
    Ok(survey_artifact::read::<A>(&path)?.body)
}

/// The counts of the first model's rows; they are those of every model.
fn counts(groups: &[GroupScore], everybody: &FactorName, compared: bool) -> Vec<String> {
    let first = groups.first().map(|row| &row.model);
    let rows = || groups.iter().filter(|row| Some(&row.model) == first);
    let all = rows().find(|row| row.factor == *everybody).map(|row| row.respondents);
    if !compared {
        let count = |all| format!("{} respondents", report::thousands(all));
        return all.map(count).into_iter().collect();
    }
    let missing = rows().filter(|row| row.group == Partition::MISSING).map(|row| {
        let count = paper_counts::missing(row.factor.as_str(), row.respondents);
        format!("missing {:<22} {count}", row.factor.as_str())
    });
    all.map(paper_counts::respondents).into_iter().chain(missing).collect()
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

#[cfg(test)]
mod tests {
    use survey_model::ModelName;

    use super::*;

    fn row(model: &str, factor: &str, group: &str, respondents: u64) -> GroupScore {
        GroupScore {
            model: ModelName::new(model).unwrap(),
            factor: FactorName::new(factor).unwrap(),
            group: group.to_owned(),
            label: String::new(),
            respondents,
            items: 0,
            score: None,
            interval: None,
            replicates_absent: 0,
        }
    }

    fn check(compared: bool, expected: &[&str]) {
        let rows = [
            row("a", "gender", "1", 4),
            row("a", "gender", "missing", 159),
            row("a", "domicile", "missing", 2),
            row("a", "everybody", "all", 50_115),
            row("b", "gender", "missing", 159),
            row("b", "everybody", "all", 50_115),
        ];
        let everybody = FactorName::new("everybody").unwrap();
        assert_eq!(counts(&rows, &everybody, compared), expected);
    }

    #[test]
    fn the_papers_study_is_held_against_the_paper_row_by_row_and_once() {
        check(
            true,
            &[
                "50,115 respondents, 1 fewer than the paper's 50,116: its numbers cannot come out the same",
                "missing gender                 159, as in the paper",
                "missing domicile               2, 102 fewer than the paper's 104",
            ],
        );
    }

    #[test]
    fn another_study_counts_its_respondents_and_names_no_paper() {
        check(false, &["50,115 respondents"]);
    }
}
