//! Normal equations in deviation coding: every group has an effect, and none is left out as the one to compare with.

use std::ops::Range;

/// A share of a column's own weight below which what is left of it counts as a combination of other columns.
const DEPENDENT: f64 = 1e-9;

/// Makes the effects of each factor's groups average to 0 under some shares, by adding `weight x shares shares'` to the
/// block of each factor.
///
/// `cross` is the matrix of cross-products of the indicators of all groups, `size` by `size`, flat. As the indicators of a
/// factor add up to 1, a constant may move between them and the intercept; the addition decides where it stands and
/// changes no fitted value. The determinant grows by the factor `weight` for each factor, and by one that depends on the
/// shares alone.
pub(crate) fn average_to_zero(
    cross: &mut [f64],
    factors: &[Range<usize>],
    shares: &[f64],
    weight: f64,
) {
    let size = shares.len();
    for factor in factors {
        for row in factor.clone() {
            for column in factor.clone() {
                cross[row * size + column] += weight * shares[row] * shares[column];
            }
        }
    }
}

/// The Cholesky factor of a symmetric matrix without negative directions. A column that those before it determine, and
/// one that is 0, is skipped: its solution is 0.
///
/// Source: Golub and Van Loan (2013), Matrix Computations, section 4.2.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    size: usize,
    /// Rows of the lower triangle; the rows and columns of skipped columns are 0.
    lower: Vec<f64>,
    kept: Vec<bool>,
}

impl Cholesky {
    /// `own` has the weight of each column, which says what is little.
    pub(crate) fn new(matrix: &[f64], own: &[f64]) -> Self {
        let size = own.len();
        let mut lower = vec![0.0; size * size];
        let mut kept = vec![false; size];
        for row in 0..size {
            let (above, this) = lower.split_at_mut(row * size);
            for column in 0..row {
                if kept[column] {
                    let other = &above[column * size..column * size + column];
                    let rest = matrix[row * size + column] - dot(&this[..column], other);
                    this[column] = rest / above[column * size + column];
                }
            }
            let rest = matrix[row * size + row] - dot(&this[..row], &this[..row]);
            kept[row] = rest > DEPENDENT * own[row];
            if kept[row] {
                this[row] = rest.sqrt();
            } else {
                this[..row].fill(0.0);
            }
        }
        Self { size, lower, kept }
    }

    /// Solves for one right-hand side, in its place.
    pub(crate) fn solve(&self, right: &mut [f64]) {
        let size = self.size;
        for row in 0..size {
            let known = dot(&self.lower[row * size..row * size + row], &right[..row]);
            let pivot = self.lower[row * size + row];
            right[row] = if self.kept[row] { (right[row] - known) / pivot } else { 0.0 };
        }
        for row in (0..size).rev().filter(|&row| self.kept[row]) {
            let line = &self.lower[row * size..=row * size + row];
            let solved = right[row] / line[row];
            for (value, entry) in right[..row].iter_mut().zip(line) {
                *value -= solved * entry;
            }
            right[row] = solved;
        }
    }

    /// The inverse, flat, with 0 for skipped columns.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let mut inverse = vec![0.0; self.size * self.size];
        for (at, column) in inverse.chunks_exact_mut(self.size).enumerate() {
            column[at] = 1.0;
            self.solve(column);
        }
        inverse
    }

    /// The logarithm of the determinant of the columns that are kept.
    pub(crate) fn log_determinant(&self) -> f64 {
        let pivots = (0..self.size).filter(|&row| self.kept[row]);
        2.0 * pivots.map(|row| self.lower[row * self.size + row].ln()).sum::<f64>()
    }

    /// How many columns are kept.
    pub(crate) fn rank(&self) -> usize {
        self.kept.iter().filter(|kept| **kept).count()
    }
}

pub(crate) fn dot(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(one, two)| one * two).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
        }
    }

    /// 4, 2, 2, 5 is the square of the triangle 2, 0, 1, 2, whose determinant is 4.
    #[test]
    fn a_regular_matrix_is_solved() {
        let factor = Cholesky::new(&[4.0, 2.0, 2.0, 5.0], &[4.0, 5.0]);
        let mut right = [8.0, 8.0];
        factor.solve(&mut right);
        near(&right, &[1.5, 1.0]);
        near(&factor.inverse(), &[5.0 / 16.0, -2.0 / 16.0, -2.0 / 16.0, 4.0 / 16.0]);
        near(&[factor.log_determinant()], &[16.0_f64.ln()]);
        assert_eq!(factor.rank(), 2);
    }

    /// The second column is twice the first, and the third stands alone.
    #[test]
    fn a_column_that_others_determine_is_left_at_zero() {
        let matrix = [1.0, 2.0, 0.0, 2.0, 4.0, 0.0, 0.0, 0.0, 9.0];
        let factor = Cholesky::new(&matrix, &[1.0, 4.0, 9.0]);
        let mut right = [3.0, 6.0, 9.0];
        factor.solve(&mut right);
        near(&right, &[3.0, 0.0, 1.0]);
        near(&[factor.log_determinant()], &[9.0_f64.ln()]);
        assert_eq!(factor.rank(), 2);
    }

    /// Two groups of 1 and 3 with means 0 and 4 around 3: effects -3 and 1, whose average by shares is 0. A second factor
    /// with everybody in one group has no effect.
    #[test]
    fn effects_average_to_zero_under_the_shares() {
        let mut cross = [0.75, -0.75, 0.0, -0.75, 0.75, 0.0, 0.0, 0.0, 0.0];
        average_to_zero(&mut cross, &[0..2, 2..3], &[0.25, 0.75, 1.0], 4.0);
        let mut right = [-3.0, 3.0, 0.0];
        Cholesky::new(&cross, &[1.0, 3.0, 4.0]).solve(&mut right);
        near(&right, &[-3.0, 1.0, 0.0]);
    }
}
