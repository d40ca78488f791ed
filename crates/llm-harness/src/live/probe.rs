//! What "default parameters" means on this server: its own word, kept beside the replies.

use std::time::SystemTime;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::ask::pause;
use super::client::{Exchange, Request};
use super::run::Run;
use super::verdict::{Verdict, judge};
use crate::call::hex;
use crate::{Call, Dialect, HarnessError, ModelSpec, Server};

/// The largest answer that is kept as a fact, in bytes.
const FACT_BYTES_MAX: usize = 1 << 20;

/// How often an overloaded server is asked what it is; the calls matter more.
const TRIES_MAX: u32 = 3;

/// The fact that says that the round's server was asked, and what it turned out to be.
const SERVER_FACT: &str = "server";

/// One question to a server of a known kind.
struct Question {
    /// Under which name the answer is kept.
    fact: &'static str,
    /// A path below the server's root, which is the base URL without its `/v1`.
    path: &'static str,
    /// The body that is posted; without one the question is a `GET`.
    body: Option<fn(&ModelSpec, &Call) -> String>,
}

/// A kind of server, how it is told, and what it can be asked.
struct Kind {
    server: Server,
    /// What stands in `owned_by` in its `GET /v1/models`.
    owner: &'static str,
    questions: &'static [Question],
}

/// The kinds of server that tell more than `GET /v1/models`.
///
/// llama.cpp tells its sampling defaults and its chat template; vLLM its version, and the tokens of a prompt as its
/// template renders it; Ollama its template and parameters.
const KINDS: &[Kind] = &[
    Kind {
        server: Server::LlamaCpp,
        owner: "llamacpp",
        questions: &[
            Question { fact: "props", path: "props", body: None },
            Question {
                fact: "first_prompt_rendered",
                path: "apply-template",
                body: Some(messages),
            },
        ],
    },
    Kind {
        server: Server::Vllm,
        owner: "vllm",
        questions: &[
            Question { fact: "version", path: "version", body: None },
            Question { fact: "first_prompt_tokens", path: "tokenize", body: Some(messages) },
        ],
    },
    Kind {
        server: Server::Ollama,
        owner: "library",
        questions: &[Question { fact: "show", path: "api/show", body: Some(name_alone) }],
    },
];

/// The model and the messages of a call, without its seed and limits.
fn messages(model: &ModelSpec, call: &Call) -> String {
    #[derive(Deserialize)]
    struct Body {
        messages: serde_json::Value,
    }
    let messages = serde_json::from_str::<Body>(&call.body).map(|body| body.messages);
    serde_json::json!({ "model": model.model, "messages": messages.unwrap_or_default() })
        .to_string()
}

fn name_alone(model: &ModelSpec, _: &Call) -> String {
    serde_json::json!({ "model": model.model }).to_string()
}

/// Asks a server what it is, once a round, and keeps its answers as facts.
///
/// Every server is asked `GET /v1/models`; what else it is asked follows from that answer, or from the study's
/// `server`, so that no server is asked in turn what the others would know.
/// A question without an answer ends the questions. None of it stops the run: the first call does, if something is wrong.
/// The vendors' own servers are not asked: they tell none of it.
pub(super) async fn probe(run: &mut Run<'_>) -> Result<(), HarnessError> {
    let model = run.model;
    let has_own_server =
        model.base_url.is_some() && model.provider.dialect() == Dialect::ChatCompletions;
    let Some(first) = run.calls.first().filter(|_| has_own_server) else { return Ok(()) };
    if run.journal.has_fact(&run.round, SERVER_FACT)? {
        return Ok(());
    }
    let Some(models) = answer(run, Request::get("models")).await else { return Ok(()) };
    keep(run, "models", &models)?;
    let kind = kind(model, &models.body);
    let root = run.client.root().to_owned();
    for question in kind.map_or(&[][..], |kind| kind.questions) {
        let address = format!("{root}/{}", question.path);
        let request = match question.body {
            Some(body) => Request::post(address, body(model, first)),
            None => Request::get(address),
        };
        let Some(answer) = answer(run, request).await else { break };
        keep(run, question.fact, &answer)?;
    }
    let name = kind.map_or("unknown", |kind| kind.server.name());
    run.journal.keep_fact(&run.round, SERVER_FACT, name.as_bytes())
}

/// What the study says the server is, or else what the server says by `owned_by`.
fn kind(model: &ModelSpec, models: &[u8]) -> Option<&'static Kind> {
    #[derive(Deserialize)]
    struct Page {
        data: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        owned_by: String,
    }
    if let Some(server) = model.server {
        return KINDS.iter().find(|kind| kind.server == server);
    }
    let page: Page = serde_json::from_slice(models).ok()?;
    KINDS.iter().find(|kind| page.data.iter().any(|entry| entry.owned_by == kind.owner))
}

/// A successful answer; `None` if there is none, whatever the reason.
async fn answer(run: &Run<'_>, request: Request) -> Option<Exchange> {
    for tries in 1..=TRIES_MAX {
        let exchange = run.client.send(request.clone()).await.ok()?;
        match judge(&exchange, SystemTime::now()) {
            Verdict::Take => return Some(exchange),
            Verdict::Stop { .. } => return None,
            Verdict::Again { after, .. } => {
                if tries == TRIES_MAX || after > Some(run.settings.pace.retry_after_max) {
                    return None;
                }
                pause(run, &request.path, tries, after).await;
            }
        }
    }
    None
}

/// Keeps an answer that is a JSON object, and the hash of the chat template in it.
fn keep(run: &Run<'_>, name: &str, answer: &Exchange) -> Result<(), HarnessError> {
    type Fields = serde_json::Map<String, serde_json::Value>;
    let fields = serde_json::from_slice::<Fields>(&answer.body).ok();
    let Some(fields) = fields.filter(|_| answer.body.len() <= FACT_BYTES_MAX) else {
        return Ok(());
    };
    run.journal.keep_fact(&run.round, name, &answer.body)?;
    let template = fields.get("chat_template").or_else(|| fields.get("template"));
    if let Some(template) = template.and_then(|template| template.as_str()) {
        let hash = hex(&Sha256::digest(template));
        run.journal.keep_fact(&run.round, "chat_template_sha256", hash.as_bytes())?;
    }
    Ok(())
}
