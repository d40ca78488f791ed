//! Names in short and answers in short: "M5S" for "Movimento 5 Stelle", "Lib Dems" for "Liberal Democrats",
//! "probably yes" for "Probably should have the right".

use super::pattern::has_class;
use crate::class::Class;
use crate::scan::words_of;

/// Letters of a name that are enough to know it, and shortest run of initials.
const SYLLABLE: usize = 3;
const INITIALS_MIN: usize = 3;

/// The short forms of an option's label that no other label has.
pub(super) fn shortened(
    labels: &[&str],
    patterns: &[Vec<String>],
    option: usize,
) -> Vec<Vec<String>> {
    let alone = |words: &Vec<String>| {
        let holds = |other: &&Vec<String>| words.iter().all(|word| other.contains(word));
        patterns.iter().filter(holds).count() == 1
    };
    let mut short = names_and_answers(labels, option);
    short.extend(parallel(patterns, option).into_iter().filter(alone));
    short.extend(denied(&patterns[option]).filter(alone));
    short.extend(affirmed(patterns, option));
    short.extend(not_so(&patterns[option]));
    short.extend(nothing(&patterns[option]));
    short.extend(
        alike(&patterns[option])
            .into_iter()
            .filter(|_| patterns.iter().filter(|other| !alike(other).is_empty()).count() == 1),
    );
    short
}

/// "Nothing wrong" for "Not wrong at all".
fn nothing(pattern: &[String]) -> Option<Vec<String>> {
    match pattern {
        [not, what, at, all] if not == "not" && at == "at" && all == "all" => {
            Some(vec!["nothing".to_owned(), what.clone()])
        }
        _ => None,
    }
}

/// "Allow many", "many" for "Allow many to come and live here" beside "Allow some".
fn parallel(patterns: &[Vec<String>], option: usize) -> Vec<Vec<String>> {
    let pattern = &patterns[option];
    let built_alike = |other: &&Vec<String>| {
        let same = pattern.iter().zip(*other).take_while(|(ours, theirs)| ours == theirs).count();
        same > 0 && same + 1 == other.len() && same + 1 < pattern.len()
    };
    let Some(other) = patterns.iter().find(built_alike) else { return Vec::new() };
    let last = other.len() - 1;
    // "Not likely" beside "Not at all likely" makes no label of "at".
    let empty = Class::Copula.bit() | Class::LabelFiller.bit() | Class::Stop.bit();
    if has_class(&pattern[last], empty) {
        return Vec::new();
    }
    vec![pattern[..=last].to_vec(), vec![pattern[last].clone()]]
}

/// "Not eligible" for "Not eligible to vote".
fn denied(pattern: &[String]) -> impl Iterator<Item = Vec<String>> + use<> {
    const LONGEST: usize = 5;
    let form = match pattern {
        [not, what, _, ..] if pattern.len() <= LONGEST => {
            let plain = has_class(not, Class::Negation.bit())
                && !has_class(
                    what,
                    Class::Strong.bit() | Class::Moderate.bit() | Class::Copula.bit(),
                );
            plain.then(|| vec![not.clone(), what.clone()])
        }
        _ => None,
    };
    form.into_iter()
}

/// "Legal" for "Should be legal" beside "Should not be legal" and nothing else.
fn affirmed(patterns: &[Vec<String>], option: usize) -> Option<Vec<String>> {
    let pattern = &patterns[option];
    let denies = |word: &&String| has_class(word, Class::Negation.bit());
    let opposite = |other: &Vec<String>| {
        other.len() == pattern.len() + 1 && other.iter().filter(|word| !denies(word)).eq(pattern)
    };
    let worded = patterns.iter().filter(|other| !other.is_empty()).count();
    let verb = pattern.iter().any(|word| ["should", "is", "be", "must"].contains(&word.as_str()));
    let last = pattern.last().filter(|_| pattern.len() >= 2 && worded == 2 && verb)?;
    patterns.iter().any(opposite).then(|| vec![last.clone()])
}

/// "Climate change is not happening" for "I don't think climate change is happening".
fn not_so(pattern: &[String]) -> Option<Vec<String>> {
    let [first, dont, think, rest @ ..] = pattern else { return None };
    let is = rest.iter().position(|word| word == "is").filter(|&is| is > 0)?;
    let denies = has_class(first, Class::First.bit()) && dont == "don't" && think == "think";
    denies.then(|| [&rest[..=is], &["not".to_owned()], &rest[is + 1..]].concat())
}

/// "Both equally" for "About equally by natural processes and human activity".
fn alike(pattern: &[String]) -> Vec<Vec<String>> {
    const WAYS: [&str; 5] =
        ["equally", "both equally", "about equally", "equally both", "both about equally"];
    let equally = pattern.len() > 2 && pattern.iter().any(|word| word == "equally");
    WAYS.iter().filter(|_| equally).map(|way| words_of(way)).collect()
}

/// Short names, and a degree with yes or no.
fn names_and_answers(labels: &[&str], option: usize) -> Vec<Vec<String>> {
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
        names_and_answers(labels, option).iter().map(|words| words.join(" ")).collect()
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
    fn labels_built_alike_need_the_word_that_differs() {
        let words = |label: &str| words_of(label);
        let labels = ["allow many come live here", "allow some", "allow few"].map(words);
        assert_eq!(parallel(&labels, 0), [vec!["allow", "many"], vec!["many"]]);
        assert!(parallel(&labels, 1).is_empty());
        let legal = ["should be legal", "should not be legal"].map(words);
        assert_eq!(affirmed(&legal, 0).unwrap(), ["legal"]);
        assert_eq!(affirmed(&legal, 1), None);
        assert_eq!(denied(&words("not eligible vote")).collect::<Vec<_>>(), [["not", "eligible"]]);
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
