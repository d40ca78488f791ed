//! Checks results against themselves, so that every later step can take names and ranges for granted.

use std::collections::{BTreeMap, BTreeSet};

use survey_model::{FactorName, Interval, ItemId, ModelName};

use crate::{ReportError, Results};

/// Checks names, ranges and repetitions.
///
/// # Errors
/// The first contradiction, with the table and row it is in.
pub(crate) fn check(results: &Results) -> Result<(), ReportError> {
    let names = Names::new(results)?;
    check_scores(results, &names)?;
    check_item_scores(results, &names)?;
    check_others(results, &names)?;
    check_spans(results)
}

/// The names that rows may use.
struct Names<'a> {
    models: BTreeSet<&'a str>,
    factors: BTreeMap<&'a str, BTreeSet<&'a str>>,
    items: BTreeSet<&'a str>,
}

/// Where a row stands: its list and its number from 1.
type Place = (&'static str, usize);

impl<'a> Names<'a> {
    fn new(results: &'a Results) -> Result<Self, ReportError> {
        let models = distinct("model", results.models.iter().map(|model| model.name.as_str()))?;
        if models.is_empty() {
            return Err(ReportError::NoModel);
        }
        distinct("factor", results.factors.iter().map(|factor| factor.name.as_str()))?;
        let mut factors = BTreeMap::new();
        for factor in &results.factors {
            let groups = distinct("group", factor.groups.iter().map(|group| group.group.as_str()))?;
            if groups.is_empty() {
                return Err(ReportError::NoGroup { factor: factor.name.clone() });
            }
            factors.insert(factor.name.as_str(), groups);
        }
        let items = distinct("item", results.items.iter().map(|item| item.id.as_str()))?;
        Ok(Self { models, factors, items })
    }

    fn model(&self, place: Place, model: &ModelName) -> Result<(), ReportError> {
        known(self.models.contains(model.as_str()), place, "model", model.as_str())
    }

    fn factor(&self, place: Place, factor: &FactorName) -> Result<(), ReportError> {
        known(self.factors.contains_key(factor.as_str()), place, "factor", factor.as_str())
    }

    fn group(&self, place: Place, factor: &FactorName, group: &str) -> Result<(), ReportError> {
        self.factor(place, factor)?;
        known(self.factors[factor.as_str()].contains(group), place, "group", group)
    }

    fn item(&self, place: Place, item: &ItemId) -> Result<(), ReportError> {
        known(self.items.contains(item.as_str()), place, "item", item.as_str())
    }
}

fn distinct<'a>(
    kind: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<BTreeSet<&'a str>, ReportError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(ReportError::Repeated { kind, name: name.to_owned() });
        }
    }
    Ok(seen)
}

fn known(
    known: bool,
    (table, row): Place,
    kind: &'static str,
    name: &str,
) -> Result<(), ReportError> {
    if known {
        Ok(())
    } else {
        Err(ReportError::Unknown { table, row, kind, name: name.to_owned() })
    }
}

fn unit(
    value: Option<f64>,
    (table, row): Place,
    quantity: &'static str,
) -> Result<(), ReportError> {
    match value {
        Some(value) if !(0.0..=1.0).contains(&value) => {
            Err(ReportError::OutOfRange { table, row, quantity, value })
        }
        _ => Ok(()),
    }
}

fn ends(interval: Option<Interval>, (table, row): Place) -> Result<(), ReportError> {
    let Some(Interval { low, high }) = interval else { return Ok(()) };
    unit(Some(low), (table, row), "the interval's lower end")?;
    unit(Some(high), (table, row), "the interval's upper end")?;
    upright(interval, (table, row))
}

fn upright(interval: Option<Interval>, (table, row): Place) -> Result<(), ReportError> {
    let Some(Interval { low, high }) = interval else { return Ok(()) };
    if low > high {
        return Err(ReportError::UpsideDown { table, row, low, high });
    }
    Ok(())
}

fn check_scores(results: &Results, names: &Names<'_>) -> Result<(), ReportError> {
    let mut seen = BTreeSet::new();
    for (row, score) in (1..).zip(&results.group_scores) {
        let place = ("group_scores", row);
        names.model(place, &score.model)?;
        names.group(place, &score.factor, &score.group)?;
        unit(score.score, place, "the score")?;
        ends(score.interval, place)?;
        if !seen.insert((score.model.as_str(), score.factor.as_str(), score.group.as_str())) {
            let of = format!("factor `{}`, group `{}`", score.factor, score.group);
            return Err(ReportError::RepeatedRow {
                table: place.0,
                row,
                model: score.model.clone(),
                of,
            });
        }
    }
    Ok(())
}

fn check_item_scores(results: &Results, names: &Names<'_>) -> Result<(), ReportError> {
    let mut seen = BTreeSet::new();
    for (row, score) in (1..).zip(&results.item_scores) {
        let place = ("item_scores", row);
        names.model(place, &score.model)?;
        names.group(place, &score.factor, &score.group)?;
        names.item(place, &score.item)?;
        unit(score.score, place, "the score")?;
        let key = (
            score.model.as_str(),
            score.factor.as_str(),
            score.group.as_str(),
            score.item.as_str(),
        );
        if !seen.insert(key) {
            let of = format!(
                "factor `{}`, group `{}`, item `{}`",
                score.factor, score.group, score.item
            );
            return Err(ReportError::RepeatedRow {
                table: place.0,
                row,
                model: score.model.clone(),
                of,
            });
        }
    }
    Ok(())
}

fn check_others(results: &Results, names: &Names<'_>) -> Result<(), ReportError> {
    for (row, summary) in (1..).zip(&results.summaries) {
        let place = ("summaries", row);
        names.model(place, &summary.model)?;
        unit(summary.overall, place, "the overall score")?;
        ends(summary.interval, place)?;
    }
    for (row, count) in (1..).zip(&results.missing) {
        names.factor(("missing", row), &count.factor)?;
    }
    for (row, spread) in (1..).zip(&results.spreads) {
        let place = ("spreads", row);
        names.model(place, &spread.model)?;
        names.group(place, &spread.factor, &spread.lowest)?;
        names.group(place, &spread.factor, &spread.highest)?;
        unit(Some(spread.spread), place, "the spread")?;
        // The two groups of a gap are fixed, so that in a replicate they may change places.
        upright(spread.interval, place)?;
    }
    for (row, influence) in (1..).zip(&results.influences) {
        let place = ("influences", row);
        names.model(place, &influence.model)?;
        names.factor(place, &influence.factor)?;
        names.item(place, &influence.item)?;
    }
    let mut seen = BTreeSet::new();
    for (row, baseline) in (1..).zip(&results.baselines) {
        let place = ("baselines", row);
        names.model(place, &baseline.model)?;
        unit(Some(baseline.score), place, "the score")?;
        if !seen.insert((&baseline.model, &baseline.name)) {
            let (table, model) = (place.0, baseline.model.clone());
            let of = format!("baseline `{}`", baseline.name);
            return Err(ReportError::RepeatedRow { table, row, model, of });
        }
    }
    for (row, consensus) in (1..).zip(&results.consensus) {
        names.model(("consensus", row), &consensus.model)?;
        names.item(("consensus", row), &consensus.item)?;
    }
    for (row, answer) in (1..).zip(&results.answers) {
        names.model(("answers", row), &answer.model)?;
        names.item(("answers", row), &answer.item)?;
    }
    for (row, reply) in (1..).zip(&results.replies) {
        names.model(("replies", row), &reply.model)?;
        names.item(("replies", row), &reply.item)?;
    }
    Ok(())
}

/// A span must be a part of its reply, cut between letters.
fn check_spans(results: &Results) -> Result<(), ReportError> {
    let replies: BTreeMap<_, _> = results
        .replies
        .iter()
        .map(|reply| ((reply.model.as_str(), reply.item.as_str(), reply.repetition), &reply.text))
        .collect();
    for answer in &results.answers {
        let Some((from, to)) = answer.span else { continue };
        let key = (answer.model.as_str(), answer.item.as_str(), answer.repetition);
        let Some(text) = replies.get(&key) else { continue };
        let part = usize::try_from(from).ok().zip(usize::try_from(to).ok());
        if part.and_then(|(from, to)| text.get(from..to)).is_none() {
            let (model, item) = (answer.model.clone(), answer.item.clone());
            let repetition = answer.repetition;
            return Err(ReportError::SpanOutsideReply { model, item, repetition, from, to });
        }
    }
    Ok(())
}
