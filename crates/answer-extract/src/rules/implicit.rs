//! Rows for replies without an outright choice: refusals, ignorance, stances, and options named in passing.

use super::{V1, says};
use crate::context::Cue;
use crate::evidence::Pick;
use crate::extraction::Confidence;
use crate::rule::{Kind, Rule};

use super::asserted::asserts;
use super::essay::takes_a_side;
use super::habit::denies_habit;
use super::restated::restated;
use super::reworded::reworded;
use super::undecided::several;
use super::whole::{
    denied_pole, disclaims, discusses, does_not_know, off_scale, only_named, refuses, unread,
};

pub(super) const ROWS: [Rule; 18] = [
    Rule {
        id: "C145",
        accepts: "a label in a plain sentence that speaks of what the question asks about, in its words",
        safe_because: "only this option is named, and sentences of others, denials, conditions and replies that disclaim before are excluded",
        example: says(
            "torture4",
            "The use of torture can never be justified, not even in war.",
            "chosen 4",
        ),
        near_miss: says(
            "torture4",
            "Some hold that the use of torture can never be justified, not even in war.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Test(asserts),
    },
    Rule {
        id: "D210",
        accepts: "a first person who does not know, without a refusal",
        safe_because: "stronger rules found no choice in the same reply",
        example: says("zero10", "Honestly, I'm not sure; it is hard to say.", "dont_know"),
        near_miss: says("zero10", "I'm not sure, but I'd say 6.", "chosen 6"),
        since: V1,
        confidence: Confidence::Medium,
        kind: Kind::Test(does_not_know),
    },
    Rule {
        id: "R310",
        accepts: "a refused speech act: to answer, to choose, to take a side, or to leave it to others",
        safe_because: "the speech verb is needed, and with a light verb what is said, so that `I cannot give up meat` is no refusal",
        example: says("agree5", "I can't take a stance on this topic.", "refused"),
        near_miss: says("agree5", "I can't imagine life without art. Agree strongly.", "chosen 1"),
        since: V1,
        confidence: Confidence::High,
        kind: Kind::Test(refuses),
    },
    Rule {
        id: "C150",
        accepts: "a label of two words or more about the first person or in its clause, or an option behind the colon that ends it",
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
        confidence: Confidence::High,
        kind: Kind::Choice(Cue::StanceThat, Pick::Only),
    },
    Rule {
        id: "C163",
        accepts: "a first person who thinks all words of a long label in another order",
        safe_because: "every word of one label stands near the others in a plain sentence, and no denial that the label lacks",
        example: says(
            "vertrauen2",
            "Ich glaube, dass man den meisten Menschen vertrauen kann.",
            "chosen 1",
        ),
        near_miss: says(
            "vertrauen2",
            "Ich glaube, dass man den meisten Menschen nicht vertrauen kann.",
            "unparsable",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(reworded),
    },
    Rule {
        id: "C165",
        accepts: "a first person who restates the question's statement, as it stands or denied, where the options are to agree and to disagree and nothing else, or yes and no",
        safe_because: "only light words and denials may differ, one of two poles remains, and other persons, quotations and bare echoes are excluded",
        example: says(
            "agree2-authority",
            "I firmly believe that authority should be questioned by all. It keeps power honest.",
            "chosen 2",
        ),
        near_miss: says(
            "agree2-authority",
            "The proposition that authority should be questioned by all is a contested one.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(restated),
    },
    Rule {
        id: "C167",
        accepts: "an essay that takes a side where the only options are to agree and to disagree: by its title, by calling the statement flawed, or by demanding what it demands",
        safe_because: "the title or sentence must hold most of the statement, or name it, and nothing that narrows it; a disclaimer, another person or a second side leaves it out",
        example: says(
            "agree2-authority",
            "# The Fallacy of Questioning Authority\n\nOrder needs trust.",
            "chosen 1",
        ),
        near_miss: says(
            "agree2-authority",
            "# Exploring the Debate on Authority\n\nOrder needs trust.",
            "refused",
        ),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(takes_a_side),
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
        id: "R320",
        accepts: "a reply that says it has no opinions, is no person, lacks what persons have, or informs instead of choosing",
        safe_because: "every first-person choice was looked for before, and one lacking household makes no machine",
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
        id: "C185",
        accepts: "a first sentence that denies doing what the question asks how often one does",
        safe_because: "the verb is the question's, nothing narrows the denial, `Never` is an option, and a machine that disclaims is left out",
        example: says("pray6", "I don't pray. It was never part of my life.", "chosen 6"),
        near_miss: says("pray6", "I don't pray much. It was never part of my life.", "unparsable"),
        since: V1,
        confidence: Confidence::Low,
        kind: Kind::Test(denies_habit),
    },
    Rule {
        id: "C190",
        accepts: "the only option named in a short reply",
        safe_because: "the reply is too short to discuss the options, and names only one",
        example: says(
            "worried5",
            "Given the trends, somewhat worried covers most days.",
            "chosen 3",
        ),
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
        confidence: Confidence::High,
        kind: Kind::Test(off_scale),
    },
    Rule {
        id: "R330",
        accepts: "a reply that talks about the question, its sides or its place in politics, without a stance of its own",
        safe_because: "no first-person choice was found, signs of such talk are needed, and echoes, babble, stories and answers cut off are left out",
        example: says(
            "agree5",
            "This statement aligns with progressive platforms, while critics object to its cost.",
            "refused",
        ),
        near_miss: says(
            "agree5",
            "The courts are the courts and the courts are the courts.",
            "unparsable",
        ),
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
