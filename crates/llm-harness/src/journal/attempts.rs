//! Rounds, calls, attempts and the replies among them.

use rusqlite::{OptionalExtension, Row, params};
use survey_model::Reply;

use super::Journal;
use crate::{Call, HarnessError, ModelSpec, in_order, read_reply};

/// What came of one attempt.
#[cfg(feature = "live")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A reply that can be read.
    Reply,
    /// A body with status 200 that is no reply; it may have been paid for.
    Unreadable,
    /// The server answered with an error.
    Refused,
    /// The connection broke after the request had gone out; it may have been paid for.
    Broken,
    /// The request never went out.
    Unsent,
    /// The batch ended without an answer to it.
    Unanswered,
}

#[cfg(feature = "live")]
impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Unreadable => "unreadable",
            Self::Refused => "error",
            Self::Broken => "broken",
            Self::Unsent => "unsent",
            Self::Unanswered => "unanswered",
        }
    }
}

/// What an attempt brought.
#[cfg(feature = "live")]
#[derive(Debug, Clone)]
pub(crate) struct Attempt<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<String>,
    pub(crate) latency_ms: Option<u64>,
    pub(crate) raw: &'a [u8],
    /// Where the reply's body lies in `raw`.
    pub(crate) body: std::ops::Range<usize>,
    /// The reply as read, for its usage and refusal.
    pub(crate) reply: Option<&'a Reply>,
    pub(crate) note: Option<String>,
}

/// Tokens that a model's attempts took, over all rounds.
#[cfg(feature = "live")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Spending {
    /// Prompt tokens and completion tokens of what was answered synchronously.
    pub(crate) direct: (u64, u64),
    /// The same of what was answered in batches.
    pub(crate) batched: (u64, u64),
    /// Attempts that may have been paid for and whose tokens nobody told.
    pub(crate) unknown: u64,
}

/// The replies that a journal holds to a list of calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalReplies {
    /// The replies, by prompt and repetition.
    pub replies: Vec<Reply>,
    /// Ids of the calls without a reply.
    pub missing: Vec<String>,
}

/// How far a model's latest round is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelStatus {
    /// The model as the study names it.
    pub model: String,
    /// The round, counted from 1.
    pub round: u32,
    /// Calls planned so far.
    pub calls: u64,
    /// Calls with a reply.
    pub replies: u64,
    /// Replies in which the provider's own mechanism refused.
    pub refusals: u64,
    /// Attempts that brought no reply.
    pub failed_attempts: u64,
    /// Prompt tokens of all replies.
    pub prompt_tokens: u64,
    /// Completion tokens of all replies.
    pub completion_tokens: u64,
    /// Batches that have not ended, by the provider's id.
    pub open_batches: Vec<String>,
}

/// A round of one model.
#[cfg(feature = "live")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) model: String,
    pub(crate) number: i64,
    /// The row of each call, in the order of the calls.
    pub(crate) rows: Vec<i64>,
}

impl Journal {
    /// The replies that the latest round of `model` holds to `calls`.
    ///
    /// # Errors
    /// A journal that cannot be read.
    pub fn replies(
        &self,
        model: &ModelSpec,
        calls: &[Call],
    ) -> Result<JournalReplies, HarnessError> {
        let round = self.latest_round(model.name.as_str())?.unwrap_or(0);
        let query = "SELECT raw, body_from, body_to FROM attempt WHERE outcome = 'reply' AND call =
            (SELECT id FROM call WHERE model = ?1 AND round = ?2 AND key = ?3 AND repetition = ?4 AND prompt = ?5)";
        let mut statement = self.sql(self.connection.prepare(query))?;
        let mut found = JournalReplies::default();
        for call in calls {
            let key = params![
                model.name.as_str(),
                round,
                call.key,
                call.repetition,
                call.prompt.as_str()
            ];
            let body = self.sql(statement.query_row(key, body_of).optional())?;
            match body.map(|body| read_reply(model, call, &body)) {
                Some(Ok(reply)) => found.replies.push(reply),
                // A reply that was readable when it came can only be unreadable to a later declaration.
                Some(Err(_)) | None => found.missing.push(call.custom_id.clone()),
            }
        }
        in_order(&mut found.replies);
        Ok(found)
    }

    /// How far each model is, by name.
    ///
    /// # Errors
    /// A journal that cannot be read.
    pub fn status(&self) -> Result<Vec<ModelStatus>, HarnessError> {
        let query = "SELECT c.model, c.round, count(DISTINCT c.id), count(a.id) FILTER (WHERE a.outcome = 'reply'),
                count(a.id) FILTER (WHERE a.outcome = 'reply' AND a.refused = 1),
                count(a.id) FILTER (WHERE a.outcome <> 'reply'),
                coalesce(sum(a.prompt_tokens), 0), coalesce(sum(a.completion_tokens), 0)
            FROM call c LEFT JOIN attempt a ON a.call = c.id
            WHERE c.round = (SELECT max(round) FROM round r WHERE r.model = c.model)
            GROUP BY c.model, c.round ORDER BY c.model";
        let read = |row: &Row<'_>| {
            Ok(ModelStatus {
                model: row.get(0)?,
                round: row.get(1)?,
                calls: row.get(2)?,
                replies: row.get(3)?,
                refusals: row.get(4)?,
                failed_attempts: row.get(5)?,
                prompt_tokens: row.get(6)?,
                completion_tokens: row.get(7)?,
                open_batches: Vec::new(),
            })
        };
        let mut statement = self.sql(self.connection.prepare(query))?;
        let rows = self.sql(statement.query_map([], read).and_then(Iterator::collect))?;
        let mut models: Vec<ModelStatus> = rows;
        for status in &mut models {
            status.open_batches = self.open_batch_ids(&status.model)?;
        }
        Ok(models)
    }

    pub(crate) fn latest_round(&self, model: &str) -> Result<Option<i64>, HarnessError> {
        let query = "SELECT max(round) FROM round WHERE model = ?1";
        self.sql(self.connection.query_row(query, [model], |row| row.get(0)))
    }

    /// What the server said of itself in the latest round, by name.
    ///
    /// # Errors
    /// A journal that cannot be read.
    pub fn facts(&self, model: &str) -> Result<Vec<(String, Vec<u8>)>, HarnessError> {
        let query = "SELECT name, value FROM fact WHERE model = ?1
            AND round = (SELECT max(round) FROM round WHERE model = ?1) ORDER BY name";
        let mut statement = self.sql(self.connection.prepare(query))?;
        let rows = statement.query_map([model], |row| Ok((row.get(0)?, row.get(1)?)));
        self.sql(rows.and_then(Iterator::collect))
    }
}

fn body_of(row: &Row<'_>) -> rusqlite::Result<Vec<u8>> {
    let raw: Vec<u8> = row.get(0)?;
    let (from, to): (usize, usize) = (row.get(1)?, row.get(2)?);
    Ok(raw.get(from..to).unwrap_or_default().to_vec())
}

#[cfg(feature = "live")]
impl Journal {
    /// Opens a round and enters the calls that it does not hold yet; `fresh` opens a new one.
    pub(crate) fn begin(
        &mut self,
        model: &ModelSpec,
        calls: &[Call],
        fresh: bool,
        now_ms: i64,
    ) -> Result<Round, HarnessError> {
        let name = model.name.as_str();
        let latest = self.latest_round(name)?;
        let number = latest.map_or(1, |latest| latest + i64::from(fresh));
        let entered = enter(&mut self.connection, (name, number), calls, now_ms);
        let rows = entered.map_err(|error| super::explain(&self.path, &error))?;
        Ok(Round { model: name.to_owned(), number, rows })
    }

    /// Whether each call of the round has a reply, in the order of the calls.
    pub(crate) fn answered(&self, round: &Round) -> Result<Vec<bool>, HarnessError> {
        let query = "SELECT EXISTS (SELECT 1 FROM attempt WHERE call = ?1 AND outcome = 'reply')";
        let mut statement = self.sql(self.connection.prepare(query))?;
        let rows = round.rows.iter().map(|row| statement.query_row([row], |row| row.get(0)));
        let answered = rows.collect();
        self.sql(answered)
    }

    /// Notes that a call is about to be sent; gives the attempt's row.
    pub(crate) fn start_attempt(&self, call: i64, now_ms: i64) -> Result<i64, HarnessError> {
        let insert = "INSERT INTO attempt (call, outcome, sent_at_ms) VALUES (?1, 'open', ?2)";
        self.sql(self.connection.execute(insert, params![call, now_ms]))?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes what an attempt brought.
    pub(crate) fn finish_attempt(
        &self,
        row: i64,
        attempt: &Attempt<'_>,
    ) -> Result<(), HarnessError> {
        let update = "UPDATE attempt SET outcome = ?2, latency_ms = ?3, status = ?4, request_id = ?5, raw = ?6,
            body_from = ?7, body_to = ?8, prompt_tokens = ?9, completion_tokens = ?10, refused = ?11, note = ?12
            WHERE id = ?1";
        let usage = attempt.reply.map(|reply| reply.usage).unwrap_or_default();
        let values = params![
            row,
            attempt.outcome.name(),
            attempt.latency_ms,
            attempt.status,
            attempt.request_id,
            attempt.raw,
            attempt.body.start,
            attempt.body.end,
            usage.prompt,
            usage.completion,
            attempt.reply.map(is_refusal),
            attempt.note,
        ];
        self.sql(self.connection.execute(update, values))?;
        Ok(())
    }

    /// Marks attempts that a killed run left open: they may have been paid for.
    pub(crate) fn close_lost_attempts(&self, model: &str) -> Result<usize, HarnessError> {
        let update = "UPDATE attempt SET outcome = 'lost' WHERE outcome = 'open' AND batch IS NULL
            AND call IN (SELECT id FROM call WHERE model = ?1)";
        self.sql(self.connection.execute(update, [model]))
    }

    /// Tokens taken by all attempts of a model, in every round.
    pub(crate) fn spending(&self, model: &str) -> Result<Spending, HarnessError> {
        let query = "SELECT
                coalesce(sum(a.prompt_tokens) FILTER (WHERE a.batch IS NULL), 0),
                coalesce(sum(a.completion_tokens) FILTER (WHERE a.batch IS NULL), 0),
                coalesce(sum(a.prompt_tokens) FILTER (WHERE a.batch IS NOT NULL), 0),
                coalesce(sum(a.completion_tokens) FILTER (WHERE a.batch IS NOT NULL), 0),
                count(*) FILTER (WHERE a.outcome IN ('lost', 'broken', 'unreadable')
                    OR (a.outcome = 'reply' AND a.completion_tokens IS NULL))
            FROM attempt a JOIN call c ON c.id = a.call WHERE c.model = ?1";
        let read = |row: &Row<'_>| {
            Ok(Spending {
                direct: (row.get(0)?, row.get(1)?),
                batched: (row.get(2)?, row.get(3)?),
                unknown: row.get(4)?,
            })
        };
        self.sql(self.connection.query_row(query, [model], read))
    }

    /// Replies of the round in which the provider's own mechanism refused.
    pub(crate) fn refusals(&self, round: &Round) -> Result<usize, HarnessError> {
        let query = "SELECT count(*) FROM attempt a JOIN call c ON c.id = a.call
            WHERE c.model = ?1 AND c.round = ?2 AND a.outcome = 'reply' AND a.refused = 1";
        let key = params![round.model, round.number];
        self.sql(self.connection.query_row(query, key, |row| row.get(0)))
    }

    /// Whether the round has a fact of this name.
    pub(crate) fn has_fact(&self, round: &Round, name: &str) -> Result<bool, HarnessError> {
        let query =
            "SELECT EXISTS (SELECT 1 FROM fact WHERE model = ?1 AND round = ?2 AND name = ?3)";
        let key = params![round.model, round.number, name];
        self.sql(self.connection.query_row(query, key, |row| row.get(0)))
    }

    /// Keeps what the server said of itself.
    pub(crate) fn keep_fact(
        &self,
        round: &Round,
        name: &str,
        value: &[u8],
    ) -> Result<(), HarnessError> {
        let insert = "INSERT OR IGNORE INTO fact VALUES (?1, ?2, ?3, ?4)";
        self.sql(self.connection.execute(insert, params![round.model, round.number, name, value]))?;
        Ok(())
    }
}

/// Enters a round and its calls, and gives the row of each call.
#[cfg(feature = "live")]
fn enter(
    connection: &mut rusqlite::Connection,
    (model, round): (&str, i64),
    calls: &[Call],
    now_ms: i64,
) -> rusqlite::Result<Vec<i64>> {
    const INSERT: &str =
        "INSERT OR IGNORE INTO call (model, round, key, repetition, prompt, item, seed, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    const FIND: &str = "SELECT id FROM call
        WHERE model = ?1 AND round = ?2 AND key = ?3 AND repetition = ?4 AND prompt = ?5";
    let transaction = connection.transaction()?;
    let opened = params![model, round, now_ms];
    transaction.execute("INSERT OR IGNORE INTO round VALUES (?1, ?2, ?3)", opened)?;
    let mut rows = Vec::with_capacity(calls.len());
    for call in calls {
        let Call { key, repetition, body, seed, .. } = call;
        let (prompt, item) = (call.prompt.as_str(), call.item.as_str());
        let entry = params![model, round, key, repetition, prompt, item, seed, body];
        transaction.prepare_cached(INSERT)?.execute(entry)?;
        let entry = params![model, round, key, repetition, prompt];
        rows.push(transaction.prepare_cached(FIND)?.query_row(entry, |row| row.get(0))?);
    }
    transaction.commit()?;
    Ok(rows)
}

/// Whether the provider's own mechanism refused, which says nothing about the text.
#[cfg(feature = "live")]
pub(crate) fn is_refusal(reply: &Reply) -> bool {
    use survey_model::FinishReason::{ContentFilter, Refusal};
    reply.refusal.is_some() || matches!(reply.finish, Some(Refusal | ContentFilter))
}
