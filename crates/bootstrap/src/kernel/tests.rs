//! Every instruction set against the portable kernels.

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
    check_limbs(lanes, &codes, &order, |index| fill(index) as u32 / u32::from(steps_max.max(1)));
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

/// Compares limbs, and checks that they are the bytes of the products.
fn check_limbs(lanes: usize, codes: &[u8], order: &[u32], worth: impl Fn(usize) -> u32) {
    let worths: Vec<u32> = (0..order.len()).map(worth).collect();
    let mut expected = vec![0; WORTH_LIMBS * codes.len()];
    portable::limbs(&worths, order, codes, lanes, &mut expected);
    for set in InstructionSet::supported() {
        let mut found = vec![0; WORTH_LIMBS * codes.len()];
        limbs(set, &worths, order, codes, lanes, &mut found);
        assert_eq!(found, expected, "limbs, {}", set.name());
    }
    let width = 4 * lanes;
    for (place, &code) in codes.iter().enumerate() {
        let first = place / width * WORTH_LIMBS * width + place % width;
        let bytes = std::array::from_fn(|limb| expected[first + limb * width]);
        let product = worths[order[place / width * 4 + place % 4] as usize] * u32::from(code);
        assert_eq!(u32::from_le_bytes(bytes), product);
    }
}

#[test]
fn kernels_agree_at_the_largest_takes_and_codes() {
    for packs in [0, 1, 2, 3, 110, 700] {
        for vectors in 1..9 {
            for steps_max in [1, 10, 254, 255] {
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
        packs in 0..400_usize, vectors in 1..9_usize, steps_max in 0..=255_u8, seed: u64,
    ) {
        check(packs, vectors, steps_max, |index| {
            let mixed = (index as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 17
        });
    }
}
