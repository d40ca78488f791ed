//! Figures as PDF, with text that can be searched and selected.

use krilla::{
    Document,
    geom::Size,
    metadata::Metadata,
    page::PageSettings,
    tagging::{ContentTag, Tag, TagGroup, TagTree},
};
use krilla_svg::{SurfaceExt, SvgSettings};

use crate::{
    ReportError, ReportFile,
    drawing::{drawing, refusal},
};

/// A figure of [`render`](crate::render) as a PDF of one page, a point to a unit of the drawing.
///
/// The file carries the figure's title, and its description as the alternative text of a tagged figure.
/// Equal figures give equal bytes: there is no date, and the document's identifier is a digest of its content.
///
/// # Errors
/// A file that is no SVG.
pub fn pdf(figure: &ReportFile) -> Result<ReportFile, ReportError> {
    let failed = |reason: String| refusal(figure, "PDF", reason);
    let drawing = drawing(figure, "PDF")?;
    let (width, height) = (drawing.tree.size().width(), drawing.tree.size().height());
    let (page, size) = PageSettings::from_wh(width, height)
        .zip(Size::from_wh(width, height))
        .ok_or_else(|| failed("the page would have no area".into()))?;
    let mut document = Document::new();
    let mut page = document.start_page_with(page);
    let mut surface = page.surface();
    let content = surface.start_tagged(ContentTag::Other);
    surface
        .draw_svg(&drawing.tree, size, SvgSettings::default())
        .ok_or_else(|| failed("the drawing could not be written".into()))?;
    surface.end_tagged();
    surface.finish();
    page.finish();
    let alternative = format!("{}. {}", drawing.title, drawing.description);
    let mut group = TagGroup::new(Tag::Figure(Some(alternative)));
    group.push(content);
    let mut tags = TagTree::new();
    tags.push(group);
    document.set_tag_tree(tags);
    let metadata = Metadata::new()
        .title(drawing.title)
        .description(drawing.description)
        .language("en".into())
        .producer("report".into());
    document.set_metadata(metadata);
    let bytes = document.finish().map_err(|error| failed(format!("{error:?}")))?;
    Ok(ReportFile { path: figure.path.replace(".svg", ".pdf"), bytes })
}
