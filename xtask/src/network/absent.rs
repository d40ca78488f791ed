//! Without the network, a command says how it is reached.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::asking::{AskOptions, Order};
use crate::console::Console;
use crate::replies_file::Questions;

const ALIAS: &str = "this build has no network and no journal; run the same command with `cargo xtask-full` instead of `cargo xtask`";

/// See `live::status`.
pub(crate) fn status(_: &Path) -> anyhow::Result<()> {
    bail!(ALIAS)
}

/// See `live::ask`.
pub(crate) fn ask(
    _: &Questions,
    _: &AskOptions,
    _: &Order<'_>,
    _: &Console,
) -> anyhow::Result<bool> {
    bail!(ALIAS)
}

/// See `several::ask_several`.
pub(crate) fn ask_several(
    _: &Questions,
    _: &[String],
    _: &AskOptions,
    _: &Console,
) -> anyhow::Result<Vec<PathBuf>> {
    bail!(ALIAS)
}
