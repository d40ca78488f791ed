//! One reply's text goes in, one [`Extraction`] comes out: which option of a response scale the reply chose,
//! whether it refused, does not know, named several options, or cannot be read (stage 4 of the pipeline).
//!
//! The crate deliberately knows nothing about surveys by name, about models, about prompts or about files, and has no
//! dependency. It never guesses: a reply that names two options without choosing one is ambiguous, not the first of them.
//!
//! The data flow has five steps, one module each:
//! `token` (bytes to tokens) → `reply` (language, phrases, sentences) → `mention` (where an option is named)
//! → `context` (who says so, and how) → `rules` (the table that decides).
//!
//! ```
//! use answer_extract::{Outcome, OptionValue, ResponseOption, ResponseScale, extract};
//!
//! let scale = ResponseScale::new([
//!     ResponseOption::new(1, "Agree strongly"),
//!     ResponseOption::new(2, "Agree"),
//!     ResponseOption::new(3, "Neither agree nor disagree"),
//!     ResponseOption::new(4, "Disagree"),
//!     ResponseOption::new(5, "Disagree strongly"),
//! ])?;
//! let reply = "As an AI I hold no opinions. If I had to choose, I would pick 2) Agree, although some people strongly disagree.";
//! let extraction = extract(&scale, reply);
//! assert_eq!(extraction.outcome, Outcome::Chosen(OptionValue::Number(2)));
//! assert_eq!(&reply[extraction.span.unwrap().range()], "2) Agree");
//! # Ok::<(), answer_extract::ScaleError>(())
//! ```
#![forbid(unsafe_code)]

mod class;
mod context;
mod decide;
mod discussion;
mod echo;
mod enumerator;
mod evidence;
mod explain;
mod extraction;
mod label;
mod lexicon;
mod line;
mod listing;
mod mention;
mod option;
mod proposition;
mod reply;
mod rule;
mod rules;
mod scale;
mod scan;
mod speech;
mod token;
mod tree;
mod word;

pub use decide::extract;
pub use explain::{Explanation, Seen, explain};
pub use extraction::{Confidence, Conflict, Extraction, Outcome, Span};
pub use lexicon::Language;
pub use option::{MissingKind, OptionValue, ResponseOption};
pub use rule::{Rule, RuleExample};
pub use rules::{RULES, RULES_REVISION, rules_description};
pub use scale::{ResponseScale, ScaleError};
