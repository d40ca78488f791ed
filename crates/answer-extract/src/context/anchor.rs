//! What a mention hangs on: the nearest word to its left that carries sense.

use super::subject::is_given;
use crate::class::Class;
use crate::mention::Mention;
use crate::reply::Reply;
use crate::token::{Kind, Token};

/// Tokens that may stand between a cue and the option it announces.
fn glue(token: &Token) -> bool {
    token.any_mark(b"\"'([{$\\|=")
        || token.is(Class::Filler.bit() | Class::OptionNoun.bit() | Class::Hedge.bit())
}

/// The nearest token to the left that is no glue, and how many words of glue were passed.
pub(super) fn anchor(reply: &Reply<'_>, mention: &Mention) -> Option<(usize, usize)> {
    let mut words = 0;
    for at in (mention.from.saturating_sub(12)..mention.from).rev() {
        let token = &reply.tokens[at];
        if token.mark(b'\n') && at > 0 && reply.tokens[at - 1].mark(b':') {
            continue;
        }
        let leads =
            Class::Copula.bit() | Class::Choose.bit() | Class::AnswerKey.bit() | Class::Say.bit();
        if token.is(Class::Third.bit()) && is_given(reply, at) {
            continue;
        }
        if !glue(token) || token.is(leads) {
            return Some((at, words));
        }
        words += usize::from(token.kind == Kind::Word);
    }
    None
}
