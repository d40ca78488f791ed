//! OpenAI's Batch API with every trap that its users reported.

use llm_harness::Ended;

use crate::fake::{Answer, Asked, Fake, Fate, OpenAiBatches};
use crate::{Desk, model, one_dollar_a_token};

fn fake(fates: &[Fate]) -> Fake {
    let service = OpenAiBatches::new(fates);
    Fake::start(move |asked| service.answer(asked))
}

fn desk(fake: &Fake, items: usize) -> Desk {
    Desk::new(model("openai-batch", &fake.base(), ""), items, 1)
}

fn check(fates: &[Fate], items: usize, batches: usize) -> Desk {
    let fake = fake(fates);
    let mut desk = desk(&fake, items);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete, "{fates:?}");
    assert_eq!(desk.texts().len(), items, "{fates:?}");
    assert_eq!(fake.count("POST", "/v1/batches"), batches, "{fates:?}");
    desk
}

#[test]
fn a_batch_is_taken_in_whichever_order_its_lines_are() {
    let desk = check(&[Fate::Completed], 12, 1);
    assert_eq!(desk.texts()[0], "re: question 0?");
}

#[test]
fn paid_partial_results_are_taken_in_and_only_the_rest_is_sent_again() {
    check(&[Fate::Expired(3), Fate::Completed], 10, 2);
    check(&[Fate::Cancelled(4), Fate::Cancelled(1), Fate::Completed], 10, 3);
    let fake = fake(&[Fate::Expired(3), Fate::Completed]);
    let mut desk = desk(&fake, 10);
    desk.elicit().unwrap();
    let uploads: Vec<usize> = fake
        .asked()
        .iter()
        .filter(|asked| asked.path == "/v1/files")
        .map(|asked| asked.text().matches("custom_id").count())
        .collect();
    assert_eq!(uploads, [10, 7]);
}

#[test]
fn a_batch_without_an_output_file_is_sent_again_if_waiting_can_mend_it() {
    check(&[Fate::AllErrors(500), Fate::Completed], 3, 2);
}

#[test]
fn a_rejected_request_is_reported_and_never_sent_again() {
    let fake = fake(&[Fate::AllErrors(400)]);
    let mut desk = desk(&fake, 2);
    let summary = desk.elicit().unwrap();
    assert_eq!((summary.ended, summary.failed.len()), (Ended::Incomplete, 2));
    assert!(summary.failed[0].message.contains("not answered"));
    assert_eq!(fake.count("POST", "/v1/batches"), 1);
}

#[test]
fn an_enqueued_token_limit_makes_smaller_batches() {
    check(&[Fate::Failed("token_limit_exceeded"), Fate::Completed], 8, 3);
}

#[test]
fn any_other_failure_of_a_whole_batch_stops_with_its_words() {
    let fake = fake(&[Fate::Failed("invalid_json_line")]);
    let error = desk(&fake, 2).elicit().unwrap_err().to_string();
    assert!(error.contains("`invalid_json_line`: refused as a whole"), "{error}");
}

#[test]
fn batches_that_bring_nothing_are_not_made_for_ever() {
    let fake = fake(&[Fate::Expired(0)]);
    let error = desk(&fake, 2).elicit().unwrap_err().to_string();
    assert!(error.contains("3 batches in a row brought no reply"), "{error}");
    assert_eq!(fake.count("POST", "/v1/batches"), 3);
}

/// A service whose n-th request of a kind is answered otherwise, after the service has taken it in if `late`.
fn interfering(path: &'static str, times: usize, late: bool, answer: Answer) -> Fake {
    let service = OpenAiBatches::new(&[Fate::Completed]);
    let left = std::sync::Mutex::new(times);
    Fake::start(move |asked: &Asked| {
        let mut left = left.lock().unwrap();
        if *left > 0 && asked.method == "POST" && asked.path == path {
            *left -= 1;
            if late {
                service.answer(asked);
            }
            return answer.clone();
        }
        service.answer(asked)
    })
}

#[test]
fn a_file_that_is_not_visible_yet_is_waited_for() {
    let body = r#"{"error":{"message":"Cannot find file file-0 or project does not have access to it","type":"invalid_request_error","param":"file_id","code":null}}"#;
    let fake = interfering("/v1/batches", 3, false, Answer::status(400, body));
    assert_eq!(desk(&fake, 2).elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.count("POST", "/v1/files"), 1);
}

#[test]
fn a_create_whose_answer_was_lost_is_found_and_not_repeated() {
    for answer in [Answer::Nothing, Answer::status(502, "bad gateway")] {
        let fake = interfering("/v1/batches", 1, true, answer);
        assert_eq!(desk(&fake, 2).elicit().unwrap().ended, Ended::Complete);
        assert_eq!(fake.count("POST", "/v1/batches"), 1);
        assert!(fake.count("GET", "/v1/batches?limit=100") > 0);
    }
}

#[test]
fn a_create_that_never_arrived_is_repeated() {
    let fake = interfering("/v1/batches", 1, false, Answer::Nothing);
    assert_eq!(desk(&fake, 2).elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.count("POST", "/v1/batches"), 2);
}

#[test]
fn a_batch_that_the_provider_forgot_is_paid_again_only_if_the_user_says_so() {
    let service = OpenAiBatches::new(&[Fate::Completed]);
    let fake = Fake::start(move |asked| {
        if asked.path == "/v1/batches/batch_0" {
            return Answer::json(
                r#"{"error":{"message":"No batch found with id","type":"x","param":null,"code":null}}"#,
            );
        }
        service.answer(asked)
    });
    let mut desk = desk(&fake, 2);
    let error = desk.elicit().unwrap_err().to_string();
    assert!(error.contains("does not know the batch `batch_0`"), "{error}");
    assert!(desk.elicit().is_err());
    assert_eq!(fake.count("POST", "/v1/batches"), 1);
    desk.settings.abandon_unknown_batches = true;
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
}

#[test]
fn a_cap_makes_the_batch_as_large_as_the_money_goes() {
    let fake = fake(&[Fate::Completed]);
    let mut desk = desk(&fake, 10);
    desk.settings.price = one_dollar_a_token().of(&desk.model).cloned();
    desk.settings.dollars_max = Some(35.0);
    let summary = desk.elicit().unwrap();
    // Three calls of at most 10 dollars; they cost 2 each, so 29 dollars are left for two more, then 25, and so on.
    assert_eq!(summary.ended, Ended::Complete);
    assert_eq!(summary.progress.spent, Some(20.0));
    desk.settings.fresh = true;
    desk.settings.dollars_max = Some(29.0);
    let summary = desk.elicit().unwrap();
    assert_eq!((summary.ended, summary.progress.done), (Ended::Budget, 0));
}
