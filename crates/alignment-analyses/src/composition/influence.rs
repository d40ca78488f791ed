//! How each part of a decomposition answers to each respondent, and the standard errors that follow.

use std::ops::Range;

use super::people::People;
use super::region::{Block, LANES, Region};
use crate::cholesky::dot;

/// The regression of everybody and its residuals, which all decompositions of one model share.
pub(crate) struct Pooled<'a> {
    pub(crate) people: &'a People,
    /// Everybody, with a constant for each country.
    pub(crate) region: Region,
    /// For each country the shares of its groups and its mean; `None` without anybody.
    pub(crate) countries: Vec<Option<(Vec<f64>, f64)>>,
    /// Each respondent's residual from the regression of everybody.
    pub(crate) residuals: Vec<f64>,
}

/// What the respondents of a country are to a decomposition: of its country, of its reference, or of neither.
pub(crate) struct Role {
    /// What being in a column's group adds to the explained and the unexplained part of the column's factor.
    explained: Vec<f64>,
    unexplained: Vec<f64>,
    /// The regression of the respondent's side.
    own: Option<Own>,
    /// What a score above the side's mean adds to the gap.
    gap: f64,
    mean: f64,
}

struct Own {
    effects: Vec<f64>,
    answers: Vec<Block>,
}

impl Role {
    /// Of neither side. `drift` has what being in a column's group does to the unexplained part of its factor, as the
    /// effects average to 0 under everybody's shares.
    pub(crate) fn outside(drift: &[f64]) -> Self {
        let none = vec![0.0; drift.len()];
        Self { explained: none, unexplained: drift.to_vec(), own: None, gap: 0.0, mean: 0.0 }
    }

    /// Of the country, `sign` 1, or of the reference, -1; `common` are the effects within all countries.
    pub(crate) fn side(
        sign: f64,
        region: &Region,
        common: &[f64],
        drift: &[f64],
        factors: &[Range<usize>],
    ) -> Self {
        let scale = sign / region.weight;
        let moved = |effects: &mut [f64]| {
            for factor in factors {
                let mean = dot(&region.shares[factor.clone()], &effects[factor.clone()]);
                effects[factor.clone()]
                    .iter_mut()
                    .for_each(|effect| *effect = scale * (*effect - mean));
            }
        };
        let (mut explained, mut unexplained) = (common.to_vec(), region.effects.clone());
        unexplained.iter_mut().zip(common).for_each(|(own, common)| *own -= common);
        moved(&mut explained);
        moved(&mut unexplained);
        unexplained.iter_mut().zip(drift).for_each(|(value, drift)| *value += drift);
        let shares: Vec<f64> = region.shares.iter().map(|share| sign * share).collect();
        let own =
            Own { effects: region.effects.clone(), answers: region.answers(factors, &shares) };
        Self { explained, unexplained, own: Some(own), gap: scale, mean: region.mean }
    }
}

/// The standard errors of a decomposition.
pub(crate) struct Errors {
    pub(crate) gap: f64,
    pub(crate) explained: f64,
    pub(crate) unexplained: f64,
    pub(crate) explained_by: Vec<f64>,
    /// The constants last.
    pub(crate) unexplained_by: Vec<f64>,
}

/// Linearised standard errors: every part is differentiated by the weight of each respondent, and the derivatives times
/// weights, `v`, have the variance `sum_c n_c / (n_c - 1) sum_i (v_ci - mean v_c)^2` over countries `c` and their
/// respondents `i`, who were drawn one by one. A country of one respondent adds nothing.
///
/// `answers` are the columns' rows of [`Region::answers`] for the differences of the shares.
/// Source: Binder (1983), International Statistical Review 51(3); of decompositions: Jann (2008), Stata Journal 8(4),
/// which also takes the shares as estimated.
pub(crate) fn errors<'r>(
    pooled: &Pooled<'_>,
    answers: &[Block],
    role_of: impl Fn(usize) -> &'r Role,
) -> Errors {
    let factors = pooled.people.factors.len();
    let mut variances = vec![0.0; 2 * factors + 4];
    for country in 0..pooled.countries.len() {
        let people = pooled.people.countries[country].len() as f64;
        if people < 2.0 {
            continue;
        }
        let (sums, squares) = of_country(pooled, answers, country, role_of(country));
        for ((variance, sum), square) in variances.iter_mut().zip(sums).zip(squares) {
            *variance += people / (people - 1.0) * (square - sum * sum / people);
        }
    }
    let errors: Vec<f64> = variances.into_iter().map(|variance| variance.max(0.0).sqrt()).collect();
    Errors {
        gap: errors[2 * factors + 1],
        explained: errors[2 * factors + 2],
        unexplained: errors[2 * factors + 3],
        explained_by: errors[..factors].to_vec(),
        unexplained_by: errors[factors..=2 * factors].to_vec(),
    }
}

/// Sums and sums of squares over the respondents of a country: for each factor of its explained part, then of its
/// unexplained part, then the constants', the gap's, the explained, the unexplained.
fn of_country(
    pooled: &Pooled<'_>,
    answers: &[Block],
    country: usize,
    role: &Role,
) -> (Vec<f64>, Vec<f64>) {
    let (people, factors) = (pooled.people, pooled.people.factors.len());
    let (mut sums, mut squares) = (vec![0.0; 2 * factors + 4], vec![0.0; 2 * factors + 4]);
    let Some((shares, mean)) = &pooled.countries[country] else { return (sums, squares) };
    let centre = mean_row(answers, shares);
    let own_centre = role.own.as_ref().map(|own| mean_row(&own.answers, shares));
    let own_constant = role.own.as_ref().map_or(0.0, |own| mean - dot(shares, &own.effects));
    let (mut moved, mut row) = (centre.clone(), vec![0.0; 2 * factors + 4]);
    for at in people.countries[country].clone() {
        let columns = people.columns(at);
        let residual = pooled.residuals[at];
        let (explained, rest) = row.split_at_mut(factors);
        let (unexplained, totals) = rest.split_at_mut(factors);
        distance(&mut moved, answers, &centre, columns.clone());
        for ((explained, unexplained), moved) in
            explained.iter_mut().zip(&mut *unexplained).zip(moved.as_flattened())
        {
            *explained = residual * moved;
            *unexplained = -*explained;
        }
        if let (Some(own), Some(centre)) = (&role.own, &own_centre) {
            let fitted: f64 = columns.clone().map(|column| own.effects[column]).sum();
            let residual = people.scores[at] - own_constant - fitted;
            distance(&mut moved, &own.answers, centre, columns.clone());
            for (unexplained, moved) in unexplained.iter_mut().zip(moved.as_flattened()) {
                *unexplained += residual * moved;
            }
        }
        for (factor, column) in columns.enumerate() {
            explained[factor] += role.explained[column];
            unexplained[factor] += role.unexplained[column];
        }
        let gap = role.gap * (people.scores[at] - role.mean);
        let explained: f64 = explained.iter().sum();
        let unexplained: f64 = unexplained.iter().sum();
        totals.copy_from_slice(&[gap - explained - unexplained, gap, explained, gap - explained]);
        let weight = people.weights[at];
        for ((sum, square), value) in sums.iter_mut().zip(&mut squares).zip(&row) {
            let value = weight * value;
            *sum += value;
            *square += value * value;
        }
    }
    (sums, squares)
}

/// The rows of some columns added up, less their mean in the country.
fn distance(
    moved: &mut [Block],
    rows: &[Block],
    centre: &[Block],
    columns: impl Iterator<Item = usize> + Clone,
) {
    let blocks = moved.len();
    for (at, (moved, centre)) in moved.iter_mut().zip(centre).enumerate() {
        let mut sum = [0.0; LANES];
        for column in columns.clone() {
            let row = rows[column * blocks + at];
            for lane in 0..LANES {
                sum[lane] += row[lane];
            }
        }
        for lane in 0..LANES {
            moved[lane] = sum[lane] - centre[lane];
        }
    }
}

fn mean_row(rows: &[Block], shares: &[f64]) -> Vec<Block> {
    let blocks = rows.len() / shares.len();
    let mut mean = vec![[0.0; LANES]; blocks];
    for (row, share) in rows.chunks_exact(blocks).zip(shares) {
        for (mean, value) in mean.as_flattened_mut().iter_mut().zip(row.as_flattened()) {
            *mean += share * value;
        }
    }
    mean
}
