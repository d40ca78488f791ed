//! Scores to scores with bootstrap intervals. Source: paper section 2; `docs/methods.md`, "Bootstrap".

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use anyhow::Context as _;
use bootstrap::{Codes, Replicates, Sample, Scheme, Targets, interval, resample};
use survey_artifact::{Alignment, ConsensusTable, GroupIntervals, Partitions};
use survey_model::{
    Consensus, FactorName, GroupScore, Interval, Microdata, ModelName, Partition, Reading, Spread,
    StudyItem,
};

use super::alignment::{consensus_code, weights};
use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

/// The level of every interval.
const LEVEL: f64 = 0.95;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    Ok(Parameters::from([
        ("items", digest_of(&(&settings.study.items, &settings.study.questions))?),
        ("weights", settings.study.weights.clone()),
        ("replicates", settings.replicates.to_string()),
        ("seed", settings.seed.to_string()),
    ]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<GroupIntervals> {
    let (microdata, partitions) = (desk.get::<Microdata>()?, desk.get::<Partitions>()?);
    let (table, alignment) = (desk.get::<ConsensusTable>()?, desk.get::<Alignment>()?);
    let items = desk.items()?;
    let models: Vec<&[Consensus]> = table.consensus.chunks(items.len()).collect();
    let sample = sample(desk.settings, &items, &microdata, &partitions.partitions)?;
    let replicates = draw(desk, &sample, &targets(&items, &models)?)?;
    let rows = Rows::new(&models, &partitions.partitions, &replicates);
    let groups: Vec<GroupScore> =
        alignment.groups.iter().map(|row| rows.with_interval(row)).collect::<Result<_, _>>()?;
    let everybody = &desk.settings.study.everybody.name;
    let mut summaries = alignment.summaries.clone();
    for summary in &mut summaries {
        let row = groups.iter().find(|row| row.model == summary.model && row.factor == *everybody);
        summary.interval = row.and_then(|row| row.interval);
    }
    let spreads = alignment.spreads.iter().map(|spread| rows.spread_with_interval(spread));
    let spreads = spreads.collect::<Result<_, _>>()?;
    let (replicates, seed) = (desk.settings.replicates, desk.settings.seed);
    Ok(GroupIntervals { replicates, seed, groups, summaries, spreads })
}

/// The respondents as the bootstrap wants them: valid codes only, one variable per item, one partition per factor.
fn sample(
    settings: &Settings,
    items: &[StudyItem],
    microdata: &Microdata,
    partitions: &[Partition],
) -> anyhow::Result<Sample> {
    let mut codes = Codes::new(microdata.respondents());
    for StudyItem { item, .. } in items {
        let column = microdata
            .codes(item.id().as_str())
            .with_context(|| format!("the microdata lack the item `{}`", item.id()))?;
        let scale = item.scale();
        let valid = column
            .iter()
            .map(|code| code.filter(|&code| item.read(code) == Reading::Valid).map(|code| code.0));
        codes.push(scale.lowest().0, scale.highest().0, valid)?;
    }
    let cut = |partition: &Partition| {
        let members = partition.members.iter().map(|&member| usize::from(member)).collect();
        bootstrap::Partition::new(partition.groups.len(), members)
    };
    let partitions = partitions.iter().map(cut).collect::<Result<_, _>>()?;
    let sample = Sample::new(codes, partitions)?;
    Ok(match weights(settings, microdata)? {
        Some(weights) => sample.weighted(weights.iter().map(|weight| weight.get()).collect())?,
        None => sample,
    })
}

fn targets(items: &[StudyItem], models: &[&[Consensus]]) -> anyhow::Result<Targets> {
    let weights: Vec<f64> = items.iter().map(|item| item.weight.get()).collect();
    let widths: Vec<f64> = items.iter().map(|item| f64::from(item.item.scale().width())).collect();
    let answers: Vec<Vec<Option<f64>>> =
        models.iter().map(|rows| rows.iter().map(consensus_code).collect()).collect();
    Ok(Targets::new(&weights, &widths, &answers)?)
}

fn draw(desk: &Desk<'_>, sample: &Sample, targets: &Targets) -> anyhow::Result<Replicates> {
    let total = desk.settings.replicates;
    let progress = |done: usize| {
        desk.console.progress(&format!("intervals   {done} of {total} replicates"));
        ControlFlow::Continue(())
    };
    let settings =
        bootstrap::Settings::new(total as usize, desk.settings.seed).with_progress(&progress);
    Ok(resample(sample, &Scheme::Multinomial, &settings, targets)?)
}

/// Where each score's replicates are.
struct Rows<'a> {
    replicates: &'a Replicates,
    /// Partition and group by factor and group code.
    groups: BTreeMap<(&'a str, &'a str), (usize, usize)>,
    /// Output by model.
    models: BTreeMap<&'a ModelName, usize>,
}

impl<'a> Rows<'a> {
    fn new(
        models: &[&'a [Consensus]],
        partitions: &'a [Partition],
        replicates: &'a Replicates,
    ) -> Self {
        let mut groups = BTreeMap::new();
        for (cut, partition) in partitions.iter().enumerate() {
            for (index, group) in partition.groups.iter().enumerate() {
                groups.insert((partition.factor.as_str(), group.group.as_str()), (cut, index));
            }
        }
        let models = models.iter().enumerate().map(|(output, rows)| (&rows[0].model, output));
        Self { replicates, groups, models: models.collect() }
    }

    fn values(
        &self,
        model: &ModelName,
        factor: &FactorName,
        group: &str,
    ) -> anyhow::Result<Vec<f64>> {
        let place = self.groups.get(&(factor.as_str(), group));
        let (partition, group) = place.context("the scores are of these partitions")?;
        let output = self.models.get(model).context("the scores are of these models")?;
        Ok(self.replicates.values(*partition, *group, *output))
    }

    fn with_interval(&self, row: &GroupScore) -> anyhow::Result<GroupScore> {
        let values = self.values(&row.model, &row.factor, &row.group)?;
        let absent = values.iter().filter(|value| value.is_nan()).count();
        Ok(GroupScore {
            interval: percentile(&values),
            replicates_absent: u32::try_from(absent)?,
            ..row.clone()
        })
    }

    fn spread_with_interval(&self, spread: &Spread) -> anyhow::Result<Spread> {
        let values = |group| self.values(&spread.model, &spread.factor, group);
        let (low, high) = (values(&spread.lowest)?, values(&spread.highest)?);
        let gaps: Vec<f64> = high.iter().zip(&low).map(|(high, low)| high - low).collect();
        Ok(Spread { interval: percentile(&gaps), ..spread.clone() })
    }
}

fn percentile(values: &[f64]) -> Option<Interval> {
    interval::percentile(values, LEVEL).map(|found| Interval { low: found.low, high: found.high })
}
