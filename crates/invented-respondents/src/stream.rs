//! Streams of chance: one for each column and trait, by name, so that a new column leaves the others as they are.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64;

/// A stream of noise that depends on the seed and on a name, and on nothing else.
pub(crate) struct Stream(Pcg64);

impl Stream {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
        Self(Pcg64::seed_from_u64(fnv1a(bytes)))
    }

    /// Bell-shaped noise with mean 0 and standard deviation [`Stream::NOISE_SD`]: the sum of four 16-bit draws.
    pub(crate) fn noise(&mut self) -> i64 {
        let bits = self.0.next_u64();
        let draws = [0, 16, 32, 48].map(|shift| i64::from((bits >> shift) as u16));
        draws.iter().sum::<i64>() - 2 * 0xffff
    }

    /// sqrt(4 (2^32 - 1) / 12), the standard deviation of [`Stream::noise`].
    pub(crate) const NOISE_SD: i64 = 37_837;

    /// A whole number in 0..bound, each as likely as the next to within 2^-32.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let draw = (self.0.next_u64() >> 32) * u64::from(bound);
        u32::try_from(draw >> 32).expect("a 32-bit draw times a 32-bit bound, shifted by 32 bits")
    }
}

/// The 64-bit FNV-1a hash, offset basis and prime as its authors give them.
pub(crate) fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_gives_its_authors_test_vectors() {
        // Landon Curt Noll's test suite for FNV-1a.
        assert_eq!(fnv1a(*b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(*b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn noise_has_the_stated_mean_and_spread() {
        let mut stream = Stream::new(1, "noise");
        let draws: Vec<i64> = (0..100_000).map(|_| stream.noise()).collect();
        let mean = draws.iter().sum::<i64>() / 100_000;
        let variance = draws.iter().map(|draw| draw * draw).sum::<i64>() / 100_000;
        // Four standard errors: 4 x 37837 / sqrt(100000) = 479.
        assert!(mean.abs() < 479, "{mean}");
        let ratio = variance * 1000 / Stream::NOISE_SD.pow(2);
        assert!((980..=1020).contains(&ratio), "{ratio}");
    }

    #[test]
    fn a_stream_is_known_by_seed_and_name() {
        let first = |seed, name| Stream::new(seed, name).noise();
        assert_eq!(first(1, "gndr"), first(1, "gndr"));
        assert_ne!(first(1, "gndr"), first(2, "gndr"));
        assert_ne!(first(1, "gndr"), first(1, "yrbrn"));
    }
}
