//! Everything that one run works with: the model, its calls, the journal, the money, and what was said so far.

use std::time::{Instant, SystemTime};

use super::client::Client;
use super::ledger::Ledger;
use super::progress::{Counts, Event, Progress};
use super::settings::Settings;
use crate::journal::{Attempt, Round, is_refusal};
use crate::{Call, FailedCall, HarnessError, Journal, ModelSpec};

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
    pub(super) fn start(
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

    pub(super) fn progress(&self) -> Progress {
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
}

/// Milliseconds since 1970, for the journal alone.
pub(super) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
