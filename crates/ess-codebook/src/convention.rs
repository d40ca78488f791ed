//! The missing codes that ESS reserves for every variable, whether an edition's codebook lists them or not.

use survey_model::{Category, Codebook, CodebookError, MissingKind, OptionCode, Variable};

/// The digit that a missing code repeats, its meaning and its label: 8, 88 and 8888 all mean "don't know".
/// How often it is repeated depends on the room that the variable's valid codes need.
const RESERVED: [(i32, MissingKind, &str); 4] = [
    (6, MissingKind::NotApplicable, "Not applicable"),
    (7, MissingKind::Refusal, "Refusal"),
    (8, MissingKind::DontKnow, "Don't know"),
    (9, MissingKind::NoAnswer, "No answer"),
];

/// Adds to each variable the reserved missing codes that its codebook does not list.
///
/// A codebook lists only the missing codes that occur in its edition: `rlgdnm` has 66, 77 and 99 in edition 1.0, and
/// 88 means "don't know" all the same where another file holds it. A code is added only to a variable whose listed
/// missing codes are all reserved ones of one length, and never over a code that the codebook lists.
///
/// # Errors
/// None for a valid codebook: a code is added only where it is new.
///
/// ```
/// use survey_model::{MissingKind, OptionCode, Reading};
/// let codebook = ess_codebook::with_reserved_missing_codes(ess_codebook::shipped())?;
/// let denomination = codebook.variable("rlgdnm").expect("a variable of the study");
/// assert_eq!(denomination.read(OptionCode(88)), Reading::Missing(MissingKind::DontKnow));
/// // A code that ESS reserves for nothing stays unknown.
/// assert_eq!(denomination.read(OptionCode(42)), Reading::Unknown);
/// # Ok::<(), survey_model::CodebookError>(())
/// ```
pub fn with_reserved_missing_codes(codebook: &Codebook) -> Result<Codebook, CodebookError> {
    let variables = codebook.variables().iter().map(completed).collect();
    Codebook::new(codebook.edition().clone(), variables)
}

fn completed(variable: &Variable) -> Variable {
    let mut completed = variable.clone();
    let Some(length) = common_length(variable) else {
        return completed;
    };
    for (digit, kind, label) in RESERVED {
        let code = OptionCode(repeated(digit, length));
        if variable.categories.iter().all(|category| category.code != code) {
            let label = label.to_owned();
            completed.categories.push(Category { code, label, missing: Some(kind) });
        }
    }
    completed
}

/// How many digits the variable's missing codes have, if they are all reserved codes of one length.
fn common_length(variable: &Variable) -> Option<u32> {
    let missing = variable.categories.iter().filter(|category| category.missing.is_some());
    let mut lengths = missing.map(|category| reserved_length(category.code.0));
    let first = lengths.next()??;
    lengths.all(|length| length == Some(first)).then_some(first)
}

fn reserved_length(code: i32) -> Option<u32> {
    let length = code.checked_ilog10()? + 1;
    let is_reserved = RESERVED.iter().any(|(digit, ..)| repeated(*digit, length) == code);
    is_reserved.then_some(length)
}

/// `repeated(8, 3)` is 888. At most nine digits fit.
fn repeated(digit: i32, length: u32) -> i32 {
    (0..length.min(9)).fold(0, |code, _| code * 10 + digit)
}

#[cfg(test)]
mod tests {
    use survey_model::{Reading, SurveyEdition, VariableName};

    use super::*;

    fn check(codes: &[(i32, bool)], expected: &[i32]) {
        let category = |&(code, missing): &(i32, bool)| Category {
            code: OptionCode(code),
            label: String::new(),
            missing: missing.then_some(MissingKind::Other),
        };
        let variable = Variable {
            name: VariableName::new("v").unwrap(),
            label: String::new(),
            texts: Vec::new(),
            categories: codes.iter().map(category).collect(),
            text_categories: Vec::new(),
        };
        let codebook = Codebook::new(SurveyEdition::default(), vec![variable]).unwrap();
        let completed = with_reserved_missing_codes(&codebook).unwrap();
        let added = completed.variables()[0].categories[codes.len()..].iter();
        assert_eq!(added.map(|category| category.code.0).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_rest_of_the_family_is_added() {
        check(&[(1, false), (66, true), (77, true), (99, true)], &[88]);
        check(&[(6666, true), (7777, true)], &[8888, 9999]);
    }

    #[test]
    fn a_valid_code_is_never_made_missing() {
        // The value items run to 6, and 6 is an answer there.
        check(&[(5, false), (6, false), (7, true), (8, true), (9, true)], &[]);
    }

    #[test]
    fn other_missing_codes_say_nothing_about_the_family() {
        check(&[(1, false), (999, true), (55, true)], &[]);
        check(&[(1, false), (7, true), (88, true)], &[]);
        check(&[(1, false), (2, false)], &[]);
    }

    #[test]
    fn codes_on_a_scale_of_the_study_stay_valid() {
        let codebook = with_reserved_missing_codes(crate::shipped()).unwrap();
        let variable = codebook.variable("ppltrst").unwrap();
        assert_eq!(variable.read(OptionCode(8)), Reading::Valid);
        assert_eq!(variable.read(OptionCode(66)), Reading::Missing(MissingKind::NotApplicable));
    }
}
