//! Draws one replicate's counts or factors under a scheme.

use crate::kernel::COUNT_MAX;
use crate::poisson::Poisson;
use crate::{Error, Scheme, Stream};

/// A scheme prepared for drawing.
#[derive(Debug)]
pub(crate) struct Draw<'a> {
    scheme: &'a Scheme,
    /// Units or clusters that are drawn within one stratum, for the schemes that have strata.
    strata: Vec<Vec<u32>>,
    /// Each unit's cluster, numbered from 0.
    cluster_of: Vec<u32>,
    /// What each unit's count is multiplied by, where it is not 1.
    multipliers: Option<Vec<f64>>,
    /// The largest sum of a replicate's counts.
    takes_max: u128,
    /// Counts of most draws at once, for the schemes that use them.
    poisson: Option<Poisson>,
}

/// Fewer draws than this are made one by one.
const DRAWS_AT_ONCE_MIN: usize = 256;

impl<'a> Draw<'a> {
    /// Prepares a scheme that has passed `Scheme::check`.
    pub(crate) fn new(scheme: &'a Scheme, units: usize) -> Result<Draw<'a>, Error> {
        let mut draw = Draw {
            scheme,
            strata: Vec::new(),
            cluster_of: Vec::new(),
            multipliers: None,
            takes_max: units as u128,
            poisson: None,
        };
        match scheme {
            Scheme::Multinomial if units >= DRAWS_AT_ONCE_MIN => {
                // Four standard deviations below the mean: the sum nearly never exceeds the units.
                draw.poisson = Some(Poisson::new(1.0 - 4.0 / (units as f64).sqrt()));
            }
            Scheme::Poisson => {
                draw.poisson = Some(Poisson::new(1.0));
                // A sum of N Poisson counts exceeds this with probability below 1e-100.
                draw.takes_max = units as u128 * 2 + 1000;
            }
            Scheme::Counts(rows) => {
                let total = |row: &Vec<u32>| row.iter().map(|&count| u128::from(count)).sum();
                draw.takes_max = rows.iter().map(total).max().unwrap_or(0);
            }
            Scheme::Stratified { strata } => {
                let labels = strata.iter().copied().zip(0..);
                draw.strata = lists(labels).into_iter().map(|(_, units)| units).collect();
            }
            Scheme::Clusters { strata, clusters } => draw.cluster(strata, clusters)?,
            _ => {}
        }
        Ok(draw)
    }

    /// Prepares draws of whole clusters: `n - 1` of a stratum's `n`, each worth `n / (n - 1)`.
    fn cluster(&mut self, strata: &[usize], clusters: &[usize]) -> Result<(), Error> {
        let (stratum_of, cluster_of) = number_clusters(strata, clusters)?;
        let mut sizes = vec![0_u128; stratum_of.len()];
        cluster_of.iter().for_each(|&cluster| sizes[cluster as usize] += 1);
        let mut multipliers = vec![0.0; stratum_of.len()];
        self.takes_max = 0;
        for (stratum, clusters) in lists(stratum_of.into_iter().zip(0..)) {
            if clusters.len() < 2 {
                return Err(Error::SingleUnitStratum { stratum, unit: "cluster" });
            }
            let draws = clusters.len() - 1;
            let largest = clusters.iter().map(|&cluster| sizes[cluster as usize]).max();
            self.takes_max += draws as u128 * largest.unwrap_or(0);
            for &cluster in &clusters {
                multipliers[cluster as usize] = clusters.len() as f64 / draws as f64;
            }
            self.strata.push(clusters);
        }
        let of_unit = cluster_of.iter().map(|&cluster| multipliers[cluster as usize]);
        self.multipliers = Some(of_unit.collect());
        self.cluster_of = cluster_of;
        Ok(())
    }

    /// Whether replicates are whole counts, drawn by [`Draw::counts`].
    pub(crate) fn is_counts(&self) -> bool {
        !matches!(self.scheme, Scheme::Bayesian)
    }

    /// The units' weights times what the scheme multiplies counts by; `None` if all are 1.
    pub(crate) fn weights(&self, weights: Option<&[f64]>) -> Option<Vec<f64>> {
        let Some(multipliers) = &self.multipliers else { return weights.map(<[f64]>::to_vec) };
        let Some(weights) = weights else { return Some(multipliers.clone()) };
        Some(
            weights
                .iter()
                .zip(multipliers)
                .map(|(weight, multiplier)| weight * multiplier)
                .collect(),
        )
    }

    /// The largest sum of a replicate's counts.
    pub(crate) fn takes_max(&self) -> u128 {
        self.takes_max
    }

    /// Writes the counts of replicate `replicate`, and hands what exceeds [`COUNT_MAX`] to
    /// `excess(unit, further)`.
    #[inline(always)]
    pub(crate) fn counts(
        &self,
        seed: u64,
        replicate: usize,
        counts: &mut [u8],
        mut excess: impl FnMut(usize, u32),
    ) {
        let stream = &mut Stream::new(seed, replicate as u64);
        let units = counts.len();
        match (self.scheme, &self.poisson) {
            (Scheme::Multinomial, Some(poisson)) => {
                // Poisson counts given their sum are multinomial: top them up with single draws.
                let mut drawn = poisson.fill(stream, counts);
                while drawn > units {
                    drawn = poisson.fill(stream, counts);
                }
                cap(counts, &mut excess);
                for _ in drawn..units {
                    let unit = stream.below(units as u32) as usize;
                    add(counts, unit, 1, &mut excess);
                }
            }
            (Scheme::Poisson, Some(poisson)) => {
                poisson.fill(stream, counts);
                cap(counts, &mut excess);
            }
            (Scheme::Stratified { .. }, _) => {
                counts.fill(0);
                for units in &self.strata {
                    for _ in 0..units.len() {
                        let unit = units[stream.below(units.len() as u32) as usize] as usize;
                        add(counts, unit, 1, &mut excess);
                    }
                }
            }
            (Scheme::Clusters { .. }, _) => {
                let mut of_cluster = vec![0; self.strata.iter().map(Vec::len).sum()];
                for clusters in &self.strata {
                    let size = clusters.len() as u32;
                    for _ in 1..size {
                        of_cluster[clusters[stream.below(size) as usize] as usize] += 1;
                    }
                }
                counts.fill(0);
                for (unit, &cluster) in self.cluster_of.iter().enumerate() {
                    add(counts, unit, of_cluster[cluster as usize], &mut excess);
                }
            }
            (Scheme::Counts(given), _) => {
                counts.fill(0);
                for (unit, &count) in given[replicate].iter().enumerate() {
                    add(counts, unit, count, &mut excess);
                }
            }
            _ => {
                counts.fill(0);
                for _ in 0..units {
                    let unit = stream.below(units as u32) as usize;
                    add(counts, unit, 1, &mut excess);
                }
            }
        }
    }

    /// Writes the factors of replicate `replicate`, without what [`Draw::weights`] multiplies.
    pub(crate) fn factors(&self, seed: u64, replicate: usize, factors: &mut [f64]) {
        let stream = &mut Stream::new(seed, replicate as u64);
        match self.scheme {
            Scheme::Bayesian => {
                factors.iter_mut().for_each(|factor| *factor = -stream.open_unit().ln());
            }
            _ => {
                let mut counts = vec![0; factors.len()];
                factors.fill(0.0);
                self.counts(seed, replicate, &mut counts, |unit, further| {
                    factors[unit] += f64::from(further);
                });
                for (factor, count) in factors.iter_mut().zip(counts) {
                    *factor += f64::from(count);
                }
            }
        }
    }
}

/// Takes a unit so many times more.
#[inline(always)]
fn add(counts: &mut [u8], unit: usize, more: u32, excess: &mut impl FnMut(usize, u32)) {
    let room = u32::from(COUNT_MAX - counts[unit]);
    counts[unit] += more.min(room) as u8;
    if more > room {
        excess(unit, more - room);
    }
}

/// Moves what exceeds [`COUNT_MAX`] out of the counts.
#[inline(always)]
fn cap(counts: &mut [u8], excess: &mut impl FnMut(usize, u32)) {
    const CHUNK: usize = 256;
    for (chunk, counts) in counts.chunks_mut(CHUNK).enumerate() {
        if counts.iter().copied().fold(0, u8::max) <= COUNT_MAX {
            continue;
        }
        for (place, count) in counts.iter_mut().enumerate().filter(|(_, count)| **count > COUNT_MAX)
        {
            excess(chunk * CHUNK + place, u32::from(*count - COUNT_MAX));
            *count = COUNT_MAX;
        }
    }
}

/// The members of each label, labels ascending.
pub(crate) fn lists(labelled: impl Iterator<Item = (usize, u32)>) -> Vec<(usize, Vec<u32>)> {
    let mut lists = std::collections::BTreeMap::<usize, Vec<u32>>::new();
    for (label, member) in labelled {
        lists.entry(label).or_default().push(member);
    }
    lists.into_iter().collect()
}

/// Numbers clusters from 0: each cluster's stratum, and each unit's cluster.
pub(crate) fn number_clusters(
    strata: &[usize],
    clusters: &[usize],
) -> Result<(Vec<usize>, Vec<u32>), Error> {
    let mut stratum_of = Vec::new();
    let mut cluster_of = vec![0; clusters.len()];
    let numbered = lists(clusters.iter().copied().zip(0..));
    for (number, (cluster, units)) in numbered.into_iter().enumerate() {
        let first = strata[units[0] as usize];
        for unit in units {
            let second = strata[unit as usize];
            if second != first {
                return Err(Error::ClusterAcrossStrata { cluster, first, second });
            }
            cluster_of[unit as usize] = number as u32;
        }
        stratum_of.push(first);
    }
    Ok((stratum_of, cluster_of))
}
