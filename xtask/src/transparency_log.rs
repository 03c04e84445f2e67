//! `cargo xtask test --only log`: logs that our code writes, verified by `golang.org/x/mod/sumdb`.

use std::path::Path;

use crate::apt;
use crate::command::{first_line, run};
use crate::error::ChoreError;
use crate::workspace::Workspace;

/// Where Debian keeps the sources of Go's libraries.
const GO_LIBRARIES: &str = "/usr/share/gocode";

/// Writes the logs, and has them read.
pub(crate) fn step(workspace: &Workspace) -> Result<(), ChoreError> {
    let library = Path::new(GO_LIBRARIES).join("src/golang.org/x/mod/sumdb/tlog");
    if first_line(workspace.program("go").arg("version")).is_none() || !library.is_dir() {
        apt::install(
            &["golang-go", "golang-golang-x-mod-dev"],
            "Go's implementation of transparency logs is the one compared with",
        )?;
    }
    let folder = workspace.path("target/periksa/logs");
    let mut write = workspace.cargo();
    write.args(["run", "--quiet", "--locked", "--package", "periksa-tests"]);
    run(write.args(["--bin", "write-logs", "--"]).arg(&folder))?;
    // The libraries as they are installed: nothing is fetched, and nothing is written outside of target.
    let mut go = workspace.program("go");
    go.env("GO111MODULE", "off").env("GOPATH", GO_LIBRARIES).env("GOFLAGS", "");
    go.env("GOCACHE", workspace.path("target/periksa/go-cache"));
    run(go.args(["run", "tests/tlog/verify.go"]).arg(&folder))
}
