//! `cargo xtask fixtures`: makes the signed sample letters again, with signers that are not ours.
//!
//! The letters are committed, so this is only for those who change the recipe.

use crate::command::run;
use crate::console::say;
use crate::error::ChoreError;
use crate::python::Environment;
use crate::workspace::Workspace;

/// Runs `tests/recipe/make_fixtures.py`.
pub(crate) fn chore(workspace: &Workspace) -> Result<(), ChoreError> {
    say("[1/2] the Python packages of tests/recipe/requirements.txt");
    let directory = workspace.path("target/periksa/python");
    let environment = Environment::with(workspace, &directory, "tests/recipe/requirements.txt")?;
    say("[2/2] signing the letters");
    run(environment.program(workspace).arg("tests/recipe/make_fixtures.py"))
}
