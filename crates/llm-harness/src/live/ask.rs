//! Requests that may safely be sent twice: uploads, looks, lists and results.

use std::time::{Duration, SystemTime};

use serde::Deserialize;

use super::client::{Exchange, Request};
use super::run::Run;
use super::verdict::{Verdict, backoff, jitter, judge, one_line};
use crate::HarnessError;

/// Sends a request that may safely be sent twice, until it is answered; gives the first answer that is no overload.
pub(super) async fn ask(run: &mut Run<'_>, request: Request) -> Result<Exchange, HarnessError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let (after, reason) = match run.client.send(request.clone()).await {
            Ok(exchange) => match judge(&exchange, SystemTime::now()) {
                Verdict::Again { after, reason } => (after, reason),
                _ => return Ok(exchange),
            },
            Err(broken) => (None, format!("`{}`: {}", run.model.base_url(), broken.reason)),
        };
        check_wait(run, after, &reason)?;
        if tries >= run.settings.pace.tries_max {
            return Err(run.stopped(format!("no answer after {tries} tries: {reason}")));
        }
        run.note(format!("{}: try {tries}: {reason}", run.model.name));
        pause(run, &request.path, tries, after).await;
    }
}

/// The answer to a request that must succeed.
pub(super) async fn ask_well(
    run: &mut Run<'_>,
    request: Request,
) -> Result<Exchange, HarnessError> {
    let exchange = ask(run, request).await?;
    match judge(&exchange, SystemTime::now()) {
        Verdict::Take => Ok(exchange),
        Verdict::Again { reason, .. } | Verdict::Stop { reason } => Err(run.stopped(reason)),
    }
}

/// Stops the run if a server asks to wait longer than anybody would watch; a wait is never shortened.
///
/// # Errors
/// A wait beyond [`Pace::retry_after_max`](super::settings::Pace), with the server's reason.
pub(super) fn check_wait(
    run: &Run<'_>,
    after: Option<Duration>,
    reason: &str,
) -> Result<(), HarnessError> {
    match after.filter(|after| *after > run.settings.pace.retry_after_max) {
        None => Ok(()),
        Some(after) => {
            let minutes = after.as_secs().div_ceil(60);
            Err(run.stopped(format!("{reason}; it asks to wait {minutes} minutes")))
        }
    }
}

/// Waits as long as the server asks, or as long as the run's own pace says.
pub(super) async fn pause(run: &Run<'_>, key: &str, tries: u32, after: Option<Duration>) {
    let pace = run.settings.pace;
    let chosen = backoff(tries, pace.backoff_first, pace.backoff_max, jitter(key, tries));
    tokio::time::sleep(after.unwrap_or(chosen)).await;
}

/// Reads the body of an answer; `what` names what should have come.
pub(super) fn read<'a, T: Deserialize<'a>>(
    run: &Run<'_>,
    body: &'a [u8],
    what: &str,
) -> Result<T, HarnessError> {
    serde_json::from_slice(body).map_err(|error| {
        let said = one_line(&String::from_utf8_lossy(body));
        run.stopped(format!("the server sent `{said}` instead of {what}: {error}"))
    })
}
