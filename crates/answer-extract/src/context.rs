//! Who names an option, and how: the cue of each mention, and what keeps it from being an answer.

mod block;
mod layout;

use crate::class::{Class, ClassSet};
use crate::lexicon::Language;
use crate::listing::Place;
use crate::mention::{Form, Mention, Reading};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{EMPHASIS, Kind, QUOTED, Token};

use block::block;
use layout::{
    bounded, covers_quotation, is_machine, is_opening, is_whole, key, line, opens_sentence,
};

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
}

/// How far to the left of a mention its sentence is read, in tokens.
const LEFT: usize = 48;
/// How far to the right.
const RIGHT: usize = 14;
/// Reach of a negation.
const NEGATION_REACH: usize = 9;
/// How near a question mark makes a mention part of the question.
const QUESTION_REACH: usize = 14;
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

/// What stands to the left of a mention in its sentence; distances in tokens, 1 for the neighbour.
#[derive(Debug, Default, Clone, Copy)]
struct Left {
    subject: Option<Subject>,
    first_in_clause: bool,
    first_anywhere: bool,
    negation: Option<usize>,
    plain: bool,
    conditional: Option<usize>,
    main_clause: bool,
    contrast: bool,
    conceded: bool,
    choose: Option<usize>,
    choose_subject: Option<Subject>,
    say: Option<usize>,
    noun: Option<usize>,
    final_mark: bool,
    correction: bool,
    /// "I could say".
    tempted: bool,
    /// "should be", in the clause.
    asserted: bool,
    /// "according to the survey".
    statistic: bool,
    example: bool,
    hedged: bool,
    /// The nearest subject is the person that the item describes.
    described: bool,
    /// The subject rests on a verb form that could be another person's.
    provisional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    First,
    Second,
    Third,
}

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
    corrections(reply, &mut claims);
    sole_emphasis(reply, &mut claims);
    numbers_outrank_ends(scale, &mut claims);
    claims
}

fn claim(scale: &ResponseScale, reply: &Reply<'_>, mention: Mention, place: Place) -> Claim {
    let left = read_left(reply, &mention);
    let weak = mention.is_weak();
    let cue = cue(reply, &mention, &left, place, weak);
    let block = block(scale, reply, &mention, &left, place, cue, weak);
    let hedged = left.hedged || hedged_right(reply, &mention);
    let part = right(reply, &mention).iter().take(6).any(|token| token.is(Class::Part.bit()));
    Claim {
        cue,
        block,
        hedged,
        conceded: left.conceded || part,
        concluding: left.final_mark,
        mention,
    }
}

fn right<'a>(reply: &'a Reply<'_>, mention: &Mention) -> &'a [Token] {
    let last = mention.to - 1;
    &reply.tokens[mention.to..reply.sentence_end(last, RIGHT).max(mention.to)]
}

fn hedged_right(reply: &Reply<'_>, mention: &Mention) -> bool {
    right(reply, mention).iter().take(4).any(|token| token.is(Class::Hedge.bit()))
}

/// Walks left through the sentence, remembering what was met before the clause ended.
fn read_left(reply: &Reply<'_>, mention: &Mention) -> Left {
    let mut left = Left::default();
    let sentence = reply.tokens[mention.from].sentence as usize;
    let start = sentence.max(mention.from.saturating_sub(LEFT));
    let mut same_clause = true;
    let mut turned = false;
    for at in (start..mention.from).rev() {
        let token = &reply.tokens[at];
        if token.classes & LEFT_CLASSES == 0 && !matches!(token.kind, Kind::Mark(_)) {
            continue;
        }
        if token.has(QUOTED) && !reply.tokens[mention.from].has(QUOTED) {
            continue;
        }
        if token.has(crate::token::ECHO) {
            continue;
        }
        let distance = mention.from - at;
        left.statistic |= token.mark(b'%') && same_clause;
        if token.any_mark(b",-:()") && distance > 1 || token.any_mark(b",-") {
            same_clause = false;
        }
        if token.is(Class::Turn.bit()) {
            turned = true;
            same_clause = false;
        }
        read_token(&mut left, token, distance, same_clause, turned);
    }
    left
}

fn read_token(left: &mut Left, token: &Token, distance: usize, same_clause: bool, turned: bool) {
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
    if is(Class::Negation) && same_clause && distance <= NEGATION_REACH && left.negation.is_none() {
        left.negation = Some(distance);
        left.plain = is(Class::PlainNegation);
    }
    if is(Class::Conditional) && left.conditional.is_none() {
        left.conditional = Some(distance);
        left.main_clause = !same_clause;
    }
    left.contrast |= is(Class::Contrast) && same_clause && distance <= CONTRAST_REACH;
    left.conceded |= is(Class::Concessive) && same_clause && !turned;
    left.example |= is(Class::Example);
    left.hedged |= is(Class::Hedge) && same_clause && distance <= 8;
    left.final_mark |= is(Class::Final);
    left.tempted |= is(Class::Tempted) && !turned;
    left.asserted |= is(Class::Assertion) && same_clause;
    left.statistic |= is(Class::Statistic);
    left.correction |= is(Class::Correction);
    let nearest = |slot: &mut Option<usize>, class: Class| {
        if slot.is_none() && is(class) {
            *slot = Some(distance);
        }
    };
    nearest(&mut left.choose, Class::Choose);
    nearest(&mut left.say, Class::Say);
    nearest(&mut left.noun, Class::AnswerNoun);
    if left.choose == Some(distance) && left.choose_subject.is_none() && subject.is_some() {
        left.choose_subject = subject;
    }
}

/// Tokens that may stand between a cue and the option it announces.
fn glue(token: &Token) -> bool {
    token.any_mark(b"\"'([{$\\|=")
        || token.is(Class::Filler.bit() | Class::OptionNoun.bit() | Class::Hedge.bit())
}

/// The nearest token to the left that is no glue, and how many words of glue were passed.
fn anchor(reply: &Reply<'_>, mention: &Mention) -> Option<(usize, usize)> {
    let mut words = 0;
    for at in (mention.from.saturating_sub(12)..mention.from).rev() {
        let token = &reply.tokens[at];
        if token.mark(b'\n') && at > 0 && reply.tokens[at - 1].mark(b':') {
            continue;
        }
        let leads =
            Class::Copula.bit() | Class::Choose.bit() | Class::AnswerKey.bit() | Class::Say.bit();
        if !glue(token) || token.is(leads) {
            return Some((at, words));
        }
        words += usize::from(token.kind == Kind::Word);
    }
    None
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
    let reflects = after.iter().take(5).position(|token| token.is(Class::Reflects.bit()));
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
    if reflects.is_some() && between == 0 {
        return Cue::Reflects;
    }
    match mention.form {
        Form::Label if opens_sentence(reply, mention) => Cue::SentenceStart,
        Form::OutOf => Cue::OutOf,
        Form::Pair => Cue::Pair,
        Form::Label
            if !weak
                && (left.first_in_clause
                    || left.asserted && mention.to - mention.from >= 2
                    || first_in_label
                    || after.iter().take(6).any(|token| token.is(Class::First.bit()))) =>
        {
            Cue::OwnLabel
        }
        _ => Cue::Bare,
    }
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
    let that = after.first().is_some_and(|next| next.is(Class::That.bit()));
    match (direct, that, ends || on_item) {
        (false, _, _) => Cue::OwnLabel,
        (true, true, _) => Cue::StanceThat,
        (true, false, true) => Cue::Stance,
        (true, false, false) => Cue::StanceThat,
    }
}

/// The first person's own choice: "I would choose 4", "my answer is 4", "the best option would be 4".
fn is_own(reply: &Reply<'_>, mention: &Mention, left: &Left, weak: bool) -> bool {
    let mine = |subject: Option<Subject>| matches!(subject, None | Some(Subject::First));
    let code = !matches!(mention.form, Form::Label);
    if reply.language == Language::German
        && left.first_anywhere
        && mine(left.subject)
        && code
        && chooses_after(reply, mention)
    {
        return true;
    }
    let Some((at, words)) = anchor(reply, mention) else { return false };
    let token = &reply.tokens[at];
    let quoted = reply.tokens[mention.from].has(QUOTED) && covers_quotation(reply, mention);
    let lead = token.mark(b':') || token.is(Class::Copula.bit());
    let adjacent = words <= 3;
    let chose = left.choose.is_some() && mine(left.choose_subject);
    if chose
        && token.is(Class::Choose.bit())
        && adjacent
        && (left.choose_subject.is_some() || left.first_anywhere || !weak || code)
    {
        return true;
    }
    let concludes = token.is(Class::Turn.bit() | Class::Final.bit())
        || token.mark(b',') && at > 0 && reply.tokens[at - 1].is(Class::Final.bit());
    let last_letter = matches!(mention.form, Form::Letter | Form::BareLetter)
        && reply.tokens.get(mention.to).is_none_or(|next| next.any_mark(b".\n"));
    // "so no.", "donc oui."
    let label = mention.form == Form::Label
        && words <= 1
        && reply.tokens.get(mention.to).is_none_or(|next| next.any_mark(b".!;\n"));
    if concludes
        && adjacent
        && (label
            || matches!(mention.form, Form::Number | Form::NumberWord | Form::OutOf | Form::Pair)
                && bounded(reply, mention)
            || last_letter)
    {
        return true;
    }
    if lead && adjacent && (chose || left.noun.is_some()) {
        return mine(left.subject) || (chose && (code || quoted || !weak)) || left.first_anywhere;
    }
    if lead
        && adjacent
        && left.say.is_some()
        && left.first_anywhere
        && (mine(left.subject) || left.described)
        && !weak
    {
        return true;
    }
    if token.is(Class::Say.bit()) && adjacent && left.first_anywhere && mine(left.subject) {
        return code || quoted || weak || mention.form == Form::Label;
    }
    if (quoted || token.any_mark(b",:"))
        && (chose || left.say.is_some() && left.first_anywhere)
        && (quoted || code)
        && mine(left.choose_subject)
    {
        return true;
    }
    // "I would give my trust in the European Parliament a 6."
    chose
        && left.choose_subject == Some(Subject::First)
        && left.choose.is_some_and(|distance| distance <= 26)
        && (code && !matches!(mention.form, Form::BareLetter | Form::NumberWord) || quoted)
        && !counts(reply, mention)
}

/// German puts the verb last: "ich würde eine 6 wählen".
fn chooses_after(reply: &Reply<'_>, mention: &Mention) -> bool {
    right(reply, mention)
        .iter()
        .take(5)
        .take_while(|token| !token.mark(b','))
        .any(|token| token.is(Class::Choose.bit() | Class::Say.bit()))
}

/// A number before a plain noun counts things.
fn counts(reply: &Reply<'_>, mention: &Mention) -> bool {
    let known = Class::Turn.bit()
        | Class::Or.bit()
        | Class::And.bit()
        | Class::Copula.bit()
        | Class::Concessive.bit()
        | Class::Denominator.bit()
        | Class::Degree.bit()
        | Class::Filler.bit()
        | Class::Reflects.bit()
        | Class::That.bit()
        | Class::Stop.bit()
        | Class::First.bit()
        | Class::Hedge.bit()
        | Class::ScaleNoun.bit()
        | Class::Final.bit()
        | Class::Choose.bit()
        | Class::Say.bit();
    matches!(mention.form, Form::Number | Form::NumberWord)
        && reply
            .tokens
            .get(mention.to)
            .is_some_and(|next| next.kind == Kind::Word && !next.is(known))
}

/// "7 ... no, wait: 8": what stands behind a correction replaces what stood before it.
fn corrections(reply: &Reply<'_>, claims: &mut [Claim]) {
    let free = |claim: &Claim| claim.block.is_none() && claim.mention.option().is_some();
    let Some(first) = claims.iter().position(free) else { return };
    let option = claims[first].mention.option();
    let after = claims[first].mention.to;
    let rest = &claims[first + 1..];
    if !rest.iter().any(|claim| free(claim) && claim.mention.option() != option) {
        return;
    }
    let Some(turn) =
        (after..reply.tokens.len()).find(|&at| reply.tokens[at].is(Class::Correction.bit()))
    else {
        return;
    };
    for claim in &mut claims[first + 1..] {
        if claim.mention.from > turn && free(claim) && claim.cue <= Cue::Pair {
            claim.cue = Cue::Corrected;
        }
    }
}

/// On a scale with words only at its ends, a number anywhere outranks the words.
fn numbers_outrank_ends(scale: &ResponseScale, claims: &mut [Claim]) {
    let number = |claim: &Claim| {
        claim.block.is_none()
            && claim.mention.form != Form::Label
            && claim.mention.reading != Reading::Off
    };
    if scale.end_labelled && claims.iter().any(number) {
        for claim in claims
            .iter_mut()
            .filter(|claim| claim.mention.form == Form::Label && claim.block.is_none())
        {
            claim.block = Some(Block::Outranked);
        }
    }
}

/// Lifts the one emphasized option among several named ones.
fn sole_emphasis(reply: &Reply<'_>, claims: &mut [Claim]) {
    if reply.all_emphasis {
        return;
    }
    let emphasized = |claim: &Claim| {
        let end = claim.mention.to - 1;
        reply.tokens[claim.mention.from].has(EMPHASIS)
            && reply.tokens[end].has(EMPHASIS)
            && claim.mention.from.checked_sub(1).is_none_or(|before| {
                !reply.tokens[before].has(EMPHASIS) || reply.tokens[before].any_mark(b"\"'(")
            })
            && reply
                .tokens
                .get(claim.mention.to)
                .is_none_or(|after| !after.has(EMPHASIS) || matches!(after.kind, Kind::Mark(_)))
    };
    let free = |claim: &Claim| {
        matches!(claim.block, None | Some(Block::Weak)) && claim.cue > Cue::StanceThat
    };
    let bold: Vec<usize> =
        (0..claims.len()).filter(|&i| emphasized(&claims[i]) && free(&claims[i])).collect();
    let options: Vec<Option<usize>> = bold.iter().map(|&i| claims[i].mention.option()).collect();
    if bold.is_empty() || options.iter().any(|option| *option != options[0] || option.is_none()) {
        return;
    }
    for &i in &bold {
        claims[i].cue = Cue::Emphasis;
        claims[i].block = None;
    }
}
