//! Microdata held against a codebook: what it does not know, and what stands in each column.

use std::collections::BTreeMap;

use survey_model::{Codebook, Microdata, OptionCode, Reading, Variable, VariableName};

/// A code that the codebook does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The code.
    pub code: OptionCode,
    /// How many respondents have it.
    pub respondents: u64,
    /// Country and number of the first of them.
    pub first: (String, i64),
}

/// What stands in a column of codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeCheck {
    /// The column.
    pub variable: VariableName,
    /// Respondents with an answer.
    pub valid: u64,
    /// Respondents with one of the variable's missing codes.
    pub missing: u64,
    /// Respondents with an empty cell.
    pub blank: u64,
    /// Codes that the codebook does not list, ascending.
    pub unknown: Vec<UnknownCode>,
}

/// Counts answers, missing codes, empty cells and unknown codes of each column that the codebook describes.
#[must_use]
pub fn check_codes(microdata: &Microdata, codebook: &Codebook) -> Vec<CodeCheck> {
    let described = microdata.code_columns().iter().filter_map(|(name, column)| {
        let variable = codebook.variable(name.as_str())?;
        let mut check = CodeCheck {
            variable: name.clone(),
            valid: 0,
            missing: 0,
            blank: 0,
            unknown: Vec::new(),
        };
        let mut counts: BTreeMap<OptionCode, (u64, usize)> = BTreeMap::new();
        for (respondent, code) in column.iter().enumerate() {
            match code {
                Some(code) => counts.entry(code).or_insert((0, respondent)).0 += 1,
                None => check.blank += 1,
            }
        }
        for (code, (respondents, first)) in counts {
            match variable.read(code) {
                Reading::Valid => check.valid += respondents,
                Reading::Missing(_) => check.missing += respondents,
                Reading::Unknown => {
                    let country = microdata.countries().get(first).to_owned();
                    let first = (country, microdata.ids()[first]);
                    check.unknown.push(UnknownCode { code, respondents, first });
                }
            }
        }
        Some(check)
    });
    described.collect()
}

/// What stands in a column of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightCheck {
    /// The column.
    pub variable: VariableName,
    /// Respondents with an empty cell.
    pub blank: u64,
    /// Respondents who weigh nothing.
    pub zero: u64,
    /// Lowest, mean and highest weight; `None` if every cell is empty.
    pub range: Option<[f64; 3]>,
}

/// Describes each column of weights. Negative and infinite weights do not get this far: the reader rejects them.
#[must_use]
pub fn check_weights(microdata: &Microdata) -> Vec<WeightCheck> {
    let columns = microdata.number_columns().iter().map(|(name, column)| {
        let weights: Vec<f64> = column.iter().copied().flatten().collect();
        let zero = weights.iter().filter(|weight| weight.abs() == 0.0).count() as u64;
        let lowest = weights.iter().copied().reduce(f64::min);
        let highest = weights.iter().copied().reduce(f64::max);
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        WeightCheck {
            variable: name.clone(),
            blank: (column.len() - weights.len()) as u64,
            zero,
            range: lowest.zip(highest).map(|(lowest, highest)| [lowest, mean, highest]),
        }
    });
    columns.collect()
}

/// How a variable's codes differ between two codebooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeDifference {
    /// The variable.
    pub variable: VariableName,
    /// The codes of answers in the one and in the other, if they differ.
    pub answers: Option<[Vec<OptionCode>; 2]>,
    /// The missing codes in the one and in the other, if they differ.
    pub missing: Option<[Vec<OptionCode>; 2]>,
}

/// The variables that both codebooks describe and whose answers or missing codes differ:
/// an item on another scale must not be compared as if it were the same.
#[must_use]
pub fn compare_codebooks(one: &Codebook, other: &Codebook) -> Vec<CodeDifference> {
    let differences = one.variables().iter().filter_map(|variable| {
        let described = other.variable(variable.name.as_str())?;
        let differ = |missing| {
            let pair = [variable, described].map(|variable| codes(variable, missing));
            (pair[0] != pair[1]).then_some(pair)
        };
        let (answers, missing) = (differ(false), differ(true));
        let variable = variable.name.clone();
        (answers.is_some() || missing.is_some()).then_some(CodeDifference {
            variable,
            answers,
            missing,
        })
    });
    differences.collect()
}

fn codes(variable: &Variable, missing: bool) -> Vec<OptionCode> {
    let wanted = variable.categories.iter().filter(|c| c.missing.is_some() == missing);
    let mut codes: Vec<OptionCode> = wanted.map(|category| category.code).collect();
    codes.sort_unstable();
    codes
}

/// The codebook with every list of codes opened, so that a file with unknown codes can be read and checked.
#[must_use]
pub fn open_codebook(codebook: &Codebook) -> Codebook {
    let open = |variable: &Variable| {
        let mut open = variable.clone();
        // The missing codes stay, because Stata's tags are read through their labels.
        open.categories.retain(|category| category.missing.is_some());
        open
    };
    let variables = codebook.variables().iter().map(open).collect();
    Codebook::new(codebook.edition().clone(), variables).expect("the names were unique before")
}

#[cfg(test)]
mod tests {
    use survey_model::{Category, MissingKind, Origin, SurveyEdition};

    use super::*;

    fn codebook(codes: &[(i32, bool)]) -> Codebook {
        let category = |&(code, missing): &(i32, bool)| Category {
            code: OptionCode(code),
            label: code.to_string(),
            missing: missing.then_some(MissingKind::Refusal),
        };
        let variable = Variable {
            name: VariableName::new("vote").unwrap(),
            label: String::new(),
            texts: Vec::new(),
            categories: codes.iter().map(category).collect(),
            text_categories: Vec::new(),
        };
        Codebook::new(SurveyEdition::default(), vec![variable]).unwrap()
    }

    fn microdata(cells: &[Option<i32>], weights: &[Option<f64>]) -> Microdata {
        Microdata::new(
            SurveyEdition::default(),
            Origin::Invented,
            cells.iter().map(|_| "AT").collect(),
            (100..).take(cells.len()).collect(),
            [(
                VariableName::new("vote").unwrap(),
                cells.iter().map(|c| c.map(OptionCode)).collect(),
            )]
            .into(),
            [(VariableName::new("weight").unwrap(), weights.to_vec())].into(),
        )
        .unwrap()
    }

    #[test]
    fn answers_missing_codes_blanks_and_unknown_codes_are_counted_apart() {
        let data = microdata(&[Some(1), Some(9), None, Some(5), Some(5)], &[None; 5]);
        let [check] = check_codes(&data, &codebook(&[(1, false), (9, true)])).try_into().unwrap();
        assert_eq!((check.valid, check.missing, check.blank), (1, 1, 1));
        let first = ("AT".to_owned(), 103);
        assert_eq!(check.unknown, [UnknownCode { code: OptionCode(5), respondents: 2, first }]);
    }

    #[test]
    fn an_open_codebook_knows_every_code() {
        let data = microdata(&[Some(5)], &[None]);
        let open = open_codebook(&codebook(&[(1, false), (7, true)]));
        assert!(check_codes(&data, &open)[0].unknown.is_empty());
        assert_eq!(open.variables()[0].categories.len(), 1, "missing codes are kept");
    }

    #[test]
    fn weights_are_described_without_blanks() {
        let data = microdata(&[None; 4], &[Some(0.0), Some(1.0), None, Some(2.0)]);
        let [check] = check_weights(&data).try_into().unwrap();
        assert_eq!((check.blank, check.zero, check.range), (1, 1, Some([0.0, 1.0, 2.0])));
        assert_eq!(check_weights(&microdata(&[None], &[None]))[0].range, None);
    }

    #[test]
    fn another_scale_or_other_missing_codes_are_differences() {
        let one = codebook(&[(1, false), (2, false), (7, true)]);
        let longer = codebook(&[(1, false), (2, false), (3, false), (7, true)]);
        let difference = &compare_codebooks(&one, &longer)[0];
        assert_eq!(difference.answers.as_ref().unwrap()[1].len(), 3);
        assert_eq!(difference.missing, None);
        let starred = codebook(&[(1, false), (2, false), (7, false)]);
        assert!(compare_codebooks(&one, &starred)[0].missing.is_some());
        assert!(compare_codebooks(&one, &one).is_empty());
    }
}
