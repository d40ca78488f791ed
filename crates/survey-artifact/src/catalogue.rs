//! The catalogue: every schema that an artifact may hold, with its version and its history.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use survey_model::{
    AnalysisTable, Answer, Baseline, Codebook, Consensus, GroupScore, Influence, ItemScore,
    Microdata, MissingCount, ModelSummary, Partition, Prompt, Reply, Spread,
};

use crate::{Digest, SchemaVersion};

/// A body that may stand in an artifact.
pub trait Artifact: Serialize + DeserializeOwned {
    /// The schema's name.
    const SCHEMA: &'static str;
    /// The schema's version; its doc comment is its changelog.
    const VERSION: SchemaVersion;
}

/// All prompts of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prompts {
    /// In the study's item order.
    pub prompts: Vec<Prompt>,
}

/// All replies of a study, sorted by model, prompt and repetition, whichever order they came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replies {
    /// The replies.
    pub replies: Vec<Reply>,
}

/// All answers of a study, in the order of the replies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// The answers.
    pub answers: Vec<Answer>,
}

/// Consensus and answer statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsensusTable {
    /// One row per model and item.
    pub consensus: Vec<Consensus>,
}

/// The partitions of the respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Partitions {
    /// In the study's factor order, then country, then everybody.
    pub partitions: Vec<Partition>,
    /// How many respondents each factor misses.
    pub missing: Vec<MissingCount>,
}

/// Scores, without intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alignment {
    /// One row per model, factor and group.
    pub groups: Vec<GroupScore>,
    /// One row per model, factor, group and item.
    pub items: Vec<ItemScore>,
    /// One row per model.
    pub summaries: Vec<ModelSummary>,
    /// The widest gap within each factor, one row per model and factor.
    pub spreads: Vec<Spread>,
    /// The same gaps with one item left out, one row per model, factor and item.
    pub influences: Vec<Influence>,
}

/// Scores with intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupIntervals {
    /// How many replicates were drawn.
    pub replicates: u32,
    /// The seed they were drawn with.
    pub seed: u64,
    /// One row per model, factor and group.
    pub groups: Vec<GroupScore>,
    /// One row per model.
    pub summaries: Vec<ModelSummary>,
    /// The widest gap within each factor, one row per model and factor.
    pub spreads: Vec<Spread>,
}

/// What a study asks beyond its scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Analyses {
    /// The finished analyses, in the study's order.
    pub analyses: Vec<AnalysisTable>,
    /// The scores that reference answers would get; empty if the study does not ask for them.
    pub baselines: Vec<Baseline>,
    /// The scores of every group on the items that all models answered; empty if the study does not ask for them.
    pub common_support: Vec<GroupScore>,
}

/// What the report stage wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportManifest {
    /// Every file with its digest, in the order of their paths.
    pub files: Vec<ReportedFile>,
}

/// A file of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedFile {
    /// Path below the output folder, with `/`.
    pub path: String,
    /// Digest of the content.
    pub sha256: Digest,
}

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchemaEntry {
    /// The schema's name.
    pub schema: &'static str,
    /// Its present version.
    pub version: SchemaVersion,
}

macro_rules! catalogue {
    ($($(#[$changes:meta])* $body:ty => $schema:literal, $major:literal.$minor:literal;)+) => {
        $(
            impl Artifact for $body {
                const SCHEMA: &'static str = $schema;
                $(#[$changes])*
                const VERSION: SchemaVersion = SchemaVersion { major: $major, minor: $minor };
            }
        )+

        /// Every schema, in the order of the data flow.
        pub const SCHEMAS: &[SchemaEntry] = &[
            $(SchemaEntry { schema: $schema, version: <$body as Artifact>::VERSION },)+
        ];
    };
}

catalogue! {
    /// 1.0: first version.
    Codebook => "codebook", 1 . 0;
    /// 1.0: first version.
    Microdata => "microdata", 1 . 0;
    /// 1.0: first version.
    Partitions => "partitions", 1 . 0;
    /// 1.0: first version.
    Prompts => "prompts", 1 . 0;
    /// 1.0: first version.
    Replies => "replies", 1 . 0;
    /// 1.0: first version.
    Answers => "answers", 1 . 0;
    /// 1.0: first version.
    ConsensusTable => "consensus", 1 . 0;
    /// 1.0: first version.
    Alignment => "alignment", 1 . 0;
    /// 1.0: first version.
    GroupIntervals => "intervals", 1 . 0;
    /// 1.0: first version.
    Analyses => "analyses", 1 . 0;
    /// 1.0: first version.
    ReportManifest => "report", 1 . 0;
}
