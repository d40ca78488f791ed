//! Which codes are valid, told by lanes of the kernel and short lists of exceptions.
//!
//! A variable's weight sum in a group is the sum of takes over a *base* that includes all its
//! valid units, minus the takes of the base's units whose code is missing. The base is everybody,
//! which costs one lane of ones for all variables. Variables that are missing for whole sets of
//! units (alternatives of which each unit has one, say) would have long lists; variables that are
//! valid for nearly the same units therefore share a *mask*, a lane of ones for just these units,
//! and the last such set may be the *rest*, everybody minus all masks, which costs no lane.

use crate::codes::{Column, MISSING};
use crate::plan::Plan;
use crate::{Codes, Partition};

/// A set of units that includes all valid units of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Everybody,
    Mask(usize),
    Rest,
}

/// The bases of all variables, and the exceptions in every group.
#[derive(Debug)]
pub(crate) struct Validity {
    pub(crate) bases: Vec<Base>,
    /// For each mask, whether each unit belongs to it.
    pub(crate) masks: Vec<Vec<bool>>,
    /// Where the exceptions of each (group, variable) start in `units`, and the end.
    starts: Vec<usize>,
    /// Exceptions, each list padded to whole packs with the unit `N`.
    units: Vec<u32>,
}

impl Validity {
    /// Chooses bases so that lanes remain a multiple of `vector`, and lists the exceptions in
    /// every group that is not recovered, in packs of `pack` units.
    pub(crate) fn new(
        codes: &Codes,
        partitions: &[Partition],
        plan: &Plan,
        vector: usize,
        pack: usize,
    ) -> Validity {
        let (bases, masks) = bases(codes, vector);
        let variables = codes.variables();
        let groups = plan.groups.last().map_or(0, |range| range.end);
        let exceptions: Vec<Vec<u32>> = bases
            .iter()
            .zip(codes.columns())
            .map(|(&base, column)| exceptions(base, &masks, column))
            .collect();
        let listed = |partition: usize, unit: u32| {
            let group = plan.groups[partition].start
                + partitions[partition].group_of()[unit as usize] as usize;
            (plan.recovered[partition] != Some(group)).then_some(group)
        };
        let mut starts = vec![0_usize; groups * variables + 1];
        for (variable, exceptions) in exceptions.iter().enumerate() {
            for partition in 0..partitions.len() {
                for group in exceptions.iter().filter_map(|&unit| listed(partition, unit)) {
                    starts[group * variables + variable + 1] += 1;
                }
            }
        }
        for list in 1..starts.len() {
            starts[list] = starts[list - 1] + starts[list].next_multiple_of(pack);
        }
        let mut ends = starts.clone();
        let mut units = vec![codes.units() as u32; starts[starts.len() - 1]];
        for (variable, exceptions) in exceptions.iter().enumerate() {
            for partition in 0..partitions.len() {
                for &unit in exceptions {
                    let Some(group) = listed(partition, unit) else { continue };
                    let end = &mut ends[group * variables + variable];
                    units[*end] = unit;
                    *end += 1;
                }
            }
        }
        Validity { bases, masks, starts, units }
    }

    /// Where [`Validity::units`] has the units of the variable's base in the group whose code is
    /// missing.
    #[inline(always)]
    pub(crate) fn exceptions(&self, group: usize, variable: usize) -> std::ops::Range<usize> {
        let list = group * self.bases.len() + variable;
        self.starts[list]..self.starts[list + 1]
    }

    /// All lists of exceptions, in packs.
    #[inline(always)]
    pub(crate) fn units(&self) -> &[u32] {
        &self.units
    }

    /// Lanes that the kernel needs: one for each variable, one of ones, one for each mask.
    pub(crate) fn lanes(&self) -> usize {
        self.bases.len() + 1 + self.masks.len()
    }

    /// Whether the unit belongs to the variable's base.
    pub(crate) fn is_in_base(&self, variable: usize, unit: usize) -> bool {
        is_in(self.bases[variable], &self.masks, unit)
    }
}

fn is_in(base: Base, masks: &[Vec<bool>], unit: usize) -> bool {
    match base {
        Base::Everybody => true,
        Base::Mask(mask) => masks[mask][unit],
        Base::Rest => !masks.iter().any(|mask| mask[unit]),
    }
}

fn exceptions(base: Base, masks: &[Vec<bool>], column: &Column) -> Vec<u32> {
    let missing = (0_u32..).zip(&column.steps).filter(|(_, steps)| **steps == MISSING);
    missing.map(|(unit, _)| unit).filter(|&unit| is_in(base, masks, unit as usize)).collect()
}

/// A candidate for a mask: variables that are valid for nearly the same units.
struct Cluster {
    variables: Vec<usize>,
    units: Vec<bool>,
    /// Entries that the lists of its variables lose if it becomes a base.
    saved: usize,
}

/// Chooses the base of each variable, and the masks.
fn bases(codes: &Codes, vector: usize) -> (Vec<Base>, Vec<Vec<bool>>) {
    let mut bases = vec![Base::Everybody; codes.variables()];
    let mut clusters = clusters(codes);
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.saved));
    // Masks are disjoint, so that the rest is everybody minus their sum, and so many that no
    // further vector of lanes is needed, unless a whole vector pays.
    let lanes = codes.variables() + 1;
    let saved: usize = clusters.iter().map(|cluster| cluster.saved).sum();
    let spare = lanes.next_multiple_of(vector) - lanes;
    let room = if spare == 0 && saved > codes.units() { vector } else { spare };
    let mut masks: Vec<Vec<bool>> = Vec::new();
    let mut rest = None;
    for cluster in clusters {
        let overlaps = |mask: &Vec<bool>| mask.iter().zip(&cluster.units).any(|(a, b)| *a && *b);
        if masks.iter().any(overlaps) {
            continue;
        }
        let base = if masks.len() < room {
            masks.push(cluster.units);
            Base::Mask(masks.len() - 1)
        } else if rest.is_none() && !masks.is_empty() {
            rest = Some(());
            Base::Rest
        } else {
            continue;
        };
        cluster.variables.iter().for_each(|&variable| bases[variable] = base);
        if base == Base::Rest {
            break;
        }
    }
    (bases, masks)
}

/// Groups the variables that are missing for more than a quarter of the units: a variable joins
/// the first cluster that includes more than half of its valid units.
fn clusters(codes: &Codes) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (variable, column) in codes.columns().iter().enumerate() {
        let valid: Vec<bool> = column.steps.iter().map(|&steps| steps != MISSING).collect();
        let size = valid.iter().filter(|&&valid| valid).count();
        if size * 4 >= codes.units() * 3 || size == 0 {
            continue;
        }
        let shared = |cluster: &Cluster| {
            valid.iter().zip(&cluster.units).filter(|(valid, unit)| **valid && **unit).count()
        };
        match clusters.iter_mut().find(|cluster| 2 * shared(cluster) > size) {
            Some(cluster) => {
                cluster.variables.push(variable);
                cluster.units.iter_mut().zip(&valid).for_each(|(unit, valid)| *unit |= valid);
            }
            None => clusters.push(Cluster { variables: vec![variable], units: valid, saved: 0 }),
        }
    }
    for cluster in &mut clusters {
        let outside = cluster.units.iter().filter(|&&unit| !unit).count();
        cluster.saved = outside * cluster.variables.len();
    }
    clusters
}
