//! Reads `fixtures/extraction`: `scales.txt`, and files of `@ id | scale | gold` headings with the reply below each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use answer_extract::{
    Extraction, MissingKind, OptionValue, Outcome, ResponseOption, ResponseScale,
};

/// One reply of the corpus.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) scale: String,
    /// What a careful coder reads, as [`written`] writes it.
    pub(crate) gold: String,
    /// What the rules read instead, when that is known and accepted.
    pub(crate) known: Option<String>,
    pub(crate) reply: String,
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/extraction")
}

/// Files of replies, in the order of their names.
pub(crate) fn files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the corpus is part of the repository")
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .filter(|path| !path.ends_with("scales.txt"))
        .collect();
    files.sort();
    files
}

/// The scales by name, compiled once.
pub(crate) fn scales() -> &'static BTreeMap<String, ResponseScale> {
    static SCALES: LazyLock<BTreeMap<String, ResponseScale>> = LazyLock::new(read_scales);
    &SCALES
}

fn read_scales() -> BTreeMap<String, ResponseScale> {
    let text = fs::read_to_string(folder().join("scales.txt")).unwrap();
    let scales = text.trim().split("\n\n").map(|block| {
        let (name, options) = block.trim().split_once('\n').unwrap_or((block.trim(), ""));
        let (questions, options): (Vec<&str>, Vec<&str>) =
            options.lines().partition(|line| line.starts_with("? "));
        let scale = ResponseScale::new(options.into_iter().map(option)).unwrap();
        let asked = |scale: ResponseScale, line: &str| scale.with_question(&line[2..]);
        (name.to_owned(), questions.into_iter().fold(scale, asked))
    });
    scales.collect()
}

fn option(line: &str) -> ResponseOption {
    let (value, label) = line.split_once(' ').unwrap_or((line, ""));
    let (label, kind) =
        label.split_once(" | ").map_or((label, None), |(label, kind)| (label, Some(kind)));
    let value = value
        .parse()
        .map_or_else(|_| OptionValue::from(value.chars().next().unwrap()), OptionValue::Number);
    match kind {
        Some("refused") => ResponseOption::missing(value, label, MissingKind::Refused),
        Some("dont_know") => ResponseOption::missing(value, label, MissingKind::DontKnow),
        Some(other) => panic!("unknown kind `{other}`"),
        None => ResponseOption::new(value, label),
    }
}

/// The replies of one file.
pub(crate) fn cases(path: &Path) -> Vec<Case> {
    let text = format!("\n{}", fs::read_to_string(path).unwrap());
    text.split("\n@ ").skip(1).map(case).collect()
}

fn case(block: &str) -> Case {
    let (head, reply) = block.split_once('\n').unwrap_or((block, ""));
    let fields: Vec<&str> = head.split('|').map(str::trim).collect();
    let [id, scale, gold, known @ ..] = &fields[..] else { panic!("bad heading `{head}`") };
    let reply = reply.trim_end_matches('\n').to_owned();
    let known = known.first().map(|known| known.trim_start_matches("reads ").to_owned());
    Case {
        id: (*id).to_owned(),
        scale: (*scale).to_owned(),
        gold: (*gold).to_owned(),
        known,
        reply,
    }
}

/// An outcome in one line: `chosen 2`, `refused`, `ambiguous 6 7`.
pub(crate) fn written(extraction: &Extraction) -> String {
    let mut values: Vec<String> =
        extraction.outcome.value().iter().map(ToString::to_string).collect();
    values.extend(extraction.outcome.candidates().iter().map(ToString::to_string));
    let mut text = extraction.outcome.name().to_owned();
    for value in values {
        text.push(' ');
        text.push_str(&value);
    }
    debug_assert!(!matches!(extraction.outcome, Outcome::Unparsable) || text == "unparsable");
    text
}
