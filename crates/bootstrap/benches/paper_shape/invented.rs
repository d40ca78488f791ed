//! Invented data of the paper's shape: no number in it comes from a survey.

use bootstrap::{Codes, Partition, Sample, Targets};
use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// Highest code of each of the 44 ordinary variables, in turn; scales start at 0 or 1.
const SCALES: [(i32, i32); 5] = [(0, 10), (1, 5), (1, 6), (0, 10), (1, 4)];
/// Nine variables of which a unit answers three: three variables for each of three forms.
const FORM_SCALES: [(i32, i32); 3] = [(0, 10), (1, 5), (1, 4)];
/// Shares of each partition's groups in thousandths; what is left goes to the first group.
const PARTITIONS: [&[u32]; 12] = [
    &[470, 529, 1],
    &[920, 65, 15],
    &[130, 290, 250, 220, 100, 10],
    &[10, 60, 160, 170, 200, 110, 130, 140, 15, 5],
    &[85, 85, 80, 80, 85, 75, 75, 70, 65, 60, 240],
    &[490, 80, 40, 20, 30, 260, 1, 65, 10, 4],
    &[5, 75, 160, 130, 80, 160, 30, 110, 70, 80, 100],
    &[350, 120, 110, 10, 1, 40, 3, 3, 363],
    &[160, 50, 70, 80, 60, 170, 90, 110, 100, 40, 60, 10],
    &[200, 120, 310, 310, 57, 3],
    &[100, 350, 350, 195, 5],
    &[120, 180, 250, 150, 60, 20, 220],
];
const COUNTRIES: u64 = 30;
const MISSING_PER_MILLE: u64 = 40;

/// A sample of so many units and ordinary variables (and nine in forms), with 3 outputs' targets.
pub(crate) fn sample(units: usize, ordinary: usize, weighted: bool) -> (Sample, Targets) {
    let random = &mut Pcg64Mcg::new(0x5eed);
    let mut codes = Codes::new(units);
    let mut widths = Vec::new();
    for variable in 0..ordinary {
        let (low, high) = SCALES[variable % SCALES.len()];
        let column: Vec<_> = (0..units).map(|_| code(random, low, high)).collect();
        codes.push(low, high, column).expect("codes are on the scale");
        widths.push(f64::from(high - low));
    }
    let form_of: Vec<u64> = (0..units).map(|_| below(random, 3)).collect();
    for variable in 0..9 {
        let (low, high) = FORM_SCALES[variable % 3];
        let form = (variable / 3) as u64;
        let column: Vec<_> = form_of
            .iter()
            .map(|&of_unit| if of_unit == form { code(random, low, high) } else { None })
            .collect();
        codes.push(low, high, column).expect("codes are on the scale");
        widths.push(f64::from(high - low));
    }
    let mut partitions = vec![Partition::whole(units)];
    for shares in PARTITIONS {
        let group_of = (0..units).map(|_| group(random, shares)).collect();
        partitions.push(Partition::new(shares.len(), group_of).expect("groups are in range"));
    }
    let country = |_| (below(random, COUNTRIES).min(below(random, COUNTRIES + 10))) as usize;
    let country_of = (0..units).map(country).collect();
    partitions.push(Partition::new(COUNTRIES as usize, country_of).expect("groups are in range"));
    let mut sample = Sample::new(codes, partitions).expect("everything has one entry per unit");
    if weighted {
        let weight = |_| 0.05 + 0.01 * below(random, 400) as f64 * below(random, 100) as f64 / 99.0;
        let weights = (0..units).map(weight).collect();
        sample = sample.weighted(weights).expect("weights are positive");
    }
    (sample, targets(random, &widths))
}

/// Three outputs that leave out one variable in ten each.
fn targets(random: &mut Pcg64Mcg, widths: &[f64]) -> Targets {
    let forms = widths.len() - 9;
    let weights: Vec<f64> =
        (0..widths.len()).map(|q| if q < forms { 1.0 } else { 1.0 / 3.0 }).collect();
    let mut row = || {
        let target = |&width: &f64| match below(random, 10) {
            0 => None,
            _ => Some(below(random, width as u64 + 1) as f64),
        };
        widths.iter().map(target).collect()
    };
    let rows = [row(), row(), row()];
    Targets::new(&weights, widths, &rows).expect("one entry per variable")
}

fn code(random: &mut Pcg64Mcg, low: i32, high: i32) -> Option<i32> {
    if below(random, 1000) < MISSING_PER_MILLE {
        return None;
    }
    // The mean of two draws: humped, as answers often are.
    let span = (high - low + 1) as u64;
    Some(low + ((below(random, span) + below(random, span)) / 2) as i32)
}

fn group(random: &mut Pcg64Mcg, shares: &[u32]) -> usize {
    let mut rest = below(random, 1000) as u32;
    for (group, &share) in shares.iter().enumerate() {
        if rest < share {
            return group;
        }
        rest -= share;
    }
    0
}

fn below(random: &mut Pcg64Mcg, bound: u64) -> u64 {
    ((u128::from(random.next_u64()) * u128::from(bound)) >> 64) as u64
}
