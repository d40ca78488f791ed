//! Influence values: how much each unit moves a statistic, without drawing anything.

use rayon::prelude::*;

use crate::sample::check_length;
use crate::{Error, LANES, Lanes, Sample, Statistic, Sums};

/// Step of the symmetric difference, as a share of the group's total weight. Its square is the
/// relative error of truncation, and 1e-16 divided by it that of rounding: both below 1e-10.
const STEP: f64 = 3e-6;
/// The step is at most this share of any variable's weight, should a variable be nearly missing.
const STEP_OF_VARIABLE_MAX: f64 = 1e-3;

/// The influence values of one statistic: one output in one group.
///
/// The value of unit `i` is `z_i = w_i d(statistic)/d(w_i)`, the statistic's change when the unit's
/// weight grows by a small share of itself, divided by that share. It is 0 for units outside the
/// group. Their squares add up to the variance of the multinomial bootstrap as the number of units
/// grows (the infinitesimal jackknife: Jaeckel 1972; Efron 1982, chapter 6), and their totals over
/// clusters are what design-based linearisation needs (Binder 1983).
#[derive(Clone, Debug, PartialEq)]
pub struct Influence {
    estimate: f64,
    values: Vec<f64>,
}

impl Influence {
    /// Influence values from elsewhere, one for each unit, of a statistic with this estimate.
    #[must_use]
    pub fn new(estimate: f64, values: Vec<f64>) -> Influence {
        Influence { estimate, values }
    }

    /// The statistic on the sample itself; NaN if it is undefined.
    #[must_use]
    pub fn estimate(&self) -> f64 {
        self.estimate
    }

    /// One value for each unit; NaN if the statistic is undefined.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The influence values of the difference from another statistic of the same sample.
    #[must_use]
    pub fn minus(&self, other: &Influence) -> Influence {
        let values = self.values.iter().zip(&other.values).map(|(left, right)| left - right);
        Influence { estimate: self.estimate - other.estimate, values: values.collect() }
    }

    /// The standard error under the multinomial scheme, `sqrt(sum (z_i - mean z)^2)`.
    ///
    /// # Examples
    /// For the mean of `n` numbers it is their standard deviation (divisor `n`) over `sqrt(n)`:
    /// the influence values of the mean of 1, 2, 6 are -2/3, -1/3, 1, and
    /// sqrt(4/9 + 1/9 + 1) = sqrt(14/9).
    /// ```
    /// let influence = bootstrap::Influence::new(3.0, vec![-2.0 / 3.0, -1.0 / 3.0, 1.0]);
    /// assert!((influence.standard_error() - (14.0_f64 / 9.0).sqrt()).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.centred_power(2).sqrt()
    }

    /// The acceleration of the BCa interval, `sum z^3 / (6 (sum z^2)^(3/2))` of centred values; 0
    /// for a statistic that no unit moves.
    ///
    /// Source: Efron (1987), equation 7.3.
    #[must_use]
    pub fn acceleration(&self) -> f64 {
        let squares = self.centred_power(2);
        if squares == 0.0 { 0.0 } else { self.centred_power(3) / (6.0 * squares.powf(1.5)) }
    }

    /// The design-based standard error of linearisation, `sqrt(sum_h n_h / (n_h - 1) sum_c (z_hc -
    /// mean z_h)^2)` over strata `h`, their `n_h` clusters `c` and the clusters' totals `z_hc` of
    /// the values. The limit of the cluster scheme of [`crate::Scheme::Clusters`].
    ///
    /// `strata` and `clusters` have one entry for each unit, clusters numbered uniquely.
    ///
    /// # Errors
    /// [`Error::Length`], [`Error::ClusterAcrossStrata`], [`Error::SingleUnitStratum`].
    pub fn design_standard_error(
        &self,
        strata: &[usize],
        clusters: &[usize],
    ) -> Result<f64, Error> {
        check_length("strata", self.values.len(), strata.len())?;
        check_length("clusters", self.values.len(), clusters.len())?;
        let (stratum_of, cluster_of) = crate::draw::number_clusters(strata, clusters)?;
        let mut totals = vec![0.0; stratum_of.len()];
        for (value, cluster) in self.values.iter().zip(cluster_of) {
            totals[cluster as usize] += value;
        }
        let mut variance = 0.0;
        for (stratum, clusters) in crate::draw::lists(stratum_of.into_iter().zip(0..)) {
            if clusters.len() < 2 {
                return Err(Error::SingleUnitStratum { stratum, unit: "cluster" });
            }
            let size = clusters.len() as f64;
            let totals = || clusters.iter().map(|&cluster| totals[cluster as usize]);
            let mean = totals().sum::<f64>() / size;
            let squares: f64 = totals().map(|total| (total - mean).powi(2)).sum();
            variance += size / (size - 1.0) * squares;
        }
        Ok(variance.sqrt())
    }

    fn centred_power(&self, power: i32) -> f64 {
        let mean = self.values.iter().sum::<f64>() / self.values.len() as f64;
        self.values.iter().map(|value| (value - mean).powi(power)).sum()
    }
}

/// The influence values of every output of the statistic in one group.
///
/// Derivatives are symmetric differences, good to about nine digits; where the statistic has a
/// kink at the estimate (a mean that equals its target), the value lies between the two slopes.
///
/// # Errors
/// [`Error::Length`] if the statistic does not fit the sample, [`Error::Group`] if there is no
/// such group.
///
/// # Examples
/// ```
/// use bootstrap::{Codes, Partition, Sample, from_fn, influence};
///
/// let mut codes = Codes::new(3);
/// codes.push(0, 9, [Some(1), Some(2), Some(6)])?;
/// let sample = Sample::new(codes, vec![Partition::whole(3)])?;
/// let mean = from_fn(1, |codes, weights, out| out[0] = codes[0] / weights[0]);
/// let of_mean = &influence(&sample, &mean, 0, 0)?[0];
/// assert!((of_mean.values()[2] - 1.0).abs() < 1e-9); // (6 - 3) / 3
/// # Ok::<(), bootstrap::Error>(())
/// ```
pub fn influence<S: Statistic>(
    sample: &Sample,
    statistic: &S,
    partition: usize,
    group: usize,
) -> Result<Vec<Influence>, Error> {
    if let Some(variables) = statistic.variables() {
        check_length("variables of the statistic", sample.codes().variables(), variables)?;
    }
    let no_group = |groups| Error::Group { unit: 0, group, groups };
    let partition = sample.partitions().get(partition).ok_or_else(|| no_group(0))?;
    if group >= partition.groups() {
        return Err(no_group(partition.groups()));
    }
    let members: Vec<usize> =
        (0..sample.units()).filter(|&unit| partition.group(unit) == Some(group)).collect();
    let totals = Totals::new(sample, &members);
    let estimates = totals.perturbed(sample, statistic, &[], 0.0);
    let least = totals.weights.iter().copied().filter(|&weight| weight > 0.0).reduce(f64::min);
    let step = least.map_or(0.0, |least| (STEP * totals.total).min(STEP_OF_VARIABLE_MAX * least));
    let slopes = |units: &[usize]| {
        let up = totals.perturbed(sample, statistic, units, step);
        let down = totals.perturbed(sample, statistic, units, -step);
        (up, down)
    };
    let slopes: Vec<(Vec<Lanes>, Vec<Lanes>)> = members.par_chunks(LANES).map(slopes).collect();
    let of_output = |output: usize| {
        let estimate = estimates[output][0];
        let mut values = vec![0.0; sample.units()];
        if estimate.is_nan() {
            return Influence { estimate, values: vec![f64::NAN; sample.units()] };
        }
        for (units, (up, down)) in members.chunks(LANES).zip(&slopes) {
            for (lane, &unit) in units.iter().enumerate() {
                let weight = sample.weights().map_or(1.0, |weights| weights[unit]);
                let change = up[output][lane] - down[output][lane];
                // Rounding alone moves a statistic by some units of its last digit.
                let moved = change.abs() > 4.0 * f64::EPSILON * estimate.abs();
                values[unit] = if moved { change / (2.0 * step) * weight } else { 0.0 };
            }
        }
        Influence { estimate, values }
    };
    Ok((0..statistic.outputs()).map(of_output).collect())
}

/// A group's sums on the sample itself.
struct Totals {
    codes: Vec<f64>,
    weights: Vec<f64>,
    total: f64,
}

impl Totals {
    fn new(sample: &Sample, members: &[usize]) -> Totals {
        let weight = |unit: usize| sample.weights().map_or(1.0, |weights| weights[unit]);
        let variables = sample.codes().variables();
        let (mut codes, mut weights) = (vec![0.0; variables], vec![0.0; variables]);
        for variable in 0..variables {
            for &unit in members {
                if let Some(code) = sample.codes().get(unit, variable) {
                    codes[variable] += weight(unit) * f64::from(code);
                    weights[variable] += weight(unit);
                }
            }
        }
        Totals { codes, weights, total: members.iter().map(|&unit| weight(unit)).sum() }
    }

    /// The outputs with the weight of one unit changed by `step`, one unit in each lane.
    fn perturbed<S: Statistic>(
        &self,
        sample: &Sample,
        statistic: &S,
        units: &[usize],
        step: f64,
    ) -> Vec<Lanes> {
        let mut codes: Vec<Lanes> = self.codes.iter().map(|&sum| [sum; LANES]).collect();
        let mut weights: Vec<Lanes> = self.weights.iter().map(|&sum| [sum; LANES]).collect();
        let mut total = [self.total; LANES];
        for (lane, &unit) in units.iter().enumerate() {
            total[lane] += step;
            for variable in 0..codes.len() {
                if let Some(code) = sample.codes().get(unit, variable) {
                    codes[variable][lane] += step * f64::from(code);
                    weights[variable][lane] += step;
                }
            }
        }
        let mut out = vec![[f64::NAN; LANES]; statistic.outputs()];
        statistic.evaluate(&Sums::new(&codes, &weights, &total), &mut out);
        out
    }
}
