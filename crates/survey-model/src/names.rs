//! Names: each kind has its own type, so that an item cannot be passed for a factor.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a name was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// A name must have at least one character.
    #[error("a {kind} is empty; give it a name")]
    Empty {
        /// What was being named.
        kind: &'static str,
    },
    /// A name must be printable on one line of a table.
    #[error(
        "the {kind} `{name}` holds a control character or begins or ends with a space; remove it"
    )]
    Unprintable {
        /// What was being named.
        kind: &'static str,
        /// The name as given, escaped.
        name: String,
    },
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("Checks and wraps a ", $kind, ".")]
            ///
            /// # Errors
            /// Empty names, control characters, and leading or trailing white space.
            pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
                checked($kind, name.into()).map(Self)
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(name: String) -> Result<Self, NameError> {
                Self::new(name)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name_type!(
    /// A column of the microdata, such as `ppltrst` or `cntry`.
    VariableName,
    "variable name"
);
name_type!(
    /// A survey item put to respondents and models; the name of its variable.
    ItemId,
    "item"
);
name_type!(
    /// A socio-demographic factor, in snake case: `gender`, `income_decile`.
    FactorName,
    "factor name"
);
name_type!(
    /// A model as the study names it.
    ModelName,
    "model name"
);
name_type!(
    /// One rendered prompt: the item and the variant it was rendered in.
    PromptId,
    "prompt id"
);

impl From<ItemId> for VariableName {
    /// Every item is a variable of the microdata.
    fn from(item: ItemId) -> Self {
        Self(item.0)
    }
}

fn checked(kind: &'static str, name: String) -> Result<String, NameError> {
    if name.is_empty() {
        return Err(NameError::Empty { kind });
    }
    if name.trim() != name || name.chars().any(char::is_control) {
        return Err(NameError::Unprintable { kind, name: name.escape_debug().to_string() });
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_name_is_rejected() {
        assert_eq!(ItemId::new(""), Err(NameError::Empty { kind: "item" }));
    }

    #[test]
    fn a_trailing_newline_is_rejected_and_shown_escaped() {
        let error = ModelName::new("gpt\n").unwrap_err();
        assert!(error.to_string().contains(r"`gpt\n`"), "{error}");
    }

    #[test]
    fn deserialising_goes_through_the_constructor() {
        assert!(serde_json::from_str::<ItemId>("\"ppltrst\"").is_ok());
        assert!(serde_json::from_str::<ItemId>("\" ppltrst\"").is_err());
    }
}
