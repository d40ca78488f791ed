//! What an ended batch brought: each line into the journal, the batch closed, the money settled.

use std::collections::{BTreeMap, BTreeSet};

use survey_model::Reply;

use super::batch::{Answer, BatchIds, Failure, Line};
use super::run::{Run, now_ms};
use super::{anthropic, openai};
use crate::journal::{Attempt, Batch, Outcome};
use crate::{HarnessError, Provider, read_reply};

/// A line that answers a call of the batch.
struct Taken<'a> {
    index: usize,
    outcome: Outcome,
    status: Option<u16>,
    raw: &'a [u8],
    body: std::ops::Range<usize>,
    reply: Option<Reply>,
    note: Option<String>,
    /// Whether the call may go into another batch of this run.
    again: bool,
}

/// Takes in every line of every file of an ended batch, in one transaction with its closing.
///
/// Lines may come in any order. Lines that answer no call of the batch, or a call that has its reply, are kept as facts.
pub(super) fn take_in(
    run: &mut Run<'_>,
    batch: &Batch,
    ids: &BatchIds,
    files: &[Vec<u8>],
    failure: Option<&Failure>,
    rejected: &mut BTreeSet<usize>,
) -> Result<(), HarnessError> {
    let answered = run.journal.answered(&run.round)?;
    let lines = files.iter().flat_map(|file| file.split(|byte| *byte == b'\n'));
    let (mut taken, mut strange, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for raw in lines.filter(|line| !line.trim_ascii().is_empty()) {
        match read_line(run, ids, raw) {
            Some(line) if !answered[line.index] && seen.insert(line.index) => taken.push(line),
            _ => strange.push(raw),
        }
    }
    for (number, raw) in strange.iter().enumerate() {
        let name = format!("strange line {number} of batch {}", batch.tag);
        run.journal.keep_fact(&run.round, &name, raw)?;
    }
    let attempts: Vec<(i64, Attempt<'_>)> =
        taken.iter().map(|line| (run.round.rows[line.index], attempt(line))).collect();
    let note = failure.map(|failure| failure.message.as_str());
    run.journal.close_batch(batch.row, note, &attempts, now_ms())?;
    for line in taken.iter().filter(|line| line.reply.is_none() && !line.again) {
        rejected.insert(line.index);
        run.fail(line.index, line.status, line.note.clone().unwrap_or_default());
    }
    settle(run, ids, &taken);
    Ok(())
}

/// Reads a line, if it is one and answers a call of the batch.
fn read_line<'a>(run: &Run<'_>, ids: &BatchIds, raw: &'a [u8]) -> Option<Taken<'a>> {
    let line: Line = match run.model.provider {
        Provider::AnthropicBatch => anthropic::read_line(raw)?,
        _ => openai::read_line(raw)?,
    };
    let index = *ids.get(&line.custom_id)?;
    let taken = |outcome, status, body, reply, note, again| Taken {
        index,
        outcome,
        status,
        raw,
        body,
        reply,
        note,
        again,
    };
    Some(match line.answer {
        Answer::Body(body) => match read_reply(run.model, &run.calls[index], &raw[body.clone()]) {
            Ok(reply) => taken(Outcome::Reply, Some(200), body, Some(reply), None, false),
            Err(problem) => {
                let note = Some(problem.to_string());
                taken(Outcome::Unreadable, Some(200), body, None, note, false)
            }
        },
        Answer::Error { status, message, again } => {
            let outcome = if status.is_some() { Outcome::Refused } else { Outcome::Unanswered };
            taken(outcome, status, 0..0, None, Some(message), again)
        }
    })
}

fn attempt<'a>(line: &'a Taken<'a>) -> Attempt<'a> {
    Attempt {
        outcome: line.outcome,
        status: line.status,
        request_id: None,
        latency_ms: None,
        raw: line.raw,
        body: line.body.clone(),
        reply: line.reply.as_ref(),
        note: line.note.clone(),
    }
}

/// Every call of the batch had its worst cost reserved; what brought no reply cost nothing.
fn settle(run: &mut Run<'_>, ids: &BatchIds, taken: &[Taken<'_>]) {
    let lines: BTreeMap<usize, &Taken<'_>> = taken.iter().map(|line| (line.index, line)).collect();
    for &index in ids.values() {
        let worst = run.ledger.worst(run.model, &run.calls[index]);
        let line = lines.get(&index);
        match line.map(|line| (line.outcome, &line.reply)) {
            Some((_, Some(reply))) => {
                run.ledger.settle(worst, Some(reply.usage));
                run.count_reply(reply);
            }
            Some((Outcome::Unreadable, None)) => run.ledger.settle(worst, None),
            _ => run.ledger.release(worst),
        }
        run.counts.failed += usize::from(line.is_some_and(|line| line.reply.is_none()));
    }
}
