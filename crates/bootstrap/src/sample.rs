//! A checked sample: codes, partitions and weights that fit each other.

use crate::{Codes, Error, Partition};

/// A table of codes with its partitions and optional unit weights.
#[derive(Clone, Debug)]
pub struct Sample {
    codes: Codes,
    partitions: Vec<Partition>,
    weights: Option<Vec<f64>>,
}

impl Sample {
    /// A sample in which every unit has weight 1.
    ///
    /// # Errors
    /// [`Error::NoUnits`] for an empty table, [`Error::Length`] if a partition has another number
    /// of units than the table.
    pub fn new(codes: Codes, partitions: Vec<Partition>) -> Result<Sample, Error> {
        if codes.units() == 0 {
            return Err(Error::NoUnits);
        }
        for (index, partition) in partitions.iter().enumerate() {
            check_length(&format!("partition {index}"), codes.units(), partition.units())?;
        }
        Ok(Sample { codes, partitions, weights: None })
    }

    /// The same sample with one weight for each unit, finite and not negative.
    ///
    /// A unit of weight 0 takes part in the draws and adds nothing to any sum.
    ///
    /// # Errors
    /// [`Error::Length`] or [`Error::Number`] if the weights do not fit.
    pub fn weighted(mut self, weights: Vec<f64>) -> Result<Sample, Error> {
        check_length("weights", self.codes.units(), weights.len())?;
        if let Some(index) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0)
        {
            let need = "a finite weight of at least 0";
            return Err(Error::Number { what: "weight", index, value: weights[index], need });
        }
        self.weights = Some(weights);
        Ok(self)
    }

    /// The table of codes.
    #[must_use]
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// The partitions, in the order given.
    #[must_use]
    pub fn partitions(&self) -> &[Partition] {
        &self.partitions
    }

    /// The weights, if any were given.
    #[must_use]
    pub fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.codes.units()
    }

    /// First index of each partition's groups in one list of all groups, and the list's length.
    pub(crate) fn group_starts(&self) -> Vec<usize> {
        let mut starts = vec![0];
        for partition in &self.partitions {
            starts.push(starts[starts.len() - 1] + partition.groups());
        }
        starts
    }
}

/// Checks that `found` equals `expected`.
pub(crate) fn check_length(what: &str, expected: usize, found: usize) -> Result<(), Error> {
    if expected == found {
        return Ok(());
    }
    Err(Error::Length { what: what.to_owned(), expected, found })
}
