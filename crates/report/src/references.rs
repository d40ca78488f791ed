//! Baselines in a figure: letters for the reference answers, what the legend says of them, and which lie on the axis.

use survey_model::Baseline;

use crate::{Results, axis::Axis, number::fixed};

/// A baseline that lies on the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reference {
    /// The model in whose place the answers stand, by place among the models shown.
    pub(crate) model: usize,
    /// What stands beside its tick.
    pub(crate) letter: String,
    /// Its score.
    pub(crate) value: f64,
}

/// The baselines of the models that a figure shows.
pub(crate) struct References {
    /// Those on the axis, in the order of the models.
    pub(crate) inside: Vec<Reference>,
    /// What the letters mean, with the scores if one model is shown; `None` without baselines.
    pub(crate) key: Option<String>,
    /// One per model shown: its label, with the scores if several are shown.
    pub(crate) labels: Vec<String>,
}

impl References {
    /// Reads the baselines of `models`, places in the display order, against the axis that the scores chose.
    ///
    /// A baseline beyond the axis is not drawn: the legend gives its score with `‹` or `›`, where it lies.
    pub(crate) fn new(results: &Results, models: &[usize], axis: Axis) -> Self {
        let of = |model: usize| {
            let name = &results.models[model].name;
            results.baselines.iter().filter(move |baseline| baseline.model == *name)
        };
        let kinds = kinds(models.iter().flat_map(|&model| of(model)));
        let letter_of = |baseline: &Baseline| {
            letter(kinds.iter().position(|known| *known == kind(baseline)).unwrap_or_default())
        };
        let (low, high) = axis.ends();
        let mut inside = Vec::new();
        let mut any_outside = false;
        let mut texts = Vec::new();
        for (place, &model) in models.iter().enumerate() {
            let mut text = Vec::new();
            for baseline in of(model) {
                let (letter, value) = (letter_of(baseline), baseline.score);
                let written = fixed(value, 3);
                let words =
                    if models.len() == 1 { format!(" {}", baseline.label) } else { String::new() };
                text.push(if value < low {
                    format!("{letter}{words} \u{2039}\u{a0}{written}")
                } else if value > high {
                    format!("{letter}{words} {written}\u{a0}\u{203a}")
                } else {
                    inside.push(Reference { model: place, letter: letter.clone(), value });
                    format!("{letter}{words} {written}")
                });
                any_outside |= value < low || value > high;
            }
            texts.push(text);
        }
        let label = |model: usize| results.models[model].label.clone();
        let labels = models.iter().zip(&texts).map(|(&model, text)| {
            if models.len() == 1 || text.is_empty() {
                label(model)
            } else {
                format!("{} ({})", label(model), text.join(", "))
            }
        });
        let labels = labels.collect();
        let letters =
            || kinds.iter().enumerate().map(|(at, (_, words))| format!("{} {words}", letter(at)));
        let listed = if models.len() == 1 { texts.concat() } else { letters().collect() };
        let outside = if any_outside { " (\u{2039} left, \u{203a} right of the axis)" } else { "" };
        let key = (!listed.is_empty()).then(|| {
            format!("What other answers would score{outside}: {}.", listed.join(" \u{b7} "))
        });
        Self { inside, key, labels }
    }
}

/// The kinds of reference answers, by first appearance. Equal names with other words are two kinds: one letter for
/// two things would lie.
pub(crate) fn kinds<'a>(baselines: impl Iterator<Item = &'a Baseline>) -> Vec<(&'a str, &'a str)> {
    let mut kinds = Vec::new();
    for baseline in baselines {
        if !kinds.contains(&kind(baseline)) {
            kinds.push(kind(baseline));
        }
    }
    kinds
}

pub(crate) fn kind(baseline: &Baseline) -> (&str, &str) {
    (&baseline.name, &baseline.label)
}

/// A, B, ... Z, A2, B2, ...
pub(crate) fn letter(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).expect("a remainder of 26 is small"));
    match at / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

/// The row below the axis in which each letter stands: the first in which none is nearer than `distance`.
pub(crate) fn letter_rows(places: &[f64], distance: f64) -> Vec<usize> {
    let mut taken: Vec<Vec<f64>> = Vec::new();
    let mut rows = Vec::new();
    for &place in places {
        let free = |row: &Vec<f64>| row.iter().all(|other| (place - other).abs() >= distance);
        let row = taken.iter().position(free).unwrap_or(taken.len());
        if row == taken.len() {
            taken.push(Vec::new());
        }
        taken[row].push(place);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 25, 26, 53].map(letter), ["A", "Z", "A2", "B3"]);
    }

    #[test]
    fn letters_too_near_stand_below_each_other() {
        assert_eq!(letter_rows(&[10.0, 15.0, 30.0, 12.0], 9.0), [0, 1, 0, 2]);
    }
}
