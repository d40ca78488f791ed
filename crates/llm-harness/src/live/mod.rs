//! The network: asking a provider until every call is answered, or until asking on makes no sense.

mod anthropic;
mod batches;
mod client;
mod direct;
mod key;
mod ledger;
mod openai;
mod pacer;
mod probe;
mod progress;
mod results;
mod run;
mod verdict;

pub use key::ApiKey;
pub use progress::{Event, Progress};
pub use run::{Ended, Pace, Settings, Summary, elicit};
