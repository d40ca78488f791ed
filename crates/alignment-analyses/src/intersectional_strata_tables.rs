//! The tables of `intersectional_strata`.

use survey_model::{AnalysisColumn, AnalysisTable};

use crate::intersectional_strata::Crossing;
use crate::random_intercepts::RandomIntercepts;
use crate::score::NORMAL;

const SUMMARY: &str = "Are people who share several circumstances, say women with a degree who live in a village, alike in how \
close they are to a model, and is that more than what each circumstance says by itself? Every crossing of the listed \
factors is a stratum, the missing groups included. A model with the mean alone says what share of the variation of \
respondents' own scores lies between strata. A model with the main effects, one number for each group of each factor, says \
what still lies between them: what is left is interaction. `additive` is the share of the variance between strata that the \
main effects take away; near 1, strata are the sum of their parts. It may fall below 0 where the \
parts explain nothing. The p-value is of the hypothesis that nothing lies between strata beyond the fitted effects. A small share between \
strata does not mean that strata do not differ; it means that people within them differ far more. A row is empty where the \
file does not determine it: hardly any stratum with two respondents, or as many effects as strata.";

const STRATA: &str = "The strata at the ends. A stratum of a few respondents has an extreme mean by chance, so its mean is \
drawn towards what its parts add up to, the more, the fewer they are; the estimate is that prediction, and strata are \
ordered by it. Strata with a missing group take part in the fit and are not shown. `additive` is what the parts add up to, and `interaction` what is predicted beyond it. Closest and farthest \
are the strata with the highest and lowest prediction; above and below its parts those with the largest interactions \
either way, none if the model finds none. Intervals take the two variances as known and are a little too narrow where \
strata are few. The ends of many strata are chosen after looking: an interval that leaves out 0 is no test of a \
stratum picked because it is extreme, although the drawing together guards against most of that.";

const SOURCE: &str = "Evans, Williams, Onnela and Subramanian (2018), Social Science & Medicine 203; Merlo (2018), Social \
Science & Medicine 203; restricted likelihood: Patterson and Thompson (1971), Biometrika 58(3); test at the boundary: Self \
and Liang (1987), Journal of the American Statistical Association 82, case 5.";

/// Smaller p-values say no more, and the assumptions behind them do not hold so far out.
const P_VALUE_MIN: f64 = 1e-16;

/// Two rows for each list of factors and model.
pub(crate) fn summary_table(crossings: &[Crossing<'_>]) -> AnalysisTable {
    let number = AnalysisColumn::number;
    let columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("strata", "the factors that are crossed"),
        AnalysisColumn::text("fit", "mean only, or main effects of the factors"),
        AnalysisColumn::count(
            "respondents",
            "respondents",
            "respondents with a score of their own",
        ),
        AnalysisColumn::count("inhabited", "strata", "strata with such a respondent"),
        number("estimate", "share", "share of the variance that lies between strata, 0 to 1"),
        number("low", "share", "lower end of its 95 % profile-likelihood interval"),
        number("high", "share", "upper end of its 95 % profile-likelihood interval"),
        number("between", "squared score", "variance between strata"),
        number("within", "squared score", "variance between the respondents of a stratum"),
        number(
            "additive",
            "share",
            "share of the mean-only variance between strata that main effects take away, at most 1; main effects only",
        ),
        number("likelihood_ratio", "", "likelihood-ratio statistic of no variance between strata"),
        number(
            "p_value",
            "probability",
            "its p-value, half of chi squared's with one degree of freedom; 1e-16 if it is smaller",
        ),
    ];
    let title = "Do circumstances add up?";
    let mut table = AnalysisTable::new("intersectional_strata", title, SUMMARY, SOURCE, columns);
    for crossing in crossings {
        let fits = [("mean only", &crossing.mean_only), ("main effects", &crossing.main_effects)];
        for (name, fit) in fits {
            let fit = fit.as_ref();
            let total: u32 = crossing.strata.iter().map(|stratum| stratum.respondents).sum();
            table.push([
                crossing.model.name.as_str().into(),
                crossing.label().into(),
                name.into(),
                total.into(),
                crossing.strata.len().into(),
                fit.map(RandomIntercepts::share).into(),
                fit.map(|fit| fit.share_interval.0).into(),
                fit.map(|fit| fit.share_interval.1).into(),
                fit.map(|fit| fit.between).into(),
                fit.map(|fit| fit.within).into(),
                additive(crossing).filter(|_| name == "main effects").into(),
                fit.map(|fit| fit.likelihood_ratio).into(),
                fit.map(|fit| boundary_p_value(fit.likelihood_ratio)).into(),
            ]);
        }
    }
    table
}

fn additive(crossing: &Crossing<'_>) -> Option<f64> {
    let (all, left) = (crossing.mean_only.as_ref()?, crossing.main_effects.as_ref()?);
    (all.between > 0.0).then(|| 1.0 - left.between / all.between)
}

/// A variance cannot fall below 0, so that under the hypothesis the statistic is 0 half of the time.
fn boundary_p_value(likelihood_ratio: f64) -> f64 {
    if likelihood_ratio > 0.0 {
        let p_value = statrs::function::erf::erfc((likelihood_ratio / 2.0).sqrt()) / 2.0;
        p_value.max(P_VALUE_MIN)
    } else {
        1.0
    }
}

/// The `shown` strata at each end of the predictions and of the interactions, for each list of factors and model.
pub(crate) fn strata_table(crossings: &[Crossing<'_>], shown: usize) -> AnalysisTable {
    let number = |name, text| AnalysisColumn::number(name, "score", text);
    let columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("strata", "the factors that are crossed"),
        AnalysisColumn::text("shown", "closest, farthest, above its parts, below its parts"),
        AnalysisColumn::text("stratum", "the groups of the stratum"),
        AnalysisColumn::count("respondents", "respondents", "respondents of the stratum"),
        number("mean", "mean of their own scores, 0 to 1"),
        number("estimate", "predicted mean, drawn towards what its parts add up to"),
        number("low", "lower end of its 95 % interval"),
        number("high", "upper end of its 95 % interval"),
        number("standard_error", "standard error of the prediction, the variances taken as known"),
        number("additive", "what the parts of the stratum add up to"),
        number("interaction", "prediction less what the parts add up to"),
        number(
            "interaction_error",
            "standard error of the interaction, the variances taken as known",
        ),
    ];
    let title = "The strata at the ends";
    let mut table =
        AnalysisTable::new("intersectional_strata_ends", title, STRATA, SOURCE, columns);
    for crossing in crossings {
        let Some(fit) = &crossing.main_effects else { continue };
        for (name, strata) in ends(crossing, fit, shown) {
            for at in strata {
                let (stratum, prediction) = (&crossing.strata[at], fit.predictions[at]);
                let reach = NORMAL * prediction.error;
                table.push([
                    crossing.model.name.as_str().into(),
                    crossing.label().into(),
                    name.into(),
                    crossing.stratum_label(stratum).into(),
                    stratum.respondents.into(),
                    stratum.mean.into(),
                    prediction.value().into(),
                    (prediction.value() - reach).into(),
                    (prediction.value() + reach).into(),
                    prediction.error.into(),
                    prediction.additive.into(),
                    prediction.residual.into(),
                    prediction.residual_error.into(),
                ]);
            }
        }
    }
    table
}

/// The places of the strata at each end, the outermost first; at most half of all at either end.
fn ends(
    crossing: &Crossing<'_>,
    fit: &RandomIntercepts,
    shown: usize,
) -> [(&'static str, Vec<usize>); 4] {
    let named: Vec<usize> =
        (0..crossing.strata.len()).filter(|&at| crossing.is_named(&crossing.strata[at])).collect();
    let shown = shown.min(named.len() / 2);
    let descending = |value: &dyn Fn(usize) -> f64| {
        let mut order = named.clone();
        order.sort_by(|&one, &other| value(other).total_cmp(&value(one)));
        order
    };
    let last =
        |order: &[usize]| -> Vec<usize> { order.iter().rev().take(shown).copied().collect() };
    let predicted = descending(&|at| fit.predictions[at].value());
    let residual = |at: usize| fit.predictions[at].residual;
    let interaction = descending(&residual);
    let mut above = interaction[..shown].to_vec();
    above.retain(|&at| residual(at) > 0.0);
    let mut below = last(&interaction);
    below.retain(|&at| residual(at) < 0.0);
    [
        ("closest", predicted[..shown].to_vec()),
        ("farthest", last(&predicted)),
        ("above its parts", above),
        ("below its parts", below),
    ]
}
