//! What a labelled line says that its reply came to, in either of two forms.
//!
//! Short: `gold` is an option's value, `refusal`, `none`, or an outcome's name; `gold_alt` lists other golds.
//! Long: `outcome` and `value` as `--jsonl` writes them; the entries of `gold_alt` may be such objects too.

use answer_extract::Outcome;
use anyhow::Context as _;
use serde_json::Value;

use super::Line;

/// The kind of a gold that is an option.
pub(crate) const CHOSEN: &str = "chosen";

/// One reading that counts as right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gold {
    kind: String,
    /// The option of a choice.
    value: Option<String>,
}

/// Everything that counts as right for a line, the gold itself first.
///
/// # Errors
/// When the line holds no gold, or an outcome that does not exist.
pub(crate) fn of(line: &Line) -> anyhow::Result<Vec<Gold>> {
    let first = match (&line.gold, &line.outcome) {
        (Some(gold), _) => short(gold),
        (None, Some(outcome)) => long(outcome, line.value.as_ref())?,
        (None, None) => anyhow::bail!(
            "the line has neither `gold` nor `outcome`; write what a careful reader reads"
        ),
    };
    let mut accepted = vec![first];
    for other in line.gold_alt.iter().flatten() {
        accepted.push(match other.get("outcome") {
            Some(outcome) => {
                let outcome = outcome.as_str().context("`outcome` in `gold_alt` is no text")?;
                long(outcome, other.get("value"))?
            }
            None => short(other),
        });
    }
    Ok(accepted)
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned())
}

fn short(gold: &Value) -> Gold {
    let text = text_of(gold);
    let kind = match text.as_str() {
        "refusal" => "refused",
        "refused" | "dont_know" | "ambiguous" | "unparsable" | "none" => &text,
        _ => return Gold { kind: CHOSEN.to_owned(), value: Some(text) },
    };
    Gold { kind: kind.to_owned(), value: None }
}

fn long(outcome: &str, value: Option<&Value>) -> anyhow::Result<Gold> {
    let value = value.filter(|value| !value.is_null()).map(text_of);
    match outcome {
        CHOSEN if value.is_none() => {
            anyhow::bail!("a chosen gold needs the option's `value`")
        }
        CHOSEN => Ok(Gold { kind: outcome.to_owned(), value }),
        "refused" | "dont_know" | "ambiguous" | "unparsable" => {
            Ok(Gold { kind: outcome.to_owned(), value: None })
        }
        _ => anyhow::bail!(
            "`{outcome}` is no outcome; write chosen, refused, dont_know, ambiguous or unparsable"
        ),
    }
}

impl Gold {
    /// The outcome's name, or `none` for "no answer, and no refusal".
    pub(crate) fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether an outcome is this reading. `none` accepts every outcome without an option but a refusal;
    /// the candidates of an ambiguous reply are not compared, nor the value of a missing option.
    pub(crate) fn accepts(&self, outcome: &Outcome) -> bool {
        match self.kind.as_str() {
            CHOSEN => {
                let value = outcome.value().map(|value| value.to_string());
                let same = |gold: &String| {
                    value.as_ref().is_some_and(|value| value.eq_ignore_ascii_case(gold))
                };
                self.value.as_ref().is_some_and(same)
            }
            "none" => matches!(
                outcome,
                Outcome::Unparsable | Outcome::Ambiguous(_) | Outcome::DontKnow(None)
            ),
            kind => kind == outcome.name(),
        }
    }
}
