//! What every figure has: title, legend, the stamp of invented respondents, and the line with the source.

use survey_model::Origin;

use crate::{
    Results,
    font::{FontWeight, Fonts},
    palette::mark_style,
    references::References,
    svg::{Anchor, INK, Look, MUTED, Stroke, Svg, TextStyle},
};

/// Space around a figure.
pub(crate) const MARGIN: f64 = 14.0;

const STAMP: &str = "Invented respondents";
const STAMP_COLOUR: &str = "#B24A00";

/// A figure that is ready to be written.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// File name without its ending.
    pub(crate) name: String,
    /// The file.
    pub(crate) svg: String,
}

/// What stands above and below a figure.
pub(crate) struct Frame<'a> {
    pub(crate) results: &'a Results,
    pub(crate) fonts: &'a Fonts,
    pub(crate) width: f64,
    pub(crate) title: String,
    /// How to read the figure; printed below it.
    pub(crate) note: String,
}

impl Frame<'_> {
    /// Draws the title and the stamp; gives the height at which the next thing may start.
    pub(crate) fn title(&self, svg: &mut Svg) -> f64 {
        let style = TextStyle::new(16.0).bold();
        let mut room = self.width - 2.0 * MARGIN;
        if self.results.source.origin == Origin::Invented {
            let stamp = TextStyle::new(11.0).bold().fill(STAMP_COLOUR).anchor(Anchor::Middle);
            let width = self.fonts.width(STAMP, stamp.size, stamp.weight) + 16.0;
            let left = self.width - MARGIN - width;
            let look = Look { fill: "#FFF4EC", stroke: STAMP_COLOUR, radius: 3.0 };
            svg.rect((left, 11.0), (width, 19.0), look);
            svg.text(left + width / 2.0, 24.5, stamp, STAMP);
            room -= width + 12.0;
        }
        let mut baseline = 26.0;
        for line in self.fonts.lines(&self.title, style.size, style.weight, room) {
            svg.text(MARGIN, baseline, style, &self.title[line]);
            baseline += 20.0;
        }
        baseline
    }

    /// Draws one mark and label per model, in as many lines as needed, and below them what the baselines are.
    pub(crate) fn legend(
        &self,
        svg: &mut Svg,
        models: &[usize],
        references: &References,
        top: f64,
    ) -> f64 {
        let style = TextStyle::new(11.0);
        let (mut x, mut y) = (MARGIN, top);
        for (&model, label) in models.iter().zip(&references.labels) {
            let look = mark_style(model);
            let lines =
                self.fonts.lines(label, style.size, style.weight, self.width - 2.0 * MARGIN - 16.0);
            let widest = lines
                .iter()
                .map(|line| self.fonts.width(&label[line.clone()], style.size, style.weight));
            let width = 16.0 + widest.fold(0.0, f64::max) + 22.0;
            if x > MARGIN && x + width - 22.0 > self.width - MARGIN {
                (x, y) = (MARGIN, y + 17.0);
            }
            svg.mark((x + 5.0, y - 3.7), look.path, look.colour);
            for (line, range) in lines.iter().enumerate() {
                svg.text(x + 16.0, y + 14.0 * line as f64, style, &label[range.clone()]);
            }
            y += 14.0 * (lines.len() - 1) as f64;
            x += width;
        }
        let Some(key) = &references.key else { return y + 16.0 };
        let style = TextStyle::new(10.5).fill(MUTED);
        for line in self.fonts.lines(key, style.size, style.weight, self.width - 2.0 * MARGIN) {
            y += 15.0;
            svg.text(MARGIN, y, style, &key[line]);
        }
        y + 16.0
    }

    /// Draws the note and the source below `top` and closes the file.
    pub(crate) fn finish(self, mut svg: Svg, name: String, top: f64) -> Figure {
        let style = TextStyle::new(10.0).fill(MUTED);
        let mut baseline = top + 14.0;
        let invented = match self.results.source.origin {
            Origin::Observed => "",
            Origin::Invented => " Invented respondents: no person gave these answers.",
        };
        let source =
            format!("Source: {}.{invented}", self.results.source.line.trim_end_matches('.'));
        for paragraph in [&self.note, &source] {
            for line in
                self.fonts.lines(paragraph, style.size, style.weight, self.width - 2.0 * MARGIN)
            {
                svg.text(MARGIN, baseline, style, &paragraph[line]);
                baseline += 13.0;
            }
        }
        let description = format!("{} {source}", self.note);
        Figure { name, svg: svg.finish((self.width, baseline - 2.0), &self.title, &description) }
    }
}

/// A thin line in ink.
pub(crate) const FRAME_LINE: Stroke = Stroke { colour: "#9aa5b1", width: 0.8, dashed: false };

/// Lines of a label, as owned text, no wider than `limit`.
pub(crate) fn label_lines(
    fonts: &Fonts,
    label: &str,
    size: f64,
    weight: FontWeight,
    limit: f64,
) -> Vec<String> {
    fonts.lines(label, size, weight, limit).into_iter().map(|line| label[line].to_owned()).collect()
}

/// Semibold ink, centred: the head of a panel.
pub(crate) const PANEL_HEAD: TextStyle =
    TextStyle { size: 11.0, weight: FontWeight::SemiBold, fill: INK, anchor: Anchor::Middle };
