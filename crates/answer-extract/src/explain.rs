//! What each step saw in a reply, for people who debug a rule.

use std::fmt;

use crate::class::Class;
use crate::decide::{apply, decide};
use crate::evidence::{Scratch, gather};
use crate::extraction::{Extraction, Span};
use crate::lexicon::Language;
use crate::option::OptionValue;
use crate::rules::RULES;
use crate::scale::ResponseScale;

/// One place where the reply names options.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its bytes.
    pub span: Span,
    /// The options it can mean; empty for a number off the scale.
    pub options: Vec<OptionValue>,
    /// How directly it is offered as the answer (a rule's cue).
    pub cue: String,
    /// What keeps it from being one.
    pub block: Option<String>,
}

/// The trace of one extraction; `Display` lays it out for a terminal.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The language whose word lists were used.
    pub language: Language,
    /// Words with the classes that they carry, `Stop` and `Filler` left out.
    pub words: Vec<(Span, Vec<&'static str>)>,
    /// Every mention.
    pub seen: Vec<Seen>,
    /// What every rule of the table would have decided: id and outcome's name, in the table's order.
    pub rules: Vec<(&'static str, &'static str)>,
    /// The decision.
    pub extraction: Extraction,
    text: String,
}

/// Extracts, and keeps what was seen on the way.
#[must_use]
pub fn explain(scale: &ResponseScale, reply: &str) -> Explanation {
    let evidence = gather(scale, reply, Scratch::default());
    let telling = !(Class::Stop.bit() | Class::Filler.bit() | Class::LabelFiller.bit());
    let tokens = &evidence.reply.tokens;
    let words = tokens.iter().filter(|token| token.is(telling)).map(|token| {
        let span = Span { start: token.start as usize, end: token.end as usize };
        (span, Class::of(token.classes & telling).map(Class::name).collect())
    });
    let seen = evidence.claims.iter().map(|claim| Seen {
        span: evidence.span(claim),
        options: match evidence.undecided(&[claim]).outcome.candidates() {
            [] => Vec::new(),
            candidates => candidates.to_vec(),
        },
        cue: format!("{:?}", claim.cue),
        block: claim.block.map(|block| format!("{block:?}")),
    });
    let rules = RULES
        .iter()
        .filter_map(|rule| apply(rule, &evidence).map(|finding| (rule.id, finding.outcome.name())));
    Explanation {
        language: evidence.reply.language,
        words: words.collect(),
        seen: seen.collect(),
        rules: rules.collect(),
        extraction: decide(&evidence),
        text: reply.to_owned(),
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "language  {:?}", self.language)?;
        for (span, classes) in &self.words {
            writeln!(
                f,
                "word      {:>5}  {:<16} {}",
                span.start,
                &self.text[span.range()],
                classes.join(", ")
            )?;
        }
        for seen in &self.seen {
            let options: Vec<String> = seen.options.iter().map(ToString::to_string).collect();
            let block =
                seen.block.as_deref().map_or(String::new(), |block| format!("  blocked: {block}"));
            writeln!(
                f,
                "mention   {:>5}  {:?} = {}  cue: {}{block}",
                seen.span.start,
                &self.text[seen.span.range()],
                options.join("/"),
                seen.cue
            )?;
        }
        for (position, (rule, outcome)) in self.rules.iter().enumerate() {
            writeln!(
                f,
                "{}  {rule}   {outcome}",
                if position == 0 { "decides " } else { "or      " }
            )?;
        }
        let value =
            self.extraction.outcome.value().map_or(String::new(), |value| format!(" {value}"));
        write!(f, "outcome   {}{value}", self.extraction.outcome.name())?;
        for conflict in &self.extraction.conflicts {
            write!(f, "\nconflict  {conflict}")?;
        }
        Ok(())
    }
}
