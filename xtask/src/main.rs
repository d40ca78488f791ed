//! The thin binary over the `xtask` library.
fn main() {}
