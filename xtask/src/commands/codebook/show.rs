//! `cargo xtask codebook show ppltrst`: what the codebook says of a variable.

use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::Args;
use survey_model::{Category, MissingKind, Variable};

use super::Source;
use crate::console::print;

/// Arguments of `codebook show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The variables, such as `ppltrst`.
    #[arg(required = true)]
    variables: Vec<String>,
    #[command(flatten)]
    source: Source,
}

pub(super) fn run(args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let codebook = args.source.read(None)?.codebook;
    for name in &args.variables {
        let variable = codebook.variable(name).with_context(|| {
            let alike = codebook.variables().iter().map(|variable| variable.name.as_str());
            let alike: Vec<&str> = alike.filter(|other| other.starts_with(prefix(name))).collect();
            let count = codebook.variables().len();
            match alike.as_slice() {
                [] => format!("none of the codebook's {count} variables is called `{name}`"),
                alike => format!(
                    "none of the codebook's {count} variables is called `{name}`; alike are `{}`",
                    alike.join("`, `")
                ),
            }
        })?;
        print(&described(variable));
    }
    ensure!(!codebook.variables().is_empty(), "the codebook describes no variable");
    Ok(ExitCode::SUCCESS)
}

/// The first three characters.
fn prefix(name: &str) -> &str {
    let end = name.char_indices().nth(3).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

/// The variable, its paragraphs, and one line a code.
fn described(variable: &Variable) -> String {
    let mut lines = vec![format!("{}: {}", variable.name, variable.label), String::new()];
    for text in &variable.texts {
        lines.extend(text.lines().map(|line| format!("  {line}")));
        lines.push(String::new());
    }
    if variable.is_measured() && variable.text_categories.is_empty() {
        lines.push("  any number that is not listed is an answer".to_owned());
    }
    // Answers first; a missing code that the survey reserves may stand behind the codebook's own ones.
    let mut categories: Vec<&Category> = variable.categories.iter().collect();
    categories.sort_by_key(|category| {
        category.missing.map(|_| (category.code.0 < 0, category.code.0.unsigned_abs()))
    });
    lines.extend(categories.into_iter().map(code));
    let texts = variable.text_categories.iter();
    lines.extend(texts.map(|text| format!("{:>8}  {}", text.value, text.label)));
    lines.push(String::new());
    lines.join("\n")
}

fn code(category: &Category) -> String {
    let missing = category.missing.map(|kind| format!("  (missing: {})", words(kind)));
    format!("{:>8}  {}{}", category.code.0, category.label, missing.unwrap_or_default())
}

fn words(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::NotApplicable => "not asked of this respondent",
        MissingKind::Refusal => "refused",
        MissingKind::DontKnow => "does not know",
        MissingKind::NoAnswer => "no answer recorded",
        MissingKind::NotAvailable => "not provided",
        MissingKind::OffScale => "an answer off the scale",
        _ => "another reason",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_listed_with_what_they_mean() {
        let shown = described(ess_codebook::shipped().variable("gndr").unwrap());
        assert!(shown.starts_with("gndr: Gender\n"), "{shown}");
        assert!(shown.contains("\n       1  Male\n"), "{shown}");
        assert!(
            shown.contains("\n       9  No answer  (missing: no answer recorded)\n"),
            "{shown}"
        );
    }

    #[test]
    fn plain_numbers_are_called_so() {
        let shown = described(ess_codebook::shipped().variable("yrbrn").unwrap());
        assert!(shown.contains("any number that is not listed is an answer"), "{shown}");
    }
}
