//! `cargo xtask bench`: how long verifying takes, and how much memory, against other programs in the same run.
//!
//! Never part of the tests: a time says something of a machine, and a test must say something of the code.

use crate::apt;
use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::workspace::Workspace;

/// Builds the verifier and the benchmark with optimisation, and runs it.
pub(crate) fn chore(workspace: &Workspace) -> Result<(), ChoreError> {
    if first_line(
        workspace.program("sh").args(["-c", "command -v pdfsig && test -x /usr/bin/time"]),
    )
    .is_none()
    {
        apt::install(
            &["poppler-utils", "time"],
            "what the verifier is measured against is needed",
        )?;
    }
    say("[1/2] building with optimisation");
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--release", "--quiet", "--locked"]);
    run(cargo.args(["--package", "site-gen", "--package", "periksa-tests", "--bins"]))?;
    say("[2/2] measuring; a busy machine makes the times worse and the ratios uncertain");
    let mut bench = workspace.cargo();
    bench.args(["run", "--release", "--quiet", "--locked", "--package", "periksa-tests"]);
    run(bench.args(["--bin", "bench-pdf"]))
}
