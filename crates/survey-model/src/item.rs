//! An item: a question with its own response scale and its own missing codes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Category, ItemId, MissingKind, OptionCode, Reading, ResponseScale, ScaleError, ScaleOption,
    Variable,
};

/// Why an item was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ItemError {
    /// A code cannot be an answer and a missing code at once.
    #[error(
        "item `{item}`: code {code} is both a valid answer and missing; keep it in one of the two lists"
    )]
    Overlap {
        /// The item.
        item: ItemId,
        /// The code.
        code: OptionCode,
    },
    /// The valid codes do not form a scale.
    #[error("item `{item}`: {source}")]
    Scale {
        /// The item.
        item: ItemId,
        /// What is wrong with the scale.
        source: ScaleError,
    },
    /// The study names an off-scale code that the codebook does not list.
    #[error(
        "item `{item}`: the study calls code {code} off the scale, but the codebook does not list it; correct the study file"
    )]
    UnknownOffScale {
        /// The item.
        item: ItemId,
        /// The code.
        code: OptionCode,
    },
}

#[derive(Deserialize)]
struct ItemParts {
    id: ItemId,
    label: String,
    texts: Vec<String>,
    scale: ResponseScale,
    missing: BTreeMap<OptionCode, MissingKind>,
}

/// A question with its response scale and its missing codes; no code is in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ItemParts")]
pub struct Item {
    id: ItemId,
    label: String,
    texts: Vec<String>,
    scale: ResponseScale,
    missing: BTreeMap<OptionCode, MissingKind>,
}

impl Item {
    /// Checks that no code is both valid and missing.
    ///
    /// # Errors
    /// [`ItemError::Overlap`].
    pub fn new(
        id: ItemId,
        label: String,
        texts: Vec<String>,
        scale: ResponseScale,
        missing: BTreeMap<OptionCode, MissingKind>,
    ) -> Result<Self, ItemError> {
        match missing.keys().find(|&&code| scale.contains(code)) {
            Some(&code) => Err(ItemError::Overlap { item: id, code }),
            None => Ok(Self { id, label, texts, scale, missing }),
        }
    }

    /// Builds the item from its codebook entry; `off_scale` names answers that lie off the ordered scale.
    ///
    /// # Errors
    /// An off-scale code that the codebook does not list, or fewer than two codes left on the scale.
    pub fn from_variable(variable: &Variable, off_scale: &[OptionCode]) -> Result<Self, ItemError> {
        let id = ItemId::new(variable.name.as_str()).expect("a variable name is a valid item name");
        if let Some(&code) = off_scale.iter().find(|&&code| variable.read(code) == Reading::Unknown)
        {
            return Err(ItemError::UnknownOffScale { item: id, code });
        }
        let kind = |category: &Category| match category.missing {
            None if off_scale.contains(&category.code) => Some(MissingKind::OffScale),
            kind => kind,
        };
        let missing = variable
            .categories
            .iter()
            .filter_map(|category| Some((category.code, kind(category)?)))
            .collect();
        let options = variable
            .categories
            .iter()
            .filter(|category| kind(category).is_none())
            .map(|category| ScaleOption { code: category.code, label: category.label.clone() })
            .collect();
        let scale = ResponseScale::new(options)
            .map_err(|source| ItemError::Scale { item: id.clone(), source })?;
        Self::new(id, variable.label.clone(), variable.texts.clone(), scale, missing)
    }

    /// The item's name.
    #[must_use]
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// The codebook's short label.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The codebook's paragraphs: filter, show card, question, interviewer's note.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The response scale.
    #[must_use]
    pub fn scale(&self) -> &ResponseScale {
        &self.scale
    }

    /// The missing codes of this item, and no other's.
    #[must_use]
    pub fn missing(&self) -> &BTreeMap<OptionCode, MissingKind> {
        &self.missing
    }

    /// What a code of this item is.
    #[must_use]
    pub fn read(&self, code: OptionCode) -> Reading {
        match self.missing.get(&code) {
            Some(&kind) => Reading::Missing(kind),
            None if self.scale.contains(code) => Reading::Valid,
            None => Reading::Unknown,
        }
    }
}

impl TryFrom<ItemParts> for Item {
    type Error = ItemError;
    fn try_from(parts: ItemParts) -> Result<Self, ItemError> {
        Self::new(parts.id, parts.label, parts.texts, parts.scale, parts.missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VariableName;

    fn climate() -> Variable {
        let category = |code, label: &str, missing| Category {
            code: OptionCode(code),
            label: label.into(),
            missing,
        };
        Variable {
            name: VariableName::new("ccnthum").unwrap(),
            label: "Climate change".into(),
            texts: Vec::new(),
            categories: vec![
                category(1, "Natural", None),
                category(5, "Human", None),
                category(55, "Not happening", None),
                category(77, "Refusal", Some(MissingKind::Refusal)),
            ],
            text_categories: Vec::new(),
        }
    }

    #[test]
    fn an_off_scale_code_is_an_answer_that_is_not_on_the_scale() {
        let item = Item::from_variable(&climate(), &[OptionCode(55)]).unwrap();
        assert_eq!(item.scale().width(), 4);
        assert_eq!(item.read(OptionCode(55)), Reading::Missing(MissingKind::OffScale));
        assert_eq!(item.read(OptionCode(77)), Reading::Missing(MissingKind::Refusal));
        assert_eq!(item.read(OptionCode(3)), Reading::Unknown);
    }

    #[test]
    fn an_off_scale_code_must_be_in_the_codebook() {
        let error = Item::from_variable(&climate(), &[OptionCode(66)]).unwrap_err();
        assert!(matches!(error, ItemError::UnknownOffScale { code: OptionCode(66), .. }));
    }

    #[test]
    fn a_code_cannot_be_valid_and_missing() {
        let item = Item::from_variable(&climate(), &[]).unwrap();
        let missing = BTreeMap::from([(OptionCode(5), MissingKind::Refusal)]);
        let overlap = Item::new(item.id, item.label, Vec::new(), item.scale, missing);
        assert!(matches!(overlap, Err(ItemError::Overlap { code: OptionCode(5), .. })));
    }
}
