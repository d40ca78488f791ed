//! Counts each code of each study variable in a data file, to be held against another reader's counts:
//!
//! ```text
//! cargo run -p ess-codebook --features parquet,spss,stata,zip --example counts -- ESS11.dta [VARIABLE ...]
//! ```
//!
//! Without variables, all of the shipped codebook are counted that have a list of codes.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use ess_codebook::{read_file, shipped, with_reserved_missing_codes};
use survey_model::{Origin, VariableName};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().context("name a data file")?;
    let mut columns = arguments.map(VariableName::new).collect::<Result<Vec<_>, _>>()?;
    let codebook = with_reserved_missing_codes(shipped())?;
    if columns.is_empty() {
        let coded = codebook.variables().iter().filter(|variable| !variable.categories.is_empty());
        columns = coded.map(|variable| variable.name.clone()).collect();
    }
    let microdata = read_file(Path::new(&file), Origin::Observed, &codebook, &columns)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "variable,code,respondents")?;
    for (name, column) in microdata.code_columns() {
        let mut counts = BTreeMap::new();
        for code in column.iter() {
            *counts.entry(code).or_insert(0_u64) += 1;
        }
        for (code, respondents) in counts {
            let code = code.map(|code| code.to_string()).unwrap_or_default();
            writeln!(out, "{name},{code},{respondents}")?;
        }
    }
    for (name, column) in microdata.number_columns() {
        let sum: f64 = column.iter().flatten().sum();
        writeln!(out, "{name},sum,{sum}")?;
    }
    Ok(())
}
