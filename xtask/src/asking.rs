//! What a user may say about asking models, whichever command asks.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use llm_harness::{Call, ModelSpec, Prices};

/// The options about money and the journal.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct AskOptions {
    /// The most that asking may cost in US dollars, earlier runs of the journal included.
    #[arg(long, value_name = "DOLLARS")]
    pub(crate) max_cost: Option<f64>,
    /// The journal; without it, `journals/STUDY.sqlite`.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// The price file; without it, the shipped one.
    #[arg(long, value_name = "FILE")]
    prices: Option<PathBuf>,
}

impl AskOptions {
    /// Where the journal of a study is.
    #[cfg(feature = "full")]
    pub(crate) fn journal(&self, study: &str) -> PathBuf {
        self.journal.clone().unwrap_or_else(|| format!("journals/{study}.sqlite").into())
    }

    /// The price file, the user's or the shipped one.
    pub(crate) fn prices(&self) -> anyhow::Result<Prices> {
        let Some(path) = &self.prices else {
            return Ok(Prices::parse(llm_harness::SHIPPED_PRICES, "the shipped price file")?);
        };
        let file = path.display().to_string();
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read `{file}`"))?;
        Ok(Prices::parse(&text, &file)?)
    }
}

/// One model to be asked, and everything about how.
#[cfg_attr(not(feature = "full"), expect(dead_code, reason = "without the network nobody asks"))]
pub(crate) struct Order<'a> {
    /// The model.
    pub(crate) model: &'a ModelSpec,
    /// All its calls.
    pub(crate) calls: &'a [Call],
    /// The file with its key; without one, the environment variable of its declaration.
    pub(crate) key_file: Option<&'a Path>,
    /// Ask everything anew.
    pub(crate) fresh: bool,
    /// Give up batches that the provider does not know any more.
    pub(crate) abandon_batches: bool,
    /// The most that it may cost in US dollars, earlier runs of the journal included.
    pub(crate) max_cost: Option<f64>,
    /// Where its replies are sealed; without it, beside the journal.
    pub(crate) out: Option<&'a Path>,
}
