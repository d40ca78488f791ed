//! Bodies against the vendors' own types: what the harness sends, and what the servers of these tests answer.

use std::path::Path;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::fake::{
    Answer, AnthropicBatches, Asked, Fake, Fate, OpenAiBatches, chat_completion, message,
};
use crate::{Desk, model};

/// Compiled schemas; `tests/schemas/README.md` says where they are from.
struct Types {
    schemas: Schemas,
    compiler: Compiler,
}

impl Types {
    fn new() -> Self {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        Self { schemas: Schemas::new(), compiler }
    }

    fn of(&mut self, name: &str) -> SchemaIndex {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
        let file = folder.join(format!("{name}.json"));
        self.compiler.compile(file.to_str().unwrap(), &mut self.schemas).unwrap()
    }

    fn fault(&mut self, name: &str, value: &Value) -> Option<String> {
        let index = self.of(name);
        self.schemas.validate(value, index).err().map(|error| format!("{error:#}"))
    }

    fn check(&mut self, name: &str, value: &Value) {
        if let Some(fault) = self.fault(name, value) {
            panic!("{name}: {value}\n{fault}");
        }
    }
}

fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// A message body as Anthropic's batch type holds it.
fn as_batch(message: &Value) -> Value {
    json!({ "requests": [{ "custom_id": "a", "params": message }] })
}

/// The lines of an uploaded file, between the blank line after its headers and the closing boundary.
fn uploaded(asked: &Asked) -> Vec<Value> {
    let text = asked.text();
    text.lines().filter(|line| line.starts_with('{')).map(|line| parsed(line.as_bytes())).collect()
}

/// Runs a declaration to its end and gives what was sent.
fn sent(provider: &str, fields: &str, fake: &Fake) -> Vec<Asked> {
    Desk::new(model(provider, &fake.base(), fields), 3, 2).elicit().unwrap();
    fake.asked().into_iter().filter(|asked| asked.method == "POST").collect()
}

#[test]
fn a_parameter_that_no_api_knows_is_found() {
    let mut types = Types::new();
    let body = json!({ "model": "m", "messages": [{ "role": "user", "content": "?" }] });
    types.check("openai-chat-completion-request", &body);
    for (path, value) in [
        ("/temprature", json!(1)),
        ("/temperature", json!("hot")),
        ("/messages", json!("?")),
        ("/messages/0/text", json!("?")),
    ] {
        let mut bad = body.clone();
        let (parent, name) = path.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[name] = value;
        assert!(types.fault("openai-chat-completion-request", &bad).is_some(), "{bad}");
        assert!(types.fault("anthropic-batch-request", &as_batch(&bad)).is_some(), "{bad}");
    }
    // Anthropic demands `max_tokens`.
    assert!(types.fault("anthropic-batch-request", &as_batch(&body)).is_some());
}

#[test]
fn chat_completions_are_asked_as_openai_describes_it() {
    let mut types = Types::new();
    for fields in [
        "",
        "seed = 7\nmax_tokens = 9",
        "parameters = { temperature = 0.5, top_p = 0.9, reasoning_effort = \"none\", max_completion_tokens = 64, logprobs = true, top_logprobs = 3 }",
    ] {
        let fake = Fake::start(|asked| Answer::json(chat_completion(&asked.body)));
        let sent = sent("openai", fields, &fake);
        assert_eq!(sent.len(), 6);
        for asked in sent {
            types.check("openai-chat-completion-request", &parsed(&asked.body));
        }
    }
}

#[test]
fn openai_batches_are_asked_as_openai_describes_it() {
    let mut types = Types::new();
    let service = OpenAiBatches::new(&[Fate::Expired(2), Fate::Completed]);
    let fake = Fake::start(move |asked| service.answer(asked));
    let (mut lines, mut batches) = (0, 0);
    for asked in sent("openai-batch", "seed = 7", &fake) {
        if asked.path == "/v1/batches" {
            types.check("openai-batch-request", &parsed(&asked.body));
            batches += 1;
            continue;
        }
        assert_eq!(asked.path, "/v1/files");
        for line in uploaded(&asked) {
            let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["body", "custom_id", "method", "url"]);
            types.check("openai-chat-completion-request", &line["body"]);
            lines += 1;
        }
    }
    assert_eq!((lines, batches), (6 + 4, 2));
}

#[test]
fn anthropic_is_asked_as_anthropic_describes_it() {
    let mut types = Types::new();
    let fields = "parameters = { temperature = 0.5, top_k = 40 }";
    let fake = Fake::start(|asked| Answer::json(message(&asked.body)));
    for asked in sent("anthropic", fields, &fake) {
        types.check("anthropic-batch-request", &as_batch(&parsed(&asked.body)));
    }
    let service = AnthropicBatches::new(3, &["expired"]);
    let fake = Fake::start(move |asked| service.answer(asked));
    let mut batches = 0;
    for asked in sent("anthropic-batch", "max_tokens = 9", &fake) {
        let body = parsed(&asked.body);
        if asked.path == "/v1/messages/batches" {
            types.check("anthropic-batch-request", &body);
            batches += 1;
        } else {
            types.check("anthropic-batch-request", &as_batch(&body));
        }
    }
    assert!(batches >= 2);
}

/// What a service answered, by method and path.
type Answers = std::sync::Arc<std::sync::Mutex<Vec<(String, Vec<u8>)>>>;

/// A server that keeps what it answers.
fn kept(service: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> (Fake, Answers) {
    let answers = Answers::default();
    let log = Answers::clone(&answers);
    let fake = Fake::start(move |asked| {
        let answer = service(asked);
        if let Answer::Say(200, _, body) = &answer {
            log.lock().unwrap().push((format!("{} {}", asked.method, asked.path), body.clone()));
        }
        answer
    });
    (fake, answers)
}

#[test]
fn the_servers_of_these_tests_answer_as_the_vendors_describe_it() {
    let mut types = Types::new();
    let request = br#"{"messages":[{"content":"x"}]}"#;
    types.check("openai-chat-completion", &parsed(chat_completion(request).as_bytes()));

    let service = OpenAiBatches::new(&[Fate::Expired(2), Fate::Cancelled(2), Fate::Completed]);
    let (fake, answers) = kept(move |asked| service.answer(asked));
    sent("openai-batch", "", &fake);
    for (question, body) in answers.lock().unwrap().iter() {
        if question.ends_with("/content") {
            for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                let line = parsed(line);
                if line["response"]["status_code"] == 200 {
                    types.check("openai-chat-completion", &line["response"]["body"]);
                }
            }
        } else if question == "POST /v1/files" {
            types.check("openai-file", &parsed(body));
        } else {
            types.check("openai-batch", &parsed(body));
        }
    }

    let ways = ["expired", "canceled", "overloaded_error", "invalid_request_error"];
    let service = AnthropicBatches::new(1, &ways);
    let (fake, answers) = kept(move |asked| service.answer(asked));
    sent("anthropic-batch", "", &fake);
    for (question, body) in answers.lock().unwrap().iter() {
        if question.ends_with("/results") {
            for line in body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                types.check("anthropic-batch-result", &parsed(line));
            }
        } else if question == "POST /v1/messages" {
            let result = json!({ "type": "succeeded", "message": parsed(body) });
            let line = json!({ "custom_id": "a", "result": result });
            types.check("anthropic-batch-result", &line);
        } else {
            types.check("anthropic-batch", &parsed(body));
        }
    }
}
