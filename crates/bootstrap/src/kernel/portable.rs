//! The kernels in plain Rust: the definition of what every other kernel computes.

use super::{COUNTS_BATCH, Cell, FACTORS_BATCH, FACTORS_STREAMS, LIMBS, WORTH_LIMBS};

/// Writes `words[pack][stream]` for packs of four units in `order` from `takes[unit][stream]`.
pub(super) fn pack_counts(takes: &[u8], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<COUNTS_BATCH>().0;
    let packs = order.as_chunks::<4>().0.iter().zip(words.as_chunks_mut::<COUNTS_BATCH>().0);
    for (units, words) in packs {
        let [a, b, c, d] = units.map(|unit| &rows[unit as usize]);
        for (stream, word) in words.iter_mut().enumerate() {
            *word = u32::from_le_bytes([a[stream], b[stream], c[stream], d[stream]]);
        }
    }
}

/// Writes `words[pack][stream]` for packs of two units in `order` from `takes[unit][stream]`.
#[inline(always)]
pub(super) fn pack_factors(takes: &[i16], order: &[u32], words: &mut [u32]) {
    let rows = takes.as_chunks::<FACTORS_STREAMS>().0;
    let packs = order.as_chunks::<2>().0.iter().zip(words.as_chunks_mut::<FACTORS_STREAMS>().0);
    for (units, words) in packs {
        let [a, b] = units.map(|unit| &rows[unit as usize]);
        for (stream, word) in words.iter_mut().enumerate() {
            *word =
                u32::from(a[stream].cast_unsigned()) | u32::from(b[stream].cast_unsigned()) << 16;
        }
    }
}

/// Writes the bytes of each unit's worth times its code: `limbs[pack][limb][lane][unit]`.
#[inline(always)]
pub(super) fn limbs(worths: &[u32], order: &[u32], codes: &[u8], lanes: usize, limbs: &mut [u8]) {
    let width = 4 * lanes;
    let packs = order.as_chunks::<4>().0.iter().zip(codes.chunks_exact(width));
    for ((units, codes), limbs) in packs.zip(limbs.chunks_exact_mut(WORTH_LIMBS * width)) {
        let worths = units.map(|unit| worths[unit as usize]);
        for (lane, codes) in codes.as_chunks::<4>().0.iter().enumerate() {
            for unit in 0..4 {
                let product = worths[unit] * u32::from(codes[unit]);
                for (limb, byte) in product.to_le_bytes().into_iter().enumerate() {
                    limbs[limb * width + 4 * lane + unit] = byte;
                }
            }
        }
    }
}

/// Adds to `sums[replicate][lane]`.
pub(super) fn counts(cell: Cell<'_>, sums: &mut [i32]) {
    let words = cell.words.as_chunks::<COUNTS_BATCH>().0;
    for (codes, words) in cell.codes.chunks_exact(4 * cell.lanes).zip(words) {
        for (sums, word) in sums.chunks_exact_mut(cell.lanes).zip(words) {
            let takes = word.to_le_bytes().map(i32::from);
            for (sum, codes) in sums.iter_mut().zip(codes.as_chunks::<4>().0) {
                let codes = codes.map(i32::from);
                *sum += takes[0] * codes[0]
                    + takes[1] * codes[1]
                    + takes[2] * codes[2]
                    + takes[3] * codes[3];
            }
        }
    }
}

/// Adds to `sums[replicate][lane]`.
pub(super) fn factors(cell: Cell<'_>, sums: &mut [i64]) {
    let words = cell.words.as_chunks::<FACTORS_STREAMS>().0;
    for (codes, words) in cell.codes.chunks_exact(2 * cell.lanes).zip(words) {
        for (replicate, sums) in sums.chunks_exact_mut(cell.lanes).enumerate() {
            let take = |half: u32| {
                let limb = |limb: usize| {
                    let word = words[limb * FACTORS_BATCH + replicate];
                    i64::from((word >> (16 * half)) as i16) << (16 * limb)
                };
                (0..LIMBS).map(limb).sum::<i64>()
            };
            let takes = [take(0), take(1)];
            for (sum, codes) in sums.iter_mut().zip(codes.as_chunks::<2>().0) {
                *sum += takes[0] * i64::from(codes[0]) + takes[1] * i64::from(codes[1]);
            }
        }
    }
}
