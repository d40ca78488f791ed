//! The rules against the corpus of replies in `fixtures/extraction`, against their own examples, and as properties.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod confidence;
mod corpus;
mod invariants;
mod question;
mod replies;
mod table;
mod word_lists;
