//! Calls: one prompt, one repetition, and the exact bytes that are sent.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};
use survey_model::{ItemId, Prompt, PromptId};

use crate::{Dialect, HarnessError, ModelSpec};

/// One request to be answered once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The prompt.
    pub prompt: PromptId,
    /// The item that the prompt asks.
    pub item: ItemId,
    /// The repetition, counted from 1.
    pub repetition: u32,
    /// The seed that is sent, if one is.
    pub seed: Option<u64>,
    /// The call's id within its model: at most 54 of `a-z A-Z 0-9 _ -`, so that a batch may put a prefix before it.
    pub custom_id: String,
    /// The request's body, byte for byte.
    pub body: String,
    /// SHA-256 of the address and the body, in hexadecimal. With the repetition it identifies the call for good.
    pub key: String,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// Field order is the order on the wire.
#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    messages: [Message<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(flatten)]
    parameters: &'a BTreeMap<String, serde_json::Value>,
}

/// All calls of a model: every prompt once for repetition 1, then for 2, and so on.
///
/// Whatever is answered when a run is interrupted is thus as even as it can be.
/// The body holds `model` and one user message, and only what the declaration adds;
/// 20 repetitions of 53 prompts are 1,060 calls, as in the paper (§3.1).
///
/// # Errors
/// A declaration that [`ModelSpec::check`] rejects, and prompts whose ids cannot be told apart.
pub fn plan(
    model: &ModelSpec,
    prompts: &[Prompt],
    repetitions: u32,
) -> Result<Vec<Call>, HarnessError> {
    model.check()?;
    let mut prompt_of_slug = BTreeMap::new();
    for prompt in prompts {
        if let Some(first) = prompt_of_slug.insert(slug(&prompt.id), &prompt.id) {
            return Err(HarnessError::SharedId {
                first: first.to_string(),
                second: prompt.id.to_string(),
                custom_id: custom_id(&prompt.id, 1),
            });
        }
    }
    let calls = (1..=repetitions)
        .flat_map(|repetition| prompts.iter().map(move |prompt| call(model, prompt, repetition)));
    Ok(calls.collect())
}

fn call(model: &ModelSpec, prompt: &Prompt, repetition: u32) -> Call {
    let seed = model.seed.map(|base| base.saturating_add(repetition.into()));
    let body = Body {
        model: &model.model,
        max_tokens: model.max_tokens_sent(),
        messages: [Message { role: "user", content: &prompt.text }],
        seed,
        parameters: &model.parameters,
    };
    let body = serde_json::to_string(&body).expect("strings, numbers and JSON values are JSON");
    let path = match model.provider.dialect() {
        Dialect::ChatCompletions => "chat/completions",
        Dialect::Messages => "messages",
    };
    let key = Sha256::digest(format!("{}/{path}\n{body}", model.base_url()));
    Call {
        prompt: prompt.id.clone(),
        item: prompt.item.clone(),
        repetition,
        seed,
        custom_id: custom_id(&prompt.id, repetition),
        body,
        key: hex(&key),
    }
}

/// The id of a call: the prompt's id, `-r` and the repetition in at least two digits.
///
/// ```
/// use survey_model::PromptId;
/// assert_eq!(llm_harness::custom_id(&PromptId::new("ppltrst").unwrap(), 7), "ppltrst-r07");
/// ```
///
/// Other characters than `a-z A-Z 0-9 _ -` and long ids are replaced by a short form with a hash,
/// because both vendors' batches accept no others.
#[must_use]
pub fn custom_id(prompt: &PromptId, repetition: u32) -> String {
    format!("{}-r{repetition:02}", slug(prompt))
}

/// At most 42 characters.
fn slug(prompt: &PromptId) -> String {
    const KEPT_CHARS: usize = 33;
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let text = prompt.as_str();
    if text.len() <= KEPT_CHARS && text.chars().all(allowed) {
        return text.to_owned();
    }
    let kept = text.chars().take(KEPT_CHARS).map(|c| if allowed(c) { c } else { '_' });
    let hash = hex(&Sha256::digest(text));
    format!("{}-{}", kept.collect::<String>(), &hash[..8])
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn model(fields: &str) -> ModelSpec {
        toml::from_str(&format!("name = \"m\"\nmodel = \"m-1\"\n{fields}")).unwrap()
    }

    pub(crate) fn prompt(id: &str, text: &str) -> Prompt {
        Prompt {
            id: PromptId::new(id).unwrap(),
            item: ItemId::new(id).unwrap(),
            variant: "paper".to_owned(),
            text: text.to_owned(),
            options: Vec::new(),
        }
    }

    fn bodies(fields: &str) -> Vec<String> {
        let calls = plan(&model(fields), &[prompt("a", "Q\"1\"?")], 2).unwrap();
        calls.into_iter().map(|call| call.body).collect()
    }

    #[test]
    fn only_model_and_messages_are_sent_by_default() {
        let body = r#"{"model":"m-1","messages":[{"role":"user","content":"Q\"1\"?"}]}"#;
        assert_eq!(bodies("provider = \"openai\""), [body, body]);
    }

    #[test]
    fn a_seed_moves_with_the_repetition() {
        let bodies = bodies("provider = \"openai\"\nseed = 100");
        assert!(bodies[0].ends_with(r#""seed":101}"#) && bodies[1].ends_with(r#""seed":102}"#));
    }

    #[test]
    fn declared_parameters_are_sent_as_they_are() {
        let bodies = bodies("provider = \"openai\"\nparameters = { reasoning_effort = \"none\" }");
        assert!(bodies[0].ends_with(r#","reasoning_effort":"none"}"#), "{}", bodies[0]);
    }

    #[test]
    fn repetitions_go_round_the_prompts() {
        let prompts = [prompt("a", "A"), prompt("b", "B")];
        let calls = plan(&model("provider = \"openai\""), &prompts, 2).unwrap();
        let ids: Vec<&str> = calls.iter().map(|call| call.custom_id.as_str()).collect();
        assert_eq!(ids, ["a-r01", "b-r01", "a-r02", "b-r02"]);
    }

    #[test]
    fn the_key_depends_on_address_and_body() {
        let key = |fields: &str, text: &str| {
            plan(&model(fields), &[prompt("a", text)], 1).unwrap()[0].key.clone()
        };
        let here = "provider = \"openai\"\nbase_url = \"http://h/v1\"";
        assert_eq!(key(here, "A"), key(here, "A"));
        assert_ne!(key(here, "A"), key(here, "B"));
        assert_ne!(key(here, "A"), key("provider = \"openai\"", "A"));
    }

    #[test]
    fn ids_stay_within_what_both_vendors_accept_and_apart() {
        let long = "x".repeat(80);
        for (one, other) in [("a.b", "a_b"), (long.as_str(), &long[1..]), ("ä", "ö")] {
            let [one, other] = [one, other].map(|id| custom_id(&PromptId::new(id).unwrap(), 20));
            assert_ne!(one, other);
            for id in [one, other] {
                assert!(id.len() <= 54, "{id}");
                assert!(
                    id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn a_prompt_given_twice_is_an_error() {
        let prompts = [prompt("a", "A"), prompt("a", "B")];
        let error = plan(&model("provider = \"openai\""), &prompts, 1).unwrap_err().to_string();
        assert!(error.contains("`a-r01`"), "{error}");
    }
}
