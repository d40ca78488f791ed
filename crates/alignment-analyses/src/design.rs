//! The survey's design: which respondents were drawn together.

use std::collections::{BTreeMap, BTreeSet};

use survey_model::Microdata;

use crate::AnalysisError;

/// Strata and primary sampling units, numbered from 0 in order of first appearance.
///
/// A primary sampling unit is known by country, stratum and number together, because files may use a number twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// Each respondent's stratum; a country is never in the same stratum as another.
    pub strata: Vec<usize>,
    /// Each respondent's primary sampling unit, numbered uniquely across strata.
    pub clusters: Vec<usize>,
}

impl Design {
    /// The design, if the microdata hold the columns `stratum` and `psu` without a blank cell.
    #[must_use]
    pub fn new(microdata: &Microdata) -> Option<Self> {
        let (stratum, psu) = (microdata.codes("stratum")?, microdata.codes("psu")?);
        let (mut strata_seen, mut clusters_seen) = (BTreeMap::new(), BTreeMap::new());
        let (mut strata, mut clusters) = (Vec::new(), Vec::new());
        for (respondent, (stratum, psu)) in stratum.iter().zip(psu.iter()).enumerate() {
            let country = microdata.countries().cells()[respondent];
            let key = (country, stratum?.0);
            let next = strata_seen.len();
            strata.push(*strata_seen.entry(key).or_insert(next));
            let next = clusters_seen.len();
            clusters.push(*clusters_seen.entry((key, psu?.0)).or_insert(next));
        }
        Some(Self { strata, clusters })
    }
}

/// A design in which every stratum has at least two units, so that every variance is defined.
///
/// A stratum with a single primary sampling unit says nothing about how units differ in it. It is joined with the next
/// stratum of its country in the order of stratum numbers, and the last of a country with the one before, which
/// overstates variances a little (collapsed strata: Cochran 1977, section 5A.12). A country of a single unit has no
/// other: its respondents stand as units of their own, which ignores that they were drawn together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairedDesign {
    /// Each respondent's stratum after joining, numbered from 0.
    pub strata: Vec<usize>,
    /// Each respondent's unit, numbered from 0 and uniquely across strata.
    pub clusters: Vec<usize>,
    /// How many strata had a single unit and were joined with another.
    pub joined: usize,
    /// How many countries were a single unit and are treated as samples of persons.
    pub countries_of_persons: usize,
}

impl PairedDesign {
    /// Joins strata until each has two units.
    ///
    /// # Errors
    /// Microdata without `stratum` and `psu`, or a country with a single respondent.
    pub fn new(microdata: &Microdata) -> Result<Self, AnalysisError> {
        let wrong = |reason: String| AnalysisError::NoDesign { reason };
        let design = Design::new(microdata);
        let lacks = "the microdata lack `stratum` and `psu`, or a cell of them is blank; use a file that has the design";
        let mut design = design.ok_or_else(|| wrong(lacks.to_owned()))?;
        let numbers = microdata.codes("stratum").ok_or_else(|| wrong(lacks.to_owned()))?;
        // Every stratum of every country in the order of its number, with its units.
        let mut countries: BTreeMap<u32, BTreeMap<i32, (usize, BTreeSet<usize>)>> = BTreeMap::new();
        for (respondent, number) in numbers.iter().enumerate() {
            let strata = countries.entry(microdata.countries().cells()[respondent]).or_default();
            let number = number.map_or(0, |code| code.0);
            let row = strata.entry(number).or_insert((design.strata[respondent], BTreeSet::new()));
            row.1.insert(design.clusters[respondent]);
        }
        let mut place = vec![0; design.strata.iter().max().map_or(0, |last| last + 1)];
        let (mut next, mut joined, mut of_persons) = (0, 0, BTreeSet::new());
        for (country, strata) in &countries {
            let units: Vec<(usize, usize)> =
                strata.values().map(|(stratum, units)| (*stratum, units.len())).collect();
            joined += units.iter().filter(|(_, units)| *units == 1 && strata.len() > 1).count();
            if units.iter().map(|(_, units)| units).sum::<usize>() == 1 {
                of_persons.insert(*country);
            }
            for (stratum, bucket) in buckets(&units) {
                place[stratum] = next + bucket;
            }
            next += units.len();
        }
        let mut unit = design.clusters.iter().max().map_or(0, |last| last + 1);
        let mut persons: BTreeMap<u32, u32> = BTreeMap::new();
        for (respondent, country) in microdata.countries().cells().iter().enumerate() {
            if of_persons.contains(country) {
                design.clusters[respondent] = unit;
                unit += 1;
                *persons.entry(*country).or_default() += 1;
            }
        }
        if let Some((country, _)) = persons.iter().find(|(_, persons)| **persons < 2) {
            let name = &microdata.countries().levels()[*country as usize];
            let reason = format!("country `{name}` has a single respondent; leave the country out");
            return Err(wrong(reason));
        }
        let strata: Vec<usize> = design.strata.iter().map(|&stratum| place[stratum]).collect();
        let (strata, clusters) = (renumbered(&strata), renumbered(&design.clusters));
        Ok(Self { strata, clusters, joined, countries_of_persons: of_persons.len() })
    }

    /// The stratum of each unit.
    #[must_use]
    pub fn stratum_of_unit(&self) -> Vec<usize> {
        let mut strata = vec![0; self.clusters.iter().max().map_or(0, |last| last + 1)];
        for (&cluster, &stratum) in self.clusters.iter().zip(&self.strata) {
            strata[cluster] = stratum;
        }
        strata
    }
}

/// Strata with their numbers of units, put into buckets of at least two units each where there are as many.
fn buckets(units: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (mut placed, mut bucket, mut filled) = (Vec::new(), 0, 0);
    for &(stratum, count) in units {
        placed.push((stratum, bucket));
        filled += count;
        if filled >= 2 {
            (bucket, filled) = (bucket + 1, 0);
        }
    }
    if filled > 0 && bucket > 0 {
        for (_, place) in placed.iter_mut().filter(|(_, place)| *place == bucket) {
            *place -= 1;
        }
    }
    placed
}

/// The same numbers without gaps, in order of first appearance.
fn renumbered(numbers: &[usize]) -> Vec<usize> {
    let mut seen = BTreeMap::new();
    let mut number = |&number: &usize| {
        let next = seen.len();
        *seen.entry(number).or_insert(next)
    };
    numbers.iter().map(&mut number).collect()
}

#[cfg(test)]
mod tests {
    use super::buckets;

    #[test]
    fn a_single_unit_joins_the_next_stratum_and_the_last_the_one_before() {
        assert_eq!(buckets(&[(7, 3), (8, 1), (9, 2)]), [(7, 0), (8, 1), (9, 1)]);
        assert_eq!(buckets(&[(7, 3), (8, 2), (9, 1)]), [(7, 0), (8, 1), (9, 1)]);
        assert_eq!(buckets(&[(7, 1), (8, 1), (9, 1)]), [(7, 0), (8, 0), (9, 0)]);
        assert_eq!(buckets(&[(7, 1)]), [(7, 0)]);
    }
}
