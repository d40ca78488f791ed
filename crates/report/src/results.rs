//! What the report is given: one value with every finished number of a run.

use serde::{Deserialize, Serialize};
use survey_model::{
    AnalysisTable, Answer, Baseline, Consensus, FactorName, GroupScore, Influence, ItemId,
    ItemScore, ItemWeight, MissingCount, ModelName, ModelSummary, Origin, Prompt, Reply,
    ResponseScale, Spread, SurveyEdition,
};

/// Every finished number of a run, and what a reader needs to judge it.
///
/// The order of `models`, `factors`, their groups and `items` is the order of every table and figure.
/// Scores may come in any order, but must name only models, factors, groups and items that are listed here;
/// [`render`](crate::render) checks that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// The study's title, the heading of the page.
    pub title: String,
    /// Whose answers the scores compare with.
    pub source: DataSource,
    /// The models, in display order; at least one.
    pub models: Vec<ModelInfo>,
    /// The factors in display order, country and everybody included.
    pub factors: Vec<FactorInfo>,
    /// The items in display order.
    pub items: Vec<ItemInfo>,
    /// Table 1: one row per model.
    pub summaries: Vec<ModelSummary>,
    /// One row per model, factor and group, missing groups included.
    pub group_scores: Vec<GroupScore>,
    /// One row per model, factor, group and item.
    pub item_scores: Vec<ItemScore>,
    /// Table 2's counts: one row per factor that has a missing group.
    pub missing: Vec<MissingCount>,
    /// The widest gap within each factor, one row per model and factor; empty leaves out the gap figure.
    #[serde(default)]
    pub spreads: Vec<Spread>,
    /// What each item contributes to a gap; empty leaves out that panel of the page.
    #[serde(default)]
    pub influences: Vec<Influence>,
    /// What reference answers would score, per model in display order; empty draws none.
    #[serde(default)]
    pub baselines: Vec<Baseline>,
    /// One row per model and item.
    pub consensus: Vec<Consensus>,
    /// What each reply was read as; may be empty where only scores were imported.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// The replies; empty where answers were imported without them.
    #[serde(default)]
    pub replies: Vec<Reply>,
    /// The prompts; empty where answers were imported without them.
    #[serde(default)]
    pub prompts: Vec<Prompt>,
    /// The scores of every group on the items that all models answered; empty leaves out the page's switch.
    #[serde(default)]
    pub common_support: Vec<GroupScore>,
    /// What the study asks beyond its scores.
    #[serde(default)]
    pub analyses: Vec<AnalysisTable>,
    /// *Paper against this run*.
    #[serde(default)]
    pub comparison: Vec<ComparisonRow>,
    /// How to get the same bytes again.
    pub card: ReproducibilityCard,
}

/// Whose answers the scores compare with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSource {
    /// Observed, or invented; the latter is printed on every figure and table.
    pub origin: Origin,
    /// The edition of the survey's file.
    pub edition: SurveyEdition,
    /// One line under every figure: `European Social Survey round 11, edition 4.0, 50,116 respondents, unweighted`.
    pub line: String,
    /// Respondents in the file.
    pub respondents: u64,
}

/// Where a model's replies come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReplyProvenance {
    /// Replies that the model gave earlier and that are read from a file.
    Recorded,
    /// Replies that this run asked for.
    Live,
    /// Answers read elsewhere; the replies are not at hand.
    Imported,
}

/// A model and where its replies come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// The name in the tables.
    pub name: ModelName,
    /// The name in figures.
    pub label: String,
    /// Where the replies come from.
    pub provenance: ReplyProvenance,
    /// When the model was asked, as text: `2026-01-27`, `2025-11-03 to 2025-11-05`.
    #[serde(default)]
    pub dates: Option<String>,
    /// Anything else a reader must know: the exact weights, the quantisation, the server.
    #[serde(default)]
    pub note: Option<String>,
}

/// What kind of cut a factor is; it decides in which figure the factor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A socio-demographic factor: Figures 2 and 4.
    SocioDemographic,
    /// Countries, by two-letter code (ISO 3166-1 alpha-2, `XK` for Kosovo): Figure 3 and the map.
    Country,
    /// One group with everybody in it.
    Everybody,
}

/// A factor and its groups, in display order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorInfo {
    /// The name in the tables.
    pub name: FactorName,
    /// The label in figures.
    pub label: String,
    /// What kind of cut it is.
    pub kind: FactorKind,
    /// The groups in display order; the missing group, if any, has the code `missing`.
    pub groups: Vec<GroupInfo>,
}

/// A group of a factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupInfo {
    /// The code in the tables.
    pub group: String,
    /// The label in figures.
    pub label: String,
}

/// An item as the report shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemInfo {
    /// The item.
    pub id: ItemId,
    /// The codebook's short label.
    pub label: String,
    /// The question's text, as in the paper's appendix A.1.
    pub question: String,
    /// The concept that several forms share; `None` for a question of its own.
    #[serde(default)]
    pub concept: Option<String>,
    /// The response scale.
    pub scale: ResponseScale,
    /// The weight in the mean over items.
    pub weight: ItemWeight,
}

/// How far a published number can be compared with this run's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparability {
    /// The same respondents and the same replies: the numbers must agree.
    SameDataAndReplies,
    /// What is asked, which depends neither on respondents nor on replies: the numbers must agree.
    SameQuestions,
    /// Other respondents: another edition, or a part of the file.
    OtherRespondents,
    /// Another model, or other replies of the same model.
    OtherModel,
    /// Respondents of a generator: agreement would mean nothing.
    InventedRespondents,
    /// This run does not give the number.
    NotInThisRun,
}

impl Comparability {
    /// The status in words, as every table prints it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::SameDataAndReplies => "same data and replies",
            Self::SameQuestions => "same questions",
            Self::OtherRespondents => "other respondents",
            Self::OtherModel => "other model",
            Self::InventedRespondents => "invented respondents",
            Self::NotInThisRun => "not in this run",
        }
    }
}

/// One published number beside this run's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    /// Where in the paper: `Table 1`, `section 3`.
    pub place: String,
    /// What the number is: `GPT-5.2, overall score`.
    pub quantity: String,
    /// The number as printed: `0.649`, `[0.755,0.757]`.
    pub published: String,
    /// This run's number, written as the paper writes it; `None` if this run does not give it.
    pub this_run: Option<String>,
    /// How far the two can be compared.
    pub status: Comparability,
    /// Why not, or what to know; may be empty.
    #[serde(default)]
    pub note: String,
}

/// The commit a run was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// The commit's hash.
    pub id: String,
    /// The day it was committed, `2026-01-27`: the same for everybody who runs it, unlike the day of the run.
    #[serde(default)]
    pub date: Option<String>,
    /// Whether the working tree differed from it.
    pub dirty: bool,
}

/// A name and the value that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// What it is: `replies`, `rustc`.
    pub name: String,
    /// A digest in lower-case hexadecimal, or a version.
    pub value: String,
}

/// How to get the same bytes again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReproducibilityCard {
    /// The one command.
    pub command: String,
    /// The study's name.
    pub study: String,
    /// SHA-256 of the study file.
    pub study_digest: String,
    /// Seed of the resampling.
    pub seed: u64,
    /// Replicates of the resampling.
    pub replicates: u32,
    /// The commit; `None` outside a repository.
    #[serde(default)]
    pub commit: Option<Commit>,
    /// SHA-256 of the prompts, if they are at hand.
    #[serde(default)]
    pub prompts_digest: Option<String>,
    /// SHA-256 of the rule table, if replies were read here.
    #[serde(default)]
    pub rules_digest: Option<String>,
    /// SHA-256 of the body of every artifact.
    #[serde(default)]
    pub artifacts: Vec<Named>,
    /// Versions of the programs that took part.
    #[serde(default)]
    pub versions: Vec<Named>,
}
