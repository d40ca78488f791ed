//! The rule table: one row a rule, in the order in which they decide.

mod whole;

use crate::context::Cue;
use crate::decide::{Evidence, Finding};
use crate::extraction::Confidence;
use crate::lexicon;

use whole::{
    denied_pole, disclaims, discusses, does_not_know, empty, off_scale, only_named, refuses,
    several, unread,
};

/// Counts every change of the table or the word lists that can change an outcome.
pub const RULES_REVISION: u32 = 2;

/// A reply that a rule decides, or must leave alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleExample {
    /// Name of the scale, a key of the test scales in `tests/scales`.
    pub scale: &'static str,
    /// The reply.
    pub reply: &'static str,
    /// The outcome, as its name and value: `chosen 2`, `refused`, `ambiguous 6 7`.
    pub outcome: &'static str,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable id, never reused: `C` chooses, `A` is ambiguous, `D` does not know, `R` refuses, `U` cannot be read.
    pub id: &'static str,
    /// What it accepts, in one sentence.
    pub accepts: &'static str,
    /// Why that is safe.
    pub safe_because: &'static str,
    /// A reply that it decides.
    pub example: RuleExample,
    /// A reply that looks alike and that it leaves to another rule.
    pub near_miss: RuleExample,
    /// The version that brought it.
    pub since: &'static str,
    /// Measured class of its decisions: its precision over the labelled corpus, held by the test `confidence`.
    pub confidence: Confidence,
    pub(crate) kind: Kind,
}

/// How a row decides.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// The mentions with this cue.
    Choice(Cue, Pick),
    /// A look at the whole reply.
    Test(fn(&Evidence<'_>) -> Option<Finding>),
}

/// Which of several different choices with the same cue counts, if none of them concludes the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pick {
    /// None: the reply is ambiguous.
    Only,
    /// The first.
    First,
    /// The last.
    Last,
}

const fn says(scale: &'static str, reply: &'static str, outcome: &'static str) -> RuleExample {
    RuleExample { scale, reply, outcome }
}

const V1: &str = "0.1.0";

/// The table. The first row that finds something decides.
pub static RULES: &[Rule] = &[
    Rule {
        id: "U010",
        accepts: "a reply without a word or a number",
        safe_because: "there is nothing to read",
        example: says("agree5", " \n …", "unparsable"),
        near_miss: says("agree5", "…2", "chosen 2"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(empty),
    },
    Rule {
        id: "C010",
        accepts: "a reply that is one option and nothing else but courtesies",
        safe_because: "nothing else in the reply can mean anything else",
        example: says("agree5", "**4) Disagree**", "chosen 4"),
        near_miss: says("agree5", "4) Disagree. Others say 5.", "chosen 4"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Whole, Pick::Only),
    },
    Rule {
        id: "C020",
        accepts: "the value of an answer field in JSON, of a LaTeX box or of an answer tag; the last one of several",
        safe_because: "the form exists to be read by machines",
        example: says("zero10", "My reasoning is long. $\\boxed{7}$", "chosen 7"),
        near_miss: says("zero10", "My boxed lunch holds 7 items.", "unparsable"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Machine, Pick::Last),
    },
    Rule {
        id: "C030",
        accepts: "an option behind a key that calls it final; the last one of several",
        safe_because: "the reply says that this is its last word",
        example: says("zero10", "Answer: 6\n\nFinal answer: 7", "chosen 7"),
        near_miss: says("zero10", "Answer: 6\n\nThe final word is not spoken.", "chosen 6"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::FinalKey, Pick::Last),
    },
    Rule {
        id: "C040",
        accepts: "an option in a sentence that takes back an earlier one; the last one of several",
        safe_because: "the reply withdraws what it said before",
        example: says("zero10", "I'd say 4. On second thought, I'd go with 6.", "chosen 6"),
        near_miss: says("zero10", "I'd say 4. Others would say 6.", "chosen 4"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Corrected, Pick::Last),
    },
    Rule {
        id: "C050",
        accepts: "an option behind a key such as `Answer:`",
        safe_because: "keys announce the answer, and only one is there",
        example: says("letters4", "The proposition has merit.\n\n**Answer:** C", "chosen C"),
        near_miss: says("letters4", "A possible answer: some people choose C", "refused"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Key, Pick::Only),
    },
    Rule {
        id: "C060",
        accepts: "an option that the first person chooses with a verb or noun of choosing",
        safe_because: "the sentence is a choice, and negations, conditions and other persons are excluded",
        example: says(
            "agree5",
            "As a teacher aged 49, I would pick 2, although some would choose 5.",
            "chosen 2",
        ),
        near_miss: says("agree5", "If you value equality, you would pick 2.", "refused"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Own, Pick::First),
    },
    Rule {
        id: "C070",
        accepts: "the one ticked, pointed-at or emphasized entry of an option list",
        safe_because: "a mark on exactly one entry of a list selects it",
        example: says(
            "agree5",
            "[ ] Agree strongly\n[x] Agree\n[ ] Neither agree nor disagree\n[ ] Disagree\n[ ] Disagree strongly",
            "chosen 2",
        ),
        near_miss: says(
            "agree5",
            "[ ] Agree strongly\n[ ] Agree\n[ ] Neither agree nor disagree\n[ ] Disagree\n[ ] Disagree strongly",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::Marked, Pick::Only),
    },
    Rule {
        id: "C080",
        accepts: "an option that opens the reply and is set off from what follows",
        safe_because: "an answer given before its reasons outranks the options that the reasons mention",
        example: says("agree5", "Disagree. Some people would agree, of course.", "chosen 4"),
        near_miss: says("agree5", "Agree or disagree? That depends on many things.", "refused"),
        since: V1,
        confidence: Confidence::Medium,
        kind: Kind::Choice(Cue::Opening, Pick::First),
    },
    Rule {
        id: "C090",
        accepts: "an option alone on the last line",
        safe_because: "a reply that reasons first puts its answer last",
        example: says(
            "zero10",
            "Trust depends on many things, and courts work well.\n\n8",
            "chosen 8",
        ),
        near_miss: says("zero10", "Trust depends on many things:\n1. Courts\n2. Police", "refused"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::FinalLine, Pick::Last),
    },
    Rule {
        id: "C100",
        accepts: "a first-person stance on the item in the words of a label",
        safe_because: "the verb of the label is the predicate of the first person, not negated, and about the item",
        example: says(
            "agree5",
            "There are many views. I strongly agree with the statement.",
            "chosen 1",
        ),
        near_miss: says(
            "agree5",
            "There are many views. Some people strongly agree with the statement.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Stance, Pick::First),
    },
    Rule {
        id: "C110",
        accepts: "an option alone on a line inside the reply",
        safe_because: "a line of its own sets the answer off, and option lists are excluded",
        example: says(
            "zero10",
            "Here is how I see the courts.\n\n**8**\n\nThey work slowly but fairly.",
            "chosen 8",
        ),
        near_miss: says(
            "zero10",
            "Here is how I see the courts.\n\n1. Slow\n2. Fair\n\nThey work.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::Line, Pick::Only),
    },
    Rule {
        id: "C120",
        accepts: "an option of which the reply says that it fits best or is its answer",
        safe_because: "the predicate selects the option",
        example: says(
            "letters4",
            "Weighing everything, option B best reflects the evidence.",
            "chosen B",
        ),
        near_miss: says(
            "letters4",
            "For some people, option B best reflects the evidence.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::Reflects, Pick::Only),
    },
    Rule {
        id: "C130",
        accepts: "a number out of the top of the scale",
        safe_because: "`7/10` is a rating in itself when 10 is the top",
        example: says(
            "zero10",
            "The courts deserve 7 out of 10 because they are fair.",
            "chosen 7",
        ),
        near_miss: says("one7", "The courts deserve 7/10 because they are fair.", "unparsable"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::OutOf, Pick::Only),
    },
    Rule {
        id: "C140",
        accepts: "a code with its label in running text",
        safe_because: "the pair is written only to name an option, and lists and other persons are excluded",
        example: says(
            "agree5",
            "On the evidence this amounts to 2) Agree with caveats.",
            "chosen 2",
        ),
        near_miss: says(
            "agree5",
            "For example, 2) Agree is what a union member may say.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::Pair, Pick::Only),
    },
    Rule {
        id: "D210",
        accepts: "a first person who does not know, without a refusal",
        safe_because: "stronger rules found no choice in the same reply",
        example: says("zero10", "Honestly, I'm not sure; it is hard to say.", "dont_know"),
        near_miss: says("zero10", "I'm not sure, but I'd say 6.", "chosen 6"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(does_not_know),
    },
    Rule {
        id: "R310",
        accepts: "a refused speech act: to answer, to choose, to take a side",
        safe_because: "the speech verb is needed, so that `I cannot imagine` is no refusal",
        example: says("agree5", "I can't take a stance on this topic.", "refused"),
        near_miss: says("agree5", "I can't imagine life without art. Agree strongly.", "chosen 1"),
        since: V1,
        confidence: Confidence::Medium,
        kind: Kind::Test(refuses),
    },
    Rule {
        id: "C150",
        accepts: "a label of two words or more about the first person or in its clause",
        safe_because: "no refusal and no stronger cue is there, and only one option is named so",
        example: says(
            "important4",
            "Faith gives strength, and religion is very important to me.",
            "chosen 1",
        ),
        near_miss: says(
            "likeme6",
            "Helping others is very much like most people in my town.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Medium,
        kind: Kind::Choice(Cue::OwnLabel, Pick::Only),
    },
    Rule {
        id: "C160",
        accepts: "a first-person stance in the words of a label on a part or a paraphrase of the item",
        safe_because: "no stance on the item itself contradicts it",
        example: says(
            "agree5",
            "I agree that the government should reduce differences in income.",
            "chosen 2",
        ),
        near_miss: says(
            "agree5",
            "I agree that this is complex, but I disagree with the statement.",
            "chosen 4",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::StanceThat, Pick::Only),
    },
    Rule {
        id: "R320",
        accepts: "a reply that says it has no opinions, or is no person",
        safe_because: "every first-person choice was looked for before",
        example: says("agree5", "As an AI, I don't have personal opinions.", "refused"),
        near_miss: says(
            "agree5",
            "As an AI, I don't have personal opinions, but I'd lean towards 2.",
            "chosen 2",
        ),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Test(disclaims),
    },
    Rule {
        id: "C170",
        accepts: "the only option that the reply emphasizes",
        safe_because: "emphasis on one option among several is how many models mark the answer",
        example: says(
            "never5",
            "It varies, yet **sometimes** fits what studies find, not always.",
            "chosen 3",
        ),
        near_miss: says("never5", "It varies: **sometimes** here, **often** there.", "refused"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Choice(Cue::Emphasis, Pick::Only),
    },
    Rule {
        id: "C175",
        accepts: "a label that opens a sentence and is set off from the rest of it",
        safe_because: "no refusal is there, only one option is named so, and lists, questions and other persons are excluded",
        example: says(
            "worried5",
            "I wouldn't call myself extremely worried. Somewhat, sure. I teach geography and know the numbers well.",
            "chosen 3",
        ),
        near_miss: says(
            "worried5",
            "Many are anxious. Somewhat worried people read the news, very worried people stop.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::SentenceStart, Pick::Only),
    },
    Rule {
        id: "C180",
        accepts: "a denied pole of a two-sided scale (`I don't agree` is `Disagree`)",
        safe_because: "only a plain `not` by the first person counts, and only where the opposite pole is an option",
        example: says("agree5", "I don't agree with this statement.", "chosen 4"),
        near_miss: says("agree5", "I can't say I agree or disagree.", "refused"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(denied_pole),
    },
    Rule {
        id: "C190",
        accepts: "the only option named in a short reply",
        safe_because: "the reply is too short to discuss the options, and names only one",
        example: says("worried5", "Given the trends, somewhat worried is about right.", "chosen 3"),
        near_miss: says("worried5", "Some are very worried, others not at all worried.", "refused"),
        since: V1,
        confidence: Confidence::Medium,
        kind: Kind::Test(only_named),
    },
    Rule {
        id: "A410",
        accepts: "several options, or a range, without a choice among them",
        safe_because: "to choose for the reply would be a guess; the candidates are kept",
        example: says(
            "zero10",
            "The courts are slow but fair, something like 6 or 7.",
            "ambiguous 6 7",
        ),
        near_miss: says("zero10", "It would be 6 or 7, so my answer is 7.", "chosen 7"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(several),
    },
    Rule {
        id: "U510",
        accepts: "a number offered as the answer that is no option",
        safe_because: "to move it onto the scale would be a guess",
        example: says("one7", "I would rate it 9.", "unparsable"),
        near_miss: says("zero10", "I would rate it 9.", "chosen 9"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(off_scale),
    },
    Rule {
        id: "R330",
        accepts: "a reply that talks about the question, its sides or its place in politics, without a stance of its own",
        safe_because: "no first-person choice and no first-person stance was found",
        example: says(
            "agree5",
            "This statement aligns with progressive platforms, while critics object to its cost.",
            "refused",
        ),
        near_miss: says("agree5", "Taxes should be lower.", "unparsable"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(discusses),
    },
    Rule {
        id: "U990",
        accepts: "everything else",
        safe_because: "a stance in words that are no label needs a reader, not a rule",
        example: says("agree5", "Capital punishment should not be abolished.", "unparsable"),
        near_miss: says("agree5", "Agree.", "chosen 2"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(unread),
    },
];

/// The table and the word lists as one text, equal for equal rules: hash it to key a cache.
#[must_use]
pub fn rules_description() -> String {
    let mut text = format!("revision {RULES_REVISION}\n");
    for rule in RULES {
        text.push_str(&format!("{}\t{}\t{}\n", rule.id, rule.accepts, rule.safe_because));
    }
    lexicon::sources().for_each(|source| text.push_str(source));
    text
}
