//! What a server says of itself: asked once, kept, and never by trying one question after the other.

use llm_harness::Ended;

use crate::fake::{Answer, Asked, Fake, chat_completion};
use crate::{Desk, model};

fn reply(asked: &Asked) -> Answer {
    Answer::json(chat_completion(&asked.body))
}

/// A list of models with this `owned_by`, and nothing in common with any real model but its shape.
fn models(owner: &str) -> Answer {
    let entry = format!(r#"{{"id":"fake-1","object":"model","owned_by":"{owner}"}}"#);
    Answer::json(format!(r#"{{"object":"list","data":[{entry}]}}"#))
}

/// Answers `models` with this owner and every other question with an object that names its path.
fn telling(owner: &'static str) -> Fake {
    let tell = move |asked: &Asked| match asked.path.as_str() {
        "/v1/models" => models(owner),
        path => Answer::json(format!(r#"{{"path":"{path}"}}"#)),
    };
    Fake::start_telling(tell, reply)
}

fn desk(fake: &Fake, fields: &str) -> Desk {
    Desk::new(model("openai", &fake.base(), fields), 1, 1)
}

/// The paths asked in a run, in order.
fn probes(fake: &Fake) -> Vec<String> {
    fake.probed().into_iter().map(|asked| asked.path).collect()
}

fn facts(desk: &Desk) -> Vec<String> {
    desk.column("SELECT name || ' ' || CAST(value AS TEXT) FROM fact ORDER BY name")
}

#[test]
fn each_kind_of_server_is_asked_what_it_knows_and_nothing_else() {
    for (owner, server, questions) in [
        ("llamacpp", "llama.cpp", &["/v1/models", "/props", "/apply-template"][..]),
        ("vllm", "vllm", &["/v1/models", "/version", "/tokenize"]),
        ("library", "ollama", &["/v1/models", "/api/show"]),
        ("somebody", "unknown", &["/v1/models"]),
    ] {
        let fake = telling(owner);
        let mut desk = desk(&fake, "");
        desk.elicit().unwrap();
        assert_eq!(probes(&fake), questions, "{owner}");
        assert!(facts(&desk).contains(&format!("server {server}")), "{owner}");
        // A second start and its calls ask nothing again; a fresh round does.
        desk.elicit().unwrap();
        assert_eq!(fake.probed().len(), questions.len(), "{owner}");
        desk.settings.fresh = true;
        desk.elicit().unwrap();
        assert_eq!(fake.probed().len(), 2 * questions.len(), "{owner}");
    }
}

#[test]
fn the_chat_template_is_kept_with_its_hash() {
    let props = r#"{"default_generation_settings":{"temperature":0.8},"chat_template":"T"}"#;
    let tell = move |asked: &Asked| match asked.path.as_str() {
        "/v1/models" => models("llamacpp"),
        "/props" => Answer::json(props),
        _ => Answer::json(r#"{"prompt":"<user>question 0?"}"#),
    };
    let fake = Fake::start_telling(tell, reply);
    let mut desk = desk(&fake, "seed = 3\nmax_tokens = 9");
    desk.elicit().unwrap();
    let facts = facts(&desk);
    // printf T | sha256sum
    assert_eq!(
        facts[0],
        "chat_template_sha256 e632b7095b0bf32c260fa4c539e9fd7b852d0de454e9be26f24d0d6f91d069d3"
    );
    assert_eq!(facts[1], r#"first_prompt_rendered {"prompt":"<user>question 0?"}"#);
    assert!(facts[3].starts_with("props {\"default_generation_settings\""));
    // The prompt is rendered as the calls have it, and nothing of their sampling goes with it.
    let rendered = fake.probed()[2].text();
    assert_eq!(
        rendered,
        r#"{"messages":[{"content":"question 0?","role":"user"}],"model":"fake-1"}"#
    );
}

#[test]
fn what_the_study_declares_beats_what_the_list_of_models_says() {
    let fake = telling("somebody");
    desk(&fake, "server = \"ollama\"").elicit().unwrap();
    assert_eq!(probes(&fake), ["/v1/models", "/api/show"]);
}

#[test]
fn a_server_that_is_not_what_it_says_gets_one_question_and_the_run_goes_on() {
    let tell = |asked: &Asked| match asked.path.as_str() {
        "/v1/models" => models("vllm"),
        _ => Answer::status(404, "{}"),
    };
    let fake = Fake::start_telling(tell, reply);
    let mut desk = desk(&fake, "");
    assert_eq!(desk.elicit().unwrap().ended, Ended::Complete);
    desk.elicit().unwrap();
    assert_eq!(probes(&fake), ["/v1/models", "/version"]);
}

#[test]
fn an_overloaded_server_is_asked_again_and_the_wait_is_its_own() {
    let tell = |asked: &Asked| match asked.number {
        0 => Answer::Say(429, vec![("retry-after", "0.2".to_owned())], b"{}".to_vec()),
        _ => models("somebody"),
    };
    let fake = Fake::start_telling(tell, reply);
    let begun = std::time::Instant::now();
    desk(&fake, "").elicit().unwrap();
    assert!(begun.elapsed() >= std::time::Duration::from_millis(200));
    assert_eq!(probes(&fake), ["/v1/models", "/v1/models"]);
}

#[test]
fn a_server_that_tells_nothing_is_asked_for_replies_all_the_same() {
    for answer in [Answer::status(404, ""), Answer::Nothing, Answer::status(200, "<html>")] {
        let fake = Fake::start_telling(move |_| answer.clone(), reply);
        assert_eq!(desk(&fake, "").elicit().unwrap().ended, Ended::Complete);
        assert_eq!(probes(&fake), ["/v1/models"]);
    }
}
