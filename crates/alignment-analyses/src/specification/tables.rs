//! The specification curve as tables.

use bootstrap::interval::quantile;
use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable};

use super::Claim;
use super::claim::ROUNDING;
use super::curve::{AXES, Specification};

const SOURCE: &str = "Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214; Steegen, Tuerlinckx, \
Gelman and Vanpaemel (2016), Perspectives on Psychological Science 11(5), 702-712.";

const CLAIMS: &str = "A score needs many decisions that could reasonably be made otherwise: whether to weight respondents, \
what to do with answers that are missing, whether to compare means, most frequent answers or whole distributions, \
which questions to ask. Here each claim is tested under every combination of the decisions that the study file lists, \
for each model. `share_holds` is the share of the combinations in which the claim is true. `estimate` is the median over \
the combinations of the margin by which it holds, and `low` and `high` hold 95 % of the margins between them: they say how \
much the decisions move the claim, and are no confidence interval. A claim that holds in nearly all combinations does \
not hang on a decision; one that holds in half of them is a decision, not a finding. The combinations are not equally \
sensible and not independent, so the share is no probability; it also says nothing about chance, which the intervals \
of the scores do.";

const BY_AXIS: &str = "Which decision does a claim hang on? For each decision and each way of making it, the share of the \
combinations in which the claim holds while all other decisions vary. Shares that differ a lot between two rows of one \
decision name the decision that a reader has to agree with before believing the claim.";

const ROWS: &str = "Every combination, one row each, with the score of everybody and the margin of every claim: above 0 the \
claim holds, below 0 it fails by as much, and an empty cell means that a group it names has no score. `reference` is 1 in \
the rows that are computed as in the paper, under the study's own weights. Agreement measured in different ways has \
different units in disguise, so compare signs across rows, and sizes only between rows of one metric.";

/// One row for each claim and model, and one over all models.
pub(super) fn claims(claims: &[Claim], curve: &[Specification]) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("claim", "the claim"),
        AnalysisColumn::text("model", "the model; `all models` takes their combinations together"),
        AnalysisColumn::count(
            "specifications",
            "specifications",
            "combinations in which the claim can be tested",
        ),
        AnalysisColumn::number("share_holds", "share", "share of them in which it holds, 0 to 1"),
        AnalysisColumn::number(
            "reference",
            "score",
            "the margin when computed as in the paper; empty for all models",
        ),
        AnalysisColumn::number("estimate", "score", "median margin; above 0 the claim holds"),
        AnalysisColumn::number("low", "score", "2.5 % of the combinations have a margin below"),
        AnalysisColumn::number("high", "score", "2.5 % of the combinations have a margin above"),
        AnalysisColumn::text("claimed_in", "where it is claimed"),
    ];
    let mut table = AnalysisTable::new(
        "specification_curve",
        "Claims under every defensible choice",
        CLAIMS,
        SOURCE,
        columns,
    );
    let models = values(curve, 0);
    for (at, claim) in claims.iter().enumerate() {
        let all = std::iter::once(None).chain(models.iter().map(|&model| Some(model)));
        for model in all {
            let rows = || {
                let of_model =
                    move |row: &&Specification| model.is_none_or(|name| row.choices[0] == name);
                curve.iter().filter(of_model)
            };
            let mut margins: Vec<f64> = rows().filter_map(|row| row.margins[at]).collect();
            let reference = model.and_then(|_| rows().find(|row| row.is_reference)?.margins[at]);
            table.push([
                claim.text.as_str().into(),
                model.unwrap_or("all models").into(),
                margins.len().into(),
                share_holds(&margins).into(),
                reference.into(),
                quantile(&mut margins, 0.5).into(),
                quantile(&mut margins, 0.025).into(),
                quantile(&mut margins, 0.975).into(),
                claim.source.as_str().into(),
            ]);
        }
    }
    table
}

/// One row for each claim, axis and value.
pub(super) fn axes(claims: &[Claim], curve: &[Specification]) -> AnalysisTable {
    let columns = vec![
        AnalysisColumn::text("claim", "the claim"),
        AnalysisColumn::text("axis", "the decision"),
        AnalysisColumn::text("value", "how it is made"),
        AnalysisColumn::count(
            "specifications",
            "specifications",
            "combinations with that value in which the claim can be tested",
        ),
        AnalysisColumn::number("share_holds", "share", "share of them in which it holds, 0 to 1"),
        AnalysisColumn::number("median_margin", "score", "median margin; above 0 the claim holds"),
    ];
    let title = "The decision that a claim hangs on";
    let mut table = AnalysisTable::new("specification_curve_axes", title, BY_AXIS, SOURCE, columns);
    for (at, claim) in claims.iter().enumerate() {
        for (axis, name) in AXES.iter().enumerate() {
            for value in values(curve, axis) {
                let rows = curve.iter().filter(|row| row.choices[axis] == value);
                let mut margins: Vec<f64> = rows.filter_map(|row| row.margins[at]).collect();
                table.push([
                    claim.text.as_str().into(),
                    (*name).into(),
                    value.into(),
                    margins.len().into(),
                    share_holds(&margins).into(),
                    quantile(&mut margins, 0.5).into(),
                ]);
            }
        }
    }
    table
}

/// One row for each specification.
pub(super) fn specifications(claims: &[Claim], curve: &[Specification]) -> AnalysisTable {
    let mut columns = vec![AnalysisColumn::count("specification", "", "number, from 1")];
    columns.extend(AXES.map(|axis| AnalysisColumn::text(axis, &format!("the decision: {axis}"))));
    columns.push(AnalysisColumn::count("reference", "", "1 if computed as in the paper, else 0"));
    columns.push(AnalysisColumn::number("overall", "score", "score with everybody"));
    columns.extend(claims.iter().map(|claim| {
        AnalysisColumn::number(
            &claim.name,
            "score",
            &format!("margin of the claim: {}", claim.text),
        )
    }));
    let title = "Every specification";
    let mut table = AnalysisTable::new("specification_curve_rows", title, ROWS, SOURCE, columns);
    for (at, row) in curve.iter().enumerate() {
        let mut cells: Vec<AnalysisCell> = vec![(at + 1).into()];
        cells.extend(row.choices.iter().map(|choice| AnalysisCell::from(choice.as_str())));
        cells.push(usize::from(row.is_reference).into());
        cells.push(row.overall.into());
        cells.extend(row.margins.iter().map(|&margin| AnalysisCell::from(margin)));
        table.push(cells);
    }
    table
}

/// The values of an axis, in order of first appearance.
fn values(curve: &[Specification], axis: usize) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for row in curve {
        if !values.contains(&row.choices[axis].as_str()) {
            values.push(&row.choices[axis]);
        }
    }
    values
}

/// The share of the margins above 0 by more than rounding; `None` without one.
fn share_holds(margins: &[f64]) -> Option<f64> {
    let holds = margins.iter().filter(|&&margin| margin > ROUNDING).count();
    (!margins.is_empty()).then(|| holds as f64 / margins.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_of_nothing_does_not_hold() {
        assert_eq!(share_holds(&[0.1, 0.0, 1e-15, -0.2]), Some(0.25));
        assert_eq!(share_holds(&[]), None);
    }
}
