//! Results by name: where a model stands in the display order, and the score of a group.

use std::collections::BTreeMap;

use survey_model::{GroupScore, Partition};

use crate::{FactorInfo, FactorKind, Results};

/// Look-ups over checked results.
pub(crate) struct Index<'a> {
    pub(crate) results: &'a Results,
    scores: BTreeMap<(&'a str, &'a str, &'a str), &'a GroupScore>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(results: &'a Results) -> Self {
        Self::of(results, &results.group_scores)
    }

    /// Look-ups over another set of scores of the same results.
    pub(crate) fn of(results: &'a Results, scores: &'a [GroupScore]) -> Self {
        let key =
            |row: &'a GroupScore| (row.model.as_str(), row.factor.as_str(), row.group.as_str());
        Self { results, scores: scores.iter().map(|row| (key(row), row)).collect() }
    }

    /// The score of a group with the model at a place in the display order.
    pub(crate) fn score(
        &self,
        model: usize,
        factor: &FactorInfo,
        group: &str,
    ) -> Option<&'a GroupScore> {
        let model = self.results.models[model].name.as_str();
        self.scores.get(&(model, factor.name.as_str(), group)).copied()
    }

    /// The score with everybody, if the results have one.
    pub(crate) fn overall(&self, model: usize) -> Option<f64> {
        let name = &self.results.models[model].name;
        self.results.summaries.iter().find(|summary| summary.model == *name)?.overall
    }

    /// The factors of a kind, in display order.
    pub(crate) fn factors(&self, kind: FactorKind) -> Vec<&'a FactorInfo> {
        self.results.factors.iter().filter(|factor| factor.kind == kind).collect()
    }
}

impl FactorInfo {
    /// Groups whose members are known to belong to them.
    pub(crate) fn known_groups(&self) -> impl Iterator<Item = &crate::GroupInfo> {
        self.groups.iter().filter(|group| group.group != Partition::MISSING)
    }
}
