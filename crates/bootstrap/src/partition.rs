//! A partition: every unit belongs to exactly one group.

use crate::Error;

/// An assignment of every unit to one of the partition's groups, numbered from 0.
///
/// A group may be empty; its statistics are then absent.
#[derive(Clone, Debug)]
pub struct Partition {
    groups: usize,
    group_of: Vec<u32>,
}

impl Partition {
    /// A partition into `groups` groups; `group_of` holds each unit's group.
    ///
    /// # Errors
    /// [`Error::Group`] if a unit's group is not below `groups`.
    ///
    /// # Examples
    /// ```
    /// use bootstrap::Partition;
    /// assert_eq!(Partition::new(3, vec![0, 2, 0])?.groups(), 3);
    /// assert!(Partition::new(2, vec![0, 2, 0]).is_err());
    /// # Ok::<(), bootstrap::Error>(())
    /// ```
    pub fn new(groups: usize, group_of: Vec<usize>) -> Result<Partition, Error> {
        let narrow = |(unit, group): (usize, usize)| match u32::try_from(group) {
            Ok(narrowed) if group < groups => Ok(narrowed),
            _ => Err(Error::Group { unit, group, groups }),
        };
        let group_of = group_of.into_iter().enumerate().map(narrow).collect::<Result<_, _>>()?;
        Ok(Partition { groups, group_of })
    }

    /// The partition whose only group holds every unit.
    #[must_use]
    pub fn whole(units: usize) -> Partition {
        Partition { groups: 1, group_of: vec![0; units] }
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        self.group_of.len()
    }

    /// The group of a unit, `None` if there is no such unit.
    #[must_use]
    pub fn group(&self, unit: usize) -> Option<usize> {
        self.group_of.get(unit).map(|&group| group as usize)
    }

    pub(crate) fn group_of(&self) -> &[u32] {
        &self.group_of
    }
}
