//! Total uncertainty against an outside witness, by hand, and by properties.

use alignment_analyses::{
    LabelledReadings, QuestionPool, ReadingErrors, ReplyDraws, Study, UncertaintyDraws,
    UncertaintyOptions, comparisons, questions, total_uncertainty, uncertainty_of,
};
use bootstrap::Scheme;
use serde_json::Value;
use survey_model::{AnalysisTable, OptionCode};

use crate::frozen;
use crate::invented::{self, Drawn, Invented, Stream};
use crate::rows::Rows;

const SOURCES: [&str; 4] = ["respondents", "questions", "repetitions", "extraction"];
const TOGETHER: &str = "all together";

/// A table of errors that covers the rules of the invented answers.
fn errors(errors: ReadingErrors, read: u32, wrong: u32) -> UncertaintyOptions {
    let row = |rule: &str| LabelledReadings {
        rules: vec![rule.to_owned()],
        read,
        option: wrong,
        nothing: 0,
    };
    UncertaintyOptions {
        source: "made up".to_owned(),
        errors,
        choices: vec![row(invented::CHOICE_RULE)],
        non_choices: vec![row(invented::REFUSAL_RULE)],
        ..UncertaintyOptions::default()
    }
}

/// The draws of `tests/witness/analyses/total_uncertainty.py`, from the same stream in the same order.
fn witness_draws(study: &Study<'_>, replicates: usize) -> UncertaintyDraws {
    let mut stream = Stream::new(29);
    let mut taken = |among: usize| -> Vec<u32> {
        let limit = u32::try_from(among).unwrap();
        let mut taken = vec![0; among];
        (0..among).for_each(|_| taken[stream.below(limit) as usize] += 1);
        taken
    };
    let respondents = (0..replicates).map(|_| taken(study.matrix.respondents())).collect();
    let (count, _) = questions(study);
    let questions = (0..replicates).map(|_| taken(count)).collect();
    let mut of_item = |model: usize, item: usize| {
        let replies = study.models[model].repetitions[item].len();
        let scale = study.items[item].item.scale();
        let times =
            |_| (0..replies).map(|_| stream.below(u32::try_from(replies).unwrap())).collect();
        let drawn: Vec<Vec<u32>> = (0..replicates).map(times).collect();
        let count = |row: &Vec<u32>| {
            let mut taken = vec![0; replies];
            row.iter().for_each(|&reply| taken[reply as usize] += 1);
            taken
        };
        let taken = drawn.iter().flat_map(count).collect();
        let mut misread = vec![Vec::new(); replicates];
        for row in &mut misread {
            for reply in 0..replies {
                if stream.below(10) == 0 {
                    let steps = u32::try_from(scale.width() + 1).unwrap();
                    let code = (stream.below(4) != 0)
                        .then(|| scale.lowest().0 + i32::try_from(stream.below(steps)).unwrap());
                    row.push((reply, code.map(OptionCode)));
                }
            }
        }
        ReplyDraws { taken: Some(taken), misread: Some(misread) }
    };
    let models = 0..study.models.len();
    let replies =
        models.map(|model| (0..study.items.len()).map(|item| of_item(model, item)).collect());
    UncertaintyDraws {
        replicates,
        respondents: Scheme::Counts(respondents),
        questions: Some(questions),
        replies: replies.collect(),
    }
}

/// A row's four numbers against the witness's estimate and `[deviation, low, high]` of each source.
fn assert_moves(rows: &Rows, row: &[(&str, &str)], estimate: &Value, moves: &Value) {
    for source in SOURCES.into_iter().chain([TOGETHER]) {
        let row: Vec<_> = row.iter().copied().chain([("source", source)]).collect();
        let check = |column: &str, expected: &Value| {
            let what = format!("{column} of {row:?}");
            frozen::assert_witnessed(&what, rows.number(&row, column), expected);
        };
        check("estimate", estimate);
        for (at, column) in ["standard_deviation", "low", "high"].into_iter().enumerate() {
            check(column, &moves[source][at]);
        }
    }
}

#[test]
fn every_movement_and_share_is_the_witness_s() {
    let invented = frozen::study();
    let study = invented.study("anweight", 0);
    let made = || uncertainty_of(&study, &witness_draws(&study, 30)).unwrap();
    let expected = frozen::results("total_uncertainty");
    let rows = |name: &str| Rows::of(made(), name);
    let (overall, groups, gaps, budget) = (
        rows("total_uncertainty"),
        rows("total_uncertainty_groups"),
        rows("total_uncertainty_gaps"),
        rows("total_uncertainty_budget"),
    );
    let list = |name: &str| expected[name].as_array().unwrap();
    let texts = |row: &Value, count: usize| -> Vec<String> {
        (0..count).map(|at| row[at].as_str().unwrap().to_owned()).collect()
    };
    for row in list("groups") {
        let names = texts(row, 3);
        let [factor, group, model] = &names[..] else { panic!("three names") };
        if factor == "everybody" {
            assert_moves(&overall, &[("model", model)], &row[3], &row[4]);
        } else {
            let names = [("factor", &factor[..]), ("group", group), ("model", model)];
            assert_moves(&groups, &names, &row[3], &row[4]);
        }
    }
    for row in list("gaps") {
        let names = texts(row, 4);
        let keys = ["factor", "lowest", "highest", "model"];
        let names: Vec<_> = keys.into_iter().zip(names.iter().map(String::as_str)).collect();
        assert_moves(&gaps, &names, &row[4], &row[5]);
    }
    for row in list("leads") {
        let names = texts(row, 2);
        assert_moves(
            &rows("total_uncertainty_leads"),
            &[("model", &names[0]), ("less", &names[1])],
            &row[2],
            &row[3],
        );
    }
    for row in list("budgets") {
        let names = texts(row, 2);
        let check = |column: &str, expected: &Value| {
            let found = budget.number(&[("statistic", &names[0]), ("model", &names[1])], column);
            frozen::assert_witnessed(&format!("{column} of {names:?}"), found, expected);
        };
        check("variance", &row[2]["variance"]);
        check("remainder", &row[2]["remainder"]);
        for (at, source) in SOURCES.into_iter().enumerate() {
            check(&format!("{source}_alone"), &row[2]["alone"][at]);
            check(&format!("{source}_total"), &row[2]["total"][at]);
        }
    }
    assert_eq!(["groups", "gaps", "leads"].map(|name| list(name).len()), [57, 12, 3]);
}

#[test]
fn rates_are_scipy_s_beta_quantiles() {
    for case in frozen::results("total_uncertainty")["rates"].as_array().unwrap() {
        let count = |at: usize| u32::try_from(case[at].as_u64().unwrap()).unwrap();
        let row = LabelledReadings { read: count(0), option: count(1), ..Default::default() };
        let found = row.rate(case[2].as_f64().unwrap());
        frozen::assert_witnessed(&case.to_string(), Some(found), &case[3]);
    }
}

/// Four respondents, all of them 3, 3, 3, 3 on each item from 1 to 5, and one model with these replies to each.
fn unanimous(replies: &[&[Option<i32>]]) -> Drawn {
    let mut drawn = invented::drawn(1, 4, replies.len());
    drawn.models.retain(|model, _| model == "alpha");
    for (item, replies) in drawn.items.iter_mut().zip(replies) {
        (item.lowest, item.highest, item.question, item.forms) = (1, 5, item.id.clone(), 1);
        drawn.codes.insert(item.id.clone(), vec![Some(3); 4]);
        drawn.models.get_mut("alpha").unwrap().insert(item.id.clone(), replies.to_vec());
    }
    drawn
}

fn overall(tables: Vec<AnalysisTable>, source: &str, column: &str) -> Option<f64> {
    Rows::of(tables, "total_uncertainty").number(&[("model", "alpha"), ("source", source)], column)
}

/// Draws in which nothing but the questions or the replies varies.
fn held(study: &Study<'_>, replicates: usize) -> UncertaintyDraws {
    UncertaintyDraws {
        replicates,
        respondents: Scheme::Counts(vec![vec![1; 4]; replicates]),
        questions: None,
        replies: vec![vec![ReplyDraws::default(); study.items.len()]],
    }
}

#[test]
fn two_questions_move_a_score_as_the_formula_says() {
    // The model answers 3 and 1 where everybody answers 3: scores 1 and 0.5.
    let invented = Invented::new(unanimous(&[&[Some(3)], &[Some(1)]]));
    let study = invented.study("none", 0);
    let mut draws = held(&study, 4);
    // Every outcome of two draws from two.
    draws.questions = Some(vec![vec![2, 0], vec![1, 1], vec![1, 1], vec![0, 2]]);
    let found = overall(uncertainty_of(&study, &draws).unwrap(), "questions", "standard_deviation");
    // Scores 1, 0.75, 0.75, 0.5: variance 1/32, which is (1/4)^2 / 2; with divisor 3 for 4 it is 1/24.
    assert!((found.unwrap() - (1.0_f64 / 24.0).sqrt()).abs() < 1e-12);
}

#[test]
fn two_replies_move_a_score_as_by_hand() {
    let invented = Invented::new(unanimous(&[&[Some(5), Some(4)]]));
    let study = invented.study("none", 0);
    let mut draws = held(&study, 4);
    // Every outcome of two draws from two; the tie in the middle goes to 4, as the observed one does.
    draws.replies[0][0].taken = Some(vec![2, 0, 1, 1, 1, 1, 0, 2]);
    let made = || uncertainty_of(&study, &draws).unwrap();
    assert_eq!(overall(made(), "repetitions", "estimate"), Some(0.75));
    // Scores 0.5, 0.75, 0.75, 0.75: variance 3/16 of 1/16, with divisor 3 for 4 1/64.
    let found = overall(made(), "repetitions", "standard_deviation");
    assert!((found.unwrap() - 0.125).abs() < 1e-12);
    assert_eq!(overall(made(), TOGETHER, "standard_deviation"), found);
}

#[test]
fn seeded_questions_and_replies_agree_with_the_formulas() {
    // Scores 1, 0.75, 0.5 and 0.75 without any variation of replies: variance 1/32 over 4 questions.
    let answers: [&[Option<i32>]; 4] = [&[Some(3)], &[Some(2)], &[Some(1)], &[Some(4)]];
    let invented = Invented::new(unanimous(&answers));
    let made = total_uncertainty(&invented.study("none", 4_000)).unwrap();
    let found = overall(made, "questions", "standard_deviation").unwrap();
    let expected = (1.0_f64 / 128.0).sqrt();
    assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
    // Three replies 3, 3, 1: a draw of three votes for 1 with chance 7/27, and then scores 0.5 instead of 1.
    let invented = Invented::new(unanimous(&[&[Some(3), Some(3), Some(1)]]));
    let made = total_uncertainty(&invented.study("none", 4_000)).unwrap();
    let found = overall(made, "repetitions", "standard_deviation").unwrap();
    let expected = 0.5 * (7.0_f64 * 20.0).sqrt() / 27.0;
    assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
}

#[test]
fn questions_within_topics_vary_only_within_them() {
    // Scores 1 and 0.5 in one topic, 0.75 and 0.75 in the other: the mean varies by (2/4)^2 x (1/16) / 2.
    let answers: [&[Option<i32>]; 4] = [&[Some(3)], &[Some(1)], &[Some(2)], &[Some(4)]];
    let mut drawn = unanimous(&answers);
    for (item, topic) in drawn.items.iter_mut().zip(["trust", "trust", "climate", "climate"]) {
        item.topic = topic.to_owned();
    }
    let mut invented = Invented::new(drawn);
    invented.options.total_uncertainty.questions = QuestionPool::WithinTopics;
    let made = total_uncertainty(&invented.study("none", 4_000)).unwrap();
    assert!(paragraph(&made).contains("within their topics"));
    let found = overall(made, "questions", "standard_deviation").unwrap();
    let expected = (1.0_f64 / 128.0).sqrt();
    assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
    // Four topics of one question each: none can stand in for another.
    let mut invented = Invented::new(unanimous(&answers));
    invented.options.total_uncertainty.questions = QuestionPool::WithinTopics;
    let made = total_uncertainty(&invented.study("none", 10)).unwrap();
    assert!(paragraph(&made).contains("Questions are left out"));
}

#[test]
fn shared_errors_move_a_score_and_independent_ones_are_outvoted() {
    let twenty = [Some(3); 20];
    let mut invented = Invented::new(unanimous(&[&twenty]));
    let deviation = |invented: &Invented| {
        let made = total_uncertainty(&invented.study("none", 4_000)).unwrap();
        overall(made, "extraction", "standard_deviation").unwrap()
    };
    // A fifth of the readings is wrong: 3 becomes 1, 2, 4 or 5, which score 0.5 or 0.75 for 1; mean 0.925,
    // mean square 0.8 + 0.1 (0.25 + 0.5625).
    invented.options.total_uncertainty = errors(ReadingErrors::Shared, 1_000_000, 200_000);
    let expected = (0.881_25_f64 - 0.925 * 0.925).sqrt();
    let found = deviation(&invented);
    assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
    invented.options.total_uncertainty = errors(ReadingErrors::Independent, 1_000_000, 200_000);
    assert!(deviation(&invented) < expected / 20.0);
}

#[test]
fn an_option_read_where_there_was_none_takes_its_item_out() {
    let twenty = |code| vec![Some(code); 20];
    let mut invented = Invented::new(unanimous(&[&twenty(3), &twenty(1)]));
    let mut table = errors(ReadingErrors::Shared, 1_000_000, 0);
    table.choices[0].nothing = 500_000;
    invented.options.total_uncertainty = table;
    let made = total_uncertainty(&invented.study("none", 4_000)).unwrap();
    // Items score 1 and 0.5, and each is out half of the time: 0.75, 1 and 0.5 alike often, and no score in a quarter.
    let found = overall(made, "extraction", "standard_deviation").unwrap();
    let expected = (0.125_f64 / 3.0).sqrt();
    assert!((found / expected - 1.0).abs() < 0.05, "{found} for {expected}");
}

#[test]
fn few_labelled_replies_make_the_rate_itself_uncertain() {
    // Half of the readings are wrong either way. Forty items err apart from each other, so that their mean hardly moves
    // at a known rate; a rate that two replies tell moves all of them at once.
    let items: Vec<&[Option<i32>]> = vec![&[Some(3)]; 40];
    let mut invented = Invented::new(unanimous(&items));
    let mut deviation = |read| {
        invented.options.total_uncertainty = errors(ReadingErrors::Shared, read, read / 2);
        let made = total_uncertainty(&invented.study("none", 1_000)).unwrap();
        overall(made, "extraction", "standard_deviation").unwrap()
    };
    assert!(deviation(2) > 2.0 * deviation(1_000_000));
}

#[test]
fn an_unread_reply_is_one_that_the_model_gave_elsewhere() {
    // Nineteen refusals that are all misread become the one answer that there is: nothing moves.
    let mut replies = vec![Some(4)];
    replies.resize(20, None);
    let mut invented = Invented::new(unanimous(&[&replies]));
    invented.options.total_uncertainty = errors(ReadingErrors::Shared, 1_000, 500);
    invented.options.total_uncertainty.choices.clear();
    let made = total_uncertainty(&invented.study("none", 200)).unwrap();
    assert_eq!(overall(made, "extraction", "standard_deviation"), Some(0.0));
}

fn paragraph(tables: &[AnalysisTable]) -> &str {
    &tables[0].paragraph
}

#[test]
fn what_nothing_shows_is_left_out_and_said() {
    let invented = Invented::new(unanimous(&[&[Some(3)]]));
    let tables = total_uncertainty(&invented.study("none", 50)).unwrap();
    tables.iter().for_each(|table| table.check().unwrap());
    for words in ["Questions are left out", "Repetitions are left out", "Extraction is left out"] {
        assert!(paragraph(&tables).contains(words), "{words}");
    }
    let sources: Vec<_> = tables[0].rows.iter().map(|row| row[1].as_text().unwrap()).collect();
    assert_eq!(sources, ["respondents", TOGETHER]);
    assert_eq!(overall(tables, TOGETHER, "standard_deviation"), Some(0.0));
}

#[test]
fn a_rule_that_no_row_names_errs_never() {
    let mut invented = frozen::study();
    let without = total_uncertainty(&invented.study("none", 40)).unwrap();
    invented.options.total_uncertainty = errors(ReadingErrors::Shared, 50, 25);
    let table = &mut invented.options.total_uncertainty;
    table.choices[0].rules = vec!["C999".to_owned()];
    table.non_choices.clear();
    let mut with = total_uncertainty(&invented.study("none", 40)).unwrap();
    let readings = with.pop().unwrap();
    assert_eq!(readings.name, "total_uncertainty_readings");
    assert_eq!(readings.rows[0].last().unwrap(), &0_u32.into());
    assert_eq!(with, without);
}

#[test]
fn no_replicates_move_nothing_and_contradictions_are_refused() {
    let mut invented = frozen::study();
    let tables = total_uncertainty(&invented.study("none", 0)).unwrap();
    tables.iter().for_each(|table| table.check().unwrap());
    assert_eq!(overall(tables, TOGETHER, "standard_deviation"), None);
    invented.options.total_uncertainty = errors(ReadingErrors::Shared, 5, 6);
    let error = total_uncertainty(&invented.study("none", 10)).unwrap_err().to_string();
    assert!(error.contains("more errors than replies"), "{error}");
}

#[test]
fn respondents_are_those_of_every_other_analysis() {
    let invented = frozen::study();
    let study = invented.study("pspwght", 60);
    let gaps = Rows::of(total_uncertainty(&study).unwrap(), "total_uncertainty_gaps");
    let pairs = Rows::of(comparisons(&study).unwrap(), "comparisons_pairs");
    for model in ["alpha", "beta", "gamma"] {
        let row = [("factor", "gender"), ("model", model)];
        let ours = [row[0], row[1], ("source", "respondents")];
        let [found, expected] = ["standard_deviation", "standard_error"].map(|name| {
            if name == "standard_error" {
                pairs.number(&row, name)
            } else {
                gaps.number(&ours, name)
            }
        });
        assert!((found.unwrap() - expected.unwrap()).abs() < 1e-12, "{model}");
    }
}

#[test]
fn threads_and_other_models_change_nothing() {
    let mut invented = frozen::study();
    invented.options.total_uncertainty = errors(ReadingErrors::Shared, 50, 2);
    let on = |invented: &Invented, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| total_uncertainty(&invented.study("anweight", 70)).unwrap())
    };
    let all = on(&invented, 1);
    assert_eq!(all, on(&invented, 3));
    invented.options.models = vec![survey_model::ModelName::new("beta").unwrap()];
    let alone = on(&invented, 2);
    assert_eq!(alone.len() + 1, all.len(), "one model has no lead over another");
    for all in all.iter().filter(|table| table.name != "total_uncertainty_readings") {
        let Some(alone) = alone.iter().find(|table| table.name == all.name) else { continue };
        let model = all.column("model").unwrap();
        let mut rows = all.rows.clone();
        rows.retain(|row| row[model].as_text() == Some("beta"));
        assert_eq!(alone.rows, rows, "{}", all.name);
    }
}

#[test]
fn more_replicates_begin_with_the_same() {
    let invented = frozen::study();
    let [few, many] =
        [20, 50].map(|count| UncertaintyDraws::new(&invented.study("none", count)).unwrap());
    assert_eq!(few.questions.unwrap()[..], many.questions.unwrap()[..20]);
    let (few, many) = (&few.replies[1][3].taken, &many.replies[1][3].taken);
    assert_eq!(few.as_ref().unwrap()[..], many.as_ref().unwrap()[..20 * 20]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    /// Intervals hold what is between their ends, shares are not negative, and the order of respondents is nothing.
    #[test]
    fn movements_are_sound(seed in 0_u64..1_000) {
        let drawn = invented::drawn(seed, 60, 6);
        let reversed = turned(&drawn);
        let [invented, reversed] = [drawn, reversed].map(Invented::new);
        let (study, turned) = (invented.study("none", 24), reversed.study("none", 24));
        let mut draws = UncertaintyDraws::new(&study).unwrap();
        let counts = |row: u64| -> Vec<u32> {
            let mut stream = Stream::new(seed + row);
            (0..60).map(|_| stream.below(3)).collect()
        };
        let rows: Vec<Vec<u32>> = (0..24).map(counts).collect();
        let back = rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        draws.respondents = Scheme::Counts(rows);
        let tables = uncertainty_of(&study, &draws).unwrap();
        draws.respondents = Scheme::Counts(back);
        proptest::prop_assert_eq!(&uncertainty_of(&turned, &draws).unwrap(), &tables);
        for table in &tables {
            table.check().unwrap();
            let cell = |row: &Vec<_>, name: &str| table.column(name).and_then(|at| {
                let cell: &survey_model::AnalysisCell = &row[at];
                cell.as_number()
            });
            for row in &table.rows {
                proptest::prop_assert!(cell(row, "low") <= cell(row, "high"));
                proptest::prop_assert!(cell(row, "standard_deviation").unwrap_or(0.0) >= 0.0);
                proptest::prop_assert!(cell(row, "questions_alone").unwrap_or(0.0) >= 0.0);
                proptest::prop_assert!(cell(row, "questions_total").unwrap_or(0.0) >= 0.0);
            }
        }
    }
}

/// The same study with its respondents in reverse order.
fn turned(drawn: &Drawn) -> Drawn {
    let mut turned = drawn.clone();
    turned.country.reverse();
    turned.codes.values_mut().chain(turned.design.values_mut()).for_each(|column| column.reverse());
    turned.factors.values_mut().for_each(|column| column.reverse());
    turned.numbers.values_mut().for_each(|column| column.reverse());
    turned
}
