//! The prompt: question, blank line, options.

use serde::{Deserialize, Serialize};
use survey_model::{Item, Prompt, PromptId, PromptOption};

use crate::question_text;

/// The order in which the options stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionOrder {
    /// By ascending code, as in the codebook.
    #[default]
    Ascending,
    /// By descending code.
    Descending,
}

/// A way of asking every item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The variant's name; `paper` is the paper's way of asking.
    pub name: String,
    /// The order of the options.
    #[serde(default)]
    pub option_order: OptionOrder,
    /// A sentence before the question, such as "You are a nurse from Vienna."
    #[serde(default)]
    pub persona: Option<String>,
}

impl Variant {
    /// The paper's way: options ascending, no persona.
    #[must_use]
    pub fn paper() -> Self {
        Self { name: "paper".to_owned(), option_order: OptionOrder::Ascending, persona: None }
    }
}

/// Why an item cannot be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PromptError {
    /// Nothing is left once the interviewer's instructions are gone.
    #[error(
        "item `{item}` has no question text in the codebook; use a codebook that holds the question, or add its text"
    )]
    NoQuestion {
        /// The item.
        item: String,
    },
    /// The variant's name cannot be part of a prompt's id.
    #[error("the prompt variant `{variant}` has no usable name; use letters, digits, `-` and `_`")]
    VariantName {
        /// The variant.
        variant: String,
    },
}

/// Renders one item: the question, a blank line, and one line per option, `code = label`,
/// or the bare code where the codebook labels only the ends of the scale.
///
/// # Errors
/// An item without a question, or a variant whose name is not made of letters, digits, `-` and `_`.
pub fn render(item: &Item, variant: &Variant) -> Result<Prompt, PromptError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if variant.name.is_empty() || !variant.name.chars().all(plain) {
        return Err(PromptError::VariantName { variant: variant.name.clone() });
    }
    let question = question_text(item.texts());
    if question.is_empty() {
        return Err(PromptError::NoQuestion { item: item.id().to_string() });
    }
    let mut options: Vec<PromptOption> = item
        .scale()
        .options()
        .iter()
        .map(|option| PromptOption { code: option.code, label: option.label.clone() })
        .collect();
    if variant.option_order == OptionOrder::Descending {
        options.reverse();
    }
    let persona = variant.persona.iter().map(|persona| format!("{persona} "));
    let mut text: String = persona.collect();
    text.push_str(&question);
    text.push_str("\n\n");
    text.push_str(&options.iter().map(option_line).collect::<Vec<_>>().join("\n"));
    let id = if *variant == Variant::paper() {
        item.id().to_string()
    } else {
        format!("{}.{}", item.id(), variant.name)
    };
    Ok(Prompt {
        id: PromptId::new(id).expect("an item's name and a plain variant name make a name"),
        item: item.id().clone(),
        variant: variant.name.clone(),
        text,
        options,
    })
}

fn option_line(option: &PromptOption) -> String {
    if option.label == option.code.to_string() {
        option.label.clone()
    } else {
        format!("{} = {}", option.code, option.label)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use survey_model::{ItemId, OptionCode, ResponseScale, ScaleOption};

    use super::*;

    fn item(texts: &[&str]) -> Item {
        let option = |(code, label): (i32, &str)| ScaleOption {
            code: OptionCode(code),
            label: label.to_owned(),
        };
        let scale = [(0, "Left"), (1, "1"), (2, "Right")].map(option).to_vec();
        Item::new(
            ItemId::new("lrscale").unwrap(),
            "Placement".to_owned(),
            texts.iter().map(ToString::to_string).collect(),
            ResponseScale::new(scale).unwrap(),
            BTreeMap::new(),
        )
        .unwrap()
    }

    #[test]
    fn the_papers_variant_is_question_and_options_and_nothing_else() {
        let prompt = render(&item(&["CARD 11", "Where are you?"]), &Variant::paper()).unwrap();
        assert_eq!(prompt.text, "Where are you?\n\n0 = Left\n1\n2 = Right");
        assert_eq!(prompt.id.as_str(), "lrscale");
    }

    #[test]
    fn a_variant_reverses_the_options_and_speaks_to_a_persona() {
        let variant = Variant {
            name: "nurse".to_owned(),
            option_order: OptionOrder::Descending,
            persona: Some("You are a nurse.".to_owned()),
        };
        let prompt = render(&item(&["Where are you?"]), &variant).unwrap();
        assert_eq!(prompt.text, "You are a nurse. Where are you?\n\n2 = Right\n1\n0 = Left");
        assert_eq!(prompt.id.as_str(), "lrscale.nurse");
    }

    #[test]
    fn an_item_without_a_question_is_refused() {
        let error = render(&item(&["CARD 11"]), &Variant::paper()).unwrap_err();
        assert_eq!(error, PromptError::NoQuestion { item: "lrscale".to_owned() });
    }

    #[test]
    fn a_variant_needs_a_plain_name() {
        let variant = Variant { name: "a b".to_owned(), ..Variant::paper() };
        assert!(matches!(render(&item(&["x?"]), &variant), Err(PromptError::VariantName { .. })));
    }
}
