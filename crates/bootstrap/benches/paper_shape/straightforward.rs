//! What one would write first: draw units, add each drawn unit's codes to its groups' sums.

use bootstrap::{LANES, Sample, Statistic, Sums, Targets};
use rand_core::Rng;
use rand_pcg::Pcg64Mcg;
use rayon::prelude::*;

/// Scores of all groups and outputs in so many replicates, on the current thread pool.
pub(crate) fn resample(sample: &Sample, targets: &Targets, replicates: usize) -> Vec<Vec<f64>> {
    let rows = Rows::new(sample);
    (0..replicates).into_par_iter().map(|replicate| rows.replicate(targets, replicate)).collect()
}

/// Codes by row, so that a drawn unit is one run of memory.
struct Rows {
    units: usize,
    variables: usize,
    codes: Vec<Option<i8>>,
    /// Each unit's group in each partition, numbered across partitions.
    groups: Vec<u32>,
    groups_count: usize,
}

impl Rows {
    fn new(sample: &Sample) -> Rows {
        let (units, variables) = (sample.units(), sample.codes().variables());
        let entry = |unit: usize, variable: usize| {
            sample.codes().get(unit, variable).map(|code| i8::try_from(code).expect("small codes"))
        };
        let mut groups = Vec::new();
        for unit in 0..units {
            let mut first = 0;
            for partition in sample.partitions() {
                groups.push((first + partition.group(unit).expect("every unit has one")) as u32);
                first += partition.groups();
            }
        }
        Rows {
            units,
            variables,
            codes: (0..units).flat_map(|u| (0..variables).map(move |v| entry(u, v))).collect(),
            groups,
            groups_count: sample.partitions().iter().map(bootstrap::Partition::groups).sum(),
        }
    }

    fn replicate(&self, targets: &Targets, replicate: usize) -> Vec<f64> {
        let random = &mut Pcg64Mcg::new(replicate as u128);
        let mut sums = vec![(0_i32, 0_i32); self.groups_count * self.variables];
        let partitions = self.groups.len() / self.units;
        for _ in 0..self.units {
            let unit = ((u128::from(random.next_u64()) * self.units as u128) >> 64) as usize;
            let codes = &self.codes[unit * self.variables..(unit + 1) * self.variables];
            for &group in &self.groups[unit * partitions..(unit + 1) * partitions] {
                let start = group as usize * self.variables;
                let sums = &mut sums[start..start + self.variables];
                for ((sum, count), code) in sums.iter_mut().zip(codes) {
                    *sum += i32::from(code.unwrap_or(0));
                    *count += i32::from(code.is_some());
                }
            }
        }
        let mut scores = Vec::new();
        for sums in sums.chunks_exact(self.variables) {
            scores.extend(evaluate(sums, targets));
        }
        scores
    }
}

/// The same statistic as the crate's, one lane used.
fn evaluate(sums: &[(i32, i32)], targets: &Targets) -> Vec<f64> {
    let codes: Vec<_> = sums.iter().map(|&(sum, _)| [f64::from(sum); LANES]).collect();
    let weights: Vec<_> = sums.iter().map(|&(_, count)| [f64::from(count); LANES]).collect();
    let mut out = vec![[0.0; LANES]; targets.outputs()];
    targets.evaluate(&Sums::new(&codes, &weights, &[f64::NAN; LANES]), &mut out);
    out.iter().map(|lanes| lanes[0]).collect()
}
