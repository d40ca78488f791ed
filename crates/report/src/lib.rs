//! Lays out finished numbers as tables, figures and one HTML page, and computes nothing.
//!
//! Last stage. What goes in: one [`Results`]. What comes out: file names and bytes; the caller writes them.
//!
//! What this crate does not know: statistics, files, the clock. A number that it prints was given to it.
#![forbid(unsafe_code)]

mod analyses;
mod analysis_dots;
mod analysis_rows;
mod analysis_words;
mod axis;
mod check;
mod crate_metadata;
mod dots;
#[cfg(any(feature = "raster", feature = "pdf"))]
mod drawing;
mod error;
mod europe;
mod excerpt;
mod figures;
mod font;
mod frame;
mod gap_figure;
mod index;
mod latex;
mod number;
mod page;
mod page_data;
mod palette;
#[cfg(feature = "parquet")]
mod parquet_tables;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "raster")]
mod raster;
mod references;
mod results;
mod score_figures;
mod sheet;
mod sheets;
mod svg;
mod tidy;
mod workflow_figure;

pub use error::ReportError;
pub use number::thousands;
#[cfg(feature = "parquet")]
pub use parquet_tables::parquet_tables;
#[cfg(feature = "pdf")]
pub use pdf::pdf;
#[cfg(feature = "raster")]
pub use raster::png;
pub use results::{
    Commit, Comparability, ComparisonRow, DataSource, FactorInfo, FactorKind, GroupInfo, ItemInfo,
    ModelInfo, Named, ReplyProvenance, ReproducibilityCard, Results,
};

use survey_model::Origin;

/// One file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Path below the output directory, with `/`: `tables/group_scores.csv`.
    pub path: String,
    /// The file's content.
    pub bytes: Vec<u8>,
}

impl ReportFile {
    fn new(path: String, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path, bytes: bytes.into() }
    }
}

/// Lays out the whole report: equal results give equal bytes.
///
/// # Errors
/// Results that contradict themselves; see [`ReportError`].
pub fn render(results: &Results) -> Result<Vec<ReportFile>, ReportError> {
    check::check(results)?;
    let mut files = Vec::new();
    for table in tidy::tidy_tables(results) {
        files.push(ReportFile::new(format!("tables/{}.csv", table.name), table.to_csv()));
        let schema = table.to_schema(origin_sentence(results));
        files.push(ReportFile::new(format!("tables/{}.schema.json", table.name), schema));
    }
    for sheet in sheets::sheets(results) {
        files.push(ReportFile::new(format!("tables/{}.md", sheet.name), sheet.to_markdown()));
        files.push(ReportFile::new(format!("tables/{}.tex", sheet.name), sheet.to_latex()));
    }
    for table in &results.analyses {
        let path = format!("tables/analysis_{}.md", table.name);
        files.push(ReportFile::new(
            path,
            analyses::markdown(table, results, origin_sentence(results)),
        ));
    }
    for figure in figures::figures(results)? {
        files.push(ReportFile::new(format!("figures/{}.svg", figure.name), figure.svg));
    }
    files.push(ReportFile::new("report.html".into(), page::page(results)));
    let metadata = crate_metadata::crate_metadata(results, &files);
    files.push(ReportFile::new("ro-crate-metadata.json".into(), metadata));
    Ok(files)
}

fn origin_sentence(results: &Results) -> &'static str {
    match results.source.origin {
        Origin::Observed => "Respondents took part in the survey.",
        Origin::Invented => "Invented respondents: no person gave these answers.",
    }
}
