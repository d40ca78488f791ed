//! Reading a reply's envelope: text, refusal, stop reason and usage; never the answer in it.

use serde::Deserialize;
use survey_model::{FinishReason, Reply, TokenUsage};

use crate::{Call, Dialect, ModelSpec};

/// The largest reply that is read, in bytes. A larger one is kept and reported, and not parsed.
pub const REPLY_BYTES_MAX: usize = 8 << 20;

/// Why a reply's envelope cannot be read. It says nothing about what the model answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// No byte came.
    #[error("the reply is empty; check that the base URL is that of an API")]
    Empty,
    /// A web page came.
    #[error(
        "the reply is a web page and not JSON; check the base URL, which ends in `/v1` for most servers"
    )]
    Html,
    /// The bytes are not text.
    #[error(
        "the reply is not valid UTF-8 from byte {at} on; the server or a proxy on the way is broken"
    )]
    NotUtf8 {
        /// Offset of the first bad byte.
        at: usize,
    },
    /// The text is not the JSON that the provider promises.
    #[error("the reply is not what the API promises: {problem}")]
    Malformed {
        /// The parser's complaint.
        problem: String,
    },
    /// The reply is larger than any answer.
    #[error(
        "the reply is {bytes} bytes, more than the {REPLY_BYTES_MAX} that are read; set `max_tokens`"
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Another model answered.
    #[error(
        "`{served}` answered where `{asked}` was asked; serve the right model, or set `served_as = \"{served}\"` if it is the same one"
    )]
    OtherModel {
        /// The id that was asked.
        asked: String,
        /// The id that the reply carries.
        served: String,
    },
}

/// What both dialects tell.
struct Envelope {
    served_model: Option<String>,
    text: String,
    refusal: Option<String>,
    finish: Option<FinishReason>,
    usage: TokenUsage,
}

/// Reads the body of a successful reply to `call`.
///
/// A refusal, an empty text and a text that answers nothing are replies like any other.
///
/// # Errors
/// A body that is not the provider's JSON, or that another model wrote. The bytes stay the caller's to keep.
pub fn read_reply(model: &ModelSpec, call: &Call, body: &[u8]) -> Result<Reply, Unreadable> {
    let text = checked_text(body)?;
    let envelope = match model.provider.dialect() {
        Dialect::ChatCompletions => read_chat_completion(text)?,
        Dialect::Messages => read_message(text)?,
    };
    match envelope.served_model {
        Some(served) if !model.is_served_by(&served) => {
            Err(Unreadable::OtherModel { asked: model.model.clone(), served })
        }
        served_model => Ok(Reply {
            model: model.name.clone(),
            served_model,
            item: call.item.clone(),
            prompt: call.prompt.clone(),
            repetition: call.repetition,
            text: envelope.text,
            refusal: envelope.refusal,
            finish: envelope.finish,
            usage: envelope.usage,
            seed: call.seed,
        }),
    }
}

/// Sorts replies by model, prompt and repetition, so that two runs give the same file.
pub fn in_order(replies: &mut [Reply]) {
    replies.sort_by(|a, b| {
        (&a.model, &a.prompt, a.repetition).cmp(&(&b.model, &b.prompt, b.repetition))
    });
}

fn checked_text(body: &[u8]) -> Result<&str, Unreadable> {
    if body.len() > REPLY_BYTES_MAX {
        return Err(Unreadable::TooLarge { bytes: body.len() });
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| Unreadable::NotUtf8 { at: error.valid_up_to() })?
        .trim_start();
    match text.as_bytes().first() {
        None => Err(Unreadable::Empty),
        Some(b'<') => Err(Unreadable::Html),
        Some(_) => Ok(text),
    }
}

fn malformed(error: &serde_json::Error) -> Unreadable {
    Unreadable::Malformed { problem: error.to_string() }
}

#[derive(Deserialize)]
struct ChatCompletion {
    model: Option<String>,
    choices: Vec<Choice>,
    usage: Option<ChatUsage>,
}

#[derive(Deserialize)]
struct Choice {
    message: ChatMessage,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct ChatMessage {
    content: Option<Content>,
    refusal: Option<String>,
}

/// Most servers send a string; some send parts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Block>),
}

/// A part of a content. Only text is read; whatever else there is stays in the raw body.
#[derive(Deserialize)]
struct Block {
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct ChatUsage {
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    completion_tokens_details: Option<ReasoningUsage>,
}

#[derive(Deserialize)]
struct ReasoningUsage {
    reasoning_tokens: Option<u64>,
}

fn read_chat_completion(text: &str) -> Result<Envelope, Unreadable> {
    let completion: ChatCompletion = serde_json::from_str(text).map_err(|e| malformed(&e))?;
    let [choice] = <[Choice; 1]>::try_from(completion.choices).map_err(|choices| {
        Unreadable::Malformed { problem: format!("it has {} choices instead of 1", choices.len()) }
    })?;
    let finish = choice.finish_reason.map(|reason| match reason.as_str() {
        "stop" => FinishReason::Stop,
        "length" => FinishReason::Length,
        "content_filter" => FinishReason::ContentFilter,
        _ => FinishReason::Other(reason),
    });
    let usage = completion.usage.map_or_else(TokenUsage::default, |usage| TokenUsage {
        prompt: usage.prompt_tokens,
        completion: usage.completion_tokens,
        reasoning: usage.completion_tokens_details.and_then(|details| details.reasoning_tokens),
    });
    Ok(Envelope {
        served_model: completion.model,
        text: choice.message.content.map_or_else(String::new, joined),
        refusal: choice.message.refusal,
        finish,
        usage,
    })
}

fn joined(content: Content) -> String {
    match content {
        Content::Text(text) => text,
        Content::Parts(parts) => parts.into_iter().map(|part| part.text).collect(),
    }
}

#[derive(Deserialize)]
struct Message {
    model: Option<String>,
    content: Vec<Block>,
    stop_reason: Option<String>,
    stop_details: Option<StopDetails>,
    usage: Option<MessageUsage>,
}

#[derive(Deserialize)]
struct StopDetails {
    explanation: Option<String>,
}

#[derive(Deserialize)]
struct MessageUsage {
    input_tokens: Option<u64>,
    output_tokens: Option<u64>,
}

fn read_message(text: &str) -> Result<Envelope, Unreadable> {
    let message: Message = serde_json::from_str(text).map_err(|e| malformed(&e))?;
    let finish = message.stop_reason.map(|reason| match reason.as_str() {
        "end_turn" => FinishReason::Stop,
        "max_tokens" | "model_context_window_exceeded" => FinishReason::Length,
        "refusal" => FinishReason::Refusal,
        _ => FinishReason::Other(reason),
    });
    let usage = message.usage.map_or_else(TokenUsage::default, |usage| TokenUsage {
        prompt: usage.input_tokens,
        completion: usage.output_tokens,
        reasoning: None,
    });
    Ok(Envelope {
        served_model: message.model,
        text: message.content.into_iter().map(|block| block.text).collect(),
        refusal: message.stop_details.and_then(|details| details.explanation),
        finish,
        usage,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::tests::{model, prompt};
    use crate::plan;

    fn read(provider: &str, body: &str) -> Result<Reply, Unreadable> {
        let model = model(&format!("provider = \"{provider}\""));
        let call = &plan(&model, &[prompt("a", "A")], 1).unwrap()[0];
        read_reply(&model, call, body.as_bytes())
    }

    #[test]
    fn a_chat_completion_is_read_whole() {
        let reply = read(
            "openai",
            r#"{"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"5 ","refusal":null},
                "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,
                "completion_tokens_details":{"reasoning_tokens":1}},"timings":{}}"#,
        );
        let reply = reply.unwrap();
        assert_eq!((reply.text.as_str(), reply.refusal), ("5 ", None));
        assert_eq!(reply.finish, Some(FinishReason::Stop));
        let usage = TokenUsage { prompt: Some(9), completion: Some(2), reasoning: Some(1) };
        assert_eq!(reply.usage, usage);
    }

    #[test]
    fn a_refusal_field_is_data() {
        let body = r#"{"model":"m-1","choices":[{"message":{"content":null,"refusal":"I can't."},"finish_reason":"stop"}]}"#;
        let reply = read("openai", body).unwrap();
        assert_eq!((reply.text.as_str(), reply.refusal.as_deref()), ("", Some("I can't.")));
        assert_eq!(reply.usage, TokenUsage::default());
    }

    #[test]
    fn the_blocks_of_a_message_are_joined() {
        let body = r#"{"model":"m-1","content":[{"type":"text","text":"4"},{"type":"text","text":"2"}],
            "stop_reason":"max_tokens","stop_details":null,"usage":{"input_tokens":3,"output_tokens":2}}"#;
        let reply = read("anthropic", body).unwrap();
        assert_eq!((reply.text.as_str(), reply.finish), ("42", Some(FinishReason::Length)));
    }

    #[test]
    fn an_anthropic_refusal_keeps_its_explanation() {
        let body = r#"{"model":"m-1","content":[],"stop_reason":"refusal",
            "stop_details":{"type":"refusal","category":"x","explanation":"policy"}}"#;
        let reply = read("anthropic", body).unwrap();
        assert_eq!(reply.finish, Some(FinishReason::Refusal));
        assert_eq!(reply.refusal.as_deref(), Some("policy"));
    }

    #[test]
    fn what_is_no_reply_is_explained() {
        assert_eq!(read("openai", " \n"), Err(Unreadable::Empty));
        assert_eq!(read("openai", "<!doctype html>"), Err(Unreadable::Html));
        let half = read("openai", r#"{"model":"m-1","choi"#).unwrap_err();
        assert!(matches!(half, Unreadable::Malformed { .. }));
        let none = read("openai", r#"{"choices":[]}"#).unwrap_err();
        assert!(none.to_string().contains("0 choices"), "{none}");
        let other = read("openai", r#"{"model":"m-2","choices":[{"message":{"content":"5"}}]}"#);
        assert!(matches!(other, Err(Unreadable::OtherModel { .. })));
        let model = model("provider = \"openai\"");
        let call = &plan(&model, &[prompt("a", "A")], 1).unwrap()[0];
        let binary = read_reply(&model, call, b"{\"a\":\"\xff\"}");
        assert_eq!(binary, Err(Unreadable::NotUtf8 { at: 6 }));
        let large = read_reply(&model, call, &vec![b' '; REPLY_BYTES_MAX + 1]);
        assert_eq!(large, Err(Unreadable::TooLarge { bytes: REPLY_BYTES_MAX + 1 }));
    }
}
