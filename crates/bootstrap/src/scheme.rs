//! Ways to draw a replicate.

use crate::Error;
use crate::sample::check_length;

/// How a replicate is drawn: how often, or with what factor, it takes each unit.
///
/// Every scheme but the given ones makes replicate `r` from a random stream of its own, a
/// function of (seed, `r`) only. Unit weights, if any, multiply the draws.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Scheme {
    /// As many draws with replacement as there are units, from all units (Efron 1979).
    Multinomial,
    /// Within each stratum, as many draws with replacement as it has units. The unit of a stratum
    /// of one is taken exactly once in every replicate, and adds nothing to any variance.
    Stratified {
        /// Each unit's stratum, any numbers.
        strata: Vec<usize>,
    },
    /// The rescaled bootstrap of primary sampling units (Rao and Wu 1988; Rao, Wu and Yue 1992):
    /// within each stratum of `n` clusters, `n - 1` draws of whole clusters with replacement; a
    /// cluster drawn `m` times gets the factor `m n / (n - 1)`. A stratum of one cluster has no
    /// such factor and is refused.
    Clusters {
        /// Each unit's stratum, any numbers.
        strata: Vec<usize>,
        /// Each unit's cluster, numbered uniquely across strata.
        clusters: Vec<usize>,
    },
    /// The Bayesian bootstrap (Rubin 1981): independent exponential factors of mean 1.
    Bayesian,
    /// Independent Poisson counts of mean 1.
    Poisson,
    /// Given counts instead of random ones: replicate `r` takes unit `u` `counts[r][u]` times.
    /// The run's seed has no effect, and its number of replicates must be `counts.len()`. Weighted
    /// units are summed in floating point, one after the other.
    Counts(Vec<Vec<u32>>),
    /// Given factors instead of random ones, finite and not negative, one row for each replicate;
    /// summed in floating point, one unit after the other.
    Factors(Vec<Vec<f64>>),
}

impl Scheme {
    /// Checks the scheme against the sample's size and the number of replicates.
    pub(crate) fn check(&self, units: usize, replicates: usize) -> Result<(), Error> {
        let rows = |what: &str, rows: usize| check_length(what, replicates, rows);
        match self {
            Scheme::Multinomial | Scheme::Bayesian | Scheme::Poisson => Ok(()),
            Scheme::Stratified { strata } => check_length("strata", units, strata.len()),
            Scheme::Clusters { strata, clusters } => {
                check_length("strata", units, strata.len())?;
                check_length("clusters", units, clusters.len())
            }
            Scheme::Counts(counts) => {
                rows("given counts", counts.len())?;
                let check = |row: &Vec<u32>| check_length("row of given counts", units, row.len());
                counts.iter().try_for_each(check)
            }
            Scheme::Factors(factors) => {
                rows("given factors", factors.len())?;
                for row in factors {
                    check_length("row of given factors", units, row.len())?;
                    if let Some(index) = row.iter().position(|f| !f.is_finite() || *f < 0.0) {
                        let need = "a finite factor of at least 0";
                        return Err(Error::Number {
                            what: "factor",
                            index,
                            value: row[index],
                            need,
                        });
                    }
                }
                Ok(())
            }
        }
    }
}
