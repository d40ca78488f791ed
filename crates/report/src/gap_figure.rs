//! The gap figure: the widest gap within each factor beside the widest gap across countries.

use survey_model::{Partition, Spread};

use crate::{
    FactorInfo, FactorKind, ReportError,
    axis::Axis,
    font::{FontWeight, Fonts},
    frame::{FRAME_LINE, Figure, Frame, MARGIN, PANEL_HEAD, label_lines},
    index::Index,
    number::fixed,
    palette::mark_style,
    svg::{Anchor, GRID, Look, MUTED, Stroke, Svg, TextStyle},
};

const WIDTH: f64 = 1000.0;
const FIGURE: &str = "gap";
const LABEL: TextStyle = TextStyle::new(11.0).anchor(Anchor::End);
const END: TextStyle = TextStyle::new(10.0);
const VALUE_WIDTH: f64 = 116.0;
const ROW: f64 = 20.0;
const LINE_HEIGHT: f64 = 12.0;

/// One row: a factor with its two outermost groups.
struct Gap<'a> {
    factor: &'a FactorInfo,
    spread: &'a Spread,
    low: f64,
    high: f64,
    low_label: &'a str,
    high_label: &'a str,
}

/// Widths of the columns: factor, low label, plot, high label; the value stands in the rest.
struct Columns {
    factor: f64,
    low: f64,
    high: f64,
    plot: f64,
}

/// The figure, one panel per model; `None` if the results have no spread.
pub(crate) fn gap_figure(index: &Index<'_>, fonts: &Fonts) -> Result<Option<Figure>, ReportError> {
    let panels: Vec<_> = (0..index.results.models.len())
        .map(|model| (model, gaps(index, model)))
        .filter(|(_, gaps)| !gaps.is_empty())
        .collect();
    if panels.is_empty() {
        return Ok(None);
    }
    let all = || panels.iter().flat_map(|(_, gaps)| gaps);
    let axis = Axis::around(all().flat_map(|gap| [gap.low, gap.high]), 9);
    let columns = columns(fonts, all());
    let frame = Frame {
        results: index.results,
        fonts,
        width: WIDTH,
        title: "How far apart are the best and the worst represented group?".into(),
        note: "Each bar runs from the group with the lowest to the group with the highest alignment score; its length, and in brackets its 95 % bootstrap interval, stands at the right. More groups, and smaller ones, give a wider spread by chance alone: countries are many.".into(),
    };
    let mut svg = Svg::default();
    let mut y = frame.title(&mut svg);
    for (model, gaps) in &panels {
        let look = Look { fill: "#e9edf1", stroke: "none", radius: 0.0 };
        svg.rect((MARGIN, y - 4.0), (WIDTH - 2.0 * MARGIN, 18.0), look);
        let style = mark_style(*model);
        svg.mark((MARGIN + 10.0, y + 5.0), style.path, style.colour);
        let head = PANEL_HEAD.anchor(Anchor::Start);
        svg.text(MARGIN + 20.0, y + 9.0, head, &index.results.models[*model].label);
        y = draw_panel(&mut svg, fonts, axis, &columns, (*model, gaps), y + 18.0)? + 14.0;
    }
    draw_ticks(&mut svg, axis, &columns, y - 14.0);
    Ok(Some(frame.finish(svg, FIGURE.into(), y + 18.0)))
}

fn gaps<'a>(index: &Index<'a>, model: usize) -> Vec<Gap<'a>> {
    let name = &index.results.models[model].name;
    let gap = |spread: &'a Spread| {
        let factor = index.results.factors.iter().find(|factor| factor.name == spread.factor)?;
        let label = |code: &str| factor.groups.iter().find(|group| group.group == code);
        Some(Gap {
            factor,
            spread,
            low: index.score(model, factor, &spread.lowest)?.score?,
            high: index.score(model, factor, &spread.highest)?.score?,
            low_label: &label(&spread.lowest)?.label,
            high_label: &label(&spread.highest)?.label,
        })
    };
    let spreads = index.results.spreads.iter().filter(|spread| spread.model == *name);
    let known = |spread: &&Spread| {
        ![&spread.lowest, &spread.highest].iter().any(|code| *code == Partition::MISSING)
    };
    let mut gaps: Vec<_> = spreads.filter(known).filter_map(gap).collect();
    gaps.sort_by(|a, b| b.spread.spread.total_cmp(&a.spread.spread));
    gaps
}

fn columns<'a>(fonts: &Fonts, gaps: impl Iterator<Item = &'a Gap<'a>>) -> Columns {
    let (mut factor, mut low, mut high) = (0.0_f64, 0.0_f64, 0.0_f64);
    let widest = |text: &str, style: TextStyle, limit: f64| {
        label_lines(fonts, text, style.size, FontWeight::SemiBold, limit)
            .iter()
            .map(|line| fonts.width(line, style.size, FontWeight::SemiBold))
            .fold(0.0, f64::max)
    };
    for gap in gaps {
        factor = factor.max(widest(&gap.factor.label, LABEL, 170.0));
        low = low.max(widest(gap.low_label, END, 150.0));
        high = high.max(widest(gap.high_label, END, 150.0));
    }
    let plot = WIDTH - 2.0 * MARGIN - factor - low - high - VALUE_WIDTH - 36.0;
    Columns { factor, low, high, plot }
}

impl Columns {
    fn plot_left(&self) -> f64 {
        MARGIN + self.factor + self.low + 20.0
    }

    fn x(&self, axis: Axis, value: f64) -> Result<f64, ReportError> {
        Ok(self.plot_left() + axis.share(value, FIGURE)? * self.plot)
    }

    fn value_left(&self) -> f64 {
        WIDTH - MARGIN - VALUE_WIDTH
    }
}

fn draw_panel(
    svg: &mut Svg,
    fonts: &Fonts,
    axis: Axis,
    columns: &Columns,
    (model, gaps): (usize, &[Gap<'_>]),
    top: f64,
) -> Result<f64, ReportError> {
    let rows: Vec<_> = gaps.iter().map(|gap| (gap, Texts::new(fonts, columns, gap))).collect();
    let bottom = top + rows.iter().map(|(_, texts)| texts.height()).sum::<f64>();
    for (share, _) in axis.ticks() {
        let x = columns.plot_left() + share * columns.plot;
        svg.line((x, top), (x, bottom), Stroke { colour: GRID, width: 0.8, dashed: false });
    }
    let mut y = top;
    for (gap, texts) in &rows {
        let middle = y + texts.height() / 2.0;
        draw_gap(svg, axis, columns, model, gap, texts, middle)?;
        y += texts.height();
    }
    svg.line(
        (columns.plot_left(), bottom),
        (columns.plot_left() + columns.plot, bottom),
        FRAME_LINE,
    );
    Ok(bottom)
}

/// The texts of a row, broken into lines.
struct Texts {
    factor: Vec<String>,
    low: Vec<String>,
    high: Vec<String>,
}

impl Texts {
    fn new(fonts: &Fonts, columns: &Columns, gap: &Gap<'_>) -> Self {
        let lines = |text: &str, size, limit| {
            label_lines(fonts, text, size, FontWeight::SemiBold, limit + 0.01)
        };
        Self {
            factor: lines(&gap.factor.label, LABEL.size, columns.factor),
            low: lines(gap.low_label, END.size, columns.low),
            high: lines(gap.high_label, END.size, columns.high),
        }
    }

    fn height(&self) -> f64 {
        let lines = self.factor.len().max(self.low.len()).max(self.high.len());
        ROW + (lines - 1) as f64 * LINE_HEIGHT
    }
}

fn draw_gap(
    svg: &mut Svg,
    axis: Axis,
    columns: &Columns,
    model: usize,
    gap: &Gap<'_>,
    texts: &Texts,
    middle: f64,
) -> Result<(), ReportError> {
    let country = gap.factor.kind == FactorKind::Country;
    let (low, high) = (columns.x(axis, gap.low)?, columns.x(axis, gap.high)?);
    let style = mark_style(model);
    let label = if country { LABEL.bold() } else { LABEL };
    lines(svg, &texts.factor, (MARGIN + columns.factor, middle), label);
    let value = format!("{}{}", fixed(gap.spread.spread, 3), ends(gap.spread));
    svg.open(&format!("{}: {} to {}, {value}", gap.factor.label, gap.low_label, gap.high_label));
    let width = if country { 5.0 } else { 2.4 };
    svg.line((low, middle), (high, middle), Stroke { colour: style.colour, width, dashed: false });
    svg.mark((low, middle), style.path, style.colour);
    svg.mark((high, middle), style.path, style.colour);
    svg.close();
    lines(svg, &texts.low, (low - 8.0, middle), END.anchor(Anchor::End).fill(MUTED));
    lines(svg, &texts.high, (high + 8.0, middle), END.fill(MUTED));
    let figures = TextStyle::new(10.5);
    let figures = if country { figures.bold() } else { figures };
    svg.text(columns.value_left(), middle + 3.6, figures, &value);
    Ok(())
}

/// Lines of text, centred on a height.
fn lines(svg: &mut Svg, lines: &[String], (x, middle): (f64, f64), style: TextStyle) {
    let first = middle + style.size * 0.34 - (lines.len() - 1) as f64 * LINE_HEIGHT / 2.0;
    for (line, text) in lines.iter().enumerate() {
        svg.text(x, first + line as f64 * LINE_HEIGHT, style, text);
    }
}

fn ends(spread: &Spread) -> String {
    spread
        .interval
        .map_or(String::new(), |ends| format!(" [{}, {}]", fixed(ends.low, 3), fixed(ends.high, 3)))
}

fn draw_ticks(svg: &mut Svg, axis: Axis, columns: &Columns, bottom: f64) {
    let style = TextStyle::new(9.5).fill(MUTED).anchor(Anchor::Middle);
    for (share, label) in axis.ticks() {
        let x = columns.plot_left() + share * columns.plot;
        svg.line((x, bottom), (x, bottom + 3.0), FRAME_LINE);
        svg.text(x, bottom + 13.0, style, &label);
    }
    let style = TextStyle::new(10.5).anchor(Anchor::Middle);
    svg.text(columns.plot_left() + columns.plot / 2.0, bottom + 27.0, style, "Alignment score");
}
