//! What goes wrong in the world, each with a clear error and nothing lost.

use llm_harness::{ApiKey, Ended, Journal, REPLY_BYTES_MAX};

use crate::fake::{Answer, Fake, chat_completion};
use crate::{Desk, STUDY, model};

/// The error of a run against a server that answers every call so.
fn error_of(answer: Answer) -> (String, Desk, Fake) {
    let fake = Fake::start(move |_| answer.clone());
    let mut desk = Desk::new(model("openai", &fake.base(), ""), 5, 1);
    let error = desk.elicit().unwrap_err().to_string();
    (error, desk, fake)
}

/// The run stops after one request, with this message, and the bytes are kept.
fn check(answer: Answer, message: &str) {
    let (error, desk, fake) = error_of(answer.clone());
    assert!(error.contains(message), "{error}");
    assert!(!error.contains('\n') && error.len() < 600, "{error}");
    assert_eq!(fake.asked().len(), 1, "{message}");
    let Answer::Say(_, _, body) = answer else { unreachable!("only whole answers are checked") };
    let kept = desk.column("SELECT CAST(length(raw) AS TEXT) FROM attempt");
    assert_eq!(kept, [body.len().to_string()]);
}

#[test]
fn what_is_no_api_is_told_so() {
    check(
        Answer::status(200, "<!doctype html><title>Welcome</title>"),
        "is a web page and not JSON",
    );
    check(Answer::status(200, ""), "the reply is empty");
    check(Answer::status(200, r#"{"model":"fake-1","choi"#), "is not what the API promises");
    check(
        Answer::Say(200, Vec::new(), b"{\"a\":\"\xff\xfe\"}".to_vec()),
        "not valid UTF-8 from byte 6 on",
    );
}

#[test]
fn an_unknown_model_and_the_wrong_model_are_told_apart() {
    let unknown = r#"{"error":{"message":"The model `fake-1` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}"#;
    check(Answer::status(404, unknown), "The model `fake-1` does not exist");
    let other = chat_completion(br#"{"messages":[{"content":"x"}]}"#).replace("fake-1", "other-2");
    check(Answer::json(other), "`other-2` answered where `fake-1` was asked");
}

#[test]
fn a_reply_of_ten_megabytes_is_kept_whole_and_not_read() {
    let text = "x".repeat(10 << 20);
    let body = chat_completion(br#"{"messages":[{"content":"x"}]}"#).replace("re: x", &text);
    assert!(body.len() > REPLY_BYTES_MAX);
    check(Answer::json(body), "more than the 8388608 that are read");
}

#[test]
fn quota_and_invalid_requests_stop_at_once() {
    let quota = r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#;
    check(
        Answer::status(429, quota),
        "`insufficient_quota`: You exceeded your current quota; raise the limit",
    );
    let overflow = r#"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_ctx":8}}"#;
    check(Answer::status(400, overflow), "`exceed_context_size_error`: too long");
    let cap = r#"{"type":"error","error":{"type":"rate_limit_error","message":"cap","details":{"error_code":"enforced_spend_limit_reached"}}}"#;
    check(Answer::status(429, cap), "`enforced_spend_limit_reached`: cap");
    check(Answer::status(401, "{}"), "check the key");
    check(
        Answer::Say(308, vec![("location", "http://elsewhere/".to_owned())], Vec::new()),
        "the address has moved",
    );
}

#[test]
fn one_unreadable_reply_among_good_ones_is_reported_and_asked_at_the_next_start() {
    let fake = Fake::start(|asked| {
        let is_bad = asked.text().contains("question 3?");
        Answer::json(if is_bad { "{".to_owned() } else { chat_completion(&asked.body) })
    });
    let mut desk = Desk::new(model("openai", &fake.base(), ""), 5, 1);
    let summary = desk.elicit().unwrap();
    // Five calls: the bad one was not sent twice.
    assert_eq!(
        (summary.ended, summary.progress.done, fake.asked().len()),
        (Ended::Incomplete, 4, 5)
    );
    assert_eq!(summary.failed[0].custom_id, "item3-r01");
    desk.elicit().unwrap_err();
    assert_eq!(fake.asked().len(), 6);
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let mut desk = Desk::new(model("openai", "http://127.0.0.1:9/v1", ""), 5, 1);
    let error = desk.elicit().unwrap_err().to_string();
    assert!(error.contains("no answer after 3 tries: `http://127.0.0.1:9/v1`"), "{error}");
    assert!(error.contains("start the server, or correct the base URL"), "{error}");
    // One call was tried three times, and the other four waited for it.
    assert_eq!(desk.column("SELECT outcome FROM attempt"), ["unsent"; 3]);
}

#[test]
fn a_server_that_fails_for_good_is_given_up() {
    let (error, _, fake) = error_of(Answer::status(500, "{}"));
    assert!(error.contains("no answer after 8 tries: the server says 500"), "{error}");
    assert_eq!(fake.asked().len(), 8);
}

#[test]
fn a_missing_key_is_named_before_anything_is_sent() {
    let fake = Fake::start(|_| Answer::Nothing);
    let mut desk = Desk::new(model("openai", &fake.base(), "key_env = \"MY_KEY\""), 1, 1);
    let error = desk.elicit().unwrap_err().to_string();
    assert!(error.contains("set the environment variable `MY_KEY`"), "{error}");
    assert!(fake.asked().is_empty());
    assert!(ApiKey::new("", "`MY_KEY`").is_err());
}

#[test]
fn nobody_is_asked_for_a_recorded_model() {
    let mut desk = Desk::new(model("recorded", "http://127.0.0.1:9/v1", ""), 1, 1);
    let error = desk.elicit().unwrap_err().to_string();
    assert!(error.contains("there is nobody to ask"), "{error}");
}

#[test]
fn a_full_disk_stops_with_what_was_answered_safe() {
    let fake = Fake::start(|asked| {
        let filler = "y".repeat(20_000);
        Answer::json(chat_completion(&asked.body).replace("re:", &filler))
    });
    let mut desk = Desk::new(model("openai", &fake.base(), "concurrency = 1"), 50, 1);
    let mut journal = Journal::open(&desk.journal_path(), STUDY).unwrap();
    journal.limit_bytes(300_000).unwrap();
    let mut silent = |_: &llm_harness::Event| {};
    let result =
        llm_harness::elicit(&desk.model, &desk.calls, &mut journal, &desk.settings, &mut silent);
    let error = result.unwrap_err().to_string();
    assert!(error.contains("is full; make room and start again"), "{error}");
    drop(journal);
    let safe = desk.texts().len();
    assert!(safe > 0 && safe < 50, "{safe}");
    let before = fake.asked().len();
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.asked().len() - before, 50 - safe);
}
