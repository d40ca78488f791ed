//! What the reader of the uncertainty tables is told.

use super::options::{QuestionPool, ReadingErrors};
use super::scenario::Source;
use crate::Study;

/// Sources of the method.
pub(crate) const SOURCE: &str = "Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 13; questions \
as a random sample: Cronbach, Gleser, Nanda and Rajaratnam (1972), The Dependability of Behavioral Measurements; Clark (1973), \
Journal of Verbal Learning and Verbal Behavior 12, 335-359; total index: Homma and Saltelli (1996), Reliability Engineering and \
System Safety 52, 1-17, estimated as in Jansen (1999), Computer Physics Communications 117, 35-43; rates: Brown, Cai and DasGupta \
(2001), Statistical Science 16, 101-133, section 3.";

const OVERALL: &str = "A score depends on who was asked, on which questions were asked, on what the model happened to reply, and \
on how its replies were read. The study's intervals show the first alone. Here each source is drawn again by itself, everything \
else being as observed, and then all of them together: `standard_deviation` and the central 95 % (`low`, `high`) say how far the \
score moves. Respondents are drawn as in the study's intervals. Questions are drawn with replacement from the study's own, the \
forms of one question together, as if they were a random sample from endlessly many of this kind. Nobody drew them so: the row \
says how far the score might move with another questionnaire in the same spirit, and nothing about other matters. If a study is \
about these questions and no others, its `respondents` row is the one that counts. Repetitions: the \
replies to each item are drawn with replacement and the majority is taken again; an item on which all replies agree does not \
move, although another reply might have differed.";

/// How the shares are read.
pub(crate) const BUDGET: &str = "Which source is worth reducing? `_alone` is the variance when one source is drawn again, over \
the variance when all are. `_total` is the share of the variance that is left, on average, when everything but this source is \
known: what remains in doubt if only this source is. The shares alone need not sum to 1, and `remainder` is what they leave. \
Sources are not independent in their effect: a question drawn twice counts its respondents' and its replies' variation twice, one \
that is not drawn counts neither, and a changed answer moves the distance of every group, so `_total` is larger than `_alone` \
where a source matters more in company. Besides, `_alone` holds the others at what was observed, where a majority may be clear \
that is close in a redrawn set of replies, and `_total` averages over them. With 1,000 replicates a share is good to a few \
hundredths.";

/// How the counts of gaps are read.
pub(crate) const SURVIVAL: &str = "The study publishes the widest gap of each factor with an interval for the respondents. How \
many of these gaps are apart from zero when other sources vary? The two groups of a gap answer the same questions and are \
compared with the same replies, so part of what the sources do to both cancels, and a gap can be firm although both scores are loose. \
Where a gap is apart from zero under `respondents` and not under `questions`, these people differ on these questions, and the \
claim that the group is closer to the model in general is not supported. That the two groups were picked as the farthest apart \
is not accounted for.";

/// How the leads are read.
pub(crate) const LEADS: &str = "The overall score of one model minus that of another. Both are asked the same questions and \
compared with the same people, so part of what these sources do to both cancels; their replies vary each for itself. A lead that \
is apart from zero under `respondents` and not under `questions` is a lead on these questions. Each model's score is over the \
questions that it answered itself.";

/// How the gaps' rows are read.
pub(crate) const GAPS: &str = "The widest gap of each factor, with its two groups held fixed: how far it moves when each source \
is drawn again by itself, and all of them together.";

/// How the groups' rows are read.
pub(crate) const GROUPS: &str = "The same for every group. Replies and questions are drawn for all groups at once, so groups move \
together: compare two of them by their gap and not by their intervals.";

/// How the table of errors is read.
pub(crate) const READINGS: &str = "How often the rules that read replies err is known from labelled replies only, and so not \
exactly. In each replicate a rate is drawn from what the counts allow (Beta distribution, Jeffreys' prior), and replies are then \
misread at that rate. Which option was meant is assumed: any other of the scale alike, where one was read; one that the model \
chose in another reply to the item, where none was. Replies whose rule stands in no row, and answers that were read elsewhere, \
are taken as read right.";

/// The paragraph of the first table: the method, how misreadings are drawn, and which sources are left out.
pub(crate) fn overall(study: &Study<'_>, known: [bool; 4]) -> String {
    let mut words = OVERALL.to_owned();
    let options = &study.options.total_uncertainty;
    if known[Source::Questions as usize] && options.questions == QuestionPool::WithinTopics {
        words.push_str(" Questions are drawn within their topics, so that the mix of topics is always the study's.");
    }
    if known[Source::Extraction as usize] {
        words.push_str(match options.errors {
            ReadingErrors::Shared => {
                " Extraction: replies are misread at the rate measured for the rule that read them; replies to one item that \
                 the same rule read alike are misread together."
            }
            ReadingErrors::Independent => {
                " Extraction: replies are misread at the rate measured for the rule that read them, each by itself."
            }
        });
    }
    for source in Source::ALL.into_iter().filter(|source| !known[*source as usize]) {
        words.push_str(match source {
            Source::Respondents => continue,
            Source::Questions => " Questions are left out: there is none that another could stand in for.",
            Source::Repetitions => {
                " Repetitions are left out: no item has two replies of one model, and a single reply does not show how \
                 replies vary."
            }
            Source::Extraction => {
                " Extraction is left out: the study declares no errors for the rules that read these replies, so misreadings \
                 are in none of the intervals."
            }
        });
    }
    words.push_str(" A model without a row for a source has nothing that shows it.");
    words
}
