//! Words that are an option in a short reply, though running text uses them for much else.

use crate::class::Class;
use crate::context::{Claim, is_courteous};
use crate::evidence::Evidence;
use crate::lexicon::Language;
use crate::mention::Form;
use crate::token::{Kind, Token};
use crate::word::WordSet;

/// A weak label that running text does not use as a function word: "rarely", but not "no"; a letter that ends its sentence.
pub(super) fn is_telling(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    let ends = |marks: &[u8]| {
        evidence.reply.tokens.get(claim.mention.to).is_none_or(|next| next.any_mark(marks))
    };
    // "Ten points!"
    let points = || {
        let [noun, stop, ..] = &evidence.reply.tokens[claim.mention.to..] else { return false };
        noun.is(Class::Degree.bit() | Class::OptionNoun.bit()) && stop.any_mark(b".!\n")
    };
    match claim.mention.form {
        Form::BareLetter => return ends(b".!\n"),
        Form::NumberWord => return evidence.speech().words <= 8 && (ends(b".!\n") || points()),
        _ => {}
    }
    let function = Class::Negation.bit() | Class::Stop.bit() | Class::Third.bit();
    let courtesy = is_courteous(evidence.scale, &evidence.reply, &claim.mention);
    // "Exacto." for "Sí", and "los jubilados lo leen siempre".
    let tokens = &evidence.reply.tokens[claim.mention.from..claim.mention.to];
    let written = |option: usize| {
        let holds = |token: &Token| evidence.scale.labels.holds(option, evidence.reply.word(token));
        // "Me siento inseguro por las noches": no word of any list, and where or when stands behind it.
        let plain = tokens.iter().all(|token| token.classes == 0)
            && evidence
                .reply
                .tokens
                .get(claim.mention.to)
                .is_some_and(|next| next.is(Class::Frame.bit()));
        tokens.iter().any(holds) || ends(b".,;!\n") || plain
    };
    let telling = |option: usize| {
        evidence.scale.labels.classes(option) & function == 0
            || ends(b".!\n") && agrees(evidence, claim)
            || ends(b".,!;\n") && is_own_degree(evidence, claim)
    };
    claim.mention.form == Form::Label
        && claim.mention.option().is_some_and(|option| telling(option) && written(option))
        && !courtesy
        && !is_of_many(evidence, claim)
        && !evidence.scale.end_labelled
}

/// "Los jubilados lo leen siempre": the sentence begins with a plural article.
fn is_of_many(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    const ARTICLES: WordSet = WordSet::new(&["los", "las", "i", "gli", "le"]);
    let sentence = evidence.reply.tokens[claim.mention.from].sentence as usize;
    matches!(evidence.reply.language, Language::Spanish | Language::Italian)
        && sentence < claim.mention.from
        && evidence.reply.is_one_of(sentence, &ARTICLES)
}

/// "No lo hago nunca", "non lo faccio mai": where two negations are one, the second names its option.
fn agrees(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    const REACH: usize = 6;
    let reply = &evidence.reply;
    let (from, to) = (claim.mention.from, claim.mention.to);
    let start = (reply.tokens[from].sentence as usize).max(from.saturating_sub(REACH));
    matches!(reply.language, Language::Spanish | Language::Italian)
        && reply.tokens[from..to].iter().all(|token| token.is(Class::Negation.bit()))
        && reply.tokens[start..from].iter().any(|token| token.is(Class::PlainNegation.bit()))
}

/// "Das beunruhigt mich sehr", "mi preoccupa molto": how much the speaker is moved, on a scale of degrees.
fn is_own_degree(evidence: &Evidence<'_>, claim: &Claim) -> bool {
    const ME: WordSet = WordSet::new(&["me", "mich", "mir", "m'", "mi"]);
    const DEGREES: WordSet = WordSet::new(&[
        "sehr",
        "ziemlich",
        "etwas",
        "wenig",
        "kaum",
        "beaucoup",
        "assez",
        "peu",
        "mucho",
        "bastante",
        "poco",
        "molto",
        "moltissimo",
        "abbastanza",
        "nada",
    ]);
    let reply = &evidence.reply;
    let (from, to) = (claim.mention.from, claim.mention.to);
    let at = |back: usize| from.checked_sub(back).filter(|&at| reply.is_one_of(at, &ME));
    // German has the verb before the pronoun, the others behind it.
    let moved = at(1).or_else(|| {
        let verb = from.checked_sub(1).map(|verb| &reply.tokens[verb]);
        let plain = verb.is_some_and(|verb| verb.kind == Kind::Word && verb.classes == 0);
        at(2).filter(|_| plain)
    });
    let denied = |me: usize| {
        let start = (reply.tokens[from].sentence as usize).max(me.saturating_sub(3));
        reply.tokens[start..from].iter().any(|token| token.is(Class::Negation.bit()))
    };
    to - from == 1 && reply.is_one_of(from, &DEGREES) && moved.is_some_and(|me| !denied(me))
}
