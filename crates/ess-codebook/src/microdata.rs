//! The microdata of any round of the ESS.

use std::io::Read;
use std::path::Path;

use survey_files::{Constants, FileError, Layout, Request};
use survey_model::{Codebook, Microdata, Origin, SurveyEdition, VariableName};

use crate::edition::{citation, doi_of};
use crate::html::missing_kind;

/// Where the integrated files of the ESS keep key, edition, weights and sampling design.
///
/// Edition 1.0 of round 11 has no `pspwght` and no `anweight`: they are read where the file has them.
pub const LAYOUT: Layout = Layout {
    source: "the ESS Data Portal",
    country: "cntry",
    respondent: "idno",
    constants: &["name", "essround", "edition", "proddate"],
    numbers: &["dweight", "pspwght", "pweight", "anweight", "prob"],
    codes: &["stratum", "psu"],
    edition: edition_of,
    missing_kind,
};

/// Reads the portal's CSV: the columns that the study needs, and key, edition, weights and design.
///
/// `file` names the file in errors; `origin` says whether its respondents were observed or invented.
///
/// # Errors
/// [`FileError`], with file, line, column, value and remedy.
///
/// ```
/// use survey_model::{Origin, VariableName};
/// let csv = "idno,cntry,edition,name,ppltrst\n1,AT,4.0,ESS11e04,7\n2,AT,4.0,ESS11e04,88\n";
/// let trust = VariableName::new("ppltrst").expect("a name");
/// let microdata = ess_codebook::read_csv(csv.as_bytes(), "ESS11.csv", Origin::Invented, ess_codebook::shipped(), &[trust])?;
/// assert_eq!(microdata.respondents(), 2);
/// assert_eq!(microdata.edition().doi.as_deref(), Some("10.21338/ess11e04_0"));
/// # Ok::<(), ess_codebook::FileError>(())
/// ```
pub fn read_csv(
    input: impl Read + Send,
    file: &str,
    origin: Origin,
    codebook: &Codebook,
    columns: &[VariableName],
) -> Result<Microdata, FileError> {
    survey_files::read_csv(input, &Request { file, origin, layout: &LAYOUT, codebook, columns })
}

/// Reads any file of the portal: the format is told by the content, not by the name.
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

/// The edition of a file, from its columns `name` (`ESS11e04`), `edition` (`4.0`) and `proddate` (`19.11.2025`).
fn edition_of(constants: &Constants) -> SurveyEdition {
    let text = |column: &str| constants.get(column).cloned();
    // `ESS10SCe03_1` is the self-completion file of round 10.
    let named = constants.get("name").and_then(|name| name.split_once('e'));
    let round = || constants.get("essround").map(|round| format!("ESS{round}"));
    let survey = named.map(|(survey, _)| survey.to_owned()).or_else(round);
    let survey = survey.unwrap_or_else(|| "ESS".to_owned());
    let title = match survey.strip_suffix("SC") {
        Some(round) => format!("{round} Self-completion - integrated file"),
        None => format!("{survey} - integrated file"),
    };
    let edition = text("edition");
    let mut described = SurveyEdition {
        title: Some(title),
        doi: edition.as_deref().and_then(|edition| doi_of(&survey, edition)),
        production_date: text("proddate"),
        survey,
        edition,
        citation: None,
    };
    described.citation = citation(&described);
    described
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(constants: &[(&'static str, &str)], survey: &str, doi: Option<&str>) {
        let constants = constants.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        let edition = edition_of(&constants);
        assert_eq!((edition.survey.as_str(), edition.doi.as_deref()), (survey, doi));
    }

    #[test]
    fn the_doi_follows_from_name_and_edition() {
        let file = [("name", "ESS11e04"), ("essround", "11"), ("edition", "4.0")];
        check(&file, "ESS11", Some("10.21338/ess11e04_0"));
        check(&[("name", "ESS9e03_1"), ("edition", "3.1")], "ESS9", Some("10.21338/ess9e03_1"));
        let self_completion = [("name", "ESS10SCe03_1"), ("essround", "10"), ("edition", "3.1")];
        check(&self_completion, "ESS10SC", Some("10.21338/ess10sce03_1"));
    }

    #[test]
    fn what_the_file_does_not_say_stays_unknown() {
        check(&[("essround", "11")], "ESS11", None);
        check(&[], "ESS", None);
    }
}
