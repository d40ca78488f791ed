//! One run: asks until every call is answered, the money is spent, or asking on makes no sense.

use super::progress::{Event, Progress};
use super::run::Run;
use super::settings::Settings;
use super::{batches, direct, probe};
use crate::{Call, FailedCall, HarnessError, Journal, ModelSpec, Provider};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every call has a reply.
    Complete,
    /// The next call could have gone beyond the cost cap.
    Budget,
    /// Some calls got no reply; the next start asks them again.
    Incomplete,
}

/// What a run brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// How it ended.
    pub ended: Ended,
    /// Calls planned, answered and refused, and the money spent.
    pub progress: Progress,
    /// Calls that this run could not get answered.
    pub failed: Vec<FailedCall>,
}

/// Asks `model` every call that the journal holds no reply to, and keeps each reply before asking on.
///
/// Blocks until the run has ended. Killed at any point, the next call goes on where it stopped.
///
/// # Errors
/// A declaration or a key that cannot work, an error that waiting does not mend, and a journal that cannot be written.
pub fn elicit(
    model: &ModelSpec,
    calls: &[Call],
    journal: &mut Journal,
    settings: &Settings,
    emit: &mut dyn FnMut(&Event),
) -> Result<Summary, HarnessError> {
    let problem = |problem: String| HarnessError::Model { model: model.name.to_string(), problem };
    model.check()?;
    if model.provider == Provider::Recorded {
        let text = "its provider is `recorded`, so there is nobody to ask; import its replies";
        return Err(problem(text.to_owned()));
    }
    if let (Some(variable), None) = (&model.key_env, &settings.key) {
        let text = format!(
            "the key is missing; set the environment variable `{variable}`, or give a file with the key"
        );
        return Err(HarnessError::Key { problem: format!("model `{}`: {text}", model.name) });
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| problem(format!("the system gives no room for a run: {error}")))?;
    runtime.block_on(async {
        let mut run = Run::start(model, calls, journal, settings, emit)?;
        probe::probe(&mut run).await?;
        if model.provider.is_batch() {
            batches::run(&mut run).await?;
        } else {
            let missing = run.missing()?;
            direct::run(&mut run, &missing).await?;
        }
        finish(run)
    })
}

fn finish(run: Run<'_>) -> Result<Summary, HarnessError> {
    let ended = match (run.missing()?.is_empty(), run.out_of_money) {
        (true, _) => Ended::Complete,
        (false, true) => Ended::Budget,
        (false, false) => Ended::Incomplete,
    };
    Ok(Summary { ended, progress: run.progress(), failed: run.failed })
}
