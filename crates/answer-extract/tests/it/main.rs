//! The rules against the corpus of replies in `fixtures/extraction`, against their own examples, and as properties.

mod corpus;
mod invariants;
mod replies;
mod table;
mod word_lists;
