//! Sends prompts to models and records each reply verbatim, uninterpreted.
