//! `cargo xtask fixtures`: makes the signed sample letters again, with signers that are not ours.
//!
//! The letters are committed, so this is only for those who change the recipe. Python packages go into a virtual
//! environment under `target/`.

use std::process::Command;

use crate::apt;
use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// Runs `tests/recipe/make_fixtures.py`.
pub(crate) fn chore(workspace: &Workspace) -> Result<(), ChoreError> {
    let directory = workspace.path("target/periksa/python");
    let python = directory.join("bin/python");
    let requirements = workspace.path("tests/recipe/requirements.txt");
    let wanted = files::digest(&[&files::read(&requirements)?]);
    let stamp = directory.join("made-from.txt");
    if files::read_text(&stamp).is_ok_and(|made_from| made_from == wanted) {
        say("[1/2] the Python packages of tests/recipe/requirements.txt are there");
    } else {
        say("[1/2] installing the Python packages of tests/recipe/requirements.txt");
        make_environment(
            workspace.program("python3").args(["-m", "venv", "--clear"]).arg(&directory),
        )?;
        let mut pip = workspace.program(&python);
        run(pip
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&requirements))?;
        files::write(&stamp, wanted.as_bytes())?;
    }
    say("[2/2] signing the letters");
    run(workspace.program(&python).arg("tests/recipe/make_fixtures.py"))
}

/// Debian's Python comes without what makes virtual environments.
fn make_environment(venv: &mut Command) -> Result<(), ChoreError> {
    if first_line(Command::new("python3").args(["-c", "import ensurepip, venv; print()"])).is_none()
    {
        apt::install(&["python3", "python3-venv"], "Python with virtual environments is needed")?;
    }
    run(venv)
}
