//! Synchronous calls: a bounded number under way at once, each journalled before and after.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant, SystemTime};

use tokio::task::JoinSet;

use super::ask::check_wait;
use super::client::{Broken, Exchange, Request};
use super::pacer::Pacer;
use super::run::{Run, now_ms};
use super::verdict::{Verdict, backoff, jitter, judge, one_line};
use crate::journal::{Attempt, Outcome};
use crate::{Dialect, HarnessError, Unreadable, estimate, read_reply};

/// Calls under way at once where the study does not say.
const CONCURRENCY: u32 = 4;

/// After so many calls in a row that were given up, the server is taken to be out of service.
const GIVEN_UP_MAX: u32 = 3;

/// A server that was never reached is given up after so many tries.
const TRIES_UNREACHED: u32 = 3;

/// Whom a failure concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// Nobody listens, so no call can be answered.
    Unreached,
    /// The server has too much to do, so every call had better wait.
    Overload,
    /// This one call.
    Call,
}

impl Trouble {
    fn of_status(status: u16) -> Self {
        if matches!(status, 429 | 503 | 529) { Self::Overload } else { Self::Call }
    }
}

/// A call that waits for its turn: when, which, and how often it was sent.
type Turn = Reverse<(Instant, usize, u32)>;

/// What a call that was sent came back with.
struct Landed {
    index: usize,
    tries: u32,
    attempt: i64,
    reserved: f64,
    result: Result<Exchange, Broken>,
}

/// The state of one run over some calls.
struct Flight {
    begun: Instant,
    queue: BinaryHeap<Turn>,
    under_way: JoinSet<Landed>,
    pacer: Pacer,
    /// Tokens of all replies of this run, to pace by their mean.
    tokens: u64,
    given_up_in_row: u32,
    /// Why nothing more is sent.
    stop: Option<HarnessError>,
}

/// Sends the calls `indices` until each has a reply, was given up, or no money is left.
pub(super) async fn run(run: &mut Run<'_>, indices: &[usize]) -> Result<(), HarnessError> {
    let now = Instant::now();
    let mut flight = Flight {
        begun: now,
        queue: indices.iter().map(|&index| Reverse((now, index, 0))).collect(),
        under_way: JoinSet::new(),
        pacer: Pacer::new(run.model, now),
        tokens: 0,
        given_up_in_row: 0,
        stop: None,
    };
    loop {
        let wake = launch(run, &mut flight)?;
        let landed = match wake {
            None if flight.under_way.is_empty() => break,
            None => flight.under_way.join_next().await,
            Some(wake) if flight.under_way.is_empty() => {
                tokio::time::sleep_until(wake.into()).await;
                None
            }
            Some(wake) => tokio::time::timeout_at(wake.into(), flight.under_way.join_next())
                .await
                .unwrap_or(None),
        };
        if let Some(landed) = landed {
            let landed = landed.map_err(|error| run.stopped(error.to_string()))?;
            take(run, &mut flight, landed).await?;
            run.show_progress();
        }
    }
    flight.stop.map_or(Ok(()), Err)
}

/// Sends what may go now; gives the time when the next call may go, if one waits for time and not for a landing.
fn launch(run: &mut Run<'_>, flight: &mut Flight) -> Result<Option<Instant>, HarnessError> {
    // The first call goes alone: a wrong key or address should cost one request.
    let is_first = run.counts.done_now == 0;
    let most = if is_first { 1 } else { run.model.concurrency.unwrap_or(CONCURRENCY) } as usize;
    while flight.stop.is_none() && flight.under_way.len() < most {
        let Some(&Reverse((ready, index, tries))) = flight.queue.peek() else { return Ok(None) };
        let ready = ready.max(flight.pacer.ready());
        let now = Instant::now();
        if ready > now {
            return Ok(Some(ready));
        }
        let call = &run.calls[index];
        let reserved = run.ledger.worst(run.model, call);
        if !run.ledger.reserve(reserved) {
            // Replies under way may cost less than was reserved for them.
            run.out_of_money = flight.under_way.is_empty();
            return Ok(None);
        }
        flight.queue.pop();
        let attempt = run.journal.start_attempt(run.round.rows[index], now_ms())?;
        flight.pacer.admit(now, expected_tokens(run, flight, index));
        let path = match run.model.provider.dialect() {
            Dialect::ChatCompletions => "chat/completions",
            Dialect::Messages => "messages",
        };
        let (client, request) = (run.client.clone(), Request::post(path, call.body.clone()));
        flight.under_way.spawn(async move {
            let result = client.send(request).await;
            Landed { index, tries: tries + 1, attempt, reserved, result }
        });
    }
    Ok(None)
}

/// The mean of this run's replies, and the most that the call may take until there is one.
fn expected_tokens(run: &Run<'_>, flight: &Flight, index: usize) -> u64 {
    let most = || {
        let estimate = estimate(run.model, [&run.calls[index]], None);
        estimate.prompt_tokens.1 + estimate.completion_tokens.1
    };
    let replies = run.counts.done_now as u64;
    if flight.tokens == 0 { most() } else { flight.tokens.div_ceil(replies.max(1)) }
}

async fn take(run: &mut Run<'_>, flight: &mut Flight, landed: Landed) -> Result<(), HarnessError> {
    let Landed { index, tries, attempt, reserved, result } = landed;
    match result {
        Err(broken) => {
            let outcome = if broken.was_sent { Outcome::Broken } else { Outcome::Unsent };
            let note = Some(broken.reason.clone());
            let latency_ms = millis(broken.latency);
            let kept = Attempt { latency_ms, note, ..Attempt::new(outcome, &broken.partial) };
            run.keep(attempt, &kept).await?;
            if broken.was_sent {
                run.ledger.settle(reserved, None);
            } else {
                run.ledger.release(reserved);
            }
            run.counts.failed += 1;
            let reason = format!("`{}`: {}", run.model.base_url(), broken.reason);
            let trouble = if broken.was_sent { Trouble::Call } else { Trouble::Unreached };
            send_again(run, flight, (index, tries), None, &reason, trouble);
        }
        Ok(exchange) => match judge(&exchange, SystemTime::now()) {
            Verdict::Take => take_reply(run, flight, index, attempt, reserved, &exchange).await?,
            Verdict::Again { after, reason } => {
                keep_error(run, attempt, reserved, &exchange, &reason).await?;
                let trouble = Trouble::of_status(exchange.status);
                send_again(run, flight, (index, tries), after, &reason, trouble);
            }
            Verdict::Stop { reason } => {
                keep_error(run, attempt, reserved, &exchange, &reason).await?;
                run.fail(index, Some(exchange.status), reason.clone());
                flight.stop.get_or_insert(run.stopped(reason));
            }
        },
    }
    Ok(())
}

async fn keep_error(
    run: &mut Run<'_>,
    attempt: i64,
    reserved: f64,
    exchange: &Exchange,
    reason: &str,
) -> Result<(), HarnessError> {
    run.ledger.release(reserved);
    run.counts.failed += 1;
    let note = Some(reason.to_owned());
    let kept = Attempt { note, ..Attempt::of(Outcome::Refused, exchange) };
    run.keep(attempt, &kept).await
}

async fn take_reply(
    run: &mut Run<'_>,
    flight: &mut Flight,
    index: usize,
    attempt: i64,
    reserved: f64,
    exchange: &Exchange,
) -> Result<(), HarnessError> {
    match read_reply(run.model, &run.calls[index], &exchange.body) {
        Ok(reply) => {
            let body = 0..exchange.body.len();
            let kept =
                Attempt { body, reply: Some(&reply), ..Attempt::of(Outcome::Reply, exchange) };
            run.keep(attempt, &kept).await?;
            run.ledger.settle(reserved, Some(reply.usage));
            run.count_reply(&reply);
            flight.tokens += reply.usage.prompt.unwrap_or(0) + reply.usage.completion.unwrap_or(0);
            flight.given_up_in_row = 0;
        }
        Err(problem) => {
            let note = Some(problem.to_string());
            let kept = Attempt { note, ..Attempt::of(Outcome::Unreadable, exchange) };
            run.keep(attempt, &kept).await?;
            run.ledger.settle(reserved, None);
            run.counts.failed += 1;
            let shown = matches!(problem, Unreadable::Html | Unreadable::Malformed { .. });
            let begins = || format!(" (it begins `{}`)", beginning(&exchange.body));
            let message = format!("{problem}{}", if shown { begins() } else { String::new() });
            run.fail(index, Some(exchange.status), message.clone());
            // It may be paid for, so it is not sent again in this run; a server that never answered is wrong.
            if run.counts.done_now == 0 || matches!(problem, Unreadable::OtherModel { .. }) {
                flight.stop.get_or_insert(run.stopped(message));
            }
        }
    }
    Ok(())
}

/// Puts a call back into the queue, or gives it up.
fn send_again(
    run: &mut Run<'_>,
    flight: &mut Flight,
    (index, tries): (usize, u32),
    after: Option<Duration>,
    reason: &str,
    trouble: Trouble,
) {
    let pace = run.settings.pace;
    if let Err(stopped) = check_wait(run, after, reason) {
        flight.stop.get_or_insert(stopped);
        return;
    }
    let is_unreached = trouble == Trouble::Unreached;
    let has_no_reply = run.counts.done_now == 0;
    let tries_max = match is_unreached && has_no_reply {
        true => TRIES_UNREACHED.min(pace.tries_max),
        false => pace.tries_max,
    };
    if tries >= tries_max {
        run.fail(index, None, reason.to_owned());
        flight.given_up_in_row += 1;
        if has_no_reply || is_unreached || flight.given_up_in_row >= GIVEN_UP_MAX {
            let remedy =
                if is_unreached { "; start the server, or correct the base URL" } else { "" };
            let problem = format!("no answer after {tries} tries: {reason}{remedy}");
            flight.stop.get_or_insert(run.stopped(problem));
        }
        return;
    }
    let jitter = jitter(&run.calls[index].key, tries);
    let chosen = backoff(tries, pace.backoff_first, pace.backoff_max, jitter);
    let now = Instant::now();
    // The server's wait is never shortened, and those who got the same one do not return together.
    let wait = after.map_or(chosen, |after| after + after.mul_f64(jitter / 10.0));
    if has_no_reply || after.is_some() || trouble != Trouble::Call {
        // What keeps this call keeps all of them, so that they do not fail one by one.
        flight.pacer.pause(now + after.unwrap_or(wait));
    }
    let ready = if has_no_reply || is_unreached { flight.begun } else { now + wait };
    flight.queue.push(Reverse((ready, index, tries)));
    run.note(format!("{}: try {tries} of {tries_max}: {reason}", run.calls[index].custom_id));
}

fn beginning(body: &[u8]) -> String {
    one_line(&String::from_utf8_lossy(&body[..body.len().min(80)]))
}

fn millis(latency: Duration) -> Option<u64> {
    u64::try_from(latency.as_millis()).ok()
}

impl<'a> Attempt<'a> {
    fn new(outcome: Outcome, raw: &'a [u8]) -> Self {
        let (status, request_id, latency_ms, reply, note) = (None, None, None, None, None);
        Self { outcome, status, request_id, latency_ms, raw, body: 0..0, reply, note }
    }

    fn of(outcome: Outcome, exchange: &'a Exchange) -> Self {
        Self {
            status: Some(exchange.status),
            request_id: exchange.request_id.clone(),
            latency_ms: millis(exchange.latency),
            ..Self::new(outcome, &exchange.body)
        }
    }
}
