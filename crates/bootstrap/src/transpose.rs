//! Turns rows of counts, one for each replicate, into rows for each unit.

use crate::kernel::COUNTS_BATCH;

/// Squares of 8 x 8 counts side by side.
const SQUARES: usize = COUNTS_BATCH / 8;

/// Writes `takes[unit][replicate]` from `rows[replicate][unit]`; a row has `stride` entries, a
/// multiple of 8, of which the first `units` count.
#[inline(always)]
pub(crate) fn transpose(rows: &[u8], stride: usize, units: usize, takes: &mut [u8]) {
    let takes = takes[..units * COUNTS_BATCH].chunks_mut(8 * COUNTS_BATCH);
    for (block, takes) in takes.enumerate() {
        let eight = |replicate: usize| {
            let start = replicate * stride + 8 * block;
            let bytes = rows[start..start + 8].try_into().expect("eight bytes");
            u64::from_le_bytes(bytes)
        };
        // `square[i][j]` holds eight units of replicate 8 j + i: 8 x 8 squares side by side.
        let mut square: [[u64; SQUARES]; 8] =
            std::array::from_fn(|i| std::array::from_fn(|j| eight(8 * j + i)));
        swap::<1>(&mut square, 8, 0x00ff_00ff_00ff_00ff);
        swap::<2>(&mut square, 16, 0x0000_ffff_0000_ffff);
        swap::<4>(&mut square, 32, 0x0000_0000_ffff_ffff);
        for (take, row) in takes.as_chunks_mut::<8>().0.iter_mut().zip(square.iter().flatten()) {
            *take = row.to_le_bytes();
        }
    }
}

/// Exchanges blocks across the diagonal of every square: one of the three steps of transposing
/// eight rows of eight bytes (Warren, Hacker's Delight, section 7-3).
#[inline(always)]
fn swap<const DISTANCE: usize>(square: &mut [[u64; SQUARES]; 8], shift: u32, mask: u64) {
    for row in (0..8).filter(|row| row & DISTANCE == 0) {
        let (above, below) = square.split_at_mut(row + DISTANCE);
        for (upper, lower) in above[row].iter_mut().zip(&mut below[0]) {
            let change = ((*upper >> shift) ^ *lower) & mask;
            *lower ^= change;
            *upper ^= change << shift;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_moves_to_its_unit_and_replicate() {
        for units in [1_usize, 7, 8, 9, 23] {
            let stride = units.next_multiple_of(8);
            let count = |unit: usize, replicate: usize| (unit * 37 + replicate * 11) as u8;
            let mut rows = vec![0; stride * COUNTS_BATCH];
            for replicate in 0..COUNTS_BATCH {
                for unit in 0..units {
                    rows[replicate * stride + unit] = count(unit, replicate);
                }
            }
            let mut takes = vec![0; (units + 1) * COUNTS_BATCH];
            transpose(&rows, stride, units, &mut takes);
            for replicate in 0..COUNTS_BATCH {
                for unit in 0..units {
                    assert_eq!(takes[unit * COUNTS_BATCH + replicate], count(unit, replicate));
                }
                assert_eq!(takes[units * COUNTS_BATCH + replicate], 0, "the padding unit");
            }
        }
    }
}
