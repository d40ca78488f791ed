//! What "default parameters" means on this server: its own word, kept beside the replies.

use sha2::{Digest as _, Sha256};

use super::client::Request;
use super::run::Run;
use crate::call::hex;
use crate::{Dialect, HarnessError};

/// The largest answer that is kept as a fact.
const FACT_BYTES_MAX: usize = 1 << 20;

/// Asks a server what it is, once a round. A server that does not know a question leaves no fact.
///
/// | fact | question | who answers |
/// |---|---|---|
/// | `props` | `GET /props` | llama.cpp: sampling defaults, chat template, build |
/// | `models` | `GET /v1/models` | every server; vLLM names the model's path and context |
/// | `version` | `GET /version` | vLLM |
/// | `show` | `POST /api/show` | Ollama: template, parameters |
///
/// The vendors' own servers are not asked: they tell none of it.
pub(super) async fn probe(run: &mut Run<'_>) -> Result<(), HarnessError> {
    let model = run.model;
    if model.base_url.is_none() || model.provider.dialect() != Dialect::ChatCompletions {
        return Ok(());
    }
    if run.journal.has_facts(&run.round)? {
        return Ok(());
    }
    let root = run.client.root().to_owned();
    let show = serde_json::json!({ "model": model.model }).to_string();
    let questions = [
        ("props", Request::get(format!("{root}/props"))),
        ("models", Request::get("models")),
        ("version", Request::get(format!("{root}/version"))),
        ("show", Request::post(format!("{root}/api/show"), show)),
    ];
    for (name, question) in questions {
        let Ok(answer) = run.client.send(question).await else { continue };
        let is_fact = answer.status == 200 && answer.body.len() <= FACT_BYTES_MAX;
        let Some(fields) = json_object(&answer.body).filter(|_| is_fact) else { continue };
        run.journal.keep_fact(&run.round, name, &answer.body)?;
        let template = fields.get("chat_template").or_else(|| fields.get("template"));
        if let Some(template) = template.and_then(|template| template.as_str()) {
            let hash = hex(&Sha256::digest(template));
            run.journal.keep_fact(&run.round, "chat_template_sha256", hash.as_bytes())?;
        }
    }
    Ok(())
}

fn json_object(body: &[u8]) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_slice(body).ok()
}
