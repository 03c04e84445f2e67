//! The generator, as the chores use it: the portal checked, written to `dist/`, or served.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Port;
use crate::command::run;
use crate::error::ChoreError;
use crate::workspace::Workspace;

/// Compiles `site-gen`.
pub(crate) fn compile_generator(workspace: &Workspace) -> Result<(), ChoreError> {
    run(workspace.cargo().args(["build", "--quiet", "--locked", "--package", "site-gen"]))
}

/// Where `compile_generator` puts it.
pub(crate) fn generator_program(workspace: &Workspace) -> PathBuf {
    workspace.path("target/debug/site-gen")
}

/// Builds the portal of this repository, which has the demo trust data, for the tests: they set the browser's clock to many
/// days, and the signed state has to be of use on all of them.
pub(crate) fn build(workspace: &Workspace) -> Result<(), ChoreError> {
    let life = ["--at", "2016-01-01T00:00:00Z", "--expires", "2069-01-01T00:00:00Z"];
    run(generator(workspace).arg("build").args(life))
}

/// Checks all that a build reads, without writing.
pub(crate) fn check(workspace: &Workspace) -> Result<(), ChoreError> {
    run(generator(workspace).arg("check"))
}

/// Builds it in memory and serves it on loopback until interrupted; prints the address.
pub(crate) fn serve(workspace: &Workspace, port: Port) -> Result<(), ChoreError> {
    let mut command = generator(workspace);
    command.arg("serve");
    match port {
        Port::Default => {}
        Port::Number(number) => {
            command.args(["--port", &number.to_string()]);
        }
    }
    run(&mut command)
}

fn generator(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args(["run", "--quiet", "--locked", "--package", "site-gen", "--"]);
    command
}
