//! The tables of the uncertainty analysis.

use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable};

use super::budget::{Budget, Movement};
use super::options::LabelledReadings;
use super::scenario::Source;
use super::words::{BUDGET, GAPS, GROUPS, LEADS, READINGS, SOURCE, SURVIVAL};
use crate::Study;

/// The name of all sources together in tables.
const TOGETHER: &str = "all together";

/// A score or gap of one model, with its budget.
pub(crate) struct Line {
    /// The texts that say what it is: group, or factor with two groups.
    pub(crate) names: Vec<String>,
    /// Which model's; of a lead, the model in the lead.
    pub(crate) model: usize,
    /// The score or gap itself.
    pub(crate) estimate: f64,
    /// How it moves.
    pub(crate) budget: Budget,
}

impl Line {
    /// What one source does alone, or all together; `None` if nothing shows it.
    fn movement(&self, drawn: Option<Source>) -> Option<Movement> {
        match drawn {
            Some(source) => self.budget.part(source).map(|part| part.alone),
            None => Some(self.budget.together),
        }
    }
}

/// Each source by its name, then all of them together.
fn drawn() -> impl Iterator<Item = (&'static str, Option<Source>)> + Clone {
    let alone = Source::ALL.into_iter().map(|source| (source.name(), Some(source)));
    alone.chain([(TOGETHER, None)])
}

fn text_columns(names: &[(&str, &str)]) -> Vec<AnalysisColumn> {
    names.iter().map(|(name, words)| AnalysisColumn::text(name, words)).collect()
}

const GROUP: &[(&str, &str)] = &[("factor", "the factor"), ("group", "the group")];

const GAP: &[(&str, &str)] = &[
    ("factor", "the factor"),
    ("lowest", "the group with the lowest score"),
    ("highest", "the group with the highest score"),
];

const LEAD: &[(&str, &str)] = &[("less", "the model whose score is taken off")];

/// One row for each line and source, for the overall scores.
pub(crate) fn overall(study: &Study<'_>, lines: &[Line], paragraph: &str) -> AnalysisTable {
    movements(
        study,
        lines,
        "total_uncertainty",
        "What makes the overall scores uncertain",
        paragraph,
        &[],
    )
}

/// The same for the overall score of one model minus that of another.
pub(crate) fn leads(study: &Study<'_>, lines: &[Line]) -> AnalysisTable {
    let title = "One model's lead over another under every source";
    movements(study, lines, "total_uncertainty_leads", title, LEADS, LEAD)
}

/// The same for every group.
pub(crate) fn groups(study: &Study<'_>, lines: &[Line]) -> AnalysisTable {
    movements(
        study,
        lines,
        "total_uncertainty_groups",
        "Every group under every source",
        GROUPS,
        GROUP,
    )
}

/// The same for the widest gap of every factor.
pub(crate) fn gaps(study: &Study<'_>, lines: &[Line]) -> AnalysisTable {
    movements(
        study,
        lines,
        "total_uncertainty_gaps",
        "The widest gaps under every source",
        GAPS,
        GAP,
    )
}

fn movements(
    study: &Study<'_>,
    lines: &[Line],
    name: &str,
    title: &str,
    paragraph: &str,
    names: &[(&str, &str)],
) -> AnalysisTable {
    let scored = |name, words| AnalysisColumn::number(name, "score", words);
    let mut columns = text_columns(names);
    columns.extend([
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("source", "what is drawn again; everything else is as observed"),
        scored("estimate", "as observed"),
        scored("standard_deviation", "over the replicates; empty with fewer than two"),
        scored("low", "lower end of the central 95 % of the replicates"),
        scored("high", "upper end of the central 95 % of the replicates"),
    ]);
    let mut table = AnalysisTable::new(name, title, paragraph, SOURCE, columns);
    // The models of one statistic stand next to each other, so that a figure shows them in one row.
    for lines in lines.chunk_by(|first, second| first.names == second.names) {
        for (source, drawn) in drawn() {
            for line in lines {
                let Some(movement) = line.movement(drawn) else { continue };
                let mut row: Vec<AnalysisCell> =
                    line.names[..names.len()].iter().map(|name| name.as_str().into()).collect();
                row.extend([
                    study.models[line.model].name.as_str().into(),
                    source.into(),
                    line.estimate.into(),
                    movement.deviation.into(),
                    movement.interval.map(|ends| ends.low).into(),
                    movement.interval.map(|ends| ends.high).into(),
                ]);
                table.push(row);
            }
        }
    }
    table
}

/// One row for each overall score and gap: the shares of the variance.
pub(crate) fn budget(study: &Study<'_>, lines: &[&Line]) -> AnalysisTable {
    let share = |name: &str, words: &str| AnalysisColumn::number(name, "share", words);
    let mut columns =
        text_columns(&[("statistic", "the overall score, or the factor whose widest gap it is")]);
    columns.push(AnalysisColumn::text("model", "the model"));
    columns.push(AnalysisColumn::number("variance", "squared score", "of all sources together"));
    for source in Source::ALL {
        let words = format!("variance of the {} alone over that of all together", source.name());
        columns.push(share(&format!("{}_alone", source.name()), &words));
    }
    columns.push(share(
        "remainder",
        "1 minus the shares alone; below 0 where they are more than the whole",
    ));
    for source in Source::ALL {
        let words =
            format!("share that is left on average when all but the {} is known", source.name());
        columns.push(share(&format!("{}_total", source.name()), &words));
    }
    let title = "The budget of the variance";
    let mut table = AnalysisTable::new("total_uncertainty_budget", title, BUDGET, SOURCE, columns);
    for line in lines {
        let budget = &line.budget;
        let parts = Source::ALL.map(|source| budget.part(source));
        let mut row: Vec<AnalysisCell> = vec![
            line.names[0].as_str().into(),
            study.models[line.model].name.as_str().into(),
            budget.together.deviation.map(|deviation| deviation * deviation).into(),
        ];
        row.extend(parts.map(|part| part.and_then(|part| part.share_alone).into()));
        row.push(budget.remainder().into());
        row.extend(parts.map(|part| part.and_then(|part| part.share_total).into()));
        table.push(row);
    }
    table
}

/// One row for each model and source: how many of the widest gaps it leaves apart from zero.
pub(crate) fn survival(study: &Study<'_>, gaps: &[Line]) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("source", "what is drawn again"),
        AnalysisColumn::count("gaps", "factors", "factors with a widest gap"),
        AnalysisColumn::count(
            "apart",
            "factors",
            "of these, gaps whose 95 % interval leaves 0 out",
        ),
        AnalysisColumn::number("median_deviation", "score", "standard deviation of the middle gap"),
        AnalysisColumn::text("not_apart", "the factors whose gaps are not apart from 0"),
    ];
    let title = "Gaps that are wider than the uncertainty";
    let mut table =
        AnalysisTable::new("total_uncertainty_survival", title, SURVIVAL, SOURCE, columns);
    let of_models =
        (0..study.models.len()).flat_map(|model| drawn().map(move |drawn| (model, drawn)));
    for (model, (source, drawn)) in of_models {
        let found: Vec<(&Line, Movement)> = gaps
            .iter()
            .filter(|line| line.model == model)
            .filter_map(|line| Some((line, line.movement(drawn)?)))
            .collect();
        if found.is_empty() {
            continue;
        }
        let others = found.iter().filter(|(_, movement)| !movement.is_apart_from_zero());
        let others: Vec<&str> = others.map(|(line, _)| line.names[0].as_str()).collect();
        let mut deviations: Vec<f64> =
            found.iter().filter_map(|(_, movement)| movement.deviation).collect();
        table.push([
            study.models[model].name.as_str().into(),
            source.into(),
            found.len().into(),
            (found.len() - others.len()).into(),
            bootstrap::interval::quantile(&mut deviations, 0.5).into(),
            if others.is_empty() { AnalysisCell::Empty } else { others.join(", ").into() },
        ]);
    }
    table
}

/// One row for each row of the study's table of errors; `covered` counts the study's replies under each.
pub(crate) fn readings(study: &Study<'_>, covered: &[u32]) -> AnalysisTable {
    let rate = |name, words| AnalysisColumn::number(name, "share", words);
    let columns = vec![
        AnalysisColumn::text("rules", "ids of the rules"),
        AnalysisColumn::text("read", "whether they read an option"),
        AnalysisColumn::count("labelled", "replies", "labelled replies that they decided"),
        AnalysisColumn::count(
            "option_instead",
            "replies",
            "of these, replies that choose an option that was not read",
        ),
        AnalysisColumn::count("nothing_instead", "replies", "of these, replies that choose none"),
        rate("rate", "median of the error rates that the counts allow"),
        rate("rate_low", "their 2.5 % quantile"),
        rate("rate_high", "their 97.5 % quantile"),
        AnalysisColumn::count(
            "replies",
            "replies",
            "replies of the compared models to this study that they decided",
        ),
    ];
    let paragraph =
        format!("{READINGS} The labelled replies: {}.", study.options.total_uncertainty.source);
    let title = "How often replies are misread";
    let mut table =
        AnalysisTable::new("total_uncertainty_readings", title, &paragraph, SOURCE, columns);
    for ((row, chose), &replies) in study.options.total_uncertainty.rows().zip(covered) {
        let LabelledReadings { rules, read, option, nothing } = row;
        table.push([
            rules.join(", ").into(),
            if chose { "an option" } else { "no option" }.into(),
            (*read).into(),
            (*option).into(),
            (*nothing).into(),
            row.rate(0.5).into(),
            row.rate(0.025).into(),
            row.rate(0.975).into(),
            replies.into(),
        ]);
    }
    table
}
