//! What the question adds: letters that it shows before numbered options.

use answer_extract::{Outcome, ResponseOption, ResponseScale, extract};

fn check(question: &str, reply: &str) -> Outcome {
    let labels = ["None or almost none of the time", "Some of the time", "Most of the time"];
    let options = (1..).zip(labels).map(|(value, label)| ResponseOption::new(value, label));
    let scale = ResponseScale::new(options).unwrap().with_question(question);
    extract(&scale, reply).outcome
}

const LETTERED: &str = "How often did you feel lonely? A. None or almost none of the time \
                        B. Some of the time C. Most of the time";

#[test]
fn letters_of_the_question_name_numbered_options() {
    assert_eq!(
        check(LETTERED, "I would select option B. I had company."),
        Outcome::Chosen(2.into())
    );
    assert_eq!(check(LETTERED, "**C**"), Outcome::Chosen(3.into()));
}

#[test]
fn numbers_still_do() {
    assert_eq!(check(LETTERED, "2"), Outcome::Chosen(2.into()));
}

#[test]
fn letters_name_nothing_where_the_question_shows_none() {
    assert_eq!(check("How often did you feel lonely?", "**C**"), Outcome::Unparsable);
    let one_only = "Vitamin B. Some of the time we need it. How often did you feel lonely?";
    assert_eq!(check(one_only, "I would select option B."), Outcome::Unparsable);
}
