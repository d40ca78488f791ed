//! A sample laid out for the kernels.

use rayon::prelude::*;

use crate::Sample;
use crate::aligned::Aligned;
use crate::arithmetic::{Arithmetic, Block};
use crate::codes::MISSING;
use crate::kernel::InstructionSet;
use crate::plan::{Pass, Plan, plan};
use crate::validity::Validity;

/// Lanes of the kernel come in multiples of this.
const VECTOR: usize = 8;

/// Everything that batches share and none changes.
pub(crate) struct Layout<'a> {
    pub(super) sample: &'a Sample,
    pub(super) plan: Plan,
    pub(super) passes: Vec<PassCodes>,
    pub(super) validity: Validity,
    /// `codes[pack][lane][unit of the pack]` of the lists of exceptions.
    exceptions: Aligned<u8>,
    /// Lanes of the kernel: the variables, a lane of ones, masks, and padding to whole vectors.
    pub(super) lanes: usize,
    pub(super) steps_max: u8,
    pub(super) set: InstructionSet,
}

/// The codes of a pass, laid out for the kernel.
pub(super) struct PassCodes {
    /// Units in the order of the blocks; each block is padded to whole packs with the unit `N`,
    /// which no replicate takes.
    order: Vec<u32>,
    /// `codes[pack][lane][unit of the pack]`, missing codes as 0.
    codes: Aligned<u8>,
    blocks: Vec<Packs>,
    /// The blocks of each cell.
    cells: Vec<std::ops::Range<usize>>,
}

/// Where a block is.
struct Packs {
    class: usize,
    /// Its place in `order`.
    order: std::ops::Range<usize>,
}

impl<'a> Layout<'a> {
    pub(crate) fn new<A: Arithmetic>(
        arithmetic: &A,
        sample: &'a Sample,
        set: InstructionSet,
    ) -> Layout<'a> {
        let plan = plan(sample.partitions(), &sample.group_starts());
        let validity = Validity::new(sample.codes(), sample.partitions(), &plan, VECTOR, A::PACK);
        let lanes = validity.lanes().next_multiple_of(VECTOR);
        let codes = |pass| PassCodes::new(arithmetic, sample, &validity, pass, lanes);
        let passes = plan.passes.par_iter().map(codes).collect();
        let steps_max = sample.codes().steps_max();
        let exceptions = exception_codes(arithmetic, validity.units());
        Layout { sample, plan, passes, validity, exceptions, lanes, steps_max, set }
    }

    /// Number of groups of all partitions.
    pub(super) fn groups(&self) -> usize {
        self.plan.groups.last().map_or(0, |range| range.end)
    }

    /// Number of units of the largest block.
    pub(super) fn units_max(&self) -> usize {
        let blocks = self.passes.iter().flat_map(|pass| &pass.blocks);
        blocks.map(|block| block.order.len()).max().unwrap_or(0)
    }

    /// The units of the variable's base in the group whose code is missing, as a block.
    #[inline(always)]
    pub(super) fn exceptions<A: Arithmetic>(&self, group: usize, variable: usize) -> Block<'_> {
        let range = self.validity.exceptions(group, variable);
        let codes = range.start * A::LIST_LANES..range.end * A::LIST_LANES;
        Block {
            class: 0,
            order: &self.validity.units()[range],
            codes: &self.exceptions[codes],
            lanes: A::LIST_LANES,
            steps_max: u8::MAX,
        }
    }

    /// The blocks of a cell of a pass.
    #[inline(always)]
    pub(super) fn blocks(&self, pass: usize, cell: usize) -> impl Iterator<Item = Block<'_>> {
        let pass = &self.passes[pass];
        let (lanes, steps_max) = (self.lanes, self.steps_max);
        pass.blocks[pass.cells[cell].clone()].iter().map(move |block| Block {
            class: block.class,
            order: &pass.order[block.order.clone()],
            codes: &pass.codes[block.order.start * lanes..block.order.end * lanes],
            lanes,
            steps_max,
        })
    }
}

impl PassCodes {
    fn new<A: Arithmetic>(
        arithmetic: &A,
        sample: &Sample,
        validity: &Validity,
        pass: &Pass,
        lanes: usize,
    ) -> PassCodes {
        let padding = sample.units() as u32;
        let (mut order, mut blocks, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        for cell in &pass.cells {
            let first = blocks.len();
            let labels = cell.units.iter().map(|&unit| (arithmetic.class(unit as usize), unit));
            for (class, units) in crate::draw::lists(labels) {
                let start = order.len();
                order.extend(units);
                order.resize(order.len().next_multiple_of(A::PACK), padding);
                blocks.push(Packs { class, order: start..order.len() });
            }
            cells.push(first..blocks.len());
        }
        let mut codes = Aligned::new(order.len() * lanes);
        let packs = order.chunks_exact(A::PACK).zip(codes.chunks_exact_mut(A::PACK * lanes));
        for (order, codes) in packs {
            for (place, &unit) in order.iter().enumerate().filter(|(_, unit)| **unit != padding) {
                let lanes = codes.iter_mut().skip(place).step_by(A::PACK);
                fill_lanes(sample, validity, unit as usize, lanes);
            }
        }
        PassCodes { order, codes, blocks, cells }
    }
}

/// What the arithmetic multiplies the takes of listed units by.
fn exception_codes<A: Arithmetic>(arithmetic: &A, order: &[u32]) -> Aligned<u8> {
    let mut codes = Aligned::new(order.len() * A::LIST_LANES);
    let width = A::LIST_LANES * A::PACK;
    for (units, codes) in order.chunks_exact(A::PACK).zip(codes.chunks_exact_mut(width.max(1))) {
        for (place, &unit) in units.iter().enumerate() {
            let lanes = codes.iter_mut().skip(place).step_by(A::PACK);
            lanes.zip(arithmetic.list_codes(unit as usize)).for_each(|(lane, code)| *lane = code);
        }
    }
    codes
}

/// Writes a unit's codes, its one, and its masks.
fn fill_lanes<'c>(
    sample: &Sample,
    validity: &Validity,
    unit: usize,
    lanes: impl Iterator<Item = &'c mut u8>,
) {
    let columns = sample.codes().columns().iter().map(|column| column.steps[unit]);
    let steps = columns.map(|steps| if steps == MISSING { 0 } else { steps });
    let masks = validity.masks.iter().map(|mask| u8::from(mask[unit]));
    for (lane, entry) in lanes.zip(steps.chain([1]).chain(masks)) {
        *lane = entry;
    }
}
