//! The calls of a model, and the sealed file of its replies.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use llm_harness::{Call, ModelSpec};
use survey_artifact::{Digest, InputDigest, Provenance, Replies};
use survey_model::{Prompt, Reply};

use crate::codebook_source::CodebookSource;
use crate::pipeline::PRODUCED_BY;
use crate::study::Study;
use crate::surveys::survey;

/// The options that say which model is asked what.
#[derive(Debug, Clone, Args)]
pub(crate) struct Asked {
    /// The study file; without it, the paper's.
    #[arg(long, value_name = "FILE")]
    pub(crate) study: Option<PathBuf>,
    /// The survey's codebook; without it, the shipped facts are used.
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
}

/// What a study asks.
pub(crate) struct Questions {
    /// The study.
    pub(crate) study: Study,
    /// Its prompts, in its order.
    pub(crate) prompts: Vec<Prompt>,
}

impl Asked {
    /// Reads the study and renders its prompts.
    pub(crate) fn questions(&self) -> anyhow::Result<Questions> {
        let (study, _) = Study::read_or_paper(self.study.as_deref())?;
        let survey = survey(&study.survey)?;
        let source = CodebookSource::of(survey, &study, self.codebook.as_deref(), None)?;
        let codebook = source.read(survey)?;
        let prompts = study.prompts(&study.study_items(&codebook)?)?;
        Ok(Questions { study, prompts })
    }
}

impl Questions {
    /// A model and all its calls.
    pub(crate) fn calls(&self, model: &str) -> anyhow::Result<(&ModelSpec, Vec<Call>)> {
        let model = self.study.model(model)?;
        let calls = llm_harness::plan(model, &self.prompts, self.study.repetitions)?;
        Ok((model, calls))
    }
}

/// Reads a file, and unpacks it if it is gzipped.
pub(crate) fn read_unpacked(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{file}`"))?;
    unpacked(&file.to_string(), bytes)
}

/// Unpacks bytes if they are gzipped; `file` names them in errors.
pub(crate) fn unpacked(file: &str, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut unpacked = Vec::new();
    GzDecoder::new(&bytes[..])
        .read_to_end(&mut unpacked)
        .with_context(|| format!("`{file}` is a damaged gzip file; get it again"))?;
    Ok(unpacked)
}

/// Seals replies into a `replies` artifact; a path that ends in `.gz` is compressed. Equal replies give equal bytes.
pub(crate) fn seal(path: &Path, calls: &[Call], mut replies: Vec<Reply>) -> anyhow::Result<()> {
    llm_harness::in_order(&mut replies);
    let requests = Digest::of(llm_harness::export_requests(calls).as_bytes());
    let provenance = Provenance {
        produced_by: PRODUCED_BY.to_owned(),
        stage_fingerprint: requests.clone(),
        inputs: vec![InputDigest { role: "requests".to_owned(), digest: requests }],
    };
    let mut bytes = survey_artifact::encode(&Replies { replies }, provenance)?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        // No name and no time go into the gzip header.
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&bytes)?;
        bytes = packed.finish()?;
    }
    Ok(survey_artifact::write_atomically(path, &bytes)?)
}
