//! Scores and statistics worked out on paper, and properties that hold whatever the numbers.
#![expect(clippy::unwrap_used, reason = "a test reports by panicking")]

use std::collections::BTreeMap;

use alignment_core::{
    GroupMoments, Target, answer_statistics, consensus, group_moments, group_score, targets,
};
use proptest::prelude::*;
use survey_model::{
    CodeColumn, Consensus, FactorName, Item, ItemId, ItemWeight, Microdata, MissingKind, ModelName,
    OptionCode, Origin, Outcome, Partition, PartitionGroup, ResponseScale, ScaleOption, StudyItem,
    SurveyEdition, VariableName, Weight,
};

/// An item with the codes `low..=high`, and 77 as a refusal.
fn item(id: &str, question: &str, forms: u32, low: i32, high: i32) -> StudyItem {
    let option = |code: i32| ScaleOption { code: OptionCode(code), label: code.to_string() };
    let scale = ResponseScale::new((low..=high).map(option).collect()).unwrap();
    let missing = BTreeMap::from([(OptionCode(77), MissingKind::Refusal)]);
    let item = Item::new(ItemId::new(id).unwrap(), id.to_owned(), vec![], scale, missing).unwrap();
    let weight = ItemWeight::one_of(forms).unwrap();
    StudyItem { item, question: question.to_owned(), weight, topic: "test".to_owned() }
}

/// Codes of one item for each respondent, `None` for a blank cell.
fn microdata(columns: &[(&str, &[Option<i32>])]) -> Microdata {
    let respondents = columns[0].1.len();
    let column = |cells: &[Option<i32>]| -> CodeColumn {
        cells.iter().map(|cell| cell.map(OptionCode)).collect()
    };
    let codes =
        columns.iter().map(|(name, cells)| (VariableName::new(*name).unwrap(), column(cells)));
    Microdata::new(
        SurveyEdition::default(),
        Origin::Invented,
        vec!["AT"; respondents].into_iter().collect(),
        (0..).take(respondents).collect(),
        codes.collect(),
        BTreeMap::new(),
    )
    .unwrap()
}

fn partition(members: &[u16], groups: usize) -> Partition {
    let group =
        |index: usize| PartitionGroup { group: index.to_string(), label: index.to_string() };
    Partition {
        factor: FactorName::new("factor").unwrap(),
        label: "Factor".to_owned(),
        groups: (0..groups).map(group).collect(),
        members: members.to_vec(),
    }
}

fn answers(item: &StudyItem, codes: &[Option<i32>]) -> Consensus {
    let outcome = |code: &Option<i32>| match code {
        Some(code) => Outcome::Chosen { code: OptionCode(*code) },
        None => Outcome::Refused,
    };
    let outcomes: Vec<Outcome> = codes.iter().map(outcome).collect();
    consensus(ModelName::new("m").unwrap(), item.item.id().clone(), &outcomes)
}

fn mode_targets(items: &[StudyItem], consensus: &[Consensus]) -> Vec<Target> {
    targets(items, consensus, |row| row.code.map(|code| f64::from(code.0)))
}

fn check(moments: &GroupMoments, group: usize, targets: &[Target], score: Option<f64>, items: u32) {
    let (found, counted) = group_score(moments.of_group(group), targets);
    assert_eq!(counted, items);
    match (found, score) {
        (Some(found), Some(score)) => assert!((found - score).abs() < 1e-15, "{found} {score}"),
        (found, score) => assert_eq!(found, score),
    }
}

#[test]
fn scores_follow_the_papers_equation() {
    // Trust 0-10: group 0 answers 4, 8 (mean 6), group 1 answers 77 (refused) and blank: no mean.
    // Value 1-6: group 0 answers 2, 2 (mean 2), group 1 answers 3, 6 (mean 4.5).
    // The model says 8 and 1.
    // Group 0: 1 - 2/10 = 0.8 and 1 - 1/5 = 0.8; mean 0.8 over 2 items.
    // Group 1: value only, 1 - 3.5/5 = 0.3 over 1 item.
    // Group 2 has nobody.
    let items = [item("trust", "trust", 1, 0, 10), item("value", "value", 1, 1, 6)];
    let data = microdata(&[
        ("trust", &[Some(4), Some(8), Some(77), None]),
        ("value", &[Some(2), Some(2), Some(3), Some(6)]),
    ]);
    let moments = group_moments(&partition(&[0, 0, 1, 1], 3), &items, &data, None).unwrap();
    let consensus = [answers(&items[0], &[Some(8)]), answers(&items[1], &[Some(1)])];
    let targets = mode_targets(&items, &consensus);
    check(&moments, 0, &targets, Some(0.8), 2);
    check(&moments, 1, &targets, Some(0.3), 1);
    check(&moments, 2, &targets, None, 0);
}

#[test]
fn three_forms_weigh_as_one_question() {
    // Three forms score 1, 1 and 0.5 with weight 1/3 each, one item scores 0 with weight 1:
    // (1/3 + 1/3 + 1/6 + 0) / 2 = 5/12.
    let items = [
        item("a", "abc", 3, 0, 10),
        item("b", "abc", 3, 1, 5),
        item("c", "abc", 3, 0, 4),
        item("d", "d", 1, 0, 10),
    ];
    let data = microdata(&[
        ("a", &[Some(7), None, None]),
        ("b", &[None, Some(2), None]),
        ("c", &[None, None, Some(1)]),
        ("d", &[Some(0), Some(0), Some(0)]),
    ]);
    let moments = group_moments(&partition(&[0, 0, 0], 1), &items, &data, None).unwrap();
    let says = [7, 2, 3, 10];
    let consensus: Vec<_> =
        items.iter().zip(says).map(|(item, code)| answers(item, &[Some(code)])).collect();
    check(&moments, 0, &mode_targets(&items, &consensus), Some(5.0 / 12.0), 4);
}

#[test]
fn an_item_the_model_never_answered_is_left_out() {
    let items = [item("a", "a", 1, 0, 10), item("b", "b", 1, 0, 10)];
    let data = microdata(&[("a", &[Some(5)]), ("b", &[Some(5)])]);
    let moments = group_moments(&partition(&[0], 1), &items, &data, None).unwrap();
    let consensus = [answers(&items[0], &[None, None]), answers(&items[1], &[Some(7)])];
    check(&moments, 0, &mode_targets(&items, &consensus), Some(0.8), 1);
}

#[test]
fn design_weights_move_the_mean() {
    // (3 * 2 + 1 * 10) / 4 = 4, against a model that says 4: score 1.
    let items = [item("a", "a", 1, 0, 10)];
    let data = microdata(&[("a", &[Some(2), Some(10), Some(0)])]);
    let weights = [3.0, 1.0, 0.0].map(|weight| Weight::new(weight).unwrap());
    let moments = group_moments(&partition(&[0, 0, 1], 2), &items, &data, Some(&weights)).unwrap();
    let targets = mode_targets(&items, &[answers(&items[0], &[Some(4)])]);
    check(&moments, 0, &targets, Some(1.0), 1);
    // Group 1 has one valid answer of weight zero: no mean.
    check(&moments, 1, &targets, None, 0);
}

#[test]
fn statistics_follow_table_one() {
    // Question `abc` has three forms; `d` and `e` are their own.
    //   a: 1 1 2 -   voting 3 agreeing 2     b: 4 4 4 4   uniform     c: never answered
    //   d: 5 5 5 -   uniform among its votes; e: never answered
    // answered: abc, d; uniform: d only, because form a is uneven.
    // disagreement: abc 1/7 (one of seven votes), d 0: mean 1/14.
    // without choice: abc (1 + 0 + 4)/12, d 1/4, e 1: mean over questions (5/12 + 3/12 + 12/12)/3 = 5/9;
    // over items (1 + 0 + 4 + 1 + 4)/20 = 1/2.
    let items = [
        item("a", "abc", 3, 1, 5),
        item("b", "abc", 3, 1, 5),
        item("c", "abc", 3, 1, 5),
        item("d", "d", 1, 1, 5),
        item("e", "e", 1, 1, 5),
    ];
    let none = [None; 4];
    let consensus = [
        answers(&items[0], &[Some(1), Some(1), Some(2), None]),
        answers(&items[1], &[Some(4); 4]),
        answers(&items[2], &none),
        answers(&items[3], &[Some(5), None, Some(5), Some(5)]),
        answers(&items[4], &none),
    ];
    let found = answer_statistics(ModelName::new("m").unwrap(), &items, &consensus);
    assert_eq!((found.questions, found.items), (3, 5));
    assert_eq!((found.questions_answered, found.items_answered), (2, 3));
    assert_eq!((found.questions_uniform, found.uniform_share), (1, Some(0.5)));
    assert!((found.disagreement_mean.unwrap() - 1.0 / 14.0).abs() < 1e-15);
    assert!((found.refusal_share_questions - 5.0 / 9.0).abs() < 1e-15);
    assert!((found.refusal_share_items - 0.5).abs() < 1e-15);
    assert_eq!((found.questions_all_refused, found.questions_ever_refused), (1, 3));
    assert_eq!(found.ties, 0);
}

proptest! {
    #[test]
    fn scores_lie_between_zero_and_one_whatever_the_order(
        rows in proptest::collection::vec((0_i32..=10, 0_u16..3), 1..40),
        says in 0_i32..=10,
        turn in 0_usize..40,
    ) {
        let items = [item("a", "a", 1, 0, 10)];
        let targets = mode_targets(&items, &[answers(&items[0], &[Some(says)])]);
        let scores = |rows: &[(i32, u16)]| {
            let cells: Vec<_> = rows.iter().map(|row| Some(row.0)).collect();
            let members: Vec<_> = rows.iter().map(|row| row.1).collect();
            let data = microdata(&[("a", &cells)]);
            let moments = group_moments(&partition(&members, 3), &items, &data, None).unwrap();
            [0, 1, 2].map(|group| group_score(moments.of_group(group), &targets).0)
        };
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        prop_assert_eq!(scores(&rows), scores(&turned));
        for score in scores(&rows).into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&score), "{}", score);
        }
    }

    #[test]
    fn moving_the_scale_moves_nothing(
        codes in proptest::collection::vec(0_i32..=10, 1..30), says in 0_i32..=10, shift in -50_i32..50,
    ) {
        let score = |shift: i32| {
            let items = [item("a", "a", 1, shift, 10 + shift)];
            let cells: Vec<_> = codes.iter().map(|code| Some(code + shift)).collect();
            let data = microdata(&[("a", &cells)]);
            let members = vec![0; codes.len()];
            let moments = group_moments(&partition(&members, 1), &items, &data, None).unwrap();
            let targets = mode_targets(&items, &[answers(&items[0], &[Some(says + shift)])]);
            group_score(moments.of_group(0), &targets).0.unwrap()
        };
        prop_assert!((score(0) - score(shift)).abs() < 1e-13);
    }
}
