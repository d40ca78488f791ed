//! A planted key is nowhere to be found, and the order of replies leaves no trace.

use std::time::Duration;

use llm_harness::{ApiKey, Journal};

use crate::fake::{Answer, AnthropicBatches, Fake, Fate, OpenAiBatches, chat_completion};
use crate::{Desk, model};

const PLANTED: &str = "sk-planted-0123456789abcdef";

/// Searches every file of the desk, every note, and whatever a run returned.
fn check_key_is_nowhere(desk: &Desk, said: &str) {
    let mut places = vec![("what the run returned".to_owned(), said.as_bytes().to_vec())];
    places.push(("notes".to_owned(), desk.notes.join("\n").into_bytes()));
    for entry in std::fs::read_dir(desk.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        places.push((path.display().to_string(), std::fs::read(path).unwrap()));
    }
    let replies = format!("{:?}", desk.replies(&desk.journal_path()));
    places.push(("replies".to_owned(), replies.into_bytes()));
    places.push(("settings".to_owned(), format!("{:?}", desk.settings).into_bytes()));
    for (place, bytes) in places {
        let found = bytes.windows(PLANTED.len()).any(|window| window == PLANTED.as_bytes());
        assert!(!found, "the key is in {place}");
    }
}

fn plant(fake: &Fake, provider: &str) {
    let mut desk = Desk::new(model(provider, &fake.base(), "key_env = \"K\""), 3, 1);
    desk.settings.key = Some(ApiKey::new(PLANTED, "a test").unwrap());
    let said = format!("{:?}", desk.elicit());
    let sent =
        |asked: &crate::fake::Asked| asked.headers.iter().any(|(_, value)| value.contains(PLANTED));
    assert!(
        fake.asked().iter().any(sent),
        "the key was never sent, so this test would prove nothing"
    );
    check_key_is_nowhere(&desk, &said);
}

#[test]
fn a_planted_key_is_in_no_journal_note_error_or_reply() {
    let echo = |status| {
        let body = format!(
            r#"{{"error":{{"message":"Incorrect API key provided: {PLANTED}","type":"x"}}}}"#
        );
        Fake::start(move |_| Answer::status(status, body.clone()))
    };
    plant(&echo(401), "openai");
    plant(&echo(500), "openai");
    plant(&echo(200), "openai");
    plant(&echo(401), "openai-batch");
    plant(&echo(500), "anthropic-batch");
    plant(&Fake::start(|_| Answer::Half(PLANTED.repeat(4).into_bytes())), "openai");
    plant(
        &Fake::start(|asked| Answer::json(chat_completion(&asked.body).replace("re:", PLANTED))),
        "openai",
    );
    let service = OpenAiBatches::new(&[Fate::Expired(1), Fate::Completed]);
    plant(&Fake::start(move |asked| service.answer(asked)), "openai-batch");
    let service = AnthropicBatches::new(1, &["expired"]);
    plant(&Fake::start(move |asked| service.answer(asked)), "anthropic-batch");
}

#[test]
fn replies_are_the_same_whichever_order_they_came_in() {
    let answer = |wait: fn(usize) -> u64| {
        Fake::start(move |asked| {
            let reply = Answer::json(chat_completion(&asked.body));
            Answer::Slowly(Duration::from_millis(wait(asked.number)), Box::new(reply))
        })
    };
    let run = |fake: &Fake| {
        // The address is part of a call's key but of no reply.
        let mut desk = Desk::new(model("openai", &fake.base(), "concurrency = 8\nseed = 1"), 6, 4);
        desk.elicit().unwrap();
        desk.replies(&desk.journal_path())
    };
    let forth = run(&answer(|number| number as u64 % 7));
    let back = run(&answer(|number| 9 - number as u64 % 9));
    assert_eq!(forth, back);
    assert_eq!(forth.len(), 24);
}

#[test]
fn a_journal_holds_several_models_apart() {
    let fake = Fake::start(|asked| Answer::json(chat_completion(&asked.body)));
    let mut desk = Desk::new(model("openai", &fake.base(), ""), 2, 1);
    desk.elicit().unwrap();
    let first = desk.model.clone();
    desk.model.name = survey_model::ModelName::new("other").unwrap();
    desk.elicit().unwrap();
    assert_eq!(fake.asked().len(), 4);
    let journal = Journal::open_to_read(&desk.journal_path()).unwrap();
    assert_eq!(journal.replies(&first, &desk.calls).unwrap().replies.len(), 2);
    let status = journal.status().unwrap();
    let models: Vec<(&str, u64)> = status.iter().map(|s| (s.model.as_str(), s.replies)).collect();
    assert_eq!(models, [("m", 2), ("other", 2)]);
}
