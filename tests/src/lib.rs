//! Helpers of the end-to-end tests: run the program on a fixture, look at what it left behind, compare tables.
//!
//! The tests know the program by its command line and its files only.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A table as a list of rows, each a map from column to cell.
pub type Table = Vec<BTreeMap<String, String>>;

/// Every file below a folder, by its path in it.
pub type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

/// What the program said and how it ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code; -1 if a signal ended the program.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// A path in the repository.
#[must_use]
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The text of a file in the repository.
#[must_use]
pub fn text_of(path: &str) -> String {
    let path = repository(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A study's files in a folder of their own, where a test may spoil them, and the program to run on them.
pub struct Bench {
    folder: TempDir,
    program: &'static str,
}

impl Bench {
    /// An empty bench.
    ///
    /// # Panics
    /// If there is no room for temporary files.
    #[must_use]
    pub fn new(program: &'static str) -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), program }
    }

    /// A bench with the four files of the mini survey.
    #[must_use]
    pub fn mini(program: &'static str) -> Self {
        let bench = Self::new(program);
        for file in ["codebook.html", "microdata.csv", "answers.csv", "study.toml"] {
            bench.write(file, text_of(&format!("fixtures/mini/{file}")));
        }
        bench
    }

    /// A path in the bench's folder.
    #[must_use]
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Writes a file of the bench.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(file), text).expect("the temporary folder takes files");
    }

    /// Replaces the first `from` in a file of the bench.
    ///
    /// # Panics
    /// If the file does not hold `from`: then the test would spoil nothing.
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.path(file)).expect("the bench has the file");
        assert!(text.contains(from), "`{file}` does not hold `{from}`");
        self.write(file, text.replacen(from, to, 1));
    }

    /// Runs the program in the bench's folder.
    ///
    /// # Panics
    /// If it cannot be started, or says anything that is not UTF-8.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(self.program)
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .expect("cargo built the program");
        let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
        let code = output.status.code().unwrap_or(-1);
        Said { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs `reproduce` on the bench's four files, into `out`.
    #[must_use]
    pub fn reproduce(&self, further: &[&str]) -> Said {
        let files = ["--study", "study.toml", "--codebook", "codebook.html"];
        let inputs = ["--microdata", "microdata.csv", "--answers", "answers.csv", "--out", "out"];
        self.run(&[&["reproduce"], &files[..], &inputs[..], further].concat())
    }

    /// A table of the last run.
    ///
    /// # Panics
    /// If there is no such table.
    #[must_use]
    pub fn table(&self, name: &str) -> Table {
        read_table(&self.path(&format!("out/tables/{name}.csv")))
    }

    /// Everything in the output folder but the ledger, which alone holds times.
    #[must_use]
    pub fn outputs(&self) -> Snapshot {
        let mut found = Snapshot::new();
        collect(&self.path("out"), &self.path("out"), &mut found);
        found.remove(Path::new("ledger.json"));
        found
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Snapshot) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let name = path.strip_prefix(root).expect("below the root").to_owned();
            found.insert(name, std::fs::read(&path).expect("a readable file"));
        }
    }
}

/// Reads a CSV file with a header.
///
/// # Panics
/// If it is not one.
#[must_use]
pub fn read_table(path: &Path) -> Table {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = reader.deserialize().map(|row| row.expect("a row of cells"));
    rows.collect()
}

/// The same rows with some of their columns.
#[must_use]
pub fn columns(table: &Table, kept: &[&str]) -> Table {
    let row = |row: &BTreeMap<String, String>| {
        kept.iter().map(|&column| (column.to_owned(), row[column].clone())).collect()
    };
    table.iter().map(row).collect()
}

/// How far two numbers may lie apart: rounding of a few dozen additions.
const ROUNDING: f64 = 1e-12;

/// Holds the columns of `expected` against those of `found`: as many rows, in any order, known by `keys`; texts equal,
/// numbers within 1e-12, and empty cells empty.
///
/// # Panics
/// With the row and the column that differ.
pub fn assert_same(expected: &Table, found: &Table, keys: &[&str]) {
    assert_within(ROUNDING, expected, found, keys);
}

/// As [`assert_same`], numbers within `tolerance`.
///
/// # Panics
/// With the row and the column that differ.
pub fn assert_within(tolerance: f64, expected: &Table, found: &Table, keys: &[&str]) {
    let key =
        |row: &BTreeMap<String, String>| keys.iter().map(|&k| row[k].clone()).collect::<Vec<_>>();
    let index: BTreeMap<_, _> = found.iter().map(|row| (key(row), row)).collect();
    assert_eq!(index.len(), found.len(), "the keys {keys:?} tell the rows apart");
    assert_eq!(expected.len(), found.len(), "rows");
    for row in expected {
        let other = index.get(&key(row)).unwrap_or_else(|| panic!("no row {:?}", key(row)));
        for (column, cell) in row {
            let same = match (cell.parse::<f64>(), other[column].parse::<f64>()) {
                (Ok(a), Ok(b)) => (a - b).abs() <= tolerance,
                _ => *cell == other[column],
            };
            assert!(
                same,
                "{:?}, `{column}`: expected `{cell}`, found `{}`",
                key(row),
                other[column]
            );
        }
    }
}
