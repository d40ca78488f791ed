//! `cargo xtask codebook check`: is this file what the study and the paper need?
//!
//! Errors are what would stop or falsify a run; notes are differences that a reader should know of.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use ess_codebook::{
    CodeCheck, FileError, WeightCheck, check_codes, check_weights, compare_codebooks, open_codebook,
};
use survey_model::{Codebook, Microdata, OptionCode, Origin, Partition, Reading, VariableName};

use super::{Read, Source, labels};
use crate::console::print;
use crate::paper_counts;
use crate::study::Study;
use crate::surveys::Survey;

/// Arguments of `codebook check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The survey's data file; without it, only the codebook is checked.
    #[arg(long, value_name = "FILE")]
    microdata: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
}

/// What was found.
#[derive(Default)]
struct Findings {
    errors: usize,
    lines: Vec<String>,
}

impl Findings {
    fn heading(&mut self, text: &str) {
        self.lines.extend([String::new(), text.to_owned()]);
    }

    fn note(&mut self, text: String) {
        self.lines.push(format!("  {text}"));
    }

    fn error(&mut self, text: String) {
        self.errors += 1;
        self.lines.push(format!("  ERROR {text}"));
    }
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let Read { study, survey, codebook, sentence } = args.source.read(args.microdata.as_deref())?;
    let mut findings = Findings::default();
    findings.heading("Codebook");
    findings.note(sentence);
    check_codebook(&study, survey, &codebook, &mut findings)?;
    if let Some(path) = &args.microdata {
        // Opened, so that all unknown codes are counted and not only the first is reported.
        let opened = open_codebook(&codebook);
        let (microdata, columns) =
            read_what_is_there(&study, survey, path, &opened, &mut findings)?;
        check_labels(survey, path, &codebook, &columns, &mut findings)?;
        check_edition(&study, &microdata, &mut findings);
        for check in check_codes(&microdata, &codebook) {
            report_codes(&check, &mut findings);
        }
        findings.heading("Weights and design");
        for check in check_weights(&microdata) {
            report_weight(&check, &mut findings);
        }
        check_missing(&study, &columns, &microdata, &codebook, &mut findings)?;
    }
    let verdict = match (findings.errors, &args.microdata) {
        (0, Some(_)) => "no error: the study can run on this".to_owned(),
        (0, None) => "no error: the codebook has what the study needs".to_owned(),
        (errors, _) => {
            format!("{}: see where ERROR stands", counted(errors as u64, "error"))
        }
    };
    print(findings.lines.join("\n").trim_start_matches('\n'));
    print(&format!("\n{verdict}"));
    Ok(if findings.errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the study's columns that the file has, and reports the others.
fn read_what_is_there(
    study: &Study,
    survey: &Survey,
    path: &Path,
    codebook: &Codebook,
    findings: &mut Findings,
) -> anyhow::Result<(Microdata, Vec<VariableName>)> {
    let mut columns = study.variables();
    columns.retain(|column| codebook.variable(column.as_str()).is_some());
    let error = match (survey.read_microdata)(path, codebook, &columns) {
        Ok(microdata) => return Ok((microdata, columns)),
        Err(error) => error,
    };
    // Without country or number there are no respondents to check.
    let Some(FileError::MissingColumns { columns: missing, key: false, .. }) = error.downcast_ref()
    else {
        return Err(error);
    };
    let missing: Vec<&str> = missing.split(", ").collect();
    let wanted = columns.len();
    columns.retain(|column| !missing.contains(&column.as_str()));
    findings.heading("Columns");
    findings
        .note(format!("{} of the {wanted} columns that the study needs are there", columns.len()));
    findings.error(error.to_string());
    let microdata = (survey.read_microdata)(path, codebook, &columns)?;
    Ok((microdata, columns))
}

fn check_codebook(
    study: &Study,
    survey: &Survey,
    codebook: &Codebook,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let edition = codebook.edition();
    let title = edition.title.as_deref().unwrap_or("untitled");
    let number = edition.edition.as_ref().filter(|_| !title.contains("edition"));
    let number = number.map(|number| format!(", edition {number}"));
    let variables = counted(codebook.variables().len() as u64, "variable");
    findings.note(format!("{title}{}: {variables}", number.unwrap_or_default()));
    let mut undescribed = study.variables();
    let wanted = undescribed.len();
    undescribed.retain(|variable| codebook.variable(variable.as_str()).is_none());
    if !undescribed.is_empty() {
        let names: Vec<&str> = undescribed.iter().map(VariableName::as_str).collect();
        findings.error(format!(
            "{} of the {wanted} variables that the study needs are not described: `{}`; use a codebook that has them",
            names.len(),
            names.join(", ")
        ));
    }
    report_codes_with_two_meanings(study, codebook, findings);
    let Some(shipped) = survey.shipped_codebook else { return Ok(()) };
    let differences = compare_codebooks(codebook, &shipped()?);
    if differences.is_empty() {
        findings.note("answers and missing codes are those of the shipped facts".to_owned());
    }
    for difference in differences {
        for (what, codes) in
            [("answers", &difference.answers), ("missing codes", &difference.missing)]
        {
            if let Some([here, there]) = codes {
                let (here, there) = (listed(here), listed(there));
                findings.note(format!(
                    "`{}`: {what} are {here} here and {there} in the shipped facts",
                    difference.variable
                ));
            }
        }
    }
    Ok(())
}

/// Codes that are missing on some items and answers on others: why no list of missing codes can be global.
fn report_codes_with_two_meanings(study: &Study, codebook: &Codebook, findings: &mut Findings) {
    let items = study.items.iter().filter_map(|item| codebook.variable(item.id.as_str()));
    let items: Vec<_> = items.collect();
    let mut codes: Vec<OptionCode> = items
        .iter()
        .flat_map(|item| item.categories.iter().filter(|c| c.missing.is_some()).map(|c| c.code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let count = |reading: fn(Reading) -> bool| {
            items.iter().filter(|item| reading(item.read(code))).count()
        };
        let answers = count(|reading| reading == Reading::Valid);
        if answers > 0 {
            let missing = count(|reading| matches!(reading, Reading::Missing(_)));
            findings.note(format!(
                "code {code} is no answer to {}, but an answer to {}: missing codes are read item by item",
                counted(missing as u64, "item"),
                counted(answers as u64, "other"),
            ));
        }
    }
}

/// What the file says of itself, if it says anything, against the codebook that it is read by.
fn check_labels(
    survey: &Survey,
    path: &Path,
    codebook: &Codebook,
    columns: &[VariableName],
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let Some(own) = (survey.codebook_of_data)(path)? else { return Ok(()) };
    findings.heading("The file's own labels");
    let differences = labels::differences(&own, codebook, columns);
    if differences.is_empty() {
        findings.note("every answer means the same in the codebook".to_owned());
    }
    for difference in differences {
        findings.note(format!("{difference}; compare the two before a run"));
    }
    Ok(())
}

fn check_edition(study: &Study, microdata: &Microdata, findings: &mut Findings) {
    findings.heading("Data file");
    for line in paper_counts::edition(microdata.edition()) {
        findings.note(line);
    }
    if microdata.origin() == Origin::Invented {
        findings.note("the respondents are invented".to_owned());
    }
    let countries = microdata.countries().levels().len();
    let here = microdata.respondents() as u64;
    findings.note(match paper_counts::is_published(study) {
        true => paper_counts::respondents(here),
        false => format!("{} respondents", report::thousands(here)),
    });
    findings.note(counted(countries as u64, "country"));
    findings.heading("Codes");
}

fn report_codes(check: &CodeCheck, findings: &mut Findings) {
    let CodeCheck { variable, valid, missing, blank, unknown } = check;
    let variable = variable.as_str();
    findings
        .note(format!("{variable:<10} {valid:>6} answers, {missing:>6} missing, {blank:>6} blank"));
    for code in unknown {
        let (country, id) = &code.first;
        findings.error(format!(
            "`{variable}`: {} with code {}, which the codebook does not know; the first is number {id} of {country}; use the codebook that belongs to the file",
            counted(code.respondents, "respondent"),
            code.code
        ));
    }
}

fn report_weight(check: &WeightCheck, findings: &mut Findings) {
    let WeightCheck { variable, blank, zero, range } = check;
    let variable = variable.as_str();
    match range {
        None => findings.note(format!("{variable:<10} every cell is blank")),
        Some([low, mean, high]) => findings.note(format!(
            "{variable:<10} {low:.6} to {high:.6}, mean {mean:.6}; {blank} blank, {zero} zero"
        )),
    }
}

/// The missing groups, for the paper's study against its Table 2, row by row.
fn check_missing(
    study: &Study,
    columns: &[VariableName],
    microdata: &Microdata,
    codebook: &Codebook,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let published = paper_counts::is_published(study);
    findings.heading("Respondents in the missing group of each factor");
    for factor in study.factors() {
        if !columns.contains(&factor.variable) {
            findings.note(format!(
                "{:<22} cannot be counted without `{}`",
                factor.name.as_str(),
                factor.variable
            ));
            continue;
        }
        let partition = factor.partition(microdata, codebook)?;
        let sizes = partition.sizes();
        debug_assert_eq!(
            partition.groups.last().map(|g| g.group.as_str()),
            Some(Partition::MISSING)
        );
        let here = sizes.last().copied().unwrap_or_default() as u64;
        let name = factor.name.as_str();
        let count = match published {
            true => paper_counts::missing(name, here),
            false => report::thousands(here),
        };
        findings.note(format!("{name:<22} {count}"));
    }
    Ok(())
}

/// `1 country`, `2 countries`, `3 errors`.
fn counted(count: u64, noun: &str) -> String {
    let number = report::thousands(count);
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("{number} {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {noun}s"),
    }
}

/// Up to eight codes, and how many more.
fn listed(codes: &[OptionCode]) -> String {
    let shown: Vec<String> = codes.iter().take(8).map(OptionCode::to_string).collect();
    match codes.len() {
        0 => "none".to_owned(),
        more @ 9.. => format!("{} and {} more", shown.join(", "), more - 8),
        _ => shown.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_singular() {
        let all = [(1, "country"), (24, "country"), (1, "error"), (0, "item"), (1200, "other")];
        let counted = all.map(|(count, noun)| counted(count, noun));
        assert_eq!(counted, ["1 country", "24 countries", "1 error", "0 items", "1,200 others"]);
    }
}
