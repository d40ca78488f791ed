//! An item as a study uses it: which question it is a form of, and how much it weighs.

use serde::{Deserialize, Serialize};

use crate::{Item, ItemWeight};

/// An item of a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudyItem {
    /// The item.
    pub item: Item,
    /// The question that the item is a form of; an item that is no form of another is its own question.
    pub question: String,
    /// The item's weight: one over the question's number of forms.
    pub weight: ItemWeight,
    /// The topic under which the study files the item: `trust`, `climate`.
    pub topic: String,
}
