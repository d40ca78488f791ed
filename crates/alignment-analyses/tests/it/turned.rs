//! Studies that say the same in another order.

use crate::invented::Drawn;

/// The same people the other way round, with the named groups of every factor in reverse order.
pub(crate) fn turned(mut drawn: Drawn) -> Drawn {
    drawn.country.reverse();
    drawn.codes.values_mut().for_each(|column| column.reverse());
    for members in drawn.factors.values_mut() {
        members.reverse();
        let last = members.iter().copied().max().unwrap();
        for member in members.iter_mut().filter(|member| **member < last) {
            *member = last - 1 - *member;
        }
    }
    drawn
}
