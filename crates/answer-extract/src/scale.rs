//! The response scale as a prompt shows it, compiled once and reused for every reply.

use std::error::Error;
use std::fmt;

use crate::echo::Echo;
use crate::enumerator;
use crate::label::LabelIndex;
use crate::lexicon::{LANGUAGES, LEXICON, Language};
use crate::option::{OptionValue, ResponseOption};
use crate::proposition::Propositions;
use crate::reply::votes;
use crate::scan::tokenize;
use crate::word::WordTable;

/// Why a list of options is no response scale.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScaleError {
    /// Two options carry the same value.
    RepeatedValue {
        /// The value.
        value: OptionValue,
        /// Position of its second appearance, from 0.
        position: usize,
    },
    /// More options than a prompt can show.
    TooManyOptions {
        /// How many there are.
        options: usize,
    },
}

impl fmt::Display for ScaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedValue { value, position } => write!(
                f,
                "option {position} repeats the value `{value}`; give each option of a scale its own number or letter"
            ),
            Self::TooManyOptions { options } => write!(
                f,
                "a response scale holds at most {} options, not {options}; split the list",
                ResponseScale::OPTIONS_MAX
            ),
        }
    }
}

impl Error for ScaleError {}

/// The options of one item, in the order of the prompt, with everything that depends on them compiled.
///
/// Building it costs microseconds; build it once for each item and reuse it for every reply.
/// A scale may be empty: then only [`Refused`](crate::Outcome::Refused), [`DontKnow`](crate::Outcome::DontKnow) and
/// [`Unparsable`](crate::Outcome::Unparsable) can come out.
#[derive(Debug, Clone)]
pub struct ResponseScale {
    options: Vec<ResponseOption>,
    /// Label words and patterns.
    pub(crate) labels: LabelIndex,
    /// Smallest and largest numbered value that is not marked as missing.
    pub(crate) ends: Option<(i32, i32)>,
    /// Most numbered points have no words: the number, not a label, is the answer.
    pub(crate) end_labelled: bool,
    /// Values are letters, or the labels of numbered options carry letters, or the question shows letters before them.
    pub(crate) lettered: bool,
    /// The options behind the letters A, B, C, ... of the labels or the question.
    shown: Vec<usize>,
    /// Runs of words of the question, to know an echo of it.
    pub(crate) question: Echo,
    /// The statements of the question, where the options only affirm or deny them.
    pub(crate) propositions: Propositions,
    /// The language of the labels and the question, where they speak for one more than for the others.
    pub(crate) language: Option<Language>,
    /// How much the labels speak for each language.
    votes: [u32; LANGUAGES],
}

impl ResponseScale {
    /// The largest number of options.
    pub const OPTIONS_MAX: usize = 256;

    /// Compiles the options, given in the order of the prompt.
    ///
    /// # Errors
    /// When two options share a value, or there are more than [`OPTIONS_MAX`](Self::OPTIONS_MAX).
    pub fn new(options: impl IntoIterator<Item = ResponseOption>) -> Result<Self, ScaleError> {
        let options: Vec<ResponseOption> = options.into_iter().collect();
        if options.len() > Self::OPTIONS_MAX {
            return Err(ScaleError::TooManyOptions { options: options.len() });
        }
        for (position, option) in options.iter().enumerate() {
            if options[..position].iter().any(|earlier| earlier.value == option.value) {
                return Err(ScaleError::RepeatedValue { value: option.value, position });
            }
        }
        let bare = enumerator::without_letters(&options);
        let labels = LabelIndex::new(bare.as_deref().unwrap_or(&options));
        let ends = valid_numbers(&options).min().zip(valid_numbers(&options).max());
        let points = options.iter().filter(|option| option.missing.is_none()).count();
        let worded = (0..options.len())
            .filter(|&i| options[i].missing.is_none() && labels.is_worded(i))
            .count();
        let letter = |option: &ResponseOption| matches!(option.value, OptionValue::Letter(_));
        let shown: Vec<usize> = match &bare {
            Some(bare) if !options.iter().any(letter) => (0..options.len())
                .take_while(|&option| bare[option].label != options[option].label)
                .collect(),
            _ => Vec::new(),
        };
        let votes = options
            .iter()
            .map(|option| votes_of(&option.label))
            .fold([0; LANGUAGES], |all, one| std::array::from_fn(|i| all[i] + one[i]));
        Ok(Self {
            labels,
            language: leading(votes),
            votes,
            ends,
            end_labelled: ends.is_some() && 2 * worded <= points,
            lettered: !shown.is_empty() || options.iter().any(letter),
            shown,
            question: Echo::default(),
            propositions: Propositions::default(),
            options,
        })
    }

    /// Adds the question's text, so that a reply's echo of it is not taken for the reply's own words,
    /// so that `B` is read where the question shows `B. Some of the time` before a numbered option,
    /// and so that "I believe that" with the question's statement is read where one can only agree or disagree.
    ///
    /// Optional: without it an echoed statement is known by its quotation marks only.
    #[must_use]
    pub fn with_question(mut self, question: &str) -> Self {
        self.question = Echo::of(question);
        self.propositions = Propositions::of(question, &self.options);
        let asked = votes_of(question);
        self.language = leading(std::array::from_fn(|i| self.votes[i] + asked[i]));
        if !self.lettered {
            self.shown = self.labels.letters_in(question);
            self.lettered = !self.shown.is_empty();
        }
        self
    }

    /// The options in the order they were given.
    #[must_use]
    pub fn options(&self) -> &[ResponseOption] {
        &self.options
    }

    /// Position of the option with this number, from 0.
    pub(crate) fn position_of_number(&self, number: i32) -> Option<usize> {
        self.options.iter().position(|option| option.value == OptionValue::Number(number))
    }

    /// Whether a minus sign before this number can be part of an option's value.
    pub(crate) fn has_negative(&self, number: i32) -> bool {
        self.ends.is_some_and(|(low, _)| low < 0) || self.position_of_number(-number).is_some()
    }

    /// Position of the option with this letter (either case), from 0.
    pub(crate) fn position_of_letter(&self, letter: char) -> Option<usize> {
        let letter = letter.to_ascii_uppercase();
        let shown = || self.shown.get((letter as usize).checked_sub('A' as usize)?).copied();
        self.options
            .iter()
            .position(|option| option.value == OptionValue::Letter(letter))
            .or_else(shown)
    }
}

/// How much a text speaks for each language.
fn votes_of(text: &str) -> [u32; LANGUAGES] {
    let mut tokens = Vec::new();
    tokenize(text, &LEXICON.words, &WordTable::default(), &mut tokens);
    votes(&tokens)
}

/// The one language that a text speaks for most.
fn leading(votes: [u32; LANGUAGES]) -> Option<Language> {
    let most = votes.iter().max().filter(|&&most| most > 0)?;
    let mut leaders = Language::ALL.into_iter().filter(|&one| votes[one as usize] == *most);
    leaders.next().filter(|_| leaders.next().is_none())
}

fn valid_numbers(options: &[ResponseOption]) -> impl Iterator<Item = i32> + '_ {
    options.iter().filter(|option| option.missing.is_none()).filter_map(|option| {
        match option.value {
            OptionValue::Number(number) => Some(number),
            OptionValue::Letter(_) => None,
        }
    })
}
