//! Runs the program's IDL build: a test build of the program crate alone, whose tests print the parts of the IDL.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

const PACKAGE: &str = "glowsol-oracle";
const FOLDER: &str = "programs/glowsol-oracle";

/// What the IDL build of the program in the checkout at `root` prints.
///
/// It needs no network: everything comes from `Cargo.lock`. It has a target directory of its own, so that its variant of the
/// dependencies disturbs no other build.
///
/// # Errors
/// Cargo cannot be started, or the build or one of its tests failed; the compiler's words go to standard error.
pub fn printed(root: &Path) -> Result<String> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["test", "--locked", "--package", PACKAGE, "--lib", "--features", "idl-build"])
        .args(["--", "idl", "--quiet", "--show-output", "--test-threads=1"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target_directory(root))
        // Read by Anchor's macros.
        .env("ANCHOR_IDL_BUILD_RESOLUTION", "TRUE")
        .env("ANCHOR_IDL_BUILD_NO_DOCS", "FALSE")
        .env("ANCHOR_IDL_BUILD_SKIP_LINT", "FALSE")
        .env("ANCHOR_IDL_BUILD_PROGRAM_PATH", root.join(FOLDER))
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    let text = String::from_utf8(output.stdout).context("the IDL build printed something that is no text")?;
    ensure!(output.status.success(), "the IDL build of {PACKAGE} failed:\n{text}");
    Ok(text)
}

fn target_directory(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("idl")
}
