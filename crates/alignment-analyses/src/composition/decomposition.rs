//! The distance between a country and a reference, taken apart: who lives there, and what goes with it there.

use super::influence::{Pooled, Role, errors};
use super::region::Region;
use crate::cholesky::dot;

/// A number with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) value: f64,
    pub(crate) error: f64,
}

/// One country against one reference. All parts are differences of mean scores, the country less the reference.
pub(crate) struct Decomposition {
    pub(crate) gap: Estimate,
    /// What differing shares of groups make at the effects within all countries, and what is left.
    pub(crate) explained: Estimate,
    pub(crate) unexplained: Estimate,
    /// The explained part at the country's own effects; `None` if it has too few people for them.
    pub(crate) with_own_effects: Option<f64>,
    /// The explained part at the effects within the reference; `None` if that has too few people for them.
    pub(crate) with_reference_effects: Option<f64>,
    /// For each factor its part of the explained.
    pub(crate) explained_by: Vec<Estimate>,
    /// For each factor its part of the unexplained, and the part of the constants last; `None` if one side has too few
    /// people.
    pub(crate) unexplained_by: Option<Vec<Estimate>>,
}

/// One side of a decomposition: some countries, and what they are together.
pub(crate) struct Side<'a> {
    pub(crate) countries: &'a [usize],
    pub(crate) region: &'a Region,
}

/// Takes the distance between two sides apart.
///
/// Source: Kitagawa (1955), Journal of the American Statistical Association 50; Oaxaca (1973), International Economic
/// Review 14(3); Blinder (1973), Journal of Human Resources 8(4); pooled effects with a constant for each side: Jann
/// (2008), Stata Journal 8(4); effects without a left-out group: Yun (2005), Economic Inquiry 43(4), averaged
/// by shares as in Haisken-DeNew and Schmidt (1997), Review of Economics and Statistics 79(3).
pub(crate) fn decompose(
    pooled: &Pooled<'_>,
    country: &Side<'_>,
    other: &Side<'_>,
) -> Decomposition {
    let (factors, common) = (&pooled.people.factors, &pooled.region.effects);
    let (one, two) = (country.region, other.region);
    let differing: Vec<f64> = one.shares.iter().zip(&two.shares).map(|(a, b)| a - b).collect();
    let explained_by = factors.iter().map(|factor| {
        let factor = factor.clone();
        dot(&differing[factor.clone()], &common[factor])
    });
    let remaining = |at: usize| {
        one.shares[at] * (one.effects[at] - common[at])
            + two.shares[at] * (common[at] - two.effects[at])
    };
    let constants = one.constant() - two.constant();
    let unexplained_by = factors.iter().map(|factor| factor.clone().map(remaining).sum::<f64>());

    let all = pooled.region.weight;
    let drift: Vec<f64> =
        one.drift.iter().zip(&two.drift).map(|(one, two)| (two - one) / all).collect();
    let roles = [
        Role::outside(&drift),
        Role::side(1.0, one, common, &drift, factors),
        Role::side(-1.0, two, common, &drift, factors),
    ];
    let answers = pooled.region.answers(factors, &differing);
    let errors = errors(pooled, &answers, |at| match at {
        _ if country.countries.contains(&at) => &roles[1],
        _ if other.countries.contains(&at) => &roles[2],
        _ => &roles[0],
    });
    let pair = |(value, &error): (f64, &f64)| Estimate { value, error };
    let explained_by: Vec<Estimate> = explained_by.zip(&errors.explained_by).map(pair).collect();
    let explained: f64 = explained_by.iter().map(|part| part.value).sum();
    let gap = one.mean - two.mean;
    Decomposition {
        gap: Estimate { value: gap, error: errors.gap },
        explained: Estimate { value: explained, error: errors.explained },
        unexplained: Estimate { value: gap - explained, error: errors.unexplained },
        with_own_effects: one.determined.then(|| dot(&differing, &one.effects)),
        with_reference_effects: two.determined.then(|| dot(&differing, &two.effects)),
        explained_by,
        unexplained_by: (one.determined && two.determined).then(|| {
            unexplained_by.chain([constants]).zip(&errors.unexplained_by).map(pair).collect()
        }),
    }
}
