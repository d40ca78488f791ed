//! Anthropic's Message Batches with the life cycle and the traps of the real ones.

use std::sync::Mutex;

use serde_json::{Value, json};

use super::{Answer, Asked, message};

/// The service. Calls beyond `answered` of the first batch end in these ways, one after another; later batches succeed.
pub(crate) struct AnthropicBatches {
    answered: usize,
    ways: Vec<&'static str>,
    batches: Mutex<Vec<Batch>>,
}

struct Batch {
    requests: Vec<Value>,
    looks: u32,
}

impl AnthropicBatches {
    pub(crate) fn new(answered: usize, ways: &[&'static str]) -> Self {
        Self { answered, ways: ways.to_vec(), batches: Mutex::default() }
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Answer {
        let mut batches = self.batches.lock().unwrap();
        let path = asked.path.split('?').next().unwrap();
        let parts: Vec<&str> = path.strip_prefix("/v1/messages").unwrap().split('/').collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("POST", [""]) => Answer::json(message(&asked.body)),
            ("POST", ["", "batches"]) => {
                let body: Value = serde_json::from_slice(&asked.body).unwrap();
                let requests = body["requests"].as_array().unwrap().clone();
                batches.push(Batch { requests, looks: 0 });
                Answer::json(object(batches.len() - 1, batches.last().unwrap()).to_string())
            }
            ("GET", ["", "batches"]) => {
                let data: Vec<Value> = (0..batches.len())
                    .rev()
                    .map(|number| object(number, &batches[number]))
                    .collect();
                Answer::json(json!({ "data": data, "has_more": false }).to_string())
            }
            ("GET", ["", "batches", id]) => match number_of(id, batches.len()) {
                Some(number) => {
                    batches[number].looks += 1;
                    Answer::json(object(number, &batches[number]).to_string())
                }
                None => Answer::status(
                    404,
                    r#"{"type":"error","error":{"type":"not_found_error","message":"no such batch"},"request_id":"r"}"#,
                ),
            },
            ("GET", ["", "batches", id, "results"]) => {
                let number = number_of(id, batches.len()).unwrap();
                Answer::json(self.results(number, &batches[number].requests))
            }
            _ => Answer::status(404, "{}"),
        }
    }

    fn results(&self, number: usize, requests: &[Value]) -> String {
        let line = |(place, request): (usize, &Value)| {
            let is_answered = number > 0 || place < self.answered;
            let way = if is_answered {
                "succeeded"
            } else {
                self.ways[(place - self.answered) % self.ways.len()]
            };
            json!({ "custom_id": request["custom_id"], "result": result(way, &request["params"]) })
                .to_string()
        };
        let mut lines: Vec<String> = requests.iter().enumerate().map(line).collect();
        lines.reverse();
        lines.join("\n") + "\n"
    }
}

fn number_of(id: &str, count: usize) -> Option<usize> {
    let number = id.strip_prefix("msgbatch_")?.parse().ok()?;
    (number < count).then_some(number)
}

/// Counts stay 0, but for `processing`, until the batch has ended at the third look.
fn object(number: usize, batch: &Batch) -> Value {
    let (count, ended) = (batch.requests.len(), batch.looks >= 3);
    let counts = if ended { (0, count) } else { (count, 0) };
    json!({
        "id": format!("msgbatch_{number}"), "type": "message_batch",
        "processing_status": if ended { "ended" } else { "in_progress" },
        "request_counts": { "processing": counts.0, "succeeded": counts.1, "errored": 0, "canceled": 0, "expired": 0 },
        "created_at": "2999-01-01T00:00:00Z", "expires_at": "2999-01-02T00:00:00Z",
        "ended_at": null, "cancel_initiated_at": null, "archived_at": null,
        "results_url": ended.then(|| format!("/v1/messages/batches/msgbatch_{number}/results")),
    })
}

fn result(way: &str, params: &Value) -> Value {
    let errored = |name: &str| {
        json!({ "type": "errored", "error": { "type": "error", "request_id": null,
            "error": { "type": name, "message": "not answered" } } })
    };
    match way {
        "succeeded" => {
            let message: Value =
                serde_json::from_str(&message(params.to_string().as_bytes())).unwrap();
            json!({ "type": "succeeded", "message": message })
        }
        "expired" | "canceled" => json!({ "type": way }),
        name => errored(name),
    }
}
