//! Figures 2, 3 and 4: the scores of groups and countries.

use std::cmp::Ordering;

use survey_model::GroupScore;

use crate::{
    FactorInfo, FactorKind, ReportError,
    axis::Axis,
    dots::{Panel, Plot, Row, axis_values, label_width},
    font::Fonts,
    frame::{Figure, Frame, MARGIN},
    index::Index,
    references::References,
    svg::Svg,
};

const FACTORS_WIDTH: f64 = 1000.0;
const COUNTRIES_WIDTH: f64 = 640.0;
const COLUMNS: usize = 3;
const COLUMN_GAP: f64 = 20.0;
const PANEL_GAP: f64 = 14.0;

/// Figure 2 of one model: every socio-demographic factor.
pub(crate) fn figure_2(
    index: &Index<'_>,
    fonts: &Fonts,
    model: usize,
    name: String,
) -> Result<Figure, ReportError> {
    let title =
        format!("Alignment by socio-demographic group: {}", index.results.models[model].label);
    factor_panels(index, fonts, &[model], ("figure2", name), title)
}

/// Figure 4: every socio-demographic factor, all models side by side.
pub(crate) fn figure_4(index: &Index<'_>, fonts: &Fonts) -> Result<Figure, ReportError> {
    let models: Vec<_> = (0..index.results.models.len()).collect();
    let title = "Alignment by socio-demographic group: all models".to_owned();
    factor_panels(index, fonts, &models, ("figure4", "figure4".into()), title)
}

fn factor_panels(
    index: &Index<'_>,
    fonts: &Fonts,
    models: &[usize],
    (figure, name): (&'static str, String),
    title: String,
) -> Result<Figure, ReportError> {
    let factors = index.factors(FactorKind::SocioDemographic);
    let panels: Vec<_> = factors.iter().map(|factor| panel(index, models, factor)).collect();
    let columns = COLUMNS.min(panels.len().max(1));
    let column_width =
        (FACTORS_WIDTH - 2.0 * MARGIN - COLUMN_GAP * (COLUMNS - 1) as f64) / COLUMNS as f64;
    let labels = label_width(fonts, &panels, column_width * 0.42);
    let overall: Vec<_> = models.iter().map(|&model| index.overall(model)).collect();
    let axis = Axis::around(axis_values(&panels, &overall), 5);
    let references = References::new(index.results, models, axis);
    let plot = Plot {
        figure,
        fonts,
        models,
        axis,
        overall,
        references: &references.inside,
        label_width: labels,
        plot_width: column_width - labels - 7.0,
        values: false,
    };
    let frame = Frame {
        results: index.results,
        fonts,
        width: FACTORS_WIDTH,
        title,
        note: note(models.len(), !references.inside.is_empty()),
    };
    let mut svg = Svg::default();
    let top = frame.title(&mut svg);
    let top = frame.legend(&mut svg, models, &references, top);
    let heights: Vec<_> = panels.iter().map(|panel| plot.height(panel)).collect();
    let ends = balanced(&heights, columns);
    let tallest = column_heights(&heights, &ends).fold(0.0, f64::max);
    let mut start = 0;
    for (column, &end) in ends.iter().enumerate() {
        let left = MARGIN + column as f64 * (column_width + COLUMN_GAP);
        let bottom = draw_column(&mut svg, &plot, &panels[start..end], (left, top), tallest)?;
        plot.draw_ticks(&mut svg, left, bottom)?;
        start = end;
    }
    Ok(frame.finish(svg, name, top + tallest + plot.ticks_height()))
}

/// Draws panels below each other, spread so that the column ends at the height of the tallest one.
fn draw_column(
    svg: &mut Svg,
    plot: &Plot<'_>,
    panels: &[Panel<'_>],
    (left, top): (f64, f64),
    tallest: f64,
) -> Result<f64, ReportError> {
    let filled: f64 = panels.iter().map(|panel| plot.height(panel)).sum();
    let gap = match panels.len() {
        0 | 1 => 0.0,
        panels => ((tallest - filled) / (panels - 1) as f64).clamp(PANEL_GAP, 12.0 * PANEL_GAP),
    };
    let (mut y, mut bottom) = (top, top);
    for panel in panels {
        bottom = plot.draw(svg, panel, left, y)?;
        y = bottom + gap;
    }
    Ok(bottom)
}

fn panel<'a>(index: &Index<'a>, models: &[usize], factor: &'a FactorInfo) -> Panel<'a> {
    let row = |group: &'a crate::GroupInfo| Row {
        label: &group.label,
        scores: models.iter().map(|&model| index.score(model, factor, &group.group)).collect(),
    };
    Panel { title: &factor.label, rows: factor.known_groups().map(row).collect() }
}

/// Figure 3 of one model: countries, the best represented on top.
pub(crate) fn figure_3(
    index: &Index<'_>,
    fonts: &Fonts,
    model: usize,
    factor: &FactorInfo,
    name: String,
) -> Result<Figure, ReportError> {
    let mut panel = panel(index, &[model], factor);
    panel.title = "";
    panel.rows.sort_by(|a, b| higher_first(a.scores[0], b.scores[0]));
    let panels = [panel];
    let overall = vec![index.overall(model)];
    let labels = label_width(fonts, &panels, COUNTRIES_WIDTH * 0.3);
    let axis = Axis::around(axis_values(&panels, &overall), 8);
    let references = References::new(index.results, &[model], axis);
    let plot = Plot {
        figure: "figure3",
        fonts,
        models: &[model],
        axis,
        overall,
        references: &references.inside,
        label_width: labels,
        plot_width: COUNTRIES_WIDTH - 2.0 * MARGIN - labels - 7.0 - 116.0,
        values: true,
    };
    let title = format!(
        "Alignment by {}: {}",
        factor.label.to_lowercase(),
        index.results.models[model].label
    );
    let note = note(1, !references.inside.is_empty());
    let frame = Frame { results: index.results, fonts, width: COUNTRIES_WIDTH, title, note };
    let mut svg = Svg::default();
    let top = frame.title(&mut svg);
    let top = frame.legend(&mut svg, &[model], &references, top) - 4.0;
    let bottom = plot.draw(&mut svg, &panels[0], MARGIN, top)?;
    plot.draw_ticks(&mut svg, MARGIN, bottom)?;
    Ok(frame.finish(svg, name, bottom + plot.ticks_height()))
}

/// Descending by score; groups without a score come last; equal scores keep their order.
fn higher_first(a: Option<&GroupScore>, b: Option<&GroupScore>) -> Ordering {
    let score =
        |row: Option<&GroupScore>| row.and_then(|row| row.score).unwrap_or(f64::NEG_INFINITY);
    score(b).total_cmp(&score(a))
}

fn note(models: usize, references: bool) -> String {
    let line = if models == 1 {
        "the dashed line is the score"
    } else {
        "dashed lines are the models' scores"
    };
    let letters = match (references, models) {
        (false, _) => "",
        (true, 1) => {
            " Thin lines with letters are what other answers would score with all respondents."
        }
        (true, _) => {
            " Ticks with letters are what other answers to a model's items would score with all respondents."
        }
    };
    format!(
        "Marks are alignment scores, from 0 (opposite ends of every scale) to 1 (the same); whiskers are 95 % bootstrap intervals; {line} with all respondents.{letters} Respondents whose group is not known are left out."
    )
}

/// Cuts a sequence of panels into `columns` runs of which the tallest is as low as can be; gives the runs' ends.
fn balanced(heights: &[f64], columns: usize) -> Vec<usize> {
    let mut best = (f64::INFINITY, vec![heights.len()]);
    let mut ends = Vec::new();
    cut(heights, columns, &mut ends, &mut best);
    best.1
}

fn cut(heights: &[f64], columns: usize, ends: &mut Vec<usize>, best: &mut (f64, Vec<usize>)) {
    let start = ends.last().copied().unwrap_or(0);
    if columns == 1 {
        ends.push(heights.len());
        let tallest = column_heights(heights, ends).fold(0.0, f64::max);
        if tallest < best.0 {
            *best = (tallest, ends.clone());
        }
        ends.pop();
        return;
    }
    for end in start + 1..=heights.len().saturating_sub(columns - 1) {
        ends.push(end);
        cut(heights, columns - 1, ends, best);
        ends.pop();
    }
}

fn column_heights<'a>(heights: &'a [f64], ends: &'a [usize]) -> impl Iterator<Item = f64> + 'a {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(start, &end)| {
        heights[start..end].iter().sum::<f64>() + PANEL_GAP * (end - start).saturating_sub(1) as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_cut_where_the_tallest_is_lowest() {
        assert_eq!(balanced(&[10.0, 10.0, 100.0, 10.0], 3), [2, 3, 4]);
        assert_eq!(balanced(&[5.0], 1), [1]);
        assert_eq!(balanced(&[], 1), [0]);
    }
}
