//! One batch of replicates, from draws to the statistic's values.

mod complete;
mod layout;
mod values;

use crate::aligned::Aligned;
use crate::arithmetic::{Arithmetic, Drawn};
use crate::codes::MISSING;
use crate::draw::Draw;
use crate::engine::{Engine, Replicate};
use crate::kernel::{InstructionSet, Job, run_compiled};
use crate::plan::RECOVERED;
use crate::{Sample, Statistic};

use complete::complete;
use layout::Layout;

/// Draws of a sample, summed by the kernels in one of the arithmetics.
pub(crate) struct Kernels<'a, A> {
    arithmetic: A,
    layout: Layout<'a>,
    draw: &'a Draw<'a>,
}

impl<'a, A: Arithmetic> Kernels<'a, A> {
    pub(crate) fn new(
        arithmetic: A,
        sample: &'a Sample,
        draw: &'a Draw<'a>,
        set: InstructionSet,
    ) -> Kernels<'a, A> {
        let layout = Layout::new(&arithmetic, sample, set);
        Kernels { arithmetic, layout, draw }
    }
}

/// The buffers of one batch, reused by the batches of one thread.
pub(crate) struct Buffers<A: Arithmetic> {
    drawn: Drawn<A::Take>,
    scratch: A::Scratch,
    cell: Aligned<A::Sum>,
    /// `sums[group][replicate][lane]`, then everybody's.
    sums: Aligned<A::Sum>,
    /// `missing[group][variable][replicate]`, then everybody's.
    missing: Aligned<A::Sum>,
}

impl<A: Arithmetic> Engine for Kernels<'_, A> {
    const BATCH: usize = A::BATCH;
    type Buffers = Buffers<A>;

    fn buffers(&self) -> Buffers<A> {
        let (units, lanes) = (self.layout.sample.units(), self.layout.lanes);
        let groups = self.layout.groups() + 1;
        let variables = self.layout.sample.codes().variables();
        Buffers {
            drawn: Drawn {
                takes: Aligned::new((units + 1) * A::STREAMS),
                excess: Vec::new(),
                scales: vec![1.0; A::BATCH],
            },
            scratch: self.arithmetic.scratch(self.layout.units_max(), lanes),
            cell: Aligned::new(A::BATCH * lanes),
            sums: Aligned::new(groups * A::BATCH * lanes),
            missing: Aligned::new(groups * A::BATCH * variables),
        }
    }

    fn batch<S: Statistic>(
        &self,
        buffers: &mut Buffers<A>,
        run: Replicate,
        statistic: &S,
        out: &mut [f64],
    ) {
        run_compiled(self.layout.set, Batch { kernels: self, buffers, run, statistic, out });
    }
}

/// A whole batch as one job.
struct Batch<'a, A: Arithmetic, S> {
    kernels: &'a Kernels<'a, A>,
    buffers: &'a mut Buffers<A>,
    run: Replicate,
    statistic: &'a S,
    out: &'a mut [f64],
}

impl<A: Arithmetic, S: Statistic> Job for Batch<'_, A, S> {
    #[inline(always)]
    fn run(self) {
        let Batch { kernels: Kernels { arithmetic, layout, draw }, buffers, run, .. } = self;
        arithmetic.draw(draw, run, &mut buffers.scratch, &mut buffers.drawn);
        buffers.sum_codes(arithmetic, layout);
        buffers.sum_missing(arithmetic, layout);
        buffers.add_excess(arithmetic, layout);
        buffers.evaluate(layout, self.statistic, self.out);
    }
}

impl<A: Arithmetic> Buffers<A> {
    #[inline(always)]
    fn sum_codes(&mut self, arithmetic: &A, layout: &Layout<'_>) {
        let Buffers { drawn, scratch, cell: cell_sums, sums, .. } = self;
        let slab = A::BATCH * layout.lanes;
        sums.fill(A::Sum::default());
        for (index, pass) in layout.plan.passes.iter().enumerate() {
            for (cell, groups) in pass.cells.iter().map(|cell| &cell.groups).enumerate() {
                cell_sums.fill(A::Sum::default());
                for block in layout.blocks(index, cell) {
                    arithmetic.add_block(layout.set, block, &drawn.takes, scratch, cell_sums);
                }
                for &group in groups.iter().filter(|&&group| group != RECOVERED) {
                    let group = group as usize * slab;
                    for (sum, &more) in sums[group..group + slab].iter_mut().zip(&**cell_sums) {
                        *sum += more;
                    }
                }
            }
        }
        complete(&layout.plan, slab, sums);
    }

    #[inline(always)]
    fn sum_missing(&mut self, arithmetic: &A, layout: &Layout<'_>) {
        let variables = layout.sample.codes().variables();
        for group in 0..layout.groups() {
            for variable in 0..variables {
                let start = (group * variables + variable) * A::BATCH;
                let sums = &mut self.missing[start..start + A::BATCH];
                let list = layout.exceptions::<A>(group, variable);
                arithmetic.list(layout.set, list, &self.drawn.takes, &mut self.scratch, sums);
            }
        }
        complete(&layout.plan, variables * A::BATCH, &mut self.missing);
    }

    #[inline(always)]
    fn add_excess(&mut self, arithmetic: &A, layout: &Layout<'_>) {
        let columns = layout.sample.codes().columns();
        let variables = columns.len();
        for &(unit, replicate, further) in &self.drawn.excess {
            let times = |steps: u8| arithmetic.times(unit, further, steps);
            for (partition, range) in layout.sample.partitions().iter().zip(&layout.plan.groups) {
                let group = range.start + partition.group_of()[unit] as usize;
                let sums = (group * A::BATCH + replicate) * layout.lanes;
                self.sums[sums + variables] += times(1);
                for (mask, lane) in layout.validity.masks.iter().zip(variables + 1..) {
                    self.sums[sums + lane] += times(u8::from(mask[unit]));
                }
                for (variable, column) in columns.iter().enumerate() {
                    if column.steps[unit] != MISSING {
                        self.sums[sums + variable] += times(column.steps[unit]);
                    } else if layout.validity.is_in_base(variable, unit) {
                        let missing = (group * variables + variable) * A::BATCH + replicate;
                        self.missing[missing] += times(1);
                    }
                }
            }
        }
    }
}
