//! A figure read back as a drawing, with the vendored font and no other: what PNG and PDF are made from.

use usvg::{
    Options, Tree,
    roxmltree::{Document, ParsingOptions},
};

use crate::{ReportError, ReportFile, font};

/// A figure's shapes, and what it says to those who cannot see them.
pub(crate) struct Drawing {
    pub(crate) tree: Tree,
    #[cfg(feature = "pdf")]
    pub(crate) title: String,
    #[cfg(feature = "pdf")]
    pub(crate) description: String,
}

/// Reads a figure on its way to another `format`.
///
/// # Errors
/// A file that is no SVG.
pub(crate) fn drawing(figure: &ReportFile, format: &'static str) -> Result<Drawing, ReportError> {
    let failed = |reason: String| refusal(figure, format, reason);
    let text = std::str::from_utf8(&figure.bytes).map_err(|error| failed(error.to_string()))?;
    let document = Document::parse_with_options(text, ParsingOptions::default())
        .map_err(|error| failed(error.to_string()))?;
    let mut options = Options::default();
    for face in font::files() {
        options.fontdb_mut().load_font_data(face.to_vec());
    }
    let tree =
        Tree::from_xmltree(&document, &options).map_err(|error| failed(error.to_string()))?;
    #[cfg(feature = "pdf")]
    let says = |name: &str| {
        let found = document.root_element().children().find(|node| node.has_tag_name(name));
        found.and_then(|node| node.text()).unwrap_or_default().to_owned()
    };
    Ok(Drawing {
        tree,
        #[cfg(feature = "pdf")]
        title: says("title"),
        #[cfg(feature = "pdf")]
        description: says("desc"),
    })
}

/// Why a figure cannot be written in a format.
pub(crate) fn refusal(figure: &ReportFile, format: &'static str, reason: String) -> ReportError {
    ReportError::NotConvertible { path: figure.path.clone(), format, reason }
}
