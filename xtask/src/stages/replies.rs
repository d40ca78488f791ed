//! Reply files, or the shipped recordings, to the replies of this run.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail, ensure};
use survey_artifact::{Digest, Prompts, Replies};
use survey_model::{Prompt, Reply};

use super::{Parameters, file_digest};
use crate::desk::Desk;
use crate::recorded::{RECORDED, Recording};
use crate::replies_file::{read_unpacked, unpacked};
use crate::settings::Settings;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let options = &settings.options;
    let source = if options.answers.is_some() {
        "none: the answers were read elsewhere".to_owned()
    } else if options.replies.is_empty() {
        let digest = |recording: &Recording| Digest::of(recording.bytes).to_string();
        format!("recorded {}", RECORDED.iter().map(digest).collect::<Vec<_>>().join(" "))
    } else {
        options
            .replies
            .iter()
            .map(|path| file_digest(path))
            .collect::<Result<Vec<_>, _>>()?
            .join(" ")
    };
    Ok(Parameters::from([("reply files", source)]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<Replies> {
    let options = &desk.settings.options;
    let mut replies = Vec::new();
    if options.answers.is_some() {
        return Ok(Replies { replies });
    }
    if options.replies.is_empty() {
        for recording in RECORDED {
            let bytes = unpacked(recording.file, recording.bytes.to_vec())?;
            replies.extend(decoded(recording.file, &bytes)?);
        }
    }
    for path in &options.replies {
        replies.extend(decoded(&path.display().to_string(), &read_unpacked(path)?)?);
    }
    let all = replies.len();
    keep_asked(&mut replies, &desk.get::<Prompts>()?.prompts);
    ensure!(
        !replies.is_empty(),
        "none of the {all} replies is to a prompt of this study; use the study file that the replies were made with, \
         or give replies or answers of your own with `--replies` or `--answers`"
    );
    if replies.len() < all {
        let left_out = all - replies.len();
        desk.console.say(&format!("note: {left_out} of {all} replies are to prompts that the study does not ask, and are left out"));
    }
    llm_harness::in_order(&mut replies);
    check_unique(&replies)?;
    Ok(Replies { replies })
}

fn decoded(name: &str, bytes: &[u8]) -> anyhow::Result<Vec<Reply>> {
    let decoded = survey_artifact::decode::<Replies>(bytes).with_context(|| format!("`{name}`"))?;
    Ok(decoded.body.replies)
}

/// A study may ask fewer items than its replies answer; a reply to another item must not be scored.
fn keep_asked(replies: &mut Vec<Reply>, prompts: &[Prompt]) {
    let asked: BTreeSet<_> = prompts.iter().map(|prompt| (&prompt.id, &prompt.item)).collect();
    replies.retain(|reply| asked.contains(&(&reply.prompt, &reply.item)));
}

/// One reply given twice, in two files, would vote twice. The replies are in order.
fn check_unique(replies: &[Reply]) -> anyhow::Result<()> {
    let key = |reply: &Reply| (reply.model.clone(), reply.prompt.clone(), reply.repetition);
    let twice = replies.windows(2).find(|pair| key(&pair[0]) == key(&pair[1]));
    match twice {
        None => Ok(()),
        Some(pair) => bail!(
            "repetition {} of the prompt `{}` to `{}` stands twice in the reply files; give each file once",
            pair[0].repetition,
            pair[0].prompt,
            pair[0].model
        ),
    }
}
