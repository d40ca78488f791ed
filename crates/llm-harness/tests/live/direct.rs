//! Synchronous calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use llm_harness::Ended;

use crate::fake::{Answer, Asked, Fake, chat_completion, message};
use crate::{Desk, model, one_dollar_a_token};

fn reply(asked: &Asked) -> Answer {
    Answer::json(chat_completion(&asked.body))
}

/// Answers as `trouble` says for the first `times` chat requests, and well from then on.
fn troubled(times: usize, trouble: Answer) -> Fake {
    let left = Arc::new(AtomicUsize::new(times));
    Fake::start(move |asked| {
        let take_one = |left: usize| left.checked_sub(1);
        match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take_one) {
            Ok(_) => trouble.clone(),
            Err(_) => reply(asked),
        }
    })
}

fn desk(fake: &Fake, items: usize, repetitions: u32) -> Desk {
    Desk::new(model("openai", &fake.base(), ""), items, repetitions)
}

#[test]
fn twenty_repetitions_are_twenty_calls_and_a_second_run_is_none() {
    let fake = Fake::start(reply);
    let mut desk = desk(&fake, 2, 20);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.asked().len(), 40);
    assert_eq!(desk.texts().len(), 40);
    assert_eq!(desk.elicit().unwrap().progress.done, 40);
    assert_eq!(fake.asked().len(), 40);
}

#[test]
fn only_model_and_messages_go_out_and_a_seed_follows_the_repetition() {
    let fake = Fake::start(reply);
    desk(&fake, 1, 1).elicit().unwrap();
    let body = r#"{"model":"fake-1","messages":[{"role":"user","content":"question 0?"}]}"#;
    assert_eq!(fake.asked()[0].text(), body);
    let mut seeded = Desk::new(model("openai", &fake.base(), "seed = 7\nconcurrency = 1"), 1, 2);
    seeded.elicit().unwrap();
    assert_eq!(seeded.texts(), ["re: question 0? #8", "re: question 0? #9"]);
    assert_eq!(seeded.replies(&seeded.journal_path())[1].seed, Some(9));
}

#[test]
fn fresh_asks_again_and_keeps_the_old_replies() {
    let fake = Fake::start(|asked| {
        let text = chat_completion(&asked.body).replace("re:", &format!("re {}:", asked.number));
        Answer::json(text)
    });
    let mut desk = desk(&fake, 1, 2);
    desk.elicit().unwrap();
    let old = desk.texts();
    desk.settings.fresh = true;
    desk.elicit().unwrap();
    assert_eq!(fake.asked().len(), 4);
    assert_ne!(desk.texts(), old);
    let kept = desk.column("SELECT CAST(raw AS TEXT) FROM attempt WHERE outcome = 'reply'");
    assert_eq!(kept.len(), 4);
    // An interrupted fresh run goes on in its own round.
    desk.settings.fresh = false;
    desk.elicit().unwrap();
    assert_eq!(fake.asked().len(), 4);
}

#[test]
fn overload_and_broken_connections_are_sent_again_and_every_attempt_is_kept() {
    let whole = chat_completion(br#"{"messages":[{"content":"x"}]}"#).into_bytes();
    for trouble in [
        Answer::status(429, r#"{"error":{"code":429,"message":"slow down","type":"rate_limit"}}"#),
        Answer::status(503, "<html>loading"),
        Answer::status(
            529,
            r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#,
        ),
        Answer::Nothing,
        Answer::Half(whole),
    ] {
        let fake = troubled(2, trouble.clone());
        let mut desk = desk(&fake, 3, 1);
        assert_eq!(desk.elicit().unwrap().ended, Ended::Complete, "{trouble:?}");
        assert_eq!(fake.asked().len(), 5, "{trouble:?}");
        let outcomes = desk.column("SELECT outcome FROM attempt ORDER BY outcome");
        assert_eq!(outcomes.len(), 5);
        assert_eq!(outcomes.iter().filter(|outcome| *outcome == "reply").count(), 3);
    }
}

#[test]
fn raw_replies_are_kept_byte_for_byte() {
    let fake = Fake::start(|asked| {
        let text =
            chat_completion(&asked.body).replacen('{', "{ \"unheard\\u00e9of\" :\t1.50,\n", 1);
        Answer::Say(200, vec![("x-request-id", "req-7".to_owned())], text.into_bytes())
    });
    let mut desk = desk(&fake, 1, 1);
    desk.elicit().unwrap();
    let raw = &desk.column("SELECT CAST(raw AS TEXT) FROM attempt")[0];
    assert!(raw.starts_with("{ \"unheard\\u00e9of\" :\t1.50,\n"), "{raw}");
    assert_eq!(desk.column("SELECT request_id FROM attempt"), ["req-7"]);
}

#[test]
fn a_servers_wait_is_never_shortened() {
    let wait =
        |value: &str| Answer::Say(429, vec![("retry-after", value.to_owned())], b"{}".to_vec());
    let fake = troubled(1, wait("0.2"));
    let mut desk = desk(&fake, 1, 1);
    let begun = Instant::now();
    desk.elicit().unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(200));
    // A wait beyond the limit ends the run with the reason; what was answered is safe.
    let fake = troubled(1, wait("90000"));
    let error = self::desk(&fake, 1, 1).elicit().unwrap_err().to_string();
    assert!(error.contains("asks to wait 1500 minutes"), "{error}");
}

#[test]
fn an_overload_is_waited_out_by_all_calls_and_not_met_by_each() {
    // Two replies, then the server is overloaded for five requests.
    let fake = Fake::start(|asked| match asked.number {
        2..7 => Answer::status(503, "{}"),
        _ => reply(asked),
    });
    let mut desk = Desk::new(model("openai", &fake.base(), "concurrency = 1"), 40, 1);
    desk.settings.pace.backoff_first = Duration::from_millis(20);
    desk.settings.pace.backoff_max = Duration::from_millis(20);
    let begun = Instant::now();
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.asked().len(), 45);
    // Each of the five kept everybody for at least three quarters of the wait.
    assert!(begun.elapsed() >= Duration::from_millis(5 * 15));
}

#[test]
fn a_server_that_goes_away_stops_the_run_after_one_calls_tries() {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let mut desk = Desk::new(model("openai", &base, "concurrency = 1"), 30, 1);
    // Answers the question what it is and one call, and is gone.
    std::thread::spawn(move || {
        for body in ["{}".to_owned(), chat_completion(br#"{"messages":[{"content":"x"}]}"#)] {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 X\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
            )
            .unwrap();
        }
    });
    let error = desk.elicit().unwrap_err().to_string();
    assert!(error.contains("no answer after 8 tries"), "{error}");
    let outcomes = desk.column("SELECT outcome FROM attempt WHERE outcome <> 'broken'");
    assert_eq!(outcomes.iter().filter(|outcome| *outcome == "reply").count(), 1);
    // The first of them may have broken while it was under way.
    assert!(outcomes.len() <= 1 + 8 + 1, "{}", outcomes.len());
}

#[test]
fn a_reply_that_answers_nothing_is_a_reply_and_is_not_asked_again() {
    let fake = Fake::start(|_| {
        let body = r#"{"model":"fake-1","choices":[{"message":{"content":null,"refusal":"No."},"finish_reason":"stop"}]}"#;
        Answer::json(body)
    });
    let mut desk = desk(&fake, 2, 1);
    let summary = desk.elicit().unwrap();
    assert_eq!((summary.ended, summary.progress.refusals), (Ended::Complete, 2));
    assert_eq!(fake.asked().len(), 2);
    assert_eq!(desk.replies(&desk.journal_path())[0].refusal.as_deref(), Some("No."));
}

#[test]
fn concurrency_is_bounded_and_the_first_call_goes_alone() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let fake = Fake::start(move |asked| {
        let under_way = now.fetch_add(1, Ordering::SeqCst) + 1;
        if asked.number == 0 {
            std::thread::sleep(Duration::from_millis(20));
            assert_eq!(now.load(Ordering::SeqCst), 1);
        }
        seen.fetch_max(under_way, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(10));
        now.fetch_sub(1, Ordering::SeqCst);
        reply(asked)
    });
    let mut desk = Desk::new(model("openai", &fake.base(), "concurrency = 3"), 12, 1);
    desk.elicit().unwrap();
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[test]
fn a_cap_reserves_before_it_sends_and_holds_over_all_starts() {
    let fake = Fake::start(reply);
    let mut desk = desk(&fake, 10, 1);
    desk.settings.price = one_dollar_a_token().of(&desk.model).cloned();
    // A reply costs 2 dollars and may cost 10: the first needs 10 dollars of room, the second 12, the third 14.
    desk.settings.dollars_max = Some(13.0);
    let summary = desk.elicit().unwrap();
    assert_eq!((summary.ended, summary.progress.done), (Ended::Budget, 2));
    assert_eq!(summary.progress.spent, Some(4.0));
    assert_eq!(desk.elicit().unwrap().progress.done, 2);
    assert_eq!(fake.asked().len(), 2);
    desk.settings.dollars_max = Some(1000.0);
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    assert_eq!(fake.asked().len(), 10);
}

#[test]
fn anthropic_is_asked_in_its_own_way() {
    let fake = Fake::start(|asked| Answer::json(message(&asked.body)));
    let mut desk = Desk::new(model("anthropic", &fake.base(), ""), 1, 1);
    desk.settings.key = Some(llm_harness::ApiKey::new("sk-1", "a test").unwrap());
    desk.elicit().unwrap();
    let asked = &fake.asked()[0];
    assert_eq!(asked.path, "/v1/messages");
    assert_eq!(asked.header("x-api-key"), Some("sk-1"));
    assert_eq!(asked.header("anthropic-version"), Some("2023-06-01"));
    assert!(asked.text().contains("\"max_tokens\":1024"));
    assert_eq!(desk.texts(), ["re: question 0?"]);
}
