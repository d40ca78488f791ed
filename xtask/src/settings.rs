//! What the user asked for, checked.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;
use serde::{Deserialize, Serialize};
use survey_artifact::Digest;

use crate::codebook_source::CodebookSource;
use crate::study::Study;
use crate::surveys::{Survey, survey};

/// The options that choose inputs and outputs of a run.
#[derive(Debug, Clone, Default, Args, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The survey's microdata file; without it, invented respondents are used.
    #[arg(long, value_name = "FILE")]
    pub microdata: Option<PathBuf>,
    /// The survey's codebook; without it, the shipped facts are used, and what an SPSS or Stata file says of itself.
    #[arg(long, value_name = "FILE")]
    pub codebook: Option<PathBuf>,
    /// Answers read elsewhere: CSV with the header model,item,repetition,outcome,code.
    #[arg(long, value_name = "FILE", conflicts_with = "replies")]
    pub answers: Option<PathBuf>,
    /// Replies of models: a `replies` artifact, gzipped or not; without it, the recorded ones are used.
    #[arg(long, value_name = "FILE")]
    pub replies: Vec<PathBuf>,
    /// The study file; without it, the paper's.
    #[arg(long, value_name = "FILE")]
    pub study: Option<PathBuf>,
    /// Replicates of the bootstrap; without it, the study's.
    #[arg(long, value_name = "N")]
    pub replicates: Option<u32>,
    /// Seed of the bootstrap; without it, the study's.
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads; without it, one per core. Results do not depend on it.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// The output folder.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_OUT)]
    pub out: PathBuf,
}

/// Where results go if the user does not say.
pub const DEFAULT_OUT: &str = "target/reproduce";

impl Options {
    /// Whether nothing but the output folder was given.
    pub(crate) fn only_names_the_folder(&self) -> bool {
        let files = [&self.microdata, &self.codebook, &self.answers, &self.study];
        let numbers = self.replicates.is_none() && self.seed.is_none() && self.threads.is_none();
        numbers && self.replies.is_empty() && files.iter().all(|file| file.is_none())
    }
}

/// Everything that a run depends on.
pub struct Settings {
    /// What the user typed.
    pub options: Options,
    /// The study.
    pub study: Study,
    /// Digest of the study file.
    pub study_digest: Digest,
    /// The survey's row of the table.
    pub survey: &'static Survey,
    /// Replicates of the bootstrap.
    pub replicates: u32,
    /// Seed of the bootstrap.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
    /// The output folder.
    pub out: PathBuf,
}

impl Settings {
    /// Reads the study and checks the options.
    ///
    /// # Errors
    /// A study that cannot be read, an unknown survey, zero threads, or an input that does not exist.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let (study, study_digest) = Study::read_or_paper(options.study.as_deref())?;
        let inputs =
            [&options.microdata, &options.codebook, &options.answers].into_iter().flatten();
        inputs.chain(&options.replies).try_for_each(|path| exists(path))?;
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = options.threads.unwrap_or_else(cores);
        ensure!(threads > 0, "`--threads 0` leaves nobody to work; use 1 or more");
        Ok(Self {
            survey: survey(&study.survey)?,
            replicates: options.replicates.unwrap_or(study.resampling.replicates),
            seed: options.seed.unwrap_or(study.resampling.seed),
            threads,
            out: options.out.clone(),
            study,
            study_digest,
            options,
        })
    }
}

impl Settings {
    /// Which codebook the run reads by.
    pub(crate) fn codebook_source(&self) -> anyhow::Result<CodebookSource<'_>> {
        let [codebook, microdata] = [&self.options.codebook, &self.options.microdata];
        CodebookSource::of(self.survey, &self.study, codebook.as_deref(), microdata.as_deref())
    }
}

fn exists(path: &Path) -> anyhow::Result<()> {
    ensure!(!path.is_dir(), "`{}` is a folder; name a file", path.display());
    std::fs::File::open(path)
        .with_context(|| format!("cannot read `{}`; check the path", path.display()))?;
    Ok(())
}

/// Does the work in a pool of so many threads.
pub(crate) fn in_pool<T: Send>(
    threads: usize,
    work: impl FnOnce() -> T + Send,
) -> anyhow::Result<T> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).build()?.install(work))
}
