//! Reads lines `{"id", "options": [{"value", "label", "missing"?}], "response"}` and prints one line an outcome.
//!
//! `cargo run --release -p answer-extract --example jsonl < replies.jsonl`

use std::error::Error;
use std::io::{BufRead as _, Write as _};

use answer_extract::{MissingKind, OptionValue, ResponseOption, ResponseScale, extract};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let options = line["options"].as_array().into_iter().flatten().filter_map(option);
        let scale = ResponseScale::new(options)?;
        let found = extract(&scale, line["response"].as_str().unwrap_or_default());
        let text = |value: OptionValue| value.to_string();
        let answer = json!({
            "id": line["id"],
            "outcome": found.outcome.name(),
            "value": found.outcome.value().map(text),
            "candidates": found.outcome.candidates().iter().map(|&value| text(value)).collect::<Vec<_>>(),
            "rule": found.rule,
            "span": found.span.map(|span| [span.start, span.end]),
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// One option, its value a number or a letter; `None` for anything else.
fn option(option: &Value) -> Option<ResponseOption> {
    let label = option["label"].as_str().unwrap_or_default();
    let text = option["value"].as_str().map_or_else(|| option["value"].to_string(), str::to_owned);
    let value = match text.parse::<i32>() {
        Ok(number) => OptionValue::from(number),
        Err(_) => OptionValue::from(text.chars().next()?),
    };
    Some(match option["missing"].as_bool() {
        Some(true) => ResponseOption::missing(value, label, MissingKind::Refused),
        _ => ResponseOption::new(value, label),
    })
}
