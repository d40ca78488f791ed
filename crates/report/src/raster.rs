//! Figures as PNG, drawn with the vendored font and no other.

use resvg::tiny_skia::{Pixmap, Transform};

use crate::{
    ReportError, ReportFile,
    drawing::{drawing, refusal},
};

/// A figure of [`render`](crate::render) as PNG, `scale` pixels to a unit of the drawing.
///
/// # Errors
/// A file that is no SVG, or a picture too large for memory.
pub fn png(figure: &ReportFile, scale: f32) -> Result<ReportFile, ReportError> {
    let failed = |reason: String| refusal(figure, "PNG", reason);
    let tree = drawing(figure, "PNG")?.tree;
    let size = tree.size();
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let mut picture = Pixmap::new(pixels(size.width()), pixels(size.height()))
        .ok_or_else(|| failed("the picture would have no pixel, or too many".into()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    let bytes = picture.encode_png().map_err(|error| failed(error.to_string()))?;
    Ok(ReportFile { path: figure.path.replace(".svg", ".png"), bytes })
}
