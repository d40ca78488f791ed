//! The table of stages, in the order in which data flow.

mod alignment;
mod analyses;
mod answers;
mod codebook;
mod consensus;
mod intervals;
mod microdata;
mod partitions;
mod prompts;
mod replies;
mod report;

use std::collections::BTreeMap;

use survey_artifact::{
    Alignment, Analyses, Answers, Artifact, ConsensusTable, Digest, GroupIntervals, Partitions,
    Prompts, Provenance, Replies, ReportManifest,
};
use survey_model::{Codebook, Microdata};

use crate::desk::Desk;
use crate::settings::Settings;

/// What a stage's result depends on besides its inputs: name and value, both fit to be shown.
pub(crate) type Parameters = BTreeMap<&'static str, String>;

/// One stage: artifacts in, one artifact out.
pub(crate) struct Stage {
    /// The schema of its output, which is also its name.
    pub(crate) name: &'static str,
    /// The schemas of its inputs.
    pub(crate) inputs: &'static [&'static str],
    /// Goes up whenever equal inputs and parameters give another output.
    pub(crate) revision: u32,
    /// What else the output depends on.
    pub(crate) parameters: fn(&Settings) -> anyhow::Result<Parameters>,
    /// Makes the output and puts it on the desk.
    pub(crate) run: fn(&Desk<'_>, Provenance) -> anyhow::Result<Digest>,
}

macro_rules! stage {
    ($module:ident, $body:ty, [$($input:ty),*], revision $revision:literal) => {
        Stage {
            name: <$body as Artifact>::SCHEMA,
            inputs: &[$(<$input as Artifact>::SCHEMA),*],
            revision: $revision,
            parameters: $module::parameters,
            run: |desk, provenance| desk.put::<$body>($module::run(desk)?, provenance),
        }
    };
}

/// Every stage. `docs/architecture.md` draws it.
pub(crate) const STAGES: &[Stage] = &[
    stage!(codebook, Codebook, [], revision 1),
    stage!(microdata, Microdata, [Codebook], revision 2),
    stage!(partitions, Partitions, [Codebook, Microdata], revision 1),
    stage!(prompts, Prompts, [Codebook], revision 1),
    stage!(replies, Replies, [Prompts], revision 1),
    stage!(answers, Answers, [Codebook, Prompts, Replies], revision 3),
    stage!(consensus, ConsensusTable, [Codebook, Answers], revision 1),
    stage!(alignment, Alignment, [Codebook, Microdata, Partitions, ConsensusTable], revision 1),
    stage!(intervals, GroupIntervals, [Codebook, Microdata, Partitions, ConsensusTable, Alignment], revision 2),
    stage!(analyses, Analyses, [Codebook, Microdata, Partitions, Answers, ConsensusTable], revision 1),
    stage!(report, ReportManifest, [Codebook, Microdata, Partitions, Prompts, Replies, Answers, ConsensusTable, Alignment, GroupIntervals, Analyses], revision 4),
];

/// A short digest of anything that can be written as JSON, for parameters too long to show.
fn digest_of<T: serde::Serialize>(value: &T) -> anyhow::Result<String> {
    let mut digest = Digest::of(&serde_json::to_vec(value)?).to_string();
    digest.truncate(16);
    Ok(digest)
}

/// The source of a stage that reads a file: `shipped`, or the digest of the file's bytes.
fn file_digest(path: &std::path::Path) -> anyhow::Result<String> {
    use anyhow::Context as _;
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(Digest::of(&bytes).to_string())
}
