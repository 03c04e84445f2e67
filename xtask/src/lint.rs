//! `cargo xtask test --only lint`: what `site-gen crl lint` finds in the fixtures and the real lists, beside what pkilint finds.

use crate::command::run;
use crate::error::ChoreError;
use crate::python::Environment;
use crate::site;
use crate::workspace::Workspace;

/// Compiles the linter, and has a script ask both. An environment of its own, a third of the size of the others'.
pub(crate) fn step(workspace: &Workspace) -> Result<(), ChoreError> {
    let directory = workspace.path("target/periksa/python-lint");
    let python = Environment::with(workspace, &directory, "tests/lint/requirements.txt")?;
    site::compile_generator(workspace)?;
    // No compiled files beside the sources.
    let mut compare = python.program(workspace);
    run(compare.args(["-B", "tests/lint/compare.py"]).arg(site::generator_program(workspace)))
}
