//! The journal: every attempt and every raw reply, kept before anything else happens.
//!
//! One SQLite file per study, in WAL mode with `synchronous=FULL`: what a method has returned from is on the disk.

mod attempts;
mod batches;
mod schema;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension};

#[cfg(feature = "live")]
pub(crate) use attempts::{Attempt, Outcome, Round, Spending, is_refusal};
pub use attempts::{JournalReplies, ModelStatus};
#[cfg(feature = "live")]
pub(crate) use batches::Batch;

use crate::HarnessError;

/// An open journal. While it is open to write, no second run can open it.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    /// Held for its lock, which the system releases even if the process is killed.
    _lock: Option<File>,
}

impl Journal {
    /// Opens or creates the journal of `study` to write in it.
    ///
    /// # Errors
    /// Another study's journal, a newer version's, a file that is no journal, and a journal that another run holds.
    pub fn open(path: &Path, study: &str) -> Result<Self, HarnessError> {
        let lock = lock(path)?;
        let journal = Self { connection: connect(path)?, path: path.to_owned(), _lock: Some(lock) };
        match journal.version()? {
            None => journal.create(study)?,
            Some(version) => journal.check(version, Some(study))?,
        }
        Ok(journal)
    }

    /// Opens an existing journal to read it, even while a run writes in it.
    ///
    /// # Errors
    /// No such file, a newer version's journal, and a file that is no journal.
    pub fn open_to_read(path: &Path) -> Result<Self, HarnessError> {
        if !path.exists() {
            let problem = "it does not exist; nothing was asked yet".to_owned();
            return Err(HarnessError::Journal { path: path.to_owned(), problem });
        }
        let journal = Self { connection: connect(path)?, path: path.to_owned(), _lock: None };
        match journal.version()? {
            Some(version) => journal.check(version, None)?,
            None => return Err(HarnessError::NotAJournal { path: path.to_owned() }),
        }
        Ok(journal)
    }

    /// Lets the journal take so many bytes and no more, where a folder has a quota; beyond, the disk counts as full.
    ///
    /// # Errors
    /// A journal that cannot be read.
    pub fn limit_bytes(&self, bytes_max: u64) -> Result<(), HarnessError> {
        let size: u64 =
            self.sql(self.connection.query_row("PRAGMA page_size", [], |row| row.get(0)))?;
        let limit = format!("PRAGMA max_page_count = {}", bytes_max / size);
        self.sql(self.connection.query_row(&limit, [], |_| Ok(())))
    }

    /// Where the journal is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal's version; `None` for a file without any table.
    fn version(&self) -> Result<Option<i64>, HarnessError> {
        let pragma = |name: &str| {
            self.sql(self.connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)))
        };
        let tables: i64 = self.sql(self.connection.query_row(
            "SELECT count(*) FROM sqlite_schema",
            [],
            |row| row.get(0),
        ))?;
        let application: i64 = pragma("application_id")?;
        match (tables, application) {
            (0, 0) => Ok(None),
            (_, schema::APPLICATION_ID) => Ok(Some(pragma("user_version")?)),
            _ => Err(HarnessError::NotAJournal { path: self.path.clone() }),
        }
    }

    fn create(&self, study: &str) -> Result<(), HarnessError> {
        let (id, version) = (schema::APPLICATION_ID, schema::VERSION);
        let tables = schema::TABLES;
        let script = format!(
            "BEGIN; PRAGMA application_id = {id}; PRAGMA user_version = {version}; {tables}"
        );
        self.sql(self.connection.execute_batch(&script))?;
        self.sql(self.connection.execute("INSERT INTO study VALUES (?1)", [study]))?;
        self.sql(self.connection.execute_batch("COMMIT"))
    }

    fn check(&self, version: i64, study: Option<&str>) -> Result<(), HarnessError> {
        let path = self.path.clone();
        if version != schema::VERSION {
            return Err(HarnessError::JournalVersion {
                path,
                found: version,
                known: schema::VERSION,
            });
        }
        let query = "SELECT name FROM study";
        let found: Option<String> =
            self.sql(self.connection.query_row(query, [], |row| row.get(0)).optional())?;
        match (found, study) {
            (None, _) => Err(HarnessError::NotAJournal { path }),
            (Some(found), Some(study)) if found != study => {
                Err(HarnessError::OtherStudy { path, found, study: study.to_owned() })
            }
            _ => Ok(()),
        }
    }

    /// Gives SQLite's errors their place and their remedy.
    fn sql<T>(&self, result: Result<T, rusqlite::Error>) -> Result<T, HarnessError> {
        result.map_err(|error| explain(&self.path, &error))
    }
}

fn connect(path: &Path) -> Result<Connection, HarnessError> {
    let opened = Connection::open(path).and_then(|connection| {
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        Ok(connection)
    });
    opened.map_err(|error| explain(path, &error))
}

fn lock(path: &Path) -> Result<File, HarnessError> {
    let problem = |error: std::io::Error| HarnessError::Journal {
        path: path.to_owned(),
        problem: format!("it cannot be opened: {error}"),
    };
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::create(PathBuf::from(name)).map_err(problem)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(HarnessError::JournalInUse { path: path.to_owned() })
        }
        Err(std::fs::TryLockError::Error(error)) => Err(problem(error)),
    }
}

fn explain(path: &Path, error: &rusqlite::Error) -> HarnessError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => HarnessError::DiskFull { path },
        Some(ErrorCode::NotADatabase) => HarnessError::NotAJournal { path },
        _ => HarnessError::Journal { path, problem: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_refused(prepare: impl Fn(&Path), message: &str) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.sqlite");
        prepare(&path);
        let error = Journal::open(&path, "paper").unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }

    #[test]
    fn a_journal_opens_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.sqlite");
        drop(Journal::open(&path, "paper").unwrap());
        drop(Journal::open(&path, "paper").unwrap());
        Journal::open_to_read(&path).unwrap();
    }

    #[test]
    fn another_studys_journal_is_refused() {
        check_refused(
            |path| drop(Journal::open(path, "other").unwrap()),
            "belongs to the study `other`",
        );
    }

    #[test]
    fn a_newer_journal_is_refused() {
        let newer = |path: &Path| {
            let journal = Journal::open(path, "paper").unwrap();
            journal.connection.pragma_update(None, "user_version", 2).unwrap();
        };
        check_refused(newer, "version 2");
    }

    #[test]
    fn a_file_that_is_no_journal_is_refused() {
        check_refused(|path| std::fs::write(path, "x".repeat(4096)).unwrap(), "is not a journal");
        let foreign = |path: &Path| {
            Connection::open(path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        };
        check_refused(foreign, "is not a journal");
    }

    #[test]
    fn a_directory_that_does_not_exist_is_named() {
        let error = Journal::open(Path::new("/nowhere/at/all"), "paper").unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all"), "{error}");
        assert!(Journal::open_to_read(Path::new("/nowhere")).is_err());
    }

    #[test]
    fn two_runs_cannot_hold_one_journal_but_a_reader_may_look() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("journal.sqlite");
        let _held = Journal::open(&path, "paper").unwrap();
        assert!(matches!(Journal::open(&path, "paper"), Err(HarnessError::JournalInUse { .. })));
        Journal::open_to_read(&path).unwrap();
    }
}
