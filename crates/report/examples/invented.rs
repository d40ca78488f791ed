//! Lays out a report on invented results and says how long it took: `cargo run --release -p report --example invented [DIR] [MODELS] [extremes]`.
#![expect(clippy::print_stdout, reason = "an example talks to its user")]

#[path = "../tests/invented/mod.rs"]
#[expect(dead_code, reason = "tests use the rest")]
mod invented;

use report::{ReportError, ReportFile};
use std::{error::Error, fs, path::PathBuf, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory =
        PathBuf::from(arguments.next().unwrap_or_else(|| "target/invented-report".into()));
    let models = arguments.next().map_or(Ok(3), |models| models.parse())?;
    let results = match arguments.next().as_deref() {
        Some("extremes") => invented::extremes(models),
        _ => invented::results(invented::Size { models, ..invented::PAPER }),
    };
    let start = Instant::now();
    let files = report::render(&results)?;
    let elapsed = start.elapsed();
    let formats = formats(&files)?;
    for file in files.iter().chain(&formats) {
        let path = directory.join(&file.path);
        fs::create_dir_all(path.parent().ok_or("a file stands in a directory")?)?;
        fs::write(path, &file.bytes)?;
    }
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!(
        "{} files, {bytes} bytes, laid out in {elapsed:.1?}, in {}",
        files.len(),
        directory.display()
    );
    Ok(())
}

/// The figures as PNG and PDF, if both were compiled in.
#[cfg(all(feature = "raster", feature = "pdf"))]
fn formats(files: &[ReportFile]) -> Result<Vec<ReportFile>, ReportError> {
    let mut formats = Vec::new();
    for figure in files.iter().filter(|file| file.path.ends_with(".svg")) {
        formats.push(report::png(figure, 2.0)?);
        formats.push(report::pdf(figure)?);
    }
    Ok(formats)
}

#[cfg(not(all(feature = "raster", feature = "pdf")))]
fn formats(_: &[ReportFile]) -> Result<Vec<ReportFile>, ReportError> {
    Ok(Vec::new())
}
