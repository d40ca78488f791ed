//! OpenAI's Batch API: a file goes up, a batch is made of it, two files come back.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ask::{ask, ask_well, pause, read};
use super::batch::{Answer, BatchIds, Creation, Failure, Line, Look, range_in};
use super::client::Request;
use super::run::Run;
use super::verdict::{Verdict, judge, read_error};
use crate::HarnessError;
use crate::journal::Batch;

/// The most calls and bytes of one input file. Source: OpenAI's specification, `POST /v1/files`.
pub(super) const LIMITS: (usize, usize) = (50_000, 200_000_000);

/// A created batch may stay invisible in the list for a moment.
const LISTINGS: u32 = 3;

#[derive(Deserialize)]
struct Object {
    id: String,
    status: Option<String>,
    #[serde(default)]
    output_file_id: Option<String>,
    #[serde(default)]
    error_file_id: Option<String>,
    #[serde(default)]
    errors: Option<Errors>,
    #[serde(default)]
    metadata: Option<std::collections::BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Errors {
    #[serde(default)]
    data: Vec<BatchError>,
}

#[derive(Deserialize)]
struct BatchError {
    code: Option<String>,
    message: Option<String>,
    line: Option<u64>,
}

#[derive(Deserialize)]
struct Page {
    data: Vec<Object>,
    #[serde(default)]
    has_more: bool,
}

/// Uploads the batch's input and journals the file's id. An upload that is lost costs nothing.
pub(super) async fn upload(
    run: &mut Run<'_>,
    batch: &Batch,
    ids: &BatchIds,
) -> Result<String, HarnessError> {
    let mut lines = String::new();
    for (id, &index) in ids {
        let body = &run.calls[index].body;
        lines += &format!(
            "{{\"custom_id\":\"{id}\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{body}}}\n"
        );
    }
    let boundary = format!("{0}{0}{0}", batch.tag);
    let body = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}.jsonl\"\r\n\
         Content-Type: application/jsonl\r\n\r\n{lines}\r\n--{boundary}--\r\n",
        batch.tag
    );
    let mut request = Request::post("files", body);
    request.content_type = format!("multipart/form-data; boundary={boundary}");
    let exchange = ask_well(run, request).await?;
    let file: Object = read(run, &exchange.body, "an uploaded file")?;
    run.journal.keep_input_file(batch.row, &file.id)?;
    Ok(file.id)
}

/// Creates the batch once. There is no idempotency key, so the metadata carry its tag for `find`.
pub(super) async fn create(
    run: &mut Run<'_>,
    batch: &Batch,
    file: &str,
) -> Result<Creation, HarnessError> {
    let body = serde_json::json!({
        "input_file_id": file,
        "endpoint": "/v1/chat/completions",
        "completion_window": "24h",
        "metadata": { "whose_values": batch.tag },
    });
    let request = Request::post("batches", body.to_string());
    for tries in 1..=run.settings.pace.tries_max {
        let exchange = match run.client.send(request.clone()).await {
            Ok(exchange) => exchange,
            Err(broken) => {
                return Ok(Creation::Unsure { reason: broken.reason, after: None });
            }
        };
        match judge(&exchange, std::time::SystemTime::now()) {
            Verdict::Take => {
                let created: Object = read(run, &exchange.body, "a batch")?;
                return Ok(Creation::Created(created.id));
            }
            Verdict::Again { after, reason } => return Ok(Creation::Unsure { reason, after }),
            // A file may stay invisible for a moment after its upload.
            Verdict::Stop { .. } if is_file_not_found(exchange.status, &exchange.body) => {
                pause(run, &batch.tag, tries, None).await;
            }
            Verdict::Stop { reason } => return Err(run.stopped(reason)),
        }
    }
    Err(run.stopped(format!("the uploaded file `{file}` never became visible")))
}

fn is_file_not_found(status: u16, body: &[u8]) -> bool {
    status == 400 && read_error(body).to_string().contains("Cannot find file")
}

/// Looks for a batch with our tag among those that the provider lists.
pub(super) async fn find(run: &mut Run<'_>, batch: &Batch) -> Result<Option<String>, HarnessError> {
    if batch.input_file.is_none() && run.journal.input_file(batch.row)?.is_none() {
        return Ok(None);
    }
    for listing in 1..=LISTINGS {
        let mut after = String::new();
        loop {
            let exchange = ask_well(run, Request::get(format!("batches?limit=100{after}"))).await?;
            let page: Page = read(run, &exchange.body, "a list of batches")?;
            let ours = |object: &&Object| {
                let metadata = object.metadata.as_ref();
                metadata.and_then(|metadata| metadata.get("whose_values")) == Some(&batch.tag)
            };
            if let Some(found) = page.data.iter().find(ours) {
                return Ok(Some(found.id.clone()));
            }
            match page.data.last() {
                Some(last) if page.has_more => after = format!("&after={}", last.id),
                _ => break,
            }
        }
        if listing < LISTINGS {
            pause(run, &batch.tag, listing, None).await;
        }
    }
    Ok(None)
}

/// Looks at a batch, and fetches both its files once it has ended, in whichever way.
pub(super) async fn look(run: &mut Run<'_>, remote: &str) -> Result<Look, HarnessError> {
    let exchange = ask(run, Request::get(format!("batches/{remote}"))).await?;
    let Ok(object) = serde_json::from_slice::<Object>(&exchange.body) else {
        return Ok(Look::Unknown(read_error(&exchange.body).to_string()));
    };
    let status = object.status.as_deref().unwrap_or_default();
    if !["completed", "failed", "expired", "cancelled"].contains(&status) {
        return Ok(Look::Running);
    }
    let mut files = Vec::new();
    for file in [&object.output_file_id, &object.error_file_id].into_iter().flatten() {
        files.push(ask_well(run, Request::get(format!("files/{file}/content"))).await?.body);
    }
    let failure = (status == "failed").then(|| failure(object.errors.as_ref()));
    Ok(Look::Ended { files, failure })
}

fn failure(errors: Option<&Errors>) -> Failure {
    let errors = errors.map(|errors| errors.data.as_slice()).unwrap_or_default();
    let say = |error: &BatchError| {
        let code = error.code.as_deref().unwrap_or("error");
        let line = error.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        format!("`{code}`{line}: {}", error.message.as_deref().unwrap_or("no reason given"))
    };
    let message = errors.first().map_or_else(|| "no reason given".to_owned(), say);
    let is_too_large =
        errors.iter().any(|error| error.code.as_deref() == Some("token_limit_exceeded"));
    Failure { message, is_too_large }
}

#[derive(Deserialize)]
struct ResultLine<'a> {
    custom_id: String,
    #[serde(borrow, default)]
    response: Option<Response<'a>>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Response<'a> {
    status_code: u16,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// Reads a line of an output or error file; `None` if it is none.
pub(super) fn read_line(raw: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(raw).ok()?;
    let line: ResultLine<'_> = serde_json::from_str(text).ok()?;
    let answer = match line.response {
        Some(response) if response.status_code == 200 => {
            Answer::Body(range_in(text, response.body.get()))
        }
        Some(response) => Answer::Error {
            status: Some(response.status_code),
            message: read_error(response.body.get().as_bytes()).to_string(),
            again: matches!(response.status_code, 408 | 409 | 429 | 500..),
        },
        None => {
            let error = line.error.map_or("no response and no error", RawValue::get);
            Answer::Error { status: None, message: error.to_owned(), again: true }
        }
    };
    Some(Line { custom_id: line.custom_id, answer })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str)>) {
        let read = read_line(line.as_bytes()).map(|read| match read.answer {
            Answer::Body(range) => (read.custom_id, line[range].to_owned()),
            Answer::Error { again: true, .. } => (read.custom_id, "again".to_owned()),
            Answer::Error { .. } => (read.custom_id, "never".to_owned()),
        });
        assert_eq!(read, expected.map(|(id, said)| (id.to_owned(), said.to_owned())));
    }

    #[test]
    fn each_kind_of_line_is_told_apart() {
        check(
            r#"{"id":"x","custom_id":"a","response":{"status_code":200,"request_id":"r","body":{"k": 1}},"error":null,"new":[]}"#,
            Some(("a", r#"{"k": 1}"#)),
        );
        let error = |status| {
            format!(
                r#"{{"custom_id":"a","response":{{"status_code":{status},"body":{{"error":{{"message":"m"}}}}}},"error":null}}"#
            )
        };
        check(&error(400), Some(("a", "never")));
        check(&error(429), Some(("a", "again")));
        check(&error(500), Some(("a", "again")));
        let expired =
            r#"{"custom_id":"a","response":null,"error":{"code":"batch_expired","message":"m"}}"#;
        check(expired, Some(("a", "again")));
        check("{\"custom_id\":", None);
    }

    #[test]
    fn a_token_limit_is_told_apart_from_a_broken_file() {
        let errors = |code: &str| -> Errors {
            serde_json::from_str(&format!(
                r#"{{"data":[{{"code":"{code}","message":"m","line":null}}]}}"#
            ))
            .unwrap()
        };
        assert!(failure(Some(&errors("token_limit_exceeded"))).is_too_large);
        let broken = failure(Some(&errors("invalid_json_line")));
        assert!(!broken.is_too_large && broken.message.contains("invalid_json_line"));
        assert_eq!(failure(None).message, "no reason given");
    }
}
