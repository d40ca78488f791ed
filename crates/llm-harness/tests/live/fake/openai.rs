//! OpenAI's files and batches with the life cycle and the traps of the real ones.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use super::{Answer, Asked, chat_completion};

/// How a batch ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    /// All answered.
    Completed,
    /// All answered with this status: no output file, only an error file.
    AllErrors(u16),
    /// The first so many answered and paid for, the rest expired.
    Expired(usize),
    /// The first so many answered and paid for; the rest in no file.
    Cancelled(usize),
    /// No file, only this code.
    Failed(&'static str),
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, Vec<u8>>,
    /// Each batch: its object and how often it was looked at.
    batches: Vec<(Value, u32)>,
    fates: Vec<Fate>,
}

/// The service. The n-th batch created has the n-th fate, and the last fate from then on.
pub(crate) struct OpenAiBatches {
    state: Mutex<State>,
}

impl OpenAiBatches {
    pub(crate) fn new(fates: &[Fate]) -> Self {
        Self { state: Mutex::new(State { fates: fates.to_vec(), ..State::default() }) }
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Answer {
        let mut state = self.state.lock().unwrap();
        let path = asked.path.split('?').next().unwrap();
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("POST", ["files"]) => state.upload(asked),
            ("GET", ["files", id, "content"]) => {
                Answer::Say(200, Vec::new(), state.files[*id].clone())
            }
            ("POST", ["batches"]) => state.create(asked),
            ("GET", ["batches"]) => state.list(&asked.path),
            ("GET", ["batches", id]) => state.look(id),
            _ => Answer::status(
                404,
                r#"{"error":{"message":"no such route","type":"x","param":null,"code":null}}"#,
            ),
        }
    }
}

impl State {
    fn upload(&mut self, asked: &Asked) -> Answer {
        let text = asked.text();
        let (_, rest) = text.split_once("application/jsonl\r\n\r\n").unwrap();
        let (lines, _) = rest.split_once("\r\n--").unwrap();
        let id = format!("file-{}", self.files.len());
        self.files.insert(id.clone(), lines.as_bytes().to_vec());
        let file = json!({
            "id": id, "object": "file", "bytes": lines.len(), "created_at": 1, "filename": "x.jsonl",
            "purpose": "batch", "status": "processed",
        });
        Answer::json(file.to_string())
    }

    fn create(&mut self, asked: &Asked) -> Answer {
        let body: Value = serde_json::from_slice(&asked.body).unwrap();
        let id = format!("batch_{}", self.batches.len());
        let batch = json!({
            "id": id, "object": "batch", "endpoint": body["endpoint"], "status": "validating",
            "input_file_id": body["input_file_id"], "completion_window": "24h", "created_at": 1,
            "errors": null, "output_file_id": null, "error_file_id": null,
            "request_counts": { "total": 0, "completed": 0, "failed": 0 },
            "metadata": body["metadata"], "unheard_of": { "field": true },
        });
        self.batches.push((batch.clone(), 0));
        Answer::json(batch.to_string())
    }

    /// The newest first, two a page, so that paging is needed.
    fn list(&self, path: &str) -> Answer {
        let after = path.split_once("after=").map(|(_, after)| after);
        let newest: Vec<&Value> = self.batches.iter().rev().map(|(batch, _)| batch).collect();
        let from =
            after.map_or(0, |after| 1 + newest.iter().position(|b| b["id"] == after).unwrap());
        let page: Vec<&&Value> = newest[from..].iter().take(2).collect();
        let has_more = from + page.len() < newest.len();
        Answer::json(json!({ "object": "list", "data": page, "has_more": has_more }).to_string())
    }

    fn look(&mut self, id: &str) -> Answer {
        let Some(number) = self.batches.iter().position(|(batch, _)| batch["id"] == id) else {
            let gone = r#"{"error":{"message":"No batch found","type":"invalid_request_error","param":null,"code":null}}"#;
            return Answer::status(404, gone);
        };
        self.batches[number].1 += 1;
        let fate = self.fates[number.min(self.fates.len() - 1)];
        match self.batches[number].1 {
            1 => self.batches[number].0["status"] = json!("in_progress"),
            2 => self.batches[number].0["status"] = json!("finalizing"),
            3 => self.end(number, fate),
            _ => {}
        }
        Answer::json(self.batches[number].0.to_string())
    }

    fn end(&mut self, number: usize, fate: Fate) {
        let input = self.batches[number].0["input_file_id"].as_str().unwrap().to_owned();
        let text = String::from_utf8(self.files[&input].clone()).unwrap();
        let requests: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let answered = match fate {
            Fate::Completed => requests.len(),
            Fate::Expired(answered) | Fate::Cancelled(answered) => answered.min(requests.len()),
            Fate::AllErrors(_) | Fate::Failed(_) => 0,
        };
        let (done, rest) = requests.split_at(answered);
        // Results are in no particular order.
        let output: Vec<String> = done.iter().rev().map(success).collect();
        let errors: Vec<String> = match fate {
            Fate::AllErrors(status) => rest.iter().map(|request| error(request, status)).collect(),
            Fate::Expired(_) => rest.iter().map(expired).collect(),
            _ => Vec::new(),
        };
        // The output ends with a blank line, the error file without a line end.
        let output = self.keep(number, "output", &output, "\n\n");
        let errors = self.keep(number, "error", &errors, "");
        let batch = &mut self.batches[number].0;
        batch["output_file_id"] = json!(output);
        batch["error_file_id"] = json!(errors);
        batch["status"] = match fate {
            Fate::Completed | Fate::AllErrors(_) => json!("completed"),
            Fate::Expired(_) => json!("expired"),
            Fate::Cancelled(_) => json!("cancelled"),
            Fate::Failed(code) => {
                batch["errors"] = json!({ "object": "list", "data": [
                    { "code": code, "message": "refused as a whole", "param": null, "line": null },
                ]});
                json!("failed")
            }
        };
    }

    fn keep(&mut self, number: usize, kind: &str, lines: &[String], end: &str) -> Option<String> {
        if lines.is_empty() {
            return None;
        }
        let id = format!("file-{kind}-{number}");
        self.files.insert(id.clone(), (lines.join("\n") + end).into_bytes());
        Some(id)
    }
}

fn success(request: &Value) -> String {
    let body: Value =
        serde_json::from_str(&chat_completion(request["body"].to_string().as_bytes())).unwrap();
    json!({
        "id": "batch_req_1", "custom_id": request["custom_id"], "error": null,
        "response": { "status_code": 200, "request_id": "req_1", "body": body },
    })
    .to_string()
}

fn error(request: &Value, status: u16) -> String {
    json!({
        "id": "batch_req_1", "custom_id": request["custom_id"], "error": null,
        "response": { "status_code": status, "request_id": "req_1", "body": {
            "error": { "message": "not answered", "type": "some_error", "param": null, "code": null },
        }},
    })
    .to_string()
}

fn expired(request: &Value) -> String {
    json!({
        "id": "batch_req_1", "custom_id": request["custom_id"], "response": null,
        "error": { "code": "batch_expired", "message": "This request could not be executed before the completion window expired." },
    })
    .to_string()
}
