//! The tables of the analysis of weights and design.

use std::collections::BTreeMap;

use survey_model::{AnalysisCell, AnalysisColumn, AnalysisTable};

use crate::weights_and_design::{Estimate, Minus};
use crate::{PairedDesign, Study};

const PARAGRAPH: &str = "The survey did not draw its respondents one by one from Europe: it drew them by strata and \
neighbourhoods in each country, and its weights say how many people each respondent stands for. The paper uses neither. \
Here every score and every gap is computed without weights, with those that correct for who answered (pspwght), and \
with those that also give large countries their share of people (anweight), and every interval is that of the design. \
The design effect says how many times larger the variance is than if as many people had been drawn one by one; at 2, \
half of the respondents are worth as much as all of them seem to be. Read the first table for how many comparisons \
change their sign or stop being clear. Each of the three weights answers another question: people of these countries \
(anweight) or the average country's people (pspwght); none of them is the right one for every claim. The intervals hold \
for one comparison at a time, and the models' answers are taken as fixed. A stratum with a single unit is joined with \
the next of its country, which makes intervals a little wider.";

const SOURCE: &str = "Linearisation: Binder (1983), International Statistical Review 51(3), section 4; units drawn with \
replacement: Wolter (2007), Introduction to Variance Estimation, chapter 6; rescaled bootstrap: Rao, Wu and Yue (1992), \
Survey Methodology 18(2); design effect: Kish (1965), Survey Sampling, section 8.2; weights: European Social Survey, \
Guide to Using Weights and Sample Design Indicators (2020).";

/// Whether an estimate is a comparison of a kind.
type IsOfKind = fn(&Estimate, &Study<'_>) -> bool;

/// For each kind of comparison and choice of weights, how many come out otherwise.
pub(crate) fn summary_table(
    study: &Study<'_>,
    design: &PairedDesign,
    estimates: &[Estimate],
) -> AnalysisTable {
    let mut table =
        titled("weights_and_design", "What weights and design change", summary_columns());
    let first = estimates.first().map_or("", |estimate| estimate.weights.as_str());
    let place = |e: &Estimate| (e.model, e.partition, e.group, minus_key(e.minus));
    let under_first: BTreeMap<_, f64> =
        estimates.iter().filter(|e| e.weights == first).map(|e| (place(e), e.value)).collect();
    let kinds: [(&str, IsOfKind); 3] = [
        ("groups of a factor", |e, s| {
            matches!(e.minus, Minus::Group(_)) && e.partition != s.country
        }),
        ("countries", |e, s| matches!(e.minus, Minus::Group(_)) && e.partition == s.country),
        ("models", |e, _| matches!(e.minus, Minus::Model(_))),
    ];
    let mut names: Vec<&str> = estimates.iter().map(|e| e.weights.as_str()).collect();
    names.dedup();
    for (kind, is_of_kind) in kinds {
        for weights in &names {
            let gaps: Vec<&Estimate> = estimates
                .iter()
                .filter(|e| e.weights == *weights && is_of_kind(e, study))
                .collect();
            let before = |e: &Estimate| under_first.get(&place(e)).copied();
            let count = |is: &dyn Fn(&Estimate) -> bool| gaps.iter().filter(|e| is(e)).count();
            let changes: Vec<f64> =
                gaps.iter().filter_map(|e| Some((e.value - before(e)?).abs())).collect();
            let effects: Vec<f64> = gaps.iter().filter_map(|e| e.design_effect()).collect();
            table.push([
                kind.into(),
                (*weights).into(),
                gaps.len().into(),
                count(&|e| before(e).is_some_and(|before| before * e.value < 0.0)).into(),
                count(&|e| e.is_clear(e.simple)).into(),
                count(&|e| e.is_clear(e.design)).into(),
                median(&changes).into(),
                changes.iter().copied().reduce(f64::max).into(),
                median(&effects).into(),
                effects.iter().copied().reduce(f64::max).into(),
                design.joined.into(),
                design.countries_of_persons.into(),
            ]);
        }
    }
    table
}

fn summary_columns() -> Vec<AnalysisColumn> {
    vec![
        AnalysisColumn::text(
            "comparison",
            "what is compared: two groups of a factor, or two models with everybody",
        ),
        AnalysisColumn::text("weights", "the weights, or `none`"),
        AnalysisColumn::count("gaps", "comparisons", "pairs compared"),
        AnalysisColumn::count(
            "reversed",
            "comparisons",
            "pairs whose gap has the other sign than under the first weights",
        ),
        AnalysisColumn::count(
            "clear_simple",
            "comparisons",
            "pairs whose gap is clear of 0 if persons had been drawn one by one",
        ),
        AnalysisColumn::count(
            "clear_design",
            "comparisons",
            "pairs whose gap is clear of 0 under the design, one at a time",
        ),
        AnalysisColumn::number(
            "change_median",
            "score",
            "median size of the gap's change from the first weights",
        ),
        AnalysisColumn::number(
            "change_max",
            "score",
            "largest change of a gap from the first weights",
        ),
        AnalysisColumn::number("design_effect_median", "ratio", "median design effect of the gaps"),
        AnalysisColumn::number("design_effect_max", "ratio", "largest design effect of the gaps"),
        AnalysisColumn::count(
            "strata_joined",
            "strata",
            "strata with a single unit, joined with another",
        ),
        AnalysisColumn::count(
            "countries_of_persons",
            "countries",
            "countries of a single unit, treated as samples of persons",
        ),
    ]
}

/// Every group's score.
pub(crate) fn scores_table(study: &Study<'_>, estimates: &[Estimate]) -> AnalysisTable {
    let mut columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("group", "the group"),
        AnalysisColumn::text("weights", "the weights, or `none`"),
    ];
    columns.extend(measures("score"));
    let mut table = titled("weights_and_design_scores", "Scores by weights and design", columns);
    for estimate in estimates.iter().filter(|e| e.minus == Minus::Nothing) {
        let partition = &study.partitions[estimate.partition];
        let mut row: Vec<AnalysisCell> = vec![
            study.models[estimate.model].name.as_str().into(),
            partition.label.as_str().into(),
            partition.groups[estimate.group].label.as_str().into(),
            estimate.weights.as_str().into(),
        ];
        row.extend(measured(estimate));
        table.push(row);
    }
    table
}

/// Every gap between two groups of a factor, and between two models with everybody.
pub(crate) fn gaps_table(study: &Study<'_>, estimates: &[Estimate]) -> AnalysisTable {
    let mut columns = vec![
        AnalysisColumn::text("model", "the model; in a gap between models the first of the two"),
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("group", "the first group"),
        AnalysisColumn::text("minus", "the group or the model whose score is taken off"),
        AnalysisColumn::text("weights", "the weights, or `none`"),
    ];
    columns.extend(measures("gap"));
    let mut table = titled("weights_and_design_gaps", "Gaps by weights and design", columns);
    for estimate in estimates {
        let partition = &study.partitions[estimate.partition];
        let minus = match estimate.minus {
            Minus::Nothing => continue,
            Minus::Group(group) => partition.groups[group].label.as_str(),
            Minus::Model(model) => study.models[model].name.as_str(),
        };
        let mut row: Vec<AnalysisCell> = vec![
            study.models[estimate.model].name.as_str().into(),
            partition.label.as_str().into(),
            partition.groups[estimate.group].label.as_str().into(),
            minus.into(),
            estimate.weights.as_str().into(),
        ];
        row.extend(measured(estimate));
        table.push(row);
    }
    table
}

fn titled(name: &str, title: &str, columns: Vec<AnalysisColumn>) -> AnalysisTable {
    AnalysisTable::new(name, title, PARAGRAPH, SOURCE, columns)
}

fn measures(what: &str) -> [AnalysisColumn; 8] {
    let number = |name, unit, text: &str| AnalysisColumn::number(name, unit, text);
    [
        number("estimate", "score", &format!("the {what} under these weights")),
        number("low", "score", "lower end of the 95 % interval under the design, linearised"),
        number("high", "score", "upper end of that interval"),
        number(
            "low_bootstrap",
            "score",
            "lower end of the 95 % percentile interval of the Rao-Wu bootstrap",
        ),
        number("high_bootstrap", "score", "upper end of that interval"),
        number(
            "error_simple",
            "score",
            "standard error if as many persons had been drawn one by one",
        ),
        number("error_design", "score", "standard error under the design, linearised"),
        number(
            "design_effect",
            "ratio",
            "square of the second error over that of the first; empty if the first is 0",
        ),
    ]
}

fn measured(estimate: &Estimate) -> [AnalysisCell; 8] {
    let (linear, bootstrap) = (estimate.interval(), estimate.bootstrap);
    [
        estimate.value.into(),
        linear.low.into(),
        linear.high.into(),
        bootstrap.map(|ends| ends.low).into(),
        bootstrap.map(|ends| ends.high).into(),
        estimate.simple.sqrt().into(),
        estimate.design.sqrt().into(),
        estimate.design_effect().into(),
    ]
}

fn minus_key(minus: Minus) -> (u8, usize) {
    match minus {
        Minus::Nothing => (0, 0),
        Minus::Group(group) => (1, group),
        Minus::Model(model) => (2, model),
    }
}

fn median(values: &[f64]) -> Option<f64> {
    bootstrap::interval::quantile(&mut values.to_vec(), 0.5)
}
