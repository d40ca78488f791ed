//! Who names an option, and how: the cue of each mention, and what keeps it from being an answer.

use crate::lexicon::{Class, ClassSet, Language};
use crate::listing::{Place, line_end, line_start};
use crate::mention::{Form, Mention, Reading};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{EMPHASIS, Kind, LINE_START, QUOTED, Token};

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
    /// Named in passing.
    Bare,
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

/// Puts every mention into its context.
pub(crate) fn claims(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    mentions: Vec<Mention>,
    places: &[Place],
) -> Vec<Claim> {
    let mut claims: Vec<Claim> = mentions
        .into_iter()
        .zip(places)
        .map(|(mention, place)| claim(scale, reply, mention, *place))
        .collect();
    sole_emphasis(reply, &mut claims);
    numbers_outrank_ends(scale, &mut claims);
    claims
}

fn claim(scale: &ResponseScale, reply: &Reply<'_>, mention: Mention, place: Place) -> Claim {
    let left = read_left(reply, &mention);
    let weak = mention.is_weak(scale);
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
        if token.has(QUOTED) && !reply.tokens[mention.from].has(QUOTED) {
            continue;
        }
        if token.has(crate::token::ECHO) {
            continue;
        }
        let distance = mention.from - at;
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
    let label = matches!(mention.form, Form::Label) && !weak;
    if label && left.first_in_clause {
        return stance(reply, mention, after);
    }
    if reflects.is_some() && between == 0 {
        return Cue::Reflects;
    }
    match mention.form {
        Form::OutOf => Cue::OutOf,
        Form::Pair => Cue::Pair,
        Form::Label
            if !weak
                && (left.first_in_clause
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
    match (direct, that && !on_item, ends || on_item) {
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
    if concludes
        && adjacent
        && (matches!(mention.form, Form::Number | Form::NumberWord | Form::OutOf | Form::Pair)
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

fn covers_quotation(reply: &Reply<'_>, mention: &Mention) -> bool {
    let before = mention.from.checked_sub(1).map(|before| &reply.tokens[before]);
    let after = reply.tokens.get(mention.to);
    let closes = |token: Option<&Token>| token.is_some_and(|token| token.any_mark(b"\"'.,"));
    before.is_some_and(|before| before.any_mark(b"\"'(") || before.is(Class::OptionNoun.bit()))
        && closes(after)
}

fn is_whole(reply: &Reply<'_>, mention: &Mention) -> bool {
    let outside = reply.tokens[..mention.from].iter().chain(&reply.tokens[mention.to..]);
    let skip = Class::OptionNoun.bit() | Class::Courtesy.bit() | Class::LabelFiller.bit();
    outside.take(12).all(|token| {
        matches!(token.kind, Kind::Mark(_)) || token.is(skip) && !token.is(Class::Negation.bit())
    }) && reply.tokens.len() <= mention.to - mention.from + 12
}

/// JSON fields, LaTeX boxes and XML tags.
fn is_machine(reply: &Reply<'_>, mention: &Mention) -> bool {
    let window = mention.from.saturating_sub(7)..mention.from;
    let closes = reply.tokens[mention.to..].iter().take(4).any(|token| token.any_mark(b"}<"));
    if !closes {
        return reply.tokens.get(mention.to).is_some_and(|token| token.mark(b','))
            && json_key(reply, mention).is_some_and(|key| key.is(Class::AnswerKey.bit()));
    }
    let boxed = window.clone().any(|at| reply.is_word(at, "boxed"));
    let tagged = window
        .clone()
        .any(|at| reply.tokens[at].mark(b'<') && reply.tokens[at + 1].is(Class::AnswerKey.bit()))
        && reply.tokens[mention.from.saturating_sub(3)..mention.from]
            .iter()
            .any(|token| token.mark(b'>'));
    boxed || tagged || json_key(reply, mention).is_some()
}

/// The key of a JSON field whose value is the mention.
fn json_key<'a>(reply: &'a Reply<'_>, mention: &Mention) -> Option<&'a Token> {
    let mut at = mention.from.checked_sub(1)?;
    if reply.tokens[at].mark(b'"') {
        at = at.checked_sub(1)?;
    }
    let closed = at >= 2 && reply.tokens[at].mark(b':') && reply.tokens[at - 1].mark(b'"');
    closed.then(|| &reply.tokens[at - 2]).filter(|key| {
        key.is(Class::AnswerKey.bit() | Class::AnswerNoun.bit() | Class::OptionNoun.bit())
    })
}

/// "Answer: 4", "**My rating:** 7/10", "Final answer - 4".
fn key(reply: &Reply<'_>, mention: &Mention) -> Option<Cue> {
    let (at, words) = anchor(reply, mention)?;
    let colon = reply.tokens[at].any_mark(b":-=");
    let bare =
        reply.tokens[at].is(Class::AnswerKey.bit()) && reply.tokens[at].has(EMPHASIS | LINE_START);
    if !(colon || bare) || words > 3 {
        return None;
    }
    let start = line_start(reply, at);
    let head = &reply.tokens[start..if bare { at + 1 } else { at }];
    let short = head.iter().filter(|token| token.kind == Kind::Word).count() <= 6;
    let last = head.iter().rev().find(|token| token.kind == Kind::Word)?;
    let named = last.is(Class::AnswerKey.bit())
        || head.iter().any(|token| token.is(Class::AnswerKey.bit())) && short;
    if !named
        || head.iter().any(|token| {
            token.is(Class::Second.bit()
                | Class::Third.bit()
                | Class::Negation.bit()
                | Class::Example.bit())
        })
    {
        return None;
    }
    let last_word = head.iter().any(|token| token.is(Class::Final.bit()));
    let same_sentence = head.iter().rev().take(8).collect::<Vec<_>>();
    match (last_word, short) {
        (true, true) => Some(Cue::FinalKey),
        (_, true) => Some(Cue::Key),
        (_, false) => {
            (same_sentence.iter().any(|token| token.is(Class::AnswerKey.bit()))).then_some(Cue::Key)
        }
    }
}

/// Nothing but courtesies before it, and a boundary after it.
fn is_opening(reply: &Reply<'_>, mention: &Mention) -> bool {
    let opens = reply.tokens[..mention.from].iter().rev().take(40).all(|token| {
        matches!(token.kind, Kind::Mark(_))
            || token.is(Class::Courtesy.bit()
                | Class::OptionNoun.bit()
                | Class::LabelFiller.bit()
                | Class::Hedge.bit())
    }) && mention.from <= 40;
    opens && bounded(reply, mention)
}

fn bounded(reply: &Reply<'_>, mention: &Mention) -> bool {
    let Some(next) = reply.tokens.get(mention.to) else { return true };
    let turns = Class::Turn.bit() | Class::Concessive.bit() | Class::Reflects.bit();
    let with_item =
        reply.tokens[mention.to..].iter().take(4).any(|token| token.is(Class::ItemNoun.bit()))
            && mention.form == Form::Label;
    let line = next.has(LINE_START);
    matches!(next.kind, Kind::Mark(_))
        || next.is(turns)
        || line
        || with_item
        || mention.form == Form::Pair
}

/// A line that says nothing else.
fn line(reply: &Reply<'_>, mention: &Mention) -> Option<Cue> {
    let (start, end) = (line_start(reply, mention.from), line_end(reply, mention.to));
    let silent: ClassSet = Class::Filler.bit()
        | Class::OptionNoun.bit()
        | Class::AnswerNoun.bit()
        | Class::Copula.bit()
        | Class::First.bit()
        | Class::Final.bit()
        | Class::Hedge.bit()
        | Class::Courtesy.bit()
        | Class::Choose.bit();
    let quiet = |tokens: &[Token]| {
        tokens.iter().all(|token| {
            matches!(token.kind, Kind::Mark(_))
                || token.is(silent) && !token.is(Class::Negation.bit())
        })
    };
    let marks = |tokens: &[Token]| tokens.iter().all(|token| matches!(token.kind, Kind::Mark(_)));
    let sentence = reply.tokens[mention.from].sentence as usize;
    let stop = reply.sentence_end(mention.to - 1, 120);
    let alone = |start: usize, end: usize| {
        quiet(&reply.tokens[start..mention.from]) && marks(&reply.tokens[mention.to.min(end)..end])
    };
    if !alone(start, end) {
        let own = mention.form == Form::Label
            && reply.tokens[sentence..mention.from]
                .iter()
                .any(|token| token.is(Class::First.bit()));
        return (alone(start.max(sentence), end.min(stop)) && !own).then_some(Cue::Line);
    }
    let last = reply.tokens[end..].iter().all(|token| matches!(token.kind, Kind::Mark(_)));
    Some(if last { Cue::FinalLine } else { Cue::Line })
}

/// What keeps the mention from being an answer.
fn block(
    scale: &ResponseScale,
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    place: Place,
    cue: Cue,
    weak: bool,
) -> Option<Block> {
    match place {
        Place::Listed => return Some(Block::Listed),
        Place::ListNumber => return Some(Block::ListNumber),
        Place::NextTurn => return Some(Block::NextTurn),
        Place::Text | Place::Marked => {}
    }
    if matches!(cue, Cue::Whole | Cue::Machine) {
        return None;
    }
    if reply.tokens[mention.from].has(QUOTED) && !covers_quotation(reply, mention) {
        return Some(Block::Quotation);
    }
    let end = reply.sentence_end(mention.to - 1, QUESTION_REACH);
    let short =
        end - (reply.tokens[mention.from].sentence as usize) <= 5 && mention.form == Form::Number;
    let direct = short
        || matches!(cue, Cue::Key | Cue::FinalKey)
        || cue == Cue::Opening && mention.form == Form::Pair;
    if reply.tokens[mention.from..end].iter().any(|token| token.mark(b'?')) && !direct {
        return Some(Block::Question);
    }
    let label_classes = mention_classes(scale, mention);
    if left.negation.is_some() && label_classes & Class::Negation.bit() == 0 {
        return Some(if left.plain { Block::PlainlyNegated } else { Block::Negated });
    }
    if left.contrast {
        return Some(Block::Contrast);
    }
    let keyed = matches!(cue, Cue::FinalKey | Cue::Key | Cue::FinalLine | Cue::Line);
    if keyed {
        return None;
    }
    if weak && scale.end_labelled && mention.form == Form::Label && cue != Cue::Opening {
        return Some(Block::Weak);
    }
    // "She is a little like me": the person described is the subject, the speaker is in the label.
    let described = left.described && label_classes & Class::First.bit() != 0;
    person(reply, mention, left, cue, weak)
        .filter(|block| !(described && *block == Block::ThirdPerson))
}

/// The classes of all words of a label.
fn mention_classes(scale: &ResponseScale, mention: &Mention) -> ClassSet {
    match mention.option() {
        Some(option) if mention.form == Form::Label => scale.labels.classes(option),
        _ => 0,
    }
}

fn person(
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    cue: Cue,
    weak: bool,
) -> Option<Block> {
    let first = left.subject == Some(Subject::First);
    // "I would rate whether it has gone too far as 7": the condition is inside what is rated.
    let inside = cue == Cue::Own
        && mention.form != Form::Label
        && left.choose > left.conditional
        && left.choose_subject == Some(Subject::First);
    if left.conditional.is_some() && !(left.main_clause && first) && !inside {
        return Some(Block::Conditional);
    }
    if left.example && !(cue == Cue::Own && first) {
        return Some(Block::Example);
    }
    let own = matches!(cue, Cue::Own | Cue::Marked)
        && left.choose_subject != Some(Subject::Third)
        && left.choose_subject != Some(Subject::Second);
    match left.subject {
        Some(Subject::Third)
            if !own
                || mention.form == Form::Label && left.choose_subject != Some(Subject::First) =>
        {
            return Some(Block::ThirdPerson);
        }
        Some(Subject::Second) if !own => return Some(Block::SecondPerson),
        _ => {}
    }
    if own && matches!(left.choose_subject, Some(Subject::Second | Subject::Third)) {
        return Some(Block::ThirdPerson);
    }
    if matches!(mention.reading, Reading::Off)
        || matches!(mention.form, Form::Number | Form::NumberWord)
    {
        let known = matches!(cue, Cue::Own | Cue::Reflects | Cue::OutOf | Cue::Corrected);
        if counts(reply, mention)
            && !matches!(cue, Cue::Opening)
            && !(known && mention.form == Form::Number && is_adjacent_own(reply, mention))
        {
            return Some(Block::Weak);
        }
        if mention.form == Form::Number
            && cue == Cue::Bare
            && !bounded(reply, mention)
            && counts(reply, mention)
        {
            return Some(Block::Weak);
        }
    }
    (weak
        && matches!(cue, Cue::Bare | Cue::OwnLabel | Cue::StanceThat | Cue::Emphasis | Cue::Stance))
    .then_some(Block::Weak)
}

fn is_adjacent_own(reply: &Reply<'_>, mention: &Mention) -> bool {
    anchor(reply, mention).is_some_and(|(at, words)| {
        words <= 3
            && reply.tokens[at]
                .is(Class::Copula.bit() | Class::Choose.bit() | Class::AnswerNoun.bit())
            || reply.tokens[mention.from.saturating_sub(1)].is(Class::OptionNoun.bit())
    })
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
