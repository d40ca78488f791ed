//! Anthropic's Message Batches: the calls go up in one request, one file of results comes back.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ask::{ask, ask_well, pause, read};
use super::batch::{Answer, BatchIds, Creation, Line, Look, range_in};
use super::client::Request;
use super::run::Run;
use super::verdict::{Verdict, judge, read_error};
use crate::HarnessError;
use crate::journal::Batch;

/// The most calls and bytes of one batch. Source: Anthropic's documentation of Message Batches.
pub(super) const LIMITS: (usize, usize) = (100_000, 256_000_000);

/// A created batch may stay invisible in the list for a moment.
const LISTINGS: u32 = 3;

/// How far the two clocks may be apart.
const SKEW_MS: i64 = 10 * 60 * 1000;

#[derive(Deserialize)]
struct Object {
    id: String,
    processing_status: String,
    #[serde(default)]
    request_counts: Counts,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    results_url: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Counts {
    processing: usize,
    succeeded: usize,
    errored: usize,
    canceled: usize,
    expired: usize,
}

#[derive(Deserialize)]
struct Page {
    data: Vec<Object>,
    #[serde(default)]
    has_more: bool,
}

impl Counts {
    fn total(&self) -> usize {
        self.processing + self.succeeded + self.errored + self.canceled + self.expired
    }
}

/// Creates the batch once. There is neither an idempotency key nor metadata; the calls' ids carry the tag for `find`.
pub(super) async fn create(run: &mut Run<'_>, ids: &BatchIds) -> Result<Creation, HarnessError> {
    let requests: Vec<String> = ids
        .iter()
        .map(|(id, &index)| {
            format!("{{\"custom_id\":\"{id}\",\"params\":{}}}", run.calls[index].body)
        })
        .collect();
    let body = format!("{{\"requests\":[{}]}}", requests.join(","));
    match run.client.send(Request::post("messages/batches", body)).await {
        Err(broken) => Ok(Creation::Unsure { reason: broken.reason, after: None }),
        Ok(exchange) => match judge(&exchange, std::time::SystemTime::now()) {
            Verdict::Take => {
                let created: Object = read(run, &exchange.body, "a batch")?;
                Ok(Creation::Created(created.id))
            }
            Verdict::Again { after, reason } => Ok(Creation::Unsure { reason, after }),
            Verdict::Stop { reason } => Err(run.stopped(reason)),
        },
    }
}

/// Looks for a batch that was created without our learning its id.
///
/// Only results carry the calls' ids, so a batch of our size and time is waited for before it is recognised.
pub(super) async fn find(
    run: &mut Run<'_>,
    batch: &Batch,
    ids: &BatchIds,
) -> Result<Option<String>, HarnessError> {
    for listing in 1..=LISTINGS {
        let mut after = String::new();
        loop {
            let list = Request::get(format!("messages/batches?limit=100{after}"));
            let exchange = ask_well(run, list).await?;
            let page: Page = read(run, &exchange.body, "a list of batches")?;
            for object in &page.data {
                let is_candidate = object.request_counts.total() == ids.len()
                    && is_since(object.created_at.as_deref(), batch.prepared_at_ms)
                    && !run.journal.knows_batch(&object.id)?;
                if is_candidate && is_ours(run, &object.id, ids).await? {
                    return Ok(Some(object.id.clone()));
                }
            }
            // The list begins with the newest.
            match page.data.last() {
                Some(last)
                    if page.has_more
                        && is_since(last.created_at.as_deref(), batch.prepared_at_ms) =>
                {
                    after = format!("&after_id={}", last.id);
                }
                _ => break,
            }
        }
        if listing < LISTINGS {
            pause(run, &batch.tag, listing, None).await;
        }
    }
    Ok(None)
}

/// Waits for a batch to end and sees whether its results answer our calls.
async fn is_ours(run: &mut Run<'_>, remote: &str, ids: &BatchIds) -> Result<bool, HarnessError> {
    let mut wait = run.settings.pace.poll_first;
    loop {
        match look(run, remote).await? {
            Look::Running => {
                run.note(format!("batch `{remote}` may be the one that was lost; waiting to see"));
                tokio::time::sleep(wait).await;
                wait = wait.mul_f64(1.5).min(run.settings.pace.poll_max);
            }
            Look::Ended { files, .. } => {
                let mut lines = files.iter().flat_map(|file| file.split(|byte| *byte == b'\n'));
                return Ok(lines.any(|line| {
                    read_line(line).is_some_and(|line| ids.contains_key(&line.custom_id))
                }));
            }
            Look::Unknown(_) => return Ok(false),
        }
    }
}

/// Whether an RFC 3339 time is not before a moment, give or take the clocks; a time that cannot be read may be.
fn is_since(created_at: Option<&str>, moment_ms: i64) -> bool {
    created_at.and_then(unix_ms).is_none_or(|created| created + SKEW_MS >= moment_ms)
}

/// Milliseconds since 1970 of `2026-01-31T12:00:00Z`; a fraction of a second and an offset of at most a day are left out.
fn unix_ms(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
    // Howard Hinnant's days from civil: years begin in March, so that the leap day ends them.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100
        + day_of_year
        - 719_468;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
}

/// Looks at a batch, and fetches its results once it has ended.
pub(super) async fn look(run: &mut Run<'_>, remote: &str) -> Result<Look, HarnessError> {
    let exchange = ask(run, Request::get(format!("messages/batches/{remote}"))).await?;
    let Ok(object) = serde_json::from_slice::<Object>(&exchange.body) else {
        return Ok(Look::Unknown(read_error(&exchange.body).to_string()));
    };
    if object.processing_status != "ended" {
        return Ok(Look::Running);
    }
    // The key goes only to the server that the study names, so an address elsewhere is not followed.
    let own = format!("messages/batches/{remote}/results");
    let url = object.results_url.filter(|url| run.client.reaches(url)).unwrap_or(own);
    let results = ask_well(run, Request::get(url)).await?;
    Ok(Look::Ended { files: vec![results.body], failure: None })
}

#[derive(Deserialize)]
struct ResultLine<'a> {
    custom_id: String,
    #[serde(borrow)]
    result: Outcome<'a>,
}

#[derive(Deserialize)]
struct Outcome<'a> {
    r#type: String,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// Errors that another batch may mend. Source: Anthropic's documentation of errors.
const AGAIN: [&str; 4] = ["api_error", "overloaded_error", "timeout_error", "rate_limit_error"];

/// Reads a line of results; `None` if it is none.
pub(super) fn read_line(raw: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(raw).ok()?;
    let line: ResultLine<'_> = serde_json::from_str(text).ok()?;
    let answer = match (line.result.message, line.result.error) {
        (Some(message), _) => Answer::Body(range_in(text, message.get())),
        (None, Some(error)) => {
            // Two levels of `error`: the line's, and in it the API's own envelope.
            let error = read_error(error.get().as_bytes());
            let again = AGAIN.iter().any(|name| error.is(name));
            Answer::Error { status: None, message: error.to_string(), again }
        }
        (None, None) => Answer::Error { status: None, message: line.result.r#type, again: true },
    };
    Some(Line { custom_id: line.custom_id, answer })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(result: &str, expected: &str) {
        let line = format!(r#"{{"custom_id":"a","result":{result}}}"#);
        let read = match read_line(line.as_bytes()).map(|line| line.answer) {
            Some(Answer::Body(range)) => line[range].to_owned(),
            Some(Answer::Error { again, message, .. }) => format!("{again} {message}"),
            None => "none".to_owned(),
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn each_kind_of_line_is_told_apart() {
        check(r#"{"type":"succeeded","message":{"id": "m"}}"#, r#"{"id": "m"}"#);
        check(r#"{"type":"expired"}"#, "true expired");
        check(r#"{"type":"canceled"}"#, "true canceled");
        let errored = |name: &str| {
            format!(
                r#"{{"type":"errored","error":{{"type":"error","error":{{"type":"{name}","message":"m"}},"request_id":null}}}}"#
            )
        };
        check(&errored("invalid_request_error"), "false `invalid_request_error`: m");
        check(&errored("overloaded_error"), "true `overloaded_error`: m");
        check("{", "none");
    }

    #[test]
    fn a_time_is_read_as_the_calendar_has_it() {
        assert_eq!(unix_ms("1970-01-01T00:00:00Z"), Some(0));
        // date -u -d 2024-02-29T12:30:45Z +%s
        assert_eq!(unix_ms("2024-02-29T12:30:45.678+00:00"), Some(1_709_209_845_000));
        assert_eq!(unix_ms("yesterday"), None);
        assert!(is_since(None, i64::MAX - SKEW_MS));
        assert!(!is_since(Some("1970-01-01T00:00:00Z"), SKEW_MS + 1));
    }
}
