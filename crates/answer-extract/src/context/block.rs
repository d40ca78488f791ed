//! What keeps a mention from being an answer: negation, other persons, conditions, questions, quotations.

use super::layout::covers_quotation;
use super::left::{Left, Subject};
use super::mentioned::{
    is_act_in_general, is_attribute, is_equated, is_explained, is_imagined, is_kind_of_answer,
    is_misleading, is_said_of_another,
};
use super::person::person;
use super::pole::is_short_of_end;
use super::{Block, Cue, QUESTION_REACH};
use crate::class::{Class, ClassSet};
use crate::lexicon::Language;
use crate::listing::Place;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::scale::ResponseScale;
use crate::token::{Kind, QUOTED, Token};
use crate::word::WordSet;

/// What keeps the mention from being an answer.
pub(super) fn block(
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
    let quoted = reply.tokens[mention.from].has(QUOTED);
    if quoted && !covers_quotation(reply, mention) || is_quoted_subject(reply, mention) {
        return Some(Block::Quotation);
    }
    let end = reply.sentence_end(mention.to - 1, QUESTION_REACH);
    if reply.marks.any(b"?") && is_asked(reply, mention, cue, end) {
        return Some(Block::Question);
    }
    if is_unknown(scale, reply, mention) || is_for_something(scale, reply, mention) {
        return Some(Block::Contrast);
    }
    let label_classes = mention_classes(scale, reply, mention);
    // "Very much like you" on a scale of "like me": the reader is likened, and not the speaker.
    let mut right = reply.tokens[mention.to..end].iter().take(2);
    let likened = label_classes & Class::First.bit() != 0
        && !reply.tokens[mention.from..mention.to].iter().any(|token| token.is(Class::First.bit()))
        && right.any(|token| token.is(Class::Second.bit()));
    if likened {
        return Some(Block::SecondPerson);
    }
    if is_negated(reply, mention, left, label_classes) {
        return Some(if left.plain { Block::PlainlyNegated } else { Block::Negated });
    }
    let after = &reply.tokens[mention.to..end];
    if is_turned_down(reply, mention, cue, after) {
        return Some(Block::Negated);
    }
    if let Some(block) = named_only(reply, mention, left, cue, after) {
        return Some(block);
    }
    if left.contrast || left.tempted {
        return Some(Block::Contrast);
    }
    // "3. Not very important (assuming the view of an average person)"
    let bracket = after.first().is_some_and(|next| next.mark(b'('));
    let found = left.statistic
        || reply.has(Class::Statistic.bit())
            && !bracket
            && after.iter().any(|token| token.is(Class::Statistic.bit()));
    let own = left.subject == Some(Subject::First) || left.choose_subject == Some(Subject::First);
    if found && (cue == Cue::Bare || cue >= Cue::Own && (!own || is_reported(reply, mention))) {
        return Some(Block::ThirdPerson);
    }
    let pole = scale.end_labelled && mention.form == Form::Label;
    if pole && is_short_of_end(scale, reply, mention) {
        return Some(Block::Example);
    }
    let keyed = matches!(cue, Cue::FinalKey | Cue::Key | Cue::FinalLine | Cue::Line);
    if keyed {
        return None;
    }
    if pole && weak && cue != Cue::Opening {
        return Some(Block::Weak);
    }
    // "She is a little like me": the person described is the subject, the speaker is in the label.
    // "My sister is like that, but it's not like me": the clause has left the other person behind.
    let described = (left.described || left.beyond_turn) && label_classes & Class::First.bit() != 0;
    person(reply, mention, left, cue, weak)
        .filter(|block| !(described && *block == Block::ThirdPerson))
}

/// "... but 'many' sounds open-ended": a clause begins with the quoted option, and says of it something else than that it fits.
fn is_quoted_subject(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 6;
    let tokens = &reply.tokens;
    let quote = |token: Option<&Token>| token.is_some_and(|token| token.any_mark(b"\"'"));
    let from = mention.from.wrapping_sub(1);
    let opens = quote(tokens.get(from)) && tokens[mention.from].has(QUOTED);
    let starts = || {
        let starts = Class::Turn.bit() | Class::Concessive.bit() | Class::And.bit();
        tokens[from].sentence as usize == from
            || tokens[from - 1].is(starts)
            || tokens[from - 1].any_mark(b",;-")
    };
    let verb = |token: &Token| token.is(Class::Copula.bit()) && !token.is(Class::Frame.bit());
    let says = tokens.get(mention.to + 1).is_some_and(verb);
    let mut rest = tokens[mention.to..].iter().take(REACH);
    opens
        && quote(tokens.get(mention.to))
        && starts()
        && says
        && !rest.any(|token| token.is(Class::Reflects.bit()))
}

/// "I can give you context: the mean trust was about 4.5": what the speaker gives is a finding behind the colon.
fn is_reported(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 24;
    let start = reply.tokens[mention.from].sentence as usize;
    let said = &reply.tokens[start.max(mention.from.saturating_sub(REACH))..mention.from];
    let colon = said.iter().position(|token| token.mark(b':'));
    colon.is_some_and(|colon| said[colon..].iter().any(|token| token.is(Class::Statistic.bit())))
}

/// A question mark ends the sentence at `end`, and the mention is no direct answer all the same.
fn is_asked(reply: &Reply<'_>, mention: &Mention, cue: Cue, end: usize) -> bool {
    const ASKED: usize = 8;
    let length = end - reply.tokens[mention.from].sentence as usize;
    let short = length <= 5 && matches!(mention.form, Form::Number | Form::NumberWord);
    let direct = short
        || matches!(cue, Cue::Key | Cue::FinalKey)
        || cue == Cue::Opening && mention.form == Form::Pair;
    // "somewhat like me I guess?"
    let after = &reply.tokens[mention.to..end];
    let own = after.iter().take(3).any(|token| token.is(Class::Say.bit()))
        && after.iter().take(3).any(|token| token.is(Class::First.bit()));
    let direct = direct
        || own
        || cue <= Cue::Opening && is_tag_question(reply, mention.to)
        || cue >= Cue::Opening && length <= ASKED && is_affirmed_next(reply, end);
    // "Pues diez, ¿qué otra cosa le voy a decir?"
    let asked = |at: &usize| reply.tokens[*at].mark(b'?');
    let before = |at: usize| {
        let text = reply.tokens[mention.to - 1].end as usize..reply.tokens[at].start as usize;
        !reply.text[text].contains('¿')
    };
    !direct && (mention.from..end).find(asked).is_some_and(before)
}

/// "Somewhat well? Yes, B.": the next sentence says yes to the question.
fn is_affirmed_next(reply: &Reply<'_>, at: usize) -> bool {
    const YES: WordSet =
        WordSet::new(&["yes", "yeah", "yep", "ja", "oui", "sí", "sì", "si", "definitely", "sure"]);
    let stop = at + usize::from(reply.tokens.get(at).is_some_and(|token| token.mark(b'?')));
    reply.is_one_of(stop, &YES)
        && reply.tokens.get(stop + 1).is_none_or(|next| matches!(next.kind, Kind::Mark(_)))
}

/// A negation denies an option whose label holds none, or denies naming it ("I wouldn't say never").
fn is_negated(reply: &Reply<'_>, mention: &Mention, left: &Left, label: ClassSet) -> bool {
    // "No me considero nada religioso": where two negations are one, the second is not denied by the first.
    let words = &reply.tokens[mention.from..mention.to];
    let concordant = matches!(reply.language, Language::Spanish | Language::Italian)
        && words.len() > 1
        && !words[0].is(Class::PlainNegation.bit())
        && words.iter().any(|token| token.is(Class::Negation.bit()));
    // "Not 'not at all worried', that's for sure."
    let at = |back: usize| mention.from.checked_sub(back).map(|at| &reply.tokens[at]);
    let quoted = reply.tokens[mention.from].has(QUOTED)
        && at(1).is_some_and(|quote| matches!(quote.kind, Kind::Mark(_)))
        && at(2).is_some_and(|not| not.is(Class::Negation.bit()));
    quoted
        || left.negation.is_some()
            && (left.denied && !concordant || label & Class::Negation.bit() == 0)
}

/// "Ich bin dafür, dass ..." on a scale of "yes" and "no": for what it is that the speaker is, and not for the item.
fn is_for_something(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    const SIDES: WordSet = WordSet::new(&[
        "dafür",
        "dagegen",
        "pour",
        "contre",
        "favorable",
        "opposé",
        "opposée",
        "favor",
        "contra",
        "favorevole",
        "favore",
        "contrario",
        "contraria",
        "contro",
        "partidario",
    ]);
    const TO: WordSet = WordSet::new(&["dass", "que", "qu'", "che", "zu"]);
    const PASSED: ClassSet = Class::Turn.bit()
        | Class::Concessive.bit()
        | Class::ItemNoun.bit()
        | Class::Hedge.bit()
        | Class::Courtesy.bit()
        | Class::And.bit();
    let side = (mention.from..mention.to).any(|at| reply.is_one_of(at, &SIDES));
    let Some(option) = mention.option().filter(|_| side && mention.form == Form::Label) else {
        return false;
    };
    let said = &reply.tokens[mention.from..mention.to];
    let written = said
        .iter()
        .any(|token| token.kind == Kind::Word && scale.labels.holds(option, reply.word(token)));
    let next = reply.tokens.get(mention.to);
    let item =
        reply.tokens[mention.to..].iter().take(3).any(|token| token.is(Class::ItemNoun.bit()));
    let goes_on = next.is_some_and(|next| next.kind == Kind::Word && !next.is(PASSED)) && !item
        || next.is_some_and(|next| next.mark(b',')) && reply.is_one_of(mention.to + 1, &TO);
    !written && goes_on
}

/// "Je ne m'y connais pas assez" says that the speaker does not know, and not "pas assez" for "Too little".
fn is_unknown(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    let said = &reply.tokens[mention.from..mention.to];
    let written = |option: usize| scale.labels.holds(option, reply.word(&said[0]));
    mention.form == Form::Label
        && said.len() > 1
        && said.iter().all(|token| token.is(Class::DontKnow.bit()))
        && mention
            .option()
            .is_some_and(|option| scale.options()[option].missing.is_none() && !written(option))
}

/// "Of course" for "Yes": words that are no label's own are a courtesy where the reply says more ("Of course! As an AI, ...").
pub(crate) fn is_courteous(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> bool {
    let Some(option) = mention.option().filter(|_| mention.form == Form::Label && mention.weak)
    else {
        return false;
    };
    reply.tokens[mention.from..mention.to].iter().all(|token| {
        token.is(Class::Courtesy.bit()) && !scale.labels.holds(option, reply.word(token))
    })
}

/// The mention explains an option, imagines one, or says it of somebody or something else.
fn named_only(
    reply: &Reply<'_>,
    mention: &Mention,
    left: &Left,
    cue: Cue,
    after: &[Token],
) -> Option<Block> {
    if is_equated(reply, mention, cue)
        || cue >= Cue::Own && left.subject != Some(Subject::First) && is_explained(after)
    {
        return Some(Block::Example);
    }
    if cue == Cue::StanceThat && is_about_the_question(reply, mention, after) {
        return Some(Block::Example);
    }
    if is_attribute(reply, mention) && cue > Cue::Own || is_said_of_another(reply, mention) {
        return Some(Block::ThirdPerson);
    }
    if cue > Cue::Own && is_kind_of_answer(reply, mention)
        || cue >= Cue::Own && is_imagined(reply, mention, left, after)
    {
        return Some(Block::Example);
    }
    if cue == Cue::Bare && is_act_in_general(reply, mention) {
        return Some(Block::Example);
    }
    if cue > Cue::Own && is_of_the_assistant(reply, mention) {
        return Some(Block::Example);
    }
    None
}

/// "As an AI built to be neutral, ...": what the assistant is, and no answer.
fn is_of_the_assistant(reply: &Reply<'_>, mention: &Mention) -> bool {
    const REACH: usize = 12;
    if !reply.has(Class::SelfAi.bit()) {
        return false;
    }
    let start =
        (reply.tokens[mention.from].sentence as usize).max(mention.from.saturating_sub(REACH));
    let clause = reply.tokens[start..mention.from].iter().rev();
    mention.form == Form::Label
        && clause
            .take_while(|token| token.kind == Kind::Word && !token.is(Class::Turn.bit()))
            .any(|token| token.is(Class::SelfAi.bit()))
}

/// What turns an answer into a question for agreement.
const TAGS: WordSet = WordSet::new(&[
    "eh", "huh", "right", "innit", "no", "hm", "ne", "nicht", "oder", "gell", "hein", "non",
    "quoi", "verdad", "vale", "vero", "giusto", "ok",
]);

/// "Quite proud, eh?": one word behind a comma, and it asks for agreement.
fn is_tag_question(reply: &Reply<'_>, to: usize) -> bool {
    let mark = |at: usize, mark: u8| reply.tokens.get(at).is_some_and(|token| token.mark(mark));
    mark(to, b',') && reply.is_one_of(to + 1, &TAGS) && mark(to + 2, b'?')
}

/// "I agree that this is an important question": what is agreed on is no item.
fn is_about_the_question(reply: &Reply<'_>, mention: &Mention, after: &[Token]) -> bool {
    const META: WordSet = WordSet::new(&[
        "question",
        "issue",
        "topic",
        "subject",
        "debate",
        "matter",
        "frage",
        "thema",
        "sujet",
        "débat",
        "pregunta",
        "tema",
        "domanda",
        "questione",
    ]);
    after.first().is_some_and(|that| that.is(Class::That.bit()))
        && (mention.to + 1..reply.tokens.len().min(mention.to + 9))
            .take_while(|&at| reply.tokens[at].kind == Kind::Word)
            .any(|at| reply.is_one_of(at, &META))
}

/// The words behind the mention say that it is no answer.
fn is_turned_down(reply: &Reply<'_>, mention: &Mention, cue: Cue, right: &[Token]) -> bool {
    cue > Cue::Own && is_denied(right)
        || cue > Cue::Key && is_excessive(reply, mention, right)
        || is_declined_act(reply, mention, right)
        || cue > Cue::Key && is_misleading(reply, mention)
}

/// "... is not the right answer": the words behind the mention deny it.
fn is_denied(right: &[Token]) -> bool {
    let mut words = right.iter().skip_while(|token| token.any_mark(b"\"')*"));
    let (Some(copula), Some(not)) = (words.next(), words.next()) else { return false };
    copula.is(Class::Copula.bit())
        && !copula.is(Class::Contrast.bit())
        && not.is(Class::Negation.bit())
        && !not.is(Class::Range.bit())
}

/// "... would be too much", "... wäre übertrieben"; a second one needs no verb: "3 wäre zu niedrig, 5 zu hoch".
fn is_excessive(reply: &Reply<'_>, mention: &Mention, right: &[Token]) -> bool {
    const REACH: usize = 5;
    const SECOND_REACH: usize = 24;
    if !reply.has(Class::Excess.bit()) {
        return false;
    }
    let clause = || {
        right.iter().skip_while(|token| token.any_mark(b"\"')*")).take(REACH).take_while(|token| {
            token.kind == Kind::Word
                && !token.is(Class::Turn.bit() | Class::Or.bit() | Class::And.bit())
        })
    };
    let is_excess = |token: &Token| token.is(Class::Excess.bit());
    let start = mention.from.saturating_sub(SECOND_REACH);
    let start = start.max(reply.tokens[mention.from].sentence as usize);
    let second = || reply.tokens[start..mention.from].iter().any(is_excess);
    let excess = clause().position(is_excess);
    excess.is_some_and(|at| {
        (at > 0 || second()) && !clause().take(at).any(|token| token.is(Class::Negation.bit()))
    })
}

/// "Ich lehne es ab, die Frage zu beantworten": what is declined is to speak, and not the item.
fn is_declined_act(reply: &Reply<'_>, mention: &Mention, right: &[Token]) -> bool {
    const ACTS: ClassSet = Class::Speech.bit() | Class::LightSpeech.bit();
    let declines = |token: &Token| token.is(Class::Inability.bit());
    let [comma, clause @ ..] = right else { return false };
    comma.mark(b',')
        && mention.form == Form::Label
        && reply.tokens[mention.from..mention.to].iter().any(declines)
        && !clause.first().is_some_and(|that| that.is(Class::That.bit()))
        && clause.iter().take_while(|token| token.kind == Kind::Word).any(|token| token.is(ACTS))
}

/// The classes of all words of a label, and of the words that say it: "pas d'accord" denies where "Disagree" does not.
fn mention_classes(scale: &ResponseScale, reply: &Reply<'_>, mention: &Mention) -> ClassSet {
    let said = reply.tokens[mention.from..mention.to].iter();
    match mention.option() {
        Some(option) if mention.form == Form::Label => {
            said.fold(scale.labels.classes(option), |all, token| all | token.classes)
        }
        _ => 0,
    }
}
