//! Writes `data/ess11-codebook.json` from codebooks of the ESS Data Portal:
//!
//! ```text
//! cargo run -p ess-codebook --example shipped_codebook -- NEWEST.html [OLDER.html ...] > data/ess11-codebook.json
//! ```
//!
//! A variable is taken from the first codebook that describes it, so the newest edition goes first.
//! A note on stderr says which codebook each variable came from, and where an older one differs.

use std::io::Write as _;

use anyhow::{Context as _, ensure};
use ess_codebook::parse_codebook;
use survey_model::{Codebook, SurveyEdition, Variable};

const VARIABLES: &str = include_str!("shipped_variables.txt");

fn main() -> anyhow::Result<()> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    ensure!(!files.is_empty(), "name at least one HTML codebook, the newest edition first");
    let codebooks: Vec<Codebook> = files
        .iter()
        .map(|file| Ok(parse_codebook(&std::fs::read(file).context(file.clone())?, file)?))
        .collect::<anyhow::Result<_>>()?;
    let variables = VARIABLES
        .split_whitespace()
        .map(|name| newest(name, &codebooks))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let used: Vec<&str> =
        codebooks.iter().filter_map(|codebook| codebook.edition().edition.as_deref()).collect();
    let edition = SurveyEdition {
        survey: "ESS11".to_owned(),
        title: Some(format!("ESS11 - integrated file, codebooks of editions {}", used.join(", "))),
        ..codebooks[0].edition().clone()
    };
    let codebook = Codebook::new(edition, variables)?;
    write_one_variable_a_line(&codebook)
}

fn newest(name: &str, codebooks: &[Codebook]) -> anyhow::Result<Variable> {
    let found: Vec<(&Codebook, &Variable)> = codebooks
        .iter()
        .filter_map(|codebook| Some((codebook, codebook.variable(name)?)))
        .collect();
    let (codebook, variable) =
        *found.first().with_context(|| format!("no codebook describes `{name}`"))?;
    let edition = |codebook: &Codebook| codebook.edition().edition.clone().unwrap_or_default();
    let mut note = format!("{name}: edition {}", edition(codebook));
    for (older, other) in &found[1..] {
        let differs = if *other == variable { "same in" } else { "DIFFERS from" };
        note.push_str(&format!(", {differs} {}", edition(older)));
    }
    writeln!(std::io::stderr(), "{note}")?;
    Ok(variable.clone())
}

/// One line a variable, so that a change of edition reads well in a diff.
fn write_one_variable_a_line(codebook: &Codebook) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{{\"edition\":{},", serde_json::to_string(codebook.edition())?)?;
    let lines: Vec<String> =
        codebook.variables().iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    writeln!(out, "\"variables\":[\n{}\n]}}", lines.join(",\n"))?;
    Ok(())
}
