//! The committed files are those that the program's source gives: `make idl` writes them.

use std::path::PathBuf;

#[test]
fn generated_files_are_fresh() {
    let root = bindings::root().unwrap();
    let stale = bindings::stale(&root).unwrap();
    assert_eq!(stale, Vec::<PathBuf>::new(), "stale: run make idl and commit");
}
