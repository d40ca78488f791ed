//! Which model is asked, where, and with what besides the messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use survey_model::ModelName;

use crate::HarnessError;

/// How a model is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Provider {
    /// OpenAI-compatible chat completions, one request a call: OpenAI, vLLM, llama.cpp, Ollama.
    Openai,
    /// OpenAI's Batch API: half the price, within a day.
    OpenaiBatch,
    /// Anthropic Messages, one request a call.
    Anthropic,
    /// Anthropic Message Batches: half the price, within a day.
    AnthropicBatch,
    /// Recorded or imported replies; nobody is asked.
    Recorded,
}

/// The language of request and reply bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// `/v1/chat/completions`.
    ChatCompletions,
    /// `/v1/messages`.
    Messages,
}

impl Provider {
    /// The language its bodies are in. Recorded replies are chat completions.
    #[must_use]
    pub fn dialect(self) -> Dialect {
        match self {
            Self::Openai | Self::OpenaiBatch | Self::Recorded => Dialect::ChatCompletions,
            Self::Anthropic | Self::AnthropicBatch => Dialect::Messages,
        }
    }

    /// Whether calls are sent as batches.
    #[must_use]
    pub fn is_batch(self) -> bool {
        matches!(self, Self::OpenaiBatch | Self::AnthropicBatch)
    }

    /// The vendor's own address; a local server has another.
    fn base_url(self) -> &'static str {
        match self.dialect() {
            Dialect::ChatCompletions => "https://api.openai.com/v1",
            Dialect::Messages => "https://api.anthropic.com/v1",
        }
    }
}

/// A kind of server that can be asked what its defaults are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Server {
    /// `llama-server` of llama.cpp.
    #[serde(rename = "llama.cpp")]
    LlamaCpp,
    /// `vllm serve`.
    #[serde(rename = "vllm")]
    Vllm,
    /// `ollama serve`.
    #[serde(rename = "ollama")]
    Ollama,
}

impl Server {
    /// Its name, as study files and facts write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LlamaCpp => "llama.cpp",
            Self::Vllm => "vllm",
            Self::Ollama => "ollama",
        }
    }
}

/// A model as the study declares it: one `[[model]]` table.
///
/// Only `name`, `provider` and `model` are needed. What is absent is not sent,
/// so that the provider's defaults apply, as in the paper (§3.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSpec {
    /// The model as tables and figures name it.
    pub name: ModelName,
    /// How it is reached.
    pub provider: Provider,
    /// The model's id as the provider knows it.
    pub model: String,
    /// Address up to and with `/v1`; absent for the vendor's own.
    #[serde(default)]
    pub base_url: Option<String>,
    /// What the server is, where its list of models does not tell; it decides how its defaults are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// Environment variable that holds the key; absent for a server that needs none.
    #[serde(default)]
    pub key_env: Option<String>,
    /// The most tokens of a reply. Anthropic demands it; 1024 is sent there if absent.
    #[serde(default)]
    pub max_tokens: Option<u32>,
    /// Sent as `seed` after adding the repetition; absent sends none.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Any further parameter, sent as it is: `reasoning_effort`, `temperature`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// The model name that replies must carry, where it is not `model` or a dated form of it.
    #[serde(default)]
    pub served_as: Option<String>,
    /// How many calls may be under way at once; 4 if absent. A local server with one slot wants 1.
    #[serde(default)]
    pub concurrency: Option<u32>,
    /// The most requests a minute.
    #[serde(default)]
    pub requests_per_minute: Option<u32>,
    /// The most tokens a minute, prompts and replies together.
    #[serde(default)]
    pub tokens_per_minute: Option<u32>,
}

/// What Anthropic is sent where the study does not say: its API has no default.
const MAX_TOKENS_ANTHROPIC: u32 = 1024;

impl ModelSpec {
    /// The address of the API without a trailing slash, such as `https://api.openai.com/v1`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or_else(|| self.provider.base_url()).trim_end_matches('/')
    }

    /// The reply limit that is sent, if one is.
    #[must_use]
    pub fn max_tokens_sent(&self) -> Option<u32> {
        match self.provider.dialect() {
            Dialect::ChatCompletions => self.max_tokens,
            Dialect::Messages => Some(self.max_tokens.unwrap_or(MAX_TOKENS_ANTHROPIC)),
        }
    }

    /// Checks what a declaration can get wrong.
    ///
    /// # Errors
    /// An address that is not HTTP, a seed or a parameter that the provider cannot take, a limit of zero.
    pub fn check(&self) -> Result<(), HarnessError> {
        let url = self.base_url();
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let malformed = host.is_none_or(|host| {
            host.is_empty() || host.starts_with(['/', ':']) || host.contains(char::is_whitespace)
        });
        let reserved = ["model", "messages", "max_tokens", "seed", "stream", "n"];
        let reserved = self.parameters.keys().find(|name| reserved.contains(&name.as_str()));
        let zero =
            [self.max_tokens, self.concurrency, self.requests_per_minute, self.tokens_per_minute];
        let problem = if url.contains(['@', '?']) {
            // The address is not shown: what it carries may be a key.
            "the base URL carries a user name or a query; name the key in `key_env` instead"
                .to_owned()
        } else if malformed {
            format!(
                "the base URL `{url}` is not one; write `http://host:port/v1` or `https://host/v1`"
            )
        } else if self.model.trim().is_empty() {
            "`model` is empty; write the id that the provider knows it by".to_owned()
        } else if self.seed.is_some() && self.provider.dialect() == Dialect::Messages {
            "Anthropic takes no seed; remove `seed`".to_owned()
        } else if let Some(name) = reserved {
            format!(
                "`{name}` may not stand among `parameters`; it is set by the harness or by its own field"
            )
        } else if zero.contains(&Some(0)) {
            "a limit is 0, so nothing could be sent; remove it or raise it".to_owned()
        } else {
            return Ok(());
        };
        Err(HarnessError::Model { model: self.name.to_string(), problem })
    }

    /// Whether a reply that names `served` may count as this model's.
    ///
    /// A dated or tagged form counts: `gpt-5.2` is answered by `gpt-5.2-2025-12-11`, `llama3` by `llama3:latest`.
    #[must_use]
    pub fn is_served_by(&self, served: &str) -> bool {
        if let Some(expected) = &self.served_as {
            return served == expected;
        }
        is_dated_form(&self.model, served)
    }
}

/// Whether `form` is `model` or a dated or tagged form of it.
pub(crate) fn is_dated_form(model: &str, form: &str) -> bool {
    form.strip_prefix(model).is_some_and(|rest| rest.is_empty() || is_tag(rest))
}

/// `-2025-12-11`, `:latest`, `@20250929`: a date or a tag and not the name of a sibling such as `-mini`.
fn is_tag(rest: &str) -> bool {
    match rest.as_bytes() {
        [b'-', rest @ ..] => rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-'),
        [b':' | b'@', ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(fields: &str) -> ModelSpec {
        toml::from_str(&format!("name = \"m\"\nmodel = \"gpt-5.2\"\n{fields}")).unwrap()
    }

    fn check(fields: &str, message: &str) {
        let error = spec(fields).check().unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_declaration_needs_only_name_provider_and_model() {
        let model = spec("provider = \"openai\"");
        model.check().unwrap();
        assert_eq!(model.base_url(), "https://api.openai.com/v1");
        assert_eq!(model.max_tokens_sent(), None);
    }

    #[test]
    fn anthropic_gets_the_limit_that_its_api_demands() {
        assert_eq!(spec("provider = \"anthropic-batch\"").max_tokens_sent(), Some(1024));
    }

    #[test]
    fn a_malformed_declaration_is_explained() {
        check("provider = \"openai\"\nbase_url = \"localhost:8080/v1\"", "`localhost:8080/v1`");
        check("provider = \"openai\"\nbase_url = \"http:///v1\"", "is not one");
        check(
            "provider = \"openai\"\nbase_url = \"http://user:key@host/v1\"",
            "name the key in `key_env`",
        );
        check("provider = \"anthropic\"\nseed = 1", "takes no seed");
        check("provider = \"openai\"\nparameters = { n = 3 }", "`n` may not stand");
        check("provider = \"openai\"\nconcurrency = 0", "a limit is 0");
        assert!(
            toml::from_str::<ModelSpec>("name = \"m\"\nmodel = \"x\"\nprovider = \"gpt\"").is_err()
        );
    }

    #[test]
    fn a_dated_name_counts_and_a_sibling_does_not() {
        let model = spec("provider = \"openai\"");
        assert!(model.is_served_by("gpt-5.2"));
        assert!(model.is_served_by("gpt-5.2-2025-12-11"));
        assert!(!model.is_served_by("gpt-5.2-mini"));
        assert!(!model.is_served_by("gpt-5"));
        assert!(spec("provider = \"openai\"\nserved_as = \"local\"").is_served_by("local"));
    }
}
