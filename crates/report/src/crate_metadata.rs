//! `ro-crate-metadata.json`: what the files of a report are and how they were made, for machines.
//!
//! Source: RO-Crate 1.1 specification. `datePublished` is the day of the commit that laid the files out, because
//! equal results must give equal bytes; outside a repository it is left out, although the specification wants it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use survey_model::Origin;

use crate::{ReportFile, ReproducibilityCard, Results};

/// The metadata of the files laid out so far.
pub(crate) fn crate_metadata(results: &Results, files: &[ReportFile]) -> Vec<u8> {
    let card = &results.card;
    let reference = |id: &str| json!({ "@id": id });
    let parts: Vec<_> = files.iter().map(|file| reference(&file.path)).collect();
    let properties = properties(card);
    let property_ids = properties.iter().map(reference_to).collect::<Value>();
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork",
            "conformsTo": reference("https://w3id.org/ro/crate/1.1"), "about": reference("./"),
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": results.title,
            "description": format!("{}. {}", results.source.line, crate::origin_sentence(results)),
            "hasPart": parts, "mentions": reference("#run"), "license": licence(results),
            "datePublished": card.commit.as_ref().and_then(|commit| commit.date.as_ref()),
        }),
        json!({
            "@id": "#run", "@type": "CreateAction", "name": card.command,
            "object": reference(&data_id(results)), "instrument": instruments(card),
            "result": reference("./"), "additionalProperty": property_ids,
        }),
        data(results),
    ];
    graph.extend(properties);
    graph.extend(results.models.iter().map(|model| {
        json!({
            "@id": format!("#model-{}", model.name), "@type": "SoftwareApplication", "name": model.label,
            "alternateName": model.name, "temporalCoverage": model.dates, "description": model.note,
        })
    }));
    graph.extend(card.versions.iter().map(|version| {
        json!({
            "@id": format!("#{}", version.name), "@type": "SoftwareApplication",
            "name": version.name, "version": version.value,
        })
    }));
    graph.extend(files.iter().map(|file| {
        let digest: String =
            Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({
            "@id": file.path, "@type": "File", "contentSize": file.bytes.len().to_string(),
            "encodingFormat": format_of(&file.path), "sha256": digest,
        })
    }));
    let metadata = json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph });
    let mut text = serde_json::to_string_pretty(&metadata).expect("a JSON value is serialisable");
    text.push('\n');
    text.into_bytes()
}

/// The survey's identifier; invented respondents have none, whatever survey they are shaped like.
fn data_id(results: &Results) -> String {
    let observed = results.source.origin == Origin::Observed;
    let doi = results.source.edition.doi.as_ref().filter(|_| observed);
    doi.map_or_else(|| "#respondents".to_owned(), |doi| format!("https://doi.org/{doi}"))
}

fn data(results: &Results) -> Value {
    let edition = &results.source.edition;
    let (name, number, citation) = match results.source.origin {
        Origin::Observed => {
            let name = edition.title.as_ref().unwrap_or(&edition.survey).clone();
            (name, edition.edition.as_deref(), edition.citation.as_deref())
        }
        Origin::Invented => {
            (format!("Invented respondents, shaped like {}", edition.survey), None, None)
        }
    };
    json!({
        "@id": data_id(results), "@type": "Dataset", "name": name, "version": number,
        "citation": citation, "size": format!("{} respondents", results.source.respondents),
    })
}

/// What may be done with the files, in words: the specification lets a licence be a text.
fn licence(results: &Results) -> &'static str {
    match results.source.origin {
        Origin::Observed => {
            "Tables and figures derive from the survey's data and are under its terms; the font is under the SIL Open Font License 1.1, and the map is in the public domain."
        }
        Origin::Invented => {
            "The respondents are invented, so that no survey's terms apply; the font is under the SIL Open Font License 1.1, and the map is in the public domain."
        }
    }
}

/// The programs; one stands alone, several are a list.
fn instruments(card: &ReproducibilityCard) -> Value {
    let program = |version: &crate::Named| json!({ "@id": format!("#{}", version.name) });
    match card.versions.as_slice() {
        [one] => program(one),
        several => several.iter().map(program).collect(),
    }
}

fn reference_to(entity: &Value) -> Value {
    json!({ "@id": entity["@id"] })
}

fn properties(card: &ReproducibilityCard) -> Vec<Value> {
    let commit = card.commit.as_ref();
    let mut properties = vec![
        ("study".to_owned(), json!(card.study)),
        ("study file sha256".into(), json!(card.study_digest)),
        ("seed".into(), json!(card.seed)),
        ("replicates".into(), json!(card.replicates)),
        ("commit".into(), json!(commit.map(|commit| &commit.id))),
        ("uncommitted changes".into(), json!(commit.map(|commit| commit.dirty))),
        ("prompts sha256".into(), json!(card.prompts_digest)),
        ("rule table sha256".into(), json!(card.rules_digest)),
    ];
    let artifact =
        |named: &crate::Named| (format!("artifact {} sha256", named.name), json!(named.value));
    properties.extend(card.artifacts.iter().map(artifact));
    // Every entity stands in the graph by itself: the specification wants it flat.
    let property = |(name, value): (String, Value)| {
        let id = format!("#property-{}", name.replace(' ', "-"));
        json!({ "@id": id, "@type": "PropertyValue", "name": name, "value": value })
    };
    properties
        .into_iter()
        .filter(|(_, value): &(String, Value)| !value.is_null())
        .map(property)
        .collect()
}

fn format_of(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("md") => "text/markdown",
        Some("tex") => "application/x-tex",
        Some("svg") => "image/svg+xml",
        Some("html") => "text/html",
        _ => "application/octet-stream",
    }
}
