//! One country or several: who lives there, and what goes with each group within its countries.

use std::ops::Range;

use super::people::Sums;
use crate::cholesky::{Cholesky, average_to_zero, dot};

/// Entries that are added at once.
pub(crate) const LANES: usize = 4;

/// Entries of neighbouring factors; those beyond the last factor are 0.
pub(crate) type Block = [f64; LANES];

/// Respondents for each effect and constant without which effects are not shown.
const RESPONDENTS_MIN: usize = 2;

/// Composition and regression of some countries. Every country has a constant of its own, so that the effects are those
/// within countries.
pub(crate) struct Region {
    pub(crate) weight: f64,
    /// The mean score of its people.
    pub(crate) mean: f64,
    /// The share of each group, by weight.
    pub(crate) shares: Vec<f64>,
    /// The effect of each group; those of a factor average to 0 under the shares of the reference composition. The effect
    /// of a group that nobody here is in is that average.
    pub(crate) effects: Vec<f64>,
    /// What an effect loses when the reference share of a group grows by 1.
    pub(crate) drift: Vec<f64>,
    /// Whether there are [`RESPONDENTS_MIN`] for each number to estimate.
    pub(crate) determined: bool,
    normal: Cholesky,
}

impl Region {
    /// `composition` has the shares under which effects average to 0; without any, those of the region itself.
    pub(crate) fn new(
        countries: &[&Sums],
        factors: &[Range<usize>],
        composition: Option<&[f64]>,
    ) -> Self {
        let size = countries.first().map_or(0, |sums| sums.shares.len());
        let weight: f64 = countries.iter().map(|sums| sums.weight).sum();
        let mut mean = 0.0;
        let (mut shares, mut cross) = (vec![0.0; size], vec![0.0; size * size]);
        let mut effects = vec![0.0; size];
        for sums in countries {
            mean += sums.mean * sums.weight / weight;
            add(&mut shares, &sums.shares, sums.weight / weight);
            add(&mut cross, &sums.cross, 1.0);
            add(&mut effects, &sums.slopes, 1.0);
        }
        let inhabited =
            |(share, reference): (&f64, &f64)| if *share > 0.0 { *reference } else { 0.0 };
        let reference: Vec<f64> =
            shares.iter().zip(composition.unwrap_or(&shares)).map(inhabited).collect();
        average_to_zero(&mut cross, factors, &reference, weight);
        let own: Vec<f64> = shares.iter().map(|share| share * weight).collect();
        let normal = Cholesky::new(&cross, &own);
        normal.solve(&mut effects);
        let mut drift = effects.clone();
        for factor in factors {
            let covered: f64 = reference[factor.clone()].iter().sum();
            drift[factor.clone()].iter_mut().for_each(|effect| *effect /= covered);
        }
        let respondents: usize = countries.iter().map(|sums| sums.respondents).sum();
        // One direction of each factor is the addition's, and every country has a constant.
        let numbers = normal.rank() - factors.len() + countries.len();
        let determined = respondents >= RESPONDENTS_MIN * numbers;
        Self { weight, mean, shares, effects, drift, determined, normal }
    }

    /// The mean that people of the reference composition would have here: what no effect is part of.
    pub(crate) fn constant(&self) -> f64 {
        self.mean - dot(&self.shares, &self.effects)
    }

    /// How sums of effects over the groups of each factor, weighted by `weights`, answer to one more respondent: for
    /// each column a row of blocks with one entry for each factor. A respondent moves the sum of a factor by `w e` times the sum
    /// of the entries of the respondent's columns, less their mean in the country, `e` being the residual.
    pub(crate) fn answers(&self, factors: &[Range<usize>], weights: &[f64]) -> Vec<Block> {
        let blocks = factors.len().div_ceil(LANES);
        let mut rows = vec![[0.0; LANES]; weights.len() * blocks];
        for (at, factor) in factors.iter().enumerate() {
            let mut right = vec![0.0; weights.len()];
            right[factor.clone()].copy_from_slice(&weights[factor.clone()]);
            self.normal.solve(&mut right);
            for (row, value) in rows.chunks_exact_mut(blocks).zip(right) {
                row[at / LANES][at % LANES] = value;
            }
        }
        rows
    }

    /// The same for a sum over the groups of all factors together: one entry for each column.
    pub(crate) fn answers_together(&self, weights: &[f64]) -> Vec<f64> {
        let mut right = weights.to_vec();
        self.normal.solve(&mut right);
        right
    }
}

fn add(sums: &mut [f64], values: &[f64], times: f64) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += times * value;
    }
}
