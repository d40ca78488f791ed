//! Ranking: the respondents in order of a propensity.

use crate::shape::Loadings;
use crate::stream::Stream;
use crate::traits::Traits;

/// Who to rank and by what.
pub(crate) struct Ranking<'a> {
    /// Which sum of traits.
    pub(crate) toward: &'a Loadings,
    /// Thousandths of a standard deviation of chance.
    pub(crate) noise: i64,
    /// The name of the stream of chance.
    pub(crate) name: &'a str,
    pub(crate) seed: u64,
}

/// The given respondents from the lowest propensity to the highest; of equal ones the earlier comes first.
pub(crate) fn ascending(ranking: &Ranking, traits: &Traits, respondents: &[u32]) -> Vec<u32> {
    let mut stream = Stream::new(ranking.seed, ranking.name);
    let loadings: Vec<(&[i64], i64)> =
        ranking.toward.iter().map(|(name, &load)| (traits.of(name), load)).collect();
    let propensity = |&respondent: &u32| {
        let sum = |sum, (values, load): &(&[i64], i64)| sum + values[respondent as usize] * load;
        let from_traits: i64 = loadings.iter().fold(0, sum);
        // Traits and loadings are thousandths, so their product is millionths of a standard deviation.
        from_traits + stream.noise() * ranking.noise * 1000 / Stream::NOISE_SD
    };
    let propensities: Vec<i64> = respondents.iter().map(propensity).collect();
    let mut order: Vec<(i64, u32)> =
        propensities.into_iter().zip(respondents.iter().copied()).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, respondent)| respondent).collect()
}
