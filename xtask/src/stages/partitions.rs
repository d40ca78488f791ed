//! Microdata to the partitions of the respondents, and how many each factor misses.

use survey_artifact::Partitions;
use survey_model::{Codebook, Factor, Microdata, MissingCount, Partition};

use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let study = &settings.study;
    let declared = (study.factors(), &study.country, &study.everybody);
    Ok(Parameters::from([("factors", digest_of(&declared)?)]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Partitions> {
    let study = &desk.settings.study;
    let (codebook, microdata) = (desk.get::<Codebook>()?, desk.get::<Microdata>()?);
    let factors = study.factors();
    let mut partitions = Vec::with_capacity(factors.len() + 2);
    for factor in &factors {
        partitions.push(factor.partition(&microdata, &codebook)?);
    }
    let missing = factors.iter().zip(&partitions).map(missing_count).collect();
    let (country, everybody) = (&study.country, &study.everybody);
    partitions.push(Partition::by_country(
        country.name.clone(),
        &country.label,
        &country.variable,
        &microdata,
        &codebook,
    )?);
    partitions.push(Partition::everybody(
        everybody.name.clone(),
        &everybody.label,
        microdata.respondents(),
    ));
    Ok(Partitions { partitions, missing })
}

fn missing_count((factor, partition): (&Factor, &Partition)) -> MissingCount {
    let missing = partition.sizes().last().copied().unwrap_or(0);
    MissingCount {
        factor: factor.name.clone(),
        label: factor.label.clone(),
        variable: factor.variable.clone(),
        missing: missing as u64,
    }
}
