//! Which edition a file is, and how the ESS asks to be cited.

use survey_model::SurveyEdition;

/// Reads the portal's title, `ESS11 - integrated file, edition 4.0`, and builds the citation from it.
///
/// A title without an edition keeps its text and leaves the edition unknown.
///
/// ```
/// let edition = ess_codebook::edition_from_title("ESS11 - integrated file, edition 4.0", None);
/// assert_eq!(edition.survey, "ESS11");
/// assert_eq!(edition.edition.as_deref(), Some("4.0"));
/// assert_eq!(edition.doi.as_deref(), Some("10.21338/ess11e04_0"));
/// ```
#[must_use]
pub fn edition_from_title(title: &str, doi: Option<&str>) -> SurveyEdition {
    let (name, edition) = match title.rsplit_once(", edition ") {
        Some((name, edition)) => (name.trim(), Some(edition.trim().to_owned())),
        None => (title.trim(), None),
    };
    let survey = name.split([' ', ',']).next().unwrap_or_default().to_owned();
    let known = || doi_of(&survey, edition.as_deref()?);
    let mut described = SurveyEdition {
        doi: doi.map(str::to_owned).or_else(known),
        title: Some(name.to_owned()),
        survey,
        edition,
        ..SurveyEdition::default()
    };
    described.citation = citation(&described);
    described
}

/// The DOI that the ESS gives to an edition of an integrated file: `ESS11`, `4.0` is `10.21338/ess11e04_0`.
///
/// Source: the ESS Data Portal's DOIs of editions 1.0 to 4.2 of round 11.
pub(crate) fn doi_of(survey: &str, edition: &str) -> Option<String> {
    let round = survey.strip_prefix("ESS").filter(|round| !round.is_empty())?.to_lowercase();
    let (major, minor) = edition.split_once('.')?;
    let (major, minor): (u8, u8) = (major.parse().ok()?, minor.parse().ok()?);
    Some(format!("10.21338/ess{round}e{major:02}_{minor}"))
}

/// The citation that the ESS asks for; `None` as long as title or DOI are unknown.
///
/// The year is the year of production, and is left out where the file does not say it.
///
/// Source: the citation requirements on the ESS web site.
#[must_use]
pub fn citation(edition: &SurveyEdition) -> Option<String> {
    let (title, doi) = (edition.title.as_deref()?, edition.doi.as_deref()?);
    let number = edition.edition.as_deref().map(|number| format!(", edition {number}"));
    // The portal writes the date as `19.11.2025`.
    let produced = edition.production_date.as_deref().and_then(|date| date.rsplit('.').next());
    let year = produced.filter(|year| year.len() == 4).map(|year| format!(" ({year})"));
    Some(format!(
        "European Social Survey European Research Infrastructure (ESS ERIC){} {title}{} [Data set]. \
         Sikt - Norwegian Agency for Shared Services in Education and Research. \
         https://doi.org/{doi}",
        year.as_deref().unwrap_or_default(),
        number.as_deref().unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_without_an_edition_is_kept_and_nothing_is_guessed() {
        let edition = edition_from_title("ESS11 - integrated file", None);
        assert_eq!((edition.survey.as_str(), edition.edition), ("ESS11", None));
        assert_eq!((edition.doi, edition.citation), (None, None));
    }

    #[test]
    fn the_citation_carries_the_year_of_production() {
        let mut edition = edition_from_title("ESS11 - integrated file, edition 4.0", None);
        edition.production_date = Some("19.11.2025".to_owned());
        let text = citation(&edition).unwrap();
        assert!(text.contains("(ESS ERIC) (2025) ESS11 - integrated file, edition 4.0 [Data set]"));
        assert!(text.ends_with("https://doi.org/10.21338/ess11e04_0"), "{text}");
    }
}
