//! Claims as data, and by how much each holds.

use serde::{Deserialize, Serialize};
use survey_model::{FactorName, Partition};

use crate::{AnalysisError, Study};

/// The analysis that the errors name.
pub(super) const ANALYSIS: &str = "specification_curve";

/// Margins up to this size are equality: they are rounding.
pub(super) const ROUNDING: f64 = 1e-12;

/// A sentence about scores that is true or false in every specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its name in snake case, which is a column of the table.
    pub name: String,
    /// The sentence.
    pub text: String,
    /// Where somebody claims it.
    pub source: String,
    /// What must be true of the scores.
    pub holds_if: Condition,
}

/// What must be true of the scores of one model. Groups are named by their codes in the tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// Each group scores higher than the next. The margin is the smallest step down.
    Descending {
        /// The factor.
        factor: FactorName,
        /// At least two groups.
        groups: Vec<String>,
    },
    /// The groups score higher than every other group of the factor. The margin is the lowest of them minus the highest
    /// other.
    Highest {
        /// The factor.
        factor: FactorName,
        /// At least one group.
        groups: Vec<String>,
    },
    /// The groups score lower than every other group of the factor. The margin is the lowest other minus the highest of
    /// them.
    Lowest {
        /// The factor.
        factor: FactorName,
        /// At least one group.
        groups: Vec<String>,
    },
    /// The groups score higher than certain other groups. The margin is the lowest of them minus the highest other.
    Above {
        /// The factor.
        factor: FactorName,
        /// At least one group.
        groups: Vec<String>,
        /// The groups that score lower, at least one.
        than: Vec<String>,
    },
    /// The factor's highest and lowest group lie farther apart than those of every factor it is compared with. The
    /// margin is its range minus the widest other.
    Widest {
        /// The factor.
        factor: FactorName,
        /// The factors it is compared with; left out, every factor but the country.
        #[serde(default)]
        among: Vec<FactorName>,
    },
    /// The gap between two groups is larger than a gap within another factor. The margin is the difference.
    WiderGap {
        /// The factor.
        factor: FactorName,
        /// The group that scores higher and the one that scores lower.
        groups: [String; 2],
        /// The other factor.
        than_factor: FactorName,
        /// Its group that scores higher and its group that scores lower.
        than: [String; 2],
    },
}

/// The place of a country that is not in the file; it has no score, so a claim about it is undecided.
const ABSENT: usize = usize::MAX;

/// Scores of every group: one list for each partition of the study, NaN where a group has none.
pub(super) type Scores = [Vec<f64>];

/// A claim whose names have been looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    Descending(Vec<(usize, usize)>),
    /// Those that must lie above, and those that must lie below.
    Above(Vec<(usize, usize)>, Vec<(usize, usize)>),
    /// The groups of one factor, and the groups of each other.
    Widest(Vec<(usize, usize)>, Vec<Vec<(usize, usize)>>),
    WiderGap([(usize, usize); 4]),
}

impl Claim {
    /// Looks the names up.
    pub(super) fn test(&self, study: &Study<'_>) -> Result<Test, AnalysisError> {
        let at = |factor: &FactorName| {
            let found = study.partitions.iter().position(|cut| cut.factor == *factor);
            found.ok_or_else(|| self.wrong(&format!("there is no factor `{factor}`")))
        };
        let place = |factor: &FactorName, group: &String| {
            let cut = at(factor)?;
            let found = study.partitions[cut].groups.iter().position(|known| known.group == *group);
            // The file decides which countries there are, and the study which groups every other factor has.
            let absent = (cut == study.country).then_some(ABSENT);
            let missing = || self.wrong(&format!("the factor `{factor}` has no group `{group}`"));
            found.or(absent).map(|group| (cut, group)).ok_or_else(missing)
        };
        let places = |factor: &FactorName, groups: &[String]| {
            groups.iter().map(|group| place(factor, group)).collect::<Result<Vec<_>, _>>()
        };
        let rest = |factor: &FactorName, taken: &[(usize, usize)]| {
            let others = named_groups(study, at(factor)?);
            Ok::<_, AnalysisError>(others.into_iter().filter(|one| !taken.contains(one)).collect())
        };
        match &self.holds_if {
            Condition::Descending { groups, .. } if groups.len() < 2 => {
                Err(self.wrong("`descending` needs at least two groups"))
            }
            Condition::Highest { groups, .. } | Condition::Lowest { groups, .. }
                if groups.is_empty() =>
            {
                Err(self.wrong("`groups` is empty"))
            }
            Condition::Descending { factor, groups } => {
                Ok(Test::Descending(places(factor, groups)?))
            }
            Condition::Highest { factor, groups } => {
                let taken = places(factor, groups)?;
                Ok(Test::Above(taken.clone(), rest(factor, &taken)?))
            }
            Condition::Lowest { factor, groups } => {
                let taken = places(factor, groups)?;
                Ok(Test::Above(rest(factor, &taken)?, taken))
            }
            Condition::Above { factor, groups, than } => {
                Ok(Test::Above(places(factor, groups)?, places(factor, than)?))
            }
            Condition::Widest { factor, among } => {
                let own = at(factor)?;
                let others: Vec<usize> = if among.is_empty() {
                    study
                        .factors()
                        .map(|(cut, _)| cut)
                        .filter(|&cut| cut != study.country)
                        .collect()
                } else {
                    among.iter().map(at).collect::<Result<_, _>>()?
                };
                let others = others.into_iter().filter(|&cut| cut != own);
                let others = others.map(|cut| named_groups(study, cut)).collect();
                Ok(Test::Widest(named_groups(study, own), others))
            }
            Condition::WiderGap { factor, groups: [high, low], than_factor, than } => {
                let (own, other) = (place(factor, high)?, place(than_factor, &than[0])?);
                let ends = (place(factor, low)?, place(than_factor, &than[1])?);
                Ok(Test::WiderGap([own, ends.0, other, ends.1]))
            }
        }
    }

    fn wrong(&self, what: &str) -> AnalysisError {
        let reason = format!("claim `{}`: {what}; correct it in the study file", self.name);
        AnalysisError::Option { analysis: ANALYSIS, reason }
    }
}

/// Every group of a partition but the missing one.
fn named_groups(study: &Study<'_>, cut: usize) -> Vec<(usize, usize)> {
    let groups = study.partitions[cut].groups.iter().enumerate();
    let named = groups.filter(|(_, group)| group.group != Partition::MISSING);
    named.map(|(group, _)| (cut, group)).collect()
}

impl Test {
    /// By how much the claim holds, in score; below 0 by how much it fails. `None` if a group that it names has no score
    /// or nothing is left to compare with.
    pub(super) fn margin(&self, scores: &Scores) -> Option<f64> {
        let of = |&(cut, group): &(usize, usize)| {
            scores[cut].get(group).copied().filter(|score| !score.is_nan())
        };
        match self {
            Self::Descending(groups) => {
                let values: Option<Vec<f64>> = groups.iter().map(of).collect();
                lowest(values?.windows(2).map(|pair| pair[0] - pair[1]))
            }
            Self::Above(above, below) => {
                Some(lowest(above.iter().filter_map(of))? - highest(below.iter().filter_map(of))?)
            }
            Self::Widest(own, others) => {
                let range = |groups: &[(usize, usize)]| {
                    if groups.iter().filter_map(of).count() < 2 {
                        return None;
                    }
                    let high = highest(groups.iter().filter_map(of))?;
                    Some(high - lowest(groups.iter().filter_map(of))?)
                };
                let widest = highest(others.iter().filter_map(|groups| range(groups)))?;
                Some(range(own)? - widest)
            }
            Self::WiderGap([high, low, other_high, other_low]) => {
                Some((of(high)? - of(low)?) - (of(other_high)? - of(other_low)?))
            }
        }
    }
}

fn lowest(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.min_by(f64::total_cmp)
}

fn highest(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(test: &Test, scores: &Scores, expected: Option<f64>) {
        let found = test.margin(scores);
        match (found, expected) {
            (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-12, "{found}"),
            _ => assert_eq!(found, expected),
        }
    }

    #[test]
    fn the_margin_is_the_weakest_part_of_a_claim() {
        let scores = [vec![0.7, 0.6, 0.65], vec![0.5, 0.9]];
        check(&Test::Descending(vec![(0, 0), (0, 2), (0, 1)]), &scores, Some(0.05));
        check(&Test::Descending(vec![(0, 0), (0, 1), (0, 2)]), &scores, Some(-0.05));
        check(&Test::Above(vec![(0, 0)], vec![(0, 1), (0, 2)]), &scores, Some(0.05));
        let (first, second) = (vec![(0, 0), (0, 1), (0, 2)], vec![(1, 0), (1, 1)]);
        check(&Test::Widest(first.clone(), vec![second.clone()]), &scores, Some(-0.3));
        check(&Test::Widest(second, vec![first]), &scores, Some(0.3));
        check(&Test::WiderGap([(1, 1), (1, 0), (0, 0), (0, 1)]), &scores, Some(0.3));
    }

    #[test]
    fn a_named_group_without_a_score_leaves_the_claim_undecided() {
        let scores = [vec![0.7, f64::NAN, 0.65]];
        check(&Test::Descending(vec![(0, 0), (0, 1)]), &scores, None);
        check(&Test::Above(vec![(0, 0)], vec![(0, 1), (0, 2)]), &scores, Some(0.05));
        check(&Test::Above(vec![(0, 0)], vec![(0, 1)]), &scores, None);
    }
}
