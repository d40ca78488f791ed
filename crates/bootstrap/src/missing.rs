//! Missing codes, as lists of units: few codes are missing, so lists are shorter than columns.

use crate::codes::MISSING;
use crate::plan::Plan;
use crate::{Codes, Partition};

/// For each group that is not recovered and each variable, the units whose code is missing.
#[derive(Debug)]
pub(crate) struct Missing {
    variables: usize,
    /// Where each (group, variable) starts in `units`, groups outer, and the end.
    starts: Vec<usize>,
    units: Vec<u32>,
}

impl Missing {
    pub(crate) fn new(codes: &Codes, partitions: &[Partition], plan: &Plan) -> Missing {
        let variables = codes.variables();
        let groups = plan.groups.last().map_or(0, |range| range.end);
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); groups * variables];
        for (variable, column) in codes.columns().iter().enumerate() {
            let missing = (0..codes.units()).filter(|&unit| column.steps[unit] == MISSING);
            for unit in missing {
                for (partition, range) in plan.groups.iter().enumerate() {
                    let group = range.start + partitions[partition].group_of()[unit] as usize;
                    if plan.recovered[partition] != Some(group) {
                        lists[group * variables + variable].push(unit as u32);
                    }
                }
            }
        }
        let mut starts = vec![0];
        let mut units = Vec::new();
        for list in lists {
            units.extend(list);
            starts.push(units.len());
        }
        Missing { variables, starts, units }
    }

    /// The units of the group whose code on the variable is missing.
    pub(crate) fn units(&self, group: usize, variable: usize) -> &[u32] {
        let list = group * self.variables + variable;
        &self.units[self.starts[list]..self.starts[list + 1]]
    }
}
