//! A ready-made statistic: how near a group's means come to given targets.

use crate::sample::check_length;
use crate::{Error, LANES, Lanes, Statistic, Sums};

/// For each output, a weighted mean over variables of `1 - |mean - target| / width`.
///
/// With `q` running over the variables that have a target in output `m` and at least one valid
/// code in the group, `S_q` and `C_q` the sums of [`Sums`], `a_mq` the target, `R_q` the width and
/// `v_q` the variable's weight:
///
/// `score_m = sum v_q (1 - |S_q / C_q - a_mq| / R_q) / sum v_q`, NaN if there is no such `q`.
///
/// # Examples
/// See the crate's first example.
#[derive(Clone, Debug)]
pub struct Targets {
    outputs: usize,
    variables: usize,
    /// One for each variable and output, outputs running faster.
    aims: Vec<Aim>,
}

/// A target with its factor; a missing target has weight and slope 0.
#[derive(Clone, Copy, Debug)]
struct Aim {
    target: f64,
    /// The variable's weight.
    weight: f64,
    /// The variable's weight divided by its width.
    slope: f64,
}

/// Outputs whose sums are held in registers at once.
const OUTPUTS_AT_ONCE: usize = 3;

impl Targets {
    /// A statistic with one output for each entry of `targets`.
    ///
    /// `weights` and `widths` have one entry for each variable, finite and positive (a weight may
    /// be 0); each entry of `targets` has one target for each variable, `None` to leave it out.
    ///
    /// # Errors
    /// [`Error::Length`] if lengths differ, [`Error::Number`] for a weight, width or target that
    /// is not usable.
    pub fn new(
        weights: &[f64],
        widths: &[f64],
        targets: &[Vec<Option<f64>>],
    ) -> Result<Targets, Error> {
        check_length("widths", weights.len(), widths.len())?;
        let usable = |what, index, value: f64, good, need| match good && value.is_finite() {
            true => Ok(()),
            false => Err(Error::Number { what, index, value, need }),
        };
        for (index, &weight) in weights.iter().enumerate() {
            usable(
                "variable weight",
                index,
                weight,
                weight >= 0.0,
                "a finite weight of at least 0",
            )?;
        }
        for (index, &width) in widths.iter().enumerate() {
            usable("width", index, width, width > 0.0, "a finite width above 0")?;
        }
        for (output, row) in targets.iter().enumerate() {
            check_length(&format!("targets of output {output}"), weights.len(), row.len())?;
            for (index, &target) in row.iter().enumerate() {
                usable("target", index, target.unwrap_or(0.0), true, "a finite target")?;
            }
        }
        let mut aims = Vec::new();
        for (variable, (&weight, &width)) in weights.iter().zip(widths).enumerate() {
            aims.extend(targets.iter().map(|row| match row[variable] {
                Some(target) => Aim { target, weight, slope: weight / width },
                None => Aim { target: 0.0, weight: 0.0, slope: 0.0 },
            }));
        }
        Ok(Targets { outputs: targets.len(), variables: weights.len(), aims })
    }

    /// Outputs `first` to `first + M`, with their sums in registers.
    #[inline(always)]
    fn evaluate_some<const M: usize>(&self, first: usize, sums: &Sums<'_>, out: &mut [Lanes]) {
        let mut scores = [[0.0; LANES]; M];
        let mut weights = [[0.0; LANES]; M];
        for variable in 0..self.variables {
            let (code_sum, weight_sum) = (&sums.codes()[variable], &sums.weights()[variable]);
            let start = variable * self.outputs + first;
            let aims = &self.aims[start..start + M];
            for lane in 0..LANES {
                let valid = weight_sum[lane] > 0.0;
                let mean = if valid { code_sum[lane] / weight_sum[lane] } else { 0.0 };
                for output in 0..M {
                    let Aim { target, weight, slope } = aims[output];
                    let score = weight - (mean - target).abs() * slope;
                    scores[output][lane] += if valid { score } else { 0.0 };
                    weights[output][lane] += if valid { weight } else { 0.0 };
                }
            }
        }
        for output in 0..M {
            for lane in 0..LANES {
                out[first + output][lane] = scores[output][lane] / weights[output][lane];
            }
        }
    }
}

impl Statistic for Targets {
    fn outputs(&self) -> usize {
        self.outputs
    }

    fn variables(&self) -> Option<usize> {
        Some(self.variables)
    }

    #[inline(always)]
    fn evaluate(&self, sums: &Sums<'_>, out: &mut [Lanes]) {
        let mut first = 0;
        while first + OUTPUTS_AT_ONCE <= self.outputs {
            self.evaluate_some::<OUTPUTS_AT_ONCE>(first, sums, out);
            first += OUTPUTS_AT_ONCE;
        }
        while first < self.outputs {
            self.evaluate_some::<1>(first, sums, out);
            first += 1;
        }
    }
}
