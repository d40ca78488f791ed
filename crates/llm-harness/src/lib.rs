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
mod jsonl;
mod model;
mod reply;

pub use call::{Call, custom_id, plan};
pub use error::HarnessError;
pub use jsonl::{FailedCall, Imported, export_requests, import_replies, replay};
pub use model::{Dialect, ModelSpec, Provider};
pub use reply::{REPLY_BYTES_MAX, Unreadable, in_order, read_reply};
