//! Reply files, or the shipped recordings, to the replies of this run.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, ensure};
use flate2::read::GzDecoder;
use survey_artifact::{Digest, Prompts, Replies};
use survey_model::{Prompt, Reply};

use super::{Parameters, file_digest};
use crate::desk::Desk;
use crate::recorded::{RECORDED, Recording};
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
    let prompts = desk.get::<Prompts>()?;
    if options.replies.is_empty() {
        for recording in RECORDED {
            replies.extend(read(recording.file, recording.bytes)?);
        }
    }
    for path in &options.replies {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let read = read(&path.display().to_string(), &bytes)?;
        check(path, &read, &prompts.prompts)?;
        replies.extend(read);
    }
    llm_harness::in_order(&mut replies);
    Ok(Replies { replies })
}

/// Reads a `replies` artifact, gzipped or not.
fn read(name: &str, bytes: &[u8]) -> anyhow::Result<Vec<Reply>> {
    let mut unpacked = Vec::new();
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(bytes)
            .read_to_end(&mut unpacked)
            .with_context(|| format!("`{name}` is a damaged gzip file; get it again"))?;
        &unpacked
    } else {
        bytes
    };
    let decoded = survey_artifact::decode::<Replies>(bytes).with_context(|| format!("`{name}`"))?;
    Ok(decoded.body.replies)
}

/// Replies to prompts that this study does not ask would be scored against the wrong item.
fn check(path: &Path, replies: &[Reply], prompts: &[Prompt]) -> anyhow::Result<()> {
    for reply in replies {
        let known = prompts.iter().any(|p| p.id == reply.prompt && p.item == reply.item);
        ensure!(
            known,
            "`{}` holds a reply of `{}` to the prompt `{}` of item `{}`, which the study does not ask; \
             use the study file that the replies were made with",
            path.display(),
            reply.model,
            reply.prompt,
            reply.item
        );
    }
    Ok(())
}
