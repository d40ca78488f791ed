//! No bytes make the codebook parser panic, and what it accepts is a valid codebook.
//!
//! `fixtures/mini` holds a whole codebook to begin from: give that folder to the fuzzer as a second corpus.
#![no_main]

libfuzzer_sys::fuzz_target!(|html: &[u8]| {
    if let Ok(codebook) = ess_codebook::parse_codebook(html, "fuzz.html") {
        assert!(!codebook.variables().is_empty());
    }
});
