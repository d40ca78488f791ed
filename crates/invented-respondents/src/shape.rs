//! The data file: countries, traits and variables, as `data/shape.toml` declares them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What `data/shape.toml` holds. Its head says which numbers are facts and which are invented.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    /// The size that counts of respondents in this file refer to.
    pub(crate) respondents: u64,
    #[serde(rename = "country")]
    pub(crate) countries: Vec<Country>,
    #[serde(rename = "trait")]
    pub(crate) traits: Vec<Trait>,
    #[serde(rename = "variable")]
    pub(crate) variables: Vec<Variable>,
}

/// Thousandths by which a trait enters a sum, by the trait's name.
pub(crate) type Loadings = BTreeMap<String, i64>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    pub(crate) code: String,
    pub(crate) respondents: u64,
    /// People aged 15 and over, in ten thousands, roughly.
    pub(crate) population: u32,
    /// By how much the country's people lie off the mean of a trait, in thousandths of a standard deviation.
    pub(crate) shift: Loadings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trait {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) from: Loadings,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variable {
    pub(crate) name: String,
    /// Where the shares come from.
    #[cfg_attr(not(test), expect(dead_code, reason = "people and the tests below read it"))]
    pub(crate) shares: String,
    /// (code, share in ten-thousandths), from the lowest propensity to the highest.
    pub(crate) codes: Vec<(i32, u64)>,
    /// (missing code, share in ten-thousandths), from the most reluctant on.
    #[serde(default)]
    pub(crate) missing: Vec<(i32, u64)>,
    /// How many of [`Shape::respondents`] are missing, where that is known; else the shares decide.
    pub(crate) missing_respondents: Option<u64>,
    pub(crate) toward: Loadings,
    /// Thousandths of a standard deviation of chance in the propensity.
    #[serde(default = "one")]
    pub(crate) noise: i64,
    #[serde(default)]
    pub(crate) missing_toward: Loadings,
    pub(crate) asked: Option<Asked>,
}

/// The question goes only to those with one of these codes on an earlier variable.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) variable: String,
    pub(crate) codes: Vec<i32>,
    /// The code of everybody else.
    pub(crate) otherwise: i32,
}

fn one() -> i64 {
    1000
}

impl Shape {
    pub(crate) fn of_ess11() -> Self {
        toml::from_str(include_str!("../data/shape.toml"))
            .expect("the tests read the embedded data file")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_countries_add_up_to_the_papers_respondents() {
        let shape = Shape::of_ess11();
        assert_eq!(shape.countries.iter().map(|country| country.respondents).sum::<u64>(), 50_116);
        assert_eq!(shape.countries.len(), 30);
        assert!(shape.countries.is_sorted_by_key(|country| &country.code));
    }

    #[test]
    fn loadings_name_only_traits_that_exist_and_come_earlier() {
        let shape = Shape::of_ess11();
        let mut known = BTreeSet::new();
        for each in &shape.traits {
            assert!(each.from.keys().all(|name| known.contains(name)), "{}", each.name);
            assert!(known.insert(each.name.clone()), "`{}` stands twice", each.name);
        }
        let shifts = shape.countries.iter().map(|country| &country.shift);
        let of_variable =
            |variable: &Variable| [variable.toward.clone(), variable.missing_toward.clone()];
        let loadings = shape.variables.iter().flat_map(of_variable);
        for loading in shifts.cloned().chain(loadings) {
            assert!(loading.keys().all(|name| known.contains(name)), "{loading:?}");
        }
    }

    #[test]
    fn a_filter_stands_before_the_question_it_filters() {
        let mut known = BTreeSet::new();
        for variable in &Shape::of_ess11().variables {
            let asked = variable.asked.as_ref();
            assert!(asked.is_none_or(|asked| known.contains(&asked.variable)), "{}", variable.name);
            assert!(known.insert(variable.name.clone()), "`{}` stands twice", variable.name);
        }
    }

    #[test]
    fn every_variable_says_where_its_shares_come_from() {
        for variable in &Shape::of_ess11().variables {
            let known = ["NL, FI", "24-28 countries", "invented"];
            assert!(known.contains(&variable.shares.as_str()), "{}", variable.name);
        }
    }
}
