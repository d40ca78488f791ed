//! Random streams: each a function of the study's seed, what it is for, and a number, and of nothing else.

use rand_core::Rng;
use rand_pcg::Pcg64Mcg;

/// The stream of one draw. `purpose` keeps the streams of different analyses apart.
///
/// The parts pass through SplitMix64's finaliser (Steele, Lea and Flood 2014), so that neighbouring seeds and draws
/// start from unrelated states.
pub(crate) fn stream(seed: u64, purpose: &str, draw: u64) -> Pcg64Mcg {
    let named = purpose.bytes().fold(mix(seed), |state, byte| mix(state ^ u64::from(byte)));
    let high = mix(named.wrapping_add(draw.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    let low = mix(high ^ mix(!draw));
    Pcg64Mcg::new(u128::from(high) << 64 | u128::from(low))
}

fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A uniform number in [0, 1), on the 2^53 lower ends of its equal parts.
pub(crate) fn unit(stream: &mut Pcg64Mcg) -> f64 {
    (stream.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}
