//! The choices that a specification makes, and which of them go together.

use serde::{Deserialize, Serialize};
use survey_model::StudyItem;

use super::Claim;

/// What a study file says about its specification curve: the values of each axis, and the claims.
///
/// Every list stands for an axis; the specifications are all combinations that mean something. A list that is left out
/// has the one value of the paper, so that a study adds the axes it wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SpecificationOptions {
    /// Names of columns of weights, and `none`.
    pub weights: Vec<String>,
    /// What of a group is compared with what of a model.
    pub compare: Vec<Compared>,
    /// How the two are compared.
    pub metrics: Vec<Metric>,
    /// Which items enter.
    pub items: Vec<ItemSet>,
    /// What becomes of a respondent's missing answer.
    pub missing: Vec<MissingRule>,
    /// What becomes of an item that the model never answered.
    pub refusals: Vec<RefusalRule>,
    /// Which code a tie among a model's most frequent codes goes to.
    pub ties: Vec<TieRule>,
    /// The claims that are put to the test.
    pub claims: Vec<Claim>,
}

impl Default for SpecificationOptions {
    fn default() -> Self {
        Self {
            weights: vec!["none".to_owned()],
            compare: vec![Compared::MeanConsensus],
            metrics: vec![Metric::Absolute],
            items: vec![ItemSet::Own],
            missing: vec![MissingRule::Omit],
            refusals: vec![RefusalRule::Omit],
            ties: vec![TieRule::Smallest],
            claims: Vec::new(),
        }
    }
}

/// Gives every value its name in study files and tables.
macro_rules! named {
    ($(#[$about:meta])* $axis:ident { $($(#[$doc:meta])* $value:ident = $name:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $axis { $($(#[$doc])* $value),+ }

        impl $axis {
            /// Its name in study files and tables.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $name),+ }
            }
        }
    };
}

named! {
    /// What of a group is compared with what of a model.
    Compared {
        /// The group's mean with the model's consensus, as in the paper.
        MeanConsensus = "mean_consensus",
        /// The group's mean with the mean of the model's repetitions.
        MeanMean = "mean_mean",
        /// The group's most frequent answer, the smallest of several, with the model's consensus.
        ModeConsensus = "mode_consensus",
        /// Every respondent with the model's consensus.
        RespondentConsensus = "respondent_consensus",
        /// The group's distribution with the distribution of the model's repetitions.
        Distribution = "distribution",
    }
}

named! {
    /// How they are compared; agreement is 1 minus the distance named here.
    Metric {
        /// The distance in scale widths; of distributions, Wasserstein-1 in scale widths.
        Absolute = "absolute",
        /// The squared distance in scale widths; of distributions, the square of Wasserstein-2 in scale widths.
        Squared = "squared",
        /// The share of different answers; of distributions, total variation.
        Different = "different",
        /// The Jensen-Shannon divergence to base 2.
        JensenShannon = "jensen_shannon",
        /// The absolute value of Cliff's delta: order only.
        Cliff = "cliff",
        /// The largest difference of cumulative shares: order only.
        Kolmogorov = "kolmogorov",
    }
}

named! {
    /// Which items enter.
    ItemSet {
        /// Those that the model answered.
        Own = "own",
        /// Those that every compared model answered.
        Common = "common",
        /// For each topic of the study, the model's own items without that topic.
        EachTopicOut = "each_topic_out",
        /// For each topic of the study, the model's own items of that topic alone.
        EachTopicAlone = "each_topic_alone",
    }
}

named! {
    /// What becomes of a respondent's missing answer.
    MissingRule {
        /// It is left out of its item, as in the paper.
        Omit = "omit",
        /// Respondents with a missing answer to any question are left out; one form of a question is enough.
        Complete = "complete",
        /// It counts as the middle of the scale; forms of a question asked in several forms stay as they are, because
        /// a form that was not asked is no missing answer.
        Midpoint = "midpoint",
    }
}

named! {
    /// What becomes of an item that the model never answered.
    RefusalRule {
        /// It is left out, as in the paper.
        Omit = "omit",
        /// The model is taken to stand in the middle of the scale.
        Midpoint = "midpoint",
    }
}

named! {
    /// Which code a tie among a model's most frequent codes goes to.
    TieRule {
        /// The smallest.
        Smallest = "smallest",
        /// The median, which may lie between two codes.
        Median = "median",
        /// The largest.
        Largest = "largest",
    }
}

/// A way to compare, with the tie rule that it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Method {
    pub(super) compared: Compared,
    pub(super) metric: Metric,
    /// `None` where no consensus enters, so that the rule would change nothing.
    pub(super) tie: Option<TieRule>,
}

impl Compared {
    /// Whether a model's repetitions enter as one code.
    pub(super) fn uses_consensus(self) -> bool {
        !matches!(self, Self::MeanMean | Self::Distribution)
    }

    /// Whether two such things can be compared in that way. Means are hardly ever equal, and a code has no divergence.
    pub(super) fn fits(self, metric: Metric) -> bool {
        let on_the_scale = matches!(metric, Metric::Absolute | Metric::Squared);
        match self {
            Self::MeanConsensus | Self::MeanMean => on_the_scale,
            Self::ModeConsensus => on_the_scale || metric == Metric::Different,
            Self::RespondentConsensus => {
                on_the_scale || matches!(metric, Metric::Different | Metric::Cliff)
            }
            Self::Distribution => true,
        }
    }
}

impl SpecificationOptions {
    /// The methods, each once.
    pub(super) fn methods(&self) -> Vec<Method> {
        let mut methods = Vec::new();
        for &compared in &self.compare {
            for &metric in self.metrics.iter().filter(|&&metric| compared.fits(metric)) {
                if compared.uses_consensus() {
                    let tied =
                        self.ties.iter().map(|&tie| Method { compared, metric, tie: Some(tie) });
                    methods.extend(tied);
                } else {
                    methods.push(Method { compared, metric, tie: None });
                }
            }
        }
        methods
    }

    /// The item sets with their topics filled in.
    pub(super) fn item_sets(&self, items: &[StudyItem]) -> Vec<NamedItems> {
        let mut topics: Vec<&str> = Vec::new();
        for item in items {
            if !topics.contains(&item.topic.as_str()) {
                topics.push(&item.topic);
            }
        }
        let all = || vec![true; items.len()];
        let where_topic = |keep: &dyn Fn(&str) -> bool| -> Vec<bool> {
            items.iter().map(|item| keep(&item.topic)).collect()
        };
        let mut sets = Vec::new();
        for &set in &self.items {
            let mut push = |name: String, keep| sets.push(NamedItems { set, name, keep });
            match set {
                ItemSet::Own | ItemSet::Common => push(set.name().to_owned(), all()),
                ItemSet::EachTopicOut => topics.iter().for_each(|&topic| {
                    push(format!("without {topic}"), where_topic(&|other| other != topic));
                }),
                ItemSet::EachTopicAlone => topics.iter().for_each(|&topic| {
                    push(format!("only {topic}"), where_topic(&|other| other == topic));
                }),
            }
        }
        sets
    }
}

/// A set of items under its name in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedItems {
    pub(super) set: ItemSet,
    pub(super) name: String,
    pub(super) keep: Vec<bool>,
}

impl NamedItems {
    /// Whether the set goes with the rule: on common items no model has refused any, so the rule changes nothing.
    pub(super) fn fits(&self, rule: RefusalRule) -> bool {
        self.set != ItemSet::Common || rule == RefusalRule::Omit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_tables_are_names_in_study_files() {
        let check = |name: &str, written: serde_json::Value| assert_eq!(written, name);
        for value in [Metric::Absolute, Metric::JensenShannon, Metric::Kolmogorov] {
            check(value.name(), serde_json::to_value(value).unwrap());
        }
        for value in [Compared::MeanConsensus, Compared::RespondentConsensus] {
            check(value.name(), serde_json::to_value(value).unwrap());
        }
        check(ItemSet::EachTopicOut.name(), serde_json::to_value(ItemSet::EachTopicOut).unwrap());
        check(MissingRule::Complete.name(), serde_json::to_value(MissingRule::Complete).unwrap());
    }

    #[test]
    fn a_rule_that_changes_nothing_makes_no_second_specification() {
        let options = SpecificationOptions {
            compare: vec![Compared::MeanConsensus, Compared::Distribution],
            metrics: vec![Metric::Absolute, Metric::JensenShannon],
            ties: vec![TieRule::Smallest, TieRule::Largest],
            ..SpecificationOptions::default()
        };
        // Two rules for the consensus with one fitting metric; two metrics for the distribution without a rule.
        assert_eq!(options.methods().len(), 4);
    }
}
