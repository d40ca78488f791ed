//! Sums and counts of the valid answers of every group on every item.

use survey_model::{ItemId, Microdata, Partition, Reading, StudyItem, Weight};

/// The valid answers of one group to one item.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    /// `sum w x` over the valid answers.
    pub weighted_sum: f64,
    /// `sum w` over the valid answers.
    pub weight: f64,
    /// How many valid answers there are.
    pub valid: u64,
}

impl Moments {
    /// The group's mean code, in the item's own unit; `None` without a valid answer of positive weight.
    /// Source: paper section 2; weights as in `docs/methods.md`.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.weighted_sum / self.weight)
    }
}

/// The moments of one partition: one row per group, one column per item of the study.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMoments {
    /// Row `g * items + i` holds group `g` and item `i`.
    cells: Vec<Moments>,
    items: usize,
}

impl GroupMoments {
    /// The moments of one group, in the study's item order.
    ///
    /// # Panics
    /// If the partition has no such group.
    #[must_use]
    pub fn of_group(&self, group: usize) -> &[Moments] {
        &self.cells[group * self.items..(group + 1) * self.items]
    }
}

/// Why moments cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MomentsError {
    /// The microdata lack an item.
    #[error(
        "the microdata lack the column of item `{item}`; download the file with that variable, or remove the item from the study file"
    )]
    MissingItem {
        /// The item.
        item: ItemId,
    },
    /// The weights belong to other respondents.
    #[error(
        "there are {weights} weights for {respondents} respondents; read the weights from the same file"
    )]
    Weights {
        /// How many weights.
        weights: usize,
        /// How many respondents.
        respondents: usize,
    },
}

/// Sums and counts the valid answers of every group of a partition; `weights` of `None` weighs everybody 1.
///
/// Missing codes, codes off the scale and blank cells are omitted.
///
/// # Errors
/// An item without a column, or weights of another length than the respondents.
///
/// # Panics
/// If the partition was made of other microdata.
pub fn group_moments(
    partition: &Partition,
    items: &[StudyItem],
    microdata: &Microdata,
    weights: Option<&[Weight]>,
) -> Result<GroupMoments, MomentsError> {
    let respondents = microdata.respondents();
    assert_eq!(partition.members.len(), respondents, "the partition covers the microdata");
    if let Some(weights) = weights.map(<[Weight]>::len).filter(|&weights| weights != respondents) {
        return Err(MomentsError::Weights { weights, respondents });
    }
    let mut cells = vec![Moments::default(); partition.groups.len() * items.len()];
    for (index, StudyItem { item, .. }) in items.iter().enumerate() {
        let column = microdata
            .codes(item.id().as_str())
            .ok_or_else(|| MomentsError::MissingItem { item: item.id().clone() })?;
        for (respondent, code) in column.iter().enumerate() {
            let Some(code) = code.filter(|&code| item.read(code) == Reading::Valid) else {
                continue;
            };
            let weight = weights.map_or(1.0, |weights| weights[respondent].get());
            let group = usize::from(partition.members[respondent]);
            let cell = &mut cells[group * items.len() + index];
            cell.weighted_sum += weight * f64::from(code.0);
            cell.weight += weight;
            cell.valid += 1;
        }
    }
    Ok(GroupMoments { cells, items: items.len() })
}
