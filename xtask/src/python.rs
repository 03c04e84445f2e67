//! Python packages, in virtual environments under `target/`: nothing is installed outside the work tree.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apt;
use crate::command::{first_line, output, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// A virtual environment with the packages of one requirements file.
#[derive(Debug)]
pub(crate) struct Environment {
    python: PathBuf,
}

impl Environment {
    /// The one in `directory`, made anew where it was made from other requirements.
    pub(crate) fn with(
        workspace: &Workspace,
        directory: &Path,
        requirements: &str,
    ) -> Result<Self, ChoreError> {
        let python = directory.join("bin/python");
        let wanted = files::digest(&[&files::read(&workspace.path(requirements))?]);
        let stamp = directory.join("made-from.txt");
        if files::read_text(&stamp).is_ok_and(|made_from| made_from == wanted) {
            return Ok(Self { python });
        }
        say(format!("      installing the Python packages of {requirements}"));
        make(workspace.program("python3").args(["-m", "venv", "--clear"]).arg(directory))?;
        let mut pip = workspace.program(&python);
        run(pip
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(requirements))?;
        files::write(&stamp, wanted.as_bytes())?;
        Ok(Self { python })
    }

    /// Its interpreter, to be run in the root of the work tree.
    pub(crate) fn program(&self, workspace: &Workspace) -> Command {
        workspace.program(&self.python)
    }

    /// Where its packages are.
    pub(crate) fn packages(&self, workspace: &Workspace) -> Result<PathBuf, ChoreError> {
        let question = "import sysconfig; print(sysconfig.get_path('purelib'))";
        let answer = output(self.program(workspace).args(["-c", question]))?;
        let path = String::from_utf8(answer).map_err(|_| ChoreError::UnexpectedOutput {
            program: "python".to_owned(),
            expected: "a path in UTF-8",
        })?;
        Ok(PathBuf::from(path.trim_end()))
    }
}

/// Debian's Python comes without what makes virtual environments.
fn make(venv: &mut Command) -> Result<(), ChoreError> {
    if first_line(Command::new("python3").args(["-c", "import ensurepip, venv; print()"])).is_none()
    {
        apt::install(&["python3", "python3-venv"], "Python with virtual environments is needed")?;
    }
    run(venv)
}
