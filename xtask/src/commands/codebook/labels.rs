//! A data file's own labels against the codebook that it is read by: the same code must mean the same.

use survey_model::{Codebook, Variable, VariableName};

/// One sentence for each answer whose label differs between the two.
///
/// Labels that one program has cut short or written in other capitals are the same.
pub(super) fn differences(
    own: &Codebook,
    codebook: &Codebook,
    variables: &[VariableName],
) -> Vec<String> {
    let pair = |name: &VariableName| {
        Some((own.variable(name.as_str())?, codebook.variable(name.as_str())?))
    };
    variables.iter().filter_map(pair).flat_map(|(own, known)| of_variable(own, known)).collect()
}

fn of_variable(own: &Variable, known: &Variable) -> Vec<String> {
    let answers = known.categories.iter().filter(|category| category.missing.is_none());
    let differ = answers.filter_map(|category| {
        let same_code = own.categories.iter().find(|other| other.code == category.code)?;
        let (here, there) = (&same_code.label, &category.label);
        (!alike(here, there)).then(|| {
            format!(
                "`{}`: code {} is `{here}` in the file and `{there}` in the codebook",
                own.name, category.code
            )
        })
    });
    differ.collect()
}

/// Whether one label begins with the other, but for capitals and spaces.
fn alike(one: &str, other: &str) -> bool {
    let plain = |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && !other.is_empty() && (one.starts_with(&other) || other.starts_with(&one))
}

#[cfg(test)]
mod tests {
    use survey_model::{Category, MissingKind, OptionCode, SurveyEdition};

    use super::*;

    fn codebook(labels: &[(i32, &str, bool)]) -> Codebook {
        let category = |&(code, label, missing): &(i32, &str, bool)| Category {
            code: OptionCode(code),
            label: label.to_owned(),
            missing: missing.then_some(MissingKind::Refusal),
        };
        let variable = Variable {
            name: VariableName::new("likely").unwrap(),
            label: String::new(),
            texts: Vec::new(),
            categories: labels.iter().map(category).collect(),
            text_categories: Vec::new(),
        };
        Codebook::new(SurveyEdition::default(), vec![variable]).unwrap()
    }

    fn check(own: &[(i32, &str, bool)], expected: &[&str]) {
        let known =
            codebook(&[(1, "Very likely", false), (4, "Not likely", false), (7, "Refusal", true)]);
        let names = [VariableName::new("likely").unwrap(), VariableName::new("other").unwrap()];
        assert_eq!(differences(&codebook(own), &known, &names), expected);
    }

    #[test]
    fn a_scale_that_runs_the_other_way_is_seen() {
        check(
            &[(1, "Not likely", false), (4, "Very likely", false)],
            &[
                "`likely`: code 1 is `Not likely` in the file and `Very likely` in the codebook",
                "`likely`: code 4 is `Very likely` in the file and `Not likely` in the codebook",
            ],
        );
    }

    #[test]
    fn cuts_capitals_and_missing_codes_are_no_differences() {
        check(&[(1, "VERY  likely", false), (4, "Not lik", false), (-1, "Refusal", true)], &[]);
        check(&[(1, "Very likely", false), (7, "Away", true)], &[]);
    }
}
