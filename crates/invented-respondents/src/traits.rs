//! Traits: what a respondent's answers follow from, such as trust or status. All of them are invented.

use std::collections::BTreeMap;

use crate::design::Design;
use crate::shape::Shape;
use crate::stream::Stream;

/// For each trait one value per respondent, in thousandths of a standard deviation.
pub(crate) struct Traits(BTreeMap<String, Vec<i64>>);

/// Thousandths of a standard deviation by which neighbours resemble each other.
const NEIGHBOURHOOD: i64 = 150;

impl Traits {
    pub(crate) fn of(&self, name: &str) -> &[i64] {
        &self.0[name]
    }
}

/// Draws every trait: the country's shift, a share of the earlier traits, the neighbourhood, and chance.
pub(crate) fn draw(shape: &Shape, design: &Design, seed: u64) -> Traits {
    let mut traits = Traits(BTreeMap::new());
    for each in &shape.traits {
        let shifts: Vec<i64> = shape
            .countries
            .iter()
            .map(|country| country.shift.get(&each.name).copied().unwrap_or(0))
            .collect();
        let mut chance = Stream::new(seed, &each.name);
        let mut near = Stream::new(seed, &format!("{} of the neighbourhood", each.name));
        let neighbourhoods: Vec<i64> = (0..design.cluster_count())
            .map(|_| near.noise() * NEIGHBOURHOOD / Stream::NOISE_SD)
            .collect();
        let earlier: Vec<(&[i64], i64)> =
            each.from.iter().map(|(name, &load)| (traits.of(name), load)).collect();
        let value = |respondent: usize| {
            let shared: i64 = earlier.iter().map(|(values, load)| values[respondent] * load).sum();
            shifts[design.countries[respondent]]
                + neighbourhoods[design.cluster_of(respondent)]
                + shared / 1000
                + chance.noise() * 1000 / Stream::NOISE_SD
        };
        let values = (0..design.countries.len()).map(value).collect();
        traits.0.insert(each.name.clone(), values);
    }
    traits
}
