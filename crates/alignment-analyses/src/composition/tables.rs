//! The tables of `composition`.

use survey_model::{AnalysisColumn, AnalysisTable, Partition};

use super::decomposition::Estimate;
use super::{Compared, OTHERS, OfModel, Standardised};
use crate::score::NORMAL;

const PARAGRAPH: &str = "How much of a country's distance from another is who lives there? The distance between the mean scores of \
two countries' respondents is taken apart exactly: the estimate is the part that their different composition explains, \
the shares of men and women, of generations, of degrees and so on, each valued at what that group differs by within \
countries, all countries together. The rest is unexplained: people of the same groups who differ from country to country. \
The explained part is also given at the effects within the country alone and within the reference alone; where these \
disagree, the same circumstances do not go with the same views in both. All of it describes and nothing causes: moving \
people would not move their answers, and circumstances may themselves follow from the country. The scores are \
respondents' own, whose mean is not the group score of the paper, so the distance is not the one in its tables. Intervals \
take respondents as drawn one by one within their country.";

const BY_FACTOR: &str = "The same parts by factor. The explained parts of all factors add up to the explained part of the table \
before; those of the unexplained, with the constant, to the unexplained. An effect is a distance from the average of its \
factor, everybody's shares being the weights, so that no group is left out to compare with and none of this depends on \
one. The unexplained part of a factor says that its effects differ between the two sides; the constant is the distance \
that would stay if both had everybody's composition and each its own effects. Factors go together, so one of them can \
stand for another that is not in the study. Where hardly anybody of one side is in a group that many of the other are in, \
the parts at that side's effects say little, and nobody there at all counts as average.";

const STANDARDISED: &str = "What would countries' mean scores be if all had the same composition? Each country's shares of groups \
are replaced by those of everybody in the file, at what groups differ by within countries. The distances that are left \
between countries are not about who lives there, as far as the study's factors say who that is. Everybody in the file \
means its respondents under the study's weights: without population weights, a small country counts as much as a large \
one.";

const SOURCE: &str = "Kitagawa (1955), Journal of the American Statistical Association 50; Oaxaca (1973), International Economic \
Review 14(3); Blinder (1973), Journal of Human Resources 8(4); pooled effects: Jann (2008), Stata Journal 8(4); effects \
without a left-out group: Yun (2005), Economic Inquiry 43(4), and Gardeazabal and Ugidos (2004), Review of Economics and \
Statistics 86(4), averaged by shares as in Haisken-DeNew and Schmidt (1997), Review of Economics and Statistics 79(3).";

/// One row for each model, reference and country.
pub(super) fn decompositions(country: &Partition, made: &[OfModel<'_>]) -> AnalysisTable {
    let number = |name, text| AnalysisColumn::number(name, "score", text);
    let mut columns = sides();
    columns.extend([
        AnalysisColumn::count("respondents", "respondents", "the country's, with a score of their own"),
        number("mean", "mean of the respondents' own scores, 0 to 1"),
        number("reference_mean", "the same in the reference"),
        number("gap", "mean less the reference's"),
        number("gap_low", "lower end of its 95 % interval"),
        number("gap_high", "upper end of its 95 % interval"),
        number("estimate", "part of the gap that composition explains, at the effects within all countries"),
        number("low", "lower end of its 95 % interval"),
        number("high", "upper end of its 95 % interval"),
        AnalysisColumn::number(
            "explained_share",
            "share",
            "the same over the gap, below 0 if composition would make the opposite gap; empty if the gap's interval holds 0",
        ),
        number("unexplained", "what is left of the gap"),
        number("unexplained_low", "lower end of its 95 % interval"),
        number("unexplained_high", "upper end of its 95 % interval"),
        number("with_own_effects", "explained part at the effects within the country; empty if it has fewer than two people for each effect"),
        number(
            "with_reference_effects",
            "explained part at the effects within the reference; empty if it has fewer than two people for each effect",
        ),
    ]);
    let mut table =
        AnalysisTable::new("composition", "Is it who lives there?", PARAGRAPH, SOURCE, columns);
    for of_model in made {
        for compared in &of_model.compared {
            let parts = &compared.parts;
            let (gap_low, gap_high) = parts.gap.interval();
            let share =
                (gap_low > 0.0 || gap_high < 0.0).then(|| parts.explained.value / parts.gap.value);
            let mut row = names(country, of_model, compared).to_vec();
            row.extend([
                compared.respondents.into(),
                (compared.reference_mean + parts.gap.value).into(),
                compared.reference_mean.into(),
                parts.gap.value.into(),
                gap_low.into(),
                gap_high.into(),
                parts.explained.value.into(),
                parts.explained.interval().0.into(),
                parts.explained.interval().1.into(),
                share.into(),
                parts.unexplained.value.into(),
                parts.unexplained.interval().0.into(),
                parts.unexplained.interval().1.into(),
                parts.with_own_effects.into(),
                parts.with_reference_effects.into(),
            ]);
            table.push(row);
        }
    }
    table
}

/// One row for each model, reference, country and factor, and one for the constants.
pub(super) fn by_factor(
    country: &Partition,
    factors: &[&Partition],
    made: &[OfModel<'_>],
) -> AnalysisTable {
    let number = |name, text| AnalysisColumn::number(name, "score", text);
    let mut columns = sides();
    columns.extend([
        AnalysisColumn::text("factor", "the factor, or `constant`"),
        number(
            "estimate",
            "the factor's part of what composition explains; empty for the constant",
        ),
        number("low", "lower end of its 95 % interval"),
        number("high", "upper end of its 95 % interval"),
        number(
            "unexplained",
            "the factor's part of what is left; empty if one side has fewer than two people for each effect",
        ),
        number("unexplained_low", "lower end of its 95 % interval"),
        number("unexplained_high", "upper end of its 95 % interval"),
    ]);
    let title = "Who lives there, by factor";
    let mut table = AnalysisTable::new("composition_factors", title, BY_FACTOR, SOURCE, columns);
    for of_model in made {
        for compared in &of_model.compared {
            let parts = &compared.parts;
            for at in 0..=factors.len() {
                let explained = parts.explained_by.get(at);
                let unexplained = parts.unexplained_by.as_ref().map(|parts| &parts[at]);
                let factor = factors.get(at).map_or("constant", |factor| factor.factor.as_str());
                let mut row = names(country, of_model, compared).to_vec();
                row.push(factor.into());
                for part in [explained, unexplained] {
                    row.extend([
                        part.map(|part| part.value).into(),
                        part.map(|part| part.interval().0).into(),
                        part.map(|part| part.interval().1).into(),
                    ]);
                }
                table.push(row);
            }
        }
    }
    table
}

/// One row for each model and country.
pub(super) fn standardised(country: &Partition, made: &[OfModel<'_>]) -> AnalysisTable {
    let number = |name, text| AnalysisColumn::number(name, "score", text);
    let columns = vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("country", "the country"),
        AnalysisColumn::count(
            "respondents",
            "respondents",
            "respondents with a score of their own",
        ),
        number("mean", "mean of the respondents' own scores, 0 to 1"),
        number("estimate", "the same with everybody's composition"),
        number("low", "lower end of its 95 % interval"),
        number("high", "upper end of its 95 % interval"),
        AnalysisColumn::count("rank", "rank", "rank of the mean, the highest first"),
        AnalysisColumn::count("rank_standardised", "rank", "rank of the estimate"),
    ];
    let title = "Countries with the same people";
    let mut table =
        AnalysisTable::new("composition_standardised", title, STANDARDISED, SOURCE, columns);
    for of_model in made {
        let countries = &of_model.countries;
        for of_country in countries {
            let (mean, estimate) = (of_country.mean, of_country.standardised);
            let higher = |other: &&Standardised| other.mean > mean;
            let higher_standardised =
                |other: &&Standardised| other.standardised.value > estimate.value;
            table.push([
                of_model.model.name.as_str().into(),
                country.groups[of_country.country].label.as_str().into(),
                of_country.respondents.into(),
                mean.into(),
                estimate.value.into(),
                estimate.interval().0.into(),
                estimate.interval().1.into(),
                (1 + countries.iter().filter(higher).count()).into(),
                (1 + countries.iter().filter(higher_standardised).count()).into(),
            ]);
        }
    }
    table
}

fn sides() -> Vec<AnalysisColumn> {
    vec![
        AnalysisColumn::text("model", "the model"),
        AnalysisColumn::text("country", "the country"),
        AnalysisColumn::text(
            "reference",
            "what it is compared with: a country, or all others together",
        ),
    ]
}

fn names(
    country: &Partition,
    of_model: &OfModel<'_>,
    compared: &Compared,
) -> [survey_model::AnalysisCell; 3] {
    let label = |at: usize| country.groups[at].label.as_str();
    [
        of_model.model.name.as_str().into(),
        label(compared.country).into(),
        compared.reference.map_or(OTHERS, label).into(),
    ]
}

impl Estimate {
    /// The 95 % interval by the normal distribution.
    fn interval(&self) -> (f64, f64) {
        (self.value - NORMAL * self.error, self.value + NORMAL * self.error)
    }
}
