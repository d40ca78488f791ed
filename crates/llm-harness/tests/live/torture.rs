//! More than 200 runs killed at random points, against servers that count what they were asked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use llm_harness::{Ended, Journal, elicit, plan};
use survey_model::Reply;

use crate::fake::{
    Answer, AnthropicBatches, Fake, Fate, OpenAiBatches, chat_completion, prompt_of,
};
use crate::{Desk, STUDY, model, prompts, settings};

/// Kills of each of the three kinds of provider.
const KILLS: usize = 70;

const ITEMS: usize = 8;
const REPETITIONS: u32 = 5;

/// The part of the killed process: runs only when `torture` starts it, with a provider, an address and a journal.
#[test]
#[ignore = "the torture test starts it and kills it"]
fn child() {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let (provider, base) = (variable("TORTURE_PROVIDER"), variable("TORTURE_BASE"));
    if provider.is_empty() {
        return;
    }
    let model = model(&provider, &base, fields(&provider));
    let calls = plan(&model, &prompts(ITEMS), REPETITIONS).unwrap();
    let mut journal = Journal::open(Path::new(&variable("TORTURE_JOURNAL")), STUDY).unwrap();
    let summary = elicit(&model, &calls, &mut journal, &settings(), &mut |_| {}).unwrap();
    assert_eq!(summary.ended, Ended::Complete);
}

/// Seeds tell the repetitions of a prompt apart where the provider takes them.
fn fields(provider: &str) -> &'static str {
    if provider.starts_with("openai") { "seed = 0\nconcurrency = 3" } else { "" }
}

fn start(provider: &str, fake: &Fake, desk: &Desk) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["torture::child", "--exact", "--ignored", "--nocapture"])
        .env("TORTURE_PROVIDER", provider)
        .env("TORTURE_BASE", fake.base())
        .env("TORTURE_JOURNAL", desk.journal_path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the journal vouches for, by prompt and repetition.
fn vouched(desk: &Desk) -> BTreeMap<(String, u32), Reply> {
    if !desk.journal_path().exists() || Journal::open_to_read(&desk.journal_path()).is_err() {
        // Killed before the journal had its tables.
        return BTreeMap::new();
    }
    let replies = desk.replies(&desk.journal_path());
    replies.into_iter().map(|reply| ((reply.prompt.to_string(), reply.repetition), reply)).collect()
}

/// A generator for the times of death. Knuth's constants; the seed is fixed so that a failure comes back.
struct Times(u64);

impl Times {
    fn next(&mut self, most_ms: u64) -> Duration {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_micros((self.0 >> 33) % (most_ms * 1000))
    }
}

/// Kills runs until enough have died; each journal is then brought to its end, checked, and followed by a new one.
fn torture(provider: &str, serve: impl Fn() -> Fake) {
    let undisturbed = {
        let mut desk = desk(provider, &serve());
        desk.elicit().unwrap();
        vouched(&desk)
    };
    assert_eq!(undisturbed.len(), ITEMS * REPETITIONS as usize);
    let (mut kills, mut times) = (0, Times(20_260_127));
    let mut deaths_with_part_done = 0;
    while kills < KILLS {
        let fake = serve();
        let desk = desk(provider, &fake);
        let mut known = BTreeMap::new();
        loop {
            let asked_before = fake.asked().len();
            let mut child = start(provider, &fake, &desk);
            std::thread::sleep(times.next(120));
            let ended = child.try_wait().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            fake.settle();
            check_nothing_known_was_asked(&fake, asked_before, &known);
            let now = vouched(&desk);
            assert!(
                known.iter().all(|(key, reply)| now.get(key) == Some(reply)),
                "a reply was lost"
            );
            known = now;
            match ended {
                Some(status) => {
                    assert!(status.success(), "{provider}: a run failed instead of going on");
                    break;
                }
                None => {
                    kills += 1;
                    deaths_with_part_done += usize::from(!known.is_empty());
                }
            }
        }
        assert_eq!(known, undisturbed, "{provider}");
        check_no_batch_is_repeated(&fake);
    }
    assert!(deaths_with_part_done > KILLS / 10, "the deaths came too early to prove anything");
}

fn desk(provider: &str, fake: &Fake) -> Desk {
    Desk::new(model(provider, &fake.base(), fields(provider)), ITEMS, REPETITIONS)
}

/// No call that the journal vouched for when a run began was sent by that run.
fn check_nothing_known_was_asked(fake: &Fake, from: usize, known: &BTreeMap<(String, u32), Reply>) {
    let texts: BTreeSet<String> = known
        .values()
        .filter(|reply| reply.seed.is_some())
        .map(|reply| reply.text.clone())
        .collect();
    for asked in &fake.asked()[from..] {
        if asked.method == "POST" && asked.path == "/v1/chat/completions" {
            let answer = format!("re: {}", prompt_of(&asked.body));
            assert!(!texts.contains(&answer), "{answer} was acknowledged and asked again");
        }
    }
    let batched = fake.asked()[from..].iter().filter(|asked| asked.path == "/v1/files").count();
    if known.len() == ITEMS * REPETITIONS as usize {
        assert_eq!(batched, 0, "everything was answered, and a file was sent");
    }
}

/// Every batch that was created holds calls that no other batch holds.
fn check_no_batch_is_repeated(fake: &Fake) {
    let mut seen = BTreeSet::new();
    for asked in fake.asked().iter().filter(|asked| asked.method == "POST") {
        if asked.path == "/v1/batches" {
            let body: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
            assert!(
                seen.insert(body["metadata"]["whose_values"].to_string()),
                "a batch was made twice"
            );
        }
        if asked.path == "/v1/messages/batches" {
            let body: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
            let first = body["requests"][0]["custom_id"].to_string();
            assert!(seen.insert(first), "a batch was made twice");
        }
    }
}

#[test]
fn killed_synchronous_runs_lose_nothing_and_ask_nothing_twice() {
    torture("openai", || {
        Fake::start(|asked| {
            let reply = Answer::json(chat_completion(&asked.body));
            Answer::Slowly(Duration::from_millis(2), Box::new(reply))
        })
    });
}

#[test]
fn killed_openai_batches_are_found_again() {
    torture("openai-batch", || {
        let service = OpenAiBatches::new(&[Fate::Expired(9), Fate::Cancelled(7), Fate::Completed]);
        slow(move |asked| service.answer(asked))
    });
}

#[test]
fn killed_anthropic_batches_are_found_again() {
    torture("anthropic-batch", || {
        let service = AnthropicBatches::new(20, &["expired", "overloaded_error"]);
        slow(move |asked| service.answer(asked))
    });
}

/// Takes in every request at once and answers it a little later, so that deaths fall in between.
fn slow(handler: impl Fn(&crate::fake::Asked) -> Answer + Send + Sync + 'static) -> Fake {
    Fake::start(move |asked| Answer::Slowly(Duration::from_millis(3), Box::new(handler(asked))))
}
