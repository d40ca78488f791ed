//! All pairwise gaps within a factor, with what many comparisons do to them.

use bootstrap::Replicates;
use bootstrap::interval::{difference, max_t, standard_error};
use rayon::prelude::*;
use survey_model::{AnalysisColumn, AnalysisTable, Interval, Partition};

use crate::adjustment::{
    benjamini_hochberg, holm, max_t_p_values, minimum_detectable, normal_p_value,
};
use crate::score::{LEVEL, percentile, replicates};
use crate::{AnalysisError, Study};

const PARAGRAPH: &str = "Twelve factors make hundreds of pairs of groups, and with hundreds of comparisons some intervals \
miss 0 by chance alone. Here is every pair within a factor: the gap (`estimate`, first group minus second), its own 95 % \
interval (`low`, `high`), and the band in which, with 95 % confidence, all gaps of the factor lie at once (`band_low`, \
`band_high`). The p-value tests that the two groups score the same, taking the gap as normal with the bootstrap's standard \
error; adjusted by Holm it guards against a single false finding in the factor, by Benjamini and Hochberg it keeps the \
expected share of false findings, and `p_max_t` uses the joint distribution of the gaps. `detectable` is the smallest true \
gap that this sample would find with 80 % power in one test, `detectable_band` in the test of all pairs at once: a smaller \
gap that is not found is not shown to be absent. The families are factors, one model at a time; intervals are of sampling \
respondents only. In very small groups the normal approximation is poor.";

const SUMMARY: &str = "How many of the gaps in each factor survive when it is taken into account that many are looked at? The \
paper does not adjust for multiple testing. Of all pairs, `unadjusted` counts those whose own test gives p < 0.05, and the \
columns after it those that are left under each adjustment. `critical` is the multiple of the standard error that holds for \
all pairs at once, where 1.96 is used for one. `detectable_median` is the gap that this sample finds with 80 % power for the \
middle pair.";

const SOURCE: &str = "Westfall and Young (1993), Resampling-Based Multiple Testing, section 2.3; Holm (1979), Scandinavian \
Journal of Statistics 6, 65-70; Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; \
Bloom (1995), Evaluation Review 19(5), 547-556 (minimum detectable effect).";

/// The power at which a gap counts as detectable.
pub const POWER: f64 = 0.8;

/// One pair of groups with one model.
struct Gap {
    first: usize,
    second: usize,
    estimate: f64,
    draws: Vec<f64>,
}

/// The finished family of one factor and model.
struct Family {
    cut: usize,
    model: usize,
    critical: Option<f64>,
    rows: Vec<Row>,
}

struct Row {
    pair: (usize, usize),
    estimate: f64,
    interval: Option<Interval>,
    band: Option<Interval>,
    error: Option<f64>,
    p: Option<f64>,
    holm: Option<f64>,
    benjamini_hochberg: Option<f64>,
    max_t: Option<f64>,
    detectable: Option<f64>,
    detectable_band: Option<f64>,
}

/// Two tables: one row for each factor and model, and one for each pair of groups. The missing group takes no part.
///
/// # Errors
/// Whatever resampling reports.
pub fn comparisons(study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let cuts: Vec<usize> = study.factors().map(|(cut, _)| cut).collect();
    let partitions: Vec<&Partition> = cuts.iter().map(|&cut| &study.partitions[cut]).collect();
    let targets: Vec<_> = study.models.iter().map(|model| model.targets.clone()).collect();
    let draws = replicates(study, &partitions, &targets)?;
    let families: Vec<(usize, usize)> = (0..cuts.len())
        .flat_map(|at| (0..study.models.len()).map(move |model| (at, model)))
        .collect();
    let family = |&(at, model): &(usize, usize)| {
        let named = named_groups(partitions[at]);
        finish(cuts[at], model, gaps(&draws, at, model, &named))
    };
    let families: Vec<Family> = families.par_iter().map(family).collect();
    Ok(vec![summary(study, &families), pairs(study, &families)])
}

fn named_groups(partition: &Partition) -> Vec<usize> {
    let groups = partition.groups.iter().enumerate();
    groups.filter(|(_, group)| group.group != Partition::MISSING).map(|(at, _)| at).collect()
}

/// Every pair that has a gap, in display order.
fn gaps(draws: &Replicates, partition: usize, model: usize, groups: &[usize]) -> Vec<Gap> {
    let values: Vec<Vec<f64>> =
        groups.iter().map(|&group| draws.values(partition, group, model)).collect();
    let estimate = |group: usize| draws.estimate(partition, group, model);
    let mut gaps = Vec::new();
    for (at, &first) in groups.iter().enumerate() {
        for (after, &second) in groups.iter().enumerate().skip(at + 1) {
            let gap = estimate(first) - estimate(second);
            if !gap.is_nan() {
                let draws = difference(&values[at], &values[after]);
                gaps.push(Gap { first, second, estimate: gap, draws });
            }
        }
    }
    gaps
}

fn finish(cut: usize, model: usize, gaps: Vec<Gap>) -> Family {
    let members: Vec<(f64, &[f64])> =
        gaps.iter().map(|gap| (gap.estimate, gap.draws.as_slice())).collect();
    let bands = max_t(&members, LEVEL);
    let errors: Vec<Option<f64>> = gaps.iter().map(|gap| standard_error(&gap.draws)).collect();
    let raw: Vec<Option<f64>> = gaps
        .iter()
        .zip(&errors)
        .map(|(gap, &error)| normal_p_value(gap.estimate, error?))
        .collect();
    let (holm, step_up) = (holm(&raw), benjamini_hochberg(&raw));
    let joint = max_t_p_values(&members);
    let critical = bands.as_ref().map(|bands| bands.critical);
    let row = |(at, gap): (usize, &Gap)| {
        let error = errors[at].filter(|&error| error > 0.0);
        let band = bands.as_ref().and_then(|bands| bands.intervals[at]);
        Row {
            pair: (gap.first, gap.second),
            estimate: gap.estimate,
            interval: percentile(&gap.draws),
            band: band.map(|band| Interval { low: band.low, high: band.high }),
            error: errors[at],
            p: raw[at],
            holm: holm[at],
            benjamini_hochberg: step_up[at],
            max_t: joint[at],
            detectable: error.map(|error| minimum_detectable(error, None, POWER)),
            detectable_band: error
                .and_then(|error| Some(minimum_detectable(error, Some(critical?), POWER))),
        }
    };
    let rows = gaps.iter().enumerate().map(row).collect();
    Family { cut, model, critical, rows }
}

fn summary(study: &Study<'_>, families: &[Family]) -> AnalysisTable {
    let counted = |name, words| AnalysisColumn::count(name, "pairs", words);
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("model", "the model"),
        counted("pairs", "pairs of groups with a gap"),
        counted("unadjusted", "pairs with p < 0.05"),
        counted("benjamini_hochberg", "pairs with p < 0.05 adjusted by Benjamini and Hochberg"),
        counted("holm", "pairs with p < 0.05 adjusted by Holm"),
        counted("max_t", "pairs whose simultaneous band leaves 0 out"),
        AnalysisColumn::number(
            "critical",
            "standard errors",
            "half width of the band; empty if no gap varies",
        ),
        AnalysisColumn::number(
            "detectable_median",
            "score",
            "gap found with 80 % power in one test, median over the pairs",
        ),
    ];
    let title = "Gaps that survive many comparisons";
    let mut table = AnalysisTable::new("comparisons", title, SUMMARY, SOURCE, columns);
    for family in families {
        let below = |of: fn(&Row) -> Option<f64>| {
            family.rows.iter().filter(|row| of(row).is_some_and(|p| p < 1.0 - LEVEL)).count()
        };
        let outside = |row: &&Row| row.band.is_some_and(|band| band.low > 0.0 || band.high < 0.0);
        let mut sizes: Vec<f64> = family.rows.iter().filter_map(|row| row.detectable).collect();
        table.push([
            study.partitions[family.cut].label.as_str().into(),
            study.models[family.model].name.as_str().into(),
            family.rows.len().into(),
            below(|row| row.p).into(),
            below(|row| row.benjamini_hochberg).into(),
            below(|row| row.holm).into(),
            family.rows.iter().filter(outside).count().into(),
            family.critical.into(),
            bootstrap::interval::quantile(&mut sizes, 0.5).into(),
        ]);
    }
    table
}

fn pairs(study: &Study<'_>, families: &[Family]) -> AnalysisTable {
    let scored = |name, words| AnalysisColumn::number(name, "score", words);
    let chance = |name, words| AnalysisColumn::number(name, "probability", words);
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("first", "the group whose score is taken"),
        AnalysisColumn::text("second", "the group whose score is taken off it"),
        AnalysisColumn::text("model", "the model"),
        scored("estimate", "score of the first group minus score of the second"),
        scored("low", "lower end of its own 95 % percentile interval"),
        scored("high", "upper end of its own 95 % percentile interval"),
        scored("band_low", "lower end of the band for all pairs of the factor"),
        scored("band_high", "upper end of the band for all pairs of the factor"),
        scored("standard_error", "standard deviation of the replicates"),
        chance("p", "p-value of one test, normal, two-sided; empty if the gap does not vary"),
        chance("p_holm", "p-value adjusted by Holm"),
        chance("p_benjamini_hochberg", "p-value adjusted by Benjamini and Hochberg"),
        chance("p_max_t", "p-value adjusted by the largest of all standardised gaps"),
        scored("detectable", "true gap found with 80 % power in one test"),
        scored("detectable_band", "true gap found with 80 % power by the band"),
    ];
    let title = "Every pair of groups";
    let mut table = AnalysisTable::new("comparisons_pairs", title, PARAGRAPH, SOURCE, columns);
    for family in families {
        let partition = &study.partitions[family.cut];
        for row in &family.rows {
            table.push([
                partition.label.as_str().into(),
                partition.groups[row.pair.0].label.as_str().into(),
                partition.groups[row.pair.1].label.as_str().into(),
                study.models[family.model].name.as_str().into(),
                row.estimate.into(),
                row.interval.map(|ends| ends.low).into(),
                row.interval.map(|ends| ends.high).into(),
                row.band.map(|ends| ends.low).into(),
                row.band.map(|ends| ends.high).into(),
                row.error.into(),
                row.p.into(),
                row.holm.into(),
                row.benjamini_hochberg.into(),
                row.max_t.into(),
                row.detectable.into(),
                row.detectable_band.into(),
            ]);
        }
    }
    table
}
