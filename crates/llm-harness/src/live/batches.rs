//! Batches: written down, created, waited for, taken in; whatever is then missing goes into the next.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::ask::{check_wait, pause};
use super::batch::{BatchIds, Creation, Failure, Look};
use super::run::{Run, now_ms};
use super::{anthropic, direct, openai, results};
use crate::call::hex;
use crate::journal::Batch;
use crate::{HarnessError, Provider};

/// Batches in a row that may bring nothing before the run stops.
const FRUITLESS_MAX: u32 = 3;

/// Runs batches until nothing is missing.
pub(super) async fn run(run: &mut Run<'_>) -> Result<(), HarnessError> {
    let mut calls_max = limits(run).0;
    let (mut fruitless, mut rejected) = (0, BTreeSet::new());
    // Batches that an earlier run left behind may exist without our knowing their id.
    let mut inherited = true;
    loop {
        let mut created = Vec::new();
        for batch in run.journal.open_batches(&run.round)? {
            let ids = batch_ids(run, &batch);
            if inherited {
                hold_money(run, &ids);
            }
            let remote = match batch.remote.clone() {
                Some(remote) => remote,
                None => create(run, &batch, &ids, inherited).await?,
            };
            created.push((batch, ids, remote));
        }
        for (batch, ids, remote) in &created {
            let done = run.counts.done_now;
            if let Some(failure) = see_through(run, batch, ids, remote, &mut rejected).await? {
                if !failure.is_too_large || calls_max == 1 {
                    return Err(run.stopped(format!("the batch failed: {}", failure.message)));
                }
                calls_max = calls_max.div_ceil(2).min(run.calls.len().div_ceil(2)).max(1);
                run.note(format!("{}; going on with {calls_max} calls at once", failure.message));
                tokio::time::sleep(run.settings.pace.poll_first).await;
            }
            fruitless = if run.counts.done_now > done { 0 } else { fruitless + 1 };
        }
        inherited = false;
        let mut missing = run.missing()?;
        missing.retain(|index| !rejected.contains(index));
        if missing.is_empty() {
            return Ok(());
        }
        if fruitless >= FRUITLESS_MAX && calls_max == limits(run).0 {
            return Err(run.stopped(format!("{fruitless} batches in a row brought no reply")));
        }
        if run.model.provider == Provider::AnthropicBatch
            && run.counts.done_before + run.counts.done_now == 0
        {
            // Anthropic checks a batch only while it runs; one call by itself shows what is wrong at once.
            direct::run(run, &missing[..1]).await?;
            missing.remove(0);
        }
        if !prepare(run, &missing, calls_max)? {
            run.out_of_money = true;
            return Ok(());
        }
    }
}

/// The most calls and bytes of one batch.
fn limits(run: &Run<'_>) -> (usize, usize) {
    match run.model.provider {
        Provider::AnthropicBatch => anthropic::LIMITS,
        _ => openai::LIMITS,
    }
}

/// Writes down batches for the missing calls as far as the money goes; `false` if there is none for a single call.
fn prepare(run: &mut Run<'_>, missing: &[usize], calls_max: usize) -> Result<bool, HarnessError> {
    // Each line adds its id and its braces to the body.
    const LINE_BYTES: usize = 256;
    let bytes_max = limits(run).1;
    let affordable = missing.iter().take_while(|&&index| {
        let worst = run.ledger.worst(run.model, &run.calls[index]);
        run.ledger.reserve(worst)
    });
    let affordable: Vec<usize> = affordable.copied().collect();
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    for &index in &affordable {
        let size = run.calls[index].body.len() + LINE_BYTES;
        if chunk.len() == calls_max || (bytes + size > bytes_max && !chunk.is_empty()) {
            write_down(run, &std::mem::take(&mut chunk))?;
            bytes = 0;
        }
        chunk.push(index);
        bytes += size;
    }
    if !chunk.is_empty() {
        write_down(run, &chunk)?;
    }
    Ok(!affordable.is_empty())
}

fn write_down(run: &mut Run<'_>, chunk: &[usize]) -> Result<(), HarnessError> {
    let number = run.journal.batches_ever(run.model.name.as_str())?;
    let keys: String = chunk.iter().map(|&index| run.calls[index].key.as_str()).collect();
    let identity =
        format!("{}\n{}\n{number}\n{}\n{keys}", run.model.name, run.round.number, now_ms());
    let tag = hex(&Sha256::digest(identity))[..8].to_owned();
    let rows: Vec<i64> = chunk.iter().map(|&index| run.round.rows[index]).collect();
    run.journal.prepare_batch(&run.round, &tag, &rows, now_ms())
}

/// Waits for a batch to end and takes in what it brought; gives the reason if it failed as a whole.
async fn see_through(
    run: &mut Run<'_>,
    batch: &Batch,
    ids: &BatchIds,
    remote: &str,
    rejected: &mut BTreeSet<usize>,
) -> Result<Option<Failure>, HarnessError> {
    let mut wait = run.settings.pace.poll_first;
    loop {
        let look = match run.model.provider {
            Provider::AnthropicBatch => anthropic::look(run, remote).await?,
            _ => openai::look(run, remote).await?,
        };
        match look {
            Look::Running => {
                run.show_progress();
                tokio::time::sleep(wait).await;
                wait = wait.mul_f64(1.5).min(run.settings.pace.poll_max);
            }
            Look::Ended { files, failure } => {
                results::take_in(run, batch, ids, &files, failure.as_ref(), rejected)?;
                run.show_progress();
                return Ok(failure);
            }
            Look::Unknown(said) if run.settings.abandon_unknown_batches => {
                run.note(format!("batch `{remote}` is given up: {said}"));
                run.journal.close_batch(batch.row, Some("given up"), &[], now_ms())?;
                return Ok(None);
            }
            Look::Unknown(said) => {
                return Err(run.stopped(format!(
                    "the provider does not know the batch `{remote}` ({said}); use the key of the project that created it, or give the batch up and pay again with `--abandon-batches`"
                )));
            }
        }
    }
}

fn batch_ids(run: &Run<'_>, batch: &Batch) -> BatchIds {
    let index: BTreeMap<i64, usize> =
        run.round.rows.iter().enumerate().map(|(index, row)| (*row, index)).collect();
    let indices = batch.calls.iter().filter_map(|row| index.get(row).copied());
    indices.map(|index| (format!("{}-{}", batch.tag, run.calls[index].custom_id), index)).collect()
}

/// Counts the calls of a batch that an earlier run created as reserved.
fn hold_money(run: &mut Run<'_>, ids: &BatchIds) {
    for &index in ids.values() {
        let worst = run.ledger.worst(run.model, &run.calls[index]);
        run.ledger.hold(worst);
    }
}

/// Creates a batch, or finds it if it was created without our learning its id.
async fn create(
    run: &mut Run<'_>,
    batch: &Batch,
    ids: &BatchIds,
    inherited: bool,
) -> Result<String, HarnessError> {
    let is_anthropic = run.model.provider == Provider::AnthropicBatch;
    let mut unsure = inherited.then(|| "the last run ended before it knew".to_owned());
    let mut input_file = batch.input_file.clone();
    for tries in 1..=run.settings.pace.tries_max {
        if unsure.is_some() {
            let found = match is_anthropic {
                true => anthropic::find(run, batch, ids).await?,
                false => openai::find(run, batch).await?,
            };
            if let Some(remote) = found {
                run.journal.keep_remote(batch.row, &remote)?;
                return Ok(remote);
            }
        }
        let creation = if is_anthropic {
            anthropic::create(run, ids).await?
        } else {
            let file = match input_file.take() {
                Some(file) => file,
                None => openai::upload(run, batch, ids).await?,
            };
            let creation = openai::create(run, batch, &file).await?;
            input_file = Some(file);
            creation
        };
        match creation {
            Creation::Created(remote) => {
                run.journal.keep_remote(batch.row, &remote)?;
                return Ok(remote);
            }
            Creation::Unsure { reason, after } => {
                check_wait(run, after, &reason)?;
                run.note(format!("creating a batch, try {tries}: {reason}"));
                unsure = Some(reason);
                pause(run, &batch.tag, tries, after).await;
            }
        }
    }
    Err(run.stopped(format!("no batch could be created: {}", unsure.unwrap_or_default())))
}
