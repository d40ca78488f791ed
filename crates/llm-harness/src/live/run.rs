//! One run: asks until every call is answered, the money is spent, or asking on makes no sense.

use std::time::{Duration, Instant, SystemTime};

use super::client::Client;
use super::ledger::Ledger;
use super::progress::{Counts, Event, Progress};
use super::{ApiKey, batches, direct, probe};
use crate::journal::{Attempt, Round, is_refusal};
use crate::{Call, FailedCall, HarnessError, Journal, ModelSpec, Price, Provider};

/// How a run is to go.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The provider's key, if it takes one.
    pub key: Option<ApiKey>,
    /// Ask everything anew, and keep the old replies.
    pub fresh: bool,
    /// The model's price.
    pub price: Option<Price>,
    /// The most that this model may cost in this journal, in US dollars, earlier runs included.
    pub dollars_max: Option<f64>,
    /// Give up batches that the provider does not know any more, and pay for their calls again.
    pub abandon_unknown_batches: bool,
    /// Waits and tries.
    pub pace: Pace,
}

/// Waits and tries. The defaults are those of a patient run; tests shorten them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How often a call is sent at most.
    pub tries_max: u32,
    /// The wait after the first failure; it doubles with each further one.
    pub backoff_first: Duration,
    /// The longest wait that the harness chooses by itself.
    pub backoff_max: Duration,
    /// The longest wait that a server may ask for; beyond it the run stops.
    pub retry_after_max: Duration,
    /// The longest time for one exchange.
    pub timeout: Duration,
    /// The wait between two looks at a batch, at first.
    pub poll_first: Duration,
    /// The same at last.
    pub poll_max: Duration,
    /// How long a reply waits in memory for room on a full disk.
    pub full_disk: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        let secs = Duration::from_secs;
        Self {
            tries_max: 8,
            backoff_first: Duration::from_millis(500),
            backoff_max: secs(60),
            retry_after_max: secs(3600),
            timeout: secs(600),
            poll_first: secs(30),
            poll_max: secs(300),
            full_disk: secs(600),
        }
    }
}

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
        let text = format!("the key is missing; set the environment variable `{variable}`");
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
        run.finish()
    })
}

/// Everything that one run works with.
pub(super) struct Run<'a> {
    pub(super) model: &'a ModelSpec,
    pub(super) calls: &'a [Call],
    pub(super) journal: &'a mut Journal,
    pub(super) settings: &'a Settings,
    pub(super) round: Round,
    pub(super) client: Client,
    pub(super) ledger: Ledger,
    pub(super) counts: Counts,
    pub(super) failed: Vec<FailedCall>,
    pub(super) out_of_money: bool,
    emit: &'a mut dyn FnMut(&Event),
}

impl<'a> Run<'a> {
    fn start(
        model: &'a ModelSpec,
        calls: &'a [Call],
        journal: &'a mut Journal,
        settings: &'a Settings,
        emit: &'a mut dyn FnMut(&Event),
    ) -> Result<Self, HarnessError> {
        let name = model.name.as_str();
        let client = Client::new(model, settings.key.clone(), settings.pace.timeout)?;
        let lost = journal.close_lost_attempts(name)?;
        let (price, cap) = (settings.price.clone(), settings.dollars_max);
        let ledger = Ledger::new(model, price, cap, journal.spending(name)?, calls)?;
        let round = journal.begin(model, calls, settings.fresh, now_ms())?;
        let done_before = journal.answered(&round)?.into_iter().filter(|done| *done).count();
        let counts = Counts {
            started: Instant::now(),
            calls: calls.len(),
            done_before,
            done_now: 0,
            failed: 0,
            refusals: journal.refusals(&round)?,
        };
        let (failed, out_of_money) = (Vec::new(), false);
        let mut run = Self {
            model,
            calls,
            journal,
            settings,
            round,
            client,
            ledger,
            counts,
            failed,
            out_of_money,
            emit,
        };
        if lost > 0 {
            run.note(format!("{name}: {lost} calls were under way when the last run ended; they may have been paid for, and their replies are lost"));
        }
        Ok(run)
    }

    /// The calls without a reply, in the order of the plan.
    pub(super) fn missing(&self) -> Result<Vec<usize>, HarnessError> {
        let answered = self.journal.answered(&self.round)?;
        Ok((0..answered.len()).filter(|&index| !answered[index]).collect())
    }

    pub(super) fn note(&mut self, line: String) {
        (self.emit)(&Event::Note(line));
    }

    pub(super) fn show_progress(&mut self) {
        let progress = self.progress();
        (self.emit)(&Event::Progress(progress));
    }

    /// An error that stops the run.
    pub(super) fn stopped(&self, problem: impl Into<String>) -> HarnessError {
        HarnessError::Stopped { model: self.model.name.to_string(), problem: problem.into() }
    }

    pub(super) fn fail(&mut self, index: usize, status: Option<u16>, message: String) {
        let custom_id = self.calls[index].custom_id.clone();
        self.failed.push(FailedCall { custom_id, status, message });
    }

    /// Counts a reply that is in the journal.
    pub(super) fn count_reply(&mut self, reply: &survey_model::Reply) {
        self.counts.done_now += 1;
        self.counts.refusals += usize::from(is_refusal(reply));
    }

    /// Keeps what an attempt brought. On a full disk it waits for room, because the reply is paid for.
    pub(super) async fn keep(
        &mut self,
        row: i64,
        attempt: &Attempt<'_>,
    ) -> Result<(), HarnessError> {
        let deadline = Instant::now() + self.settings.pace.full_disk;
        loop {
            match self.journal.finish_attempt(row, attempt) {
                Err(error @ HarnessError::DiskFull { .. }) if Instant::now() < deadline => {
                    self.note(format!("{error}; a reply waits in memory"));
                    tokio::time::sleep(
                        self.settings.pace.backoff_first.min(deadline - Instant::now()),
                    )
                    .await;
                }
                other => return other,
            }
        }
    }

    fn progress(&self) -> Progress {
        let pace = self.counts.pace(Instant::now());
        Progress {
            model: self.model.name.to_string(),
            calls: self.counts.calls,
            done: self.counts.done_before + self.counts.done_now,
            failed: self.counts.failed,
            refusals: self.counts.refusals,
            rate_per_minute: pace.map(|(rate, _)| rate),
            left: pace.map(|(_, left)| left),
            spent: self.ledger.spent(),
            cap: self.ledger.cap(),
        }
    }

    fn finish(self) -> Result<Summary, HarnessError> {
        let ended = match (self.missing()?.is_empty(), self.out_of_money) {
            (true, _) => Ended::Complete,
            (false, true) => Ended::Budget,
            (false, false) => Ended::Incomplete,
        };
        Ok(Summary { ended, progress: self.progress(), failed: self.failed })
    }
}

/// Milliseconds since 1970, for the journal alone.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
