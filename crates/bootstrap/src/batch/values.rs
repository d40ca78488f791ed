//! From a batch's sums to the statistic's values.

use super::Buffers;
use super::layout::Layout;
use crate::arithmetic::Arithmetic;
use crate::validity::Base;
use crate::{LANES, Lanes, Statistic, Sums};

impl<A: Arithmetic> Buffers<A> {
    #[inline(always)]
    pub(super) fn evaluate<S: Statistic>(
        &self,
        layout: &Layout<'_>,
        statistic: &S,
        out: &mut [f64],
    ) {
        let columns = layout.sample.codes().columns();
        let variables = columns.len();
        let mut codes = vec![[0.0; LANES]; variables];
        let mut weights = vec![[0.0; LANES]; variables];
        let mut values: Vec<Lanes> = vec![[f64::NAN; LANES]; statistic.outputs()];
        for group in 0..layout.groups() {
            for first in (0..A::BATCH).step_by(LANES) {
                let scale = |lane: usize| self.drawn.scales[first + lane];
                let sum = |lane: usize, kernel_lane: usize| {
                    self.sums[(group * A::BATCH + first + lane) * layout.lanes + kernel_lane]
                };
                let total: Lanes =
                    std::array::from_fn(|lane| A::float(sum(lane, variables)) * scale(lane));
                for (variable, column) in columns.iter().enumerate() {
                    let missing =
                        &self.missing[(group * variables + variable) * A::BATCH + first..];
                    for lane in 0..LANES {
                        let mut valid = match layout.validity.bases[variable] {
                            Base::Everybody | Base::Rest => sum(lane, variables),
                            Base::Mask(mask) => sum(lane, variables + 1 + mask),
                        };
                        if layout.validity.bases[variable] == Base::Rest {
                            for mask in 0..layout.validity.masks.len() {
                                valid -= sum(lane, variables + 1 + mask);
                            }
                        }
                        valid -= missing[lane];
                        let weight = A::float(valid) * scale(lane);
                        weights[variable][lane] = weight;
                        codes[variable][lane] = A::float(sum(lane, variable)) * scale(lane)
                            + f64::from(column.lowest) * weight;
                    }
                }
                let sums = Sums::new(&codes, &weights, &total);
                statistic.evaluate(&sums, &mut values);
                for (output, values) in values.iter().enumerate() {
                    let start = (group * statistic.outputs() + output) * A::BATCH + first;
                    out[start..start + LANES].copy_from_slice(values);
                }
            }
        }
    }
}
