//! The frozen study that every outside witness computes on, and the witnesses' results.

use serde_json::Value;

use crate::invented::Invented;

/// How far a witness may lie from us.
const TOLERANCE: f64 = 1e-9;

/// The study of `tests/witness/analyses/study.py`.
pub(crate) fn study() -> Invented {
    Invented::new(serde_json::from_value(results("study")).unwrap())
}

/// What `tests/witness/analyses/NAME.py` wrote.
pub(crate) fn results(name: &str) -> Value {
    let path = format!("{}/tests/frozen/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Holds a number against a witness's, null being none.
///
/// # Panics
/// With `what` and both numbers if they lie more than 1e-9 apart.
pub(crate) fn assert_witnessed(what: &str, found: Option<f64>, expected: &Value) {
    let same = match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => (found - expected).abs() <= TOLERANCE,
        (found, expected) => found.is_none() && expected.is_none(),
    };
    assert!(same, "{what}: found {found:?}, and the witness has {expected}");
}
