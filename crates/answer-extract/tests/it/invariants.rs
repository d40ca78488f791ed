//! What must hold for any reply.

use answer_extract::{OptionValue, Outcome, ResponseOption, ResponseScale, extract};
use proptest::prelude::*;

use crate::corpus::scales;

const LABELS: [&str; 4] = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"];

/// Pieces from which adversarial replies are built: cues, options, negations, marks.
const PIECES: &[&str] = &[
    "I",
    "would",
    "choose",
    "not",
    "agree",
    "strongly agree",
    "disagree",
    "3",
    "7",
    "10",
    "6.5",
    "6,5",
    "A",
    "b)",
    "(c)",
    "D.",
    "if you",
    "some people",
    "rather than",
    "instead of",
    "between",
    "and",
    "or",
    "to",
    "out of",
    "/",
    "-",
    "–",
    "%",
    "**",
    "*",
    "_",
    "`",
    "\n",
    "\n\n",
    "1.",
    "2)",
    ":",
    "Answer:",
    "Final answer",
    "{\"answer\":",
    "}",
    "\\boxed{",
    "\"",
    "“",
    "’",
    "<think>",
    "</think>",
    "[INST]",
    "<|",
    "?",
    "!",
    "…",
    "é",
    "ß",
    "🙂",
    "\u{301}",
    "4️⃣",
    "scale of 0",
    "where 1 means",
    "as an AI",
    "don't know",
    "d'accord",
    "stimme",
    "zu",
    "nicht",
    "estoy de acuerdo",
    "9999999999",
    "-1",
    "$",
    "[x]",
    "|",
    "#",
    ">",
    "•",
    "x",
    "Title",
    "the fallacy of",
    "authority",
    "should be questioned",
    "this proposition is",
    "flawed",
    "someone who",
    "step",
    "-ish",
    "¿",
];

fn agree4() -> ResponseScale {
    ResponseScale::new(
        LABELS.iter().enumerate().map(|(i, label)| ResponseOption::new(i as i32 + 1, *label)),
    )
    .unwrap()
}

fn patchwork() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(PIECES);
    let gap = proptest::sample::select(vec!["", " ", "  "]);
    proptest::collection::vec((piece, gap), 0..40)
        .prop_map(|parts| parts.iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

fn check_span(scale: &ResponseScale, reply: &str) {
    let found = extract(scale, reply);
    if let Some(span) = found.span {
        assert!(span.start < span.end, "{span:?}");
        assert!(reply.get(span.range()).is_some(), "{span:?} is no part of {reply:?}");
    }
    let known = |value: &OptionValue| scale.options().iter().any(|option| option.value == *value);
    assert!(found.outcome.value().iter().all(known));
    assert!(found.outcome.candidates().iter().all(known));
    assert!(found.outcome.candidates().is_sorted_by_key(|value| {
        scale.options().iter().position(|option| option.value == *value)
    }));
}

/// Replies that choose, for the laws about what may be added to them.
const CHOICES: &[&str] = &[
    "I would choose 3.",
    "3) Agree",
    "I agree with the statement.",
    "My answer is \"Agree\".",
    "Answer: 3",
    "I'd rate it a 3 rather than a 4.",
    "Disagree? No: I'd pick Agree.",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_an_outcome_with_a_span_inside_it(reply in any::<String>()) {
        for scale in scales().values() {
            check_span(scale, &reply);
        }
    }

    #[test]
    fn any_patchwork_of_cues_gives_an_outcome_with_a_span_inside_it(reply in patchwork()) {
        for scale in scales().values() {
            check_span(scale, &reply);
        }
    }

    #[test]
    fn any_labels_make_a_scale(labels in proptest::collection::vec(any::<String>(), 0..12), reply in patchwork()) {
        let options = labels.iter().enumerate().map(|(i, label)| ResponseOption::new(i as i32, label.as_str()));
        check_span(&ResponseScale::new(options).unwrap(), &reply);
    }

    #[test]
    fn permuting_the_labels_of_a_lettered_scale_permutes_the_answer(
        order in Just([0, 1, 2, 3]).prop_shuffle(),
        chosen in 0..4_usize,
    ) {
        let letters = ['A', 'B', 'C', 'D'];
        let options = (0..4).map(|i| ResponseOption::new(letters[i], LABELS[order[i]]));
        let scale = ResponseScale::new(options).unwrap();
        let reply = format!("I would choose {}.", LABELS[order[chosen]].to_lowercase());
        prop_assert_eq!(extract(&scale, &reply).outcome, Outcome::Chosen(letters[chosen].into()));
        let reply = format!("{}) {}", letters[chosen], LABELS[order[chosen]]);
        prop_assert_eq!(extract(&scale, &reply).outcome, Outcome::Chosen(letters[chosen].into()));
    }

    #[test]
    fn pleasantry_before_and_disclaimer_after_keep_a_choice(
        choice in proptest::sample::select(CHOICES),
        before in proptest::sample::select(vec!["", "Sure! ", "Certainly, happy to help.\n\n", "Thank you for the question. "]),
        after in proptest::sample::select(vec![
            "",
            " However, as an AI language model, I don't have personal opinions.",
            "\n\nPlease note that I do not hold beliefs.",
            " Of course, some people strongly disagree.",
        ]),
    ) {
        let separator = if choice.ends_with(['.', '!']) || after.is_empty() || after.starts_with('\n') { "" } else { "." };
        let reply = format!("{before}{choice}{separator}{after}");
        prop_assert_eq!(extract(&agree4(), &reply).outcome, Outcome::Chosen(3.into()), "{}", reply);
    }

    #[test]
    fn surrounding_space_and_emphasis_change_nothing(
        choice in proptest::sample::select(CHOICES),
        mark in proptest::sample::select(vec!["", "*", "**", "__", "`", "***"]),
        space in proptest::sample::select(vec!["", " ", "\n", "\n\n  \t", "\u{a0}"]),
    ) {
        let reply = format!("{space}{mark}{choice}{mark}{space}");
        prop_assert_eq!(extract(&agree4(), &reply).outcome, Outcome::Chosen(3.into()), "{:?}", reply);
    }

    #[test]
    fn every_point_of_a_scale_is_read_in_every_form(point in 0..=10_i32) {
        let scales = scales();
        let forms = ["{}", "{}/10", "I'd say {}.", "**{}**", "My rating: {} out of 10", "On a scale of 0 to 10, I'd give it a {}.", "{\"answer\": {}}"];
        for form in forms {
            let reply = form.replace("{}", &point.to_string());
            prop_assert_eq!(extract(&scales["zero10"], &reply).outcome, Outcome::Chosen(point.into()), "{}", reply);
        }
    }
}

#[test]
fn long_replies_are_read_to_their_end() {
    let scale = agree4();
    for filler in [
        "The question is old. ",
        "I 7 A if ",
        "1) Strongly disagree 2) ",
        "\"",
        "agree or ",
        "- \n",
        "between 1 and ",
    ] {
        let reply = format!("{}\n\nFinal answer: 3", filler.repeat(200_000 / filler.len()));
        check_span(&scale, &reply);
    }
}

/// Inputs that the fuzzer found, as their own scale: every line is a label.
const FUZZED: &[&str] = &[
    // A label that begins with an article which the label before it ends with.
    "A\u{1}\u{0}\u{0}0A\u{0}0A..\nA",
];

#[test]
fn texts_that_the_fuzzer_found_are_read() {
    for reply in FUZZED {
        let options = reply.lines().zip(1..).map(|(line, value)| ResponseOption::new(value, line));
        let scale = ResponseScale::new(options).unwrap().with_question(reply);
        check_span(&scale, reply);
        assert!(!answer_extract::explain(&scale, reply).to_string().is_empty());
    }
}
