//! Stage 3: prompts in, replies out, each verbatim and uninterpreted.
//!
//! A [`ModelSpec`] says which model is asked and where; [`plan`] turns prompts and repetitions into [`Call`]s;
//! replies come from a provider, from a file that somebody else's machine answered ([`import_replies`]),
//! or from a recording ([`replay`]). Replies are in the same order whichever order they came in.
//!
//! What this crate does not know: how an answer is read out of a reply.
//! Retrying "until it parses" would bias the refusal rate, so only transport and overload are retried.
#![forbid(unsafe_code)]

mod call;
mod error;
#[cfg(feature = "journal")]
mod journal;
mod jsonl;
#[cfg(feature = "live")]
mod live;
mod model;
mod prices;
mod reply;

pub use call::{Call, custom_id, plan};
pub use error::HarnessError;
#[cfg(feature = "journal")]
pub use journal::{Journal, JournalReplies, ModelStatus};
pub use jsonl::{FailedCall, Imported, export_requests, import_replies, replay};
#[cfg(feature = "live")]
pub use live::{ApiKey, Ended, Event, Pace, Progress, Settings, Summary, elicit, reach, spent};
pub use model::{Dialect, ModelSpec, Provider, Server};
pub use prices::{Dollars, Estimate, Price, Prices, SHIPPED_PRICES, estimate};
pub use reply::{REPLY_BYTES_MAX, Unreadable, in_order, read_reply};
