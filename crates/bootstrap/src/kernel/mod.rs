//! The inner loops: sums of takes times codes over one cell, for each instruction set.
//!
//! All sums are integers, so every instruction set gives the same bytes. `simd` is the crate's
//! only module with `unsafe` code.

mod portable;
#[cfg(target_arch = "x86_64")]
mod simd;

/// The vector instructions that a run uses. They change its speed, never its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionSet(pub(crate) Kind);

/// A kind other than `Portable` is constructed only where its instructions were detected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl InstructionSet {
    /// No instructions beyond those that the program was compiled for.
    pub const PORTABLE: InstructionSet = InstructionSet(Kind::Portable);

    /// Every instruction set that this processor supports, fastest last.
    #[must_use]
    pub fn supported() -> Vec<InstructionSet> {
        #[cfg_attr(
            not(target_arch = "x86_64"),
            expect(unused_mut, reason = "other processors have the portable kernels only")
        )]
        let mut supported = vec![InstructionSet::PORTABLE];
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            supported.push(InstructionSet(Kind::Avx2));
            if has_avx512() {
                supported.push(InstructionSet(Kind::Avx512));
            }
        }
        supported
    }

    /// The fastest instruction set that this processor supports.
    #[must_use]
    pub fn fastest() -> InstructionSet {
        InstructionSet::supported().pop().unwrap_or(InstructionSet::PORTABLE)
    }

    /// Its name, such as `avx2`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => "avx512",
        }
    }
}

/// Whether the processor has the features of AVX-512 that the kernels use.
#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    std::arch::is_x86_feature_detected!("avx512f")
        && std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("avx512dq")
        && std::arch::is_x86_feature_detected!("avx512vl")
        && std::arch::is_x86_feature_detected!("avx512vnni")
}

/// Work that is compiled once for each instruction set.
///
/// A trait and not a closure: `run` can be marked `#[inline(always)]`, and what is not inlined into
/// the function that has the instructions is compiled without them.
pub(crate) trait Job {
    /// Does the work; to be marked `#[inline(always)]`, as everything hot that it calls.
    fn run(self);
}

/// Runs a job compiled for the instruction set.
pub(crate) fn run_compiled<J: Job>(set: InstructionSet, job: J) {
    match set.0 {
        Kind::Portable => job.run(),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => simd::run_avx2(job),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::run_avx512(job),
    }
}

/// The codes and takes of one cell.
///
/// A pack is four units in the kernel of counts, two in the kernel of factors. `codes` is
/// `[pack][lane][unit]`, `words` is `[pack][stream]`, each word the takes of the pack's units in
/// one stream. `lanes` is a multiple of 8.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) codes: &'a [u8],
    pub(crate) words: &'a [u32],
    pub(crate) lanes: usize,
    /// The highest code, which bounds how many packs narrow accumulators can hold.
    #[cfg_attr(
        not(target_arch = "x86_64"),
        expect(dead_code, reason = "the portable kernels have wide accumulators only")
    )]
    pub(crate) steps_max: u8,
}

/// Replicates, and streams, of a batch of counts: a word is four counts of at most `COUNT_MAX`.
pub(crate) const COUNTS_BATCH: usize = 32;
/// The largest count that the kernel takes; what exceeds it is added apart.
pub(crate) const COUNT_MAX: u8 = 15;

/// Replicates of a batch of factors.
pub(crate) const FACTORS_BATCH: usize = 16;
/// Limbs of a factor, each an `i16`: `limb[0] + 2^16 limb[1] + 2^32 limb[2]`.
pub(crate) const LIMBS: usize = 3;
/// Streams of a batch of factors, `[limb][replicate]`; a word is two limbs.
pub(crate) const FACTORS_STREAMS: usize = LIMBS * FACTORS_BATCH;

/// Writes `words[pack][stream]` for packs of four units in `order` from `takes[unit][stream]`.
pub(crate) fn pack_counts(set: InstructionSet, takes: &[u8], order: &[u32], words: &mut [u32]) {
    match set.0 {
        Kind::Portable => portable::pack_counts(takes, order, words),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 | Kind::Avx512 => simd::pack_counts_avx2(takes, order, words),
    }
}

/// Writes `words[pack][stream]` for packs of two units in `order` from `takes[unit][stream]`.
pub(crate) fn pack_factors(set: InstructionSet, takes: &[i16], order: &[u32], words: &mut [u32]) {
    match set.0 {
        Kind::Portable => portable::pack_factors(takes, order, words),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 | Kind::Avx512 => simd::pack_factors_avx2(takes, order, words),
    }
}

/// Writes `sums[replicate][lane]` of one cell.
pub(crate) fn counts(set: InstructionSet, cell: Cell<'_>, sums: &mut [i32]) {
    match set.0 {
        Kind::Portable => portable::counts(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => simd::counts_avx2(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::counts_avx512(cell, sums),
    }
}

/// Writes `sums[replicate][lane]` of one cell.
pub(crate) fn factors(set: InstructionSet, cell: Cell<'_>, sums: &mut [i64]) {
    match set.0 {
        Kind::Portable => portable::factors(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => simd::factors_avx2(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::factors_avx512(cell, sums),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Compares every supported instruction set with the portable kernel.
    fn check(packs: usize, vectors: usize, steps_max: u8, fill: impl Fn(usize) -> u64) {
        let lanes = 8 * vectors;
        let byte = |index: usize, max: u8| (fill(index) % (u64::from(max) + 1)) as u8;
        let codes: Vec<u8> = (0..packs * lanes * 4).map(|index| byte(index, steps_max)).collect();
        let count = |index: usize| u32::from(byte(index, COUNT_MAX));
        let word =
            |at: usize| count(at) | count(at + 1) << 8 | count(at + 2) << 16 | count(at + 3) << 24;
        let words: Vec<u32> = (0..packs * COUNTS_BATCH).map(|index| word(4 * index)).collect();
        let cell = Cell { codes: &codes, words: &words, lanes, steps_max };
        let takes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let order: Vec<u32> = (0..4 * packs as u32).rev().collect();
        let mut expected = vec![0; packs * COUNTS_BATCH];
        portable::pack_counts(&takes, &order, &mut expected);
        for set in InstructionSet::supported() {
            let mut found = vec![0; packs * COUNTS_BATCH];
            pack_counts(set, &takes, &order, &mut found);
            assert_eq!(found, expected, "packs of counts, {}", set.name());
        }
        let mut expected = vec![-1; COUNTS_BATCH * lanes];
        portable::counts(cell, &mut expected);
        for set in InstructionSet::supported() {
            let mut found = vec![-1; COUNTS_BATCH * lanes];
            counts(set, cell, &mut found);
            assert_eq!(found, expected, "counts, {}", set.name());
        }
        // Many extreme factors would leave the 63 bits that `fix` guarantees: fewer high bits.
        let high = if packs > 3 { 0x00ff_00ff } else { u32::MAX };
        let word = |index: usize| {
            let is_high = index % FACTORS_STREAMS >= 2 * FACTORS_BATCH;
            fill(index) as u32 & if is_high { high } else { u32::MAX }
        };
        let words: Vec<u32> = (0..packs * FACTORS_STREAMS).map(word).collect();
        let cell = Cell { codes: &codes[..packs * lanes * 2], words: &words, lanes, steps_max };
        let mut expected = vec![-1; FACTORS_BATCH * lanes];
        portable::factors(cell, &mut expected);
        for set in InstructionSet::supported() {
            let mut found = vec![-1; FACTORS_BATCH * lanes];
            factors(set, cell, &mut found);
            assert_eq!(found, expected, "factors, {}", set.name());
        }
    }

    #[test]
    fn kernels_agree_at_the_largest_takes_and_codes() {
        for packs in [0, 1, 2, 3, 110, 700] {
            for vectors in 1..9 {
                for steps_max in [1, 10, 254] {
                    let most = |_| u64::from(steps_max) * 16;
                    check(packs, vectors, steps_max, |_| u64::MAX);
                    check(packs, vectors, steps_max, |index| {
                        if index % 2 == 0 { 0x8000_7fff } else { most(index) }
                    });
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn kernels_agree_on_random_cells(
            packs in 0..400_usize, vectors in 1..9_usize, steps_max in 0..255_u8, seed: u64,
        ) {
            check(packs, vectors, steps_max, |index| {
                let mixed = (index as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 17
            });
        }
    }
}
