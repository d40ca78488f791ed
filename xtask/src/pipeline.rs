//! Runs the table of stages: skips what is fresh, says why the rest runs, and publishes only a whole run.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::Context as _;
use survey_artifact::{Digest, InputDigest, Provenance};

use crate::console::Console;
use crate::desk::Desk;
use crate::ledger::{Ledger, StageRecord, commit, now};
use crate::settings::Settings;
use crate::stages::{STAGES, Stage};

/// Program and version, as artifacts name their maker.
pub(crate) const PRODUCED_BY: &str = concat!("whose-values ", env!("CARGO_PKG_VERSION"));

/// What a stage's output depends on.
struct Dependence {
    parameters: BTreeMap<&'static str, String>,
    inputs: Vec<InputDigest>,
    fingerprint: Digest,
}

/// What a run did.
pub(crate) struct RunReport {
    /// The ledger it wrote.
    pub(crate) ledger: Ledger,
}

impl RunReport {
    /// How many stages were not up to date.
    pub(crate) fn stages_run(&self) -> usize {
        self.ledger.stages.iter().filter(|record| record.ran_because.is_some()).count()
    }
}

/// Runs every stage up to and with `last`.
///
/// # Errors
/// Whatever a stage reports; nothing is written then.
pub(crate) fn run(settings: &Settings, console: &Console, last: &str) -> anyhow::Result<RunReport> {
    let begun = Instant::now();
    let before = Ledger::read(&settings.out).unwrap_or_default();
    let desk = Desk::new(settings, console);
    let mut ledger = Ledger {
        produced_by: PRODUCED_BY.to_owned(),
        commit: commit(),
        started: now(),
        threads: settings.threads,
        options: settings.options.clone(),
        ..Ledger::default()
    };
    for stage in STAGES {
        let record = run_stage(stage, &desk, before.stage(stage.name))
            .with_context(|| format!("stage `{}`", stage.name))?;
        ledger.stages.push(record);
        if stage.name == last {
            break;
        }
    }
    desk.publish()?;
    // What a shorter run did not reach is still what the last run left.
    let reached = ledger.stages.len();
    let rest = STAGES[reached..].iter().filter_map(|stage| before.stage(stage.name)).cloned();
    ledger.stages.extend(rest);
    ledger.seconds = begun.elapsed().as_secs_f64();
    ledger.write(&settings.out)?;
    ledger.stages.truncate(reached);
    Ok(RunReport { ledger })
}

fn run_stage(
    stage: &Stage,
    desk: &Desk<'_>,
    before: Option<&StageRecord>,
) -> anyhow::Result<StageRecord> {
    let begun = Instant::now();
    let dependence = dependence(stage, desk)?;
    let stale = staleness(stage, desk, &dependence, before);
    let output = match &stale {
        None => desk.digest(stage.name)?,
        Some(reason) => {
            desk.console.progress(&format!("{:<11} {reason}", stage.name));
            let provenance = Provenance {
                produced_by: PRODUCED_BY.to_owned(),
                stage_fingerprint: dependence.fingerprint.clone(),
                inputs: dependence.inputs.clone(),
            };
            let output = (stage.run)(desk, provenance)?;
            let seconds = begun.elapsed().as_secs_f64();
            desk.console.say(&format!("{:<11} {seconds:6.2} s  {reason}", stage.name));
            output
        }
    };
    let owned = |(name, value): (&&str, &String)| ((*name).to_owned(), value.clone());
    let digest = |input: &InputDigest| (input.role.clone(), input.digest.to_string());
    Ok(StageRecord {
        stage: stage.name.to_owned(),
        ran_because: stale,
        seconds: begun.elapsed().as_secs_f64(),
        revision: stage.revision,
        parameters: dependence.parameters.iter().map(owned).collect(),
        inputs: dependence.inputs.iter().map(digest).collect(),
        output: output.to_string(),
    })
}

fn dependence(stage: &Stage, desk: &Desk<'_>) -> anyhow::Result<Dependence> {
    let parameters = (stage.parameters)(desk.settings)?;
    let input = |schema: &&str| {
        Ok(InputDigest { role: (*schema).to_owned(), digest: desk.digest(schema)? })
    };
    let inputs: Vec<InputDigest> = stage.inputs.iter().map(input).collect::<anyhow::Result<_>>()?;
    let fingerprint = serde_json::to_vec(&(stage.name, stage.revision, &parameters, &inputs))?;
    Ok(Dependence { parameters, inputs, fingerprint: Digest::of(&fingerprint) })
}

/// Why the stage must run; `None` if its artifact is there, whole, and made of the same things.
fn staleness(
    stage: &Stage,
    desk: &Desk<'_>,
    now: &Dependence,
    before: Option<&StageRecord>,
) -> Option<String> {
    let path = desk.path(stage.name);
    if !path.exists() {
        return Some("not made yet".to_owned());
    }
    let Some(header) = desk.header_on_disk(stage.name) else {
        return Some("its artifact is damaged or of another version".to_owned());
    };
    if header.provenance.stage_fingerprint == now.fingerprint {
        return (stage.name == "report").then(|| crate::report_files::missing(desk)).flatten();
    }
    let Some(before) = before else {
        return Some("made of other inputs; there is no ledger to say which".to_owned());
    };
    Some(differences(stage, now, before))
}

fn differences(stage: &Stage, now: &Dependence, before: &StageRecord) -> String {
    let mut reasons = Vec::new();
    if before.revision != stage.revision {
        reasons.push(format!("stage revision {} -> {}", before.revision, stage.revision));
    }
    for (name, value) in &now.parameters {
        match before.parameters.get(*name) {
            Some(old) if old == value => {}
            Some(old) => {
                reasons.push(format!("{name} changed, {} -> {}", short(old), short(value)))
            }
            None => reasons.push(format!("{name}: {}", short(value))),
        }
    }
    let gone = before.parameters.keys().filter(|name| !now.parameters.contains_key(name.as_str()));
    reasons.extend(gone.map(|name| format!("{name} no longer used")));
    for input in &now.inputs {
        if before.inputs.get(&input.role).is_none_or(|old| old != input.digest.as_str()) {
            reasons.push(format!("{} changed", input.role));
        }
    }
    if reasons.is_empty() {
        // The ledger is newer than the artifact: a run was killed between the two.
        reasons.push("its artifact is older than the ledger".to_owned());
    }
    reasons.join("; ")
}

/// Digests are shown by their first characters.
fn short(value: &str) -> String {
    let digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let cut =
        |word: &str| if digest(word) { format!("{}…", &word[..8]) } else { word.to_owned() };
    value.split(' ').map(cut).collect::<Vec<_>>().join(" ")
}

/// One line per stage: fresh, or why it would run. Nothing is run or written, so a stage behind a stale one is
/// only known to depend on it.
pub(crate) fn status(
    settings: &Settings,
    console: &Console,
) -> anyhow::Result<Vec<(String, String)>> {
    let before = Ledger::read(&settings.out).unwrap_or_default();
    let desk = Desk::new(settings, console);
    let mut lines = Vec::new();
    let mut stale: Vec<&str> = Vec::new();
    for stage in STAGES {
        let behind: Vec<&str> =
            stage.inputs.iter().copied().filter(|i| stale.contains(i)).collect();
        let own = if stage.inputs.iter().all(|input| desk.header_on_disk(input).is_some()) {
            let dependence = dependence(stage, &desk)?;
            staleness(stage, &desk, &dependence, before.stage(stage.name))
        } else {
            Some("not made yet".to_owned())
        };
        let line = match (own, behind.is_empty()) {
            (None, true) => "fresh".to_owned(),
            (None, false) => format!("may change: {} will run again", behind.join(", ")),
            (Some(reason), _) => {
                stale.push(stage.name);
                reason
            }
        };
        if line != "fresh" && !stale.contains(&stage.name) {
            stale.push(stage.name);
        }
        lines.push((stage.name.to_owned(), line));
    }
    Ok(lines)
}
