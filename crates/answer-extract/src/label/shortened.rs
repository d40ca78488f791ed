//! Names in short and answers in short: "M5S" for "Movimento 5 Stelle", "Lib Dems" for "Liberal Democrats",
//! "probably yes" for "Probably should have the right".

use crate::scan::words_of;

/// Letters of a name that are enough to know it, and shortest run of initials.
const SYLLABLE: usize = 3;
const INITIALS_MIN: usize = 3;

/// The short forms of an option's label that no other label has.
pub(super) fn shortened(labels: &[&str], option: usize) -> Vec<Vec<String>> {
    let others = || labels.iter().enumerate().filter(|(other, _)| *other != option);
    let mut short = abbreviations(labels[option]);
    short.retain(|words| {
        !others()
            .any(|(_, label)| abbreviations(label).contains(words) || words_of(label) == *words)
    });
    let answer = degree_and_answer(labels[option]);
    let rival = others().any(|(_, label)| degree_and_answer(label) == answer);
    if let Some((degree, yes)) = answer.filter(|_| !rival) {
        let word = |word: &str| word.to_owned();
        if yes {
            short.extend([vec![word(degree), word("yes")], vec![word("yes"), word(degree)]]);
        } else {
            let not = ["no", "not"].map(|no| vec![word(degree), word(no)]);
            short.extend(not.into_iter().chain([vec![word("no"), word(degree)]]));
        }
    }
    short
}

/// Initials and first syllables of a proper name, in which every longer word begins with a capital or a digit.
fn abbreviations(label: &str) -> Vec<Vec<String>> {
    let words: Vec<&str> = label.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let named =
        |word: &&str| word.starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    let proper = words.len() >= 2 && words.iter().all(|word| named(word) || word.len() <= SYLLABLE);
    if !proper {
        return Vec::new();
    }
    let mut short = Vec::new();
    let initials: String =
        words.iter().filter(|word| named(word)).filter_map(|word| word.chars().next()).collect();
    if initials.chars().count() >= INITIALS_MIN {
        short.push(vec![initials.to_lowercase()]);
    }
    if let [first, second] = words[..]
        && [first, second].iter().all(|word| word.is_ascii() && word.len() > SYLLABLE + 1)
    {
        let [first, second] = [first, second].map(|word| word[..SYLLABLE].to_lowercase());
        short.push(vec![first.clone(), format!("{second}s")]);
        short.push(vec![first, second]);
    }
    short
}

/// "Probably should not have the right" answers "probably" and "no".
fn degree_and_answer(label: &str) -> Option<(&'static str, bool)> {
    const DEGREES: [&str; 2] = ["definitely", "probably"];
    const VERBS: [&str; 6] = ["should", "would", "will", "is", "can", "does"];
    let words = words_of(label);
    let [first, verb, rest @ ..] = &words[..] else { return None };
    let degree = DEGREES.into_iter().find(|degree| degree == first)?;
    let stem = verb.strip_suffix("n't").unwrap_or(verb);
    let denied = stem != verb || rest.first().is_some_and(|word| word == "not");
    VERBS.contains(&stem).then_some((degree, !denied))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(labels: &[&str], option: usize) -> Vec<String> {
        shortened(labels, option).iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn names_have_initials_and_syllables() {
        let parties =
            ["Movimento 5 Stelle", "Liberal Democrats", "Fratelli d'Italia", "Other party"];
        assert_eq!(forms(&parties, 0), ["m5s"]);
        assert_eq!(forms(&parties, 1), ["lib dems", "lib dem"]);
        assert!(forms(&parties, 3).is_empty());
    }

    #[test]
    fn initials_of_two_names_are_of_neither() {
        let parties = ["Party for Freedom and Justice", "Party for Freedom and Jobs"];
        assert!(forms(&parties, 0).is_empty());
    }

    #[test]
    fn degrees_answer_with_yes_or_no() {
        let rights = ["Probably should", "Probably should not", "Definitely shouldn't"];
        assert_eq!(forms(&rights, 0), ["probably yes", "yes probably"]);
        assert_eq!(forms(&rights, 1), ["probably no", "probably not", "no probably"]);
        assert_eq!(forms(&rights, 2), ["definitely no", "definitely not", "no definitely"]);
    }
}
