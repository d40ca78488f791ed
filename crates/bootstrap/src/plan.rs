//! Which partitions are summed together, and in which order of units.
//!
//! Summing every unit once for each partition would repeat most of the work. Partitions are
//! therefore merged into *passes*: a pass sums every non-empty joint cell of its partitions once,
//! and adds the cell to its group in each of them. Two groups of every partition need not even be
//! summed: a pass but the first skips its largest cell, whose groups are everybody minus the
//! partition's other groups, exactly, because sums are integers.

use crate::Partition;

/// Work of a pass in units of one unit's sums: each joint cell, and each group it is added to.
const CELL_COST: f64 = 10.0;
const CELL_GROUP_COST: f64 = 10.0;
/// Joint cells are counted in a table; partitions with more possible cells are not merged.
const CELLS_MAX: usize = 1 << 16;

/// A group that is not summed but recovered from the others.
pub(crate) const RECOVERED: u32 = u32::MAX;

/// The passes over the units, and how groups are completed after them.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) passes: Vec<Pass>,
    /// For each partition, its groups in the list of all groups.
    pub(crate) groups: Vec<std::ops::Range<usize>>,
    /// For each partition, the group that is recovered; none for the partition whose groups add
    /// up to everybody.
    pub(crate) recovered: Vec<Option<usize>>,
    /// The partition whose groups are all summed.
    pub(crate) whole: usize,
}

/// One pass: joint cells of some partitions, with their units.
#[derive(Debug)]
pub(crate) struct Pass {
    pub(crate) cells: Vec<Cell>,
}

/// A joint cell.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) units: Vec<u32>,
    /// For each partition of the pass, the group in the list of all groups, or [`RECOVERED`].
    pub(crate) groups: Vec<u32>,
}

/// Plans the passes. `starts` are the partitions' first groups, as in `Sample::group_starts`.
pub(crate) fn plan(partitions: &[Partition], starts: &[usize]) -> Plan {
    let mut merged: Vec<_> =
        merge(partitions).into_iter().map(|joint| (cells(&joint), joint)).collect();
    // The first pass skips no cell, so it is the one that would skip fewest units.
    merged.sort_by_key(|(cells, _)| cells.iter().map(Vec::len).max());
    let mut recovered = vec![None; partitions.len()];
    let mut passes = Vec::new();
    let whole = merged.first().map_or(0, |(cells, joint)| whole(partitions, cells, joint));
    for (mut cells, joint) in merged {
        let largest = largest(&cells);
        let first_unit = cells[largest][0] as usize;
        for &partition in &joint.partitions {
            if partition != whole {
                let group = partitions[partition].group_of()[first_unit] as usize;
                recovered[partition] = Some(starts[partition] + group);
            }
        }
        if !passes.is_empty() {
            cells.remove(largest);
        }
        let group = |units: &[u32], partition: usize| {
            let group =
                starts[partition] + partitions[partition].group_of()[units[0] as usize] as usize;
            if recovered[partition] == Some(group) { RECOVERED } else { group as u32 }
        };
        let cell = |units: Vec<u32>| {
            let groups = joint.partitions.iter().map(|&partition| group(&units, partition));
            Cell { groups: groups.collect(), units }
        };
        let cells = cells.into_iter().map(cell).collect();
        passes.push(Pass { cells });
    }
    let groups = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    Plan { passes, groups, recovered, whole }
}

/// The cell of most units, the first of several.
fn largest(cells: &[Vec<u32>]) -> usize {
    (0..cells.len()).rev().max_by_key(|&cell| cells[cell].len()).unwrap_or(0)
}

/// Which partition of the first pass has all its groups summed: the one whose group would save
/// least if it were recovered, the group of the largest cell.
fn whole(partitions: &[Partition], cells: &[Vec<u32>], joint: &Joint) -> usize {
    let unit = cells[largest(cells)][0] as usize;
    let saved = |&partition: &usize| {
        let group_of = partitions[partition].group_of();
        group_of.iter().filter(|&&group| group == group_of[unit]).count()
    };
    joint.partitions.iter().copied().min_by_key(saved).unwrap_or(0)
}

/// Some partitions taken together: each unit's joint cell in a table of `cells` possible ones.
#[derive(Clone)]
struct Joint {
    partitions: Vec<usize>,
    cells: usize,
    cell_of: Vec<u32>,
    cost: f64,
}

/// Merges partitions greedily, always the pair that saves most, until no merge saves anything.
fn merge(partitions: &[Partition]) -> Vec<Joint> {
    let single = |(index, partition): (usize, &Partition)| {
        let cell_of = partition.group_of().to_vec();
        let cells = partition.groups();
        Joint { partitions: vec![index], cost: cost(&cell_of, cells, 1), cells, cell_of }
    };
    let mut joints: Vec<Joint> = partitions.iter().enumerate().map(single).collect();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for left in 0..joints.len() {
            for right in left + 1..joints.len() {
                let Some(cost) = merged_cost(&joints[left], &joints[right]) else { continue };
                let saved = joints[left].cost + joints[right].cost - cost;
                if saved > best.map_or(0.0, |(most, _, _)| most) {
                    best = Some((saved, left, right));
                }
            }
        }
        let Some((_, left, right)) = best else { return joints };
        let other = joints.remove(right);
        let joint = &mut joints[left];
        joint.cell_of = cross(&joint.cell_of, &other);
        joint.cells *= other.cells;
        joint.partitions.extend(other.partitions);
        joint.cost = cost(&joint.cell_of, joint.cells, joint.partitions.len());
    }
}

/// The cost of two joints merged, `None` if the table of their cells would be too large.
fn merged_cost(left: &Joint, right: &Joint) -> Option<f64> {
    let cells = left.cells.checked_mul(right.cells).filter(|&cells| cells <= CELLS_MAX)?;
    let members = left.partitions.len() + right.partitions.len();
    Some(cost(&cross(&left.cell_of, right), cells, members))
}

fn cross(cell_of: &[u32], other: &Joint) -> Vec<u32> {
    let width = other.cells as u32;
    cell_of.iter().zip(&other.cell_of).map(|(&left, &right)| left * width + right).collect()
}

/// The cost of a pass over the given cells for so many partitions.
fn cost(cell_of: &[u32], cells: usize, partitions: usize) -> f64 {
    let mut sizes = vec![0_u32; cells];
    for &cell in cell_of {
        sizes[cell as usize] += 1;
    }
    let occupied = sizes.iter().filter(|&&size| size > 0).count();
    let largest = sizes.iter().max().copied().unwrap_or(0);
    let summed = cell_of.len() - largest as usize;
    summed as f64 + occupied as f64 * (CELL_COST + CELL_GROUP_COST * partitions as f64)
}

/// The units of each non-empty cell, cells in ascending order, units ascending within a cell.
fn cells(joint: &Joint) -> Vec<Vec<u32>> {
    let mut cells = vec![Vec::new(); joint.cells];
    for (unit, &cell) in joint.cell_of.iter().enumerate() {
        cells[cell as usize].push(unit as u32);
    }
    cells.retain(|units| !units.is_empty());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_recovered_from_the_groups_of_another_partition() {
        let halves = Partition::new(2, vec![0, 1, 1, 0, 1]).expect("groups are in range");
        let plan = plan(&[Partition::whole(5), halves], &[0, 1, 3]);
        let summed = plan.passes.iter().flat_map(|pass| &pass.cells).map(|cell| cell.units.len());
        assert_eq!(summed.sum::<usize>(), 5, "no unit is summed twice");
        assert_eq!((plan.whole, plan.recovered), (1, vec![Some(0), None]));
    }
}
