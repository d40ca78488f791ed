//! The file of answers that were read elsewhere: `model,item,repetition,outcome,code`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use csv::StringRecord;
use survey_model::{Answer, ItemId, ModelName, OptionCode, Outcome, StudyItem};

const COLUMNS: [&str; 5] = ["model", "item", "repetition", "outcome", "code"];

/// Reads the file; beside the answers it gives notes that the user should see.
///
/// A model that the study does not declare is taken as one more model if it has answers to at least half of the items;
/// below that it is taken for a misspelling and refused.
///
/// # Errors
/// Another header, and for each row: a wrong number of cells, an unknown item, model or outcome, a repetition that is
/// no number from 1, a code that is no number or off the item's scale, a repetition that stands twice.
pub(crate) fn read<'a>(
    path: &Path,
    items: &[StudyItem],
    declared: impl Iterator<Item = &'a ModelName>,
) -> anyhow::Result<(Vec<Answer>, Vec<String>)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let file = path.display().to_string();
    let answers = parse(&bytes, &file, items)?;
    let declared: BTreeSet<&ModelName> = declared.collect();
    let notes = check_models(&answers, &file, items.len(), &declared)?;
    Ok((answers.into_iter().map(|(_, answer)| answer).collect(), notes))
}

/// The answers with their lines in the file, the header being line 1.
fn parse(bytes: &[u8], file: &str, items: &[StudyItem]) -> anyhow::Result<Vec<(u64, Answer)>> {
    ensure!(!bytes.is_empty(), "`{file}` is empty; it needs the header `{}`", COLUMNS.join(","));
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().with_context(|| format!("`{file}`, line 1"))?;
    ensure!(
        header.iter().eq(COLUMNS),
        "`{file}`, line 1: the header is `{}`, and `{}` is needed; separate the columns by commas",
        header.iter().collect::<Vec<_>>().join(","),
        COLUMNS.join(",")
    );
    let items: BTreeMap<&str, &StudyItem> =
        items.iter().map(|item| (item.item.id().as_str(), item)).collect();
    let mut seen: BTreeMap<(ModelName, ItemId, u32), u64> = BTreeMap::new();
    let mut answers = Vec::new();
    for record in reader.records() {
        let record =
            record.with_context(|| format!("`{file}`: it is not readable as UTF-8 CSV"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let place = || format!("`{file}`, line {line}");
        let answer = answer(&record, &items).with_context(place)?;
        let key = (answer.model.clone(), answer.item.clone(), answer.repetition);
        if let Some(first) = seen.insert(key, line) {
            bail!(
                "{}: repetition {} of item `{}` by model `{}` stands on line {first} too; remove one of them",
                place(),
                answer.repetition,
                answer.item,
                answer.model
            );
        }
        answers.push((line, answer));
    }
    ensure!(!answers.is_empty(), "`{file}` holds a header and no answer");
    Ok(answers)
}

fn answer(record: &StringRecord, items: &BTreeMap<&str, &StudyItem>) -> anyhow::Result<Answer> {
    ensure!(
        record.len() == COLUMNS.len(),
        "the row has {} cells and needs {}; a chosen code is the fifth, which stays empty for other outcomes",
        record.len(),
        COLUMNS.len()
    );
    let [model, item, repetition, outcome, code] = [0, 1, 2, 3, 4].map(|cell| record[cell].trim());
    let known = items.get(item).with_context(|| {
        format!("column `item`: `{item}` is not an item of the study; correct it, or add it to the study file")
    })?;
    let repetition = repetition.parse().ok().filter(|&r: &u32| r > 0).with_context(|| {
        format!("column `repetition`: `{repetition}` is not a whole number from 1")
    })?;
    Ok(Answer {
        model: ModelName::new(model).context("column `model`")?,
        item: known.item.id().clone(),
        repetition,
        outcome: outcome_of(outcome, code, known)?,
        rule: None,
        span: None,
        conflict: None,
    })
}

fn outcome_of(outcome: &str, code: &str, item: &StudyItem) -> anyhow::Result<Outcome> {
    let read = match outcome {
        "chosen" => return chosen(code, item),
        "refused" => Outcome::Refused,
        "dont_know" => Outcome::DontKnow,
        "ambiguous" => Outcome::Ambiguous { candidates: Vec::new() },
        "unparsable" => Outcome::Unparsable,
        _ => bail!(
            "column `outcome`: `{outcome}` is none of chosen, refused, dont_know, ambiguous, unparsable"
        ),
    };
    ensure!(
        code.is_empty(),
        "column `code`: `{code}` stands beside the outcome `{outcome}`; leave it empty, or make the outcome `chosen`"
    );
    Ok(read)
}

fn chosen(code: &str, item: &StudyItem) -> anyhow::Result<Outcome> {
    let scale = item.item.scale();
    let (id, lowest, highest) = (item.item.id(), scale.lowest(), scale.highest());
    let number: i32 = code.parse().ok().with_context(|| {
        format!("column `code`: `{code}` is not a whole number; `chosen` needs a code from {lowest} to {highest} for item `{id}`")
    })?;
    ensure!(
        scale.contains(OptionCode(number)),
        "column `code`: {number} is not on the scale of item `{id}`, which runs from {lowest} to {highest}; correct the code, or the outcome"
    );
    Ok(Outcome::Chosen { code: OptionCode(number) })
}

fn check_models(
    answers: &[(u64, Answer)],
    file: &str,
    items: usize,
    declared: &BTreeSet<&ModelName>,
) -> anyhow::Result<Vec<String>> {
    let mut answered: BTreeMap<&ModelName, (u64, BTreeSet<&ItemId>)> = BTreeMap::new();
    for (line, answer) in answers {
        let (_, ids) = answered.entry(&answer.model).or_insert((*line, BTreeSet::new()));
        ids.insert(&answer.item);
    }
    let mut notes = Vec::new();
    for (model, (line, ids)) in &answered {
        let count = ids.len();
        if !declared.contains(model) {
            ensure!(
                2 * count >= items,
                "`{file}`, line {line}: column `model`: the study declares no model `{model}`, and the file answers \
                 only {count} of {items} items for it; correct the name, or declare the model in the study file \
                 (declared: {})",
                declared.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            );
            notes.push(format!(
                "note: `{model}` is not declared in the study file and is taken as one more model"
            ));
        }
        if count < items {
            notes.push(format!("note: `{file}` answers {count} of {items} items for `{model}`; the others count as never asked"));
        }
    }
    Ok(notes)
}
