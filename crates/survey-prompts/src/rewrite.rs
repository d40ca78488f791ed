//! From the codebook's paragraphs to a question that makes sense without interviewer and card.

use std::sync::LazyLock;

use regex_lite::Regex;
use serde::Deserialize;

/// One row of the table of rewrites.
#[derive(Debug, Clone, Deserialize)]
pub struct RewriteRule {
    /// Stable name, never used again for another rule.
    pub id: String,
    /// Regular expression of what the rule takes out.
    pub find: String,
    /// What it puts there.
    pub put: String,
    /// Why that is right.
    pub why: String,
    /// A text that the rule changes.
    pub example: String,
    /// What the example becomes, after tidying.
    pub becomes: String,
}

#[derive(Deserialize)]
struct Table {
    rule: Vec<RewriteRule>,
}

static RULES: LazyLock<Vec<(RewriteRule, Regex)>> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../data/rewrites.toml"))
        .expect("the shipped table is valid TOML, checked by a test");
    let compiled = |rule: RewriteRule| {
        let find = Regex::new(&rule.find).expect("the shipped patterns compile, checked by a test");
        (rule, find)
    };
    table.rule.into_iter().map(compiled).collect()
});

/// The table of rewrites, in the order in which the rules run.
pub fn rewrite_rules() -> impl ExactSizeIterator<Item = &'static RewriteRule> {
    RULES.iter().map(|(rule, _)| rule)
}

/// The question of an item as a reader without a show card would be asked it.
///
/// ```
/// let paragraphs = ["STILL CARD 65", "Still using this card, how often do women get easily offended?"];
/// assert_eq!(survey_prompts::question_text(&paragraphs), "How often do women get easily offended?");
/// ```
#[must_use]
pub fn question_text<T: AsRef<str>>(paragraphs: &[T]) -> String {
    let joined = paragraphs.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
    let rewritten = RULES.iter().fold(joined, |text, (rule, find)| {
        find.replace_all(text.trim_start(), rule.put.as_str()).into_owned()
    });
    capitalised(&rewritten.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Begins the text, and every sentence after a full stop or question mark, with a capital letter.
fn capitalised(text: &str) -> String {
    let mut capital = true;
    let mut last = ' ';
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == ' ' && matches!(last, '.' | '?') {
            capital = true;
        }
        if letter.is_alphanumeric() {
            if capital {
                result.extend(letter.to_uppercase());
            } else {
                result.push(letter);
            }
            capital = false;
        } else {
            result.push(letter);
        }
        last = letter;
    }
    result
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_turns_its_example_into_what_it_says() {
        for rule in rewrite_rules() {
            assert_eq!(question_text(&[&rule.example]), rule.becomes, "rule `{}`", rule.id);
        }
    }

    #[test]
    fn every_rule_is_needed_by_its_example() {
        for (rule, find) in RULES.iter() {
            assert!(find.is_match(&rule.example), "rule `{}`", rule.id);
            assert!(!find.is_match(&rule.becomes), "rule `{}` does not finish its work", rule.id);
            assert!(!rule.why.is_empty(), "rule `{}` says no reason", rule.id);
        }
    }

    #[test]
    fn ids_are_unique() {
        let ids: BTreeSet<_> = rewrite_rules().map(|rule| &rule.id).collect();
        assert_eq!(ids.len(), rewrite_rules().len());
    }

    #[test]
    fn a_text_without_instructions_stays_as_it_is() {
        let text = "Thinking up new ideas is important to her/him. She/he likes it.";
        assert_eq!(question_text(&[text]), text);
    }
}
