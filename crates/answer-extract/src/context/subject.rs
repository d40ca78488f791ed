//! Persons in a sentence who are not the ones that choose.

use crate::class::Class;
use crate::mention::Mention;
use crate::reply::Reply;
use crate::token::{Kind, Token};

/// Possessives of the first person.
const POSSESSIVES: [&str; 16] = [
    "my", "our", "mein", "meine", "meinem", "meiner", "unser", "unsere", "mon", "ma", "mes", "mi",
    "mis", "mio", "mia", "miei",
];

/// Whether the person at a token does not choose the mention.
pub(super) fn is_no_subject(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    let token = &reply.tokens[at];
    if token.is(Class::First.bit()) {
        return is_relative(reply, at) || is_of_others(reply, at);
    }
    token.is(Class::Third.bit()) && is_role(reply, at)
        || token.is(Class::Second.bit()) && is_generic(reply, mention, at)
}

/// "People I know": the speaker is part of who they are.
fn is_relative(reply: &Reply<'_>, at: usize) -> bool {
    const KNOWS: [&str; 16] = [
        "know", "knew", "met", "meet", "work", "worked", "talk", "talked", "spoke", "live", "love",
        "respect", "teach", "see", "trust", "grew",
    ];
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    before.is_some_and(|before| before.is(Class::Third.bit()) && !before.is(Class::First.bit()))
        && (reply.is_one_of(at + 1, &KNOWS)
            || reply.is_word(at + 1, "have") && !reply.is_word(at + 2, "to"))
}

/// "Some in my choir", "my choir would": the speaker is only whose choir it is.
fn is_of_others(reply: &Reply<'_>, at: usize) -> bool {
    if !reply.is_one_of(at, &POSSESSIVES) {
        return false;
    }
    let is = |at: Option<usize>, test: &dyn Fn(&Token) -> bool| {
        at.and_then(|at| reply.tokens.get(at)).is_some_and(test)
    };
    let third = |token: &Token| token.is(Class::Third.bit());
    let group = is(at.checked_sub(2), &third)
        && is(at.checked_sub(1), &|token| token.kind == Kind::Word && !token.is(Class::Turn.bit()));
    let noun = is(Some(at + 1), &|token| token.kind == Kind::Word && token.classes == 0);
    let would = reply.is_one_of(at + 2, &["would", "might", "will", "may"]);
    group || noun && would
}

/// "You need to be careful": the reader stands for everybody in front of an option that is a statement.
fn is_generic(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    const STATEMENT: usize = 4;
    reply.tokens[at].sentence as usize == at
        && mention.from == at + 1
        && mention.to - mention.from >= STATEMENT
}

/// "As a mother of three": a role of the speaker, and nobody else.
fn is_role(reply: &Reply<'_>, at: usize) -> bool {
    const AS: [&str; 6] = ["as", "als", "comme", "como", "come", "que"];
    let back = |steps: usize| at.checked_sub(steps).filter(|&at| reply.is_one_of(at, &AS));
    let article = at > 0 && reply.tokens[at - 1].is(Class::LabelFiller.bit());
    back(1).or_else(|| back(2).filter(|_| article)).is_some()
}

/// "For me, ...", "In my opinion, ...": the sentence begins by saying whose view it is.
pub(super) fn is_own_frame(reply: &Reply<'_>, sentence: usize) -> bool {
    let start = &reply.tokens[sentence..reply.sentence_end(sentence, 3)];
    start.first().is_some_and(|first| first.is(Class::OwnStance.bit()))
        && start.iter().any(|token| token.is(Class::First.bit()))
}
