//! Anthropic's Message Batches with every trap of the documentation.

use llm_harness::Ended;

use crate::fake::{Answer, AnthropicBatches, Fake};
use crate::{Desk, model};

fn fake(answered: usize, ways: &[&'static str]) -> Fake {
    let service = AnthropicBatches::new(answered, ways);
    Fake::start(move |asked| service.answer(asked))
}

fn desk(fake: &Fake, items: usize) -> Desk {
    Desk::new(model("anthropic-batch", &fake.base(), ""), items, 1)
}

#[test]
fn one_call_goes_ahead_by_itself_and_the_rest_in_one_batch() {
    let fake = fake(99, &[]);
    let mut desk = desk(&fake, 10);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(desk.texts().len(), 10);
    assert_eq!(fake.count("POST", "/v1/messages/batches"), 1);
    let bodies: Vec<String> = fake
        .asked()
        .iter()
        .filter(|asked| asked.method == "POST")
        .map(|asked| asked.text())
        .collect();
    assert_eq!(bodies[0].matches("\"messages\"").count(), 1);
    assert_eq!(bodies[1].matches("\"custom_id\"").count(), 9);
    assert!(!bodies[1].contains("question 0?"));
}

#[test]
fn what_expired_was_cancelled_or_met_an_overload_is_sent_again() {
    let ways = [
        "expired",
        "canceled",
        "overloaded_error",
        "api_error",
        "timeout_error",
        "rate_limit_error",
    ];
    let fake = fake(2, &ways);
    let mut desk = desk(&fake, 10);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(desk.texts().len(), 10);
    assert_eq!(fake.count("POST", "/v1/messages/batches"), 2);
}

#[test]
fn an_invalid_request_is_reported_and_never_sent_again() {
    let fake = fake(8, &["invalid_request_error"]);
    let mut desk = desk(&fake, 10);
    let summary = desk.elicit().unwrap();
    assert_eq!(
        (summary.ended, summary.progress.done, summary.failed.len()),
        (Ended::Incomplete, 9, 1)
    );
    assert!(summary.failed[0].message.contains("`invalid_request_error`: not answered"));
    assert_eq!(fake.count("POST", "/v1/messages/batches"), 1);
}

#[test]
fn a_create_whose_answer_was_lost_is_recognised_by_its_results() {
    let service = AnthropicBatches::new(99, &[]);
    let lost = std::sync::atomic::AtomicBool::new(false);
    let fake = Fake::start(move |asked| {
        let answer = service.answer(asked);
        let is_create = asked.method == "POST" && asked.path == "/v1/messages/batches";
        if is_create && !lost.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return Answer::Nothing;
        }
        answer
    });
    let mut desk = desk(&fake, 4);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.count("POST", "/v1/messages/batches"), 1);
}

#[test]
fn somebody_elses_batch_of_the_same_size_is_not_taken_for_ours() {
    let service = AnthropicBatches::new(99, &[]);
    let creates = std::sync::atomic::AtomicUsize::new(0);
    let fake = Fake::start(move |asked| {
        let is_create = asked.method == "POST" && asked.path == "/v1/messages/batches";
        // The second create never arrives.
        if is_create && creates.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 1 {
            return Answer::Nothing;
        }
        service.answer(asked)
    });
    // Another journal, the same account, as many calls.
    desk(&fake, 4).elicit().unwrap();
    let mut ours = desk(&fake, 4);
    assert_eq!(ours.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.count("POST", "/v1/messages/batches"), 3);
    assert_eq!(ours.texts().len(), 4);
}

#[test]
fn an_address_elsewhere_does_not_get_the_key() {
    let service = AnthropicBatches::new(99, &[]);
    let fake = Fake::start(move |asked| match service.answer(asked) {
        Answer::Say(status, headers, body) => {
            let text = String::from_utf8(body).unwrap();
            let text = text.replace(
                "\"/v1/messages/batches/msgbatch_",
                "\"http://127.0.0.1:9/stolen/msgbatch_",
            );
            Answer::Say(status, headers, text.into_bytes())
        }
        other => other,
    });
    let mut desk = desk(&fake, 3);
    desk.settings.key = Some(llm_harness::ApiKey::new("sk-1", "a test").unwrap());
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.count("GET", "/v1/messages/batches/msgbatch_0/results"), 1);
}
