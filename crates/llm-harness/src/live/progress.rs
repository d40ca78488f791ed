//! What a caller can show while a run goes on.

use std::time::{Duration, Instant};

use crate::Dollars;

/// Something to show.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// How far the run is; sent after every reply and every poll.
    Progress(Progress),
    /// One line that the user should see, such as why a call is sent again.
    Note(String),
}

/// How far one model is.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The model as the study names it.
    pub model: String,
    /// Calls planned.
    pub calls: usize,
    /// Calls with a reply, earlier runs' included.
    pub done: usize,
    /// Attempts of this run that brought no reply.
    pub failed: usize,
    /// Replies in which the provider's own mechanism refused.
    pub refusals: usize,
    /// Replies a minute in this run; `None` before the first.
    pub rate_per_minute: Option<f64>,
    /// Time left at that rate.
    pub left: Option<Duration>,
    /// US dollars spent, earlier runs' included; `None` where the price is not known.
    pub spent: Option<f64>,
    /// The cap in US dollars.
    pub cap: Option<f64>,
}

impl std::fmt::Display for Progress {
    /// `GPT-5.2: 530/1060 done, 2 failed, 1 refused, 120/min, 4 min left, $0.31 of $2.00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { model, calls, done, failed, refusals, .. } = self;
        write!(f, "{model}: {done}/{calls} done, {failed} failed, {refusals} refused")?;
        if let Some(rate) = self.rate_per_minute {
            write!(f, ", {rate:.0}/min")?;
        }
        if let Some(left) = self.left {
            write!(f, ", {} min left", left.as_secs().div_ceil(60))?;
        }
        match (self.spent, self.cap) {
            (Some(spent), Some(cap)) => write!(f, ", {} of {}", Dollars(spent), Dollars(cap)),
            (Some(spent), None) => write!(f, ", {}", Dollars(spent)),
            _ => Ok(()),
        }
    }
}

/// Counts of the run under way.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) started: Instant,
    pub(super) calls: usize,
    pub(super) done_before: usize,
    pub(super) done_now: usize,
    pub(super) failed: usize,
    pub(super) refusals: usize,
}

impl Counts {
    /// Rate in replies a minute and time left, once there is a reply to tell from.
    pub(super) fn pace(&self, now: Instant) -> Option<(f64, Duration)> {
        let elapsed = now.duration_since(self.started).as_secs_f64();
        if self.done_now == 0 || elapsed <= 0.0 {
            return None;
        }
        let count = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let per_second = count(self.done_now) / elapsed;
        let left = self.calls.saturating_sub(self.done_before + self.done_now);
        Some((per_second * 60.0, Duration::try_from_secs_f64(count(left) / per_second).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_follows_from_the_rate_of_this_run_alone() {
        let started = Instant::now();
        let counts =
            Counts { started, calls: 110, done_before: 50, done_now: 20, failed: 0, refusals: 0 };
        let (rate, left) = counts.pace(started + Duration::from_secs(60)).unwrap();
        assert!((rate - 20.0).abs() < 1e-9);
        // 40 calls are left at 20 a minute.
        assert_eq!(left.as_secs_f64().round() as u64, 120);
        assert_eq!(Counts { done_now: 0, ..counts }.pace(started + Duration::from_secs(60)), None);
    }

    #[test]
    fn a_line_tells_money_against_the_cap() {
        let progress = Progress {
            model: "m".to_owned(),
            calls: 4,
            done: 2,
            failed: 1,
            refusals: 0,
            rate_per_minute: Some(30.0),
            left: Some(Duration::from_secs(61)),
            spent: Some(0.5),
            cap: Some(2.0),
        };
        let line = "m: 2/4 done, 1 failed, 0 refused, 30/min, 2 min left, $0.50 of $2.00";
        assert_eq!(progress.to_string(), line);
    }
}
