//! Exit codes and the smaller commands.

use e2e::Bench;

use crate::PROGRAM;

#[test]
fn wrong_usage_ends_with_2() {
    let bench = Bench::new(PROGRAM);
    for arguments in [&["reproduce", "--replicate", "5"][..], &["no-such-command"], &[]] {
        let said = bench.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}: {}", said.stderr);
        assert!(said.stderr.contains("Usage"), "{}", said.stderr);
    }
}

#[test]
fn show_prints_an_artifact_as_json_and_refuses_what_is_none() {
    let bench = Bench::mini(PROGRAM);
    assert_eq!(bench.reproduce(&[]).code, 0);
    let said = bench.run(&["show", "out/artifacts/consensus.msgpack"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.trim_start().starts_with('{') && said.stdout.contains("\"alpha\""));
    let whole = std::fs::read(bench.path("out/artifacts/consensus.msgpack")).unwrap();
    bench.write("short.msgpack", &whole[..whole.len() - 3]);
    for file in ["short.msgpack", "answers.csv", "nowhere.msgpack"] {
        let said = bench.run(&["show", file]);
        assert_eq!(said.code, 1, "{file}");
        assert!(
            said.stderr.starts_with("error: ") && said.stderr.contains(file),
            "{}",
            said.stderr
        );
        assert_eq!(said.stdout, "");
    }
}
