//! Figures as PNG and PDF.
#![cfg(all(feature = "raster", feature = "pdf"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "other tests use the rest")]
mod invented;

use report::{ReportError, ReportFile, pdf, png, render};

fn figure() -> ReportFile {
    let files = render(&invented::results(invented::SMALL)).unwrap();
    files.into_iter().find(|file| file.path == "figures/gap.svg").unwrap()
}

#[test]
fn a_png_has_the_drawing_s_size_times_the_scale() {
    let file = png(&figure(), 2.0).unwrap();
    assert_eq!(file.path, "figures/gap.png");
    assert!(file.bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    // Width in the IHDR chunk, big-endian, bytes 16 to 20: the figure is 1000 units wide.
    assert_eq!(file.bytes[16..20], 2000_u32.to_be_bytes());
}

#[test]
fn a_png_is_the_same_twice_and_shows_its_text() {
    let figure = figure();
    let whole = png(&figure, 1.0).unwrap();
    assert_eq!(png(&figure, 1.0).unwrap(), whole);
    let svg = String::from_utf8(figure.bytes.clone()).unwrap();
    let mute = svg.replace("Religious", "").replace("Country", "").replace("Gender", "");
    let mute = ReportFile { path: figure.path, bytes: mute.into_bytes() };
    assert_ne!(png(&mute, 1.0).unwrap().bytes, whole.bytes, "text must be drawn");
}

#[test]
fn a_pdf_carries_both_weights_of_the_font() {
    let file = pdf(&figure()).unwrap();
    assert_eq!(file.path, "figures/gap.pdf");
    assert!(file.bytes.starts_with(b"%PDF-"));
    let text = String::from_utf8_lossy(&file.bytes);
    assert!(text.contains("ReportSans-Regular") && text.contains("ReportSans-SemiBold"));
}

#[test]
fn equal_figures_give_equal_bytes_over_calls_and_threads() {
    let files = render(&invented::results(invented::SMALL)).unwrap();
    for figure in files.iter().filter(|file| file.path.ends_with(".svg")) {
        let convert = || (0..4).map(|_| (pdf(figure).unwrap(), png(figure, 1.0).unwrap()));
        let first = (pdf(figure).unwrap(), png(figure, 1.0).unwrap());
        // A hash map is seeded anew for every map and thread, so that an order taken from one would soon show.
        std::thread::scope(|scope| {
            let threads = [(); 4].map(|()| scope.spawn(|| convert().collect::<Vec<_>>()));
            for again in threads.into_iter().flat_map(|thread| thread.join().unwrap()) {
                assert!(again == first, "{}", figure.path);
            }
        });
    }
}

#[test]
fn a_file_that_is_no_figure_is_refused() {
    let other = ReportFile { path: "figures/x.svg".into(), bytes: b"model,item".to_vec() };
    assert!(matches!(png(&other, 1.0), Err(ReportError::NotConvertible { format: "PNG", .. })));
    assert!(matches!(pdf(&other), Err(ReportError::NotConvertible { format: "PDF", .. })));
}
