//! The network: asking a provider until every call is answered, or until asking on makes no sense.

mod anthropic;
mod ask;
mod batch;
mod batches;
mod client;
mod direct;
mod elicit;
mod key;
mod ledger;
mod openai;
mod pacer;
mod probe;
mod progress;
mod results;
mod run;
mod settings;
mod verdict;

pub use client::reach;
pub use elicit::{Ended, Summary, elicit};
pub use key::ApiKey;
pub use ledger::spent;
pub use progress::{Event, Progress};
pub use settings::{Pace, Settings};
