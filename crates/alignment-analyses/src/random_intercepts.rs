//! A regression whose cells differ from what their parts add up to: random intercepts by restricted maximum likelihood.

use std::ops::Range;

use crate::cholesky::{Cholesky, average_to_zero};
use crate::root::root;

/// The 95 % point of chi squared with one degree of freedom.
const CHI_SQUARED: f64 = 3.841_458_820_694_124;

/// The ratios of variances that are tried first are 4 to these powers, and 0.
const POWERS: Range<i32> = -14..15;

/// The respondents of one cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// How many they are, at least 1.
    pub respondents: f64,
    /// The mean of their outcomes.
    pub mean: f64,
    /// For each factor the group they are in.
    pub groups: Vec<u16>,
}

/// A fitted model of cells: `mean of a cell = constant + effects of its groups + residual of the cell + error`.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomIntercepts {
    /// The variance between respondents of one cell.
    pub within: f64,
    /// The variance of the cells' residuals, 0 or more.
    pub between: f64,
    /// The ends of the 95 % profile interval of [`RandomIntercepts::share`]; the upper one is 1 if nothing bounds it.
    pub share_interval: (f64, f64),
    /// Twice the logarithm of the restricted likelihood over that of no variance between cells, 0 or more.
    pub likelihood_ratio: f64,
    /// For each cell what it is predicted to be.
    pub predictions: Vec<Prediction>,
}

/// What one cell is predicted to be. The errors take the two variances as known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Constant and effects: what the cell would be if its parts added up.
    pub additive: f64,
    /// The cell's own residual, drawn towards 0 the more, the fewer respondents it has.
    pub residual: f64,
    /// The standard error of the residual.
    pub residual_error: f64,
    /// The standard error of [`Prediction::value`].
    pub error: f64,
}

impl Prediction {
    /// The cell's mean, drawn towards what its parts add up to.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.additive + self.residual
    }
}

impl RandomIntercepts {
    /// The share of the variance that lies between the cells: the correlation of two respondents of one cell.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.between / (self.between + self.within)
    }
}

/// Fits random intercepts of cells by restricted maximum likelihood, exactly.
///
/// `within_squares` is the sum of squares of respondents around their cell's mean, and `groups` the number of groups of
/// each factor whose effects are fitted; without any, a cell differs from the grand mean. As all respondents of a cell
/// have the same groups, cell sizes and means hold all that the data say, and one number is left to search: the ratio of
/// the variance between cells to that within. `None` if the data do not determine it: no cell with two respondents, no
/// more cells than effects, no variation within cells.
///
/// Source: Patterson and Thompson (1971), Biometrika 58(3), for the restricted likelihood; Harville (1977), Journal of
/// the American Statistical Association 72, for prediction; Henderson (1975), Biometrics 31(2),
/// for its errors.
///
/// ```
/// use alignment_analyses::{Cell, random_intercepts};
/// // Two cells of two: 0 and 2, 4 and 6. Within: 4 / (4 - 2) = 2; between: (2 x 8 - 2) / 2 = 7, with 8 the variance of
/// // the means 1 and 5. Of the distance from the grand mean 3, a share of 2 x 7 / (2 x 7 + 2) = 7/8 stays.
/// let cell = |mean| Cell { respondents: 2.0, mean, groups: vec![] };
/// let fit = random_intercepts(&[cell(1.0), cell(5.0)], 4.0, &[]).unwrap();
/// assert!((fit.within - 2.0).abs() < 1e-12 && (fit.between - 7.0).abs() < 1e-11);
/// assert!((fit.share() - 7.0 / 9.0).abs() < 1e-12);
/// assert!((fit.predictions[0].value() - 1.25).abs() < 1e-12);
/// ```
///
/// # Panics
/// If a cell does not have one group for each factor.
#[must_use]
pub fn random_intercepts(
    cells: &[Cell],
    within_squares: f64,
    groups: &[usize],
) -> Option<RandomIntercepts> {
    let likelihood = Likelihood::new(cells, within_squares, groups)?;
    let ratio = likelihood.most_likely()?;
    let best = likelihood.at(ratio);
    let beyond = |ratio: f64| likelihood.at(ratio).deviance - best.deviance - CHI_SQUARED;
    let share = |ratio: f64| ratio / (1.0 + ratio);
    let none = beyond(0.0);
    let low = if none <= 0.0 { 0.0 } else { share(root(0.0, ratio, beyond)) };
    let mut far = ratio.max(4.0_f64.powi(POWERS.start));
    while far < 4.0_f64.powi(POWERS.end) && beyond(far) <= 0.0 {
        far *= 4.0;
    }
    let high = if beyond(far) <= 0.0 { 1.0 } else { share(root(ratio, far, beyond)) };
    let within = best.squares / likelihood.freedom;
    Some(RandomIntercepts {
        within,
        between: ratio * within,
        share_interval: (low, high),
        likelihood_ratio: (none + CHI_SQUARED).max(0.0),
        predictions: likelihood.predictions(&best, within),
    })
}

/// The restricted likelihood of the ratio of variances, all else at its best value.
struct Likelihood<'a> {
    cells: &'a [Cell],
    within_squares: f64,
    /// The columns of each factor; column 0 is the constant.
    factors: Vec<Range<usize>>,
    /// The share of respondents in the group of each column; 0 for the constant.
    shares: Vec<f64>,
    /// Respondents less effects.
    freedom: f64,
}

/// The likelihood at one ratio.
struct Point {
    ratio: f64,
    /// Minus twice its logarithm, up to a constant.
    deviance: f64,
    /// Squared distances from the fit, those of cells weighing less the larger the ratio.
    squares: f64,
    effects: Vec<f64>,
    normal: Cholesky,
}

impl<'a> Likelihood<'a> {
    fn new(cells: &'a [Cell], within_squares: f64, groups: &[usize]) -> Option<Self> {
        if cells.is_empty() {
            return None;
        }
        let mut factors = Vec::with_capacity(groups.len());
        let mut size = 1;
        for &groups in groups {
            factors.push(size..size + groups);
            size += groups;
        }
        let respondents: f64 = cells.iter().map(|cell| cell.respondents).sum();
        let mut shares = vec![0.0; size];
        for cell in cells {
            assert_eq!(cell.groups.len(), groups.len(), "one group for each factor");
            for (factor, &group) in factors.iter().zip(&cell.groups) {
                shares[factor.start + usize::from(group)] += cell.respondents / respondents;
            }
        }
        let mut likelihood = Self { cells, within_squares, factors, shares, freedom: respondents };
        let effects = likelihood.at(0.0).normal.rank() - groups.len();
        likelihood.freedom -= effects as f64;
        let determined = within_squares > 0.0 && cells.len() > effects;
        (determined && likelihood.freedom > 0.0).then_some(likelihood)
    }

    fn columns(&self, cell: &'a Cell) -> impl Iterator<Item = usize> + Clone + '_ {
        let groups = self.factors.iter().zip(&cell.groups);
        std::iter::once(0).chain(groups.map(|(factor, &group)| factor.start + usize::from(group)))
    }

    /// A cell of `n` weighs `n / (1 + n ratio)`: as many respondents would say as much about the effects if cells did not
    /// differ by themselves.
    fn at(&self, ratio: f64) -> Point {
        let size = self.shares.len();
        let (mut cross, mut effects) = (vec![0.0; size * size], vec![0.0; size]);
        let (mut all, mut logarithms) = (0.0, 0.0);
        for cell in self.cells {
            let weight = cell.weight(ratio);
            all += weight;
            logarithms += (ratio * cell.respondents).ln_1p();
            for row in self.columns(cell) {
                effects[row] += weight * cell.mean;
                for column in self.columns(cell) {
                    cross[row * size + column] += weight;
                }
            }
        }
        let own: Vec<f64> = (0..size).map(|at| cross[at * size + at]).collect();
        average_to_zero(&mut cross, &self.factors, &self.shares, all);
        let normal = Cholesky::new(&cross, &own);
        normal.solve(&mut effects);
        let mut squares = self.within_squares;
        for cell in self.cells {
            squares += cell.weight(ratio) * self.residual(cell, &effects).powi(2);
        }
        let determinant = normal.log_determinant() - self.factors.len() as f64 * all.ln();
        let deviance = self.freedom * squares.ln() + logarithms + determinant;
        Point { ratio, deviance, squares, effects, normal }
    }

    fn residual(&self, cell: &'a Cell, effects: &[f64]) -> f64 {
        cell.mean - self.columns(cell).map(|at| effects[at]).sum::<f64>()
    }

    /// What the deviance gains when the ratio grows by 1.
    fn slope(&self, ratio: f64) -> f64 {
        let point = self.at(ratio);
        let inverse = point.normal.inverse();
        let (mut squares, mut rest) = (0.0, 0.0);
        for cell in self.cells {
            let weight = cell.weight(ratio);
            squares += (weight * self.residual(cell, &point.effects)).powi(2);
            rest += weight - weight * weight * self.leverage(cell, &inverse);
        }
        rest - self.freedom * squares / point.squares
    }

    /// The variance of a cell's additive part, over that within cells.
    fn leverage(&self, cell: &'a Cell, inverse: &[f64]) -> f64 {
        let columns = self.columns(cell);
        let line = |row: usize| {
            columns.clone().map(move |column| inverse[row * self.shares.len() + column])
        };
        self.columns(cell).flat_map(line).sum()
    }

    /// The best of the tried ratios, and from there to where the slope is 0; `None` if the best has no end.
    fn most_likely(&self) -> Option<f64> {
        let ratios: Vec<f64> =
            std::iter::once(0.0).chain(POWERS.map(|power| 4.0_f64.powi(power))).collect();
        let deviances: Vec<f64> = ratios.iter().map(|&ratio| self.at(ratio).deviance).collect();
        let mut low = (0..ratios.len()).min_by(|&a, &b| deviances[a].total_cmp(&deviances[b]))?;
        // Deviances that differ by less than rounding do not say on which side of the best place they are; slopes do.
        while self.slope(ratios[low]) >= 0.0 {
            if low == 0 {
                return Some(0.0);
            }
            low -= 1;
        }
        let mut high = low + 1;
        while self.slope(*ratios.get(high)?) < 0.0 {
            high += 1;
        }
        let (low, high) = (ratios[high - 1], ratios[high]);
        Some(root(low, high, |ratio| self.slope(ratio)))
    }

    fn predictions(&self, best: &Point, within: f64) -> Vec<Prediction> {
        let inverse = best.normal.inverse();
        let predict = |cell: &'a Cell| {
            let residual = self.residual(cell, &best.effects);
            let kept = best.ratio * cell.weight(best.ratio);
            let leverage = self.leverage(cell, &inverse);
            // The residual's own uncertainty and that of the additive part do not go together (Henderson 1975).
            let own = best.ratio * (1.0 - kept);
            Prediction {
                additive: cell.mean - residual,
                // Not the -0 that nothing kept of a negative residual is.
                residual: kept * residual + 0.0,
                residual_error: (within * (own + kept * kept * leverage)).sqrt(),
                error: (within * (own + (1.0 - kept).powi(2) * leverage)).sqrt(),
            }
        };
        self.cells.iter().map(predict).collect()
    }
}

impl Cell {
    fn weight(&self, ratio: f64) -> f64 {
        self.respondents / (1.0 + self.respondents * ratio)
    }
}
