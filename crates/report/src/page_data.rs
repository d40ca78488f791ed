//! The numbers and replies that the page carries, as compact JSON that is safe within a script element.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use survey_model::{Answer, GroupScore, Outcome, Reply};

use crate::{
    FactorKind, Results,
    excerpt::excerpt,
    index::Index,
    palette::mark_style,
    references::{kind, kinds, letter},
};

/// Bytes of a reply that the page carries at most; the `replies` artifact has all of it.
const REPLY_BYTES_MAX: usize = 20_000;

/// Everything that the page's script draws, as JSON text without `<`, `>`, `&`, U+2028 and U+2029.
pub(crate) fn page_data(results: &Results) -> String {
    let data = json!({
        "models": models(results),
        "factors": factors(results),
        "items": items(results),
        "scores": scores(results, &results.group_scores),
        "common": common(results),
        "itemScores": item_scores(results),
        "consensus": consensus(results),
        "spreads": spreads(results),
        "influences": influences(results),
        "baselines": baselines(results),
        "replies": replies(results),
    });
    script_safe(&data.to_string())
}

/// JSON in which no letter can end or open an element: they occur only within strings, where `\u` stands for them.
fn script_safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A number with six decimals: far more than the page shows, and far shorter than all of them.
fn short(number: Option<f64>) -> Value {
    number.map_or(Value::Null, |number| json!((number * 1e6).round() / 1e6))
}

fn models(results: &Results) -> Vec<Value> {
    let index = Index::new(results);
    let model = |(at, model): (usize, &crate::ModelInfo)| json!({ "label": model.label, "path": mark_style(at).path, "overall": short(index.overall(at)), "overallCommon": short(overall_common(results, model)) });
    results.models.iter().enumerate().map(model).collect()
}

fn factors(results: &Results) -> Vec<Value> {
    let kind = |kind| match kind {
        FactorKind::SocioDemographic => "socio_demographic",
        FactorKind::Country => "country",
        FactorKind::Everybody => "everybody",
    };
    let factor = |factor: &crate::FactorInfo| {
        let groups: Vec<_> =
            factor.groups.iter().map(|group| json!([group.group, group.label])).collect();
        json!({ "name": factor.name, "label": factor.label, "kind": kind(factor.kind), "groups": groups })
    };
    results.factors.iter().map(factor).collect()
}

fn items(results: &Results) -> Vec<Value> {
    let prompts: BTreeMap<_, _> =
        results.prompts.iter().rev().map(|prompt| (&prompt.item, &prompt.text)).collect();
    let item = |item: &crate::ItemInfo| {
        let options = item.scale.options().iter();
        let options: Vec<_> = options.map(|option| json!([option.code, option.label])).collect();
        json!({
            "id": item.id, "label": item.label, "question": item.question,
            "options": options, "prompt": prompts.get(&item.id),
        })
    };
    results.items.iter().map(item).collect()
}

/// By model, factor and group: respondents, items, score, interval's ends; `null` without a row.
fn scores(results: &Results, scores: &[GroupScore]) -> Value {
    let index = Index::of(results, scores);
    let row = |model, factor: &crate::FactorInfo, group: &str| {
        index.score(model, factor, group).map_or(Value::Null, |row| {
            let ends = row.interval;
            let (low, high) = (ends.map(|ends| ends.low), ends.map(|ends| ends.high));
            json!([row.respondents, row.items, short(row.score), short(low), short(high)])
        })
    };
    let by_factor = |model| -> Vec<Vec<Value>> {
        let groups = |factor: &crate::FactorInfo| {
            factor.groups.iter().map(|group| row(model, factor, &group.group)).collect()
        };
        results.factors.iter().map(groups).collect()
    };
    (0..results.models.len()).map(by_factor).collect::<Vec<_>>().into()
}

/// As [`scores`], on the items that every model answered; `null` without such scores.
fn common(results: &Results) -> Value {
    let rows = &results.common_support;
    if rows.is_empty() { Value::Null } else { scores(results, rows) }
}

/// A model's score with everybody on the items that every model answered.
fn overall_common(results: &Results, model: &crate::ModelInfo) -> Option<f64> {
    let everybody = results.factors.iter().find(|f| f.kind == FactorKind::Everybody)?;
    let mut rows = results.common_support.iter();
    rows.find(|row| row.model == model.name && row.factor == everybody.name)?.score
}

/// By model, factor, group and item: score, mean, valid answers; `null` without a row.
fn item_scores(results: &Results) -> Value {
    let places = Places::new(results);
    let mut table: Vec<Vec<Vec<Vec<Value>>>> = results
        .models
        .iter()
        .map(|_| {
            let groups = results.factors.iter().map(|factor| factor.groups.len());
            groups.map(|groups| vec![vec![Value::Null; results.items.len()]; groups]).collect()
        })
        .collect();
    for row in &results.item_scores {
        let factor = places.factors[row.factor.as_str()];
        let groups = &results.factors[factor].groups;
        let group = groups.iter().position(|group| group.group == row.group);
        let (model, item) = (places.models[row.model.as_str()], places.items[row.item.as_str()]);
        let cell = json!([short(row.score), short(row.mean), row.valid]);
        table[model][factor][group.expect("results are checked")][item] = cell;
    }
    json!(table)
}

/// By model and item: consensus, agreeing, voting and all repetitions; `null` without a row.
fn consensus(results: &Results) -> Value {
    let places = Places::new(results);
    let mut table = vec![vec![Value::Null; results.items.len()]; results.models.len()];
    for row in &results.consensus {
        let (model, item) = (places.models[row.model.as_str()], places.items[row.item.as_str()]);
        table[model][item] = json!([row.code, row.agreeing, row.voting, row.repetitions]);
    }
    json!(table)
}

fn spreads(results: &Results) -> Vec<Value> {
    let places = Places::new(results);
    let spread = |row: &survey_model::Spread| {
        json!({
            "model": places.models[row.model.as_str()], "factor": places.factors[row.factor.as_str()],
            "lowest": row.lowest, "highest": row.highest, "spread": short(Some(row.spread)),
            "low": short(row.interval.map(|ends| ends.low)),
            "high": short(row.interval.map(|ends| ends.high)),
        })
    };
    results.spreads.iter().map(spread).collect()
}

fn influences(results: &Results) -> Vec<Value> {
    let places = Places::new(results);
    let influence = |row: &survey_model::Influence| {
        json!({
            "model": places.models[row.model.as_str()], "factor": places.factors[row.factor.as_str()],
            "item": places.items[row.item.as_str()], "gap": short(Some(row.gap_without)),
        })
    };
    results.influences.iter().map(influence).collect()
}

/// The kinds of reference answers, each with its letter, its words and a score per model; `null` without one.
fn baselines(results: &Results) -> Vec<Value> {
    let kinds = kinds(results.baselines.iter()).into_iter().enumerate();
    let row = |(at, of): (usize, (&str, &str))| {
        let score = |model: &crate::ModelInfo| {
            let found = results
                .baselines
                .iter()
                .find(|baseline| baseline.model == model.name && kind(baseline) == of);
            short(found.map(|baseline| baseline.score))
        };
        let scores: Vec<_> = results.models.iter().map(score).collect();
        json!({ "letter": letter(at), "label": of.1, "scores": scores })
    };
    kinds.map(row).collect()
}

/// By model and item: one object per repetition, in their order.
fn replies(results: &Results) -> Value {
    let places = Places::new(results);
    let texts: BTreeMap<_, _> = results
        .replies
        .iter()
        .map(|reply| ((reply.model.as_str(), reply.item.as_str(), reply.repetition), reply))
        .collect();
    let mut table = vec![vec![Vec::new(); results.items.len()]; results.models.len()];
    for answer in &results.answers {
        let (model, item) =
            (places.models[answer.model.as_str()], places.items[answer.item.as_str()]);
        let key = (answer.model.as_str(), answer.item.as_str(), answer.repetition);
        table[model][item].push((answer.repetition, repetition(answer, texts.get(&key).copied())));
    }
    for rows in table.iter_mut().flatten() {
        rows.sort_by_key(|(repetition, _)| *repetition);
    }
    let rows = |rows: Vec<(u32, Value)>| rows.into_iter().map(|(_, row)| row).collect();
    let items = |items: Vec<Vec<_>>| items.into_iter().map(rows).collect::<Vec<Vec<Value>>>();
    table.into_iter().map(items).collect::<Vec<_>>().into_iter().map(|items| json!(items)).collect()
}

fn repetition(answer: &Answer, reply: Option<&Reply>) -> Value {
    let mut row = json!({ "repetition": answer.repetition, "outcome": answer.outcome.name() });
    let mut set = |name: &str, value: Value| {
        if !value.is_null() {
            row[name] = value;
        }
    };
    match &answer.outcome {
        Outcome::Chosen { code } => set("code", json!(code)),
        Outcome::Ambiguous { candidates } => set("candidates", json!(candidates)),
        _ => {}
    }
    set("rule", json!(answer.rule));
    set("conflict", json!(answer.conflict));
    if let Some(reply) = reply {
        let span = answer.span.map(|(from, to)| (from as usize, to as usize));
        let part = excerpt(&reply.text, span, REPLY_BYTES_MAX);
        set("text", json!(part.text));
        set("span", json!(part.span));
        set("before", if part.before > 0 { json!(part.before) } else { Value::Null });
        set("after", if part.after > 0 { json!(part.after) } else { Value::Null });
        set(
            "refusal",
            json!(reply.refusal.as_deref().map(|text| excerpt(text, None, REPLY_BYTES_MAX).text)),
        );
    }
    row
}

/// Where models, factors and items stand in the display order.
struct Places<'a> {
    models: BTreeMap<&'a str, usize>,
    factors: BTreeMap<&'a str, usize>,
    items: BTreeMap<&'a str, usize>,
}

impl<'a> Places<'a> {
    fn new(results: &'a Results) -> Self {
        let number = |names: Vec<&'a str>| (0..).zip(names).map(|(at, name)| (name, at)).collect();
        Self {
            models: number(results.models.iter().map(|model| model.name.as_str()).collect()),
            factors: number(results.factors.iter().map(|factor| factor.name.as_str()).collect()),
            items: number(results.items.iter().map(|item| item.id.as_str()).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_string_can_end_the_script_element() {
        let hostile = json!("</script><script>alert(1)</script>\u{2028}&amp;");
        let safe = script_safe(&hostile.to_string());
        assert!(!safe.contains(['<', '>', '&', '\u{2028}']), "{safe}");
        let back: Value = serde_json::from_str(&safe).unwrap();
        assert_eq!(back, hostile);
    }
}
