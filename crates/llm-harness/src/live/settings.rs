//! How a run is to go: key, money, waits and tries.

use std::time::Duration;

use super::key::ApiKey;
use crate::Price;

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
