//! Persons in a sentence who are not the ones that choose.

use crate::class::Class;
use crate::mention::{Form, Mention};
use crate::reply::Reply;
use crate::token::{CAPITAL, Kind, Token};
use crate::word::WordSet;

/// Possessives of the first person.
const POSSESSIVES: WordSet = WordSet::new(&[
    "my", "our", "mein", "meine", "meinem", "meiner", "unser", "unsere", "mon", "ma", "mes", "mi",
    "mis", "mio", "mia", "miei",
]);

/// Verbs of somebody else's choice, behind "my" and a noun.
const VERBS: WordSet = WordSet::new(&[
    "would", "might", "will", "may", "says", "said", "thinks", "thought", "gives", "gave",
]);

/// Whether the person at a token does not choose the mention.
pub(super) fn is_no_subject(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    let token = &reply.tokens[at];
    if token.is(Class::First.bit()) {
        return is_relative(reply, at) || is_of_others(reply, at);
    }
    let persons = Class::Third.bit() | Class::Conditional.bit();
    if reply.has(Class::Joins.bit()) && token.is(persons) && is_joined(reply, at) {
        return true;
    }
    if is_dative(reply, mention, at) || is_everybody(reply, mention, at) {
        return true;
    }
    token.is(Class::Third.bit())
        && (is_role(reply, at)
            || is_compared(reply, at)
            || is_given(reply, at)
            || is_of_options(reply, at)
            || is_whose(reply, at)
            || is_in_role(reply, at)
            || is_kind_of_speaker(reply, at))
        || token.is(Class::Second.bit())
            && (is_generic(reply, mention, at) || is_in_role(reply, at))
}

/// "Es wird ihnen schlechter gehen": to whom something happens.
fn is_dative(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    mention.form == Form::Label && reply.is_word(at, "ihnen") && !reply.tokens[at].has(CAPITAL)
}

/// "Man sollte einige kommen lassen", "on devrait en autoriser certains": what one should do is the speaker's view.
fn is_everybody(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    const ONE: WordSet = WordSet::new(&["man", "on"]);
    const SHOULD: WordSet =
        WordSet::new(&["sollte", "muss", "müsste", "darf", "kann", "devrait", "doit", "peut"]);
    let start = reply.tokens[at].sentence as usize;
    let should = reply.is_one_of(at + 1, &SHOULD) || at > 0 && reply.is_one_of(at - 1, &SHOULD);
    mention.form == Form::Label
        && !mention.weak
        && reply.is_one_of(at, &ONE)
        && should
        && at - start <= 3
}

/// "People I know": the speaker is part of who they are.
fn is_relative(reply: &Reply<'_>, at: usize) -> bool {
    const KNOWS: WordSet = WordSet::new(&[
        "know", "knew", "met", "meet", "work", "worked", "talk", "talked", "spoke", "live", "love",
        "respect", "teach", "see", "trust", "grew",
    ]);
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
    let would = reply.is_one_of(at + 2, &VERBS);
    group || noun && would
}

/// "You need to be careful": the reader stands for everybody in front of an option that is a statement.
fn is_generic(reply: &Reply<'_>, mention: &Mention, at: usize) -> bool {
    const STATEMENT: usize = 4;
    reply.tokens[at].sentence as usize == at
        && mention.from == at + 1
        && mention.to - mention.from >= STATEMENT
}

/// "I'd give them six", "I'd call them good": whom an option is given to.
pub(super) fn is_given(reply: &Reply<'_>, at: usize) -> bool {
    const TELL: WordSet = WordSet::new(&["tell", "answer"]);
    let before = at.checked_sub(1).map(|before| &reply.tokens[before]);
    let told = reply.is_one_of(at.wrapping_sub(1), &TELL) && reply.tokens[at].is(Class::Gap.bit());
    told || before.is_some_and(|before| {
        before.is(Class::Choose.bit())
            || before.is(Class::Say.bit()) && reply.tokens[at].is(Class::Gap.bit())
    })
}

/// "Count me among those who agree", "I'm with the people who disagree": the speaker joins the persons.
fn is_joined(reply: &Reply<'_>, at: usize) -> bool {
    const REACH: usize = 5;
    let persons = Class::Third.bit() | Class::Conditional.bit() | Class::LabelFiller.bit();
    let before = reply.tokens[at.saturating_sub(REACH)..at].iter().rev();
    let mut persons = before.skip_while(|token| token.is(persons) && !token.is(Class::Joins.bit()));
    persons.next().is_some_and(|token| token.is(Class::Joins.bit()))
}

/// "For the kids' drinks 7": whose things a part of the question is about.
fn is_whose(reply: &Reply<'_>, at: usize) -> bool {
    const REACH: usize = 3;
    let possesses = reply.tokens.get(at + 1).is_some_and(|next| next.mark(b'\''))
        || reply.word(&reply.tokens[at]).ends_with("'s");
    let before = &reply.tokens[at.saturating_sub(REACH)..at];
    possesses && before.iter().any(|token| token.is(Class::Frame.bit()))
}

/// "Speaking as a shopkeeper who pays everybody's taxes: 5": all of the clause is about the speaker's role.
pub(super) fn is_in_role(reply: &Reply<'_>, at: usize) -> bool {
    const SPEAKING: WordSet =
        WordSet::new(&["speaking", "talking", "answering", "writing", "responding"]);
    const ROLE: usize = 40;
    let start = reply.tokens[at].sentence as usize;
    if at - start > ROLE {
        return false;
    }
    let role = start + usize::from(reply.is_one_of(start, &SPEAKING));
    reply.is_word(role, "as")
        && reply.tokens.get(role + 1).is_some_and(|article| article.is(Class::LabelFiller.bit()))
        && !reply.tokens[start..at].iter().any(|token| token.any_mark(b",:-"))
}

/// "Of those, 4 comes closest.": the options, and no people.
fn is_of_options(reply: &Reply<'_>, at: usize) -> bool {
    const THOSE: WordSet = WordSet::new(&["those", "them"]);
    const OF: WordSet = WordSet::new(&["of", "among", "from"]);
    let of = at.wrapping_sub(1);
    reply.is_one_of(at, &THOSE)
        && reply.is_one_of(of, &OF)
        && reply.tokens[of].sentence as usize == of
        && reply.tokens.get(at + 1).is_some_and(|next| next.mark(b','))
}

/// "More than my kids": whom the speaker is compared with.
fn is_compared(reply: &Reply<'_>, at: usize) -> bool {
    const THAN: WordSet = WordSet::new(&["than", "als"]);
    (1..=2).any(|back| reply.is_one_of(at.wrapping_sub(back), &THAN))
}

/// "As a mother of three", "I'm a retired lawyer": a role of the speaker, and nobody else.
fn is_role(reply: &Reply<'_>, at: usize) -> bool {
    const AS: WordSet = WordSet::new(&["as", "als", "comme", "como", "come", "que"]);
    const AM: WordSet =
        WordSet::new(&["i'm", "am", "being", "was", "bin", "suis", "soy", "sono", "étant"]);
    const REACH: usize = 4;
    let article = at > 0 && reply.tokens[at - 1].is(Class::LabelFiller.bit());
    let role = reply.is_one_of(at.wrapping_sub(1), &AS)
        || article && reply.is_one_of(at.wrapping_sub(2), &AS);
    let am = (at.saturating_sub(REACH)..at)
        .rev()
        .take_while(|&before| reply.tokens[before].kind == Kind::Word)
        .any(|before| reply.is_one_of(before, &AM));
    role || am && !reply.is_word(at + 1, "who")
}

/// "I see myself as someone who disagrees": the relative goes on with what the speaker is.
pub(super) fn is_kind_of_speaker(reply: &Reply<'_>, at: usize) -> bool {
    const WHO: WordSet = WordSet::new(&["who", "that"]);
    const SOMEONE: WordSet = WordSet::new(&["someone", "somebody", "person", "one"]);
    const REACH: usize = 8;
    let who = at + usize::from(reply.is_one_of(at, &SOMEONE));
    let one = who.wrapping_sub(1);
    let before = &reply.tokens[one.saturating_sub(REACH).min(who)..who.saturating_sub(1)];
    reply.is_one_of(who, &WHO)
        && reply.is_one_of(one, &SOMEONE)
        && before.iter().any(|token| token.is(Class::First.bit()))
}

/// "For me, ...", "In my opinion, ...": the sentence begins by saying whose view it is.
pub(super) fn is_own_frame(reply: &Reply<'_>, sentence: usize) -> bool {
    let start = &reply.tokens[sentence..reply.sentence_end(sentence, 3)];
    start.first().is_some_and(|first| first.is(Class::OwnStance.bit()))
        && start.iter().any(|token| token.is(Class::First.bit()))
}
