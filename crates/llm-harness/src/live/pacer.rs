//! Pacing: no more requests and tokens a minute than the study allows.

use std::time::{Duration, Instant};

use crate::ModelSpec;

/// Spreads requests evenly, so that no limit is met by a burst at its start.
#[derive(Debug)]
pub(super) struct Pacer {
    requests_per_minute: Option<u32>,
    tokens_per_minute: Option<u32>,
    /// When the next request may go.
    next: Instant,
}

impl Pacer {
    pub(super) fn new(model: &ModelSpec, now: Instant) -> Self {
        let (requests, tokens) = (model.requests_per_minute, model.tokens_per_minute);
        Self { requests_per_minute: requests, tokens_per_minute: tokens, next: now }
    }

    /// When the next request may go.
    pub(super) fn ready(&self) -> Instant {
        self.next
    }

    /// Nothing may go before `until`: the server asked for it.
    pub(super) fn pause(&mut self, until: Instant) {
        self.next = self.next.max(until);
    }

    /// A request that takes about `tokens` goes now.
    pub(super) fn admit(&mut self, now: Instant, tokens: u64) {
        let share = |amount: f64, per_minute: Option<u32>| {
            per_minute.map_or(Duration::ZERO, |limit| {
                Duration::from_secs_f64(60.0 * amount / f64::from(limit))
            })
        };
        #[expect(clippy::cast_precision_loss, reason = "tokens of one reply are far below 2^53")]
        let by_tokens = share(tokens as f64, self.tokens_per_minute);
        self.next = self.next.max(now) + share(1.0, self.requests_per_minute).max(by_tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::tests::model;

    fn gap(fields: &str, tokens: u64) -> Duration {
        let now = Instant::now();
        let mut pacer = Pacer::new(&model(&format!("provider = \"openai\"\n{fields}")), now);
        pacer.admit(now, tokens);
        pacer.ready() - now
    }

    #[test]
    fn the_tighter_limit_sets_the_pace() {
        assert_eq!(gap("", 1000), Duration::ZERO);
        assert_eq!(gap("requests_per_minute = 60", 1000), Duration::from_secs(1));
        let both = "requests_per_minute = 60\ntokens_per_minute = 30000";
        assert_eq!(gap(both, 1000), Duration::from_secs(2));
        assert_eq!(gap(both, 100), Duration::from_secs(1));
    }

    #[test]
    fn a_pause_is_never_shortened() {
        let now = Instant::now();
        let mut pacer = Pacer::new(&model("provider = \"openai\""), now);
        pacer.pause(now + Duration::from_secs(9));
        pacer.pause(now + Duration::from_secs(3));
        assert_eq!(pacer.ready() - now, Duration::from_secs(9));
    }
}
