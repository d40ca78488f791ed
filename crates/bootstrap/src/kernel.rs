//! The inner loops: sums of takes times codes over one cell.

/// `sums[replicate][lane]` over packs of four units: `codes[pack][lane][4]` times the four bytes
/// of `words[pack][replicate]`.
pub(crate) fn counts(codes: &[u8], words: &[u32], lanes: usize, sums: &mut [i32]) {
    let batch = sums.len() / lanes;
    sums.fill(0);
    for (codes, words) in codes.chunks_exact(4 * lanes).zip(words.chunks_exact(batch)) {
        for (sums, word) in sums.chunks_exact_mut(lanes).zip(words) {
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

/// `sums[replicate][lane]` over packs of two units: `codes[pack][lane][2]` times the halves of
/// `words[pack][replicate][limb]`, signed limbs of 16 bits in ascending order.
pub(crate) fn factors(codes: &[u8], words: &[u32], lanes: usize, sums: &mut [i64]) {
    let batch = sums.len() / lanes;
    sums.fill(0);
    for (codes, words) in codes.chunks_exact(2 * lanes).zip(words.chunks_exact(3 * batch)) {
        for (sums, limbs) in sums.chunks_exact_mut(lanes).zip(words.as_chunks::<3>().0) {
            let take = |shift: u32| {
                let limb = |limb: usize| i64::from((limbs[limb] >> shift) as i16);
                limb(0) + (limb(1) << 16) + (limb(2) << 32)
            };
            let takes = [take(0), take(16)];
            for (sum, codes) in sums.iter_mut().zip(codes.as_chunks::<2>().0) {
                *sum += takes[0] * i64::from(codes[0]) + takes[1] * i64::from(codes[1]);
            }
        }
    }
}
