//! Counts of unweighted units.

use super::{Arithmetic, Block, Drawn, draw_counts};
use crate::aligned::Aligned;
use crate::draw::Draw;
use crate::engine::Replicate;
use crate::kernel::{self, COUNT_MAX, COUNTS_BATCH, Cell, InstructionSet};

/// Counts of at most [`COUNT_MAX`] and their sums, in 32 bits.
#[derive(Debug)]
pub(crate) struct Integers;

/// What a thread reuses.
pub(crate) struct Scratch {
    /// `rows[replicate][unit]`, counts as they are drawn.
    rows: Vec<u8>,
    words: Aligned<u32>,
}

impl Arithmetic for Integers {
    type Take = u8;
    type Sum = i32;
    type Scratch = Scratch;
    const BATCH: usize = COUNTS_BATCH;
    const STREAMS: usize = COUNTS_BATCH;
    const PACK: usize = 4;

    fn scratch(&self, units: usize, _lanes: usize) -> Scratch {
        Scratch { rows: Vec::new(), words: Aligned::new(units / Self::PACK * Self::STREAMS) }
    }

    #[inline(always)]
    fn draw(&self, draw: &Draw<'_>, run: Replicate, scratch: &mut Scratch, drawn: &mut Drawn<u8>) {
        draw_counts(draw, run, Self::BATCH, &mut scratch.rows, drawn);
    }

    fn add_block(
        &self,
        set: InstructionSet,
        block: Block<'_>,
        takes: &[u8],
        scratch: &mut Scratch,
        sums: &mut [i32],
    ) {
        let Block { order, codes, lanes, steps_max, .. } = block;
        let words = &mut scratch.words[..order.len() / Self::PACK * Self::STREAMS];
        kernel::pack_counts(set, takes, order, words);
        kernel::counts(set, Cell { codes, words, lanes, steps_max }, sums);
    }

    #[inline(always)]
    fn list(
        &self,
        _set: InstructionSet,
        block: Block<'_>,
        takes: &[u8],
        _scratch: &mut Scratch,
        sums: &mut [i32],
    ) {
        const ROWS_MAX: usize = (u8::MAX / COUNT_MAX) as usize;
        let rows = takes.as_chunks::<{ Self::STREAMS }>().0;
        let sums: &mut [i32; Self::BATCH] = sums.try_into().expect("one sum per replicate");
        let mut wide = [0; Self::BATCH];
        for units in block.order.chunks(ROWS_MAX) {
            let mut narrow = [0_u8; Self::BATCH];
            for &unit in units {
                let row = &rows[unit as usize];
                for replicate in 0..Self::BATCH {
                    narrow[replicate] += row[replicate];
                }
            }
            for replicate in 0..Self::BATCH {
                wide[replicate] += i32::from(narrow[replicate]);
            }
        }
        *sums = wide;
    }

    fn times(&self, _unit: usize, further: u32, steps: u8) -> i32 {
        further as i32 * i32::from(steps)
    }

    #[inline(always)]
    fn float(sum: i32) -> f64 {
        f64::from(sum)
    }
}
