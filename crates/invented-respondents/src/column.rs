//! One column: who is asked, who does not answer, and which code the others get.

use std::collections::BTreeMap;

use survey_model::{CodeColumn, OptionCode, VariableName};

use crate::quota;
use crate::rank::{self, Ranking};
use crate::shape::{Shape, Variable};
use crate::traits::Traits;

/// The codes of one variable, one per respondent.
pub(crate) fn fill(
    variable: &Variable,
    shape: &Shape,
    traits: &Traits,
    earlier: &BTreeMap<VariableName, CodeColumn>,
    seed: u64,
) -> Vec<Option<OptionCode>> {
    let respondents = u32::try_from(traits.of("age").len()).expect("fewer than 2^32 respondents");
    let asked: Vec<u32> = match &variable.asked {
        None => (0..respondents).collect(),
        Some(asked) => {
            let filter = &earlier[asked.variable.as_str()];
            let holds = |code: OptionCode| asked.codes.contains(&code.0);
            (0..respondents).filter(|&at| filter.get(at as usize).is_some_and(holds)).collect()
        }
    };
    let otherwise = variable.asked.as_ref().map(|asked| OptionCode(asked.otherwise));
    let mut column = vec![otherwise; respondents as usize];
    let silent = silent_count(variable, shape, asked.len());
    let name = format!("{}, answered or not", variable.name);
    let ranking = Ranking { toward: &variable.missing_toward, noise: 1000, name: &name, seed };
    let mut willing = rank::ascending(&ranking, traits, &asked);
    let mut reluctant = willing.split_off(willing.len() - silent);
    reluctant.reverse();
    hand_out(&variable.missing, &reluctant, &mut column);
    willing.sort_unstable();
    let (toward, noise) = (&variable.toward, variable.noise);
    let ranking = Ranking { toward, noise, name: &variable.name, seed };
    hand_out(&variable.codes, &rank::ascending(&ranking, traits, &willing), &mut column);
    column
}

/// How many of those asked do not answer.
fn silent_count(variable: &Variable, shape: &Shape, asked: usize) -> usize {
    let sum = |shares: &[(i32, u64)]| shares.iter().map(|&(_, share)| share).sum::<u64>();
    match variable.missing_respondents {
        Some(count) => quota::scale(count, shape.respondents, asked),
        None => {
            let missing = sum(&variable.missing);
            quota::scale(missing, missing + sum(&variable.codes), asked)
        }
    }
}

/// Gives the codes to the respondents in order, each code to its share of them.
fn hand_out(codes: &[(i32, u64)], respondents: &[u32], column: &mut [Option<OptionCode>]) {
    let shares: Vec<u64> = codes.iter().map(|&(_, share)| share).collect();
    let mut rest = respondents;
    for (&(code, _), count) in codes.iter().zip(quota::split(respondents.len(), &shares)) {
        let (these, others) = rest.split_at(count);
        these.iter().for_each(|&at| column[at as usize] = Some(OptionCode(code)));
        rest = others;
    }
}
