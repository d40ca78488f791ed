//! Colours and shapes of the models: Okabe and Ito's palette, told apart without colour by shape.

/// How a model's marks look; colour and shape together are unique for 42 models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MarkStyle {
    /// Colour on white paper.
    pub(crate) colour: &'static str,
    /// Colour on the page's dark ground.
    pub(crate) colour_dark: &'static str,
    /// SVG path data around (0, 0), about 7 units wide.
    pub(crate) path: &'static str,
    /// The shape in words, for those who cannot see it.
    pub(crate) shape: &'static str,
}

/// Okabe and Ito's colours without yellow, which is faint on white; with a lighter twin for dark ground.
/// Source: M. Okabe and K. Ito, Color Universal Design, 2008.
const COLOURS: [(&str, &str); 7] = [
    ("#0072B2", "#4FB0E8"),
    ("#D55E00", "#FF8A3D"),
    ("#009E73", "#2FCFA0"),
    ("#CC79A7", "#E79CC6"),
    ("#E69F00", "#F2B632"),
    ("#56B4E9", "#8CCFF5"),
    ("#000000", "#F2F4F6"),
];

const SHAPES: [(&str, &str); 6] = [
    ("M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0z", "circle"),
    ("M-3.1,-3.1h6.2v6.2h-6.2z", "square"),
    ("M0,-4.1L3.9,3.1H-3.9z", "triangle"),
    ("M0,-4.4L4.4,0L0,4.4L-4.4,0z", "diamond"),
    ("M0,4.1L3.9,-3.1H-3.9z", "triangle pointing down"),
    ("M-1.3,-4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z", "cross"),
];

/// The style of the model at a place in the display order.
pub(crate) fn mark_style(model: usize) -> MarkStyle {
    let (colour, colour_dark) = COLOURS[model % COLOURS.len()];
    let (path, shape) = SHAPES[model % SHAPES.len()];
    MarkStyle { colour, colour_dark, path, shape }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_two_models_look_different() {
        let looks: std::collections::BTreeSet<_> =
            (0..42).map(mark_style).map(|style| (style.colour, style.shape)).collect();
        assert_eq!(looks.len(), 42);
    }
}
