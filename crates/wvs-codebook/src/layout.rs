//! Where wave 7 keeps what every survey has.

use std::io::Read;
use std::path::Path;

use survey_files::{Constants, FileError, Layout, Request};
use survey_model::{Codebook, Microdata, MissingKind, Origin, SurveyEdition, VariableName};

/// The layout of the integrated file of wave 7.
///
/// `D_INTERVIEW` is unique over all countries; the key is the pair all the same, as in every survey.
/// `S018` is `W_WEIGHT` brought to 1,000 respondents a country.
pub const LAYOUT: Layout = Layout {
    source: "the web site of the World Values Survey",
    country: "B_COUNTRY_ALPHA",
    respondent: "D_INTERVIEW",
    constants: &["version", "doi", "A_WAVE"],
    numbers: &["W_WEIGHT", "S018", "pwght"],
    codes: &["A_YEAR"],
    edition: edition_of,
    missing_kind,
};

/// Reads a CSV file.
///
/// # Errors
/// [`FileError`], with file, line, column, value and remedy.
pub fn read_csv(
    input: impl Read + Send,
    file: &str,
    origin: Origin,
    codebook: &Codebook,
    columns: &[VariableName],
) -> Result<Microdata, FileError> {
    survey_files::read_csv(input, &Request { file, origin, layout: &LAYOUT, codebook, columns })
}

/// Reads a file of any format: the format is told by the content, not by the name.
///
/// # Errors
/// [`FileError`], as [`read_csv`]; [`FileError::NotCompiledIn`] if the format's feature is off.
pub fn read_file(
    path: &Path,
    origin: Origin,
    codebook: &Codebook,
    columns: &[VariableName],
) -> Result<Microdata, FileError> {
    let file = &path.display().to_string();
    survey_files::read_file(path, &Request { file, origin, layout: &LAYOUT, codebook, columns })
}

/// `version` reads `6-0-0 (2024-04-30)`: the edition and its date. `doi` may carry the resolver's address.
fn edition_of(constants: &Constants) -> SurveyEdition {
    let version =
        constants.get("version").map(|version| version.split_once(' ').unwrap_or((version, "")));
    let date =
        version.map(|(_, date)| date.trim_matches(['(', ')', ' '])).filter(|date| !date.is_empty());
    let doi = constants.get("doi").map(|doi| match doi.split_once("doi.org/") {
        Some((_, doi)) => doi,
        None => doi.as_str(),
    });
    let wave = constants.get("A_WAVE").map_or("7", String::as_str);
    SurveyEdition {
        survey: format!("WVS{wave}"),
        title: Some(format!("World Values Survey, wave {wave}")),
        edition: version.map(|(edition, _)| edition.to_owned()),
        doi: doi.map(str::to_owned),
        production_date: date.map(str::to_owned),
        citation: doi.map(|doi| {
            format!("World Values Survey Association: World Values Survey, wave {wave}. https://doi.org/{doi}")
        }),
    }
}

/// The words that wave 7 labels its missing codes with.
pub(crate) fn missing_kind(label: &str) -> MissingKind {
    let label = label.to_lowercase().replace(['´', '’'], "'");
    let known = [
        ("don't know", MissingKind::DontKnow),
        ("no answer", MissingKind::NoAnswer),
        ("not applicable", MissingKind::NotApplicable),
        ("not asked", MissingKind::NotAvailable),
    ];
    let kind = known.iter().find(|(start, _)| label.starts_with(start));
    kind.map_or(MissingKind::Other, |&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_doi_are_taken_apart() {
        let text = |(name, value): (&'static str, &str)| (name, value.to_owned());
        let constants = [("version", "6-0-0 (2024-04-30)"), ("doi", "doi.org/10.14281/18241.24")];
        let edition = edition_of(&constants.map(text).into());
        assert_eq!(edition.edition.as_deref(), Some("6-0-0"));
        assert_eq!(edition.production_date.as_deref(), Some("2024-04-30"));
        assert_eq!(edition.doi.as_deref(), Some("10.14281/18241.24"));
        assert_eq!(edition_of(&Constants::new()).survey, "WVS7");
    }

    #[test]
    fn missing_labels_are_read_in_either_spelling() {
        assert_eq!(missing_kind("Don´t know"), MissingKind::DontKnow);
        assert_eq!(missing_kind("Not asked in survey"), MissingKind::NotAvailable);
        assert_eq!(missing_kind("Missing; Unknown"), MissingKind::Other);
    }
}
