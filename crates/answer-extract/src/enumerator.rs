//! Letters that the labels themselves carry: "A) Every day", "B) Several times a week".

use crate::option::ResponseOption;

/// The options without the letters A, B, C, ... before their labels; `None` where not every answer carries its own.
pub(crate) fn without_letters(options: &[ResponseOption]) -> Option<Vec<ResponseOption>> {
    let mut letters = 'A'..='Z';
    let stripped: Vec<ResponseOption> = options
        .iter()
        .map(|option| {
            let label = match option.missing {
                None => after_letter(&option.label, letters.next()?),
                // "E) Don't know" may carry the next one.
                Some(_) => match after_letter(&option.label, *letters.start()) {
                    Some(label) => letters.next().and(Some(label)),
                    None => Some(option.label.as_str()),
                },
            };
            Some(ResponseOption { label: label?.to_owned(), ..option.clone() })
        })
        .collect::<Option<_>>()?;
    let carried = stripped.iter().zip(options).filter(|(one, other)| one.label != other.label);
    (carried.count() >= 2).then_some(stripped)
}

/// What stands behind `A)`, `(A)`, `A.`, `A:` or `A -`.
fn after_letter(label: &str, letter: char) -> Option<&str> {
    let label = label.trim_start().trim_start_matches('(');
    let first = label.chars().next()?;
    let rest = label[first.len_utf8()..].trim_start();
    let rest = rest.strip_prefix([')', '.', ':', '-', '\u{2013}'])?;
    (first.eq_ignore_ascii_case(&letter) && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::option::MissingKind;

    fn check(labels: &[&str]) -> Option<Vec<String>> {
        let options: Vec<ResponseOption> =
            (1..).zip(labels).map(|(value, label)| ResponseOption::new(value, *label)).collect();
        let stripped = without_letters(&options)?;
        Some(stripped.into_iter().map(|option| option.label).collect())
    }

    #[test]
    fn letters_in_order_are_taken_off() {
        assert_eq!(check(&["A) Every day", "B) Never"]).unwrap(), ["Every day", "Never"]);
        assert_eq!(check(&["(a) Yes", "(b) No"]).unwrap(), ["Yes", "No"]);
        assert_eq!(check(&["A. Yes", "B. No"]).unwrap(), ["Yes", "No"]);
    }

    #[test]
    fn words_of_one_letter_stay() {
        assert_eq!(check(&["A little", "Better"]), None);
        assert_eq!(check(&["A) Every day", "C) Never"]), None);
        assert_eq!(check(&["B.A. degree", "None"]), None);
    }

    #[test]
    fn missing_option_need_not_carry_one() {
        let refused = ResponseOption::missing(9, "Refused", MissingKind::Refused);
        let options = [ResponseOption::new(1, "A) Yes"), ResponseOption::new(2, "B) No"), refused];
        assert_eq!(without_letters(&options).unwrap()[2].label, "Refused");
    }
}
