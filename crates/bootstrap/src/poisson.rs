//! Poisson counts of a rate of at most 1, many at a time.
//!
//! A count is the number of `k` with `U >= F(k)`, `F` the distribution function in 64 binary
//! digits and `U` 64 random bits. The first 16 bits decide nearly always, and deciding by them is
//! eight comparisons, side by side for many counts; where they equal the first 16 bits of some
//! `F(k)`, the other 48 are drawn. The result is exact up to the rounding of `F` (below 1e-15).

use crate::Stream;

/// Counts that the first 16 bits can decide; the next thresholds all begin with 16 ones.
const DECIDED: usize = 8;
/// Thresholds altogether; a count of 24 has a probability below 2^-64.
const THRESHOLDS: usize = 24;
/// Counts made side by side.
const SIDE_BY_SIDE: usize = 64;

/// The thresholds of one rate.
#[derive(Debug)]
pub(crate) struct Poisson {
    thresholds: [u64; THRESHOLDS],
}

impl Poisson {
    /// The distribution of the given rate, from above 0 to 1.
    pub(crate) fn new(rate: f64) -> Poisson {
        let mut probability = exp_of_minus(rate);
        let mut sum = probability;
        let mut thresholds = [0; THRESHOLDS];
        for (threshold, k) in thresholds.iter_mut().zip(1_u32..) {
            *threshold = (sum * 2.0_f64.powi(64)) as u64;
            probability *= rate / f64::from(k);
            sum += probability;
        }
        Poisson { thresholds }
    }

    /// Fills `counts` and returns their sum.
    #[inline(always)]
    pub(crate) fn fill(&self, stream: &mut Stream, counts: &mut [u8]) -> usize {
        let mut sum = 0;
        for counts in counts.chunks_mut(SIDE_BY_SIDE) {
            let mut bits = [0_u16; SIDE_BY_SIDE];
            for bits in bits.as_chunks_mut::<4>().0 {
                let word = stream.bits();
                *bits = std::array::from_fn(|i| (word >> (16 * i)) as u16);
            }
            let mut count = [0_u8; SIDE_BY_SIDE];
            if self.decide(&bits, &mut count) {
                self.complete(stream, &bits, &mut count);
            }
            counts.copy_from_slice(&count[..counts.len()]);
            sum += counts.iter().map(|&count| usize::from(count)).sum::<usize>();
        }
        sum
    }

    /// Counts by the first 16 bits; returns whether any of them decide nothing.
    #[inline(always)]
    fn decide(&self, bits: &[u16; SIDE_BY_SIDE], counts: &mut [u8; SIDE_BY_SIDE]) -> bool {
        let mut wide = [0_u16; SIDE_BY_SIDE];
        let mut open = [0_u16; SIDE_BY_SIDE];
        for threshold in &self.thresholds[..DECIDED] {
            let threshold = (threshold >> 48) as u16;
            for i in 0..SIDE_BY_SIDE {
                wide[i] += u16::from(bits[i] > threshold);
                open[i] |= u16::from(bits[i] == threshold);
            }
        }
        for i in 0..SIDE_BY_SIDE {
            counts[i] = wide[i] as u8;
        }
        open.iter().fold(0, |any, open| any | open) != 0
    }

    /// Draws the other 48 bits where the first 16 decide nothing.
    #[cold]
    fn complete(
        &self,
        stream: &mut Stream,
        bits: &[u16; SIDE_BY_SIDE],
        counts: &mut [u8; SIDE_BY_SIDE],
    ) {
        for (&bits, count) in bits.iter().zip(counts) {
            let is_open = |threshold: &u64| (threshold >> 48) as u16 == bits;
            if self.thresholds[..DECIDED].iter().any(is_open) {
                let uniform = u64::from(bits) << 48 | stream.bits() >> 16;
                let below = self.thresholds.iter().filter(|&&threshold| uniform >= threshold);
                *count = below.count() as u8;
            }
        }
    }
}

/// `exp(-x)` for `x` from 0 to 1 by its series, from the smallest term: no library function, so
/// that every platform draws the same counts.
fn exp_of_minus(x: f64) -> f64 {
    let mut value = 1.0;
    for k in (1..=24_u32).rev() {
        value = 1.0 - x / f64::from(k) * value;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_the_distribution_function() {
        // scipy.stats.poisson.cdf([0, 1, 2, 7], 0.98), scipy 1.
        let poisson = Poisson::new(0.98);
        let function = |k: usize| poisson.thresholds[k] as f64 / 2.0_f64.powi(64);
        assert!((function(0) - 0.375_311_098_851_399_6).abs() < 1e-15);
        assert!((function(0) - (-0.98_f64).exp()).abs() < 1e-15);
        assert!((function(1) - 1.98 * (-0.98_f64).exp()).abs() < 1e-15);
        assert!(function(7) < 1.0 && function(7) > 1.0 - 1.1e-5);
        assert!(poisson.thresholds[DECIDED - 1] >> 48 == 0xffff);
    }

    #[test]
    fn counts_have_the_poisson_frequencies() {
        const N: usize = 400_000;
        let mut counts = vec![0; N];
        let sum = Poisson::new(0.9).fill(&mut Stream::new(1, 2), &mut counts);
        assert_eq!(sum, counts.iter().map(|&count| usize::from(count)).sum::<usize>());
        let mut probability = (-0.9_f64).exp();
        for k in 0..6_u8 {
            let found = counts.iter().filter(|&&count| count == k).count() as f64 / N as f64;
            let error = (probability * (1.0 - probability) / N as f64).sqrt();
            assert!((found - probability).abs() < 4.5 * error, "{k}: {found}, not {probability}");
            probability *= 0.9 / f64::from(k + 1);
        }
    }

    #[test]
    fn open_bits_are_decided_by_further_bits() {
        let poisson = Poisson::new(0.9);
        let first = (poisson.thresholds[0] >> 48) as u16;
        let mut seen = [0, 0];
        for replicate in 0..200 {
            let mut counts = [9; SIDE_BY_SIDE];
            poisson.complete(&mut Stream::new(3, replicate), &[first; SIDE_BY_SIDE], &mut counts);
            counts.iter().for_each(|&count| seen[usize::from(count)] += 1);
        }
        // The share of counts 0 is the fraction of the threshold below its first 16 bits.
        let share = (poisson.thresholds[0] & 0xffff_ffff_ffff) as f64 / 2.0_f64.powi(48);
        let found = f64::from(seen[0]) / f64::from(seen[0] + seen[1]);
        assert!((found - share).abs() < 0.025, "{found}, not {share}");
    }
}
