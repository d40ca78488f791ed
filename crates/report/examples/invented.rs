//! Lays out a report on invented results and says how long it took: `cargo run --release -p report --example invented [DIR] [MODELS]`.
#![expect(clippy::print_stdout, reason = "an example talks to its user")]

#[path = "../tests/invented/mod.rs"]
#[expect(dead_code, reason = "tests use the rest")]
mod invented;

use std::{error::Error, fs, path::PathBuf, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let directory =
        PathBuf::from(arguments.next().unwrap_or_else(|| "target/invented-report".into()));
    let models = arguments.next().map_or(Ok(3), |models| models.parse())?;
    let results = invented::results(invented::Size { models, ..invented::PAPER });
    let start = Instant::now();
    let files = report::render(&results)?;
    let elapsed = start.elapsed();
    for file in &files {
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
