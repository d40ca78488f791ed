//! No bytes make the CSV reader panic, and it accepts no code that the codebook does not know.
#![no_main]

use survey_model::{Origin, Reading, VariableName};

libfuzzer_sys::fuzz_target!(|csv: &[u8]| {
    let column = VariableName::new("gndr").expect("a name");
    let codebook = ess_codebook::shipped();
    let gender = codebook.variable("gndr").expect("it is shipped");
    let read = ess_codebook::read_csv(csv, "fuzz.csv", Origin::Invented, codebook, &[column]);
    if let Ok(microdata) = read {
        let codes = microdata.codes("gndr").expect("it was asked for");
        assert!(codes.iter().flatten().all(|code| gender.read(code) != Reading::Unknown));
    }
});
