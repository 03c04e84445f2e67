//! Node.js and the packages of package-lock.json.

use crate::command::{first_line, run};
use crate::console::say;
use crate::error::ChoreError;
use crate::files;
use crate::workspace::Workspace;

/// The oldest Node.js that is used here: html-validate needs 20.19, and the test runner can end what a failed test leaves open.
const OLDEST: (u32, u32) = (20, 19);

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
    // No package has to run anything when it is installed; the one that would (vnu-jar) downloads a Java of its own.
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(workspace.program("npm").args(arguments))?;
    files::write(&stamp, lock.as_bytes())
}

fn check_version(workspace: &Workspace) -> Result<(), ChoreError> {
    let version = first_line(workspace.program("node").arg("--version"));
    match version.as_deref().and_then(major_and_minor) {
        Some(version) if version >= OLDEST => Ok(()),
        Some(_) | None => Err(ChoreError::Missing {
            what: "Node.js 20.19 or newer",
            remedy: "Install it with your version manager, or where the distribution is new enough \
                     (Debian 13) with: apt-get install nodejs npm",
        }),
    }
}

/// The first two numbers of `v20.20.2`.
fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_node_prints_them() {
        assert_eq!(major_and_minor("v20.20.2"), Some((20, 20)));
        assert_eq!(major_and_minor("v8.0.0"), Some((8, 0)));
        assert_eq!(major_and_minor("20.1"), None);
        assert_eq!(major_and_minor("v20"), None);
    }
}
