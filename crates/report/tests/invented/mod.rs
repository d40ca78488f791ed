//! Invented results in any size, for tests and examples. No person gave these answers and no model these replies.

#![expect(clippy::unwrap_used, reason = "made-up names are valid names")]

use report::{
    Comparability, ComparisonRow, DataSource, FactorInfo, FactorKind, GroupInfo, ItemInfo,
    ModelInfo, Named, ReplyProvenance, ReproducibilityCard, Results,
};
use survey_model::{
    AnalysisColumn, AnalysisTable, Answer, Baseline, Consensus, FactorName, GroupScore, Influence,
    Interval, ItemId, ItemScore, ItemWeight, MissingCount, ModelName, ModelSummary, OptionCode,
    Origin, Outcome, Prompt, PromptId, Reply, ResponseScale, ScaleOption, Spread, SurveyEdition,
    TokenUsage, VariableName,
};

const MODELS: [&str; 6] =
    ["Model Alpha", "Model Beta", "Model Gamma 70B", "Model Delta", "Model Epsilon", "Model Zeta"];

const FACTORS: [(&str, &str, &[&str]); 12] = [
    ("gender", "Gender", &["Men", "Women"]),
    ("ethnic_majority", "Ethnic majority", &["Majority", "Minority"]),
    ("generation", "Generation", &["To 1945", "1946–1964", "1965–1980", "1981–1996", "From 1997"]),
    (
        "education",
        "Education (ISCED)",
        &[
            "Not completed primary",
            "Primary",
            "Lower secondary",
            "Upper secondary",
            "Post-secondary, not tertiary",
            "Short-cycle tertiary",
            "Bachelor",
            "Master",
            "Doctoral",
            "Other",
        ],
    ),
    (
        "income_decile",
        "Income decile",
        &[
            "1st decile",
            "2nd decile",
            "3rd decile",
            "4th decile",
            "5th decile",
            "6th decile",
            "7th decile",
            "8th decile",
            "9th decile",
            "10th decile",
        ],
    ),
    (
        "main_activity",
        "Main activity",
        &[
            "Paid work",
            "Education",
            "Unemployed, looking for job",
            "Unemployed, not looking for job",
            "Permanently sick or disabled",
            "Retired",
            "Community or military service",
            "Housework, looking after children, others",
            "Other",
        ],
    ),
    (
        "occupation",
        "Occupation (ISCO-08)",
        &[
            "Armed forces",
            "Managers",
            "Professionals",
            "Technicians",
            "Clerical",
            "Service and sales",
            "Skilled agricultural",
            "Craft",
            "Plant and machine operators",
            "Elementary",
        ],
    ),
    (
        "religious_denomination",
        "Religious denomination",
        &[
            "Roman Catholic",
            "Protestant",
            "Eastern Orthodox",
            "Other Christian",
            "Jewish",
            "Islamic",
            "Eastern religions",
            "Other non-Christian",
        ],
    ),
    (
        "religiosity",
        "Religiosity",
        &["0, not at all", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10, very"],
    ),
    (
        "domicile",
        "Domicile",
        &[
            "Big city",
            "Suburbs or outskirts",
            "Town or small city",
            "Country village",
            "Farm or countryside",
        ],
    ),
    ("political_interest", "Political interest", &["Very", "Quite", "Hardly", "Not at all"]),
    (
        "internet_time",
        "Internet time per day",
        &["To 1 h", "1–2 h", "2–4 h", "4–6 h", "6–10 h", "More"],
    ),
];

const COUNTRIES: [(&str, &str); 30] = [
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("BG", "Bulgaria"),
    ("CH", "Switzerland"),
    ("CY", "Cyprus"),
    ("CZ", "Czechia"),
    ("DE", "Germany"),
    ("EE", "Estonia"),
    ("ES", "Spain"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GR", "Greece"),
    ("HR", "Croatia"),
    ("HU", "Hungary"),
    ("IE", "Ireland"),
    ("IL", "Israel"),
    ("IS", "Iceland"),
    ("IT", "Italy"),
    ("LT", "Lithuania"),
    ("LV", "Latvia"),
    ("ME", "Montenegro"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("RS", "Serbia"),
    ("SE", "Sweden"),
    ("SI", "Slovenia"),
    ("SK", "Slovakia"),
];

/// How large the invented results are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) models: usize,
    pub(crate) factors: usize,
    pub(crate) items: usize,
    pub(crate) repetitions: u32,
}

/// One model, three factors, four items: small enough for a snapshot.
pub(crate) const SMALL: Size = Size { models: 1, factors: 3, items: 4, repetitions: 3 };

/// As large as the paper's study.
pub(crate) const PAPER: Size = Size { models: 3, factors: 12, items: 53, repetitions: 20 };

/// A number in [0, 1) from a few others; the same on every machine.
fn noise(parts: &[usize]) -> f64 {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for &part in parts {
        state = (state ^ part as u64).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state ^= state >> 29;
        state = state.wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 32;
    }
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

fn slug(label: &str) -> String {
    label.to_lowercase().replace(' ', "-")
}

fn factors(count: usize) -> Vec<FactorInfo> {
    let missing = || GroupInfo { group: "missing".into(), label: "Missing".into() };
    let social = FACTORS.iter().take(count).map(|(name, label, groups)| FactorInfo {
        name: FactorName::new(*name).unwrap(),
        label: (*label).into(),
        kind: FactorKind::SocioDemographic,
        groups: (1..)
            .zip(*groups)
            .map(|(code, label): (usize, _)| GroupInfo {
                group: code.to_string(),
                label: (*label).into(),
            })
            .chain([missing()])
            .collect(),
    });
    let country = FactorInfo {
        name: FactorName::new("country").unwrap(),
        label: "Country".into(),
        kind: FactorKind::Country,
        groups: COUNTRIES
            .iter()
            .map(|(code, label)| GroupInfo { group: (*code).into(), label: (*label).into() })
            .collect(),
    };
    let everybody = FactorInfo {
        name: FactorName::new("everybody").unwrap(),
        label: "Everybody".into(),
        kind: FactorKind::Everybody,
        groups: vec![GroupInfo { group: "all".into(), label: "All respondents".into() }],
    };
    social.chain([country, everybody]).collect()
}

fn items(count: usize) -> Vec<ItemInfo> {
    let item = |at: usize| {
        let (top, labels) =
            [(10, ["Not at all", "Completely"]), (5, ["Agree strongly", "Disagree strongly"])]
                [at % 2];
        let option = |code: i32| ScaleOption {
            code: OptionCode(code),
            label: match code {
                0 | 1 if code == i32::from(top == 5) => labels[0].into(),
                _ if code == top => labels[1].into(),
                _ => code.to_string(),
            },
        };
        let first = i32::from(top == 5);
        ItemInfo {
            id: ItemId::new(format!("item{:02}", at + 1)).unwrap(),
            label: format!("Invented item {}", at + 1),
            question: format!(
                "To what extent would you say that invented statement number {} holds?",
                at + 1
            ),
            concept: None,
            scale: ResponseScale::new((first..=top).map(option).collect()).unwrap(),
            weight: ItemWeight::ONE,
        }
    };
    (0..count).map(item).collect()
}

/// Results of a size; labelled invented throughout.
pub(crate) fn results(size: Size) -> Results {
    let models: Vec<_> = (0..size.models)
        .map(|at| ModelInfo {
            name: ModelName::new(slug(MODELS[at % 6])).unwrap(),
            label: MODELS[at % 6].into(),
            provenance: ReplyProvenance::Recorded,
            dates: Some("2026-01-27".into()),
            note: Some("an invented model".into()),
        })
        .collect();
    let factors = factors(size.factors);
    let items = items(size.items);
    let mut results = Results {
        title: "Whose values? An invented study".into(),
        source: DataSource {
            origin: Origin::Invented,
            edition: SurveyEdition { survey: "INV1".into(), ..SurveyEdition::default() },
            line: "Invented survey, round 1, 50,116 respondents, unweighted".into(),
            respondents: 50_116,
        },
        models,
        factors,
        items,
        summaries: Vec::new(),
        group_scores: Vec::new(),
        item_scores: Vec::new(),
        missing: Vec::new(),
        spreads: Vec::new(),
        influences: Vec::new(),
        baselines: Vec::new(),
        common_support: Vec::new(),
        analyses: Vec::new(),
        consensus: Vec::new(),
        answers: Vec::new(),
        replies: Vec::new(),
        prompts: Vec::new(),
        comparison: Vec::new(),
        card: card(),
    };
    for model in 0..size.models {
        fill_scores(&mut results, model);
        fill_answers(&mut results, model, size.repetitions);
    }
    fill_rest(&mut results);
    results
}

/// Everything that a layout finds hard at once: 40 groups, very long labels, scores of 0 and 1, and none.
pub(crate) fn extremes(models: usize) -> Results {
    let mut results = self::results(Size { models, factors: 4, items: 8, repetitions: 3 });
    let long = "Unterhaltungselektronikfachverkäuferinnen and everybody who has ever worked for or with one of them";
    results.title = format!("Whose values? {long}, an invented study");
    results.factors[1].label = format!("Ethnic majority, {long}");
    results.factors[1].groups[1].label = long.into();
    results.models[0].label = format!("Model Alpha, {long}");
    let generation = &mut results.factors[2];
    generation.groups = (1..=40)
        .map(|code: i32| GroupInfo {
            group: code.to_string(),
            label: format!("Born in {}", 1930 + 2 * code),
        })
        .collect();
    let name = generation.name.clone();
    results.group_scores.retain(|row| row.factor != name);
    results.common_support.retain(|row| row.factor != name);
    results.item_scores.retain(|row| row.factor != name);
    results.missing.retain(|row| row.factor != name);
    for model in results.models.clone() {
        for group in results.factors[2].groups.clone() {
            let at: f64 = group.group.parse().unwrap();
            let score = (at < 39.5).then_some((at - 1.0) / 38.0);
            results.group_scores.push(GroupScore {
                model: model.name.clone(),
                factor: name.clone(),
                group: group.group,
                label: group.label,
                respondents: 3,
                items: 8,
                score,
                interval: score
                    .map(|score| Interval { low: score * 0.98, high: 1.0 - (1.0 - score) * 0.98 }),
                replicates_absent: 0,
            });
        }
    }
    for spread in results.spreads.iter_mut().filter(|spread| spread.factor == name) {
        (spread.lowest, spread.highest, spread.spread) = ("1".into(), "39".into(), 1.0);
        spread.interval = Some(Interval { low: 0.98, high: 1.0 });
    }
    results
}

fn fill_scores(results: &mut Results, model: usize) {
    let name = results.models[model].name.clone();
    let level = 0.65 + 0.05 * noise(&[model, 7]);
    for (f, factor) in results.factors.clone().iter().enumerate() {
        for (g, group) in factor.groups.iter().enumerate() {
            let shift = if factor.kind == FactorKind::Everybody {
                0.0
            } else {
                (noise(&[f, g]) - 0.5) * 0.08
            };
            let score = level + shift + (noise(&[model, f, g]) - 0.5) * 0.01;
            let half = 0.001 + 0.012 * noise(&[f, g, 3]).powi(2);
            results.group_scores.push(GroupScore {
                model: name.clone(),
                factor: factor.name.clone(),
                group: group.group.clone(),
                label: group.label.clone(),
                respondents: 100 + (noise(&[f, g, 5]) * 4000.0) as u64,
                items: results.items.len() as u32,
                score: Some(score),
                interval: Some(Interval { low: score - half * 1.1, high: score + half }),
                replicates_absent: 0,
            });
            for (i, item) in results.items.iter().enumerate() {
                let item_score = (score
                    + (noise(&[model, f, g, i]) - 0.5) * 0.1
                    + (noise(&[model, i]) - 0.6) * 0.5)
                    .clamp(0.0, 1.0);
                let (mean, item_score) = mean_of(item, mode(model, i, item), item_score);
                results.item_scores.push(ItemScore {
                    model: name.clone(),
                    factor: factor.name.clone(),
                    group: group.group.clone(),
                    item: item.id.clone(),
                    mean: Some(mean),
                    valid: 90 + (noise(&[f, g, i]) * 3000.0) as u64,
                    score: Some(item_score),
                });
            }
        }
    }
    results.summaries.push(ModelSummary {
        model: name,
        questions: results.items.len() as u32,
        items: results.items.len() as u32,
        questions_answered: results.items.len() as u32,
        items_answered: results.items.len() as u32,
        questions_uniform: 2,
        uniform_share: Some(2.0 / results.items.len() as f64),
        disagreement_mean: Some(0.119),
        refusal_share_questions: 0.217,
        refusal_share_items: 0.21,
        questions_all_refused: 0,
        questions_ever_refused: 3,
        ties: 1,
        overall: Some(level),
        interval: Some(Interval { low: level - 0.001, high: level + 0.001 }),
        overall_median_of_modes: Some(level + 0.0002),
    });
}

/// The code that a model chooses most often.
fn mode(model: usize, at: usize, item: &ItemInfo) -> i32 {
    item.scale.lowest().0 + (noise(&[model, at, 11]) * f64::from(item.scale.width())) as i32
}

/// A mean on the scale with about the wanted score, and the score that it has.
fn mean_of(item: &ItemInfo, mode: i32, score: f64) -> (f64, f64) {
    let (low, high) = (f64::from(item.scale.lowest().0), f64::from(item.scale.highest().0));
    let (mode, away) = (f64::from(mode), (1.0 - score) * f64::from(item.scale.width()));
    let mean = if high - mode > mode - low { mode + away } else { mode - away }.clamp(low, high);
    (mean, 1.0 - (mean - mode).abs() / f64::from(item.scale.width()))
}

fn fill_answers(results: &mut Results, model: usize, repetitions: u32) {
    let name = results.models[model].name.clone();
    for (i, item) in results.items.clone().iter().enumerate() {
        let mode = mode(model, i, item);
        let (mut agreeing, mut voting) = (0, 0);
        for repetition in 1..=repetitions {
            let roll = noise(&[model, i, repetition as usize]);
            let code = OptionCode(if roll < 0.8 { mode } else { mode + 1 });
            let refused = roll > 0.95;
            let text = if refused {
                "As an invented model I hold no personal view on this.".to_owned()
            } else {
                format!(
                    "Weighing what is known about the matter, I would place myself at **{code}** on this scale."
                )
            };
            voting += u32::from(!refused);
            agreeing += u32::from(!refused && code.0 == mode);
            let start = text.find("**").map(|at| at as u64 + 2);
            results.answers.push(Answer {
                model: name.clone(),
                item: item.id.clone(),
                repetition,
                outcome: if refused { Outcome::Refused } else { Outcome::Chosen { code } },
                rule: Some(if refused { "R02".into() } else { "C07".into() }),
                span: start.map(|start| (start, start + code.to_string().len() as u64)),
                conflict: None,
            });
            results.replies.push(Reply {
                model: name.clone(),
                served_model: None,
                item: item.id.clone(),
                prompt: PromptId::new(item.id.as_str()).unwrap(),
                repetition,
                text,
                refusal: None,
                finish: None,
                usage: TokenUsage::default(),
                seed: None,
            });
        }
        results.consensus.push(Consensus {
            model: name.clone(),
            item: item.id.clone(),
            code: Some(OptionCode(mode)),
            modes: vec![OptionCode(mode)],
            agreeing,
            voting,
            repetitions,
        });
    }
}

fn fill_rest(results: &mut Results) {
    for item in &results.items {
        let options = item.scale.options();
        let lines: Vec<_> =
            options.iter().map(|option| format!("{} {}", option.code, option.label)).collect();
        results.prompts.push(Prompt {
            id: PromptId::new(item.id.as_str()).unwrap(),
            item: item.id.clone(),
            variant: "paper".into(),
            text: format!("{}\n\n{}", item.question, lines.join("\n")),
            options: Vec::new(),
        });
    }
    for factor in
        results.factors.iter().filter(|factor| factor.kind == FactorKind::SocioDemographic)
    {
        results.missing.push(MissingCount {
            factor: factor.name.clone(),
            label: factor.label.clone(),
            variable: VariableName::new(format!("v{}", factor.name)).unwrap(),
            missing: 535,
        });
    }
    for model in &results.models {
        for factor in results.factors.iter().filter(|factor| factor.kind != FactorKind::Everybody) {
            let mut rows: Vec<_> = results
                .group_scores
                .iter()
                .filter(|row| {
                    row.model == model.name && row.factor == factor.name && row.group != "missing"
                })
                .collect();
            rows.sort_by(|a, b| a.score.unwrap().total_cmp(&b.score.unwrap()));
            let (low, high) = (rows[0], rows[rows.len() - 1]);
            let spread = high.score.unwrap() - low.score.unwrap();
            results.spreads.push(Spread {
                model: model.name.clone(),
                factor: factor.name.clone(),
                lowest: low.group.clone(),
                highest: high.group.clone(),
                spread,
                interval: Some(Interval { low: (spread - 0.004).max(0.0), high: spread + 0.006 }),
            });
            for (i, item) in results.items.iter().enumerate() {
                results.influences.push(Influence {
                    model: model.name.clone(),
                    factor: factor.name.clone(),
                    item: item.id.clone(),
                    gap_without: spread + (noise(&[i, 13]) - 0.5) * 0.01,
                });
            }
        }
    }
    fill_baselines(results);
    fill_analyses(results);
    results.comparison = vec![ComparisonRow {
        place: "Table 1".into(),
        quantity: "GPT-5.2, overall score".into(),
        published: "0.649".into(),
        this_run: None,
        status: Comparability::NotInThisRun,
        note: "an invented study has no such model".into(),
    }];
}

fn fill_baselines(results: &mut Results) {
    for (at, model) in results.models.iter().enumerate() {
        let level = results.summaries[at].overall.unwrap();
        // Below the axis, on it, beside the last one, and above it.
        let baselines = [
            ("uniform_random", "uniform random answers", level - 0.13),
            ("midpoint", "the middle of every scale", level - 0.017),
            ("best_constant", "the best constant answer", level - 0.012),
            ("human_ceiling", "half of the respondents as the model", 0.991),
        ];
        let baseline = |(name, label, score): (&str, &str, f64)| Baseline {
            model: model.name.clone(),
            name: name.into(),
            label: label.into(),
            score,
        };
        results.baselines.extend(baselines.map(baseline));
    }
}

/// The same scores a little higher, and one table with every kind of cell.
fn fill_analyses(results: &mut Results) {
    results.common_support = results.group_scores.clone();
    for row in &mut results.common_support {
        row.score = row.score.map(|score| (score + 0.01).min(1.0));
        row.interval = None;
    }
    let columns = vec![
        AnalysisColumn::text("factor", "the factor"),
        AnalysisColumn::text("lowest", "the group with the lowest score"),
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::count("items", "items", "items that enter"),
        AnalysisColumn::number("estimate", "score", "the gap; empty where only bounds are known"),
        AnalysisColumn::number("low", "score", "lower end"),
        AnalysisColumn::number("high", "score", "upper end"),
    ];
    let (paragraph, source) =
        ("How far apart groups are, <b>invented</b>.", "Nobody (2026), nowhere.");
    let mut table = AnalysisTable::new("gaps", "Invented gaps", paragraph, source, columns);
    for spread in &results.spreads {
        let ends = spread.interval.unwrap();
        table.push([
            spread.factor.as_str().into(),
            spread.lowest.as_str().into(),
            spread.model.as_str().into(),
            results.items.len().into(),
            Some(spread.spread).filter(|gap| *gap > 0.01).into(),
            ends.low.into(),
            ends.high.into(),
        ]);
    }
    results.analyses.push(table);
}

fn card() -> ReproducibilityCard {
    let named = |name: &str, value: &str| Named { name: name.into(), value: value.into() };
    ReproducibilityCard {
        command: "cargo run --release --package report --example invented".into(),
        study: "invented".into(),
        study_digest: "0".repeat(64),
        seed: 11,
        replicates: 0,
        commit: Some(report::Commit {
            id: "4".repeat(40),
            date: Some("2026-01-27".into()),
            dirty: false,
        }),
        prompts_digest: Some("1".repeat(64)),
        rules_digest: Some("2".repeat(64)),
        artifacts: vec![named("intervals", &"3".repeat(64))],
        versions: vec![named("report", "0.1.0")],
    }
}
