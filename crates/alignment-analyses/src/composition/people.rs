//! Respondents with a score of their own, country by country, and the sums that regressions within countries need.

use std::ops::Range;

use survey_model::Partition;

use crate::RespondentWeights;

/// The respondents with a score of their own and a weight above 0, those of a country one after another.
pub(crate) struct People {
    /// The columns of each factor's groups, the missing group included.
    pub(crate) factors: Vec<Range<usize>>,
    /// The respondents of each country; empty if it has none.
    pub(crate) countries: Vec<Range<usize>>,
    pub(crate) weights: Vec<f64>,
    pub(crate) scores: Vec<f64>,
    /// For each respondent one column of each factor.
    columns: Vec<u16>,
}

/// The sums of one country.
pub(crate) struct Sums {
    pub(crate) respondents: usize,
    pub(crate) weight: f64,
    /// The share of each group, by weight.
    pub(crate) shares: Vec<f64>,
    /// The mean score.
    pub(crate) mean: f64,
    /// Centred cross-products of the groups' indicators, flat.
    pub(crate) cross: Vec<f64>,
    /// Centred cross-products of indicators and scores.
    pub(crate) slopes: Vec<f64>,
}

impl People {
    pub(crate) fn new(
        scores: &[Option<f64>],
        factors: &[&Partition],
        country: &Partition,
        weights: &RespondentWeights,
    ) -> Self {
        let mut found = Self {
            factors: Vec::with_capacity(factors.len()),
            countries: Vec::with_capacity(country.groups.len()),
            weights: Vec::new(),
            scores: Vec::new(),
            columns: Vec::new(),
        };
        let mut size = 0;
        for factor in factors {
            found.factors.push(size..size + factor.groups.len());
            size += factor.groups.len();
        }
        let mut of_country = vec![Vec::new(); country.groups.len()];
        for (respondent, score) in scores.iter().enumerate() {
            if let Some(score) = score.filter(|_| weights.of(respondent) > 0.0) {
                of_country[usize::from(country.members[respondent])].push((respondent, score));
            }
        }
        for people in of_country {
            let begin = found.scores.len();
            for (respondent, score) in people {
                found.weights.push(weights.of(respondent));
                found.scores.push(score);
                for (factor, columns) in factors.iter().zip(&found.factors) {
                    let column = columns.start + usize::from(factor.members[respondent]);
                    found.columns.push(column.try_into().expect("groups are numbered by 16 bits"));
                }
            }
            found.countries.push(begin..found.scores.len());
        }
        found
    }

    /// How many groups all factors have.
    pub(crate) fn size(&self) -> usize {
        self.factors.last().map_or(0, |last| last.end)
    }

    /// The columns of one respondent's groups.
    pub(crate) fn columns(&self, respondent: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        let factors = self.factors.len();
        let columns = &self.columns[respondent * factors..(respondent + 1) * factors];
        columns.iter().map(|&column| usize::from(column))
    }

    /// The sums of one country, which has somebody.
    pub(crate) fn sums(&self, country: usize) -> Sums {
        let (people, size) = (self.countries[country].clone(), self.size());
        let weight: f64 = self.weights[people.clone()].iter().sum();
        let scores = people.clone().map(|at| self.weights[at] * self.scores[at]);
        let mean = scores.sum::<f64>() / weight;
        let (mut shares, mut slopes) = (vec![0.0; size], vec![0.0; size]);
        let mut cross = vec![0.0; size * size];
        for at in people.clone() {
            let (weight, score) = (self.weights[at], self.scores[at] - mean);
            for row in self.columns(at) {
                shares[row] += weight;
                slopes[row] += weight * score;
                for column in self.columns(at) {
                    cross[row * size + column] += weight;
                }
            }
        }
        for share in &mut shares {
            *share /= weight;
        }
        for (row, line) in cross.chunks_exact_mut(size).enumerate() {
            for (entry, share) in line.iter_mut().zip(&shares) {
                *entry -= weight * shares[row] * share;
            }
        }
        Sums { respondents: people.len(), weight, shares, mean, cross, slopes }
    }
}
