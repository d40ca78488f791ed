//! How much of respondents' closeness to a model goes with their country, and how much with who they are.

use std::collections::BTreeMap;

use rayon::prelude::*;
use survey_model::{AnalysisColumn, AnalysisTable, Partition};

use crate::least_squares::{explained_by_subsets, shapley};
use crate::{
    AnalysisError, ModelAnswers, Study, cross_products, explained_by_cells, individual_scores,
};

/// With more factors than this the number of regressions, two to its power, is out of reach.
const FACTORS_MAX: usize = 18;

const PARAGRAPH: &str = "Is a person's closeness to a model a matter of the country or of the person's own circumstances? \
Each respondent gets a score of their own, and a regression asks how much of its variation country and factors explain. \
Since factors go together, what one of them explains depends on which are already there; the Shapley share is the mean \
of its contribution over all orders, so that the shares add up to what all explain together. `Alone` is what it explains \
without any other and `last` what it adds to all others. The interaction is what the factor explains differently from \
country to country beyond both added up; since many small cells explain something by chance, compare it with what chance \
would give. Most of the variation is between people who are alike in all of this, so a small share is not a small gap \
between means. A share is a description, not a cause, and the individual score is not the group score of the paper: \
the latter compares a model with a group's mean.";

const SOURCE: &str = "Shapley value of R^2: Lindeman, Merenda and Gold (1980), p. 119; Groemping (2007), American \
Statistician 61(2). All subsets by sweeping: Furnival and Wilson (1974), Technometrics 16(4).";

const PAIRS: &str = "Do two circumstances together say something else than both apart, say age being another matter for women \
than for men, or faith in one country than in another? For every pair, the interaction is what the cells of both explain of \
respondents' own scores beyond both added up. Many small cells explain something by chance, and the last column says how \
much that would be without any interaction; only what goes clearly beyond it is one. It is a share of the variation between \
persons and small even where cells differ visibly.";

/// Two tables: one row for each model and factor, after one for each model with all factors together; and one row for
/// each model and pair of factors, the country among them.
///
/// # Errors
/// More factors than two to their power can be regressed on.
pub fn country_or_people(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let factors: Vec<(usize, &Partition)> = study.factors().collect();
    if factors.len() > FACTORS_MAX {
        let reason = format!(
            "{} factors need 2^{} regressions; name at most {FACTORS_MAX} factors in the study file",
            factors.len(),
            factors.len()
        );
        return Err(AnalysisError::Option { analysis: "country_or_people", reason });
    }
    let mut table =
        AnalysisTable::new("country_or_people", "Country or people?", PARAGRAPH, SOURCE, columns());
    let mut interactions = AnalysisTable::new(
        "country_or_people_pairs",
        "More than the sum of two?",
        PAIRS,
        "An analysis of variance of unequal cells: Searle (1971), Linear Models, section 7.2.",
        pair_columns(),
    );
    let found: Vec<(Vec<Explained>, Vec<Pair>)> =
        study.models.par_iter().map(|model| of_model(study, model, &factors)).collect();
    for (model, (rows, pairs)) in study.models.iter().zip(&found) {
        for row in rows {
            table.push([
                model.name.as_str().into(),
                row.factor.as_str().into(),
                row.respondents.into(),
                row.shapley.into(),
                row.share.into(),
                row.alone.into(),
                row.last.into(),
                row.interaction.into(),
                row.by_chance.into(),
            ]);
        }
        for pair in pairs {
            interactions.push([
                model.name.as_str().into(),
                pair.factors[0].as_str().into(),
                pair.factors[1].as_str().into(),
                pair.cells.into(),
                pair.interaction.into(),
                pair.by_chance.into(),
            ]);
        }
    }
    Ok(vec![table, interactions])
}

fn columns() -> Vec<AnalysisColumn> {
    let number = |name, text| AnalysisColumn::number(name, "share", text);
    vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("factor", "the factor, the country, or all together"),
        AnalysisColumn::count(
            "respondents",
            "respondents",
            "respondents with a score of their own",
        ),
        number(
            "shapley",
            "Shapley share of the variation of individual scores, 0 to 1; all together: R^2",
        ),
        number("of_explained", "the same as a share of what all explain together"),
        number("alone", "what it explains without any other factor"),
        number("last", "what it adds when all others are already there"),
        number(
            "interaction",
            "what country and factor explain as cells beyond both added up; empty for the country",
        ),
        number("interaction_by_chance", "what that would be without any interaction, on average"),
    ]
}

fn pair_columns() -> Vec<AnalysisColumn> {
    let number = |name, text| AnalysisColumn::number(name, "share", text);
    vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("factor", "one factor"),
        AnalysisColumn::text("with", "the other, the country among them"),
        AnalysisColumn::count("cells", "cells", "crossings that somebody is in"),
        number("interaction", "what both explain as cells beyond both added up"),
        number("interaction_by_chance", "what that would be without any interaction, on average"),
    ]
}

/// Two factors crossed.
struct Pair {
    factors: [String; 2],
    cells: usize,
    interaction: f64,
    /// `None` if every respondent is in a cell of their own.
    by_chance: Option<f64>,
}

struct Explained {
    factor: String,
    respondents: usize,
    shapley: f64,
    share: f64,
    alone: Option<f64>,
    last: Option<f64>,
    interaction: Option<f64>,
    by_chance: Option<f64>,
}

fn of_model(
    study: &Study<'_>,
    model: &ModelAnswers<'_>,
    factors: &[(usize, &Partition)],
) -> (Vec<Explained>, Vec<Pair>) {
    let outcome = individual_scores(&study.matrix, &model.targets);
    let respondents = outcome.iter().flatten().count();
    if respondents == 0 {
        // A model that answered nothing that anybody answered is close to nobody.
        return (Vec::new(), Vec::new());
    }
    let cuts: Vec<&Partition> = factors.iter().map(|(_, partition)| *partition).collect();
    let cross = cross_products(&outcome, &cuts, &study.weights);
    let widths: Vec<usize> = cuts.iter().map(|partition| partition.groups.len() - 1).collect();
    let worth = explained_by_subsets(&cross, &widths);
    let all = worth.len() - 1;
    let mut rows = vec![Explained {
        factor: "All together".to_owned(),
        respondents,
        shapley: worth[all],
        share: 1.0,
        alone: None,
        last: None,
        interaction: None,
        by_chance: None,
    }];
    let pairs = pairs(study, &outcome, &cuts, &worth);
    let country = factors.iter().position(|(at, _)| *at == study.country);
    for (at, share) in shapley(&worth).into_iter().enumerate() {
        let crossed = country
            .filter(|&country| country != at)
            .map(|country| &pairs[&(at.min(country), at.max(country))]);
        rows.push(Explained {
            factor: cuts[at].label.clone(),
            respondents,
            shapley: share,
            share: share / worth[all],
            alone: Some(worth[1 << at]),
            last: Some(worth[all] - worth[all ^ (1 << at)]),
            interaction: crossed.map(|pair| pair.interaction),
            by_chance: crossed.and_then(|pair| pair.by_chance),
        });
    }
    (rows, pairs.into_values().collect())
}

/// Every pair of factors by their places, the first before the second.
fn pairs(
    study: &Study<'_>,
    outcome: &[Option<f64>],
    cuts: &[&Partition],
    worth: &[f64],
) -> BTreeMap<(usize, usize), Pair> {
    let respondents = outcome.iter().flatten().count() as f64;
    let inhabited = |partition: &&Partition| {
        let mut seen = vec![false; partition.groups.len()];
        for (&member, value) in partition.members.iter().zip(outcome) {
            seen[usize::from(member)] |= value.is_some();
        }
        seen.into_iter().filter(|seen| *seen).count()
    };
    let inhabited: Vec<usize> = cuts.iter().map(inhabited).collect();
    let pair = |(one, two): (usize, usize)| {
        let (first, second) = (cuts[one], cuts[two]);
        let groups = second.groups.len();
        let (share, cells) =
            explained_by_cells(outcome, &first.members, &second.members, groups, &study.weights);
        // Every cell beyond the main effects takes one degree of freedom of what the cells leave unexplained.
        let beyond = cells as f64 - (inhabited[one] + inhabited[two] - 1) as f64;
        let free = respondents - cells as f64;
        let pair = Pair {
            factors: [first.label.clone(), second.label.clone()],
            cells,
            interaction: share - worth[1 << one | 1 << two],
            by_chance: (free > 0.0).then(|| beyond * (1.0 - share) / free),
        };
        ((one, two), pair)
    };
    let places = (0..cuts.len()).flat_map(|one| (one + 1..cuts.len()).map(move |two| (one, two)));
    places.collect::<Vec<_>>().into_par_iter().map(pair).collect()
}
