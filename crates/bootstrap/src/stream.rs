//! The random stream of a replicate, a function of (seed, replicate) and of nothing else.

use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// The stream of replicate `replicate` under `seed`.
///
/// Both numbers pass through two rounds of SplitMix64's finaliser (Steele, Lea and Flood 2014),
/// so that neighbouring replicates and seeds start from unrelated states.
pub(crate) fn stream(seed: u64, replicate: usize) -> Pcg64Mcg {
    let replicate = replicate as u64;
    let high = mix(mix(seed).wrapping_add(replicate.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let low = mix(high ^ mix(!replicate));
    Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low))
}

/// SplitMix64's finaliser with its increment.
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A uniform integer below `bound`, without bias (Lemire 2019).
pub(crate) fn below(stream: &mut Pcg64Mcg, bound: u32) -> u32 {
    let bound = u64::from(bound);
    loop {
        let product = (stream.next_u64() >> 32) * bound;
        let low = product & 0xffff_ffff;
        if low >= bound || low >= (1 << 32) % bound {
            return (product >> 32) as u32;
        }
    }
}

/// A uniform number in the open interval (0, 1), on the 2^53 midpoints of its equal parts.
pub(crate) fn open_unit(stream: &mut Pcg64Mcg) -> f64 {
    ((stream.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}
