//! Node.js and the packages of package-lock.json.

use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The oldest Node.js whose test runner and tools are used here.
const OLDEST_MAJOR: u32 = 20;

/// Makes sure of Node.js, and of `node_modules` as package-lock.json describes it.
pub(crate) fn install_packages(workspace: &Workspace) -> Result<(), ChoreError> {
    check_version(workspace)?;
    let lock = files::digest(&[&files::read(&workspace.path("package-lock.json"))?]);
    let stamp = workspace.path("node_modules/.periksa-lock");
    if files::read_text(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if first_line(workspace.program("npm").arg("--version")).is_none() {
        return Err(ChoreError::Missing {
            what: "npm",
            remedy: "It comes with Node.js, or as Debian's package npm.",
        });
    }
    say("      installing the Node.js packages of package-lock.json");
    run(workspace.program("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    files::write(&stamp, lock.as_bytes())
}

fn check_version(workspace: &Workspace) -> Result<(), ChoreError> {
    let version = first_line(workspace.program("node").arg("--version"));
    match version.as_deref().and_then(major) {
        Some(major) if major >= OLDEST_MAJOR => Ok(()),
        Some(_) | None => Err(ChoreError::Missing {
            what: "Node.js 20 or newer",
            remedy: "Install it with your version manager, or where the distribution is new enough \
                     (Debian 13, Ubuntu 25.04) with: apt-get install nodejs npm",
        }),
    }
}

/// The major number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("20"), None);
    }
}
