//! Batches: journalled before they exist at the provider, closed once their results are in.

#[cfg(feature = "live")]
use rusqlite::{Row, params};

use super::Journal;
#[cfg(feature = "live")]
use super::attempts::{Attempt, Round};
use crate::HarnessError;

/// How far a batch is; before, it is `prepared` and may or may not exist at the provider.
#[cfg(feature = "live")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BatchState {
    /// Its id is known.
    Created,
    /// All that it brought is in the journal.
    Closed,
}

/// A batch as the journal knows it.
#[cfg(feature = "live")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) row: i64,
    /// Hexadecimal digits that begin the ids of its calls and name it to the provider.
    pub(crate) tag: String,
    pub(crate) prepared_at_ms: i64,
    /// The uploaded file's id.
    pub(crate) input_file: Option<String>,
    /// The provider's id.
    pub(crate) remote: Option<String>,
    /// The rows of its calls.
    pub(crate) calls: Vec<i64>,
}

impl Journal {
    pub(super) fn open_batch_ids(&self, model: &str) -> Result<Vec<String>, HarnessError> {
        let query = "SELECT coalesce(remote, 'not yet created') FROM batch
            WHERE model = ?1 AND state <> 'closed' ORDER BY id";
        let mut statement = self.sql(self.connection.prepare(query))?;
        let rows = statement.query_map([model], |row| row.get(0)).and_then(Iterator::collect);
        self.sql(rows)
    }
}

#[cfg(feature = "live")]
impl BatchState {
    fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Closed => "closed",
        }
    }
}

#[cfg(feature = "live")]
impl Journal {
    /// Writes down a batch before anything of it is sent.
    pub(crate) fn prepare_batch(
        &mut self,
        round: &Round,
        tag: &str,
        calls: &[i64],
        now_ms: i64,
    ) -> Result<(), HarnessError> {
        let write = |connection: &mut rusqlite::Connection| -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            transaction.execute(
                "INSERT INTO batch (model, round, tag, prepared_at_ms, state) VALUES (?1, ?2, ?3, ?4, 'prepared')",
                params![round.model, round.number, tag, now_ms],
            )?;
            let row = transaction.last_insert_rowid();
            for call in calls {
                transaction
                    .execute("INSERT INTO batch_call VALUES (?1, ?2)", params![row, call])?;
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| super::explain(&self.path, &error))
    }

    /// Batches of the round that are not closed, oldest first.
    pub(crate) fn open_batches(&self, round: &Round) -> Result<Vec<Batch>, HarnessError> {
        let query = "SELECT id, tag, prepared_at_ms, input_file, remote FROM batch
            WHERE model = ?1 AND round = ?2 AND state <> 'closed' ORDER BY id";
        let read = |row: &Row<'_>| {
            Ok(Batch {
                row: row.get(0)?,
                tag: row.get(1)?,
                prepared_at_ms: row.get(2)?,
                input_file: row.get(3)?,
                remote: row.get(4)?,
                calls: Vec::new(),
            })
        };
        let mut statement = self.sql(self.connection.prepare(query))?;
        let rows = statement.query_map(params![round.model, round.number], read);
        let mut batches: Vec<Batch> = self.sql(rows.and_then(Iterator::collect))?;
        let query = "SELECT call FROM batch_call WHERE batch = ?1 ORDER BY call";
        let mut statement = self.sql(self.connection.prepare(query))?;
        for batch in &mut batches {
            let rows = statement.query_map([batch.row], |row| row.get(0));
            batch.calls = self.sql(rows.and_then(Iterator::collect))?;
        }
        Ok(batches)
    }

    /// How many batches the model ever had, for unique tags.
    pub(crate) fn batches_ever(&self, model: &str) -> Result<i64, HarnessError> {
        let query = "SELECT count(*) FROM batch WHERE model = ?1";
        self.sql(self.connection.query_row(query, [model], |row| row.get(0)))
    }

    /// Whether a provider's batch id is in the journal already.
    pub(crate) fn knows_batch(&self, remote: &str) -> Result<bool, HarnessError> {
        let query = "SELECT EXISTS (SELECT 1 FROM batch WHERE remote = ?1)";
        self.sql(self.connection.query_row(query, [remote], |row| row.get(0)))
    }

    /// The uploaded file of a batch, as the journal knows it by now.
    pub(crate) fn input_file(&self, batch: i64) -> Result<Option<String>, HarnessError> {
        let query = "SELECT input_file FROM batch WHERE id = ?1";
        self.sql(self.connection.query_row(query, [batch], |row| row.get(0)))
    }

    pub(crate) fn keep_input_file(&self, batch: i64, file: &str) -> Result<(), HarnessError> {
        let update = "UPDATE batch SET input_file = ?2 WHERE id = ?1";
        self.sql(self.connection.execute(update, params![batch, file])).map(|_| ())
    }

    pub(crate) fn keep_remote(&self, batch: i64, remote: &str) -> Result<(), HarnessError> {
        let update = "UPDATE batch SET remote = ?2, state = ?3 WHERE id = ?1";
        let state = BatchState::Created.name();
        self.sql(self.connection.execute(update, params![batch, remote, state])).map(|_| ())
    }

    /// Takes in what a batch brought and closes it, in one transaction.
    pub(crate) fn close_batch(
        &mut self,
        batch: i64,
        note: Option<&str>,
        attempts: &[(i64, Attempt<'_>)],
        now_ms: i64,
    ) -> Result<(), HarnessError> {
        self.sql(self.connection.execute_batch("BEGIN IMMEDIATE"))?;
        let written = self.write_results(batch, note, attempts, now_ms);
        let end = if written.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.sql(self.connection.execute_batch(end));
        written.and(ended)
    }

    fn write_results(
        &self,
        batch: i64,
        note: Option<&str>,
        attempts: &[(i64, Attempt<'_>)],
        now_ms: i64,
    ) -> Result<(), HarnessError> {
        let insert =
            "INSERT INTO attempt (call, batch, outcome, sent_at_ms) VALUES (?1, ?2, 'open', ?3)";
        for (call, attempt) in attempts {
            self.sql(self.connection.execute(insert, params![call, batch, now_ms]))?;
            self.finish_attempt(self.connection.last_insert_rowid(), attempt)?;
        }
        let update = "UPDATE batch SET state = ?2, note = ?3 WHERE id = ?1";
        let state = BatchState::Closed.name();
        self.sql(self.connection.execute(update, params![batch, state, note])).map(|_| ())
    }
}
