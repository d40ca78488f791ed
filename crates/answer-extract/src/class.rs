//! What a word or phrase can do to the options around it.

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a word or phrase does to the options around it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Class { $($(#[$doc])* $variant,)+ }

        /// Heading in the word lists of each class.
        pub(crate) const CLASSES: &[(&str, Class)] = &[$(($name, Class::$variant)),+];
    };
}

classes! {
    /// Function words that betray the language and do nothing else.
    Stop = "stop",
    /// The speaker.
    First = "first",
    /// The reader.
    Second = "second",
    /// Somebody else.
    Third = "third",
    /// Somebody whom an item describes: "she is somewhat like me".
    Described = "described",
    /// A verb form of the first person that other persons share.
    MaybeFirst = "maybe-first",
    /// Turns the meaning of what follows.
    Negation = "negation",
    /// A negation that says "not", and not "unable": "I don't agree" is a stance, "I can't agree" may be a refusal.
    PlainNegation = "plain-negation",
    /// Looks like a negation and is none: "no doubt".
    NegationNeutral = "negation-neutral",
    /// "couldn't agree more".
    Superlative = "superlative",
    /// "if", "depending on".
    Conditional = "conditional",
    /// "if I had to choose": looks like a condition and is none.
    OwnConditional = "own-conditional",
    /// "for", "when it comes to": begins a clause that says what an option is for.
    Frame = "frame",
    /// "fiscally", "by day": a word that says for what an option right behind it holds.
    Domain = "domain",
    /// "too much", "exaggerated": what is called so is not chosen.
    Excess = "excess",
    /// "while", "although".
    Concessive = "concessive",
    /// "rather than", "instead of".
    Contrast = "contrast",
    /// "but", "so", "because": ends the reach of a negation or concession.
    Turn = "turn",
    /// Verbs that name an answer outright.
    Choose = "choose",
    /// Verbs that may name one: "I'd say".
    Say = "say",
    /// "answer", "rating", "opinion".
    AnswerNoun = "answer-noun",
    /// What stands before a colon and announces an answer.
    AnswerKey = "answer-key",
    /// Announces the last word.
    Final = "final",
    /// "option", "number".
    OptionNoun = "option-noun",
    /// "is", "as", "at".
    Copula = "copula",
    /// "scale", "range".
    ScaleNoun = "scale-noun",
    /// "means", "represents": explains a point of the scale.
    ScaleMeaning = "scale-meaning",
    /// "out of".
    Denominator = "denominator",
    /// "between".
    Between = "between",
    /// "to", "through".
    Range = "range",
    /// "minus".
    Minus = "minus",
    /// "or".
    Or = "or",
    /// "and".
    And = "and",
    /// Words that may stand inside or before an answer without changing it.
    Filler = "filler",
    /// Words of a label that a reply may drop.
    LabelFiller = "label-filler",
    /// "statement", "idea": what one agrees with.
    ItemNoun = "item-noun",
    /// "part of": what one agrees with only in part.
    Part = "part",
    /// "that".
    That = "that",
    /// "strongly" and its kin.
    Strong = "strong",
    /// "somewhat" and its kin.
    Moderate = "moderate",
    /// Lowers the confidence.
    Hedge = "hedge",
    /// "Sure!", skipped at the start.
    Courtesy = "courtesy",
    /// "I could say", "tempted to say": what follows is considered and not chosen.
    Tempted = "tempted",
    /// "these days": the time that an answer is about.
    Now = "now",
    /// "back then", "ten years from now": another time.
    Then = "then",
    /// "on average", "according to the survey": what is named is a finding about others.
    Statistic = "statistic",
    /// "on second thought".
    Correction = "correction",
    /// "for example", "the options are".
    Example = "example",
    /// "best reflects", "is my answer": an answer stands before it.
    Reflects = "reflects",
    /// Makes the number before it a count or a measure.
    Unit = "unit",
    /// A measure that a scale of 0 to 100 may be read in: "65 degrees", "80 percent".
    Degree = "degree",
    /// Makes the number after it a reference: "question 3".
    Reference = "reference",
    /// "cannot", "decline to".
    Inability = "inability",
    /// Becomes an inability when negated.
    Can = "can",
    /// Speech acts that a refusal refuses.
    Speech = "speech",
    /// Verbs that do so only with what is said: "give an opinion".
    LightSpeech = "light-speech",
    /// Refuses by itself.
    Outright = "outright",
    /// "as an AI".
    SelfAi = "self-ai",
    /// "software", "a program": what the speaker is when "I am" or "as" stands before it.
    Machine = "machine",
    /// "opinions", "feelings".
    OpinionNoun = "opinion-noun",
    /// "I don't know".
    DontKnow = "dont-know",
    /// "between", "both", "a single": what one who cannot choose cannot choose.
    Torn = "torn",
    /// "I go back and forth", "take your pick": says outright that none of the options named is chosen alone.
    Undecided = "undecided",
    /// Asks for more.
    Clarify = "clarify",
    /// Talks about the question from outside: weighs its sides, or says what the answer depends on.
    Neutral = "neutral",
    /// Found in talk about the question, and elsewhere: surveys, camps, offers to explain.
    Talk = "talk",
    /// What only persons have: a body, a household, a vote.
    Personal = "personal",
    /// Asserts.
    Assertion = "assertion",
    /// Asserts in the first person.
    OwnStance = "own-stance",
    /// "as I see it": says whose view it is, and takes none.
    OwnView = "own-view",
    /// Calls the request wrong.
    Harm = "harm",
    /// "illegal", "confidential": calls the request wrong where the speaker says so, and states a fact elsewhere.
    Unlawful = "unlawful",
    /// Regrets.
    Sorry = "sorry",
    /// "really", "simply": may stand inside a phrase of the word lists without changing it.
    Adverb = "adverb",
    /// "pass", "declined": refuses where the reply says hardly anything else.
    Brief = "brief",
    /// "comfortable", "willing": becomes an inability behind a negation.
    Willing = "willing",
    /// "full marks", "the highest score": the upper end of a scale of numbers.
    Top = "top",
    /// "the lowest possible score": its lower end.
    Bottom = "bottom",
    /// "the middle of the scale".
    Middle = "middle",
    /// "of the scale": belongs to the place on it that stands before.
    ScaleTail = "scale-tail",
    /// "from the top": counts positions from the first.
    FromStart = "from-start",
    /// "to last", "from the bottom": counts positions from the end.
    FromEnd = "from-end",
    /// "in principle", "on paper": a stance that goes on to another holds in part only.
    InPrinciple = "in-principle",
    /// "them", "single": may stand between the words of a label.
    Gap = "gap",
    /// "count me among": makes the speaker one of the persons named behind it.
    Joins = "joins",
    /// "my gut says", "first instinct": an answer, unless the reply goes on to another.
    Instinct = "instinct",
}

/// A set of classes.
pub(crate) type ClassSet = u128;

/// Set beside the classes of a word that begins some phrase of a word list; no class has this bit.
pub(crate) const STARTS_PHRASE: ClassSet = 1 << 127;

const _: () = assert!(CLASSES.len() <= 127, "a class needs a bit of its own beside STARTS_PHRASE");

impl Class {
    /// The set that holds only this class.
    pub(crate) const fn bit(self) -> ClassSet {
        1 << self as u8
    }

    /// Heading in the word lists.
    pub(crate) fn name(self) -> &'static str {
        CLASSES[self as usize].0
    }

    /// The classes of a set, in order.
    pub(crate) fn of(set: ClassSet) -> impl Iterator<Item = Self> {
        CLASSES.iter().map(|(_, class)| *class).filter(move |class| set & class.bit() != 0)
    }
}
