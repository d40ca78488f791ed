//! CSV: a header and one record a respondent, read in parallel and joined in order.

mod blocks;
mod scan;

use std::io::Read;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Mutex;

use survey_model::Microdata;

use crate::cell::Cell;
use crate::columns::Columns;
use crate::plan::Plan;
use crate::{CellProblem, FileError, Place, Request};
use blocks::{Block, BlockError, Blocks};
use scan::{Separator, content, separators};

/// More threads than this wait for the disk.
const THREADS_MAX: usize = 4;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a CSV file: separated by commas, semicolons or tabs, quoted or not, with or without a byte order mark,
/// with any columns in any order.
///
/// The number of threads does not change the result.
///
/// # Errors
/// [`FileError`], of the first row that is wrong; nothing is returned then.
pub fn read_csv(input: impl Read + Send, request: &Request<'_>) -> Result<Microdata, FileError> {
    let mut blocks = Blocks::new(input);
    let first = blocks.next().map_err(|error| block_error(error, 0, request))?;
    let Some(mut first) = first else {
        return Err(FileError::NoRespondent { file: request.file.to_owned() });
    };
    let table = Table::of_header(&mut first, request)?;
    let parts = read_parts(first, blocks, &table);
    join(parts, &table, request)
}

/// What the header says.
#[derive(Debug)]
struct Table {
    delimiter: u8,
    fields: usize,
    /// Lines of the header, more than 1 if a quoted name has a line break.
    lines: u64,
    plan: Plan,
}

/// The rows of one block, and how many lines it has.
struct Part {
    index: usize,
    lines: u64,
    rows: Result<Columns, RowError>,
}

/// What is wrong in a block; lines are counted from the block's first line, which is 0.
enum RowError {
    Cell { line: u64, slot: usize, value: String, problem: CellProblem },
    Fields { line: u64, fields: usize },
    Block(BlockError),
}

impl Table {
    /// Takes the header off the first block.
    fn of_header(first: &mut Block, request: &Request<'_>) -> Result<Self, FileError> {
        let file = || request.file.to_owned();
        if first.bytes.starts_with(BYTE_ORDER_MARK) {
            first.bytes.drain(..BYTE_ORDER_MARK.len());
        }
        if first.bytes.starts_with(b"\xff\xfe") || first.bytes.starts_with(b"\xfe\xff") {
            return Err(FileError::Encoding { file: file(), found: "UTF-16" });
        }
        let end = separators(&first.bytes, b'\n', |separator| ControlFlow::Break(separator.at));
        let ControlFlow::Break(end) = end else {
            return Err(FileError::NoRespondent { file: file() });
        };
        if first.bytes[..end].contains(&0) {
            let found = "UTF-16 or something else with two bytes a letter";
            return Err(FileError::Encoding { file: file(), found });
        }
        // The one line break of such a file is the one that was added at its end.
        if end + 1 == first.bytes.len() && first.bytes[..end].trim_ascii_end().contains(&b'\r') {
            let (found, remedy) = (
                "a text whose lines end with carriage returns alone",
                "save it with the line breaks of Windows or Unix",
            );
            return Err(FileError::Foreign { file: file(), found, remedy });
        }
        let header: Vec<u8> = first.bytes.drain(..=end).collect();
        let (delimiter, names) = [b',', b';', b'\t']
            .map(|delimiter| (delimiter, split(&header, delimiter)))
            .into_iter()
            .max_by_key(|(delimiter, names)| (names.len(), *delimiter == b','))
            .expect("three delimiters were tried");
        let names: Option<Vec<String>> = names
            .into_iter()
            .map(|name| Some(std::str::from_utf8(name).ok()?.to_owned()))
            .collect();
        let Some(names) = names else {
            return Err(FileError::Encoding { file: file(), found: "something else than UTF-8" });
        };
        if let [name] = names.as_slice() {
            let header = name.chars().take(60).flat_map(char::escape_debug).collect();
            return Err(FileError::Delimiter { file: file(), header });
        }
        let plan = Plan::new(&names, request)?;
        Ok(Self { delimiter, fields: names.len(), lines: count_lines(&header), plan })
    }

    /// Reads the rows of a block.
    fn read(&self, block: &[u8]) -> Result<Columns, RowError> {
        let slots = &self.plan.slots;
        let slot_field = |slot: usize| slots.get(slot).map_or(usize::MAX, |slot| slot.field);
        let mut columns = Columns::new(&self.plan, Place::Line);
        let (mut row_start, mut start, mut field, mut line) = (0, 0, 0, 0_u64);
        let (mut slot, mut next_field) = (0, slot_field(0));
        let outcome = separators(block, self.delimiter, |Separator { at, ends_record }| {
            if field == 0 && ends_record && content(&block[start..at]).is_empty() {
                // A blank line holds no respondent.
                (row_start, start, line) = (at + 1, at + 1, line + 1);
                return ControlFlow::Continue(());
            }
            if field == next_field {
                let cell = Cell::Text(content(&block[start..at]));
                if let Err(problem) = columns.push(slot, &slots[slot].role, cell, line) {
                    let value = cell.show();
                    return ControlFlow::Break(RowError::Cell { line, slot, value, problem });
                }
                slot += 1;
                next_field = slot_field(slot);
            }
            field += 1;
            start = at + 1;
            if ends_record {
                if field != self.fields {
                    return ControlFlow::Break(RowError::Fields { line, fields: field });
                }
                columns.end_row(line);
                line += count_lines(&block[row_start..start]);
                (row_start, field, slot, next_field) = (start, 0, 0, slot_field(0));
            }
            ControlFlow::Continue(())
        });
        match outcome {
            ControlFlow::Continue(()) => Ok(columns),
            ControlFlow::Break(error) => Err(self.better_error(error, &block[row_start..])),
        }
    }

    /// In a damaged row the cells stand in the wrong columns: then the number of fields is the better message.
    fn better_error(&self, error: RowError, row: &[u8]) -> RowError {
        let RowError::Cell { line, .. } = error else { return error };
        let end = separators(row, b'\n', |separator| ControlFlow::Break(separator.at));
        let ControlFlow::Break(end) = end else { return error };
        let fields = split(&row[..=end], self.delimiter).len();
        if fields == self.fields { error } else { RowError::Fields { line, fields } }
    }
}

/// Reads all blocks on a few threads; the parts come back in the order of the file, up to the first error.
fn read_parts(first: Block, blocks: Blocks<impl Read + Send>, table: &Table) -> Vec<Part> {
    let source = Mutex::new((Some(first), blocks));
    let parts = Mutex::new(Vec::new());
    let work = || {
        loop {
            let taken = {
                let (first, blocks) = &mut *source.lock().expect("no thread panics while it reads");
                match first.take() {
                    Some(first) => Ok(Some(first)),
                    None => blocks.next(),
                }
            };
            let part = match taken {
                Ok(None) => return,
                Ok(Some(Block { index, bytes })) => {
                    Part { index, lines: count_lines(&bytes), rows: table.read(&bytes) }
                }
                Err(error) => {
                    Part { index: usize::MAX, lines: 0, rows: Err(RowError::Block(error)) }
                }
            };
            let failed = part.rows.is_err();
            parts.lock().expect("no thread panics while it adds").push(part);
            if failed {
                // Blocks are handed out in order, so every earlier one is being read already.
                source.lock().expect("no thread panics while it reads").1.stop();
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let mut parts = parts.into_inner().expect("no thread panicked");
    parts.sort_by_key(|part: &Part| part.index);
    parts
}

fn join(parts: Vec<Part>, table: &Table, request: &Request<'_>) -> Result<Microdata, FileError> {
    let plan = &table.plan;
    let mut columns = Columns::new(plan, Place::Line);
    // The line in which the next part begins, counted from 1.
    let mut first_line = table.lines + 1;
    for part in parts {
        let rows = part.rows.map_err(|error| row_error(error, first_line, table, request))?;
        columns.append(rows, first_line, plan, request)?;
        first_line += part.lines;
    }
    columns.finish(plan, request)
}

fn row_error(error: RowError, first_line: u64, table: &Table, request: &Request<'_>) -> FileError {
    let file = request.file.to_owned();
    match error {
        RowError::Block(error) => block_error(error, first_line, request),
        RowError::Fields { line, fields } => {
            FileError::Fields { file, line: first_line + line, fields, expected: table.fields }
        }
        RowError::Cell { line, slot, value, problem } => FileError::Cell {
            file,
            place: Place::Line(first_line + line),
            column: table.plan.slots[slot].name.to_string(),
            value,
            problem: Box::new(match problem {
                CellProblem::Mixed { first, first_place: Place::Line(line) } => {
                    CellProblem::Mixed { first, first_place: Place::Line(first_line + line) }
                }
                problem => problem,
            }),
        },
    }
}

fn block_error(error: BlockError, line: u64, request: &Request<'_>) -> FileError {
    let file = request.file.to_owned();
    match error {
        BlockError::Io(source) => FileError::Io { file, source },
        BlockError::UnclosedQuote => FileError::UnclosedQuote { file, line: line.max(1) },
    }
}

/// The fields of one record, with its line break.
fn split(record: &[u8], delimiter: u8) -> Vec<&[u8]> {
    let (mut fields, mut start) = (Vec::new(), 0);
    let _: ControlFlow<()> = separators(record, delimiter, |separator| {
        fields.push(content(&record[start..separator.at]));
        start = separator.at + 1;
        ControlFlow::Continue(())
    });
    fields
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
