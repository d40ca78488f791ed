//! Maps one free-text reply to one answer through an ordered table of rules.
