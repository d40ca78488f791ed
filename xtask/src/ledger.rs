//! The run ledger, `ledger.json`: what a run did, when, and on what. The only file with a clock in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::settings::Options;

/// What the last run did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Ledger {
    /// Program and version.
    pub(crate) produced_by: String,
    /// The commit of the checkout, if there is one.
    pub(crate) commit: Option<Commit>,
    /// When the run began, RFC 3339.
    pub(crate) started: String,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Threads it used.
    pub(crate) threads: usize,
    /// What the user typed.
    pub(crate) options: Options,
    /// The stages, in order.
    pub(crate) stages: Vec<StageRecord>,
}

/// The commit of the checkout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Commit {
    /// Its hash.
    pub(crate) id: String,
    /// The day it was committed, `2026-01-27`; absent from ledgers of earlier versions.
    #[serde(default)]
    pub(crate) date: Option<String>,
    /// Whether the working tree differs from it.
    pub(crate) dirty: bool,
}

/// What became of one stage.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StageRecord {
    /// The stage.
    pub(crate) stage: String,
    /// Why it ran; absent if it was up to date.
    pub(crate) ran_because: Option<String>,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Its revision.
    pub(crate) revision: u32,
    /// Its parameters.
    pub(crate) parameters: BTreeMap<String, String>,
    /// Digests of its inputs.
    pub(crate) inputs: BTreeMap<String, String>,
    /// Digest of its output.
    pub(crate) output: String,
}

impl Ledger {
    /// The ledger of an output folder; `None` if there is none that can be read.
    pub(crate) fn read(out: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(out.join("ledger.json")).ok()?).ok()
    }

    /// Replaces the ledger of an output folder.
    pub(crate) fn write(&self, out: &Path) -> anyhow::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(survey_artifact::write_atomically(&out.join("ledger.json"), &text)?)
    }

    /// What the last run noted of a stage.
    pub(crate) fn stage(&self, name: &str) -> Option<&StageRecord> {
        self.stages.iter().find(|record| record.stage == name)
    }
}

/// The present time, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}

/// The commit of the checkout that the program was built in, if git knows one.
pub(crate) fn commit() -> Option<Commit> {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(env!("CARGO_MANIFEST_DIR")).args(arguments);
        let output = command.output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    };
    let id = git(&["rev-parse", "HEAD"])?.trim().to_owned();
    let dirty = !git(&["status", "--porcelain", "--untracked-files=no"])?.trim().is_empty();
    let date = git(&["show", "--no-patch", "--format=%cs", "HEAD"]);
    let date = date.map(|date| date.trim().to_owned()).filter(|date| !date.is_empty());
    Some(Commit { id, date, dirty })
}
