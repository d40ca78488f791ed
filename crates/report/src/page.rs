//! The page: one HTML file that asks nobody for anything. Script and style are allowed by their hashes alone.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use survey_model::Origin;

use crate::{
    DataSource, ModelInfo, ReplyProvenance, ReproducibilityCard, Results, analyses,
    europe::map_svg,
    font::font_face_css,
    number::thousands,
    page_data::page_data,
    palette::mark_style,
    sheet::{Align, Sheet},
    sheets::sheets,
    svg::escape,
};

const STYLE: &str = include_str!("../data/page/page.css");
const BODY: &str = include_str!("../data/page/page.html");
const SCRIPTS: &[&str] = &[
    include_str!("../data/page/base.js"),
    include_str!("../data/page/panels.js"),
    include_str!("../data/page/map.js"),
    include_str!("../data/page/gaps.js"),
    include_str!("../data/page/heat.js"),
    include_str!("../data/page/replies.js"),
    include_str!("../data/page/analyses.js"),
    include_str!("../data/page/main.js"),
];

/// The page as HTML.
pub(crate) fn page(results: &Results) -> String {
    let style = format!("{}{STYLE}{}", font_face_css(), model_css(results.models.len()));
    let script = format!("\"use strict\";(()=>{{\n{}}})();", SCRIPTS.concat());
    // Fonts come as data, everything else is refused; no hash covers an attribute, so none of ours holds code or style.
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; font-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(&style)
    );
    let (table_1, others): (Vec<_>, Vec<_>) =
        sheets(results).into_iter().partition(|sheet| sheet.name == "table1");
    let sheets = |sheets: &[Sheet]| sheets.iter().map(html_table).collect::<String>();
    let fill = [
        ("policy", policy),
        ("title", escape(&results.title)),
        ("style", style),
        ("stamp", stamp(results)),
        ("source", escape(&results.source.line)),
        ("models", results.models.iter().map(model_line).collect()),
        ("table1", sheets(&table_1)),
        ("tables", sheets(&others)),
        ("analyses", analyses::section(results)),
        ("map", map_svg()),
        ("respondents", respondents(&results.source)),
        ("card", card(&results.card)),
        ("citation", citation(&results.source)),
        ("data", page_data(results)),
        ("script", script),
    ];
    filled(BODY, &fill)
}

/// Puts each value in the place of its `{{name}}`. Values are not searched again, so none can name another.
fn filled(template: &str, fill: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("the template closes its places");
        let value = fill.iter().find(|(known, _)| *known == name);
        page.push_str(before);
        page.push_str(&value.expect("the template names only known places").1);
        rest = after;
    }
    page + rest
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// The models' colours, for light and dark ground.
fn model_css(models: usize) -> String {
    let vars = |dark: bool| -> String {
        let colour = |at| if dark { mark_style(at).colour_dark } else { mark_style(at).colour };
        (0..models).map(|at| format!("--m{at}:{};", colour(at))).collect()
    };
    let classes: String =
        (0..models).map(|at| format!(".m{at}{{fill:var(--m{at});stroke:var(--m{at})}}")).collect();
    let (light, dark) = (vars(false), vars(true));
    format!(
        ":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\
         @media screen{{:root[data-theme=dark]{{{dark}}}}}{classes}"
    )
}

fn stamp(results: &Results) -> String {
    match results.source.origin {
        Origin::Observed => String::new(),
        Origin::Invented => "<p class=\"stamp\" role=\"note\"><strong>Invented respondents.</strong> No person gave these answers: a seeded generator did. The scores below show how the pipeline works and say nothing about any group or country.</p>".into(),
    }
}

fn model_line(model: &ModelInfo) -> String {
    let origin = match model.provenance {
        ReplyProvenance::Recorded => "recorded replies",
        ReplyProvenance::Live => "asked in this run",
        ReplyProvenance::Imported => "answers read elsewhere",
    };
    let asked =
        model.dates.as_ref().map_or(String::new(), |dates| format!(", asked {}", escape(dates)));
    let note = model.note.as_ref().map_or(String::new(), |note| format!("; {}", escape(note)));
    format!(
        "<li><strong>{}</strong> (<code>{}</code>): {origin}{asked}{note}</li>",
        escape(&model.label),
        escape(model.name.as_str())
    )
}

fn html_table(sheet: &Sheet) -> String {
    let class = |at: usize| match sheet.align[at] {
        Align::Left | Align::Wide => "",
        Align::Right => " class=\"right\"",
    };
    let head = sheet.header.iter().enumerate();
    let head: String = head
        .map(|(at, cell)| format!("<th scope=\"col\"{}>{}</th>", class(at), escape(cell)))
        .collect();
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate();
        let cells: String = cells
            .map(|(at, cell)| match at {
                0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
                _ => format!("<td{}>{}</td>", class(at), escape(cell)),
            })
            .collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = sheet.rows.iter().map(row).collect();
    format!(
        "<div class=\"scroll\"><table class=\"sheet\" id=\"{}\"><caption>{}</caption><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>\n",
        sheet.name,
        escape(&sheet.numbered_caption())
    )
}

/// Whose answers: what the file says of itself. Invented respondents are of no edition, whatever survey they resemble.
fn respondents(source: &DataSource) -> String {
    let edition = &source.edition;
    let count = thousands(source.respondents);
    if source.origin == Origin::Invented {
        return list(vec![("Respondents".into(), Some(format!("{count}, invented")))]);
    }
    let unstated = |value: &Option<String>| {
        Some(value.clone().unwrap_or_else(|| "not stated in the file".to_owned()))
    };
    list(vec![
        ("Survey".into(), Some(edition.title.clone().unwrap_or_else(|| edition.survey.clone()))),
        ("Edition".into(), unstated(&edition.edition)),
        ("DOI".into(), unstated(&edition.doi)),
        ("Produced".into(), unstated(&edition.production_date)),
        ("Respondents".into(), Some(count)),
        ("Cite as".into(), edition.citation.clone()),
    ])
}

fn card(card: &ReproducibilityCard) -> String {
    let commit = card.commit.as_ref().map(|commit| {
        let dirty = if commit.dirty { ", with uncommitted changes" } else { "" };
        format!("{}{dirty}", commit.id)
    });
    let mut rows = vec![
        ("Command".to_owned(), Some(card.command.clone())),
        ("Study".into(), Some(card.study.clone())),
        ("Study file, SHA-256".into(), Some(card.study_digest.clone())),
        ("Seed".into(), Some(card.seed.to_string())),
        ("Replicates".into(), Some(card.replicates.to_string())),
        ("Commit".into(), commit),
        ("Prompts, SHA-256".into(), card.prompts_digest.clone()),
        ("Rule table, SHA-256".into(), card.rules_digest.clone()),
    ];
    let named = |kind: &str, named: &crate::Named| {
        (format!("{kind} {}", named.name), Some(named.value.clone()))
    };
    rows.extend(card.artifacts.iter().map(|artifact| named("Artifact", artifact)));
    rows.extend(card.versions.iter().map(|version| named("Version of", version)));
    list(rows)
}

/// A list of names and values; those without a value are left out.
fn list(rows: Vec<(String, Option<String>)>) -> String {
    rows.into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| {
            format!("<dt>{}</dt><dd><code>{}</code></dd>", escape(&name), escape(&value))
        })
        .collect()
}

fn citation(source: &DataSource) -> String {
    let edition = &source.edition;
    let text = edition.citation.as_ref().or(edition.title.as_ref());
    let text = text.filter(|_| source.origin == Origin::Observed);
    text.map_or(String::new(), |text| format!("<p>Data: {}</p>", escape(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_place_stays_as_it_is() {
        let fill = [("a", "{{b}}".to_owned()), ("b", "2".to_owned())];
        assert_eq!(filled("<{{a}}|{{b}}>", &fill), "<{{b}}|2>");
    }
}
