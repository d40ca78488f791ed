//! Random streams, each a function of a seed, a purpose and a number, and of nothing else.

use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// A stream of random numbers (PCG XSL RR 128/64 MCG; O'Neill 2014).
///
/// Its parts pass through SplitMix64's finaliser (Steele, Lea and Flood 2014), so that neighbouring
/// seeds and numbers start from unrelated states. Equal parts give equal numbers on every platform
/// and in every version: results depend on them.
///
/// # Examples
/// ```
/// use bootstrap::Stream;
/// let mut stream = Stream::new(7, 0);
/// assert!(stream.below(6) < 6);
/// assert!((0.0..1.0).contains(&stream.unit()));
/// assert_ne!(Stream::new(7, 0).bits(), Stream::for_purpose(7, "halves", 0).bits());
/// ```
#[derive(Clone, Debug)]
pub struct Stream(Pcg64Mcg);

impl Stream {
    /// The stream that replicate `number` is drawn from under `seed`.
    #[must_use]
    pub fn new(seed: u64, number: u64) -> Stream {
        Stream::for_purpose(seed, "", number)
    }

    /// Stream `number` of a purpose; different purposes have unrelated streams.
    #[must_use]
    pub fn for_purpose(seed: u64, purpose: &str, number: u64) -> Stream {
        let named = purpose.bytes().fold(mix(seed), |state, byte| mix(state ^ u64::from(byte)));
        let high = mix(named.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let low = mix(high ^ mix(!number));
        Stream(Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low)))
    }

    /// The next 64 random bits.
    #[inline(always)]
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A uniform integer below `bound`, without bias (Lemire 2019).
    ///
    /// # Panics
    /// If `bound` is 0.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "there is no integer below 0");
        let bound = u64::from(bound);
        loop {
            let product = (self.bits() >> 32) * bound;
            let low = product & 0xffff_ffff;
            if low >= bound || low >= (1 << 32) % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// A uniform number in [0, 1), on the 2^53 lower ends of its equal parts.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A uniform number in (0, 1), on the 2^53 midpoints of its equal parts.
    #[inline]
    pub fn open_unit(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

/// SplitMix64's finaliser with its increment.
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of another implementation: the same formulas in Python's integers.
    #[test]
    fn streams_never_change() {
        let first_two = |mut stream: Stream| [stream.bits(), stream.bits()];
        let expected = [0x6d43_ca80_8432_7494, 0x3a24_cfb0_7aaf_0373];
        assert_eq!(first_two(Stream::new(7, 0)), expected);
        let expected = [0x0840_d1cf_47b0_872c, 0xd7d0_a976_aa4e_2bc1];
        assert_eq!(first_two(Stream::new(7, 1)), expected);
        let expected = [0xffbf_3266_ee42_9b15, 0x4072_7c3a_3683_60b8];
        assert_eq!(first_two(Stream::for_purpose(7, "split half", 3)), expected);
    }

    #[test]
    fn numbers_are_uniform_within_their_bounds() {
        const N: u32 = 60_000;
        let mut stream = Stream::for_purpose(1, "uniform", 0);
        let mut faces = [0_u32; 6];
        (0..N).for_each(|_| faces[stream.below(6) as usize] += 1);
        // Each face is binomial with a standard deviation of 91.
        assert!(faces.iter().all(|&count| count.abs_diff(N / 6) < 450), "{faces:?}");
        let mean = (0..N).map(|_| stream.unit()).sum::<f64>() / f64::from(N);
        assert!((mean - 0.5).abs() < 0.006, "{mean}");
        assert!((0..N).all(|_| (0.0..1.0).contains(&stream.open_unit())));
    }
}
