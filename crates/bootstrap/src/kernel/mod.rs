//! The inner loops: sums of takes times codes over one cell, for each instruction set.
//!
//! All sums are integers, so every instruction set gives the same bytes. `simd` is the crate's
//! only module with `unsafe` code.

mod portable;
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little")))]
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
    #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
    Neon,
}

impl InstructionSet {
    /// No instructions beyond those that the program was compiled for.
    pub const PORTABLE: InstructionSet = InstructionSet(Kind::Portable);

    /// Every instruction set that this processor supports, fastest last.
    #[must_use]
    pub fn supported() -> Vec<InstructionSet> {
        #[cfg_attr(
            not(any(
                target_arch = "x86_64",
                all(target_arch = "aarch64", target_endian = "little")
            )),
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
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        if std::arch::is_aarch64_feature_detected!("neon") {
            supported.push(InstructionSet(Kind::Neon));
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
            #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
            Kind::Neon => "neon",
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
        Kind::Avx2 => simd::x86::run_avx2(job),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::x86::run_avx512(job),
        // Compilers for this processor assume NEON.
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => job.run(),
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
        not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little"))),
        expect(dead_code, reason = "the portable kernels have wide accumulators only")
    )]
    pub(crate) steps_max: u8,
}

/// Replicates, and streams, of a batch of counts: a word is four counts of at most `COUNT_MAX`.
pub(crate) const COUNTS_BATCH: usize = 32;
/// The largest count that the kernel takes; what exceeds it is added apart. Seven is rarely exceeded
/// (one Poisson count of mean 1 in 100,000), and 16 bits hold nine packs of bytes times sevens.
pub(crate) const COUNT_MAX: u8 = 7;

/// Limbs of a worth times a code, each a byte.
pub(crate) const WORTH_LIMBS: usize = 4;

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
        Kind::Avx2 | Kind::Avx512 => simd::x86::pack_counts_avx2(takes, order, words),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => simd::neon::pack_counts(takes, order, words),
    }
}

/// Writes `words[pack][stream]` for packs of two units in `order` from `takes[unit][stream]`.
pub(crate) fn pack_factors(set: InstructionSet, takes: &[i16], order: &[u32], words: &mut [u32]) {
    match set.0 {
        Kind::Portable => portable::pack_factors(takes, order, words),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 | Kind::Avx512 => simd::x86::pack_factors_avx2(takes, order, words),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => simd::neon::pack_factors(takes, order, words),
    }
}

/// Writes the bytes of each unit's worth times its code, `limbs[pack][limb][lane][unit]`, for packs
/// of four units in `order` from `codes[pack][lane][unit]`. A worth times a code fits into 32 bits.
pub(crate) fn limbs(
    set: InstructionSet,
    worths: &[u32],
    order: &[u32],
    codes: &[u8],
    lanes: usize,
    limbs: &mut [u8],
) {
    match set.0 {
        Kind::Portable => portable::limbs(worths, order, codes, lanes, limbs),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 | Kind::Avx512 => simd::x86::limbs_avx2(worths, order, codes, lanes, limbs),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => simd::neon::limbs(worths, order, codes, lanes, limbs),
    }
}

/// Adds one cell's sums to `sums[replicate][lane]`.
pub(crate) fn counts(set: InstructionSet, cell: Cell<'_>, sums: &mut [i32]) {
    match set.0 {
        Kind::Portable => portable::counts(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => simd::x86::counts_avx2(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::x86::counts_avx512(cell, sums),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => simd::neon::counts(cell, sums),
    }
}

/// Adds one cell's sums to `sums[replicate][lane]`.
pub(crate) fn factors(set: InstructionSet, cell: Cell<'_>, sums: &mut [i64]) {
    match set.0 {
        Kind::Portable => portable::factors(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx2 => simd::x86::factors_avx2(cell, sums),
        #[cfg(target_arch = "x86_64")]
        Kind::Avx512 => simd::x86::factors_avx512(cell, sums),
        #[cfg(all(target_arch = "aarch64", target_endian = "little"))]
        Kind::Neon => simd::neon::factors(cell, sums),
    }
}

#[cfg(test)]
mod tests;
