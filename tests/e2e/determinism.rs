//! The same bytes from any number of threads, in any folder, at any time.

use e2e::{Bench, Snapshot};

use crate::PROGRAM;

fn outputs(threads: &str) -> Snapshot {
    let bench = Bench::mini(PROGRAM);
    let said = bench.reproduce(&["--threads", threads]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    bench.outputs()
}

#[test]
fn one_two_and_sixteen_threads_write_the_same_bytes() {
    let one = outputs("1");
    for threads in ["2", "16"] {
        let other = outputs(threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (path, bytes) in &one {
            assert!(*bytes == other[path], "{} differs with {threads} threads", path.display());
        }
    }
}

#[test]
fn no_output_but_the_ledger_names_the_folder_it_was_made_in() {
    let bench = Bench::mini(PROGRAM);
    assert_eq!(bench.reproduce(&[]).code, 0);
    let folder = bench.path("");
    let name = folder.file_name().unwrap().to_str().unwrap().as_bytes().to_vec();
    for (path, bytes) in bench.outputs() {
        let named = bytes.windows(name.len()).any(|window| window == name);
        assert!(!named, "{} names the folder", path.display());
    }
}
