//! The sample design: who lives where, in which stratum and neighbourhood, and with which weights.

use std::collections::BTreeMap;

use survey_model::{CodeColumn, NumberColumn, OptionCode, VariableName};

use crate::shape::Shape;
use crate::stream::Stream;
use crate::{name, quota};

/// Strata in each country.
const STRATA: u32 = 5;
/// Respondents in each neighbourhood, the primary sampling unit; the last one of a country may have fewer.
const CLUSTER: usize = 12;

/// Where each respondent stands in the sample.
pub(crate) struct Design {
    /// For each respondent the position of the country in the shape file.
    pub(crate) countries: Vec<usize>,
    /// For each respondent the id, from 1 in each country.
    pub(crate) ids: Vec<i64>,
    /// For each respondent the neighbourhood, counted over all countries.
    clusters: Vec<u32>,
    /// For each neighbourhood its stratum, counted over all countries from 1.
    stratum_of_cluster: Vec<u32>,
}

/// Puts the respondents into countries of the right sizes, and into neighbourhoods within them.
pub(crate) fn lay_out(shape: &Shape, seed: u64, respondents: usize) -> Design {
    let shares: Vec<u64> = shape.countries.iter().map(|country| country.respondents).collect();
    let mut design = Design {
        countries: Vec::with_capacity(respondents),
        ids: Vec::with_capacity(respondents),
        clusters: Vec::with_capacity(respondents),
        stratum_of_cluster: Vec::new(),
    };
    let mut stream = Stream::new(seed, "stratum");
    for (country, (number, size)) in (0_u32..).zip(quota::split(respondents, &shares)).enumerate() {
        let first_cluster = design.stratum_of_cluster.len();
        for id in 0..size {
            design.countries.push(country);
            design.ids.push(id as i64 + 1);
            let cluster = u32::try_from(first_cluster + id / CLUSTER).expect("fewer than 2^32");
            design.clusters.push(cluster);
        }
        let stratum = |_| number * STRATA + stream.below(STRATA) + 1;
        design.stratum_of_cluster.extend((0..size.div_ceil(CLUSTER)).map(stratum));
    }
    design
}

impl Design {
    pub(crate) fn cluster_count(&self) -> usize {
        self.stratum_of_cluster.len()
    }

    pub(crate) fn cluster_of(&self, respondent: usize) -> usize {
        self.clusters[respondent] as usize
    }

    /// The column `stratum`: numbers from 1, none of them in two countries.
    pub(crate) fn strata(&self) -> CodeColumn {
        let stratum = |&cluster: &u32| self.stratum_of_cluster[cluster as usize];
        self.clusters.iter().map(|cluster| Some(code(stratum(cluster)))).collect()
    }

    /// The column `psu`: numbers from 1, none of them in two countries.
    pub(crate) fn clusters(&self) -> CodeColumn {
        self.clusters.iter().map(|&cluster| Some(code(cluster + 1))).collect()
    }

    /// The weights: `dweight` between 0.5 and 1.5, `pspwght` around it, `pweight` the country's population over its
    /// sample in ten thousands, `anweight` = pspwght x pweight as ESS defines it. `prob`, the chance of being drawn,
    /// is the country's sample over its population and `dweight`: the design weight undoes unequal chances.
    ///
    /// They are whole numbers divided once, and one product, which every machine rounds alike.
    pub(crate) fn weights(&self, shape: &Shape, seed: u64) -> BTreeMap<VariableName, NumberColumn> {
        let mut stream = Stream::new(seed, "weights");
        let design: Vec<u32> = self.clusters.iter().map(|_| 5000 + stream.below(10_001)).collect();
        let adjusted: Vec<f64> =
            design.iter().map(|&weight| share(weight - 2500 + stream.below(5001))).collect();
        let chance = self.countries.iter().zip(&design).map(|(&country, &weight)| {
            let country = &shape.countries[country];
            // People are counted in ten thousands and weights in ten-thousandths, which cancel out.
            f64::from(sample(country.respondents))
                / (f64::from(country.population) * f64::from(weight))
        });
        let population: Vec<f64> = shape
            .countries
            .iter()
            .map(|country| share(country.population * 10_000 / sample(country.respondents)))
            .collect();
        let population = self.countries.iter().map(|&country| population[country]);
        let analysis = adjusted.iter().zip(population.clone()).map(|(own, country)| own * country);
        BTreeMap::from([
            (name("anweight"), analysis.map(Some).collect()),
            (name("dweight"), design.iter().map(|&weight| Some(share(weight))).collect()),
            (name("prob"), chance.map(Some).collect()),
            (name("pspwght"), adjusted.iter().map(|&weight| Some(weight)).collect()),
            (name("pweight"), population.map(Some).collect()),
        ])
    }
}

fn share(ten_thousandths: u32) -> f64 {
    f64::from(ten_thousandths) / 10_000.0
}

fn sample(respondents: u64) -> u32 {
    u32::try_from(respondents).expect("a country's sample has fewer than 2^32 respondents")
}

fn code(number: u32) -> OptionCode {
    OptionCode(i32::try_from(number).expect("fewer than 2^31 strata and neighbourhoods"))
}
