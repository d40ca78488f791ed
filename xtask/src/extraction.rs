//! Extraction on files of replies, for people who use the rules alone: one JSON object a line in, one a line out.

#[cfg(test)]
mod error_table;
mod gold;
pub(crate) mod jsonl;
pub(crate) mod score;

use std::collections::BTreeMap;
use std::rc::Rc;

use answer_extract::{MissingKind, OptionValue, ResponseOption, ResponseScale};
use serde::Deserialize;
use serde_json::Value;

/// Scales kept between lines; files of replies repeat a few scales many times.
const SCALES_MAX: usize = 4096;

/// One line of input. Other fields are ignored.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    /// Echoed as it came.
    pub(crate) id: Value,
    pub(crate) options: Vec<OptionLine>,
    /// `null` is an empty reply.
    pub(crate) response: Option<String>,
    pub(crate) question: Option<String>,
    /// `--score` only: an option's value, `refusal`, `none`, or an outcome's name.
    pub(crate) gold: Option<Value>,
    /// `--score` only: other outcomes that a careful reader would accept.
    pub(crate) gold_alt: Option<Vec<Value>>,
    /// `--score` only, instead of `gold`: an outcome's name, as `--jsonl` writes it.
    pub(crate) outcome: Option<String>,
    /// `--score` only: the option of `outcome`.
    pub(crate) value: Option<Value>,
}

/// One option of a line.
#[derive(Debug, Deserialize)]
pub(crate) struct OptionLine {
    value: Value,
    label: Option<String>,
    /// `true`, or the kind: `refused`, `dont_know`.
    missing: Option<Value>,
}

impl Line {
    /// Reads one line, or says why it is none.
    pub(crate) fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// The reply.
    pub(crate) fn reply(&self) -> &str {
        self.response.as_deref().unwrap_or_default()
    }

    /// An option's value as this line writes it: a number stays a number, a string a string.
    pub(crate) fn written(&self, value: OptionValue) -> Value {
        let same = |option: &&OptionLine| value_of(&option.value).is_ok_and(|other| other == value);
        self.options.iter().find(same).map_or(Value::Null, |option| option.value.clone())
    }
}

/// The scales seen so far.
#[derive(Debug, Default)]
pub(crate) struct Scales(BTreeMap<String, Rc<ResponseScale>>);

impl Scales {
    /// The scale of a line, compiled or remembered.
    pub(crate) fn of(&mut self, line: &Line) -> anyhow::Result<Rc<ResponseScale>> {
        let key = format!("{:?} {:?}", line.options, line.question);
        if let Some(scale) = self.0.get(&key) {
            return Ok(Rc::clone(scale));
        }
        let options: Vec<ResponseOption> =
            line.options.iter().map(option_of).collect::<anyhow::Result<_>>()?;
        let mut scale = ResponseScale::new(options)?;
        if let Some(question) = &line.question {
            scale = scale.with_question(question);
        }
        let scale = Rc::new(scale);
        if self.0.len() >= SCALES_MAX {
            self.0.clear();
        }
        self.0.insert(key, Rc::clone(&scale));
        Ok(scale)
    }
}

fn option_of(line: &OptionLine) -> anyhow::Result<ResponseOption> {
    let value = value_of(&line.value)?;
    let label = line.label.clone().unwrap_or_default();
    let missing = missing_of(line.missing.as_ref(), &label)?;
    Ok(ResponseOption { value, label, missing })
}

/// A whole number, as a number or in a string, or a single letter.
fn value_of(value: &Value) -> anyhow::Result<OptionValue> {
    let text = match value {
        Value::Number(number) => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    if let Ok(number) = text.parse::<i32>() {
        return Ok(OptionValue::Number(number));
    }
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_alphabetic() => Ok(OptionValue::from(letter)),
        _ => anyhow::bail!("option value `{text}` is neither a whole number nor a single letter"),
    }
}

/// `true` leaves the kind to the label: "Don't know" is one, everything else a refusal.
fn missing_of(missing: Option<&Value>, label: &str) -> anyhow::Result<Option<MissingKind>> {
    let unknown = |text: &str| {
        let text = text.to_lowercase();
        [
            "know",
            "unknown",
            "unsure",
            "undecided",
            "weiß",
            "weiss",
            "sais",
            "sait",
            "sé",
            "sabe",
            "so",
            "sa",
        ]
        .iter()
        .any(|word| text.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|w| w == *word))
            || text == "dont_know"
            || [
                "can't choose",
                "cannot choose",
                "haven't thought",
                "not sure",
                "can't say",
                "cannot say",
                "hard to say",
                "difficult to say",
                "no opinion",
                "uncertain",
            ]
            .iter()
            .any(|phrase| text.contains(phrase))
    };
    match missing {
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(Value::Bool(true)) if unknown(label) => Ok(Some(MissingKind::DontKnow)),
        Some(Value::Bool(true)) => Ok(Some(MissingKind::Refused)),
        Some(Value::String(kind)) if unknown(kind) || unknown(&kind.replace('_', " ")) => {
            Ok(Some(MissingKind::DontKnow))
        }
        Some(Value::String(_)) => Ok(Some(MissingKind::Refused)),
        Some(other) => {
            anyhow::bail!("`missing` is `{other}`; write true, false, \"refused\" or \"dont_know\"")
        }
    }
}
