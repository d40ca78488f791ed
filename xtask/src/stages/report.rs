//! Every finished number to tables, figures and the page.

use report::{
    DataSource, FactorInfo, FactorKind, GroupInfo, ItemInfo, ModelInfo, Named, ReplyProvenance,
    ReportFile, ReproducibilityCard, Results,
};
use survey_artifact::{
    Alignment, Analyses, Answers, Artifact, ConsensusTable, Digest, GroupIntervals, Partitions,
    Prompts, Replies, ReportManifest, ReportedFile,
};
use survey_model::{Codebook, Microdata, Origin, Partition};

use super::{Parameters, digest_of};
use crate::comparison::{Run, compare};
use crate::desk::Desk;
use crate::ledger::commit;
use crate::paper_counts::is_published;
use crate::pipeline::PRODUCED_BY;
use crate::recorded;
use crate::settings::{Options, Settings};

/// The formats that this build writes.
const FORMATS: &str =
    if cfg!(feature = "full") { "SVG, CSV, PDF, PNG, Parquet" } else { "SVG, CSV" };

/// Pixels of a PNG per unit of its SVG.
#[cfg(feature = "full")]
const PNG_SCALE: f32 = 2.0;

pub(super) fn parameters(settings: &Settings) -> anyhow::Result<Parameters> {
    let shown = match commit() {
        Some(commit) => format!("{}{}", commit.id, if commit.dirty { " with changes" } else { "" }),
        None => "unknown".to_owned(),
    };
    Ok(Parameters::from([
        ("study", digest_of(&settings.study)?),
        ("study file", settings.study_digest.to_string()),
        ("command", command(&settings.options)),
        ("commit", shown),
        ("produced by", PRODUCED_BY.to_owned()),
        ("formats", FORMATS.to_owned()),
    ]))
}

pub(super) fn run(desk: &Desk<'_>) -> anyhow::Result<ReportManifest> {
    let results = results(desk)?;
    let mut files = report::render(&results)?;
    files.extend(further_formats(&results, &files)?);
    let mut manifest: Vec<ReportedFile> = files
        .iter()
        .map(|file| ReportedFile { path: file.path.clone(), sha256: Digest::of(&file.bytes) })
        .collect();
    manifest.sort_by(|a, b| a.path.cmp(&b.path));
    for file in files {
        desk.put_file(file.path, file.bytes);
    }
    Ok(ReportManifest { files: manifest })
}

/// Each figure as PDF and PNG too, and each tidy table as Parquet.
#[cfg(feature = "full")]
fn further_formats(results: &Results, files: &[ReportFile]) -> anyhow::Result<Vec<ReportFile>> {
    let figures = files.iter().filter(|file| file.path.ends_with(".svg"));
    let mut further = report::parquet_tables(results)?;
    for figure in figures {
        further.push(report::pdf(figure)?);
        further.push(report::png(figure, PNG_SCALE)?);
    }
    Ok(further)
}

/// The default build carries no other format.
#[cfg(not(feature = "full"))]
fn further_formats(_results: &Results, _files: &[ReportFile]) -> anyhow::Result<Vec<ReportFile>> {
    Ok(Vec::new())
}

fn results(desk: &Desk<'_>) -> anyhow::Result<Results> {
    let (microdata, partitions) = (desk.get::<Microdata>()?, desk.get::<Partitions>()?);
    let (alignment, intervals) = (desk.get::<Alignment>()?, desk.get::<GroupIntervals>()?);
    let (consensus, analyses) = (desk.get::<ConsensusTable>()?, desk.get::<Analyses>()?);
    let study = &desk.settings.study;
    let comparison = if is_published(study) {
        compare(&Run {
            origin: microdata.origin(),
            respondents: microdata.respondents(),
            partitions: &partitions.partitions,
            missing: &partitions.missing,
            intervals: &intervals,
        })?
    } else {
        Vec::new()
    };
    Ok(Results {
        title: study.title.clone(),
        source: source(desk.settings, &microdata),
        models: models(desk.settings, &intervals),
        factors: partitions.partitions.iter().map(|cut| factor(desk.settings, cut)).collect(),
        items: items(desk)?,
        summaries: intervals.summaries.clone(),
        group_scores: intervals.groups.clone(),
        item_scores: alignment.items.clone(),
        missing: partitions.missing.clone(),
        spreads: intervals.spreads.clone(),
        influences: alignment.influences.clone(),
        baselines: analyses.baselines.clone(),
        common_support: analyses.common_support.clone(),
        analyses: analyses.analyses.clone(),
        consensus: consensus.consensus.clone(),
        answers: desk.get::<Answers>()?.answers.clone(),
        replies: desk.get::<Replies>()?.replies.clone(),
        prompts: desk.get::<Prompts>()?.prompts.clone(),
        comparison,
        card: card(desk)?,
    })
}

fn source(settings: &Settings, microdata: &Microdata) -> DataSource {
    let edition = microdata.edition();
    let respondents = report::thousands(microdata.respondents() as u64);
    let weighed = match settings.study.weight_variable() {
        Some(variable) => format!("weighted by {variable}"),
        None => "unweighted".to_owned(),
    };
    let title = edition.title.as_ref().unwrap_or(&edition.survey);
    let line = match microdata.origin() {
        Origin::Invented => {
            format!("{respondents} invented respondents, {weighed}")
        }
        Origin::Observed => match &edition.edition {
            Some(number) => {
                format!("{title}, edition {number}, {respondents} respondents, {weighed}")
            }
            None => format!("{title}, {respondents} respondents, {weighed}"),
        },
    };
    DataSource {
        origin: microdata.origin(),
        edition: edition.clone(),
        line,
        respondents: microdata.respondents() as u64,
    }
}

fn models(settings: &Settings, intervals: &GroupIntervals) -> Vec<ModelInfo> {
    let options = &settings.options;
    let recorded = options.answers.is_none() && options.replies.is_empty();
    let info = |summary: &survey_model::ModelSummary| {
        let recording = recorded.then(|| recorded::of_model(summary.model.as_str())).flatten();
        ModelInfo {
            name: summary.model.clone(),
            label: summary.model.to_string(),
            provenance: if options.answers.is_some() {
                ReplyProvenance::Imported
            } else {
                ReplyProvenance::Recorded
            },
            dates: recording.map(|recording| recording.date.to_owned()),
            note: recording.map(|recording| recording.note.to_owned()),
        }
    };
    intervals.summaries.iter().map(info).collect()
}

fn factor(settings: &Settings, partition: &Partition) -> FactorInfo {
    let kind = if partition.factor == settings.study.country.name {
        FactorKind::Country
    } else if partition.factor == settings.study.everybody.name {
        FactorKind::Everybody
    } else {
        FactorKind::SocioDemographic
    };
    let group = |group: &survey_model::PartitionGroup| GroupInfo {
        group: group.group.clone(),
        label: group.label.clone(),
    };
    FactorInfo {
        name: partition.factor.clone(),
        label: partition.label.clone(),
        kind,
        groups: partition.groups.iter().map(group).collect(),
    }
}

fn items(desk: &Desk<'_>) -> anyhow::Result<Vec<ItemInfo>> {
    // Where only the data file's labels are known, the label stands for the question.
    let question = |item: &survey_model::Item| match survey_prompts::question_text(item.texts()) {
        text if text.is_empty() => item.label().to_owned(),
        text => text,
    };
    let info = |item: survey_model::StudyItem| ItemInfo {
        id: item.item.id().clone(),
        label: item.item.label().to_owned(),
        question: question(&item.item),
        concept: (item.question != item.item.id().as_str()).then_some(item.question),
        scale: item.item.scale().clone(),
        weight: item.weight,
    };
    Ok(desk.items()?.into_iter().map(info).collect())
}

fn card(desk: &Desk<'_>) -> anyhow::Result<ReproducibilityCard> {
    let settings = desk.settings;
    let schemas = [
        Codebook::SCHEMA,
        Microdata::SCHEMA,
        Partitions::SCHEMA,
        Prompts::SCHEMA,
        Replies::SCHEMA,
        Answers::SCHEMA,
        ConsensusTable::SCHEMA,
        Alignment::SCHEMA,
        GroupIntervals::SCHEMA,
        Analyses::SCHEMA,
    ];
    let named = |schema: &str| {
        Ok(Named { name: schema.to_owned(), value: desk.digest(schema)?.to_string() })
    };
    let read_here = settings.options.answers.is_none();
    let rules = || Digest::of(answer_extract::rules_description().as_bytes()).to_string();
    Ok(ReproducibilityCard {
        command: command(&settings.options),
        study: settings.study.name.clone(),
        study_digest: settings.study_digest.to_string(),
        seed: settings.seed,
        replicates: settings.replicates,
        commit: commit().map(|c| report::Commit { id: c.id, date: c.date, dirty: c.dirty }),
        prompts_digest: Some(desk.digest(Prompts::SCHEMA)?.to_string()),
        rules_digest: read_here.then(rules),
        artifacts: schemas.iter().map(|schema| named(schema)).collect::<anyhow::Result<_>>()?,
        versions: vec![Named {
            name: "whose-values".to_owned(),
            value: env!("CARGO_PKG_VERSION").to_owned(),
        }],
    })
}

/// The command that gives the same bytes again. Folders are left out, because they are this machine's, and so are
/// threads and output folder, because no byte depends on them.
fn command(options: &Options) -> String {
    let mut words = vec!["cargo xtask reproduce".to_owned()];
    let file = |path: &std::path::PathBuf| {
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    };
    let files = [
        ("--microdata", options.microdata.as_ref()),
        ("--codebook", options.codebook.as_ref()),
        ("--answers", options.answers.as_ref()),
        ("--study", options.study.as_ref()),
    ];
    let given = files.iter().filter_map(|(flag, path)| Some((flag, (*path)?)));
    words.extend(given.map(|(flag, path)| format!("{flag} {}", file(path))));
    words.extend(options.replies.iter().map(|path| format!("--replies {}", file(path))));
    words.extend(options.replicates.map(|replicates| format!("--replicates {replicates}")));
    words.extend(options.seed.map(|seed| format!("--seed {seed}")));
    words.join(" ")
}
