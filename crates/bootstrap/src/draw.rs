//! Draws one replicate's counts or factors under a scheme.

use rand_pcg::Pcg64Mcg;

use crate::stream::{below, open_unit, stream};
use crate::{Error, Scheme};

/// A scheme prepared for drawing.
#[derive(Debug)]
pub(crate) struct Draw<'a> {
    scheme: &'a Scheme,
    /// Units or clusters that are drawn within one stratum, for the schemes that have strata.
    strata: Vec<Vec<u32>>,
    /// Each unit's cluster, numbered from 0.
    cluster_of: Vec<u32>,
}

impl<'a> Draw<'a> {
    /// Prepares a scheme that has passed `Scheme::check`.
    pub(crate) fn new(scheme: &'a Scheme) -> Result<Draw<'a>, Error> {
        let mut draw = Draw { scheme, strata: Vec::new(), cluster_of: Vec::new() };
        match scheme {
            Scheme::Stratified { strata } => {
                let labels = strata.iter().copied().zip(0..);
                draw.strata = lists(labels).into_iter().map(|(_, units)| units).collect();
            }
            Scheme::Clusters { strata, clusters } => {
                let (stratum_of, cluster_of) = number_clusters(strata, clusters)?;
                draw.cluster_of = cluster_of;
                for (stratum, clusters) in lists(stratum_of.into_iter().zip(0..)) {
                    if clusters.len() < 2 {
                        return Err(Error::SingleUnitStratum { stratum, unit: "cluster" });
                    }
                    draw.strata.push(clusters);
                }
            }
            _ => {}
        }
        Ok(draw)
    }

    /// Whether replicates are whole counts, drawn by [`Draw::counts`].
    pub(crate) fn is_counts(&self) -> bool {
        !matches!(self.scheme, Scheme::Clusters { .. } | Scheme::Bayesian | Scheme::Factors(_))
    }

    /// Writes the counts of replicate `replicate`.
    pub(crate) fn counts(&self, seed: u64, replicate: usize, counts: &mut [u32]) {
        let stream = &mut stream(seed, replicate);
        match self.scheme {
            Scheme::Multinomial => {
                counts.fill(0);
                for _ in 0..counts.len() {
                    counts[below(stream, counts.len() as u32) as usize] += 1;
                }
            }
            Scheme::Stratified { .. } => {
                counts.fill(0);
                for units in &self.strata {
                    for _ in 0..units.len() {
                        counts[units[below(stream, units.len() as u32) as usize] as usize] += 1;
                    }
                }
            }
            Scheme::Poisson => counts.iter_mut().for_each(|count| *count = poisson(stream)),
            Scheme::Counts(given) => counts.copy_from_slice(&given[replicate]),
            Scheme::Clusters { .. } | Scheme::Bayesian | Scheme::Factors(_) => {
                unreachable!("schemes with factors do not draw counts")
            }
        }
    }

    /// Writes the factors of replicate `replicate`.
    pub(crate) fn factors(&self, seed: u64, replicate: usize, factors: &mut [f64]) {
        let stream = &mut stream(seed, replicate);
        match self.scheme {
            Scheme::Bayesian => {
                factors.iter_mut().for_each(|factor| *factor = -open_unit(stream).ln());
            }
            Scheme::Clusters { .. } => {
                let clusters = self.strata.iter().map(Vec::len).sum();
                let mut of_cluster = vec![0.0; clusters];
                for clusters in &self.strata {
                    let size = clusters.len() as u32;
                    let factor = f64::from(size) / f64::from(size - 1);
                    for _ in 1..size {
                        of_cluster[clusters[below(stream, size) as usize] as usize] += factor;
                    }
                }
                for (factor, &cluster) in factors.iter_mut().zip(&self.cluster_of) {
                    *factor = of_cluster[cluster as usize];
                }
            }
            Scheme::Factors(given) => factors.copy_from_slice(&given[replicate]),
            _ => {
                let mut counts = vec![0; factors.len()];
                self.counts(seed, replicate, &mut counts);
                for (factor, count) in factors.iter_mut().zip(counts) {
                    *factor = f64::from(count);
                }
            }
        }
    }
}

/// A Poisson count of mean 1, by multiplying uniforms (Knuth): exact up to the uniforms' 53 bits.
fn poisson(stream: &mut Pcg64Mcg) -> u32 {
    let limit = (-1.0_f64).exp();
    let mut product = open_unit(stream);
    let mut count = 0;
    while product > limit {
        count += 1;
        product *= open_unit(stream);
    }
    count
}

/// The members of each label, labels ascending.
fn lists(labelled: impl Iterator<Item = (usize, u32)>) -> Vec<(usize, Vec<u32>)> {
    let mut lists = std::collections::BTreeMap::<usize, Vec<u32>>::new();
    for (label, member) in labelled {
        lists.entry(label).or_default().push(member);
    }
    lists.into_iter().collect()
}

/// Numbers clusters from 0: each cluster's stratum, and each unit's cluster.
fn number_clusters(strata: &[usize], clusters: &[usize]) -> Result<(Vec<usize>, Vec<u32>), Error> {
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
