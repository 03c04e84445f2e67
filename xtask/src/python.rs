//! Virtual environments for the Python programs of the tests, under `target/periksa`.

use std::path::PathBuf;
use std::process::Command;

use crate::apt;
use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The interpreter of the environment `name` with what the file `requirements` lists; it is made where it is not there.
pub(crate) fn environment(
    workspace: &Workspace,
    name: &str,
    requirements: &str,
) -> Result<PathBuf, ChoreError> {
    let directory = workspace.path("target/periksa").join(name);
    let python = directory.join("bin/python");
    let file = workspace.path(requirements);
    let wanted = files::digest(&[&files::read(&file)?]);
    let stamp = directory.join("made-from.txt");
    if files::read_text(&stamp).is_ok_and(|made_from| made_from == wanted) {
        say(format!("      the Python packages of {requirements} are there"));
        return Ok(python);
    }
    say(format!("      installing the Python packages of {requirements}"));
    make(workspace.program("python3").args(["-m", "venv", "--clear"]).arg(&directory))?;
    let mut pip = workspace.program(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    run(pip.arg(file))?;
    files::write(&stamp, wanted.as_bytes())?;
    Ok(python)
}

/// Debian's Python comes without what makes virtual environments.
fn make(venv: &mut Command) -> Result<(), ChoreError> {
    if first_line(Command::new("python3").args(["-c", "import ensurepip, venv; print()"])).is_none()
    {
        apt::install(&["python3", "python3-venv"], "Python with virtual environments is needed")?;
    }
    run(venv)
}
