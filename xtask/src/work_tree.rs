//! What git sees of the work tree, to notice when a test changes it.

use crate::command::output;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The changes against the last commit, and the files that git does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WorkTree {
    status: String,
    changes: String,
}

impl WorkTree {
    pub(crate) fn look(workspace: &Workspace) -> Result<Self, ChoreError> {
        let status = output(workspace.program("git").args([
            "status",
            "--porcelain",
            "--untracked-files=all",
        ]))?;
        let changes = output(workspace.program("git").args(["diff", "--binary", "HEAD"]))?;
        let status = String::from_utf8_lossy(&status).into_owned();
        Ok(Self { status, changes: files::digest(&[&changes]) })
    }

    /// The lines of `git status` that are not in the other.
    pub(crate) fn lines_beyond<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        self.status.lines().filter(|line| !other.status.lines().any(|known| known == *line))
    }
}
