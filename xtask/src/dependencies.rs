//! What the dependencies are and where they come from, held to deny.toml by cargo-deny.
//!
//! Licences, bans and sources need nothing but the manifests. Advisories need a database that has to be fetched;
//! where it cannot be, that is said, because "no advisory" and "nobody looked" are different answers.

use std::time::Duration;

use crate::command::{first_line, run, run_within};
use crate::console::say;
use crate::error::ChoreError;
use crate::workspace::Workspace;

/// The version that is installed where there is none; any installed one is used.
const VERSION: &str = "0.20.2";

/// Long enough to fetch the database on a slow line.
const FETCH_PATIENCE: Duration = Duration::from_secs(90);

/// Checks every dependency in Cargo.lock.
pub(crate) fn check(workspace: &Workspace) -> Result<(), ChoreError> {
    if first_line(workspace.cargo().args(["deny", "--version"])).is_none() {
        say(format!("      installing cargo-deny {VERSION} (once for this machine; some minutes)"));
        run(workspace.cargo().args([
            "install",
            "--quiet",
            "--locked",
            "cargo-deny",
            "--version",
            VERSION,
        ]))?;
    }
    run(workspace.cargo().args(["deny", "--locked", "check", "licenses", "bans", "sources"]))?;
    match run_within(FETCH_PATIENCE, workspace.cargo().args(["deny", "--locked", "fetch", "db"])) {
        Ok(()) => run(workspace.cargo().args([
            "deny",
            "--locked",
            "check",
            "--disable-fetch",
            "advisories",
        ])),
        Err(error) => {
            say("      advisories: NOT CHECKED, the database could not be fetched");
            say(format!("      ({error})"));
            Ok(())
        }
    }
}
