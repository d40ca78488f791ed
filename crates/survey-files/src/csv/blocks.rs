//! Cuts a stream into blocks of whole records.

use std::io::{self, Read};

/// How much is read at once: large enough to make the hand-over cheap, small enough to stay in the cache.
const BLOCK: usize = 1 << 20;

/// The longest record that is tried before a quote counts as never closed.
const RECORD_MAX: usize = 64 << 20;

/// Whole records that follow each other.
#[derive(Debug)]
pub(crate) struct Block {
    /// The block's place among the blocks, from 0.
    pub(crate) index: usize,
    /// The records, each with its line break.
    pub(crate) bytes: Vec<u8>,
}

/// Why there is no next block.
#[derive(Debug)]
pub(crate) enum BlockError {
    Io(io::Error),
    /// A quote is opened in the record that would come next.
    UnclosedQuote,
}

/// A stream that is cut.
#[derive(Debug)]
pub(crate) struct Blocks<R> {
    input: R,
    /// Read already, but belongs to the next block.
    rest: Vec<u8>,
    /// How many blocks were handed out.
    handed_out: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    /// The stream ends inside of quotes, and the records before them were handed out.
    Unclosed,
    Ended,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(input: R) -> Self {
        Self { input, rest: Vec::new(), handed_out: 0, state: State::Reading }
    }

    /// Hands out no further block.
    pub(crate) fn stop(&mut self) {
        self.state = State::Ended;
    }

    /// The next block; `None` at the end of the stream, and after an error.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, BlockError> {
        let mut bytes = Vec::with_capacity(self.rest.len() + BLOCK);
        bytes.append(&mut self.rest);
        while self.state == State::Reading {
            let read = self.input.by_ref().take(BLOCK as u64).read_to_end(&mut bytes);
            let read = read.inspect_err(|_| self.stop()).map_err(BlockError::Io)?;
            let ended = read < BLOCK;
            if ended && bytes.last().is_some_and(|&last| last != b'\n') {
                bytes.push(b'\n');
            }
            let end = end_of_records(&bytes);
            self.state = match end {
                _ if !ended => State::Reading,
                Some(end) if end < bytes.len() => State::Unclosed,
                None if !bytes.is_empty() => State::Unclosed,
                _ => State::Ended,
            };
            if let Some(end) = end {
                self.rest = bytes.split_off(end);
                self.handed_out += 1;
                return Ok(Some(Block { index: self.handed_out - 1, bytes }));
            }
            if bytes.len() > RECORD_MAX {
                self.state = State::Unclosed;
            }
        }
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Unclosed => Err(BlockError::UnclosedQuote),
            _ => Ok(None),
        }
    }
}

/// The offset behind the last line break that has an even number of quotes before it.
fn end_of_records(bytes: &[u8]) -> Option<usize> {
    let mut end = memchr::memrchr(b'\n', bytes)?;
    let mut quotes = memchr::memchr_iter(b'"', &bytes[..end]).count();
    while quotes % 2 == 1 {
        let earlier = memchr::memrchr(b'\n', &bytes[..end])?;
        quotes -= memchr::memchr_iter(b'"', &bytes[earlier..end]).count();
        end = earlier;
    }
    Some(end + 1)
}
