//! The table of analyses.

use survey_model::{AnalysisColumn, AnalysisTable};

use crate::{
    AnalysisError, Study, baselines, common_support, comparisons, composition, country_or_people,
    distributions, intersectional_strata, refusal_bounds, specification_curve, topics,
    total_uncertainty, weights_and_design,
};

/// An analysis that a study may name.
#[derive(Debug, Clone, Copy)]
pub struct Analysis {
    /// Its name in the study file, in snake case; the names of its tables begin with it.
    pub name: &'static str,
    /// The question that it answers, in one sentence.
    pub question: &'static str,
    /// Makes its tables.
    pub run: fn(&Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError>,
}

/// Every analysis, in the order in which a reader meets the questions.
pub const ANALYSES: &[Analysis] = &[
    Analysis {
        name: "common_support",
        question: "How do the models compare on the items that all of them answered?",
        run: common_support,
    },
    Analysis {
        name: "refusal_bounds",
        question: "What could the scores be if the models had answered what they refused?",
        run: refusal_bounds,
    },
    Analysis {
        name: "baselines",
        question: "How much of a score would any answer get?",
        run: baselines,
    },
    Analysis {
        name: "topics",
        question: "Which topics and which questions make the scores and the gaps?",
        run: topics,
    },
    Analysis {
        name: "distributions",
        question: "Do whole distributions agree, and does a model flatten people?",
        run: distributions,
    },
    Analysis {
        name: "comparisons",
        question: "Which gaps between groups survive that many are looked at?",
        run: comparisons,
    },
    Analysis {
        name: "specification_curve",
        question: "Does a claim hold under every defensible way of computing the scores?",
        run: specification_curve,
    },
    Analysis {
        name: "weights_and_design",
        question: "Do the comparisons survive the survey's weights and its sampling design?",
        run: weights_and_design,
    },
    Analysis {
        name: "total_uncertainty",
        question: "How far would scores and gaps move with other people, questions, replies and readings?",
        run: total_uncertainty,
    },
    Analysis {
        name: "country_or_people",
        question: "Does closeness to a model go with the country or with who people are?",
        run: country_or_people,
    },
    Analysis {
        name: "intersectional_strata",
        question: "Are people who share several circumstances more than the sum of them?",
        run: intersectional_strata,
    },
    Analysis {
        name: "composition",
        question: "How much of a country's distance from another is who lives there?",
        run: composition,
    },
];

/// Checks the names of a study's list.
///
/// # Errors
/// A name that no analysis has, or one that stands twice.
///
/// ```
/// let error = alignment_analyses::check_names(&["horoscope".to_owned()]).unwrap_err().to_string();
/// assert!(error.starts_with("there is no analysis `horoscope`; the study may name `common_support`"));
/// ```
pub fn check_names(names: &[String]) -> Result<(), AnalysisError> {
    for (at, name) in names.iter().enumerate() {
        find(name)?;
        if names[..at].contains(name) {
            return Err(AnalysisError::RepeatedAnalysis { name: name.clone() });
        }
    }
    Ok(())
}

/// Runs one analysis. One that needs what the file or the study does not have, say a sampling design, is left out: its
/// table has no row, and its paragraph says why.
///
/// # Errors
/// An unknown name, or whatever the analysis reports.
pub fn run(name: &str, study: &Study<'_>) -> Result<Vec<AnalysisTable>, AnalysisError> {
    let analysis = find(name)?;
    match (analysis.run)(study) {
        Err(error @ (AnalysisError::NoDesign { .. } | AnalysisError::NotComputed { .. })) => {
            Ok(vec![left_out(analysis, &error)])
        }
        made => made,
    }
}

fn left_out(analysis: &Analysis, error: &AnalysisError) -> AnalysisTable {
    let paragraph = format!("Not computed: {error}.");
    let columns = vec![AnalysisColumn::text("factor", "no row, because nothing was computed")];
    AnalysisTable::new(analysis.name, analysis.question, &paragraph, "none", columns)
}

fn find(name: &str) -> Result<&'static Analysis, AnalysisError> {
    ANALYSES.iter().find(|analysis| analysis.name == name).ok_or_else(|| {
        let known: Vec<_> = ANALYSES.iter().map(|known| format!("`{}`", known.name)).collect();
        AnalysisError::UnknownAnalysis { name: name.to_owned(), known: known.join(", ") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_analysis_has_a_name_of_its_own_and_asks_a_question() {
        for (at, analysis) in ANALYSES.iter().enumerate() {
            assert!(analysis.question.ends_with('?'), "{}", analysis.name);
            assert!(ANALYSES[..at].iter().all(|other| other.name != analysis.name));
        }
    }

    #[test]
    fn a_repeated_name_is_refused() {
        let names = ["common_support".to_owned(), "common_support".to_owned()];
        assert!(matches!(check_names(&names), Err(AnalysisError::RepeatedAnalysis { .. })));
    }
}
