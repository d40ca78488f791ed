//! Panels of dots and whiskers: one row per group, one mark per model, all panels with one axis and one plot width.

use survey_model::GroupScore;

use crate::{
    ReportError,
    axis::Axis,
    font::{FontWeight, Fonts},
    frame::{FRAME_LINE, PANEL_HEAD, label_lines},
    number::fixed,
    palette::mark_style,
    references::{Reference, letter_rows},
    svg::{Anchor, GRID, Look, MUTED, Stroke, Svg, TextStyle},
};

const LABEL: TextStyle = TextStyle::new(10.5).anchor(Anchor::End);
const LINE_HEIGHT: f64 = 12.0;
/// Space between a plot's frame and the ends of its axis, so that a mark at an end is whole.
const INSET: f64 = 7.0;
const HEAD_LINE: f64 = 14.0;
/// Height of a row of baselines' letters, and how near two letters in it may be.
const LETTER_ROW: f64 = 12.0;
const LETTER_DISTANCE: f64 = 9.0;
/// Darker than the grid and not dashed like the overall score.
const REFERENCE: Stroke = Stroke { colour: "#7a8591", width: 0.9, dashed: false };

/// One row: a group and its marks, one per model shown; `None` where the group has no score.
pub(crate) struct Row<'a> {
    pub(crate) label: &'a str,
    pub(crate) scores: Vec<Option<&'a GroupScore>>,
}

/// A panel: a factor and its groups.
pub(crate) struct Panel<'a> {
    pub(crate) title: &'a str,
    pub(crate) rows: Vec<Row<'a>>,
}

/// What all panels of a figure share.
pub(crate) struct Plot<'a> {
    pub(crate) figure: &'static str,
    pub(crate) fonts: &'a Fonts,
    /// The models shown, by place in the display order.
    pub(crate) models: &'a [usize],
    /// The score with everybody, one per model shown.
    pub(crate) overall: Vec<Option<f64>>,
    /// The baselines that lie on the axis.
    pub(crate) references: &'a [Reference],
    pub(crate) axis: Axis,
    pub(crate) label_width: f64,
    pub(crate) plot_width: f64,
    /// Whether the first model's score stands in figures to the right of the plot.
    pub(crate) values: bool,
}

impl Plot<'_> {
    /// Height of the panel with its head, without ticks.
    pub(crate) fn height(&self, panel: &Panel<'_>) -> f64 {
        self.head_height(panel)
            + panel.rows.iter().map(|row| self.row_height(row)).sum::<f64>()
            + 6.0
    }

    /// Height of the ticks and the axis' title below a column.
    pub(crate) fn ticks_height(&self) -> f64 {
        let rows: usize = (0..self.models.len()).map(|model| self.letters(model).1).sum();
        32.0 + rows as f64 * LETTER_ROW + if rows > 0 { 3.0 } else { 0.0 }
    }

    /// A model's baselines with the row of each letter, and how many rows they need.
    fn letters(&self, model: usize) -> (Vec<(&Reference, usize)>, usize) {
        let own: Vec<_> = self.references.iter().filter(|found| found.model == model).collect();
        let (low, high) = self.axis.ends();
        let place = |found: &&Reference| {
            (found.value - low) / (high - low) * (self.plot_width - 2.0 * INSET)
        };
        let places: Vec<_> = own.iter().map(place).collect();
        let rows = letter_rows(&places, LETTER_DISTANCE);
        let count = rows.iter().max().map_or(0, |last| last + 1);
        (own.into_iter().zip(rows).collect(), count)
    }

    fn head(&self, panel: &Panel<'_>) -> Vec<String> {
        let limit = self.plot_width - 8.0;
        label_lines(self.fonts, panel.title, PANEL_HEAD.size, PANEL_HEAD.weight, limit)
    }

    fn head_height(&self, panel: &Panel<'_>) -> f64 {
        if panel.title.is_empty() { 0.0 } else { self.head(panel).len() as f64 * HEAD_LINE + 3.0 }
    }

    fn labels(&self, row: &Row<'_>) -> Vec<String> {
        label_lines(self.fonts, row.label, LABEL.size, LABEL.weight, self.label_width)
    }

    fn row_height(&self, row: &Row<'_>) -> f64 {
        let text = self.labels(row).len() as f64 * LINE_HEIGHT + 3.0;
        let marks =
            if self.models.len() == 1 { 15.0 } else { self.models.len() as f64 * 7.0 + 4.0 };
        text.max(marks)
    }

    /// Draws the panel with its label column's left edge at `left`; gives its lower edge.
    ///
    /// # Errors
    /// A mark outside the axis.
    pub(crate) fn draw(
        &self,
        svg: &mut Svg,
        panel: &Panel<'_>,
        left: f64,
        top: f64,
    ) -> Result<f64, ReportError> {
        let plot_left = left + self.label_width + 7.0;
        let head = self.head_height(panel);
        let bottom = top + self.height(panel);
        if head > 0.0 {
            let look = Look { fill: "#e9edf1", stroke: "none", radius: 0.0 };
            svg.rect((plot_left, top), (self.plot_width, head), look);
            for (line, text) in self.head(panel).iter().enumerate() {
                let baseline = top + 12.0 + line as f64 * HEAD_LINE;
                svg.text(plot_left + self.plot_width / 2.0, baseline, PANEL_HEAD, text);
            }
        }
        if self.models.len() > 1 {
            self.draw_bands(svg, panel, plot_left, top + head + 3.0);
        }
        let span = (top + head, bottom);
        for (share, _) in self.axis.ticks() {
            let x = self.x(plot_left, share);
            svg.line((x, span.0), (x, span.1), Stroke { colour: GRID, width: 0.8, dashed: false });
        }
        if self.models.len() == 1 {
            for found in self.references {
                let x = self.x(plot_left, self.axis.share(found.value, self.figure)?);
                svg.line((x, span.0), (x, span.1), REFERENCE);
            }
        }
        for (&model, overall) in self.models.iter().zip(&self.overall) {
            let Some(overall) = *overall else { continue };
            let x = self.x(plot_left, self.axis.share(overall, self.figure)?);
            let stroke = Stroke { colour: mark_style(model).colour, width: 0.9, dashed: true };
            svg.line((x, span.0), (x, span.1), stroke);
        }
        let size = (self.plot_width, bottom - top - head);
        svg.rect(
            (plot_left, top + head),
            size,
            Look { fill: "none", stroke: FRAME_LINE.colour, radius: 0.0 },
        );
        let mut y = top + head + 3.0;
        for row in &panel.rows {
            let height = self.row_height(row);
            self.draw_row(svg, row, plot_left, y + height / 2.0)?;
            y += height;
        }
        Ok(bottom)
    }

    /// Shades every other row, so that the marks of a row of several models hold together.
    fn draw_bands(&self, svg: &mut Svg, panel: &Panel<'_>, plot_left: f64, top: f64) {
        let mut y = top;
        for (at, row) in panel.rows.iter().enumerate() {
            let height = self.row_height(row);
            if at % 2 == 0 {
                let look = Look { fill: "#f4f6f8", stroke: "none", radius: 0.0 };
                svg.rect((plot_left, y), (self.plot_width, height), look);
            }
            y += height;
        }
    }

    fn draw_row(
        &self,
        svg: &mut Svg,
        row: &Row<'_>,
        plot_left: f64,
        middle: f64,
    ) -> Result<(), ReportError> {
        let lines = self.labels(row);
        let first = middle + 3.6 - (lines.len() - 1) as f64 * LINE_HEIGHT / 2.0;
        for (line, text) in lines.iter().enumerate() {
            svg.text(plot_left - 7.0, first + line as f64 * LINE_HEIGHT, LABEL, text);
        }
        let count = row.scores.len();
        let scored =
            |score: &Option<&'_ GroupScore>| score.is_some_and(|score| score.score.is_some());
        if !row.scores.iter().any(scored) {
            let style = TextStyle::new(9.5).fill(MUTED);
            svg.text(plot_left + INSET, middle + 3.4, style, "no valid answer");
        }
        for (at, score) in row.scores.iter().enumerate() {
            let y = middle + (at as f64 - (count - 1) as f64 / 2.0) * 7.0;
            if let Some((score, value)) = score.and_then(|score| Some((score, score.score?))) {
                self.draw_mark(svg, at, row.label, score, value, (plot_left, y))?;
            }
        }
        if self.values
            && let Some(Some(score)) = row.scores.first()
        {
            let style = TextStyle::new(10.0).fill(MUTED);
            let left = plot_left + self.plot_width + 8.0;
            svg.text(left, middle + 3.5, style, &figures(score));
        }
        Ok(())
    }

    fn draw_mark(
        &self,
        svg: &mut Svg,
        at: usize,
        label: &str,
        score: &GroupScore,
        value: f64,
        (plot_left, y): (f64, f64),
    ) -> Result<(), ReportError> {
        let look = mark_style(self.models[at]);
        let x = |value| Ok(self.x(plot_left, self.axis.share(value, self.figure)?));
        svg.open(&format!("{label}: {}", figures(score)));
        if let Some(ends) = score.interval {
            let stroke = Stroke { colour: look.colour, width: 1.4, dashed: false };
            svg.line((x(ends.low)?, y), (x(ends.high)?, y), stroke);
        }
        svg.mark((x(value)?, y), look.path, look.colour);
        svg.close();
        Ok(())
    }

    /// Draws the ticks' labels and the axis' title below a panel.
    ///
    /// # Errors
    /// A baseline outside the axis.
    pub(crate) fn draw_ticks(
        &self,
        svg: &mut Svg,
        left: f64,
        bottom: f64,
    ) -> Result<(), ReportError> {
        let plot_left = left + self.label_width + 7.0;
        let bottom = self.draw_letters(svg, plot_left, bottom)?;
        let style = TextStyle::new(9.5).fill(MUTED).anchor(Anchor::Middle);
        for (share, label) in self.axis.ticks() {
            let x = self.x(plot_left, share);
            svg.line((x, bottom), (x, bottom + 3.0), FRAME_LINE);
            svg.text(x, bottom + 13.0, style, &label);
        }
        let style = TextStyle::new(10.5).anchor(Anchor::Middle);
        svg.text(plot_left + self.plot_width / 2.0, bottom + 27.0, style, "Alignment score");
        Ok(())
    }

    /// Draws the baselines' letters below a column, a strip per model; gives the strips' lower edge.
    fn draw_letters(&self, svg: &mut Svg, plot_left: f64, bottom: f64) -> Result<f64, ReportError> {
        let mut y = bottom;
        for (at, &model) in self.models.iter().enumerate() {
            let (letters, rows) = self.letters(at);
            let look = mark_style(model);
            let alone = self.models.len() == 1;
            if rows > 0 && !alone {
                svg.mark((plot_left - 9.0, y + 7.0), look.path, look.colour);
            }
            for (found, row) in letters {
                let x = self.x(plot_left, self.axis.share(found.value, self.figure)?);
                let top = y + row as f64 * LETTER_ROW;
                let stroke =
                    if alone { REFERENCE } else { Stroke { colour: look.colour, ..REFERENCE } };
                svg.line((x, if alone { bottom } else { top + 1.0 }), (x, top + 4.0), stroke);
                let style = TextStyle::new(8.5).fill(MUTED).anchor(Anchor::Middle);
                svg.text(x, top + 11.5, style, &found.letter);
            }
            y += rows as f64 * LETTER_ROW;
        }
        if y > bottom {
            // The axis is the frame's lower edge; below the letters it is drawn again, for its ticks.
            y += 3.0;
            svg.line((plot_left, y), (plot_left + self.plot_width, y), FRAME_LINE);
        }
        Ok(y)
    }

    fn x(&self, plot_left: f64, share: f64) -> f64 {
        plot_left + INSET + share * (self.plot_width - 2.0 * INSET)
    }
}

/// Everything that must lie on the axis of these panels.
pub(crate) fn axis_values<'a>(
    panels: &'a [Panel<'a>],
    overall: &'a [Option<f64>],
) -> impl Iterator<Item = f64> + 'a {
    let scores = panels.iter().flat_map(|panel| &panel.rows).flat_map(|row| &row.scores).flatten();
    let values = scores.filter(|score| score.score.is_some()).flat_map(|score| {
        let ends = score.interval.map(|ends| [ends.low, ends.high]);
        score.score.into_iter().chain(ends.into_iter().flatten())
    });
    values.chain(overall.iter().copied().flatten())
}

/// Width of the widest label, at most `limit`.
pub(crate) fn label_width(fonts: &Fonts, panels: &[Panel<'_>], limit: f64) -> f64 {
    let rows = panels.iter().flat_map(|panel| &panel.rows);
    let lines = rows.flat_map(|row| label_lines(fonts, row.label, LABEL.size, LABEL.weight, limit));
    lines.map(|line| fonts.width(&line, LABEL.size, FontWeight::Regular)).fold(0.0, f64::max)
}

/// A score with its interval in figures: `0.654 [0.652, 0.656]`.
pub(crate) fn figures(score: &GroupScore) -> String {
    let ends =
        score.interval.map(|ends| format!(" [{}, {}]", fixed(ends.low, 3), fixed(ends.high, 3)));
    let value = score.score.map_or_else(|| "no valid answer".to_owned(), |value| fixed(value, 3));
    value + &ends.unwrap_or_default()
}
