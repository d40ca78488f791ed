//! All figures of a run and their file names.

use crate::{
    FactorKind, ReportError, Results,
    font::Fonts,
    frame::Figure,
    gap_figure::gap_figure,
    index::Index,
    score_figures::{figure_2, figure_3, figure_4},
    workflow_figure::figure_1,
};

/// Figure 1, Figures 2 and 3 for every model, Figure 4, and the gap figure; those without data are left out.
///
/// # Errors
/// A mark outside its axis.
pub(crate) fn figures(results: &Results) -> Result<Vec<Figure>, ReportError> {
    let (index, fonts) = (Index::new(results), Fonts::new());
    let mut figures: Vec<_> = figure_1(&index, &fonts)?.into_iter().collect();
    let slugs = slugs(results);
    let social = !index.factors(FactorKind::SocioDemographic).is_empty();
    for (model, slug) in slugs.iter().enumerate() {
        if social {
            figures.push(figure_2(&index, &fonts, model, format!("figure2-{slug}"))?);
        }
        for factor in index.factors(FactorKind::Country) {
            figures.push(figure_3(&index, &fonts, model, factor, format!("figure3-{slug}"))?);
        }
    }
    if social {
        figures.push(figure_4(&index, &fonts)?);
    }
    figures.extend(gap_figure(&index, &fonts)?);
    Ok(figures)
}

/// Names of models for file names: lower-case letters, figures and hyphens; a number tells equal ones apart.
fn slugs(results: &Results) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for model in &results.models {
        let plain = |letter: char| {
            if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }
        };
        let name: String = model.name.as_str().chars().map(plain).collect();
        let base = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let mut slug = if base.is_empty() { "model".to_owned() } else { base.clone() };
        for number in 2.. {
            if !slugs.contains(&slug) {
                break;
            }
            slug = format!("{base}-{number}");
        }
        slugs.push(slug);
    }
    slugs
}
