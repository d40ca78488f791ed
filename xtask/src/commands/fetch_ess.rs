//! `cargo xtask fetch-ess`: downloads the survey's data file to a folder outside of the repository.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

/// Arguments of `fetch-ess`.
#[derive(Debug, Args)]
pub(crate) struct FetchEssArgs {
    /// The free id from your profile on the ESS Data Portal; it is sent to the portal and stored nowhere.
    #[arg(long, value_name = "ID")]
    user_id: String,
    /// The format.
    #[arg(long, value_enum, default_value = "csv")]
    format: DownloadFormat,
    /// The edition's DOI.
    #[arg(long, default_value = "10.21338/ess11e04_0")]
    doi: String,
    /// The folder to write to, outside of any repository; by default one in your home folder.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The SHA-256 that the file must have.
    #[arg(long, value_name = "HEX")]
    sha256: Option<String>,
}

/// A format of the portal's API.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DownloadFormat {
    Csv,
    Parquet,
    Sav,
    Dta,
}

/// The DOI as the portal's page and a reference list write it, without the resolver's address.
#[cfg(feature = "full")]
fn plain_doi(doi: &str) -> &str {
    let starts = ["https://doi.org/", "http://doi.org/", "doi:"];
    starts.iter().find_map(|start| doi.strip_prefix(start)).unwrap_or(doi)
}

#[cfg(feature = "full")]
pub(crate) fn run(args: &FetchEssArgs) -> anyhow::Result<ExitCode> {
    use anyhow::Context as _;
    use ess_codebook::{API, Download, Format, fetch};

    use crate::console::{Console, print};

    let format = match args.format {
        DownloadFormat::Csv => Format::Csv,
        DownloadFormat::Parquet => Format::Parquet,
        DownloadFormat::Sav => Format::Spss,
        DownloadFormat::Dta => Format::Stata,
    };
    let folder = match &args.to {
        Some(folder) => folder.clone(),
        None => std::env::home_dir()
            .context("your home folder is not known; name a folder with `--to`")?
            .join("whose-values-data"),
    };
    let download = Download {
        api: API,
        user_id: &args.user_id,
        doi: plain_doi(&args.doi),
        format,
        folder: &folder,
        sha256: args.sha256.as_deref(),
    };
    let console = Console::new();
    let downloaded = fetch(&download, |here, expected| {
        let of = expected.map(|bytes| format!(" of {}", bytes / 1_000_000)).unwrap_or_default();
        console.progress(&format!("{}{of} MB", here / 1_000_000));
    })?;
    console.say(&format!("{} bytes, SHA-256 {}", downloaded.bytes, downloaded.sha256));
    let path = downloaded.path.display();
    print(&format!("{path}"));
    console.say(&format!("next: cargo xtask-full reproduce --microdata \"{path}\""));
    Ok(ExitCode::SUCCESS)
}

#[cfg(not(feature = "full"))]
pub(crate) fn run(args: &FetchEssArgs) -> anyhow::Result<ExitCode> {
    // The arguments are checked all the same, so that a typing error is found before a long build.
    let FetchEssArgs { user_id: _, format: _, doi: _, to: _, sha256: _ } = args;
    anyhow::bail!(
        "the network is not compiled in; run the same command with `cargo xtask-full` instead of `cargo xtask`"
    )
}
