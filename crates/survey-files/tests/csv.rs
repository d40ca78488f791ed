//! The CSV reader: what it takes, and what it rejects with which words. All respondents are invented.
#![expect(clippy::unwrap_used, reason = "a failed expectation of a test may panic")]

mod common;

use common::{LAYOUT, codebook};
use survey_files::{FileError, Request, read_csv};
use survey_model::{Microdata, OptionCode, Origin, VariableName};

fn read(csv: &[u8]) -> Result<Microdata, FileError> {
    let columns = ["vote", "year"].map(|name| VariableName::new(name).unwrap());
    let request = Request {
        file: "data.csv",
        origin: Origin::Invented,
        layout: &LAYOUT,
        codebook: &codebook(),
        columns: &columns,
    };
    read_csv(csv, &request)
}

fn codes(microdata: &Microdata, variable: &str) -> Vec<Option<i32>> {
    microdata.codes(variable).unwrap().iter().map(|code| code.map(|code| code.0)).collect()
}

/// The file is rejected with words that contain all of `expected`.
fn check_error(csv: impl AsRef<[u8]>, expected: &[&str]) {
    let error = read(csv.as_ref()).unwrap_err().to_string();
    for words in expected {
        assert!(error.contains(words), "`{words}` is not in: {error}");
    }
}

/// The file reads as this plain one does.
fn check_same(csv: impl AsRef<[u8]>) {
    let plain = "land,id,vote,year\nAT,1,1,1950\nBE,1,,7777\n";
    assert_eq!(read(csv.as_ref()).unwrap(), read(plain.as_bytes()).unwrap());
}

#[test]
fn wanted_columns_are_read_by_name_among_any_others() {
    let csv =
        "year,x,weight,vote,psu,id,edition,land\n1950,,1.5,1,4,10,4.0,AT\n7777,b,,777,,11,4.0,BE\n";
    let microdata = read(csv.as_bytes()).unwrap();
    assert_eq!(microdata.countries().levels(), ["AT", "BE"]);
    assert_eq!(microdata.ids(), [10, 11]);
    assert_eq!(codes(&microdata, "vote"), [Some(1), Some(777)]);
    assert_eq!(codes(&microdata, "year"), [Some(1950), Some(7777)]);
    assert_eq!(codes(&microdata, "psu"), [Some(4), None]);
    assert_eq!(microdata.numbers("weight").unwrap(), &[Some(1.5), None]);
    assert_eq!(microdata.edition().edition.as_deref(), Some("4.0"));
    assert_eq!(microdata.origin(), Origin::Invented);
}

#[test]
fn delimiters_quotes_and_line_ends_make_no_difference() {
    check_same("land;id;vote;year\nAT;1;1;1950\nBE;1;;7777\n");
    check_same("land\tid\tvote\tyear\nAT\t1\t1\t1950\nBE\t1\t\t7777\n");
    check_same("\"land\",\"id\",\"vote\",\"year\"\n\"AT\",\"1\",\"1\",\"1950\"\nBE,1,\"\",7777\n");
    check_same("land,id,vote,year\r\nAT,1,1,1950\r\nBE,1,,7777\r\n");
    check_same("land,id,vote,year\nAT,1,1,1950\nBE,1,,7777");
    check_same("land,id,vote,year\nAT,1,1,1950\n\nBE,1,,7777\n\n");
    check_same("\u{feff}land,id,vote,year\nAT,1,1,1950\nBE,1,,7777\n");
    check_same("land,\"x\ny\",id,vote,year\nAT,\"a,\n\"\"b\",1,1,1950\nBE,\",\",1,,7777\n");
}

#[test]
fn weights_may_have_a_decimal_comma_between_semicolons() {
    let csv = "land;id;vote;year;weight\nAT;1;1;1950;0,25\nAT;2;1;1950;\n";
    assert_eq!(read(csv.as_bytes()).unwrap().numbers("weight").unwrap(), &[Some(0.25), None]);
}

#[test]
fn a_file_of_many_blocks_keeps_the_order_of_its_rows() {
    let rows = 200_000_i64;
    let mut csv = String::from("land,id,vote,year\n");
    for id in 0..rows {
        csv.push_str(&format!(
            "{},{id},{},{}\n",
            ["AT", "BE"][(id % 2) as usize],
            id % 2 + 1,
            id % 100 + 1900
        ));
    }
    let microdata = read(csv.as_bytes()).unwrap();
    assert_eq!(microdata.ids(), (0..rows).collect::<Vec<_>>());
    assert_eq!(microdata.countries().get(199_999), "BE");
    assert_eq!(microdata.codes("year").unwrap().get(123_456), Some(OptionCode(1956)));
    // The line is counted across blocks, and the first error is reported whichever thread is faster.
    let broken =
        csv.replace("\nAT,150000,1", "\nAT,150000,3").replace("\nAT,199998,1", "\nAT,199998,x");
    check_error(broken, &["line 150002, column `vote`, value `3`"]);
}

#[test]
fn a_code_that_the_codebook_does_not_know_is_named() {
    let csv = "land,id,vote,year\nAT,1,1,1950\nAT,2,3,1950\n";
    check_error(
        csv,
        &["data.csv, line 3, column `vote`, value `3`", "use the codebook that belongs"],
    );
    check_error("land,id,vote,year\nAT,1,77,1950\n", &["value `77`"]);
    check_error("land,id,vote,year\nAT,1,99999999999,1950\n", &["value `99999999999`"]);
}

#[test]
fn the_line_is_the_editors_line() {
    let csv = "land,id,vote,year,x\nAT,1,1,1950,\"a\nb\"\n\nAT,2,3,1950,c\n";
    check_error(csv, &["line 5, column `vote`"]);
}

#[test]
fn a_labelled_export_is_recognised() {
    let csv = "land,id,vote,year\nAT,1,\"Yes\",1950\n";
    check_error(csv, &["label of code 1", "labelled export", "download it again with codes"]);
}

#[test]
fn a_label_of_a_country_is_recognised() {
    let csv = "land,id,vote,year\nBelgium,1,No,1950\n";
    check_error(
        csv,
        &["line 2, column `land`, value `Belgium`", "label of the country `BE`", "codes"],
    );
}

#[test]
fn identifiers_may_be_texts_or_large_numbers() {
    let psu = |cells: [&str; 3]| {
        let [a, b, c] = cells;
        let csv =
            format!("land,id,vote,year,psu\nAT,1,1,1950,{a}\nAT,2,1,1950,{b}\nBE,1,1,1950,{c}\n");
        codes(&read(csv.as_bytes()).unwrap(), "psu")
    };
    assert_eq!(psu(["12", "", "\"3\""]), [Some(12), None, Some(3)]);
    assert_eq!(psu(["90000000001", "", "90000000001"]), [Some(1), None, Some(1)]);
    assert_eq!(psu(["W-1", "3", "W-1"]), [Some(1), Some(2), Some(1)]);
}

#[test]
fn decimals_and_words_are_no_codes() {
    check_error("land,id,vote,year\nAT,1,1.0,1950\n", &["`1.0`", "without decimals"]);
    check_error("land,id,vote,year\nAT,1,NA,1950\n", &["`NA`", "a code is a whole number"]);
    check_error(b"land,id,vote,year\nAT,1,\xff,1950\n", &["line 2, column `vote`"]);
}

#[test]
fn a_missing_column_is_named_with_its_remedy() {
    let csv = "land,id,vote\nAT,1,1\n";
    check_error(
        csv,
        &["data.csv: these columns are not in the file: `year`", "from the archive", "study file"],
    );
    check_error("land,vote,year\nAT,1,1950\n", &["`id`"]);
    check_error("id,vote,year\n1,1,1950\n", &["`land`"]);
}

#[test]
fn a_missing_key_can_be_left_out_of_no_study() {
    let csv = "land,vote,year\nAT,1,1950\n";
    check_error(csv, &["not in the file: `id`;", "nobody can tell respondents apart"]);
}

#[test]
fn a_repeated_column_is_named() {
    check_error("land,id,vote,year,vote\nAT,1,1,1950,2\n", &["`vote` stands twice"]);
}

#[test]
fn a_column_without_a_description_is_named() {
    let columns = [VariableName::new("trust").unwrap()];
    let (codebook, layout) = (codebook(), &LAYOUT);
    let origin = Origin::Invented;
    let request =
        Request { file: "data.csv", origin, layout, codebook: &codebook, columns: &columns };
    let error = read_csv("land,id,trust\nAT,1,1\n".as_bytes(), &request).unwrap_err().to_string();
    assert!(error.contains("does not describe `trust`"), "{error}");
}

#[test]
fn a_file_that_breaks_off_is_rejected() {
    let csv = "land,id,vote,year\nAT,1,1,1950\nAT,2,1";
    check_error(csv, &["line 3", "3 fields where the header has 4", "download it again"]);
    check_error("land,id,vote,year\nAT,1,1,1950,5\n", &["line 2", "5 fields"]);
}

#[test]
fn shifted_cells_are_reported_as_a_damaged_row() {
    check_error("land,id,vote,year\nAT,1,9,9,1950\n", &["line 2: 5 fields"]);
}

#[test]
fn a_quote_that_is_never_closed_is_named_by_its_row() {
    let csv = "land,id,vote,year\nAT,1,1,1950\nAT,2,\"1,1950\nAT,3,1,1950\n";
    check_error(csv, &["line 3: a quote is opened and not closed"]);
    check_error("land,\"id,vote,year\nAT,1,1,1950\n", &["line 1: a quote is opened"]);
}

#[test]
fn a_repeated_respondent_is_named_with_both_lines() {
    let csv = "land,id,vote,year\nAT,1,1,1950\nBE,1,1,1950\n\nAT,1,2,1950\n";
    check_error(csv, &["line 5: respondent 1 of country `AT` stands in line 2 already"]);
}

#[test]
fn two_editions_in_one_file_are_named_with_both_lines() {
    let csv = "land,id,edition,vote,year\nAT,1,4.0,1,1950\nAT,2,4.0,1,1950\nBE,1,3.0,1,1950\n";
    check_error(csv, &["line 4, column `edition`, value `3.0`: line 2 has `4.0`"]);
}

#[test]
fn keys_must_be_known_and_whole() {
    check_error("land,id,vote,year\nXX,1,1,1950\n", &["`XX`", "does not know this country"]);
    check_error("land,id,vote,year\n,1,1,1950\n", &["column `land`"]);
    check_error("land,id,vote,year\nAT,,1,1950\n", &["column `id`", "whole number"]);
}

#[test]
fn weights_are_finite_and_not_negative() {
    let csv = |weight: &str| format!("land,id,vote,year,weight\nAT,1,1,1950,{weight}\n");
    check_error(csv("-0.5"), &["column `weight`, value `-0.5`", "negative"]);
    check_error(csv("inf"), &["finite"]);
    check_error(csv("NaN"), &["finite"]);
    check_error(csv("heavy"), &["a weight is a number"]);
}

#[test]
fn a_file_without_respondents_is_rejected() {
    check_error("", &["data.csv: the file holds no respondent"]);
    check_error("land,id,vote,year\n", &["no respondent"]);
}

#[test]
fn other_separators_and_encodings_are_named() {
    let macintosh = "land,id,vote,year\rAT,1,1,1950\r";
    check_error(macintosh, &["data.csv", "carriage returns", "save it with"]);
    check_error("land|id|vote|year\nAT|1|1|1950\n", &["line 1", "`land|id|vote|year`", "commas"]);
    check_error(b"\xff\xfel\0a\0n\0d\0,\0i\0d\0\n\0", &["UTF-16", "save the file as UTF-8"]);
    check_error(b"land,id,vote,ye\xe4r\nAT,1,1,1950\n", &["UTF-8"]);
}

/// `land,id` in UTF-16 without a mark, and a country in Latin-1.
#[test]
fn other_encodings_are_named_where_they_show() {
    let utf_16: Vec<u8> =
        b"land,id,vote,year\nAT,1,1,1950\n".iter().flat_map(|&b| [b, 0]).collect();
    check_error(utf_16, &["data.csv: the text is encoded as UTF-16", "save the file as UTF-8"]);
    let latin_1 = b"land,id,vote,year\n\xc9T,1,1,1950\n";
    check_error(latin_1, &["line 2, column `land`", "the text is not UTF-8"]);
}

#[test]
fn a_disk_error_is_passed_on() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let (codebook, layout, origin) = (codebook(), &LAYOUT, Origin::Invented);
    let request = Request { file: "data.csv", origin, layout, codebook: &codebook, columns: &[] };
    let error = read_csv(Broken, &request).unwrap_err().to_string();
    assert!(error.contains("data.csv: the disk is gone"), "{error}");
}
