//! Figures as PDF, with text that can be searched and selected.

use svg2pdf::{
    ConversionOptions, PageOptions,
    usvg::{Options, Tree},
};

use crate::{ReportError, ReportFile, font};

/// A figure of [`render`](crate::render) as a PDF of one page, a point to a unit of the drawing.
///
/// # Errors
/// A file that is no SVG.
pub fn pdf(figure: &ReportFile) -> Result<ReportFile, ReportError> {
    let failed = |reason: String| ReportError::NotConvertible {
        path: figure.path.clone(),
        format: "PDF",
        reason,
    };
    let mut options = Options::default();
    for face in font::files() {
        options.fontdb_mut().load_font_data(face.to_vec());
    }
    let tree =
        Tree::from_data(&figure.bytes, &options).map_err(|error| failed(error.to_string()))?;
    let page = PageOptions { dpi: 72.0 };
    let bytes = svg2pdf::to_pdf(&tree, ConversionOptions::default(), page)
        .map_err(|error| failed(error.to_string()))?;
    Ok(ReportFile { path: figure.path.replace(".svg", ".pdf"), bytes })
}
