//! What a country's mean score would be with everybody's composition.

use super::decomposition::Estimate;
use super::influence::Pooled;
use super::region::Region;
use crate::cholesky::dot;

/// A country's mean with its groups' shares replaced by those of everybody, at the effects within all countries: the
/// mean less `(its shares - everybody's) x effects`. The error is linearised as that of decompositions.
///
/// Source: Cochran (1957), Biometrics 13(3), on adjusted means in the analysis of covariance; direct standardisation:
/// Kitagawa (1955), Journal of the American Statistical Association 50.
pub(crate) fn standardised(pooled: &Pooled<'_>, country: usize, own: &Region) -> Estimate {
    let (people, region) = (pooled.people, &pooled.region);
    // Everybody's shares times the effects are 0 in every factor.
    let value = own.mean - dot(&own.shares, &region.effects);
    let moved: Vec<f64> =
        region.shares.iter().zip(&own.shares).map(|(all, own)| all - own).collect();
    let answers = region.answers_together(&moved);
    let mut variance = 0.0;
    for (at, members) in people.countries.iter().enumerate() {
        let Some((shares, _)) = pooled.countries[at].as_ref().filter(|_| members.len() > 1) else {
            continue;
        };
        let centre = dot(shares, &answers);
        let direct = if at == country { 1.0 / own.weight } else { 0.0 };
        let (mut sum, mut squares) = (0.0, 0.0);
        for respondent in members.clone() {
            let columns = people.columns(respondent);
            let answer: f64 = columns.clone().map(|column| answers[column]).sum();
            let effect: f64 = columns.map(|column| region.effects[column]).sum();
            let moves =
                pooled.residuals[respondent] * (answer - centre + direct) + effect / region.weight;
            let moves = people.weights[respondent] * moves;
            (sum, squares) = (sum + moves, squares + moves * moves);
        }
        let people = members.len() as f64;
        variance += people / (people - 1.0) * (squares - sum * sum / people);
    }
    Estimate { value, error: variance.max(0.0).sqrt() }
}
