//! Renders an item in a wording, option order, persona and language into a prompt.
