//! The house rules that a machine can keep, each with the way to mend it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Which crates of the workspace a crate may depend on. Arrows only point down.
const ARROWS: &[(&str, &[&str])] = &[
    ("survey-model", &[]),
    ("answer-extract", &[]),
    ("bootstrap", &[]),
    ("survey-artifact", &["survey-model"]),
    ("survey-files", &["survey-model"]),
    ("ess-codebook", &["survey-model", "survey-files"]),
    ("wvs-codebook", &["survey-model", "survey-files"]),
    ("invented-respondents", &["survey-model"]),
    ("survey-prompts", &["survey-model"]),
    ("llm-harness", &["survey-model"]),
    ("alignment-core", &["survey-model"]),
    ("alignment-analyses", &["survey-model", "alignment-core", "bootstrap"]),
    ("report", &["survey-model"]),
];

/// Words that no library may hold outside its tests: the clock, the environment, the terminal.
const FORBIDDEN_IN_LIBRARIES: &[&str] =
    &["SystemTime::now", "Instant::now", "std::env::var", "env::var(", "println!", "eprintln!"];

/// The longest source file, in lines; one idea rarely needs more.
const LINES_MAX: usize = 600;

/// Everything that breaks a rule, one sentence each; empty if the house is tidy.
///
/// # Errors
/// A checkout that cannot be read.
pub(crate) fn complaints() -> anyhow::Result<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask is in a workspace")?;
    let mut found = Vec::new();
    let crates = folders(&root.join("crates"))?;
    let listed: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for folder in &crates {
        let name = folder
            .file_name()
            .and_then(|name| name.to_str())
            .context("a crate's folder has a name")?;
        if !listed.contains(name) {
            found.push(format!("crate `{name}` is not in the table of arrows: add it to xtask/src/tidy.rs and docs/architecture.md"));
        }
        if !folder.join("README.md").exists() {
            found.push(format!(
                "crate `{name}` has no README.md: say in a few lines what it does and does not know"
            ));
        }
        found.extend(arrows(folder, name, &listed)?);
        found.extend(sources(folder, name, root)?);
    }
    Ok(found)
}

fn arrows(folder: &Path, name: &str, crates: &BTreeSet<&str>) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(folder.join("Cargo.toml"))?;
    let manifest: toml::Table =
        toml::from_str(&text).with_context(|| format!("crates/{name}/Cargo.toml"))?;
    let allowed = ARROWS.iter().find(|(listed, _)| *listed == name).map_or(&[][..], |(_, to)| to);
    let depends = manifest.get("dependencies").and_then(toml::Value::as_table);
    let upward = depends.into_iter().flat_map(toml::Table::keys).filter(|dependency| {
        crates.contains(dependency.as_str()) && !allowed.contains(&dependency.as_str())
    });
    Ok(upward
        .map(|to| format!("crate `{name}` depends on `{to}`, and no arrow goes there: move what it needs down, or pass it in from xtask"))
        .collect())
}

fn sources(folder: &Path, name: &str, root: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    for file in rust_files(&folder.join("src"))? {
        let text = fs::read_to_string(&file)?;
        let shown = file.strip_prefix(root).unwrap_or(&file).display();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().count();
        if lines > LINES_MAX {
            found.push(format!(
                "{shown} has {lines} lines, more than {LINES_MAX}: split it by idea"
            ));
        }
        if name != "llm-harness" {
            for (line, text) in
                code.lines().enumerate().filter(|(_, text)| !text.trim_start().starts_with("//"))
            {
                for word in FORBIDDEN_IN_LIBRARIES.iter().filter(|word| text.contains(**word)) {
                    found.push(format!(
                        "{shown}:{}: a library does not use `{word}`: pass it in from xtask",
                        line + 1
                    ));
                }
            }
        }
    }
    Ok(found)
}

fn folders(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("cannot read `{}`", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    folders.retain(|path| path.join("Cargo.toml").exists());
    folders.sort();
    Ok(folders)
}

fn rust_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        let complaints = super::complaints().unwrap();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}
