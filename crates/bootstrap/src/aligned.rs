//! Buffers that begin on a cache line.
//!
//! A vector of 32 bytes that straddles two cache lines takes two loads. Allocators place large
//! buffers 16 bytes behind a line, so that every other vector would straddle: the kernels ran at
//! half their speed from such buffers.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line, and of the widest vector.
const LINE: usize = 64;

/// A slice of fixed length that begins on a cache line.
#[derive(Debug)]
pub(crate) struct Aligned<T> {
    storage: Vec<T>,
    start: usize,
    length: usize,
}

impl<T: Copy + Default> Aligned<T> {
    /// So many default values.
    pub(crate) fn new(length: usize) -> Aligned<T> {
        let spare = LINE / size_of::<T>().max(1);
        let storage = vec![T::default(); length + spare];
        // An offset that cannot be told costs speed only.
        let start = storage.as_ptr().align_offset(LINE);
        let start = if start <= spare { start } else { 0 };
        Aligned { storage, start, length }
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.storage[self.start..self.start + self.length]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.storage[self.start..self.start + self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_begin_on_a_line_and_have_their_length() {
        for length in [0, 1, 7, 1000] {
            let mut bytes = Aligned::<u8>::new(length);
            bytes.fill(3);
            assert_eq!(*bytes, vec![3; length]);
            assert_eq!(bytes.as_ptr().addr() % LINE, 0);
            let floats = Aligned::<f64>::new(length);
            assert_eq!((floats.len(), floats.as_ptr().addr() % LINE), (length, 0));
        }
    }
}
