//! A file's counts against the paper's, in plain sentences: respondents, and Table 2 row by row.

use report::thousands;
use survey_model::SurveyEdition;

use crate::comparison::published_count;
use crate::study::Study;

/// The study whose numbers were published.
const PUBLISHED_STUDY: &str = "paper";

/// Whether the paper's numbers are numbers of this study.
pub(crate) fn is_published(study: &Study) -> bool {
    study.name == PUBLISHED_STUDY
}

/// The number of respondents, held against the paper's.
///
/// ```text
/// 1,695 respondents, 48,421 fewer than the paper's 50,116: its numbers cannot come out the same
/// ```
pub(crate) fn respondents(here: u64) -> String {
    let count = format!("{} respondents", thousands(here));
    match published_count("respondents").map(|paper| (paper, difference(here, paper))) {
        None => count,
        Some((_, None)) => format!("{count}, as in the paper"),
        Some((paper, Some(difference))) => format!(
            "{count}, {difference} than the paper's {}: its numbers cannot come out the same",
            thousands(paper)
        ),
    }
}

/// The missing group of a factor, held against its row of Table 2.
///
/// ```text
/// 0, 159 fewer than the paper's 159
/// ```
pub(crate) fn missing(factor: &str, here: u64) -> String {
    let count = thousands(here);
    match published_count(&format!("missing {factor}")) {
        None => format!("{count}; the paper prints no count"),
        Some(paper) => match difference(here, paper) {
            None => format!("{count}, as in the paper"),
            Some(difference) => {
                format!("{count}, {difference} than the paper's {}", thousands(paper))
            }
        },
    }
}

/// `159 fewer`, `4 more`; `None` if the counts are equal.
pub(crate) fn difference(here: u64, paper: u64) -> Option<String> {
    let word = if here < paper { "fewer" } else { "more" };
    (here != paper).then(|| format!("{} {word}", thousands(here.abs_diff(paper))))
}

/// What a file says of itself, a line each; what it does not say is called so.
pub(crate) fn edition(edition: &SurveyEdition) -> [String; 4] {
    let text = |value: &Option<String>| {
        value.clone().unwrap_or_else(|| "not stated in the file".to_owned())
    };
    [
        format!("survey {}, edition {}", edition.survey, text(&edition.edition)),
        format!("DOI {}", text(&edition.doi)),
        format!("produced {}", text(&edition.production_date)),
        format!("cite as: {}", text(&edition.citation)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper: 50,116 respondents; Table 2: 159 without a gender, 10,428 without an income.
    #[test]
    fn a_count_that_differs_says_by_how_much() {
        assert_eq!(
            respondents(1695),
            "1,695 respondents, 48,421 fewer than the paper's 50,116: its numbers cannot come out the same"
        );
        assert_eq!(respondents(50_116), "50,116 respondents, as in the paper");
        assert_eq!(missing("gender", 0), "0, 159 fewer than the paper's 159");
        assert_eq!(missing("income_decile", 10_432), "10,432, 4 more than the paper's 10,428");
        assert_eq!(missing("income_decile", 10_428), "10,428, as in the paper");
        assert_eq!(missing("shoe_size", 3), "3; the paper prints no count");
    }

    #[test]
    fn what_the_file_does_not_say_is_called_so() {
        let named = SurveyEdition { survey: "ESS11".to_owned(), ..SurveyEdition::default() };
        assert_eq!(edition(&named)[0], "survey ESS11, edition not stated in the file");
    }
}
