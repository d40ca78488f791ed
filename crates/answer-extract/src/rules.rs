//! The rule table: one row a rule, in the order in which they decide.

mod asserted;
mod ending;
mod essay;
mod explicit;
mod habit;
mod implicit;
mod restated;
mod reworded;
mod telling;
mod undecided;
mod whole;

use crate::label::TRANSLATIONS;
use crate::lexicon;
use crate::proposition;
use crate::rule::{Rule, RuleExample};

/// Counts every change of the table or the word lists that can change an outcome.
pub const RULES_REVISION: u32 = 5;

const V1: &str = "0.1.0";

const fn says(scale: &'static str, reply: &'static str, outcome: &'static str) -> RuleExample {
    RuleExample { scale, reply, outcome }
}

/// The table. The first row that finds something decides.
pub static RULES: &[Rule] = &{
    const EXPLICIT: usize = explicit::ROWS.len();
    let mut table = [explicit::ROWS[0]; EXPLICIT + implicit::ROWS.len()];
    let mut row = 0;
    while row < table.len() {
        table[row] =
            if row < EXPLICIT { explicit::ROWS[row] } else { implicit::ROWS[row - EXPLICIT] };
        row += 1;
    }
    table
};

/// The table and the word lists as one text, equal for equal rules: hash it to key a cache.
#[must_use]
pub fn rules_description() -> String {
    let mut text = format!("revision {RULES_REVISION}\n");
    for rule in RULES {
        text.push_str(&format!("{}\t{}\t{}\n", rule.id, rule.accepts, rule.safe_because));
    }
    lexicon::sources()
        .chain([TRANSLATIONS, proposition::SOURCE])
        .for_each(|source| text.push_str(source));
    text
}
