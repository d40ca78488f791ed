//! The survey's design: which respondents were drawn together.

use std::collections::BTreeMap;

use survey_model::Microdata;

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
