//! Who names an option, and how: the cue of each mention, and what keeps it from being an answer.

mod anchor;
mod block;
mod bound;
mod correction;
mod frame;
mod halves;
mod layout;
mod left;
mod mentioned;
mod own;
mod person;
mod pole;
mod reasons;
mod rivals;
mod subject;
mod tagged;
mod times;
mod waver;

pub(crate) use block::is_courteous;

use crate::class::Class;
use crate::listing::Place;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, SPACED, Token};

use anchor::anchor;
use block::block;
use frame::{in_part, is_framed, is_numbered, is_occasion, is_of_domain, is_of_part, is_partial};
use layout::{is_act, is_machine, is_opening, is_whole, key, line, opens_sentence};
use left::{Left, Subject, read_left};
use own::is_own;
use rivals::settle;
use subject::is_kind_of_speaker;
use tagged::{is_own_habit, is_viewed};

/// How directly a mention is offered as the answer, the most direct first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    /// The whole reply.
    Whole,
    /// `{"answer": 4}`, `\boxed{4}`, `<answer>4</answer>`.
    Machine,
    /// "Final answer: 4".
    FinalKey,
    /// "On second thought, 4".
    Corrected,
    /// "Answer: 4".
    Key,
    /// "I would choose 4".
    Own,
    /// "[x] Agree" in a list of options.
    Marked,
    /// The reply opens with it.
    Opening,
    /// The reply's last line.
    FinalLine,
    /// "I agree with the statement".
    Stance,
    /// A line or a sentence of its own.
    Line,
    /// "Option 4 best reflects my view".
    Reflects,
    /// "7/10".
    OutOf,
    /// A code and its label together.
    Pair,
    /// "Religion is very important to me".
    OwnLabel,
    /// "I agree that ...".
    StanceThat,
    /// The only emphasized option.
    Emphasis,
    /// A sentence opens with it: "Somewhat, sure."
    SentenceStart,
    /// Named in passing.
    Bare,
}

impl Cue {
    /// The cue in a set of cues.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// What keeps a mention from being the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    Negated,
    /// "I don't agree": a negation that says not, and not unable.
    PlainlyNegated,
    ThirdPerson,
    SecondPerson,
    Conditional,
    Contrast,
    Example,
    Question,
    Listed,
    ListNumber,
    NextTurn,
    /// Part of a quotation that is longer than the option.
    Quotation,
    /// Too weak to stand without a cue.
    Weak,
    /// The words of one end of a scale on which the reply also gives a number.
    Outranked,
}

/// A mention in its context.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) mention: Mention,
    pub(crate) cue: Cue,
    pub(crate) block: Option<Block>,
    /// "perhaps", "around", "leaning towards".
    pub(crate) hedged: bool,
    /// In a clause with "while", "although", or only in part.
    pub(crate) conceded: bool,
    /// After "therefore", "overall", "finally".
    pub(crate) concluding: bool,
    /// Holds on a condition: "7 if I had a car".
    pub(crate) conditional: bool,
    /// Holds for a part of the question: "for the police a 7".
    pub(crate) framed: bool,
}

/// Whether a mention of one option may be an answer.
fn is_free(claim: &Claim) -> bool {
    claim.block.is_none() && claim.mention.option().is_some()
}

/// How far to the right.
const RIGHT: usize = 14;
/// How far to the left the frame of a mention may begin.
const FRAME_REACH: usize = 24;
/// How near a question mark makes a mention part of the question.
const QUESTION_REACH: usize = 14;

/// Puts every mention into its context, leaving none; the vector is used for the claims.
pub(crate) fn claims(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    mentions: &mut Vec<Mention>,
    places: &[Place],
    mut claims: Vec<Claim>,
) -> Vec<Claim> {
    claims.clear();
    claims.extend(
        mentions.drain(..).zip(places).map(|(mention, place)| claim(scale, reply, mention, *place)),
    );
    settle(scale, reply, &mut claims);
    claims
}

fn claim(scale: &ResponseScale, reply: &Reply<'_>, mention: Mention, place: Place) -> Claim {
    let mut left = read_left(reply, &mention);
    // "Nunca he entendido esa pregunta" is no "no".
    let no = |option| scale.labels.holds(option, "no");
    let habit = is_own_habit(reply, &mention) && !mention.option().is_some_and(no);
    let domain = is_of_domain(reply, &mention);
    let weak = mention.is_weak() && !habit && !domain;
    left.first_in_clause |= habit;
    let kind = mention.form == Form::Label
        && mention.from.checked_sub(1).is_some_and(|at| is_kind_of_speaker(reply, at));
    if kind || holds_speaker(scale, reply, &mention) {
        left.speaks();
    }
    let cue = cue(reply, &mention, &left, place, weak);
    let cue = if domain && cue > Cue::OwnLabel { Cue::OwnLabel } else { cue };
    let block = if cue != Cue::Whole && is_courteous(scale, reply, &mention) {
        Some(Block::Weak)
    } else {
        block(scale, reply, &mention, &left, place, cue, weak)
    };
    let hedged = left.hedged || hedged_right(reply, &mention);
    let part = reply.has(Class::Part.bit())
        && (is_partial(right(reply, &mention)) || in_part(reply, &mention));
    Claim {
        cue,
        block,
        hedged,
        conceded: left.conceded || part,
        concluding: left.final_mark,
        conditional: left.conditional.is_some() && left.main_clause
            || conditional_right(reply, &mention)
            || is_occasion(reply, &mention, &left),
        framed: part
            || domain
            || is_of_part(reply, &mention)
            || is_framed(reply, &mention)
            || is_numbered(reply, &mention),
        mention,
    }
}

/// "Trotzdem stimme ich eher nicht zu": the speaker stands between the words of the label, and is none of them.
fn holds_speaker(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    let foreign = |option: usize| scale.labels.classes(option) & Class::First.bit() == 0;
    mention.form == Form::Label
        && !mention.is_weak()
        && mention.option().is_some_and(foreign)
        && reply.tokens[mention.from..mention.to].iter().any(|token| token.is(Class::First.bit()))
}

fn right<'a>(reply: &'a Reply<'_>, mention: &Mention) -> &'a [Token] {
    let last = mention.to - 1;
    &reply.tokens[mention.to..reply.sentence_end(last, RIGHT).max(mention.to)]
}

fn hedged_right(reply: &Reply<'_>, mention: &Mention) -> bool {
    // "By day I agree, at night rather not."
    let own = |token: &&Token| !token.is(Class::Domain.bit());
    reply.has(Class::Hedge.bit())
        && right(reply, mention)
            .iter()
            .take(4)
            .take_while(own)
            .any(|token| token.is(Class::Hedge.bit()))
}

/// "7 if I had a car".
fn conditional_right(reply: &Reply<'_>, mention: &Mention) -> bool {
    reply.has(Class::Conditional.bit())
        && right(reply, mention).iter().take(4).any(|token| token.is(Class::Conditional.bit()))
}

/// The strongest cue of a mention.
fn cue(reply: &Reply<'_>, mention: &Mention, left: &Left, place: Place, weak: bool) -> Cue {
    if is_whole(reply, mention) {
        return Cue::Whole;
    }
    if is_machine(reply, mention) {
        return Cue::Machine;
    }
    if let Some(key) = key(reply, mention) {
        return key;
    }
    let exact = mention.option().is_some() && !weak;
    if left.correction
        && left.conditional.is_none()
        && (left.first_anywhere
            || left.choose.is_some()
            || exact
                && anchor(reply, mention).is_none_or(|(at, _)| {
                    reply.tokens[at].is(Class::Correction.bit())
                        || reply.tokens[at].any_mark(b",-:")
                }))
    {
        return Cue::Corrected;
    }
    if place == Place::Marked {
        return Cue::Marked;
    }
    if is_own(reply, mention, left, weak) {
        return Cue::Own;
    }
    if is_opening(reply, mention) {
        return Cue::Opening;
    }
    if let Some(line) = line(reply, mention) {
        return line;
    }
    textual(reply, mention, left, weak)
}

/// The cues of running text.
fn textual(reply: &Reply<'_>, mention: &Mention, left: &Left, weak: bool) -> Cue {
    let after = right(reply, mention);
    let near = if reply.has(Class::Reflects.bit()) { 5 } else { 0 };
    let reflects = after.iter().take(near).position(|token| token.is(Class::Reflects.bit()));
    let between = reflects.map_or(0, |at| {
        after[..at]
            .iter()
            .filter(|token| token.is(Class::Third.bit() | Class::Second.bit()))
            .count()
    });
    let first_in_label =
        reply.tokens[mention.from..mention.to].iter().any(|token| token.is(Class::First.bit()));
    let label = matches!(mention.form, Form::Label) && !weak;
    if label && left.first_in_clause {
        return stance(reply, mention, after);
    }
    let viewed = label && left.subject != Some(Subject::Third) && is_viewed(reply, mention);
    // "Number 2 is the one people don't like to say."
    let others = reflects.is_some_and(|at| {
        let behind = after[at..].iter().find(|token| !token.is(Class::Reflects.bit()));
        behind.is_some_and(|next| next.is(Class::Third.bit() | Class::Second.bit()))
    });
    if reflects.is_some() && between == 0 && !others && !is_act(reply, mention) {
        return Cue::Reflects;
    }
    // "I'm one notch down: very worried."
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    let colon = before.is_some_and(|before| before.mark(b':'));
    // "Going by how people behave with me — 8."
    let dash = before.is_some_and(|before| before.mark(b'-') && before.has(SPACED))
        && reply.tokens[mention.from].has(SPACED)
        && left.first_anywhere;
    let ends = after.first().is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
    let view = mention.from >= 2
        && reply.tokens[mention.from - 2].is(Class::OwnStance.bit() | Class::OwnView.bit());
    let announced = left.subject == Some(Subject::First) || view || is_headed(reply, mention);
    if (colon && announced || dash) && ends && !weak {
        return Cue::OwnLabel;
    }
    match mention.form {
        Form::Label if opens_sentence(reply, mention) => Cue::SentenceStart,
        Form::OutOf => Cue::OutOf,
        Form::Pair => Cue::Pair,
        Form::Label
            if !weak
                && (left.first_in_clause
                    || viewed
                    || left.asserted && mention.to - mention.from >= 2
                    || first_in_label
                    || after.iter().take(6).any(|token| token.is(Class::First.bit()))) =>
        {
            Cue::OwnLabel
        }
        _ => Cue::Bare,
    }
}

/// "Hot take incoming: 3.": a sentence begins with a few words and a colon, and the option ends it.
fn is_headed(reply: &Reply<'_>, mention: &Mention) -> bool {
    const HEAD: usize = 4;
    let others = Class::Second.bit()
        | Class::Third.bit()
        | Class::Negation.bit()
        | Class::Reference.bit()
        | Class::OptionNoun.bit()
        | Class::Statistic.bit()
        | Class::ScaleNoun.bit();
    let start = reply.tokens[mention.from].sentence as usize;
    let head = &reply.tokens[start..mention.from.saturating_sub(1).max(start)];
    let ends = reply.tokens.get(mention.to).is_none_or(|next| next.any_mark(b".!\n"));
    (1..=HEAD).contains(&head.len())
        && ends
        && head.iter().all(|token| token.kind == Kind::Word && !token.is(others))
}

/// "I agree", "I agree with the statement" against "I agree that", "it is important to me".
fn stance(reply: &Reply<'_>, mention: &Mention, after: &[Token]) -> Cue {
    let near = &reply.tokens[mention.from.saturating_sub(5)..mention.from];
    let direct = near
        .iter()
        .rev()
        .take_while(|token| !token.any_mark(b",.;:\n"))
        .any(|token| token.is(Class::First.bit()));
    let ends = after.first().is_none_or(|next| {
        matches!(next.kind, Kind::Mark(_)) || next.is(Class::Turn.bit() | Class::Concessive.bit())
    });
    let on_item = after.iter().take(5).any(|token| token.is(Class::ItemNoun.bit()));
    let that =
        after.first().is_some_and(|next| next.is(Class::That.bit())) && !ends_with_item(after);
    match (direct, that, ends || on_item) {
        (false, _, _) => Cue::OwnLabel,
        (true, true, _) => Cue::StanceThat,
        (true, false, true) => Cue::Stance,
        (true, false, false) => Cue::StanceThat,
    }
}

/// "... on this statement.": what is agreed on is the item itself, and nothing follows.
fn ends_with_item(after: &[Token]) -> bool {
    let item = after.iter().take(4).rposition(|token| token.is(Class::ItemNoun.bit()));
    item.is_some_and(|at| after.get(at + 1).is_none_or(|next| matches!(next.kind, Kind::Mark(_))))
}
