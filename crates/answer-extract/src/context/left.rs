//! What stands to the left of a mention in its sentence: who speaks, negation, conditions, verbs of choosing.

use super::bound::{is_bound, restriction};
use super::correction::is_correction;
use super::subject::{is_in_role, is_no_subject, is_own_frame};
use crate::class::{Class, ClassSet};
use crate::mention::Mention;
use crate::reply::Reply;
use crate::token::{CAPITAL, Kind, QUOTED, Token};
use crate::word::WordSet;

/// How far to the left of a mention its sentence is read, in tokens.
const LEFT: usize = 48;
/// Reach of a negation.
const NEGATION_REACH: usize = 9;
/// How far a negation may stand before the verb of naming: "no le puedo decir".
const NAMING_REACH: usize = 3;
/// Reach of a contrast.
const CONTRAST_REACH: usize = 5;

/// The classes that [`read_left`] looks for.
const LEFT_CLASSES: ClassSet = Class::First.bit()
    | Class::MaybeFirst.bit()
    | Class::Second.bit()
    | Class::Third.bit()
    | Class::Negation.bit()
    | Class::Conditional.bit()
    | Class::Contrast.bit()
    | Class::Concessive.bit()
    | Class::Turn.bit()
    | Class::Example.bit()
    | Class::Hedge.bit()
    | Class::Final.bit()
    | Class::Correction.bit()
    | Class::Choose.bit()
    | Class::Say.bit()
    | Class::AnswerNoun.bit()
    | Class::Tempted.bit()
    | Class::Statistic.bit()
    | Class::Assertion.bit();

/// Articles before an answer or a score that is not the reply's own.
pub(super) const INDEFINITE: WordSet = WordSet::new(&[
    "a", "an", "any", "each", "every", "ein", "eine", "jede", "un", "une", "una", "ogni",
]);

/// The speaker behind the verb, as German has it.
const ICH: WordSet = WordSet::new(&["ich", "wir"]);

/// "Me parece una forma de gobierno muy mala": what stands behind such a word, and no article, is no person.
const OF: WordSet = WordSet::new(&["de", "d'", "di"]);

/// What a colon before a mention may follow without ending the clause.
const ANNOUNCES: ClassSet = Class::Choose.bit()
    | Class::Say.bit()
    | Class::AnswerNoun.bit()
    | Class::AnswerKey.bit()
    | Class::Copula.bit()
    | Class::OptionNoun.bit();

/// What stands to the left of a mention in its sentence; distances in tokens, 1 for the neighbour.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Left {
    pub(super) subject: Option<Subject>,
    pub(super) first_in_clause: bool,
    pub(super) first_anywhere: bool,
    pub(super) negation: Option<usize>,
    pub(super) plain: bool,
    /// The first person chooses or says in the clause: "I'd call it".
    owned: bool,
    /// "wouldn't say": the negation is of the naming itself.
    pub(super) denied: bool,
    pub(super) conditional: Option<usize>,
    pub(super) main_clause: bool,
    pub(super) contrast: bool,
    pub(super) conceded: bool,
    pub(super) choose: Option<usize>,
    pub(super) choose_subject: Option<Subject>,
    pub(super) say: Option<usize>,
    /// The nearest of them that is no belief: "say", but not "think".
    say_aloud: Option<usize>,
    pub(super) noun: Option<usize>,
    /// "A level of": nobody's, unless the first person stands in the clause.
    pub(super) some_noun: bool,
    /// The token at hand stands behind "a", "any": "a score of 5" is nobody's.
    indefinite: bool,
    pub(super) final_mark: bool,
    pub(super) correction: bool,
    /// "I could say".
    pub(super) tempted: bool,
    /// "should be", in the clause.
    pub(super) asserted: bool,
    /// "according to the survey".
    pub(super) statistic: bool,
    pub(super) example: bool,
    pub(super) hedged: bool,
    /// The nearest subject is the person that the item describes.
    pub(super) described: bool,
    /// The nearest subject stands before a word that turns the sentence.
    pub(super) beyond_turn: bool,
    /// The subject rests on a verb form that could be another person's.
    pub(super) provisional: bool,
}

impl Left {
    /// The first person is the subject of the clause, whoever stands before it.
    pub(super) fn speaks(&mut self) {
        self.subject = Some(Subject::First);
        self.first_in_clause = true;
        self.first_anywhere = true;
    }

    /// The classes that can still change what is known, outside the mention's clause; all else that they do is settled.
    fn open(&self, seen: ClassSet, turned: bool) -> ClassSet {
        // The next person may correct a provisional subject, and with it everything else.
        if self.provisional {
            return LEFT_CLASSES & seen;
        }
        let tempts = seen & Class::Tempted.bit() != 0
            && !(turned || self.tempted || self.owned || self.correction);
        let no_subject = self.subject.is_none();
        let chooser = no_subject || self.choose.is_some() && self.choose_subject.is_none();
        [
            (chooser || tempts || !self.first_anywhere, Class::First.bit()),
            (chooser, Class::Second.bit() | Class::Third.bit()),
            (no_subject, Class::MaybeFirst.bit()),
            (tempts, Class::Tempted.bit()),
            (self.conditional.is_none(), Class::Conditional.bit()),
            (!self.example, Class::Example.bit()),
            (!self.final_mark, Class::Final.bit()),
            (!self.statistic, Class::Statistic.bit()),
            (self.choose.is_none(), Class::Choose.bit()),
            (self.say.is_none(), Class::Say.bit()),
            (self.noun.is_none() || !self.some_noun, Class::AnswerNoun.bit()),
            (!self.correction, Class::Correction.bit()),
            (!turned, Class::Turn.bit()),
        ]
        .into_iter()
        .fold(0, |open, (may, classes)| open | if may { classes & seen } else { 0 })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    First,
    Second,
    Third,
}

/// Walks left through the sentence, remembering what was met before the clause ended.
pub(super) fn read_left(reply: &Reply<'_>, mention: &Mention) -> Left {
    let mut left = Left::default();
    let sentence = reply.tokens[mention.from].sentence as usize;
    let start = sentence.max(mention.from.saturating_sub(LEFT));
    if start == mention.from {
        return left;
    }
    let mut same_clause = true;
    let mut turned = false;
    let own_frame = is_own_frame(reply, sentence);
    let restricted = restriction(reply, mention, start);
    let bounded = is_bound(reply, mention, start);
    // What can still tell something: the farther left, the less, and most tokens are passed by one look at their classes.
    let mut open = LEFT_CLASSES;
    for (back, token) in reply.tokens[start..mention.from].iter().enumerate().rev() {
        let at = start + back;
        let tells = token.is(open) || same_clause && matches!(token.kind, Kind::Mark(_));
        let quoted = token.has(QUOTED) && !reply.tokens[mention.from].has(QUOTED);
        if !tells || quoted || token.has(crate::token::ECHO) {
            continue;
        }
        let denies = Class::Negation.bit() | Class::Contrast.bit();
        let only = bounded || restricted.as_ref().is_some_and(|range| range.contains(&at));
        if only && token.is(denies) {
            continue;
        }
        let distance = mention.from - at;
        // "100% agree"
        let wholly = at > 0 && reply.tokens[at - 1].number == 100 && distance == 1;
        left.statistic |= token.mark(b'%') && same_clause && !wholly;
        // "I'd say: 7" announces, "non mi lamento: 7" is over.
        let announces =
            || at.checked_sub(1).is_some_and(|before| reply.tokens[before].is(ANNOUNCES));
        if token.any_mark(b",-") || token.any_mark(b":()") && (distance > 1 || !announces()) {
            same_clause = false;
            // "Less than I used to have: not very much."
            turned |= token.mark(b':') && distance == 1;
        }
        // "I would therefore disagree" is one clause.
        let verb = Class::First.bit() | Class::Copula.bit() | Class::Can.bit();
        let inside = at > 0 && reply.tokens[at - 1].is(verb);
        if token.is(Class::Turn.bit()) && !inside {
            turned = true;
            same_clause = false;
        }
        if is_no_subject(reply, mention, at)
            || token.is(Class::Third.bit())
                && own_frame
                && (!same_clause || at > 0 && reply.is_one_of(at - 1, &OF))
        {
            continue;
        }
        left.correction |= is_correction(reply, at);
        // "Answering as a typical voter: ..."
        let role = token.is(Class::Statistic.bit()) && is_in_role(reply, at);
        if role || is_role(reply, mention, at) || explains_points(reply, at) {
            continue;
        }
        left.indefinite =
            token.is(Class::AnswerNoun.bit()) && at > 0 && reply.is_one_of(at - 1, &INDEFINITE);
        let inside = same_clause || left.provisional && is_before_aside(reply, at);
        read_token(&mut left, token, distance, inside, turned);
        // "Gebe ich dem Parlament eine 3": the speaker stands behind the verb of choosing.
        if left.choose == Some(distance) && reply.is_one_of(at + 1, &ICH) {
            left.choose_subject = Some(Subject::First);
        }
        if !same_clause {
            open = left.open(reply.seen, turned);
            if open == 0 {
                break;
            }
        }
    }
    if left.conditional.is_none() && start == sentence && is_inverted(reply, mention) {
        left.conditional = Some(mention.from - sentence);
        left.main_clause = true;
    }
    left
}

/// "Als Patient würde ich eine 7 geben": a role, and no comparison.
fn is_role(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    reply.is_word(at, "als")
        && at + 1 < mention.from
        && reply.tokens[at + 1].kind == Kind::Word
        && reply.tokens[at + 1].has(CAPITAL)
}

/// "If 0 is no trust and 10 complete trust, 4."
fn explains_points(reply: &Reply<'_>, at: usize) -> bool {
    reply.tokens[at].is(Class::Conditional.bit())
        && reply.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Number)
}

/// "Mi madre, en cambio, diría": an aside of a few words stands between a person and the verb.
fn is_before_aside(reply: &Reply<'_>, at: usize) -> bool {
    const ASIDE: usize = 4;
    let comma = |token: &Token| token.mark(b',');
    reply.tokens.get(at + 1).is_some_and(comma)
        && reply.tokens.iter().skip(at + 3).take(ASIDE).any(comma)
}

/// "Should the tribunal open, make it a 7": a condition by its word order, with another subject than the speaker.
fn is_inverted(reply: &Reply<'_>, mention: &Mention) -> bool {
    const VERBS: WordSet =
        WordSet::new(&["should", "were", "had", "sollte", "sollten", "wäre", "hätte"]);
    let start = reply.tokens[mention.from].sentence as usize;
    if !reply.is_one_of(start, &VERBS) {
        return false;
    }
    let comma = (start..mention.from).find(|&at| reply.tokens[at].mark(b','));
    comma.is_some_and(|comma| {
        !reply.tokens[start..comma].iter().any(|token| token.is(Class::First.bit()))
    })
}

fn read_token(left: &mut Left, token: &Token, distance: usize, same_clause: bool, turned: bool) {
    let is = |class: Class| token.is(class.bit());
    let unknown = left.subject.is_none();
    let subject = read_subject(left, token, same_clause);
    left.beyond_turn |= unknown && left.subject.is_some() && turned;
    // "As much as I'd like to say yes, my answer is no."
    let settled = left.owned || left.noun.is_some() && !same_clause;
    // "I was going to say 4, or rather 6": what follows the correction is not what was considered.
    left.tempted |= is(Class::Tempted) && !turned && !settled && !left.correction;
    // "without any errors I'd call it good": the negation ends where the choosing begins.
    left.owned |= subject == Some(Subject::First) && (left.say.is_some() || left.choose.is_some());
    // "It is not appropriate to label it as 'justifiable' or 'never justifiable'."
    let naming = [left.say_aloud, left.choose];
    let names = naming.iter().flatten().any(|verb| distance - verb <= NAMING_REACH);
    let scopes = !left.owned || token.is(Class::PlainNegation.bit() | Class::Inability.bit());
    if is(Class::Negation)
        && same_clause
        && scopes
        && (distance <= NEGATION_REACH || names)
        && left.negation.is_none()
    {
        left.negation = Some(distance);
        left.plain = is(Class::PlainNegation);
        let naming = [left.say_aloud, left.choose];
        // "It would be odd to say that I never pray."
        left.denied =
            is(Class::Say) || naming.iter().flatten().any(|verb| distance - verb <= NAMING_REACH);
    }
    // "It depends on the case, so a 5."
    if is(Class::Conditional) && left.conditional.is_none() && !(turned && left.final_mark) {
        left.conditional = Some(distance);
        left.main_clause = !same_clause;
    }
    left.contrast |=
        is(Class::Contrast) && !is(Class::Choose) && same_clause && distance <= CONTRAST_REACH;
    left.conceded |= is(Class::Concessive) && same_clause && !turned;
    left.example |= is(Class::Example);
    left.hedged |= is(Class::Hedge) && same_clause && distance <= 8;
    left.final_mark |= is(Class::Final);
    left.asserted |= is(Class::Assertion) && same_clause;
    left.statistic |= is(Class::Statistic);
    let nearest = |slot: &mut Option<usize>, class: Class| {
        if slot.is_none() && is(class) {
            *slot = Some(distance);
        }
    };
    // "A score of 5 is commonly read as neutral."
    if !(left.indefinite && is(Class::AnswerNoun)) {
        nearest(&mut left.choose, Class::Choose);
    }
    nearest(&mut left.say, Class::Say);
    if left.indefinite {
        left.some_noun |= is(Class::AnswerNoun);
    } else {
        nearest(&mut left.noun, Class::AnswerNoun);
    }
    if left.say_aloud.is_none()
        && is(Class::Say)
        && !token.is(Class::OwnStance.bit() | Class::Copula.bit())
    {
        left.say_aloud = Some(distance);
    }
    if left.choose == Some(distance) && left.choose_subject.is_none() && subject.is_some() {
        left.choose_subject = subject;
    }
}

/// Who acts: the nearest subject, and the subject of the verb of choosing. The person that the token names.
fn read_subject(left: &mut Left, token: &Token, same_clause: bool) -> Option<Subject> {
    let is = |class: Class| token.is(class.bit());
    // Italian "sono" is "I am" until "they" turns up.
    let maybe = is(Class::MaybeFirst) && left.subject.is_none();
    let subject = [
        (Class::First, Subject::First),
        (Class::Second, Subject::Second),
        (Class::Third, Subject::Third),
    ]
    .into_iter()
    .find(|(class, _)| token.is(class.bit()))
    .map(|(_, subject)| subject);
    if let Some(subject) = subject {
        let stale = !same_clause && subject == Subject::Second;
        let corrects = left.provisional && same_clause && subject == Subject::Third;
        if (left.subject.is_none() || corrects) && !stale {
            left.provisional = false;
            left.subject = Some(subject);
            left.described = is(Class::Described);
            left.first_in_clause = same_clause && subject == Subject::First;
        }
        left.first_anywhere |= subject == Subject::First;
        if left.choose.is_some() && left.choose_subject.is_none() {
            left.choose_subject = Some(subject);
        }
    }
    if maybe {
        left.subject = Some(Subject::First);
        left.first_in_clause = same_clause;
        left.first_anywhere = true;
        left.provisional = true;
    }
    subject
}
