//! The journal's tables and its version.

/// Version 1: first.
pub(super) const VERSION: i64 = 1;

/// Marks the file as ours, so that another SQLite file is not mistaken for a journal. "WhVl" in ASCII.
pub(super) const APPLICATION_ID: i64 = 0x5768_566c;

pub(super) const TABLES: &str = "
-- One row: which study this journal belongs to.
CREATE TABLE study (name TEXT NOT NULL) STRICT;

-- A model is asked in rounds: 1, and one more for every `--fresh`.
CREATE TABLE round (
    model TEXT NOT NULL, round INTEGER NOT NULL, opened_at_ms INTEGER NOT NULL,
    PRIMARY KEY (model, round)
) STRICT;

-- What is to be answered once. `key` is the SHA-256 of address and body.
CREATE TABLE call (
    id INTEGER PRIMARY KEY, model TEXT NOT NULL, round INTEGER NOT NULL,
    key TEXT NOT NULL, repetition INTEGER NOT NULL,
    prompt TEXT NOT NULL, item TEXT NOT NULL, seed INTEGER, body TEXT NOT NULL,
    UNIQUE (model, round, key, repetition, prompt)
) STRICT;

-- Every time a call was sent, and what came back, byte for byte (a key that a server echoes is blotted out).
-- In a batch, `raw` is the whole line; the reply's body is the bytes from `body_from` up to `body_to`.
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, call INTEGER NOT NULL REFERENCES call (id), batch INTEGER REFERENCES batch (id),
    outcome TEXT NOT NULL, sent_at_ms INTEGER NOT NULL, latency_ms INTEGER,
    status INTEGER, request_id TEXT, raw BLOB, body_from INTEGER, body_to INTEGER,
    prompt_tokens INTEGER, completion_tokens INTEGER, refused INTEGER, note TEXT
) STRICT;
CREATE INDEX attempt_of_call ON attempt (call);
CREATE UNIQUE INDEX one_reply ON attempt (call) WHERE outcome = 'reply';

-- Batches, journalled before they are created and before they are polled.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY, model TEXT NOT NULL, round INTEGER NOT NULL, tag TEXT NOT NULL UNIQUE,
    prepared_at_ms INTEGER NOT NULL, input_file TEXT, remote TEXT UNIQUE, state TEXT NOT NULL, note TEXT
) STRICT;
CREATE TABLE batch_call (
    batch INTEGER NOT NULL REFERENCES batch (id), call INTEGER NOT NULL REFERENCES call (id),
    PRIMARY KEY (batch, call)
) STRICT, WITHOUT ROWID;

-- What the server said of itself: sampling defaults, chat template, models.
CREATE TABLE fact (
    model TEXT NOT NULL, round INTEGER NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (model, round, name)
) STRICT;
";
