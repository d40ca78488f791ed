//! The harness against servers that misbehave, offline: every server here is in this process.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops where it stands")]

mod anthropic_batches;
mod bad_input;
mod direct;
mod fake;
mod guarantees;
mod openai_batches;
mod probe;
mod schemas;
mod torture;

use std::path::Path;
use std::time::Duration;

use llm_harness::{
    Call, Event, HarnessError, Journal, ModelSpec, Pace, Prices, Settings, Summary, elicit, plan,
};
use survey_model::{ItemId, Prompt, PromptId};

/// The study's name in every journal of these tests.
const STUDY: &str = "test";

fn prompts(count: usize) -> Vec<Prompt> {
    let prompt = |number: usize| {
        let id = format!("item{number}");
        Prompt {
            id: PromptId::new(id.clone()).unwrap(),
            item: ItemId::new(id).unwrap(),
            variant: "paper".to_owned(),
            text: format!("question {number}?"),
            options: Vec::new(),
        }
    };
    (0..count).map(prompt).collect()
}

/// A model at `base`, with further lines of its declaration.
fn model(provider: &str, base: &str, fields: &str) -> ModelSpec {
    let text = format!(
        "name = \"m\"\nmodel = \"fake-1\"\nprovider = \"{provider}\"\nbase_url = \"{base}\"\n{fields}"
    );
    toml::from_str(&text).unwrap()
}

/// Waits of milliseconds instead of seconds.
fn fast() -> Pace {
    let ms = Duration::from_millis;
    Pace {
        backoff_first: ms(1),
        backoff_max: ms(5),
        timeout: ms(5000),
        poll_first: ms(1),
        poll_max: ms(4),
        full_disk: ms(20),
        ..Pace::default()
    }
}

fn settings() -> Settings {
    Settings { pace: fast(), ..Settings::default() }
}

/// A price file in which a completion token costs one dollar and a reply at most 10.
fn one_dollar_a_token() -> Prices {
    let text = "date = \"x\"\n[[price]]\nmodel = \"fake-1\"\nprompt = 0.0\ncompletion = 1000000.0\n\
                batch_share = 1.0\ncompletion_tokens = [1, 10]";
    Prices::parse(text, "prices").unwrap()
}

/// One study with its journal in a folder that goes away.
struct Desk {
    folder: tempfile::TempDir,
    model: ModelSpec,
    calls: Vec<Call>,
    settings: Settings,
    notes: Vec<String>,
}

impl Desk {
    fn new(model: ModelSpec, items: usize, repetitions: u32) -> Self {
        let calls = plan(&model, &prompts(items), repetitions).unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { folder, model, calls, settings: settings(), notes: Vec::new() }
    }

    fn journal_path(&self) -> std::path::PathBuf {
        self.folder.path().join("journal.sqlite")
    }

    fn elicit(&mut self) -> Result<Summary, HarnessError> {
        let mut journal = Journal::open(&self.journal_path(), STUDY)?;
        let mut emit = |event: &Event| {
            if let Event::Note(line) = event {
                self.notes.push(line.clone());
            }
        };
        elicit(&self.model, &self.calls, &mut journal, &self.settings, &mut emit)
    }

    /// The text of each reply in the journal, by prompt and repetition.
    fn texts(&self) -> Vec<String> {
        let replies = self.replies(&self.journal_path());
        replies.into_iter().map(|reply| reply.text).collect()
    }

    fn replies(&self, journal: &Path) -> Vec<survey_model::Reply> {
        let journal = Journal::open_to_read(journal).unwrap();
        journal.replies(&self.model, &self.calls).unwrap().replies
    }

    /// One column of the journal, for what has no other way out.
    fn column(&self, query: &str) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.journal_path()).unwrap();
        let mut statement = connection.prepare(query).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }
}
