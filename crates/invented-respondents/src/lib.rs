//! Invents survey respondents: a seed goes in, a `Microdata` value comes out. It stands in for the microdata at the
//! start of the pipeline, because ESS does not allow its files to be shipped.
//!
//! Nobody gave these answers. Country sizes, shares of codes and missing counts follow published marginals (see
//! `data/shape.toml`); who answers what is drawn from a few invented traits, so that answers vary with country and group.
//! The result carries [`Origin::Invented`], and whoever shows numbers from it must say so.
//!
//! How: traits are sums of shifts and noise, and each column ranks the respondents by a sum of traits and noise, then
//! hands out its codes along the ranking, in numbers that follow the shares. All of it is integer arithmetic on streams
//! of `Pcg64`, so that every machine and every thread gets the same bytes.
//!
//! What this crate does not know: items, scales, models, scores, files.
#![forbid(unsafe_code)]

mod column;
mod design;
mod quota;
mod rank;
mod shape;
mod stream;
mod traits;

use std::collections::BTreeMap;

use survey_model::{Microdata, Origin, SurveyEdition, VariableName};

use crate::shape::Shape;

/// How many respondents the paper's study has: edition 4.0 of ESS round 11.
pub const RESPONDENTS_OF_THE_PAPER: usize = 50_116;

/// Invents respondents in the shape of ESS round 11.
///
/// Countries come in alphabetical order, with ids from 1 in each. Code columns: the 53 items of the study, the 12
/// factors' variables, `admrclc`, `stratum` and `psu`. Number columns: `dweight`, `pspwght`, `pweight`, `anweight`, `prob`.
/// At [`RESPONDENTS_OF_THE_PAPER`] the missing groups have exactly the sizes of the paper's Table 2; at other sizes
/// country sizes and missing counts are scaled. Fewer than one respondent count as one.
///
/// Equal arguments give equal columns on any machine.
///
/// ```
/// let microdata = invented_respondents::generate(11, 300);
/// assert_eq!(microdata.respondents(), 300);
/// assert_eq!(microdata.origin(), survey_model::Origin::Invented);
/// assert_eq!(microdata.countries().get(0), "AT");
/// assert_eq!(microdata, invented_respondents::generate(11, 300));
/// ```
#[must_use]
pub fn generate(seed: u64, respondents: usize) -> Microdata {
    let shape = Shape::of_ess11();
    let design = design::lay_out(&shape, seed, respondents.max(1));
    let traits = traits::draw(&shape, &design, seed);
    let mut codes: BTreeMap<VariableName, _> = BTreeMap::new();
    for variable in &shape.variables {
        let column = column::fill(variable, &shape, &traits, &codes, seed);
        codes.insert(name(&variable.name), column.into_iter().collect());
    }
    let numbers = design.weights(&shape, seed);
    codes.insert(name("stratum"), design.strata());
    codes.insert(name("psu"), design.clusters());
    let edition = SurveyEdition {
        survey: "ESS11".to_owned(),
        title: Some(
            "Invented respondents in the shape of European Social Survey round 11".to_owned(),
        ),
        ..SurveyEdition::default()
    };
    let countries = design.countries.iter().map(|&at| &shape.countries[at].code).collect();
    Microdata::new(edition, Origin::Invented, countries, design.ids, codes, numbers)
        .expect("every column is as long as the respondents and ids count up within a country")
}

fn name(variable: &str) -> VariableName {
    VariableName::new(variable).expect("the shape file names its variables")
}
