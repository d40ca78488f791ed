//! Bodies of replies in both dialects; what they say follows from the request alone.

use serde_json::{Value, json};

/// The prompt of a request body, with its seed if it has one.
pub(crate) fn prompt_of(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap();
    let text = body["messages"][0]["content"].as_str().unwrap();
    body["seed"].as_u64().map_or_else(|| text.to_owned(), |seed| format!("{text} #{seed}"))
}

/// A chat completion with the fields that OpenAI sends.
pub(crate) fn chat_completion(body: &[u8]) -> String {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "fake-1",
        "choices": [{
            "index": 0, "logprobs": null, "finish_reason": "stop",
            "message": {
                "role": "assistant", "content": format!("re: {}", prompt_of(body)),
                "refusal": null, "annotations": [],
            },
        }],
        "usage": { "prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7 },
        "service_tier": "default", "system_fingerprint": "fp",
    })
    .to_string()
}

/// A message with the fields that Anthropic sends.
pub(crate) fn message(body: &[u8]) -> String {
    json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "fake-1",
        "content": [{ "type": "text", "text": format!("re: {}", prompt_of(body)) }],
        "stop_reason": "end_turn", "stop_sequence": null, "stop_details": null,
        "usage": { "input_tokens": 5, "output_tokens": 2, "service_tier": "batch" },
    })
    .to_string()
}
