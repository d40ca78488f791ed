//! The study file: the one place where a researcher declares an analysis.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use llm_harness::ModelSpec;
use serde::{Deserialize, Serialize};
use survey_artifact::Digest;
use survey_model::{
    CodeRange, Codebook, Factor, FactorName, GroupRule, Item, ItemId, ItemWeight, ModelName,
    OptionCode, Prompt, StudyItem, VariableName,
};
use survey_prompts::Variant;

/// The shipped study of the paper.
const PAPER: &str = include_str!("../studies/paper.toml");

/// A study as its file declares it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Short name.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// Row of the table of surveys.
    pub survey: String,
    /// How often each model is asked each item.
    pub repetitions: u32,
    /// The column of design weights, or `none`.
    pub weights: String,
    /// The items, in the order of every table.
    pub items: Vec<SelectedItem>,
    /// Replicates and seed.
    pub resampling: Resampling,
    /// The shipped demonstration.
    pub invented: Invented,
    /// The partition by country.
    pub country: CountryFactor,
    /// The partition with one group.
    pub everybody: EverybodyFactor,
    /// Questions asked in several forms.
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// Ways of asking every item.
    #[serde(rename = "variant")]
    pub variants: Vec<Variant>,
    /// The models.
    #[serde(default, rename = "model")]
    pub models: Vec<ModelSpec>,
    /// What is asked beyond the scores.
    #[serde(default)]
    pub analyses: alignment_analyses::Options,
    /// The factors, in the order of every table.
    #[serde(rename = "factor")]
    pub factors: Vec<SelectedFactor>,
}

/// One item of the selection.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectedItem {
    /// The item's variable.
    pub id: ItemId,
    /// The topic under which the report files it.
    pub topic: String,
    /// Answers that lie off the ordered scale.
    #[serde(default)]
    pub off_scale: Vec<OptionCode>,
}

/// A question that was asked in several forms.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What the forms have in common.
    pub name: String,
    /// The items that are its forms; together they weigh one.
    pub forms: Vec<ItemId>,
}

/// How intervals are made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resampling {
    /// Replicates drawn.
    pub replicates: u32,
    /// Seed of the draws.
    pub seed: u64,
}

/// The invented respondents of the demonstration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invented {
    /// How many.
    pub respondents: usize,
    /// Seed of the generator.
    pub seed: u64,
}

/// The partition by country.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountryFactor {
    /// Name in the tables.
    pub name: FactorName,
    /// Label in figures.
    pub label: String,
    /// The variable that holds the country.
    pub variable: VariableName,
}

/// The partition with everybody in one group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EverybodyFactor {
    /// Name in the tables.
    pub name: FactorName,
    /// Label in figures.
    pub label: String,
}

/// A factor as the study file writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectedFactor {
    /// Name in the tables, in snake case.
    pub name: FactorName,
    /// Label in figures.
    pub label: String,
    /// The variable.
    pub variable: VariableName,
    /// The groups in display order.
    pub groups: Vec<SelectedGroup>,
}

/// A group as the study file writes it: a list of codes, or a range with inclusive ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectedGroup {
    /// Code in the tables.
    pub group: String,
    /// Label in figures.
    pub label: String,
    /// The codes.
    #[serde(default)]
    pub codes: Vec<i32>,
    /// The lowest code.
    #[serde(default)]
    pub from: Option<i32>,
    /// The highest code.
    #[serde(default)]
    pub to: Option<i32>,
}

impl Study {
    /// The paper's study, which the program carries.
    ///
    /// # Errors
    /// None unless the shipped file is broken, which a test excludes.
    pub fn paper() -> anyhow::Result<(Self, Digest)> {
        Self::parse(PAPER, "xtask/studies/paper.toml")
    }

    /// The study of a file, or the paper's if none is named.
    ///
    /// # Errors
    /// As [`Study::read`].
    pub fn read_or_paper(path: Option<&Path>) -> anyhow::Result<(Self, Digest)> {
        path.map_or_else(Self::paper, Self::read)
    }

    /// Reads a study file.
    ///
    /// # Errors
    /// Unreadable files, unknown keys, and studies that contradict themselves.
    pub fn read(path: &Path) -> anyhow::Result<(Self, Digest)> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the study file `{}`", path.display()))?;
        Self::parse(&text, &path.display().to_string())
    }

    fn parse(text: &str, file: &str) -> anyhow::Result<(Self, Digest)> {
        let study: Self = toml::from_str(text)
            .with_context(|| format!("the study file `{file}` is not valid"))?;
        study.check().with_context(|| format!("the study file `{file}` is not valid"))?;
        Ok((study, Digest::of(text.as_bytes())))
    }

    fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.items.is_empty(), "`items` is empty; list at least one item");
        ensure!(!self.variants.is_empty(), "there is no `[[variant]]`; add one named \"paper\"");
        ensure!(self.repetitions > 0, "`repetitions` is 0; each item is asked at least once");
        unique("item", self.items.iter().map(|item| item.id.as_str()))?;
        unique("model", self.models.iter().map(|model| model.name.as_str()))?;
        unique("variant", self.variants.iter().map(|variant| variant.name.as_str()))?;
        let factors = self.factors.iter().map(|factor| factor.name.as_str());
        unique(
            "factor",
            factors.chain([self.country.name.as_str(), self.everybody.name.as_str()]),
        )?;
        unique("form", self.questions.iter().flat_map(|q| &q.forms).map(ItemId::as_str))?;
        for form in self.questions.iter().flat_map(|question| &question.forms) {
            ensure!(
                self.items.iter().any(|item| item.id == *form),
                "the form `{form}` is not among `items`; add it, or remove it from its question"
            );
        }
        for model in &self.models {
            model.check()?;
        }
        alignment_analyses::check_names(&self.analyses.run).context("section `[analyses]`")?;
        self.factors.iter().try_for_each(SelectedFactor::check)
    }

    /// The factors with their groups' code ranges.
    #[must_use]
    pub fn factors(&self) -> Vec<Factor> {
        self.factors.iter().map(SelectedFactor::factor).collect()
    }

    /// The items with their scales from the codebook and their weights.
    ///
    /// # Errors
    /// An item that the codebook lacks, or whose codes form no scale.
    pub fn study_items(&self, codebook: &Codebook) -> anyhow::Result<Vec<StudyItem>> {
        let questions: BTreeMap<&ItemId, &Question> = self
            .questions
            .iter()
            .flat_map(|question| question.forms.iter().map(move |form| (form, question)))
            .collect();
        let study_item = |selected: &SelectedItem| {
            let id = &selected.id;
            let variable = codebook.variable(id.as_str()).with_context(|| {
                format!(
                    "the codebook does not describe the item `{id}`; use a codebook that holds it, \
                     or remove the item from the study file"
                )
            })?;
            let question = questions.get(id);
            let forms = question.map_or(1, |question| question.forms.len());
            Ok(StudyItem {
                item: Item::from_variable(variable, &selected.off_scale)?,
                question: question.map_or_else(|| id.to_string(), |q| q.name.clone()),
                weight: ItemWeight::one_of(u32::try_from(forms)?)?,
                topic: selected.topic.clone(),
            })
        };
        self.items.iter().map(study_item).collect()
    }

    /// The prompt of every item in every variant, variants in the study's order.
    ///
    /// # Errors
    /// An item without a question, or a variant without a usable name.
    pub fn prompts(&self, items: &[StudyItem]) -> anyhow::Result<Vec<Prompt>> {
        let rendered = self.variants.iter().flat_map(|variant| {
            items.iter().map(|item| survey_prompts::render(&item.item, variant))
        });
        Ok(rendered.collect::<Result<_, _>>()?)
    }

    /// Every variable that the study reads: items, factors, and nothing else.
    #[must_use]
    pub fn variables(&self) -> Vec<VariableName> {
        let items = self.items.iter().map(|item| item.id.clone().into());
        items.chain(self.factors.iter().map(|factor| factor.variable.clone())).collect()
    }

    /// The column of design weights, if the study weighs.
    #[must_use]
    pub fn weight_variable(&self) -> Option<&str> {
        (self.weights != "none").then_some(self.weights.as_str())
    }

    /// The declaration of a model.
    ///
    /// # Errors
    /// A model that the study does not declare.
    pub fn model(&self, name: &str) -> anyhow::Result<&ModelSpec> {
        self.models.iter().find(|model| model.name.as_str() == name).with_context(|| {
            let known: Vec<_> = self.models.iter().map(|m| format!("`{}`", m.name)).collect();
            format!("the study declares no model `{name}`; it declares {}", known.join(", "))
        })
    }

    /// The names of the declared models, in the study's order.
    pub fn model_names(&self) -> impl Iterator<Item = &ModelName> {
        self.models.iter().map(|model| &model.name)
    }
}

impl SelectedFactor {
    fn check(&self) -> anyhow::Result<()> {
        unique(&format!("group of factor `{}`", self.name), self.groups.iter().map(|g| &*g.group))?;
        for group in &self.groups {
            let ranged = group.from.is_some() || group.to.is_some();
            if ranged != group.codes.is_empty() {
                bail!(
                    "group `{}` of factor `{}` needs either `codes` or `from`/`to`",
                    group.group,
                    self.name
                );
            }
        }
        Ok(())
    }

    fn factor(&self) -> Factor {
        let ranges = |group: &SelectedGroup| match (group.from, group.to) {
            (None, None) => group.codes.iter().copied().map(CodeRange::single).collect(),
            (from, to) => vec![CodeRange { from, to }],
        };
        let rule = |group: &SelectedGroup| GroupRule {
            group: group.group.clone(),
            label: group.label.clone(),
            ranges: ranges(group),
        };
        Factor {
            name: self.name.clone(),
            label: self.label.clone(),
            variable: self.variable.clone(),
            groups: self.groups.iter().map(rule).collect(),
        }
    }
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> anyhow::Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for name in names {
        ensure!(seen.insert(name), "the {what} `{name}` stands twice; remove one of them");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_refused(from: &str, to: &str, expected: &str) {
        assert!(PAPER.contains(from), "the test's text `{from}` is in the shipped study");
        let error = Study::parse(&PAPER.replacen(from, to, 1), "x.toml").unwrap_err();
        let message = format!("{error:#}");
        assert!(message.contains(expected), "expected `{expected}` in: {message}");
    }

    #[test]
    fn the_papers_study_has_53_items_in_47_questions_and_12_factors() {
        let (study, _) = Study::paper().unwrap();
        assert_eq!((study.items.len(), study.factors.len()), (53, 12));
        let items = study.study_items(ess_codebook::shipped()).unwrap();
        let questions: std::collections::BTreeSet<_> =
            items.iter().map(|item| item.question.as_str()).collect();
        assert_eq!(questions.len(), 47);
        let weight: f64 = items.iter().map(|item| item.weight.get()).sum();
        assert!((weight - 47.0).abs() < 1e-12);
    }

    #[test]
    fn a_study_that_contradicts_itself_is_refused_with_the_reason() {
        check_refused("repetitions = 20", "repetitions = 0", "`repetitions` is 0");
        check_refused("\"pplfair\"", "\"ppltrst\"", "the item `ppltrst` stands twice");
        check_refused("forms = [\"testjc34\"", "forms = [\"testjc99\"", "`testjc99` is not among");
        check_refused("codes = [1] }", "codes = [1], to = 3 }", "either `codes` or `from`/`to`");
        check_refused("repetitions = 20", "repetition = 20", "unknown field `repetition`");
        check_refused(
            "run = [",
            "run = [\"horoscope\", ",
            "no analysis `horoscope`; the study may name",
        );
        check_refused("name = \"GPT-5.2\"", "name = \"Claude-sonnet-4-5\"", "stands twice");
    }

    #[test]
    fn an_item_that_the_codebook_lacks_is_named() {
        let (mut study, _) = Study::paper().unwrap();
        study.items[0].id = ItemId::new("nosuch").unwrap();
        let error = study.study_items(ess_codebook::shipped()).unwrap_err().to_string();
        assert!(error.contains("`nosuch`"), "{error}");
    }
}
