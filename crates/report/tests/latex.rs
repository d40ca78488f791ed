//! The LaTeX tables, compiled; skipped with a message where no `pdflatex` is installed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use invented::{PAPER, Size};
use report::{Results, render};
use std::{fs, process::Command};
use tempfile::TempDir;

const FRAME: [&str; 2] = [
    "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{array,booktabs,longtable,pdflscape}\n\\begin{document}\n",
    "\\end{document}\n",
];

/// Compiles every table of some results and gives what LaTeX said; `None` without LaTeX.
fn compile(results: &Results) -> Option<String> {
    if Command::new("pdflatex").arg("--version").output().is_err() {
        return None;
    }
    let directory = TempDir::new().unwrap();
    let files = render(results).unwrap();
    let tables = files.iter().filter(|file| file.path.ends_with(".tex"));
    let tables: String = tables
        .map(|file| String::from_utf8(file.bytes.clone()).unwrap() + "\\clearpage\n")
        .collect();
    fs::write(directory.path().join("tables.tex"), FRAME.join(&tables)).unwrap();
    let run = Command::new("pdflatex")
        .args(["-interaction=nonstopmode", "-halt-on-error", "tables.tex"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{said}");
    Some(said)
}

/// No line may stick out of its table or page by more than a point, whatever the number of models.
#[test]
fn every_table_compiles_and_fits_its_page() {
    for models in [1, 3, 6] {
        let Some(said) = compile(&invented::results(Size { models, ..PAPER })) else {
            eprintln!("skipped: no pdflatex in PATH");
            return;
        };
        let wide = said.lines().filter_map(|line| {
            let points = line.strip_prefix("Overfull \\hbox (")?.split_once("pt")?.0;
            points.parse::<f64>().ok().filter(|points| *points > 1.0)
        });
        assert_eq!(wide.collect::<Vec<_>>(), Vec::<f64>::new(), "{models} models: {said}");
    }
}

#[test]
fn hostile_text_and_long_labels_compile() {
    let mut results = invented::extremes(6);
    results.source.line = r"\input{/etc/passwd} % $x_1^2$ & # ~ { } < > é ß \end{document}".into();
    results.items[0].question = results.source.line.clone();
    if compile(&results).is_none() {
        eprintln!("skipped: no pdflatex in PATH");
    }
}
