//! Invented studies for tests and benchmarks: read from a frozen file, or drawn from a seed. No person gave these answers.
#![expect(
    clippy::unwrap_used,
    reason = "made-up parts fit each other, and a test reports by panicking"
)]

use std::collections::BTreeMap;

use alignment_analyses::{Options, RespondentWeights, Study, StudyParts};
use serde::Deserialize;
use survey_model::{
    Answer, Consensus, FactorName, Item, ItemId, ItemWeight, Microdata, ModelName, OptionCode,
    Origin, Outcome, Partition, PartitionGroup, ResponseScale, ScaleOption, StudyItem,
    SurveyEdition, VariableName,
};

/// The rule that read every invented choice.
pub(crate) const CHOICE_RULE: &str = "C010";

/// The rule that read every invented refusal.
pub(crate) const REFUSAL_RULE: &str = "R310";

/// A study as `tests/witness/analyses/study.py` writes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Drawn {
    pub(crate) items: Vec<DrawnItem>,
    /// Country codes, one for each respondent.
    pub(crate) country: Vec<String>,
    /// For each item the respondents' codes.
    pub(crate) codes: BTreeMap<String, Vec<Option<i32>>>,
    /// For each factor the respondents' groups; the last group is `missing`.
    pub(crate) factors: BTreeMap<String, Vec<u16>>,
    /// Columns of codes that are no items: `stratum`, `psu`.
    pub(crate) design: BTreeMap<String, Vec<Option<i32>>>,
    /// Columns of weights.
    pub(crate) numbers: BTreeMap<String, Vec<Option<f64>>>,
    /// For each model and item the codes of its repetitions; null is a refusal.
    pub(crate) models: BTreeMap<String, BTreeMap<String, Vec<Option<i32>>>>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct DrawnItem {
    pub(crate) id: String,
    pub(crate) lowest: i32,
    pub(crate) highest: i32,
    pub(crate) question: String,
    pub(crate) forms: u32,
    pub(crate) topic: String,
}

/// Everything that a [`Study`] borrows.
pub(crate) struct Invented {
    pub(crate) items: Vec<StudyItem>,
    pub(crate) microdata: Microdata,
    pub(crate) partitions: Vec<Partition>,
    pub(crate) consensus: Vec<Consensus>,
    pub(crate) answers: Vec<Answer>,
    pub(crate) options: Options,
    country: FactorName,
    everybody: FactorName,
}

impl Invented {
    pub(crate) fn new(drawn: Drawn) -> Self {
        let items: Vec<StudyItem> = drawn.items.iter().map(study_item).collect();
        let variable = |name: &String| VariableName::new(name.as_str()).unwrap();
        let codes = drawn.codes.iter().chain(&drawn.design).map(|(name, cells)| {
            (variable(name), cells.iter().map(|cell| cell.map(OptionCode)).collect())
        });
        let numbers = drawn.numbers.iter().map(|(name, cells)| (variable(name), cells.clone()));
        let microdata = Microdata::new(
            SurveyEdition::default(),
            Origin::Invented,
            drawn.country.iter().map(String::as_str).collect(),
            (0..).take(drawn.country.len()).collect(),
            codes.collect(),
            numbers.collect(),
        )
        .unwrap();
        let mut countries: Vec<&String> = drawn.country.iter().collect();
        countries.sort();
        countries.dedup();
        let country = drawn.country.iter().map(|c| place(&countries, c)).collect();
        let mut partitions: Vec<Partition> = drawn
            .factors
            .iter()
            .map(|(name, members)| {
                let last = usize::from(members.iter().copied().max().unwrap_or(0)).max(1);
                let mut names: Vec<String> = (1..=last).map(|at| at.to_string()).collect();
                names.push(Partition::MISSING.to_owned());
                partition(name, &names, members.clone())
            })
            .collect();
        let names: Vec<String> = countries.iter().map(|name| (*name).clone()).collect();
        partitions.push(partition("country", &names, country));
        partitions.push(partition("everybody", &["all".to_owned()], vec![0; drawn.country.len()]));
        let answers = answers(&drawn);
        let models: Vec<ModelName> =
            drawn.models.keys().map(|name| ModelName::new(name.as_str()).unwrap()).collect();
        let ids = items.iter().map(|item| item.item.id());
        let consensus = alignment_core::consensus_table(&models, ids, &answers);
        Self {
            items,
            microdata,
            partitions,
            consensus,
            answers,
            options: Options::default(),
            country: FactorName::new("country").unwrap(),
            everybody: FactorName::new("everybody").unwrap(),
        }
    }

    /// The study with everybody weighing 1, or under the weights of a name.
    pub(crate) fn study(&self, weights: &str, replicates: u32) -> Study<'_> {
        let parts = StudyParts {
            items: &self.items,
            microdata: &self.microdata,
            partitions: &self.partitions,
            country: &self.country,
            everybody: &self.everybody,
            consensus: &self.consensus,
            answers: &self.answers,
            options: &self.options,
            replicates,
            seed: 1,
        };
        Study::new(parts, RespondentWeights::named(weights, &self.microdata).unwrap()).unwrap()
    }
}

fn place(countries: &[&String], country: &String) -> u16 {
    u16::try_from(countries.iter().position(|known| *known == country).unwrap()).unwrap()
}

fn study_item(drawn: &DrawnItem) -> StudyItem {
    let option = |code: i32| ScaleOption { code: OptionCode(code), label: code.to_string() };
    let scale = ResponseScale::new((drawn.lowest..=drawn.highest).map(option).collect()).unwrap();
    let id = ItemId::new(drawn.id.as_str()).unwrap();
    StudyItem {
        item: Item::new(id, drawn.id.clone(), vec![], scale, BTreeMap::new()).unwrap(),
        question: drawn.question.clone(),
        weight: ItemWeight::one_of(drawn.forms).unwrap(),
        topic: drawn.topic.clone(),
    }
}

fn partition(name: &str, groups: &[String], members: Vec<u16>) -> Partition {
    let group = |name: &String| PartitionGroup { group: name.clone(), label: name.clone() };
    Partition {
        factor: FactorName::new(name).unwrap(),
        label: name.to_owned(),
        groups: groups.iter().map(group).collect(),
        members,
    }
}

fn answers(drawn: &Drawn) -> Vec<Answer> {
    let mut rows = Vec::new();
    for (model, items) in &drawn.models {
        for (item, repetitions) in items {
            for (repetition, code) in (1..).zip(repetitions) {
                rows.push(Answer {
                    model: ModelName::new(model.as_str()).unwrap(),
                    item: ItemId::new(item.as_str()).unwrap(),
                    repetition,
                    outcome: code.map_or(Outcome::Refused, |code| Outcome::Chosen {
                        code: OptionCode(code),
                    }),
                    rule: Some(if code.is_some() { CHOICE_RULE } else { REFUSAL_RULE }.to_owned()),
                    span: None,
                    conflict: None,
                });
            }
        }
    }
    rows
}

/// Numbers for making studies up: the constants are Knuth's MMIX generator's.
pub(crate) struct Stream(u64);

impl Stream {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = u32::try_from(self.0 >> 33).unwrap();
        high % limit
    }
}

/// A study of any size: scales of three kinds, a tenth of the answers missing, three forms of one question, four
/// factors and 30 countries, three models that refuse some items.
pub(crate) fn drawn(seed: u64, respondents: usize, items: usize) -> Drawn {
    let mut stream = Stream::new(seed);
    let scales = [(0, 10), (1, 5), (1, 6)];
    let topics = ["trust", "climate", "values", "gender"];
    let items: Vec<DrawnItem> = (0..items)
        .map(|at| {
            let (lowest, highest) = scales[at % 3];
            let form = at < 3 && items > 3;
            DrawnItem {
                id: format!("i{at:02}"),
                lowest,
                highest,
                question: if form { "forms".to_owned() } else { format!("i{at:02}") },
                forms: if form { 3 } else { 1 },
                topic: topics[at % topics.len()].to_owned(),
            }
        })
        .collect();
    let mut code = |item: &DrawnItem| {
        let width = u32::try_from(item.highest - item.lowest + 1).unwrap();
        let step = stream.below(width).max(stream.below(width));
        (stream.below(10) > 0).then(|| item.lowest + i32::try_from(step).unwrap())
    };
    let codes: BTreeMap<_, _> = items
        .iter()
        .map(|item| (item.id.clone(), (0..respondents).map(|_| code(item)).collect()))
        .collect();
    let mut stream = Stream::new(seed ^ 0x5eed);
    let mut members = |groups: u32| -> Vec<u16> {
        (0..respondents).map(|_| u16::try_from(stream.below(groups)).unwrap()).collect()
    };
    let sizes = [("gender", 3), ("generation", 6), ("education", 11), ("religiosity", 12)];
    let factors = sizes.map(|(name, groups)| (name.to_owned(), members(groups))).into();
    let mut stream = Stream::new(seed ^ 0xc0de);
    let models = ["alpha", "beta", "gamma"].map(|model| {
        let mut repetition = |item: &DrawnItem, refuses: bool| {
            let width = u32::try_from(item.highest - item.lowest + 1).unwrap();
            (!refuses).then(|| item.lowest + i32::try_from(stream.below(width)).unwrap())
        };
        let answers = items.iter().enumerate().map(|(at, item)| {
            let refuses = at % 7 == model.len() % 7;
            (item.id.clone(), (0..5).map(|_| repetition(item, refuses)).collect())
        });
        (model.to_owned(), answers.collect())
    });
    let mut stream = Stream::new(seed ^ 0xde51);
    let mut weight = || -> Vec<Option<f64>> {
        (0..respondents).map(|_| Some(0.25 + f64::from(stream.below(1_000)) / 500.0)).collect()
    };
    let numbers = ["anweight", "pspwght", "dweight"].map(|name| (name.to_owned(), weight()));
    // Whole clusters of twelve lie in one country and one of its strata.
    let cluster = |at: usize| i32::try_from(at / 12).unwrap();
    let country = |at: usize| format!("C{:02}", (at / 12) % 30);
    let design = [
        ("psu".to_owned(), (0..respondents).map(|at| Some(cluster(at))).collect()),
        ("stratum".to_owned(), (0..respondents).map(|at| Some(cluster(at) / 30 % 5)).collect()),
    ];
    Drawn {
        country: (0..respondents).map(country).collect(),
        codes,
        factors,
        design: design.into(),
        numbers: numbers.into(),
        models: models.into(),
        items,
    }
}
