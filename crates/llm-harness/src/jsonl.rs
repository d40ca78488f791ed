//! Files of requests and replies in the shape of OpenAI's Batch API, answered by anybody's machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use survey_model::{ModelName, Reply};

use crate::{Call, HarnessError, ModelSpec, read_reply};

#[derive(Serialize)]
struct RequestLine<'a> {
    custom_id: &'a str,
    method: &'static str,
    url: &'static str,
    body: &'a RawValue,
}

/// The calls as a file for OpenAI's Batch API or `vllm run-batch`: one JSON object a line.
///
/// ```text
/// {"custom_id":"ppltrst-r01","method":"POST","url":"/v1/chat/completions","body":{"model":…,"messages":[…]}}
/// ```
#[must_use]
pub fn export_requests(calls: &[Call]) -> String {
    let mut text = String::new();
    for call in calls {
        let body = serde_json::from_str(&call.body).expect("a body is JSON");
        let custom_id = call.custom_id.as_str();
        let line = RequestLine { custom_id, method: "POST", url: "/v1/chat/completions", body };
        text += &serde_json::to_string(&line).expect("strings and JSON are JSON");
        text.push('\n');
    }
    text
}

/// What a file of replies held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// The replies, by prompt and repetition.
    pub replies: Vec<Reply>,
    /// Calls that the server answered with an error.
    pub failed: Vec<FailedCall>,
    /// Calls of which the file says nothing.
    pub missing: Vec<String>,
}

/// A call that came back without a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedCall {
    /// The call's id.
    pub custom_id: String,
    /// The HTTP status, if there was one.
    pub status: Option<u16>,
    /// What the server said.
    pub message: String,
}

/// One line of a batch's output or error file.
#[derive(Deserialize)]
struct ReplyLine<'a> {
    custom_id: String,
    #[serde(borrow)]
    response: Option<Response<'a>>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Response<'a> {
    status_code: u16,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// Reads the replies that some machine gave to [`export_requests`]; `file` is named in errors.
///
/// Lines may be in any order and may carry unknown fields; blank lines and a missing last newline are no fault.
///
/// # Errors
/// A line that is not a reply line, a reply to a call that was not asked, a second line for a call,
/// or a reply that cannot be read or that another model wrote. Each names its line.
pub fn import_replies(
    model: &ModelSpec,
    calls: &[Call],
    file: &str,
    content: &[u8],
) -> Result<Imported, HarnessError> {
    let at =
        |line: usize, problem: String| HarnessError::Line { file: file.to_owned(), line, problem };
    let mut open: BTreeMap<&str, &Call> =
        calls.iter().map(|call| (call.custom_id.as_str(), call)).collect();
    let mut line_of = BTreeMap::new();
    let mut imported = Imported::default();
    for (number, line) in content.split(|byte| *byte == b'\n').enumerate() {
        let number = number + 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let line: ReplyLine<'_> = serde_json::from_slice(line)
            .map_err(|error| at(number, format!("this is not a line of batch output: {error}")))?;
        if let Some(first) = line_of.insert(line.custom_id.clone(), number) {
            let id = &line.custom_id;
            return Err(at(
                number,
                format!("`{id}` was answered on line {first} already; remove one line"),
            ));
        }
        let Some(call) = open.remove(line.custom_id.as_str()) else {
            let id = &line.custom_id;
            return Err(at(
                number,
                format!(
                    "`{id}` is no call of model `{}`; check study, model and repetitions",
                    model.name
                ),
            ));
        };
        match answered(&line) {
            Ok(body) => imported.replies.push(
                read_reply(model, call, body.as_bytes())
                    .map_err(|problem| at(number, format!("`{}`: {problem}", call.custom_id)))?,
            ),
            Err(failed) => imported.failed.push(failed),
        }
    }
    crate::in_order(&mut imported.replies);
    imported.missing = calls
        .iter()
        .filter(|call| open.contains_key(call.custom_id.as_str()))
        .map(|call| call.custom_id.clone())
        .collect();
    Ok(imported)
}

/// The body of an answered line, or what the server said instead.
fn answered<'a>(line: &ReplyLine<'a>) -> Result<&'a str, FailedCall> {
    let failed = |status, message: &str| FailedCall {
        custom_id: line.custom_id.clone(),
        status,
        message: message.to_owned(),
    };
    match &line.response {
        Some(response) if response.status_code == 200 => Ok(response.body.get()),
        // vLLM leaves the body of an error out and puts its reason into `error`.
        Some(response) => {
            let said = [Some(response.body), line.error].into_iter().flatten();
            let said = said.map(RawValue::get).find(|said| *said != "null");
            Err(failed(Some(response.status_code), said.unwrap_or("no reason given")))
        }
        None => Err(failed(None, line.error.map_or("no response and no error", RawValue::get))),
    }
}

/// The recorded replies to `calls`, in the order of [`in_order`](crate::in_order).
///
/// A recording may hold more models, prompts and repetitions than are asked for.
///
/// # Errors
/// A call without a recorded reply.
pub fn replay(
    model: &ModelName,
    calls: &[Call],
    recorded: &[Reply],
) -> Result<Vec<Reply>, HarnessError> {
    let of_model = recorded.iter().filter(|reply| reply.model == *model);
    let recorded: BTreeMap<_, _> =
        of_model.map(|reply| ((&reply.prompt, reply.repetition), reply)).collect();
    let found = |call: &&Call| recorded.contains_key(&(&call.prompt, call.repetition));
    let missing: Vec<&Call> = calls.iter().filter(|call| !found(call)).collect();
    if let Some(first) = missing.first() {
        return Err(HarnessError::NotRecorded {
            model: model.to_string(),
            prompt: first.prompt.to_string(),
            repetition: first.repetition,
            missing: missing.len(),
        });
    }
    let mut replies: Vec<Reply> =
        calls.iter().map(|call| recorded[&(&call.prompt, call.repetition)].clone()).collect();
    crate::in_order(&mut replies);
    Ok(replies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::tests::{model, prompt};
    use crate::plan;

    fn calls() -> (ModelSpec, Vec<Call>) {
        let model = model("provider = \"recorded\"\nseed = 0");
        let calls = plan(&model, &[prompt("b", "B?"), prompt("a", "A?")], 2).unwrap();
        (model, calls)
    }

    fn line(custom_id: &str, text: &str) -> String {
        format!(
            r#"{{"id":"x","custom_id":"{custom_id}","response":{{"status_code":200,"request_id":null,"body":{{"model":"m-1","choices":[{{"message":{{"content":"{text}"}}}}]}}}},"error":null}}"#
        )
    }

    fn import(content: &str) -> Result<Imported, HarnessError> {
        let (model, calls) = calls();
        import_replies(&model, &calls, "out.jsonl", content.as_bytes())
    }

    fn check_error(content: &str, message: &str) {
        let error = import(content).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_request_line_is_what_the_batch_api_documents() {
        let (_, calls) = calls();
        assert_eq!(
            export_requests(&calls[..1]),
            concat!(
                r#"{"custom_id":"b-r01","method":"POST","url":"/v1/chat/completions","#,
                r#""body":{"model":"m-1","messages":[{"role":"user","content":"B?"}],"seed":1}}"#,
                "\n"
            )
        );
    }

    #[test]
    fn any_order_of_lines_gives_the_same_replies() {
        let mut lines = ["a-r01", "a-r02", "b-r01", "b-r02"].map(|id| line(id, id)).to_vec();
        let forth = import(&lines.join("\n")).unwrap();
        lines.reverse();
        let back = import(&(lines.join("\n\n") + "\n\n")).unwrap();
        assert_eq!(forth, back);
        let texts: Vec<&str> = forth.replies.iter().map(|reply| reply.text.as_str()).collect();
        assert_eq!(texts, ["a-r01", "a-r02", "b-r01", "b-r02"]);
        assert_eq!(forth.replies[1].seed, Some(2));
    }

    #[test]
    fn errors_and_gaps_are_told_apart() {
        let failed = r#"{"custom_id":"a-r01","response":{"status_code":500,"body":{"error":{"message":"x"}}},"error":null}"#;
        let expired = r#"{"custom_id":"a-r02","response":null,"error":{"code":"batch_expired","message":"late"}}"#;
        let imported = import(&[failed, expired, &line("b-r02", "5")].join("\n")).unwrap();
        assert_eq!(imported.replies.len(), 1);
        let statuses: Vec<Option<u16>> = imported.failed.iter().map(|call| call.status).collect();
        assert_eq!(statuses, [Some(500), None]);
        assert!(imported.failed[1].message.contains("batch_expired"));
        assert_eq!(imported.missing, ["b-r01"]);
    }

    /// The shape that `vllm run-batch` writes. Source: `BatchRequestOutput` in `vllm/entrypoints/openai/run_batch.py`.
    #[test]
    fn a_file_of_vllm_run_batch_is_read() {
        let answered = |id: &str| {
            format!(
                r#"{{"id":"vllm-1","custom_id":"{id}","response":{{"status_code":200,"request_id":"vllm-batch-1","body":{{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-1","choices":[{{"index":0,"message":{{"role":"assistant","content":"5","refusal":null,"annotations":null,"audio":null,"function_call":null,"tool_calls":[],"reasoning":null,"reasoning_content":null}},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}}],"service_tier":null,"system_fingerprint":null,"usage":{{"prompt_tokens":9,"total_tokens":11,"completion_tokens":2,"prompt_tokens_details":null}},"prompt_logprobs":null,"prompt_token_ids":null,"kv_transfer_params":null}}}},"error":null}}"#
            )
        };
        let failed = |id: &str, error: &str| {
            format!(
                r#"{{"id":"vllm-1","custom_id":"{id}","response":{{"status_code":400,"request_id":"vllm-batch-1","body":null}},"error":{error}}}"#
            )
        };
        let lines = [
            answered("a-r01"),
            answered("a-r02"),
            failed(
                "b-r01",
                r#"{"error":{"message":"too long","type":"BadRequestError","param":null,"code":400}}"#,
            ),
            failed("b-r02", r#""the engine died""#),
        ];
        let imported = import(&lines.join("\n")).unwrap();
        let usage = imported.replies[0].usage;
        assert_eq!((usage.prompt, usage.completion), (Some(9), Some(2)));
        assert!(imported.failed[0].message.contains("too long"), "{:?}", imported.failed);
        assert!(imported.failed[1].message.contains("the engine died"), "{:?}", imported.failed);
    }

    #[test]
    fn a_bad_line_is_named() {
        check_error("nonsense", "out.jsonl, line 1: this is not a line of batch output");
        check_error(&line("c-r01", "5"), "`c-r01` is no call of model `m`");
        let twice = [line("a-r01", "5"), String::new(), line("a-r01", "6")].join("\n");
        check_error(&twice, "line 3: `a-r01` was answered on line 1 already");
        check_error(&line("a-r01", "5").replace("m-1", "m-2"), "`m-2` answered where `m-1`");
        check_error(&line("a-r01", "5")[..60], "line 1");
        let (model, calls) = calls();
        assert!(import_replies(&model, &calls, "f", b"{\"custom_id\":\"\xff\"}").is_err());
    }

    #[test]
    fn a_replay_gives_what_was_recorded_and_names_what_was_not() {
        let (model, calls) = calls();
        let all = ["a-r01", "a-r02", "b-r01", "b-r02"].map(|id| line(id, id)).join("\n");
        let mut recorded = import(&all).unwrap().replies;
        assert_eq!(replay(&model.name, &calls, &recorded).unwrap(), recorded);
        recorded.remove(1);
        let error = replay(&model.name, &calls, &recorded).unwrap_err().to_string();
        assert!(error.contains("no reply to `a`, repetition 2"), "{error}");
    }
}
