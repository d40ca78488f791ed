//! The map of Europe: Natural Earth's countries as SVG paths, by two-letter code.

use std::fmt::Write;

use crate::svg::escape;

const EUROPE: &str = include_str!("../data/europe/europe.txt");

/// The map as inline SVG; the page's script colours the paths by their `data-code`.
pub(crate) fn map_svg() -> String {
    let mut lines = EUROPE.lines();
    let (width, height) =
        lines.next().and_then(|line| line.split_once('\t')).expect("the first line is the size");
    let mut svg = format!("<svg id=\"map\" viewBox=\"0 0 {width} {height}\">");
    for line in lines {
        let mut cells = line.split('\t');
        let (Some(code), Some(name), Some(path)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let code = if code == "-" { String::new() } else { format!(" data-code=\"{code}\"") };
        write!(svg, "<path{code} data-name=\"{}\" d=\"{path}\"/>", escape(name))
            .expect("writing to a string cannot fail");
    }
    svg + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_eleventh_round_is_on_the_map_once() {
        // The 30 countries of the file's edition 4.0, and Denmark and Ukraine, which joined other editions.
        let codes = "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IS IT LT LV ME NL NO PL PT RS SE SI SK UA";
        let map = map_svg();
        for code in codes.split(' ') {
            assert_eq!(map.matches(&format!("data-code=\"{code}\"")).count(), 1, "{code}");
        }
    }

    #[test]
    fn disputed_territories_have_no_code() {
        let map = map_svg();
        for name in ["Crimea (disputed)", "Northern Cyprus (disputed)"] {
            assert!(map.contains(&format!("<path data-name=\"{name}\"")), "{name}");
        }
    }
}
