//! Finds the fields of a block of whole records, 64 bytes at a time.
//!
//! A delimiter or line break counts if an even number of quotes stands before it: doubled quotes inside a quoted
//! field keep the count right (RFC 4180). The blocks are compared with vectors, which the `wide` crate makes portable.

use std::ops::ControlFlow;

use wide::u8x16;

/// Where a field or a record ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Separator {
    /// Offset of the delimiter or line break.
    pub(crate) at: usize,
    /// Whether it is a line break.
    pub(crate) ends_record: bool,
}

/// Calls `visit` for each separator of a block that begins outside of quotes, in order, until it breaks.
#[inline]
pub(crate) fn separators<B>(
    block: &[u8],
    delimiter: u8,
    mut visit: impl FnMut(Separator) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut inside = 0_u64;
    let (chunks, rest) = block.as_chunks::<64>();
    let mut tail = [0_u8; 64];
    tail[..rest.len()].copy_from_slice(rest);
    for (index, chunk) in chunks.iter().chain([&tail]).enumerate() {
        let [quotes, delimiters, breaks] = positions(chunk, [b'"', delimiter, b'\n']);
        let quoted = prefix_xor(quotes) ^ inside;
        // All ones if the next chunk begins inside of quotes.
        inside = 0_u64.wrapping_sub(quoted >> 63);
        let breaks = breaks & !quoted;
        let mut rest = (delimiters & !quoted) | breaks;
        while rest != 0 {
            let bit = rest.trailing_zeros();
            let ends_record = breaks >> bit & 1 == 1;
            visit(Separator { at: index * 64 + bit as usize, ends_record })?;
            rest &= rest - 1;
        }
    }
    ControlFlow::Continue(())
}

/// For each of three bytes, where it stands in the chunk: bit *i* for byte *i*.
#[inline]
fn positions(chunk: &[u8; 64], bytes: [u8; 3]) -> [u64; 3] {
    let needles = bytes.map(u8x16::splat);
    let mut found = [0_u64; 3];
    let (lanes, _) = chunk.as_chunks::<16>();
    for (part, lane) in lanes.iter().enumerate() {
        let lane = u8x16::from(*lane);
        for (mask, needle) in found.iter_mut().zip(needles) {
            *mask |= u64::from(lane.simd_eq(needle).to_bitmask()) << (16 * part);
        }
    }
    found
}

/// Bit *i* of the result is the parity of bits 0 to *i*.
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The text of a field: without the carriage return of a Windows line, outer blanks and quotes.
#[inline]
pub(crate) fn content(field: &[u8]) -> &[u8] {
    match field {
        [b'0'..=b'9', .., b'0'..=b'9'] | [b'0'..=b'9'] | [] => field,
        _ => {
            let field = field.trim_ascii();
            field.strip_prefix(b"\"").and_then(|field| field.strip_suffix(b"\"")).unwrap_or(field)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
        let (mut records, mut record, mut start) = (Vec::new(), Vec::new(), 0);
        let _: ControlFlow<()> = separators(text, b',', |separator| {
            record.push(content(&text[start..separator.at]).to_vec());
            start = separator.at + 1;
            if separator.ends_record {
                records.push(std::mem::take(&mut record));
            }
            ControlFlow::Continue(())
        });
        records
    }

    fn check(text: &str, expected: &[&[&str]]) {
        let found = fields(text.as_bytes());
        let found: Vec<Vec<&str>> = found
            .iter()
            .map(|record| record.iter().map(|field| std::str::from_utf8(field).unwrap()).collect())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_hide_delimiters_and_line_breaks() {
        check("a,\"b,\nc\",d\n1,,\"\"\n", &[&["a", "b,\nc", "d"], &["1", "", ""]]);
    }

    #[test]
    fn carriage_returns_are_not_content() {
        check("a,b\r\n1,\"2\"\r\n", &[&["a", "b"], &["1", "2"]]);
    }

    #[test]
    fn a_quote_may_span_chunks() {
        let long = "x".repeat(200);
        check(&format!("\"{long},\",2\n"), &[&[&format!("{long},"), "2"]]);
    }

    proptest! {
        /// Witness: the `csv` crate.
        #[test]
        fn well_formed_files_split_as_the_csv_crate_splits_them(
            records in prop::collection::vec(prop::collection::vec("[a-c0-9,\n\"; é]{0,9}", 3), 1..40)
        ) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Necessary).from_writer(Vec::new());
            for record in &records {
                writer.write_record(record).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
            let expected: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
            let found = fields(&text);
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(expected) {
                    // Doubled quotes stay doubled and outer blanks go: neither is a code.
                    let found = String::from_utf8_lossy(found).replace("\"\"", "\"");
                    let expected = String::from_utf8_lossy(expected);
                    prop_assert_eq!(found.trim(), expected.trim());
                }
            }
        }
    }
}
