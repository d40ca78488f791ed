//! Consensus, respondents and partitions to scores.

use alignment_core::{
    GroupMoments, Target, group_moments, group_score, influences, item_score, widest_gap,
};
use anyhow::{Context as _, bail};
use survey_artifact::{Alignment, ConsensusTable, Partitions};
use survey_model::{
    Consensus, GroupScore, ItemId, ItemScore, Microdata, ModelSummary, Partition, StudyItem, Weight,
};

use super::{Parameters, digest_of};
use crate::desk::Desk;
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    Ok(Parameters::from([
        ("items", digest_of(&(&settings.study.items, &settings.study.questions))?),
        ("weights", settings.study.weights.clone()),
    ]))
}

/// One model's consensus rows and what its answers are compared with.
struct Rival<'a> {
    consensus: &'a [Consensus],
    targets: Vec<Target>,
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Alignment> {
    let (microdata, partitions) = (desk.get::<Microdata>()?, desk.get::<Partitions>()?);
    let table = desk.get::<ConsensusTable>()?;
    let items = desk.items()?;
    let weights = weights(desk.settings, &microdata)?;
    let rivals: Vec<Rival> =
        table.consensus.chunks(items.len()).map(|rows| rival(&items, rows)).collect();
    let mut moments = Vec::with_capacity(partitions.partitions.len());
    for partition in &partitions.partitions {
        moments.push(group_moments(partition, &items, &microdata, weights.as_deref())?);
    }
    let cut = || partitions.partitions.iter().zip(&moments);
    let ids: Vec<&ItemId> = items.iter().map(|item| item.item.id()).collect();
    let mut result = Alignment {
        groups: Vec::new(),
        items: Vec::new(),
        summaries: Vec::new(),
        spreads: Vec::new(),
        influences: Vec::new(),
    };
    for rival in &rivals {
        for (partition, moments) in cut() {
            let groups = group_rows(rival, partition, moments);
            if let Some(gap) = widest_gap(&groups) {
                result.influences.extend(influences(
                    &gap,
                    partition,
                    moments,
                    &rival.targets,
                    &ids,
                ));
                result.spreads.push(gap);
            }
            result.groups.extend(groups);
            result.items.extend(item_rows(rival, partition, moments));
        }
        let (_, everybody) = cut().next_back().context("the last partition is everybody")?;
        result.summaries.push(summary(&items, rival, everybody));
    }
    Ok(result)
}

/// The design weights that the study names, checked.
pub(super) fn weights(
    settings: &Settings,
    microdata: &Microdata,
) -> anyhow::Result<Option<Vec<Weight>>> {
    let Some(variable) = settings.study.weight_variable() else {
        return Ok(None);
    };
    let column = microdata
        .numbers(variable)
        .with_context(|| format!("the microdata lack the weights `{variable}`"))?;
    let weight = |(respondent, cell): (usize, &Option<f64>)| match cell {
        Some(value) => Ok(Weight::new(*value)?),
        None => bail!(
            "the cell is blank; every respondent needs a weight, or set `weights = \"none\"`: respondent {}",
            respondent + 1
        ),
    };
    let weights: anyhow::Result<Vec<Weight>> = column.iter().enumerate().map(weight).collect();
    Ok(Some(weights.with_context(|| format!("weights `{variable}`"))?))
}

/// The consensus code as a number.
pub(super) fn consensus_code(row: &Consensus) -> Option<f64> {
    row.code.map(|code| f64::from(code.0))
}

fn rival<'a>(items: &[StudyItem], consensus: &'a [Consensus]) -> Rival<'a> {
    Rival { consensus, targets: alignment_core::targets(items, consensus, consensus_code) }
}

fn group_rows(rival: &Rival<'_>, partition: &Partition, moments: &GroupMoments) -> Vec<GroupScore> {
    let sizes = partition.sizes();
    let row = |(index, group): (usize, &survey_model::PartitionGroup)| {
        let (score, items) = group_score(moments.of_group(index), &rival.targets);
        GroupScore {
            model: rival.consensus[0].model.clone(),
            factor: partition.factor.clone(),
            group: group.group.clone(),
            label: group.label.clone(),
            respondents: sizes[index] as u64,
            items,
            score,
            interval: None,
            replicates_absent: 0,
        }
    };
    partition.groups.iter().enumerate().map(row).collect()
}

fn item_rows(rival: &Rival<'_>, partition: &Partition, moments: &GroupMoments) -> Vec<ItemScore> {
    let mut rows = Vec::with_capacity(partition.groups.len() * rival.targets.len());
    for (index, group) in partition.groups.iter().enumerate() {
        let cells = moments.of_group(index).iter().zip(&rival.targets).zip(rival.consensus);
        rows.extend(cells.map(|((moments, target), consensus)| {
            let mean = moments.mean();
            let score = |mean| Some(item_score(mean, target.answer?, target.width));
            ItemScore {
                model: consensus.model.clone(),
                factor: partition.factor.clone(),
                group: group.group.clone(),
                item: consensus.item.clone(),
                mean,
                valid: moments.valid,
                score: mean.and_then(score),
            }
        }));
    }
    rows
}

fn summary(items: &[StudyItem], rival: &Rival<'_>, everybody: &GroupMoments) -> ModelSummary {
    let model = rival.consensus[0].model.clone();
    let other_rule =
        alignment_core::targets(items, rival.consensus, alignment_core::median_of_modes);
    ModelSummary {
        overall: group_score(everybody.of_group(0), &rival.targets).0,
        overall_median_of_modes: group_score(everybody.of_group(0), &other_rule).0,
        ..alignment_core::answer_statistics(model, items, rival.consensus)
    }
}
