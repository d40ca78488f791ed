//! Trees of words: the phrases of the word lists and the labels of a scale.

/// Edges of a tree, (node, word) to node, by open addressing; node 0 is the root and no edge leads to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    slots: Vec<Edge>,
    count: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    from: u32,
    to: u32,
    word: u16,
}

impl Edges {
    /// Where a word leads from a node.
    #[inline]
    pub(crate) fn get(&self, from: u32, word: u16) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = slot(from, word) & mask;
        while let Some(edge) = self.slots.get(at) {
            if edge.to == 0 {
                return None;
            }
            if edge.from == from && edge.word == word {
                return Some(edge.to);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Adds an edge that is not there.
    pub(crate) fn insert(&mut self, from: u32, word: u16, to: u32) {
        self.count += 1;
        if 4 * self.count > self.slots.len() {
            let edges = std::mem::take(&mut self.slots);
            self.slots = vec![Edge::default(); (8 * self.count).next_power_of_two()];
            edges.into_iter().filter(|edge| edge.to != 0).for_each(|edge| self.place(edge));
        }
        self.place(Edge { from, to, word });
    }

    fn place(&mut self, edge: Edge) {
        let mask = self.slots.len() - 1;
        let mut at = slot(edge.from, edge.word) & mask;
        while self.slots[at].to != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = edge;
    }

    /// The words that leave a node.
    pub(crate) fn words_from(&self, node: u32) -> impl Iterator<Item = u16> + '_ {
        self.slots
            .iter()
            .filter(move |edge| edge.to != 0 && edge.from == node)
            .map(|edge| edge.word)
    }
}

fn slot(from: u32, word: u16) -> usize {
    let key = u64::from(from) << 16 | u64::from(word);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_lead_where_they_were_drawn() {
        let mut edges = Edges::default();
        assert_eq!(edges.get(0, 1), None);
        (1..100).for_each(|i| edges.insert(i / 3, i as u16, i));
        assert!((1..100).all(|i| edges.get(i / 3, i as u16) == Some(i)));
        assert_eq!(edges.get(0, 3), None);
        let mut words: Vec<u16> = edges.words_from(0).collect();
        words.sort_unstable();
        assert_eq!(words, [1, 2]);
    }
}
